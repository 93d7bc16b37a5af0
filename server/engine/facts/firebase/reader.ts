// Security Rules of Firebase: what Cloud Firestore, Cloud Storage and the Realtime Database let callers do who come straight
// from a browser or a phone. Only conditions that ask for nothing, for a day or for a login become facts.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import type { Place } from '../../text/text.ts';
import { valueOf } from '../data-value.ts';
import { literalAt, wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import { noFacts, type Facts } from '../types.ts';
import { entryOf, textOf, type Mapping } from '../value.ts';
import { admittedBy, type Admitted, type Functions } from './condition.ts';
import { isWholePath, readRulesText } from './rules-text.ts';

export const reader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readOne(document)])),
};

function readOne(document: Document): Facts {
  const into = noFacts();
  if (document.format === 'json') readDatabase(document, into);
  else readServices(document, into);
  return into;
}

function readServices({ text, uri }: Document, into: Facts): void {
  const { allowances, functions } = readRulesText(text);
  for (const { methods, path, condition, span } of allowances) {
    const who: Admitted = condition === undefined ? { reach: 'everybody' } : admittedBy(condition, functions);
    const at: Place = { uri, span };
    push(into, who, {
      path,
      whole: isWholePath(path),
      reads: methods.some((method) => /^(?:read|get|list)$/.test(method)),
      writes: methods.some((method) => /^(?:write|create|update|delete)$/.test(method)),
      at,
      written: text.slice(...span),
    });
  }
}

/** Functions are a matter of the other language. */
const noFunctions: Functions = new Map();
/** Deeper rules are those of no database. */
const deepest = 32;

function readDatabase(document: Document, into: Facts): void {
  for (const root of document.tree(parseJson).roots) {
    const value = valueOf(root, document.uri);
    const rules = value.kind === 'mapping' ? entryOf(value, 'rules')?.value : undefined;
    if (rules?.kind === 'mapping') readNode(rules, '', into, 0);
  }
}

function readNode(node: Mapping, path: string, into: Facts, depth: number): void {
  for (const { key, value } of node.entries) {
    const name = textOf(key) ?? '';
    const condition = textOf(value);
    if ((name === '.read' || name === '.write') && condition !== undefined && value.kind === 'scalar')
      push(into, admittedBy(condition, noFunctions), {
        path: path || '/',
        whole: path.split('/').every((part) => part === '' || part.startsWith('$')),
        reads: name === '.read',
        writes: name === '.write',
        at: value.at,
        written: condition,
      });
    else if (value.kind === 'mapping' && depth < deepest) readNode(value, `${path}/${name}`, into, depth + 1);
  }
}

interface Opening {
  readonly path: string;
  /** Whether the path takes in everything. */
  readonly whole: boolean;
  readonly reads: boolean;
  readonly writes: boolean;
  readonly at: Place;
  readonly written: string;
}

/** A grant of what is opened: `firebase:write` or `firebase:read`, on everything or on a path. Reading of what may be written is said with it. */
function push(into: Facts, who: Admitted, { path, whole, reads, writes, at, written }: Opening): void {
  if (who.reach === 'some' || who.reach === 'nobody') return;
  const block = at;
  into.grants.push({
    anchor: `source|${at.uri}|${path}[${[reads ? 'read' : '', writes ? 'write' : ''].filter(Boolean).join(',')}]`,
    platform: 'gcp',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: [{ kind: who.reach === 'signed-in' ? 'authenticated' : 'any', id: literalAt(written, at) }],
    actions: [...(writes ? [wordAt('firebase:write', at)] : []), ...(reads ? [wordAt('firebase:read', at)] : [])],
    scope: [{ level: whole ? 'everything' : 'resource', id: wordAt(path, at) }],
    conditions: [],
    lifetime: who.until === undefined ? { kind: 'standing' } : { kind: 'until', until: wordAt(who.until, at), at },
    carrier: { dialect: 'source', kind: 'firebase rules', address: path, block, head: at },
    enabled: 'yes',
  });
}
