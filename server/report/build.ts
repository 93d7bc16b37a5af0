// Makes the report of a kind: the frame that all share around what the kind has to say.
import { daysBetween } from '../posture/days.ts';
import { accessReview } from './access-review.ts';
import { controlResults } from './controls.ts';
import { driftReport } from './drift.ts';
import { exceptionsReport } from './exceptions.ts';
import { inventoryReport } from './inventory.ts';
import type { Body, Report, ReportInput, ReportKind, Source } from './report.ts';
import { rotationReport } from './rotation.ts';

const bodies: Readonly<Record<ReportKind, (input: ReportInput) => Body>> = {
  'access-review': accessReview,
  inventory: inventoryReport,
  exceptions: exceptionsReport,
  rotation: rotationReport,
  drift: driftReport,
};

/** `controls` limits the controls to these ids. */
export function reportOf(kind: ReportKind, input: ReportInput, controls: readonly string[] = []): Report {
  const body = bodies[kind](input);
  const sources = sourcesOf(input);
  return {
    kind,
    ...body,
    pictured: body.pictured ?? [],
    repository: input.repository,
    commit: input.commit,
    asOf: input.asOf,
    tool: input.tool,
    controls: controlResults(input, controls),
    sources,
    notEvidenced: [
      ...body.notEvidenced,
      ...(sources.length === 0
        ? ['Nothing was observed: what runs, when it was last used and how old its credentials are is not known here.']
        : []),
      ...sources
        .filter(({ old }) => old)
        .map(
          ({ source, place, days }) =>
            `What ${source} says of ${place} is ${days} days old and counts as unknown; the policy allows ${input.policy.evidenceDays}.`,
        ),
      ...(Object.keys(input.policy.signers).length === 0 && input.proofs.size > 0
        ? ['The policy names no keys of signers: approvals are proven by reviews of the host alone, or not at all.']
        : []),
      ...input.lost.map((one) => `Not checked: ${one}.`),
    ],
  };
}

function sourcesOf({ observed, asOf }: ReportInput): Source[] {
  const of =
    (old: boolean) =>
    ({ header }: ReportInput['observed']['current'][number]): Source => ({
      source: header.source,
      place: header.place,
      taken: header.taken,
      days: daysBetween(header.taken.slice(0, 10), asOf),
      old,
      files: header.files.map(({ name, sha256 }) => ({ name, sha256 })),
    });
  return [...observed.current.map(of(false)), ...observed.old.map(of(true))].sort((a, b) =>
    `${a.source} ${a.place}` < `${b.source} ${b.place}` ? -1 : 1,
  );
}
