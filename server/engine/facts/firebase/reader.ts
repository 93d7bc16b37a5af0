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
import { weigher, type Admitted } from './condition.ts';
import { rolesAskedInDatabase, type AskedRole } from './own-role.ts';
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

function readServices({ text, uri, format }: Document, into: Facts): void {
  const { allowances, functions, roles } = readRulesText(format === 'hcl' ? withoutNotes(text) : text);
  const weigh = weigher(functions);
  for (const { methods, path, condition, span } of allowances) {
    const [, collection, own] = documents.exec(path) ?? [];
    const who: Admitted = condition === undefined ? { reach: 'everybody' } : weigh(condition, own);
    const opening: Opening = {
      path,
      whole: isWholePath(path),
      does: doings(methods),
      at: { uri, span },
      written: text.slice(...span),
    };
    push(into, who, opening);
    const asked = roles.get(collection ?? '');
    if (asked && opening.does.some((doing) => doing === 'write' || doing === 'create')) pushOwnRole(into, who, opening, asked);
  }
}

/** The path of the documents of a collection: the name of that, and the variable for theirs. */
const documents = /^\/databases\/[^/]+\/documents\/([\w-]+)\/\{(\w+)\}$/;

/** Lines of Terraform that are comments, blank: a resource that is commented out holds no rules. */
const withoutNotes = (text: string): string => text.replace(/^[ \t]*#.*/gm, (line) => ' '.repeat(line.length));

/** What methods let somebody do: to write is to create, to update and to delete. */
function doings(methods: readonly string[]): Doing[] {
  const writes = methods.filter((method) => /^(?:write|create|update|delete)$/.test(method));
  const may: Doing[] = methods.length > writes.length ? ['read'] : [];
  if (writes.length === 0) return may;
  const single = (['create', 'delete'] as const).find((doing) => writes.every((method) => method === doing));
  return [...may, single ?? 'write'];
}

/** Functions are a matter of the other language. */
const weighCondition = weigher(new Map());
/** Deeper rules are those of no database. */
const deepest = 32;

function readDatabase(document: Document, into: Facts): void {
  for (const root of document.tree(parseJson).roots) {
    const value = valueOf(root, document.uri);
    const rules = value.kind === 'mapping' ? entryOf(value, 'rules')?.value : undefined;
    if (rules?.kind === 'mapping') readNode(rules, '', true, { into, roles: rolesAskedInDatabase(document.text) }, 0);
  }
}

interface Database {
  readonly into: Facts;
  /** What is asked of the caller's own node, by the name of the one above it. */
  readonly roles: ReadonlyMap<string, AskedRole>;
}

/** The path of the children of a node: the name of that, and the variable for theirs. */
const children = /^\/([\w-]+)\/(\$\w+)$/;

function readNode(node: Mapping, path: string, whole: boolean, database: Database, depth: number): void {
  const { into, roles } = database;
  // A variable stands for the children that no name beside it takes.
  const namesSome = node.entries.some(({ key }) => /^[^.$]/.test(textOf(key) ?? ''));
  for (const { key, value } of node.entries) {
    const name = textOf(key) ?? '';
    const condition = textOf(value);
    if ((name === '.read' || name === '.write') && condition !== undefined && value.kind === 'scalar') {
      const [, collection, own] = children.exec(path) ?? [];
      const who = weighCondition(condition, own);
      const opening: Opening = {
        path: path || '/',
        whole,
        does: name === '.read' ? ['read'] : ['write'],
        at: value.at,
        written: condition,
      };
      push(into, who, opening);
      const asked = name === '.write' ? roles.get(collection ?? '') : undefined;
      if (asked && !isValidated(node, asked.field, 0)) pushOwnRole(into, who, opening, asked);
    } else if (value.kind === 'mapping' && depth < deepest)
      readNode(value, `${path}/${name}`, whole && name.startsWith('$') && !namesSome, database, depth + 1);
  }
}

/**
 * Whether what is written here, to one of its fields where that is known, is compared with anything: what it was, who writes
 * it, or words that it may be. A variable stands for the fields that no name beside it takes.
 */
function isValidated(node: Mapping, field: string | undefined, depth: number): boolean {
  return node.entries.some(({ key, value }) => {
    const name = textOf(key) ?? '';
    if (name === '.validate') return comparison.test(textOf(value) ?? '==');
    if (value.kind !== 'mapping') return false;
    const isOther = field !== undefined && name !== field && (!name.startsWith('$') || entryOf(node, field) !== undefined);
    return !isOther && (depth >= deepest || isValidated(value, undefined, depth + 1));
  });
}

/** What a condition asks beyond the kind of a value and its length. */
const comparison = /^\s{0,20}false\s{0,20}$|\b(?:root|auth|data)\b|[!=]=|!\s{0,20}newData\b|\.(?:matches|contains|beginsWith)\b/;

/** What may be done: `write` is more than one of create, update and delete. */
type Doing = 'read' | 'write' | 'create' | 'delete';

interface Opening {
  readonly path: string;
  /** Whether the path takes in everything. */
  readonly whole: boolean;
  readonly does: readonly Doing[];
  readonly at: Place;
  readonly written: string;
}

/** A grant of what is opened, as `firebase:` with what may be done, on everything or on a path. */
function push(into: Facts, who: Admitted, { path, whole, does, at, written }: Opening): void {
  if (who.reach === 'some' || who.reach === 'self' || who.reach === 'nobody') return;
  const block = at;
  into.grants.push({
    anchor: `source|${at.uri}|${path}[${does.join(',')}]`,
    platform: 'gcp',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: [{ kind: who.reach === 'signed-in' ? 'authenticated' : 'any', id: literalAt(written, at) }],
    actions: does.map((doing) => wordAt(`firebase:${doing}`, at)),
    scope: [{ level: whole ? 'everything' : 'resource', id: wordAt(path, at) }],
    conditions: [],
    lifetime: who.until === undefined ? { kind: 'standing' } : { kind: 'until', until: wordAt(who.until, at), at },
    carrier: { dialect: 'source', kind: 'firebase rules', address: path, block, head: at },
    enabled: 'yes',
  });
}

/**
 * A grant of what the rules ask of a caller's own document, where whoever signs in may write that: `firebase:own-role` by
 * `self` on the own document or by `signed-in` on each, with the field and where it is asked as its condition. What everybody
 * may write is said as such.
 */
function pushOwnRole(into: Facts, { reach }: Admitted, { path, at, written }: Opening, { collection, field, span }: AskedRole): void {
  if (reach !== 'self' && reach !== 'signed-in') return;
  const asked: Place = { uri: at.uri, span };
  into.grants.push({
    anchor: `source|${at.uri}|${path}[own-role]`,
    platform: 'gcp',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: [{ kind: 'authenticated', id: literalAt(written, at) }],
    actions: [wordAt('firebase:own-role', at)],
    scope: [{ level: 'resource', id: wordAt(collection, at) }],
    conditions: [
      { operator: 'expression', key: reach, values: field === undefined ? [] : [wordAt(field, asked)], limits: 'none', at: asked },
    ],
    lifetime: { kind: 'standing' },
    carrier: { dialect: 'source', kind: 'firebase rules', address: path, block: at, head: at },
    enabled: 'yes',
  });
}
