// Objects that modules take in place of `statement` blocks: the words of `aws_iam_policy_document`, as the statement that
// they become.
import { entryOf, itemsOf, leavesOf, patternOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { firstLeaf } from './resource.ts';

const words: readonly (readonly [string, string])[] = [
  ['sid', 'Sid'],
  ['effect', 'Effect'],
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
];

/** An object in the words of `aws_iam_policy_document` as the statement it becomes; undefined for any other object. */
export function statementFrom(value: Mapping): Mapping | undefined {
  const actions = entryOf(value, 'actions') ?? entryOf(value, 'not_actions');
  const looksSo =
    actions && (entryOf(value, 'resources') ?? entryOf(value, 'not_resources') ?? entryOf(value, 'principals') ?? entryOf(value, 'effect'));
  if (!looksSo || !leavesOf(actions.value).some((leaf) => /^(?:\*|[a-z0-9-]+:.+)$/i.test(patternOf(leaf)))) return undefined;
  const entries: Entry[] = [];
  for (const [name, json] of words) {
    const entry = entryOf(value, name);
    if (entry && !(entry.value.kind === 'scalar' && entry.value.value === null))
      entries.push(entryFrom(json, entry.key.at, entry.value, entry.at));
  }
  // Allow is what a statement means that does not say.
  if (!entryOf(value, 'effect')) entries.push(entryFrom('Effect', value.at, wordAt('Allow', value.at), value.at));
  for (const [name, json] of [
    ['principals', 'Principal'],
    ['not_principals', 'NotPrincipal'],
  ] as const) {
    const entry = entryOf(value, name);
    const pairs = itemsOf(entry?.value).flatMap((item): Entry[] => {
      const type = leafIn(item, 'type');
      const identifiers = entryOf(item, 'identifiers');
      return type && identifiers
        ? [{ key: textOf(type) === '*' ? wordAt('AWS', type.at) : type, value: identifiers.value, at: item.at }]
        : [];
    });
    if (entry) entries.push(entryFrom(json, entry.key.at, pairs.length > 0 ? mappingFrom(pairs, entry.at) : entry.value, entry.at));
  }
  const condition = entryOf(value, 'condition') ?? entryOf(value, 'conditions');
  if (condition) {
    const members =
      condition.value.kind === 'mapping' && !entryOf(condition.value, 'test')
        ? condition.value.entries.map((entry) => entry.value)
        : itemsOf(condition.value);
    const tests = members.flatMap((item): Entry[] => {
      const [test, variable] = [leafIn(item, 'test'), leafIn(item, 'variable')];
      const values = entryOf(item, 'values');
      return test && variable && values
        ? [{ key: test, value: mappingFrom([{ key: variable, value: values.value, at: item.at }], item.at), at: item.at }]
        : [];
    });
    entries.push(
      entryFrom(
        'Condition',
        condition.key.at,
        mappingFrom(tests, condition.at, tests.length === members.length && condition.value.kind !== 'unknown'),
        condition.at,
      ),
    );
  }
  return mappingFrom(entries, value.at, value.complete);
}

function leafIn(value: Value, key: string): Leaf | undefined {
  return firstLeaf(entryOf(value, key)?.value);
}
