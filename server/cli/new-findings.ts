// Which findings a change brought: those on its lines, and those that were not there before it. A grant that became wider
// because a condition three lines above was deleted stands on no new line and is still new.
import type { Finding } from '../engine/finding.ts';

/** The findings that are new. `touches` says whether a finding stands on a changed line; `before` are those of the base. */
export function newFindings(findings: readonly Finding[], before: readonly Finding[], touches: (finding: Finding) => boolean): Finding[] {
  const left = new Map<string, number>();
  for (const finding of before) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    if (count > 0) left.set(keyOf(finding), count - 1);
    return touches(finding) || count === 0;
  });
}

function keyOf(finding: Finding): string {
  return `${finding.rule}\0${finding.anchor}\0${finding.message}`;
}
