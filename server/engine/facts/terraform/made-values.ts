// Values that stand for blocks: what a block writes, in the shape of the JSON that the provider makes of it.
import type { Place } from '../../text/text.ts';
import type { Entry, Mapping, Scalar, Value } from '../value.ts';

/** An entry whose key is written at `keyAt` under whatever name the block uses. */
export function entryFrom(key: string, keyAt: Place, value: Value, at: Place): Entry {
  return { key: wordAt(key, keyAt), value, at };
}

export function wordAt(text: string, at: Place): Scalar {
  return { kind: 'scalar', known: 'resolved', value: text, at, token: at, via: [], encoding: 'none', editable: false };
}

/** A mapping that no braces write. Its place is the block. */
export function mappingFrom(entries: readonly Entry[], at: Place, complete = true): Mapping {
  return { kind: 'mapping', entries, complete, at, token: at, via: [], encoding: 'none', editable: false };
}

/** The same for a block that the HCL printer knows how to edit as the mapping it stands for. */
export function editableMapping(entries: readonly Entry[], at: Place, complete = true): Mapping {
  return { ...mappingFrom(entries, at, complete), encoding: 'hcl', editable: true };
}
