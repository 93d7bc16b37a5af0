// Values that no tree holds: what a block, a call, a command or a class stands for, in the shape of the JSON that comes of
// it, and literals of languages that are not parsed. Each has the place of what it stands for.
import type { Place } from '../text/text.ts';
import type { Entry, List, Mapping, Scalar, Value } from './value.ts';

/** An entry whose key is written at `keyAt` under whatever name is used there. */
export function entryFrom(key: string, keyAt: Place, value: Value, at: Place = value.at): Entry {
  return { key: wordAt(key, keyAt), value, at };
}

/** A word that stands for what is at `at`. */
export function wordAt(text: string, at: Place): Scalar {
  return { kind: 'scalar', known: 'resolved', value: text, at, token: at, via: [], encoding: 'none', editable: false };
}

/** A literal of a text that has no tree here, which no printer edits. */
export function literalAt(value: string, at: Place): Scalar {
  return { kind: 'scalar', known: 'literal', value, at, token: at, via: [], encoding: 'none', editable: false };
}

/** A mapping that no braces write. Its place is what it stands for. */
export function mappingFrom(entries: readonly Entry[], at: Place, complete = true): Mapping {
  return { kind: 'mapping', entries, complete, at, token: at, via: [], encoding: 'none', editable: false };
}

/** The same for a block that the HCL printer knows how to edit as the mapping it stands for. */
export function editableMapping(entries: readonly Entry[], at: Place, complete = true): Mapping {
  return { ...mappingFrom(entries, at, complete), encoding: 'hcl', editable: true };
}

/** A list that no brackets write, with all its items. Its place is what it stands for. */
export function listFrom(items: readonly Value[], at: Place): List {
  return { kind: 'list', items, complete: true, at, token: at, via: [], encoding: 'none', editable: false };
}
