// Functions of Bicep and ARM that take a lambda: over lists and objects whose members are known, as far as they are. What a
// lambda answers is the evaluator's to say. Bounded in members; the evaluator bounds the work.
import { textOf, type Entry, type List, type Value, type Written } from '../value.ts';
import { listValue, mostMembers, objectValue, unknownValue } from './functions.ts';

/** What a lambda makes of what is passed to it. */
export type Lambda = (...passed: Value[]) => Value;

/** What such a function answers, by its name in lower case; undefined where it is none, or its list is not known. */
export function callOver(name: string, given: readonly Value[], lambdas: readonly Lambda[], written: Written): Value | undefined {
  const [over] = given;
  const [apply, second] = lambdas;
  if (!over || !apply) return undefined;
  if (name === 'mapvalues')
    return over.kind === 'mapping'
      ? { ...over, ...written, entries: over.entries.map((entry): Entry => ({ ...entry, value: apply(entry.value) })) }
      : undefined;
  const list = membersOf(over, written);
  switch (name) {
    case 'map':
      return listValue(
        list.items.map((item, index) => apply(item, number(index, written))),
        written,
        list.complete,
      );
    case 'filter':
      return filtered(list, apply, written);
    case 'sort':
      return { ...list, ...written };
    case 'reduce':
      return list.complete
        ? list.items.reduce((made, item) => apply(made, item), given[1] ?? unknownValue(written, 'nothing to begin with'))
        : undefined;
    case 'toobject':
      return keyed(list, apply, (item) => second?.(item) ?? item, written);
    case 'groupby':
      return grouped(list, apply, written);
    default:
      return undefined;
  }
}

/** The members of a list; one that is not known where the list is not. */
export function membersOf(over: Value, written: Written): List {
  if (over.kind !== 'list') return listValue([unknownValue(written, 'a member of a list that is not known')], written, false);
  return over.items.length <= mostMembers ? over : { ...over, items: over.items.slice(0, mostMembers), complete: false };
}

/** Without the members for which the answer is known to be no. */
function filtered(list: List, keep: Lambda, written: Written): List {
  const answers = list.items.map((item, index) => keep(item, number(index, written)));
  const sure = answers.every((answer) => answer.kind === 'scalar');
  return listValue(
    list.items.filter((_, index) => textOf(answers[index]) !== 'false'),
    written,
    list.complete && sure,
  );
}

function keyed(list: List, key: Lambda, value: Lambda, written: Written): Value {
  const names = list.items.map((item) => textOf(key(item)));
  return objectValue(
    list.items.flatMap((item, index) => (names[index] === undefined ? [] : [[names[index], value(item)] as const])),
    written,
    list.complete && names.every((name) => name !== undefined),
  );
}

function grouped(list: List, key: Lambda, written: Written): Value {
  const groups = new Map<string, Value[]>();
  let sure = list.complete;
  for (const item of list.items) {
    const name = textOf(key(item));
    if (name === undefined) sure = false;
    else (groups.get(name) ?? groups.set(name, []).get(name)!).push(item);
  }
  return objectValue(
    [...groups].map(([name, items]) => [name, listValue(items, written, sure)] as const),
    written,
    sure,
  );
}

function number(index: number, written: Written): Value {
  return { kind: 'scalar', known: 'resolved', value: index, ...written };
}
