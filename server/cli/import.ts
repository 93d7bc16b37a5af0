// `posture import FILE`: turns what another tool's baseline excuses into decisions of ours, where we find the same thing.
// What has no finding here is counted and named: nothing is taken over unseen.
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Decision } from '../engine/decision.ts';
import { acceptanceOf, isDecision } from '../posture/accept.ts';
import { readForeignBaseline, type ForeignEntry } from '../posture/foreign-baseline.ts';
import { printDecision } from '../posture/record.ts';
import { decisionPath } from '../posture/seal.ts';
import { policyIn } from '../workspace/baseline.ts';
import { FileError, UsageError, reasonOf } from '../workspace/errors.ts';
import type { AcceptFlags } from './accept.ts';
import { checkTree } from './check-tree.ts';
import { printOut } from './print.ts';
import { confirmRecords, countWhenMerged, writeRecords } from './proposed-records.ts';
import type { CheckResult, Shown } from './result.ts';
import { today } from './today.ts';

type ImportFlags = Omit<AcceptFlags, 'all' | 'dryRun'>;

export async function importCommand(file: string, flags: ImportFlags): Promise<void> {
  for (const [option, value] of [
    ['--owner', flags.owner],
    ['--approved-by', flags.approvedBy],
  ] as const) {
    if (!value?.trim()) throw new UsageError(`${option} is required: an excuse of another tool has no owner and no approver`);
  }
  const text = readText(file);
  const baseline = readForeignBaseline(file.replaceAll('\\', '/'), text);
  if (!baseline)
    throw new UsageError(`${file} is no baseline that is known here: gitleaks, detect-secrets, Checkov, Trivy, Kingfisher or zizmor`);
  const day = today();
  const result = await checkTree({ today: day, profile: 'audit' });
  const { policy } = policyIn(result.root);
  const decisions = new Map<string, Decision>();
  const said: string[] = [];
  let matched = 0;
  let ended = 0;
  for (const entry of baseline.entries) {
    if (entry.until !== undefined && entry.until < day) {
      ended++;
      continue;
    }
    const found = result.findings.filter((shown) => fits(entry, shown, result));
    if (found.length > 0) matched++;
    for (const { finding, range } of found) {
      const decision = acceptanceOf(
        finding,
        {
          kind: flags.kind,
          owner: flags.owner!,
          by: flags.approvedBy!,
          on: day,
          until: entry.until ?? flags.expires,
          reason: entry.reason ?? flags.reason ?? `taken over from ${baseline.tool}`,
        },
        policy,
      );
      if (isDecision(decision)) decisions.set(decision.id, decision);
      else said.push(`not taken over: ${finding.at.uri}:${range.start.line + 1} ${finding.rule}: ${decision.why}`);
    }
  }
  const total = baseline.entries.length + baseline.unread;
  const counted = (count: number, what: string): string[] => (count > 0 ? [`${count} ${what}`] : []);
  const parts = [
    `${matched} found here`,
    ...counted(baseline.entries.length - matched - ended, 'not found here'),
    ...counted(ended, 'past their end'),
    ...counted(baseline.unread, 'of an unknown form'),
  ];
  said.unshift(
    `${baseline.tool}: ${total === 1 ? '1 entry' : `${total} entries`}, ${parts.join(', ')}; ${decisions.size === 1 ? '1 decision' : `${decisions.size} decisions`}`,
  );
  printOut(`${said.join('\n')}\n`);
  if (decisions.size === 0) return;
  await confirmRecords(decisions.size, flags.yes, undefined);
  writeRecords(
    [...decisions.values()].map((decision) => ({ path: decisionPath(decision), text: printDecision(decision) })),
    result.root,
  );
  printOut(countWhenMerged);
}

/** The same file, the same line or a neighbour of it, and a rule that names the check among its peers, as far as the entry says. */
function fits(entry: ForeignEntry, { finding, range }: Shown, result: CheckResult): boolean {
  if (finding.category === 'drift') return false;
  if (entry.file !== undefined && entry.file !== finding.at.uri) return false;
  if (entry.line !== undefined && Math.abs(range.start.line + 1 - entry.line) > 1) return false;
  if (entry.check === undefined) return entry.line !== undefined && finding.category === 'secret';
  if (entry.resource !== undefined && finding.subject?.kind === 'grant' && !entry.resource.endsWith(finding.subject.fact.carrier.address))
    return false;
  const bare = (id: string) => id.toUpperCase().replace(/^AVD-/, '');
  return (result.rules.get(finding.rule)?.meta.peers ?? []).some((peer) => bare(peer) === bare(entry.check!));
}

function readText(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8');
  } catch (error) {
    throw new FileError(`${relative(process.cwd(), resolve(file))} cannot be read (${reasonOf(error)})`);
  }
}
