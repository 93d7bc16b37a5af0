// Plain data to bytes and back: objects, arrays, maps, strings, numbers, booleans, null and undefined. Facts are many small objects
// of few shapes that repeat the same strings, and often the same object under several parents: each shape, string and object
// is written once, and small objects that say the same are one. `v8.serialize` writes every property name and string again,
// which is four times as much and gives back a string of its own for each. Knows nothing of facts.

/** What the low bits of a code say about its high bits. */
const kinds = { integer: 0, text: 1, object: 2, array: 3, again: 4, constant: 5, number: 6, map: 7 } as const;
const constants: readonly unknown[] = [undefined, null, false, true];
const bits = 3;
const largest = 2 ** (31 - bits) - 1;

/** Where the keys of objects lead, one after the other. The shape that ends here has a number once an object had it. */
interface Shape {
  id: number;
  readonly next: Map<string, Shape>;
}

/** Objects and lists of so many parts are looked up among those that are equal: most of them are places, and empty lists. */
const mostParts = 3;

/** The bytes of a value; equal small parts of it are the same object afterwards. Throws TypeError for what is no plain data, RangeError for what is nested too deeply, or without end. */
export function toBytes(value: unknown): Buffer {
  /** Written up to `end`. No list of numbers: what turns out to be there already is taken back by the thousand. */
  let codes = new Int32Array(1024);
  let end = 0;
  const texts = new Map<string, number>();
  const shapes: (readonly string[])[] = [];
  const noKeys: Shape = { id: -1, next: new Map() };
  const objects = new Map<object, number>();
  /** Numbers are given to what will be an object, in the order of reading. */
  let made = 0;
  const alike = createAlike();
  const idOf = (text: string): number => texts.get(text) ?? (texts.set(text, texts.size), texts.size - 1);
  const shapeOf = (keys: readonly string[]): number => {
    let shape = noKeys;
    for (const key of keys) {
      let next = shape.next.get(key);
      if (!next) shape.next.set(key, (next = { id: -1, next: new Map() }));
      shape = next;
    }
    if (shape.id < 0) shape.id = shapes.push(keys) - 1;
    return shape.id;
  };
  /** The code by which what was written can be told from all else. */
  const write = (kind: number, high: number): number => {
    const code = (high << bits) | kind;
    if (end === codes.length) {
      const longer = new Int32Array(end * 2);
      longer.set(codes);
      codes = longer;
    }
    codes[end++] = code;
    return code;
  };

  const put = (one: unknown): number => {
    if (typeof one === 'string') return write(kinds.text, idOf(one));
    if (typeof one === 'number')
      return Number.isInteger(one) && Math.abs(one) <= largest && !Object.is(one, -0)
        ? write(kinds.integer, one)
        : write(kinds.number, idOf(Object.is(one, -0) ? '-0' : String(one)));
    if (typeof one !== 'object' || one === null) {
      const constant = constants.indexOf(one);
      if (constant < 0) throw new TypeError(`a ${typeof one} is no plain data`);
      return write(kinds.constant, constant);
    }
    const keys = Array.isArray(one) || one instanceof Map ? undefined : keysOf(one);
    // The same small object is found as its own like, for less than it takes to remember it.
    const isSmall = Array.isArray(one) ? one.length <= mostParts : keys !== undefined && keys.length <= mostParts;
    const before = isSmall ? undefined : objects.get(one);
    if (before !== undefined) return write(kinds.again, before);
    const start = end;
    const id = made++;
    if (!isSmall) objects.set(one, id);
    const known = putParts(one, keys, id);
    if (known === id) return (id << bits) | kinds.again;
    // Its parts are the same as those of the other, so nothing in it is new.
    end = start;
    made = id;
    return write(kinds.again, known);
  };

  /** Writes an object; gives the number of the first that consists of the same, which is mostly `id`, its own. */
  const putParts = (one: object, keys: readonly string[] | undefined, id: number): number => {
    if (Array.isArray(one)) {
      const { length } = one;
      const whole = write(kinds.array, length);
      if (length <= mostParts)
        return alike(whole, length > 0 ? put(one[0]) : 0, length > 1 ? put(one[1]) : 0, length > 2 ? put(one[2]) : 0, id);
      for (const item of one) put(item);
      return id;
    }
    if (keys === undefined) {
      const map = one as ReadonlyMap<unknown, unknown>;
      write(kinds.map, map.size);
      for (const [key, item] of map) {
        put(key);
        put(item);
      }
      return id;
    }
    const { length } = keys;
    const whole = write(kinds.object, shapeOf(keys));
    const part = (index: number): number => (index < length ? put((one as Record<string, unknown>)[keys[index]!]) : 0);
    if (length <= mostParts) return alike(whole, part(0), part(1), part(2), id);
    for (const key of keys) put((one as Record<string, unknown>)[key]);
    return id;
  };
  put(value);
  const names = Buffer.from(JSON.stringify({ texts: [...texts.keys()], shapes }));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(end);
  return Buffer.concat([head, Buffer.from(codes.buffer, 0, end * 4), names]);
}

/** The keys of a plain object. Throws TypeError for any other. */
function keysOf(one: object): readonly string[] {
  const prototype = Object.getPrototypeOf(one);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`a ${prototype.constructor?.name} is no plain data`);
  return Object.keys(one);
}

/**
 * Small objects and lists by what they consist of: the code of their shape or length, and those of their parts, with 0 for
 * those that are not there. Gives the number of the first that was alike, else the given one. They are many, so they lie in
 * one list, found by a table of places in it.
 */
function createAlike(): (whole: number, first: number, second: number, third: number, id: number) => number {
  const stride = 5;
  const entries: number[] = [];
  let table = new Int32Array(1024).fill(-1);
  const hashOf = (whole: number, first: number, second: number, third: number): number => {
    const hash = Math.imul(Math.imul(Math.imul(whole ^ 0x9e3779b9, 0x85ebca6b) ^ first, 0xc2b2ae35) ^ second, 0x27d4eb2f) ^ third;
    return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 8;
  };
  const slotOf = (whole: number, first: number, second: number, third: number): number => {
    let slot = hashOf(whole, first, second, third) & (table.length - 1);
    for (let at = table[slot]!; at >= 0; at = table[slot]!) {
      if (entries[at] === whole && entries[at + 1] === first && entries[at + 2] === second && entries[at + 3] === third) break;
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  };
  const grow = (): void => {
    table = new Int32Array(table.length * 2).fill(-1);
    for (let at = 0; at < entries.length; at += stride)
      table[slotOf(entries[at]!, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!)] = at;
  };
  return (whole, first, second, third, id) => {
    const slot = slotOf(whole, first, second, third);
    const known = table[slot]!;
    if (known >= 0) return entries[known + 4]!;
    table[slot] = entries.push(whole, first, second, third, id) - stride;
    if (entries.length / stride > table.length / 2) grow();
    return id;
  };
}

/** What several values have in common, when it is given for each: their strings are the same, and what a shape needs is made once. */
export interface Known {
  readonly texts: Map<string, string>;
  readonly blanks: Blanks;
}

export const nothingKnown = (): Known => ({ texts: new Map(), blanks: { next: new Map() } });

/** The value of bytes that `toBytes` made, with everything that was one object one object again. Throws on any others. */
export function fromBytes(bytes: Buffer, known = nothingKnown()): unknown {
  const length = bytes.readUInt32LE(0);
  const codes = new Int32Array(bytes.buffer.slice(bytes.byteOffset + 4, bytes.byteOffset + 4 + length * 4));
  const { texts, shapes } = JSON.parse(bytes.toString('utf8', 4 + length * 4)) as {
    texts: string[];
    shapes: readonly (readonly string[])[];
  };
  texts.forEach((text, at) => (texts[at] = known.texts.get(text) ?? (known.texts.set(text, text), text)));
  const blanks = shapes.map((keys) => blanksOf(keys, known.blanks));
  const objects: unknown[] = [];
  let at = 0;

  const take = (): unknown => {
    const code = codes[at++]!;
    const high = code >> bits;
    switch (code & ((1 << bits) - 1)) {
      case kinds.integer:
        return high;
      case kinds.text:
        return texts[high];
      case kinds.constant:
        return constants[high];
      case kinds.again:
        return objects[high];
      case kinds.number:
        return Number(texts[high]);
      case kinds.array: {
        // As long as it will be: one that grows gets room for seventeen from V8, and most hold two.
        const list = new Array<unknown>(high);
        objects.push(list);
        for (let i = 0; i < high; i++) list[i] = take();
        return list;
      }
      case kinds.object: {
        const one = takeBlank(blanks[high]!, shapes[high]!);
        objects.push(one);
        for (const key of shapes[high]!) {
          if (key === '__proto__') Object.defineProperty(one, key, { value: take(), enumerable: true, configurable: true, writable: true });
          else one[key] = take();
        }
        return one;
      }
      case kinds.map: {
        const map = new Map<unknown, unknown>();
        objects.push(map);
        for (let i = 0; i < high; i++) {
          const key = take();
          map.set(key, take());
        }
        return map;
      }
      default:
        throw new RangeError(`no code ${code}`);
    }
  };
  return take();
}

/** At most so many objects are made at once. */
const batch = 256;

/** Where the keys of objects lead, one after the other. Objects of the shape that ends here are made here, to be filled. */
interface Blanks {
  readonly next: Map<string, Blanks>;
  /** One of them, as JSON. */
  pattern?: string;
  ready?: Record<string, unknown>[];
  made?: number;
}

function blanksOf(keys: readonly string[], of: Blanks): Blanks {
  let blanks = of;
  for (const key of keys) {
    let next = blanks.next.get(key);
    if (!next) blanks.next.set(key, (next = { next: new Map() }));
    blanks = next;
  }
  return blanks;
}

/**
 * An object with these keys. `JSON.parse` gives an object room for its own properties and no more. One that gets them one by
 * one, or by a copy of one among many shapes, has room for four and a list for the rest, which is half as much again. So they
 * are made by it, as many at once as there were before.
 */
function takeBlank(blanks: Blanks, keys: readonly string[]): Record<string, unknown> {
  const last = blanks.ready?.pop();
  if (last) return last;
  const { pattern = `{${keys.map((key) => `${JSON.stringify(key)}:null`).join(',')}}`, made = 0 } = blanks;
  const count = Math.max(1, Math.min(batch, made));
  const ready = JSON.parse(`[${Array<string>(count).fill(pattern).join(',')}]`) as Record<string, unknown>[];
  const one = ready.pop()!;
  Object.assign(blanks, { pattern, ready, made: made + count });
  return one;
}
