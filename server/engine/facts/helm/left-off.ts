// What a chart switches off with its own values: said of the facts that were read there, so that nothing takes a possibility
// for a grant.
import type { Place } from '../../text/text.ts';
import type { Facts, LeftOff } from '../types.ts';
import { shownOf, type Value } from '../value.ts';
import type { Decision } from './conditions.ts';

/** The value that switches off what these decisions are about; undefined where they are all on or rest on no value. */
export function leftOffBy(decisions: readonly Decision[]): LeftOff | undefined {
  const by = decisions.find((one) => !one.on)?.by[0];
  return by && { value: by.name, set: shownSetting(by.value), at: by.value.at };
}

/** Marks the facts of a document that are read where a switch is off. */
export function markLeftOff(
  { grants, credentials, identities }: Facts,
  uri: string,
  decisionsAt: (offset: number) => readonly Decision[],
): void {
  const mark = <T extends { readonly leftOff?: LeftOff }>(all: T[], places: (one: T) => readonly (Place | undefined)[]): void => {
    for (const [index, one] of all.entries()) {
      const at = places(one).find((place) => place?.uri === uri);
      const leftOff = at && leftOffBy(decisionsAt(at.span[0]));
      if (leftOff) all[index] = { ...one, leftOff };
    }
  };
  mark(grants, ({ statement, carrier }) => [statement?.at, carrier.block]);
  mark(credentials, ({ at, carrier }) => [at, carrier.block]);
  mark(identities, ({ carrier }) => [carrier.block]);
}

function shownSetting(value: Value): string {
  if (value.kind === 'list') return '[]';
  if (value.kind === 'mapping') return '{}';
  if (value.kind !== 'scalar') return '…';
  return value.value === '' ? '""' : value.value === null ? 'null' : shownOf(value);
}
