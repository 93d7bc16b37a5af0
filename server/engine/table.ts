// Tables that are asked with words of files. An object literal answers for `constructor` and `toString` too, with what
// every object inherits; a resource, a command or a key may well be called so.

/** The entries as a map: a word that is not among them has no answer, whatever it is. */
export function tableOf<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries));
}
