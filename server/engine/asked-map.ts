// A map for whoever has to know what was read of it.

/** A map that tells what it is asked for: a key, or all of it. */
export class AskedMap<V> implements ReadonlyMap<string, V> {
  readonly #map: ReadonlyMap<string, V>;
  readonly #askKey: (key: string) => void;
  readonly #askAll: () => void;

  constructor(map: ReadonlyMap<string, V>, askKey: (key: string) => void, askAll: () => void) {
    this.#map = map;
    this.#askKey = askKey;
    this.#askAll = askAll;
  }

  get(key: string): V | undefined {
    this.#askKey(key);
    return this.#map.get(key);
  }

  has(key: string): boolean {
    this.#askKey(key);
    return this.#map.has(key);
  }

  get size(): number {
    return this.#all().size;
  }

  entries(): MapIterator<[string, V]> {
    return this.#all().entries();
  }

  keys(): MapIterator<string> {
    return this.#all().keys();
  }

  values(): MapIterator<V> {
    return this.#all().values();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(see: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    this.#all().forEach(see);
  }

  #all(): ReadonlyMap<string, V> {
    this.#askAll();
    return this.#map;
  }
}
