// OAuth2 Proxy where it runs: the options and variables of its containers in manifests, charts' values and compose files,
// in the words of its configuration file. A value that comes from elsewhere leaves the rest unsaid.
import { entryFrom, listFrom, literalAt, mappingFrom } from '../made-values.ts';
import type { OAuthClient } from '../oauth.ts';
import { entryOf, itemsOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { clientOf } from './make.ts';

const image = /(?:^|\/)oauth2[-_]proxy(?:$|[:@])/;
/** Names by which the proxy knows a list, of which options and variables write one item or all. */
const lists =
  /^(?:email_domain|skip_auth_regex|skip_auth_route|allowed_group|allowed_role|github_user|google_group|gitlab_group|gitlab_project)s?$/;

interface Setting {
  readonly name: string;
  readonly value: Value;
}

/** One client for each container of the proxy under a value, with the settings that it is started with. */
export function readProxyContainers(value: Mapping, uri: string): OAuthClient[] {
  const found: OAuthClient[] = [];
  const waiting: Value[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop()!;
    if (one.kind === 'list') for (const item of one.items) waiting.push(item);
    if (one.kind !== 'mapping') continue;
    if (image.test(textOf(valueAt(one, 'image')) ?? '')) found.push(containerOf(one, uri));
    else for (const entry of one.entries) waiting.push(entry.value);
  }
  return found.reverse();
}

function containerOf(container: Mapping, uri: string): OAuthClient {
  const settings = [...argumentsOf(container), ...variablesOf(container)];
  // A file of options, and variables that a secret or a map holds, may say anything.
  const complete =
    valueAt(container, 'envFrom') === undefined &&
    valueAt(container, 'env_file') === undefined &&
    !settings.some(({ name }) => name === 'config' || name === 'alpha_config');
  const name = textOf(valueAt(container, 'name')) ?? 'oauth2-proxy';
  const head = entryOf(container, 'name')?.value.at ?? entryOf(container, 'image')!.value.at;
  return clientOf({
    product: 'oauth2-proxy',
    kind: 'container',
    uri,
    name,
    head,
    value: mappingFrom(entriesFrom(settings), container.at, complete),
  });
}

/** Settings by their names in the file, lists put together. */
function entriesFrom(settings: readonly Setting[]): Entry[] {
  const grouped = new Map<string, Value[]>();
  for (const { name, value } of settings) {
    const key = lists.test(name) ? plural(name) : name;
    const group = grouped.get(key);
    if (group) group.push(value);
    else grouped.set(key, [value]);
  }
  return [...grouped].map(([name, values]) =>
    entryFrom(name, values[0]!.at, plural(name) === name && lists.test(name) ? listFrom(values, values[0]!.at) : values[0]!),
  );
}

const plural = (name: string): string => (name === 'skip_auth_regex' || name.endsWith('s') ? name : `${name}s`);
const nameOf = (flag: string): string => flag.replace(/^-{1,2}/, '').replaceAll('-', '_');

/** `--name=value`, `--name value`, or `--name` alone, which is true. */
function argumentsOf(container: Mapping): Setting[] {
  const words = ['command', 'args'].flatMap((key) => itemsOf(valueAt(container, key)));
  return words.flatMap((word, index): Setting[] => {
    const text = textOf(word);
    if (text === undefined || word.kind !== 'scalar' || !/^--?[a-z]/.test(text)) return [];
    const equals = text.indexOf('=');
    if (equals >= 0) return [{ name: nameOf(text.slice(0, equals)), value: partOf(word, text, equals + 1) }];
    const next = words[index + 1];
    const given = next?.kind === 'scalar' && !(textOf(next) ?? '-').startsWith('-') ? next : undefined;
    return [{ name: nameOf(text), value: given ?? literalAt('true', word.at) }];
  });
}

/** Variables as a list of names and values, as a mapping, or as a list of `NAME=value`. */
function variablesOf(container: Mapping): Setting[] {
  return ['env', 'environment'].flatMap((key) => {
    const variables = valueAt(container, key);
    const pairs: (readonly [string, Value])[] =
      variables?.kind === 'mapping'
        ? variables.entries.map((entry) => [textOf(entry.key) ?? '', entry.value])
        : itemsOf(variables).flatMap((item): (readonly [string, Value])[] => {
            const text = textOf(item);
            if (text !== undefined && item.kind === 'scalar') {
              const equals = text.indexOf('=');
              return equals < 0 ? [] : [[text.slice(0, equals), partOf(item, text, equals + 1)]];
            }
            const name = textOf(valueAt(item, 'name'));
            const value = valueAt(item, 'value') ?? valueAt(item, 'valueFrom');
            return name === undefined || !value ? [] : [[name, value]];
          });
    return pairs.flatMap(([name, value]): Setting[] =>
      name.startsWith('OAUTH2_PROXY_') ? [{ name: name.slice('OAUTH2_PROXY_'.length).toLowerCase(), value }] : [],
    );
  });
}

/** The end of a word as a value of its own, at its exact place where the word has no escapes. */
function partOf(word: Leaf, text: string, from: number): Value {
  const exact = word.at.span[1] - word.at.span[0] === text.length;
  return literalAt(text.slice(from), exact ? { uri: word.at.uri, span: [word.at.span[0] + from, word.at.span[1]] } : word.at);
}
