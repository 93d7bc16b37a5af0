// `posture accept`: writes the records that ask the team to accept findings. They count when they stand on the target
// branch; until then the findings ask for approval.
import { join } from 'node:path';
import { decisionKinds, type DecisionKind } from '../engine/decision.ts';
import { documentOfAnchor, findingId } from '../posture/reconcile.ts';
import { acceptanceOf, isDecision } from '../posture/accept.ts';
import { printDecision } from '../posture/record.ts';
import { decisionPath } from '../posture/seal.ts';
import { policyIn } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { writeFiles, type FileWrite } from '../workspace/write-files.ts';
import { check } from './check.ts';
import { confirm } from './confirm.ts';
import type { CheckResult, Shown } from './result.ts';
import { textAt } from './text-at.ts';
import { version } from '../../package.json';

export interface AcceptFlags {
  readonly all?: boolean;
  readonly owner?: string;
  readonly approvedBy?: string;
  readonly reason?: string;
  readonly expires?: string;
  readonly kind: DecisionKind;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** `findings` are ids, rule ids, or places (`infra/main.tf:9`). */
export async function acceptCommand(findings: readonly string[], flags: AcceptFlags): Promise<void> {
  if (findings.length === 0 && !flags.all) throw new UsageError('name the findings to accept (an id, a rule, or a place such as infra/main.tf:9), or give --all');
  for (const [option, value] of [['--owner', flags.owner], ['--approved-by', flags.approvedBy], ['--reason', flags.reason]] as const) {
    if (!value?.trim()) throw new UsageError(`${option} is required: a decision says who answers for it, who gave it and why`);
  }
  if (flags.expires !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(flags.expires)) throw new UsageError(`--expires ${flags.expires} is no day of the form 2027-01-31`);
  if (!decisionKinds.includes(flags.kind)) throw new UsageError(`--kind is one of ${decisionKinds.join(', ')}`);
  const today = new Date().toISOString().slice(0, 10);
  const result = await check({ mode: { kind: 'files' }, paths: ['.'], cwd: process.cwd(), rules: [], fix: 'no', edits: false, today, version });
  const chosen = flags.all ? acceptable(result) : findings.flatMap((one) => chosenBy(one, result));
  const { policy, refused } = policyIn(result.root);
  for (const { uri, problems } of refused) throw new UsageError(`${uri}: ${problems.map((problem) => problem.message).join('; ')}`);

  const writes: FileWrite[] = [];
  const lines: string[] = [];
  let kept = 0;
  for (const { finding, range } of chosen) {
    const place = `${finding.at.uri}:${range.start.line + 1}`;
    const decision = acceptanceOf(finding, { kind: flags.kind, owner: flags.owner!, by: flags.approvedBy!, on: today, until: flags.expires, reason: flags.reason! }, policy);
    if (!isDecision(decision)) {
      kept++;
      lines.push(`not accepted: ${place} ${finding.rule}: ${decision.why}`);
      continue;
    }
    lines.push(`${flags.dryRun ? 'would accept' : 'accepted'}: ${place} ${finding.rule} → ${decisionPath(decision)}`);
    const path = join(result.root, decisionPath(decision));
    writes.push({ path, text: printDecision(decision), before: textAt(path) });
  }
  if (writes.length > 0 && !flags.dryRun) {
    if (!flags.yes) await confirm(`Write ${writes.length === 1 ? '1 record' : `${writes.length} records`}?`);
    writeFiles(writes);
  }
  process.stdout.write(chosen.length === 0 ? 'There is nothing to accept.\n' : `${lines.join('\n')}\n`);
  if (writes.length > 0 && !flags.dryRun) process.stdout.write('These count when they are merged into the target branch. Commit them, and have them reviewed.\n');
  process.exitCode = kept > 0 || chosen.length === 0 ? 1 : 0;
}

/** Everything that could be accepted: what is not accepted yet, and is no word about decisions themselves. */
function acceptable(result: CheckResult): readonly Shown[] {
  return result.findings.filter(({ finding }) => finding.category !== 'drift' && finding.standing !== 'pending' && documentOfAnchor(finding.anchor) !== undefined);
}

function chosenBy(text: string, result: CheckResult): readonly Shown[] {
  const place = /^(.+?):(\d+)(?::\d+)?$/.exec(text);
  const found = result.findings.filter(({ finding, range }) =>
    findingId(finding) === text || finding.rule === text || (place !== null && finding.at.uri === place[1]!.replace(/^\.\//, '') && range.start.line + 1 === Number(place[2])),
  );
  if (found.length === 0) throw new UsageError(`there is no finding ${text}`, '`posture check --format json` gives the id of each');
  return found;
}
