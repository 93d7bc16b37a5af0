// Grants that scripts hand out: `kubectl create clusterrolebinding`, `kubectl create role`, `kubectl create token`. Each
// command becomes the object that it makes. No shell is run or understood: a command is a line with what a backslash
// joins to it, its words are told apart by blanks and quotes, and a word with a variable in it is not known.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { entryFrom, mappingFrom, wordAt } from '../terraform/made-values.ts';
import { noFacts, type Facts } from '../types.ts';
import type { Entry, Leaf, Mapping, Value } from '../value.ts';
import { readKubernetesObject } from './rbac.ts';

export const scriptReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readScript(document)]));
  },
};

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function readScript(document: Document): Facts {
  const facts = noFacts();
  const { text } = document;
  for (let at = text.indexOf('kubectl'); at >= 0; ) {
    const words = beginsCommand(text, at) ? wordsFrom(text, at) : [];
    const next = words.at(-1)?.end ?? at + 7;
    readCommand(words, document.uri, facts);
    at = text.indexOf('kubectl', Math.max(next, at + 7));
  }
  return facts;
}

/** Neither in a comment nor inside another word or string. */
function beginsCommand(text: string, at: number): boolean {
  const before = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - 300), at);
  return !/(?:^|\s)#/.test(before) && /(?:^|[\s;&|(])$/.test(before);
}

/** The words of the command that begins here, up to the end of its line, a pipe or another command. */
function wordsFrom(text: string, from: number): Word[] {
  const words: Word[] = [];
  let at = from;
  while (at < text.length && words.length < 200) {
    const char = text[at]!;
    if (char === ' ' || char === '\t') at++;
    else if (char === '\\' && /[\r\n]/.test(text[at + 1] ?? '')) at += text[at + 1] === '\r' && text[at + 2] === '\n' ? 3 : 2;
    else if (/[\r\n|;&#<>()]/.test(char)) break;
    else {
      const word = wordAtOffset(text, at);
      words.push(word);
      at = Math.max(word.end, at + 1);
    }
  }
  return words;
}

function wordAtOffset(text: string, start: number): Word {
  let value = '';
  let at = start;
  while (at < text.length && !/[\s|;&<>()]/.test(text[at]!)) {
    const quote = text[at] === '"' || text[at] === "'" ? text[at]! : undefined;
    const close = quote === undefined ? -1 : text.indexOf(quote, at + 1);
    if (quote !== undefined && close > 0 && !text.slice(at, close).includes('\n')) {
      value += text.slice(at + 1, close);
      at = close + 1;
    } else {
      value += text[at];
      at++;
    }
  }
  return { text: value, start, end: at };
}

function readCommand(words: readonly Word[], uri: string, into: Facts): void {
  const plain = words.filter((word) => !word.text.startsWith('-'));
  const create = plain.findIndex((word) => word.text === 'create');
  const kind = plain[create + 1];
  const name = plain[create + 2];
  if (plain[0]?.text !== 'kubectl' || create < 0 || !kind || words.some((word) => /^--dry-run(?!=none)/.test(word.text))) return;
  const at = { uri, span: [words[0]!.start, words.at(-1)!.end] as const };
  const flags = (...names: string[]): Leaf[] => names.flatMap((flag) => flagValues(words, flag, uri));
  const namespace = flags('namespace', 'n')[0];
  const object = (objectKind: string, entries: readonly Entry[]): Mapping =>
    mappingFrom([
      entryFrom('apiVersion', at, wordAt('rbac.authorization.k8s.io/v1', at), at),
      entryFrom('kind', { uri, span: [kind.start, kind.end] }, wordAt(objectKind, { uri, span: [kind.start, kind.end] }), at),
      entryFrom('metadata', at, mappingFrom([...(name ? [entryFrom('name', at, leafOf(name.text, name.start, name.end, uri), at)] : []), ...(namespace && !objectKind.startsWith('Cluster') ? [entryFrom('namespace', at, namespace, at)] : [])], at), at),
      ...entries,
    ], at);
  const read = (made: Mapping): void => readKubernetesObject(made, into, { uri, dialect: 'script', enabled: 'maybe' });
  const list = (items: readonly Value[]): Value => ({ kind: 'list', items, complete: true, at, token: at, via: [], encoding: 'none', editable: false });

  if (kind.text === 'clusterrolebinding' || kind.text === 'rolebinding') {
    const [clusterRole] = flags('clusterrole');
    const role = clusterRole ?? flags('role')[0];
    if (!role) return;
    const subject = (subjectKind: string, leaf: Leaf): Mapping => mappingFrom([entryFrom('kind', at, wordAt(subjectKind, at), at), ...namesOf(subjectKind, leaf)], at);
    read(object(kind.text === 'rolebinding' ? 'RoleBinding' : 'ClusterRoleBinding', [
      entryFrom('roleRef', at, mappingFrom([entryFrom('kind', at, wordAt(clusterRole ? 'ClusterRole' : 'Role', at), at), entryFrom('name', at, role, at)], at), at),
      entryFrom('subjects', at, list([...flags('serviceaccount').map((one) => subject('ServiceAccount', one)), ...flags('user').map((one) => subject('User', one)), ...flags('group').map((one) => subject('Group', one))]), at),
    ]));
  } else if (kind.text === 'clusterrole' || kind.text === 'role') {
    const resources = flags('resource').flatMap(parts);
    const groups = resources.map((one) => wordAt(groupOf(String(one.value)), one.at));
    const rule = mappingFrom([
      entryFrom('apiGroups', at, list(groups), at),
      entryFrom('resources', at, list(resources.map((one) => wordAt(resourceOf(String(one.value)), one.at))), at),
      entryFrom('verbs', at, list(flags('verb').flatMap(parts)), at),
      entryFrom('resourceNames', at, list(flags('resource-name').flatMap(parts)), at),
    ], at);
    if (resources.length > 0) read(object(kind.text === 'role' ? 'Role' : 'ClusterRole', [entryFrom('rules', at, list([rule]), at)]));
  }
}

function namesOf(kind: string, leaf: Leaf): Entry[] {
  const text = leaf.kind === 'scalar' ? String(leaf.value) : undefined;
  const colon = kind === 'ServiceAccount' && text !== undefined ? text.indexOf(':') : -1;
  if (text === undefined || colon < 0) return [entryFrom('name', leaf.at, leaf, leaf.at)];
  const [start, end] = leaf.at.span;
  const name = { uri: leaf.at.uri, span: [start + colon + 1, end] as const };
  return [entryFrom('namespace', leaf.at, wordAt(text.slice(0, colon), leaf.at), leaf.at), entryFrom('name', name, wordAt(text.slice(colon + 1), name), name)];
}

/** `--flag=value` and `--flag value`, as often as they stand there. */
function flagValues(words: readonly Word[], flag: string, uri: string): Leaf[] {
  const found: Leaf[] = [];
  for (const [index, word] of words.entries()) {
    const name = flag.length === 1 ? `-${flag}` : `--${flag}`;
    const next = words[index + 1];
    if (word.text.startsWith(`${name}=`)) {
      const value = word.text.slice(name.length + 1);
      found.push(leafOf(value, word.end - word.start === word.text.length ? word.start + name.length + 1 : word.start, word.end, uri));
    } else if (word.text === name && next) {
      found.push(leafOf(next.text, next.start, next.end, uri));
    }
  }
  return found;
}

function leafOf(text: string, start: number, end: number, uri: string): Leaf {
  const at = { uri, span: [start, end] as const };
  if (text.includes('$') || text.includes('`')) return { kind: 'unknown', why: 'a variable of the script', at, token: at, via: [], encoding: 'none', editable: false };
  return wordAt(text, at);
}

/** The comma-separated parts of a flag, each where it stands. */
function parts(leaf: Leaf): ReturnType<typeof wordAt>[] {
  if (leaf.kind !== 'scalar') return [];
  const text = String(leaf.value);
  const exact = leaf.at.span[1] - leaf.at.span[0] === text.length;
  let offset = leaf.at.span[0];
  return text.split(',').map((part) => {
    const at = exact ? { uri: leaf.at.uri, span: [offset, offset + part.length] as const } : leaf.at;
    offset += part.length + 1;
    return wordAt(part, at);
  });
}

/** `deployments.apps/scale`: the group follows the first dot. Resources without one are asked of the cluster, and here of the best-known names. */
function groupOf(resource: string): string {
  const dot = resource.split('/')[0]!.indexOf('.');
  if (dot >= 0) return resource.split('/')[0]!.slice(dot + 1);
  return wellKnown[resource.split('/')[0]!] ?? '';
}

function resourceOf(resource: string): string {
  const [name, sub] = resource.split('/');
  return `${name!.split('.')[0]!}${sub === undefined ? '' : `/${sub}`}`;
}

const wellKnown: Readonly<Record<string, string>> = {
  '*': '*', deployments: 'apps', daemonsets: 'apps', statefulsets: 'apps', replicasets: 'apps', jobs: 'batch', cronjobs: 'batch', roles: 'rbac.authorization.k8s.io', rolebindings: 'rbac.authorization.k8s.io',
  clusterroles: 'rbac.authorization.k8s.io', clusterrolebindings: 'rbac.authorization.k8s.io',
};
