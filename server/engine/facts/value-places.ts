// The same value at other places: moved within a text, or standing where it is used.
import type { Entry, Value, Written } from './value.ts';

/** The value with `change` made to where each of its parts is written. Entries lie where their mapping says. */
export function withPlaces<T extends Value>(value: T, change: (one: Written) => Written): T {
  const written = change(value);
  switch (value.kind) {
    case 'list': return { ...value, ...written, items: value.items.map((item) => withPlaces(item, change)) };
    case 'mapping': return { ...value, ...written, entries: value.entries.map((entry): Entry => ({ key: withPlaces(entry.key, change), value: withPlaces(entry.value, change), at: change({ ...written, at: entry.at }).at })) };
    case 'choice': return { ...value, ...written, options: value.options.map((option) => withPlaces(option, change)) };
    default: return { ...value, ...written };
  }
}

/** The value as it stands when its text is put `by` characters further on. */
export function moved<T extends Value>(value: T, by: number): T {
  const shift = (place: Written['at']): Written['at'] => ({ uri: place.uri, span: [place.span[0] + by, place.span[1] + by] });
  return withPlaces(value, (one) => ({ ...one, at: shift(one.at), token: shift(one.token), via: one.via.map(shift), editable: false }));
}
