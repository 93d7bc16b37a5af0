// Grants that the values of a chart decide: switches that bind an administrator (`rbac.clusterAdmin: true`), rules of a role,
// the settings of Argo CD. Each becomes the object that such a chart makes of it. Names of switches are those that charts
// share; what a chart does with a value of its own making is seen in its templates, and not guessed here.
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import { contextOf } from '../kubernetes/context.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { readConsoleFlags } from '../kubernetes/web-consoles.ts';
import type { Dialect, Facts, Grant } from '../types.ts';
import { entryOf, leavesOf, textOf, type List, type Mapping, type Value } from '../value.ts';

export interface GivenValues {
  readonly uri: string;
  /** Text of the document, where the values stand in it. */
  readonly text?: string;
  readonly dialect: Dialect;
  /** `helm|uri`, or that of the resource or object that gives the values. */
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
  /** Values that lie beside their chart: what they put into templates is read there. */
  readonly besideChart?: boolean;
}

const deepest = 12;
const administrator =
  /^(?:use|grant|enable|create|bind|is)?[-_]?cluster[-_]?admin(?:istrator)?(?:[-_]?(?:role|access|rights|privileges?|permissions?|enabled|binding))?$/i;
const roleKey = /^(?:existing|default|service[-_]?account)?[-_]?(?:cluster[-_]?role(?:[-_]?name)?|role[-_]?name)$/i;

/** Reads all values of a chart; those that are given one by one (`--set`, parameters) are put together before (`valuesAtPaths`). */
export function readGivenValues(values: Value, into: Facts, given: GivenValues): void {
  const walk = (value: Value, path: readonly string[]): void => {
    if (value.kind !== 'mapping' || path.length > deepest) return;
    readSettings(value, path, into, given);
    for (const { key, value: inner } of value.entries) {
      const name = textOf(key);
      if (name === undefined) continue;
      const below = [...path, name];
      if (inner.kind === 'mapping') walk(inner, below);
      else if (inner.kind === 'list') {
        readRuleList(inner, below, into, given);
        readArguments(inner, below, into, given);
      } else readGivenValue(below, inner, into, given);
    }
  };
  walk(values, []);
}

/** Reads one value by its path. */
function readGivenValue(path: readonly string[], value: Value, into: Facts, given: GivenValues): void {
  const text = textOf(value);
  const [key, around] = [path.at(-1) ?? '', path.at(-2) ?? ''];
  const isSwitch = text === 'true' && (administrator.test(key) || (/^(?:enabled?|create)$/i.test(key) && administrator.test(around)));
  const isName = text === 'cluster-admin' && !given.besideChart && (roleKey.test(key) || (key === 'name' && roleKey.test(around)));
  if (!isSwitch && !isName) return;
  const { at } = value;
  const role = mappingFrom([word('kind', 'ClusterRole', value), word('name', 'cluster-admin', value)], at);
  const subject = mappingFrom([word('kind', '', value), word('name', "the chart's service account", value)], at);
  make(
    'rbac.authorization.k8s.io/v1',
    'ClusterRoleBinding',
    path,
    value,
    [entryFrom('roleRef', at, role, at), entryFrom('subjects', at, listFrom([subject], value.at), at)],
    into,
    given,
  );
}

/** Rules of a role under any name: all items say verbs, and what they are for. */
function readRuleList(rules: List, path: readonly string[], into: Facts, given: GivenValues): void {
  const isRule = (item: Value): boolean =>
    item.kind === 'mapping' &&
    entryOf(item, 'verbs') !== undefined &&
    (entryOf(item, 'resources') !== undefined || entryOf(item, 'nonResourceURLs') !== undefined);
  if (given.besideChart || rules.items.length === 0 || !rules.items.every(isRule)) return;
  make(
    'rbac.authorization.k8s.io/v1',
    path.some((part) => /cluster/i.test(part)) ? 'ClusterRole' : 'Role',
    path,
    rules,
    [entryFrom('rules', rules.at, rules, rules.at)],
    into,
    given,
  );
}

/** Settings of Argo CD, which its chart puts into ConfigMaps as they are. */
function readSettings(values: Mapping, path: readonly string[], into: Facts, given: GivenValues): void {
  const name =
    (entryOf(values, 'policy.default') ?? entryOf(values, 'policy.csv'))
      ? 'argocd-rbac-cm'
      : entryOf(values, 'users.anonymous.enabled')
        ? 'argocd-cm'
        : undefined;
  if (name === undefined || path.length === 0) return;
  make('v1', 'ConfigMap', path, values, [entryFrom('data', values.at, values, values.at)], into, given, name);
}

/** Arguments that a chart hands on to what it runs. */
function readArguments(list: List, path: readonly string[], into: Facts, given: GivenValues): void {
  if (given.besideChart) return;
  const name = { kind: 'values', group: '', name: wordAt(path.join('.'), list.at), namespace: undefined };
  const context = contextOf(mappingFrom([], list.at), name, { ...given, anchor: `${given.anchor}|${path.join('.')}` });
  readConsoleFlags(context, leavesOf(list), into);
}

function make(
  apiVersion: string,
  kind: string,
  path: readonly string[],
  value: Value,
  entries: Mapping['entries'],
  into: Facts,
  given: GivenValues,
  name = path.join('.'),
): void {
  const { at } = value;
  const object = mappingFrom(
    [
      word('apiVersion', apiVersion, value),
      word('kind', kind, value),
      entryFrom('metadata', at, mappingFrom([word('name', name, value)], at), at),
      ...entries,
    ],
    at,
  );
  readKubernetesObject(object, into, {
    uri: given.uri,
    ...(given.text === undefined ? {} : { text: given.text }),
    dialect: given.dialect,
    anchor: `${given.anchor}|${path.join('.')}`,
    enabled: given.enabled,
  });
}

function word(key: string, text: string, value: Value): Mapping['entries'][number] {
  return entryFrom(key, value.at, wordAt(text, value.at), value.at);
}
