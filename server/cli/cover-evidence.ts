// The last wall before evidence is kept: whatever looks like a provider's token is covered, in case somebody put one into
// a name, a tag or a description that an export repeats.
import type { ObservedFact } from '../engine/observation.ts';
import { findLiterals } from '../engine/secrets/prefilter.ts';
import { prefilter, recogniseHits } from '../engine/secrets/recognise.ts';

export function coverSecrets<T extends ObservedFact>(fact: T): T {
  const text = JSON.stringify(fact);
  const hits = findLiterals(prefilter(), text);
  if (hits.ids.length === 0 && hits.runs.length === 0) return fact;
  const found = recogniseHits(text, hits).filter((one) => one.format !== 'generic');
  if (found.length === 0) return fact;
  let out = '';
  let at = 0;
  for (const {
    at: [start, end],
  } of [...found].sort((a, b) => a.at[0] - b.at[0])) {
    if (start < at) continue;
    // What ends a string or escapes a character stays, so that the line is what it was but for the token.
    out += text.slice(at, start) + text.slice(start, end).replace(/[^"\\]/g, '*');
    at = end;
  }
  try {
    return JSON.parse(out + text.slice(at)) as T;
  } catch {
    return JSON.parse(text.replace(/[A-Za-z0-9]{12,}/g, '***')) as T;
  }
}
