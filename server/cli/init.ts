// `posture init`: the first day. Writes a policy and a configuration, and records what is there as open: counted, owned,
// and not stopping anybody. It accepts nothing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Decision } from '../engine/decision.ts';
import { currentEdition } from '../engine/edition.ts';
import { atLeast } from '../engine/finding.ts';
import { whyNotRecorded } from '../posture/accept.ts';
import { dayAfter } from '../posture/days.ts';
import { bindOf, findingId } from '../posture/reconcile.ts';
import { defaultPolicy, policyPath } from '../posture/policy.ts';
import { printDecision } from '../posture/record.ts';
import { decisionPath } from '../posture/seal.ts';
import { configurationPath } from '../workspace/configuration-files.ts';
import { UsageError } from '../workspace/errors.ts';
import { repositoryAt } from '../workspace/repository.ts';
import { writeFiles, type FileWrite } from '../workspace/write-files.ts';
import { checkTree } from './check-tree.ts';
import { confirm } from './confirm.ts';
import { printOut } from './print.ts';
import { harmless } from './report/frame.ts';
import type { Shown } from './result.ts';
import { today } from './today.ts';

export interface InitFlags {
  readonly yes?: boolean;
  readonly owner?: string;
}

export async function initCommand(flags: InitFlags): Promise<void> {
  // What it writes counts as it stands on a branch.
  await repositoryAt(process.cwd(), 'a team baseline');
  const day = today();
  const result = await checkTree({ today: day });
  if (existsSync(join(result.root, policyPath)))
    throw new UsageError(`${policyPath} is there already; edit it, or remove it to begin anew`);
  const writes: FileWrite[] = [];
  if (!existsSync(join(result.root, configurationPath)))
    writes.push({
      path: join(result.root, configurationPath),
      text: `profile: default\n\n# Rules of later editions are reported and stop nobody until this is raised: \`posture upgrade\`.\nedition: ${currentEdition}\n`,
      before: undefined,
    });
  const live = result.findings.filter(isLive);
  const wanted = result.findings.filter(
    (shown) => atLeast(shown.finding.severity, 'medium') && shown.finding.category !== 'drift' && !isLive(shown),
  );
  const recorded = wanted.filter(({ finding }) => whyNotRecorded(finding) === undefined);
  const nameless = wanted.filter(({ finding }) => whyNotRecorded(finding) !== undefined);
  const mild = result.findings.filter(({ finding }) => !atLeast(finding.severity, 'medium') && finding.category !== 'drift').length;
  const records = new Map(recorded.map((shown) => [findingId(shown.finding), openRecord(shown)]));
  for (const decision of records.values()) {
    const path = join(result.root, decisionPath(decision));
    if (!existsSync(path)) writes.push({ path, text: printDecision(decision), before: undefined });
  }
  // Last, because a policy says that there is a baseline: a run that was killed before it begins anew.
  writes.push({ path: join(result.root, policyPath), text: policyText(flags.owner, day), before: undefined });
  const holding = new Set(result.findings.map(({ finding }) => finding.at.uri)).size;
  const lines = [
    `${result.findings.length === 1 ? '1 finding' : `${result.findings.length} findings`} in ${holding} of ${result.filesChecked === 1 ? '1 file' : `${result.filesChecked} files`}.`,
    ...live
      .slice(0, 20)
      .map(({ finding, range }) => `rotate first: ${harmless(finding.at.uri)}:${range.start.line + 1} ${finding.message}`),
    ...(live.length > 20 ? [`and ${live.length - 20} more to rotate`] : []),
    `${records.size} will be recorded as open: known, counted, not stopping anybody${records.size > 0 ? ` before ${dayAfter(day, openFor.critical)}` : ''}. Nothing is accepted.`,
    ...nameless
      .slice(0, 3)
      .map(
        ({ finding, range }) =>
          `not recorded: ${harmless(finding.at.uri)}:${range.start.line + 1} ${finding.rule}: ${whyNotRecorded(finding)}`,
      ),
    ...(mild > 0
      ? [
          `${mild === 1 ? '1 is' : `${mild} are`} low or less, stop${mild === 1 ? 's' : ''} nobody, and ${mild === 1 ? 'is' : 'are'} not recorded.`,
        ]
      : []),
  ];
  printOut(`${lines.join('\n')}\n`);
  if (!flags.yes) await confirm(`Write ${writes.length} files under .posture?`);
  writeFiles(writes, result.root);
  printOut(`Written. Commit .posture on a branch and have it merged: from then on the target branch's word counts.\n`);
}

/** A secret whose checksum is right is never put on a list to look at later. */
function isLive({ finding }: Shown): boolean {
  return finding.subject?.kind === 'secret' && finding.subject.fact.check === 'valid' && finding.subject.fact.kind === 'secret';
}

function openRecord({ finding }: Shown): Decision {
  const bind = bindOf(finding);
  return {
    v: 1,
    id: findingId(finding),
    rule: finding.rule,
    anchor: finding.anchor,
    kind: 'accepted-risk',
    state: 'open',
    ...(typeof bind === 'object' ? bind : {}),
    reason: 'known on the first day, to be repaired',
  };
}

/** Days after the first one until which open findings stop nobody: the worst are due first. */
const openFor = { critical: 30, high: 90, medium: 180 } as const;

function policyText(owner: string | undefined, today: string): string {
  const { lifetimes } = defaultPolicy;
  return `# What a decision must have to count. It counts as it stands on the target branch.
v: 1

# Handles and teams whose approval counts. Empty: anyone's.
approvers: []
${owner ? `\n# Owner of what nobody owns.\nfallback-owner: ${JSON.stringify(owner)}\n` : ''}
# Longest life of an accepted risk, in days.
lifetimes: {critical: ${lifetimes.critical}, high: ${lifetimes.high}, medium: ${lifetimes.medium}, low: ${lifetimes.low}, info: ${lifetimes.info}}

# The last day on which what is recorded as open stops nobody. Move these days as your plan does; without one it never stops anybody.
open-until: {${Object.entries(openFor)
    .map(([severity, days]) => `${severity}: ${dayAfter(today, days)}`)
    .join(', ')}}

# Days before its end on which an approval is said to be expiring.
warn-days: ${defaultPolicy.warnDays}
`;
}
