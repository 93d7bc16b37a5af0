// Paths of values as Helm writes them on the command line and in parameters (`rbac.rules[0].verbs`), and the values that many
// of them make together.
import type { Place } from '../../text/text.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import { textOf, valueAt, type Scalar, type Value } from '../value.ts';

export interface ValueAtPath {
  /** Keys, and indexes as `[0]`. */
  readonly path: readonly string[];
  readonly value: Value;
}

/** The parts of a path. A dot behind a backslash belongs to its key. */
export function pathOf(text: string): string[] {
  return text.split(/(?<!\\)\./).flatMap((part) => {
    const indexes = /(?<!\[\d{1,4}\])(?:\[\d{1,4}\])*$/.exec(part)![0];
    const key = part.slice(0, part.length - indexes.length).replaceAll('\\.', '.');
    return [...(key === '' ? [] : [key]), ...(indexes.match(/\[\d+\]/g) ?? [])];
  });
}

/** One value of all that stand at paths, in the order of the text: of several at one path the last counts. Paths longer than 20 are left out. */
export function valuesAtPaths(all: readonly ValueAtPath[], at: Place): Value {
  const whole = all.findLast((one) => one.path.length === 0);
  if (whole) return asTyped(whole.value);
  const groups = new Map<string, ValueAtPath[]>();
  for (const {
    path: [first, ...path],
    value,
  } of all)
    if (path.length < 20) (groups.get(first!) ?? groups.set(first!, []).get(first!)!).push({ path, value });
  const made = [...groups].map(([key, inside]) => ({
    key,
    at: inside.at(-1)!.value.at,
    value: valuesAtPaths(inside, inside.at(-1)!.value.at),
  }));
  if (made.length > 0 && made.every(({ key }) => key.startsWith('[')))
    return {
      kind: 'list',
      items: made.map(({ value }) => value),
      complete: false,
      at,
      token: at,
      via: [],
      encoding: 'none',
      editable: false,
    };
  return mappingFrom(
    made.map((one) => entryFrom(one.key, one.at, one.value, one.at)),
    at,
    false,
  );
}

/** What stands at a path is text, of which Helm makes what YAML would. */
function asTyped(value: Value): Value {
  const text = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
  if (text !== 'true' && text !== 'false') return value;
  return { ...(value as Scalar), value: text === 'true' };
}

/** The values that parameters give: `name` and `value` of each. */
export function valuesOfParameters(parameters: readonly Value[], at: Place): Value {
  const given = parameters.flatMap((one): ValueAtPath[] => {
    const [name, value] = [textOf(valueAt(one, 'name')), valueAt(one, 'value')];
    return name === undefined || !value ? [] : [{ path: pathOf(name), value }];
  });
  return valuesAtPaths(given, at);
}
