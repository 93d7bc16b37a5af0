// Bundles of Databricks: who may manage what is deployed (`permissions`), privileges in Unity Catalog (`grants`), and as whom
// jobs run (`run_as`), for the bundle, for each target and for each resource. Names as in the bundle reference (2026-11).
// `${…}` is filled in at a deployment and not known.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { wordAt } from '../made-values.ts';
import { noFacts, type Carrier, type Facts, type Principal } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Entry, type Leaf, type Value } from '../value.ts';
import { onlyNamed } from '../polarity.ts';

export const bundleReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readBundle(document)])),
};

interface Reading {
  readonly uri: string;
  readonly into: Facts;
}

function readBundle(document: Document): Facts {
  const into = noFacts();
  const reading: Reading = { uri: document.uri, into };
  for (const root of document.tree(parseYaml).roots) {
    const bundle = valueOf(root, document.uri);
    readPart(bundle, '', reading);
    for (const { key, value } of entriesOf(entryOf(bundle, 'targets')?.value)) {
      // What a target for development runs as is whoever works on it.
      readPart(value, `targets.${textOf(key) ?? '?'}`, reading, textOf(entryOf(value, 'mode')?.value) === 'development');
    }
  }
  return into;
}

function entriesOf(value: Value | undefined): readonly Entry[] {
  return value?.kind === 'mapping' ? value.entries : [];
}

/** The bundle itself, or one of its targets: what holds for all of it, and its resources by kind and name. */
function readPart(part: Value, path: string, reading: Reading, development = false): void {
  readAccess(part, path === '' ? 'bundle' : path, reading, development);
  for (const kind of entriesOf(entryOf(part, 'resources')?.value)) {
    for (const { key, value } of entriesOf(kind.value))
      readAccess(
        value,
        [path, 'resources', textOf(kind.key) ?? '?', textOf(key) ?? '?'].filter((word) => word !== '').join('.'),
        reading,
        development,
      );
  }
}

function readAccess(part: Value, address: string, { uri, into }: Reading, development: boolean): void {
  const carrier = (kind: string, entry: Entry): Carrier => ({ dialect: 'sql', kind, address, block: entry.at, head: entry.key.at });
  const push = (kind: string, entry: Entry, role: Leaf, who: readonly Principal[], level: 'resource' | 'database'): void => {
    into.grants.push({
      anchor: `sql|${uri}|${address}|${kind}=${textOf(who[0]?.id) ?? '?'}`,
      platform: 'databricks',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'binding',
      principals: who,
      entitlement: role,
      actions: [],
      scope: [{ level, id: wordAt(address, entry.key.at) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: carrier(kind, entry),
      enabled: 'yes',
    });
  };
  const permissions = entryOf(part, 'permissions');
  for (const one of itemsOf(permissions?.value)) {
    const level = known(entryOf(one, 'level')?.value);
    const who = holderOf(one);
    if (level && who) push('permissions', permissions!, level, [who], 'resource');
  }
  const grants = entryOf(part, 'grants');
  for (const one of itemsOf(grants?.value)) {
    const who = known(entryOf(one, 'principal')?.value);
    for (const privilege of leavesOf(entryOf(one, 'privileges')?.value))
      if (who) push('grants', grants!, privilege, [{ kind: 'group', id: who }], 'database');
  }
  const runs = entryOf(part, 'run_as');
  const person = known(valueAt(runs?.value, 'user_name'));
  if (!runs || !person || development) return;
  into.grants.push({
    anchor: `sql|${uri}|${address}|run_as`,
    platform: 'databricks',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'session',
    principals: [{ kind: 'user', id: person }],
    actions: [],
    scope: [{ level: 'resource', id: wordAt(address, runs.key.at) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: carrier('run_as', runs),
    enabled: 'yes',
  });
}

function holderOf(permission: Value): Principal | undefined {
  for (const [key, kind] of [
    ['group_name', 'group'],
    ['user_name', 'user'],
    ['service_principal_name', 'serviceAccount'],
  ] as const) {
    const id = known(entryOf(permission, key)?.value);
    if (id) return { kind, id };
  }
  return undefined;
}

/** A text that is written as it will be; a variable of the bundle is not. */
function known(value: Value | undefined): Leaf | undefined {
  const [leaf] = leavesOf(value);
  return leaf && textOf(leaf) !== undefined && !textOf(leaf)!.includes('${') ? leaf : undefined;
}
