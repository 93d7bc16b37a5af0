// Grants that dbt gives on what it builds: `grants:` of a project or of a model's properties in YAML, and `config(grants={…})` in
// a model. Only those to everybody are told here: other roles are named for what they are.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { readLiteral } from '../source-policies/literal.ts';
import type { Facts } from '../types.ts';
import { itemsOf, textOf, type Leaf, type Value } from '../value.ts';
import { pushForEverybody } from './access.ts';

const mentionsGrants = mentioning('grants');
const everybody = /^(?:public|allUsers|allAuthenticatedUsers)$/i;
const ofModel = /\bconfig\((?:[^{}()]{0,500},)?\s{0,40}grants\s?=\s?(?=\{)/g;
const deepest = 24;
const most = 200;

/** Properties of a project or of models in YAML that give something, and a model whose own configuration does. */
export const hasDbtGrants = (document: Document): boolean =>
  mentionsGrants(document) &&
  (document.format === 'yaml'
    ? /^(?:models|seeds|snapshots):/m.test(document.text) && /^[ \t]{1,80}\+?grants:/m.test(document.text)
    : document.format === 'sql' && document.text.search(ofModel) >= 0);

/** Pushes what a tree of properties gives to everybody. */
export function readDbtProperties(value: Value, uri: string, into: Facts, depth = 0): void {
  if (depth > deepest || into.grants.length > most) return;
  for (const item of itemsOf(value)) readDbtProperties(item, uri, into, depth + 1);
  if (value.kind !== 'mapping') return;
  for (const { key, value: given } of value.entries)
    if (/^\+?grants$/.test(textOf(key) ?? '')) readGrants(given, uri, into);
    else readDbtProperties(given, uri, into, depth + 1);
}

/** Pushes what the configuration of a model gives to everybody. */
export function readDbtModel({ text, uri }: Document, into: Facts): void {
  for (const match of [...text.matchAll(ofModel)].slice(0, most)) {
    const given = readLiteral(text, match.index + match[0].length, uri, false);
    if (given) readGrants(given, uri, into);
  }
}

/** `select: [public]`: a right, and who gets it. */
function readGrants(given: Value, uri: string, into: Facts): void {
  if (given.kind !== 'mapping') return;
  for (const { key, value, at } of given.entries) {
    const who = (value.kind === 'list' ? value.items : [value]).find((one): one is Leaf => everybody.test(textOf(one) ?? ''));
    if (who && key.kind === 'scalar')
      pushForEverybody(
        {
          uri,
          kind: 'grants',
          who,
          rights: [{ ...key, value: String(key.value).toUpperCase().replace(/^\+/, '') }],
          on: key,
          block: at,
          head: key.at,
        },
        into,
      );
  }
}
