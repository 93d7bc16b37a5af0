// Where to begin in a long report: the three that matter most, one of each rule. A list of three is read; of three hundred
// people see the last screen.
import { severities } from '../../engine/finding.ts';
import type { Said, Shown } from '../result.ts';

/** A report with more findings than this ends with where to begin. */
export const longReport = 20;
const firstShown = 3;

export interface First {
  readonly shown: Shown<Said>;
  /** Findings of the same rule, this one included. */
  readonly places: number;
}

/** The worst of each rule, the worst rules first; among equals what is not yet known, then what can be repaired, then what occurs most. */
export function firstOf(findings: readonly Shown<Said>[]): First[] {
  const byRule = new Map<string, { shown: Shown<Said>; places: number }>();
  for (const shown of findings) {
    const known = byRule.get(shown.finding.rule);
    if (!known) byRule.set(shown.finding.rule, { shown, places: 1 });
    else {
      known.places++;
      if (weigh(shown, known.shown) < 0) known.shown = shown;
    }
  }
  return [...byRule.values()].sort((a, b) => weigh(a.shown, b.shown) || b.places - a.places).slice(0, firstShown);
}

function weigh({ finding: a }: Shown<Said>, { finding: b }: Shown<Said>): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    Number(isKnown(a)) - Number(isKnown(b)) ||
    Number(isRepairable(b)) - Number(isRepairable(a))
  );
}

const isKnown = ({ standing }: Said): boolean => standing === 'existing' || standing === 'pending';
const isRepairable = ({ fix, suggestions }: Said): boolean => fix !== undefined || suggestions.length > 0;
