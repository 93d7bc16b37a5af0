// Permissions of Hasura, in its metadata as YAML or JSON: which role changes, deletes or adds rows of a table without being asked
// which (`filter: {}`, `check: {}`). They are policies for rows like those of PostgreSQL. What is only read is left out, as there:
// what is public is for its author to say. Names as in the reference of the metadata of version 2 (2026-11).
import type { Document } from '../../document.ts';
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import type { Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';

/** The kind of the carrier, by which rules about policies for rows know these facts. */
export const hasuraPermission = 'permission of Hasura';

/** Roles that projects give to whoever brings no token, and to whoever signed in. Others are for some, who they are is not said. */
const everybody = /^(?:anonymous|anon|public|guest|unauthorized|unauthenticated)$/i;
const signedIn = /^(?:user|users|authenticated|logged[-_]?in)$/i;

const doings = [
  ['insert_permissions', 'INSERT'],
  ['update_permissions', 'UPDATE'],
  ['delete_permissions', 'DELETE'],
] as const;

/** Whether a document may hold such permissions. */
export const hasHasuraPermissions = ({ format, text }: Document): boolean =>
  (format === 'yaml' || format === 'json') &&
  doings.some(([list]) => text.includes(list)) &&
  text.includes('permission') &&
  text.includes('role');

/** Deeper than this no table stands: `metadata` holds `sources`, which hold `tables`. */
const deepest = 8;

/** Pushes the permissions of each table that ask nothing. */
export function readHasuraPermissions(value: Value, uri: string, into: Facts, depth = 0): void {
  if (depth > deepest) return;
  if (value.kind === 'list') for (const item of value.items) readHasuraPermissions(item, uri, into, depth + 1);
  if (value.kind !== 'mapping') return;
  const table = nameOf(entryOf(value, 'table')?.value);
  if (table !== undefined) return readTable(value, table, uri, into);
  for (const key of ['metadata', 'sources', 'databases', 'tables']) {
    const inner = entryOf(value, key)?.value;
    if (inner) readHasuraPermissions(inner, uri, into, depth + 1);
  }
}

/** `orders`, or `{ schema: shop, name: orders }` with its schema, unless that is `public`. */
function nameOf(table: Value | undefined): string | undefined {
  const [name, schema] = [textOf(entryOf(table, 'name')?.value) ?? textOf(table), textOf(entryOf(table, 'schema')?.value)];
  return name === undefined || schema === undefined || schema === 'public' ? name : `${schema}.${name}`;
}

function readTable(given: Mapping, table: string, uri: string, into: Facts): void {
  for (const [list, doing] of doings)
    for (const item of itemsOf(entryOf(given, list)?.value)) {
      const [role] = leavesOf(entryOf(item, 'role')?.value);
      const name = textOf(role) ?? '';
      const kind = everybody.test(name) ? 'any' : signedIn.test(name) ? 'authenticated' : undefined;
      const permission = entryOf(item, 'permission')?.value;
      const open = kind && openIn(permission, doing);
      // Only who has the secret of the server calls these.
      if (!role || !kind || !open || textOf(entryOf(permission, 'backend_only')?.value) === 'true') continue;
      into.grants.push({
        anchor: `sql|${uri}|${list} of ${table} for ${name}`,
        platform: 'sql',
        effect: 'allow',
        polarity: onlyNamed,
        role: 'trust',
        principals: [{ kind, id: wordAt(kind === 'any' ? 'everybody' : 'everybody who has signed in', role.at) }],
        actions: [wordAt(`${doing} BY POLICY`, open.at)],
        scope: [{ level: 'resource', id: wordAt(table, role.at) }],
        conditions: [],
        lifetime: { kind: 'standing' },
        carrier: { dialect: 'sql', kind: hasuraPermission, address: name, block: item.at, head: role.at },
        enabled: 'yes',
      });
    }
}

/** The condition that lets every row through: of what comes in for rows that are added, of what is there for the others. */
function openIn(permission: Value | undefined, doing: 'INSERT' | 'UPDATE' | 'DELETE'): Entry | undefined {
  const isEmpty = (value: Value | undefined): boolean =>
    value?.kind === 'mapping' ? value.entries.length === 0 : value?.kind === 'scalar' && (value.value === null || value.value === '');
  const check = entryOf(permission, 'check');
  if (doing === 'INSERT') return check?.value.kind === 'mapping' && isEmpty(check.value) ? check : undefined;
  const filter = entryOf(permission, 'filter');
  // What may come of a change is asked by `check`.
  return filter?.value.kind === 'mapping' && isEmpty(filter.value) && (doing === 'DELETE' || !check || isEmpty(check.value))
    ? filter
    : undefined;
}
