// Permissions that controllers of kubebuilder ask for in comments of their Go source: `//+kubebuilder:rbac:groups=apps,
// resources=deployments,verbs=get;list`. A generator makes the controller's role of them, so that the comment is where
// the role is written. Quotes and `;` as controller-gen reads them.
import type { Document } from '../../document.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Entry, Mapping, Value } from '../value.ts';
import { tableOf } from '../../table.ts';

const marker = /\/\/[ \t]*\+kubebuilder:rbac:([^\r\n]*)/g;

const keys = tableOf<string>({
  groups: 'apiGroups',
  resources: 'resources',
  verbs: 'verbs',
  resourceNames: 'resourceNames',
  urls: 'nonResourceURLs',
});

/** The roles that the markers of a file come to: one for the cluster, one a namespace. */
export function rolesOfMarkers(document: Document): Mapping[] {
  const { text, uri } = document;
  const rules = new Map<string, Mapping[]>();
  marker.lastIndex = 0;
  for (let match = marker.exec(text); match; match = marker.exec(text)) {
    const start = match.index + match[0].length - match[1]!.length;
    const at = { uri, span: [match.index, match.index + match[0].length] as const };
    const entries: Entry[] = [];
    let namespace = '';
    for (const [key, words, keyStart] of fieldsOf(match[1]!, start)) {
      if (key === 'namespace') namespace = words[0]?.text ?? '';
      const name = keys.get(key);
      if (!name) continue;
      const keyAt = { uri, span: [keyStart, keyStart + key.length] as const };
      const items: Value[] = words.map((word) =>
        wordAt(name === 'apiGroups' && word.text === 'core' ? '' : word.text, { uri, span: [word.start, word.start + word.length] }),
      );
      const list = listFrom(items, at);
      entries.push(entryFrom(name, keyAt, list, at));
    }
    if (entries.length > 0) (rules.get(namespace) ?? rules.set(namespace, []).get(namespace)!).push(mappingFrom(entries, at));
  }
  return [...rules].map(([namespace, items]) => roleOf(namespace, items));
}

function roleOf(namespace: string, items: readonly Mapping[]): Mapping {
  const { at } = items[0]!;
  const word = (text: string): Value => wordAt(text, at);
  const list = listFrom(items, at);
  const metadata = mappingFrom(namespace === '' ? [] : [entryFrom('namespace', at, word(namespace), at)], at);
  return mappingFrom(
    [
      entryFrom('apiVersion', at, word('rbac.authorization.k8s.io/v1'), at),
      entryFrom('kind', at, word(namespace === '' ? 'ClusterRole' : 'Role'), at),
      entryFrom('metadata', at, metadata, at),
      entryFrom('rules', at, list, at),
    ],
    at,
  );
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

/** `key=a;b,other="c;d"` with where each word stands. */
function* fieldsOf(body: string, offset: number): Generator<[key: string, words: Word[], keyStart: number]> {
  let at = 0;
  while (at < body.length) {
    const equals = body.indexOf('=', at);
    if (equals < 0) return;
    const words: Word[] = [];
    let start = equals + 1;
    let quoted = false;
    let end = start;
    for (; end <= body.length; end++) {
      const char = body[end];
      if (char === '"') quoted = !quoted;
      if (char === undefined || (char === ',' && !quoted) || char === ';') {
        const word = trimmed(body, start, end, offset);
        if (word) words.push(word);
        start = end + 1;
        if (char !== ';') break;
      }
    }
    yield [body.slice(at, equals).trim(), words, offset + at];
    at = end + 1;
  }
}

function trimmed(body: string, from: number, to: number, offset: number): Word | undefined {
  let [start, end] = [from, to];
  while (start < end && (body[start] === ' ' || body[start] === '"')) start++;
  while (end > start && (body[end - 1] === ' ' || body[end - 1] === '"')) end--;
  const empty = body.slice(from, to).includes('""');
  return end > start || empty ? { text: body.slice(start, end), start: offset + start, length: end - start } : undefined;
}
