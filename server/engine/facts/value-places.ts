// The same value at other places: moved within a text, or standing where it is used.
import type { Leaf, Value, Written } from './value.ts';

/** The value with `change` made to where each of its parts is written. Entries lie where their mapping says. */
export function withPlaces<T extends Value>(value: T, change: (one: Written) => Written): T {
  return changed(value, change) as T;
}

/** Written out and not spread together: spread values have a shape each, which weighs more and takes longer. */
function changed(value: Value, change: (one: Written) => Written): Value {
  const { at, token, via, encoding, editable } = change(value);
  switch (value.kind) {
    case 'scalar':
      return { kind: 'scalar', known: value.known, value: value.value, at, token, via, encoding, editable };
    case 'list':
      return {
        kind: 'list',
        items: value.items.map((item) => changed(item, change)),
        complete: value.complete,
        at,
        token,
        via,
        encoding,
        editable,
      };
    case 'mapping':
      return {
        kind: 'mapping',
        entries: value.entries.map((entry) => ({
          key: changed(entry.key, change) as Leaf,
          value: changed(entry.value, change),
          at: change({ at: entry.at, token, via, encoding, editable }).at,
        })),
        complete: value.complete,
        at,
        token,
        via,
        encoding,
        editable,
      };
    case 'choice':
      return { kind: 'choice', options: value.options.map((option) => changed(option, change)), at, token, via, encoding, editable };
    default:
      return { ...value, at, token, via, encoding, editable };
  }
}

/** The value as it stands when its text is put `by` characters further on. */
export function moved<T extends Value>(value: T, by: number): T {
  const shift = (place: Written['at']): Written['at'] => ({ uri: place.uri, span: [place.span[0] + by, place.span[1] + by] });
  return withPlaces(value, ({ at, token, via, encoding }) => {
    const shifted = shift(at);
    return { at: shifted, token: token === at ? shifted : shift(token), via: via.map(shift), encoding, editable: false };
  });
}
