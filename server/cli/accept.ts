// `posture accept`: writes the records that ask the team to accept findings. They count when they stand on the target
// branch; until then the findings ask for approval. At a terminal it asks; without one it takes everything by options.
import { decisionKinds, type Decision, type DecisionKind } from '../engine/decision.ts';
import { acceptanceOf, isDecision } from '../posture/accept.ts';
import { dayAfter, daysBetween, isDay } from '../posture/days.ts';
import { breakGlassDays, type Policy } from '../posture/policy.ts';
import { documentOfAnchor } from '../posture/reconcile.ts';
import { printDecision } from '../posture/record.ts';
import { decisionPath } from '../posture/seal.ts';
import { policyIn } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { checkTree } from './check-tree.ts';
import { today } from './today.ts';
import { findingsNamed } from './named-findings.ts';
import { printOut } from './print.ts';
import { confirmRecords, countWhenMerged, writeRecords } from './proposed-records.ts';
import { harmless } from './report/frame.ts';
import type { CheckResult, Shown } from './result.ts';
import { askDay, askText, choose, openTerminal, type Terminal } from './terminal.ts';

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
  const terminal = flags.yes || flags.dryRun ? undefined : openTerminal();
  try {
    if (findings.length === 0 && !flags.all && !terminal)
      throw new UsageError('name the findings to accept (an id, a rule, or a place such as infra/main.tf:9), or give --all');
    for (const [option, value] of [
      ['--owner', flags.owner],
      ['--approved-by', flags.approvedBy],
      ['--reason', flags.reason],
    ] as const) {
      if (!terminal && !value?.trim())
        throw new UsageError(`${option} is required: a decision says who answers for it, who gave it and why`);
    }
    if (flags.expires !== undefined && !isDay(flags.expires))
      throw new UsageError(`--expires ${flags.expires} is no day of the form 2027-01-31`);
    if (!decisionKinds.includes(flags.kind)) throw new UsageError(`--kind is one of ${decisionKinds.join(', ')}`);
    const day = today();
    const result = await checkTree({ today: day });
    const chosen = findings.length > 0 ? [...new Set(findings.flatMap((one) => meant(findingsNamed(one, result))))] : acceptable(result);
    const { policy, refused } = policyIn(result.root);
    for (const { uri, problems } of refused) throw new UsageError(`${uri}: ${problems.map((problem) => problem.message).join('; ')}`);
    const made = terminal ? await walk(chosen, policy, flags, day, terminal) : withOptions(chosen, policy, flags, day);
    await write(made, result, flags, terminal);
  } finally {
    terminal?.close();
  }
}

interface Made {
  readonly decisions: readonly { readonly decision: Decision; readonly place: string }[];
  readonly said: readonly string[];
  readonly kept: number;
  /** Whether there was anything to accept. */
  readonly any: boolean;
}

const placeOf = ({ finding, range }: Shown): string => `${harmless(finding.at.uri)}:${range.start.line + 1}`;

function withOptions(chosen: readonly Shown[], policy: Policy, flags: AcceptFlags, day: string): Made {
  const decisions: { decision: Decision; place: string }[] = [];
  const said: string[] = [];
  for (const shown of chosen) {
    const decision = acceptanceOf(
      shown.finding,
      { kind: flags.kind, owner: flags.owner!, by: flags.approvedBy!, on: day, until: flags.expires, reason: flags.reason! },
      policy,
    );
    if (isDecision(decision)) decisions.push({ decision, place: placeOf(shown) });
    else said.push(`not accepted: ${placeOf(shown)} ${shown.finding.rule}: ${decision.why}`);
  }
  return { decisions, said, kept: said.length, any: chosen.length > 0 };
}

/** One after the other; what was answered for one is offered for the next. */
async function walk(chosen: readonly Shown[], policy: Policy, flags: AcceptFlags, day: string, terminal: Terminal): Promise<Made> {
  const decisions: { decision: Decision; place: string }[] = [];
  let { owner, approvedBy: by, reason } = flags;
  let kept = 0;
  for (const [index, shown] of chosen.entries()) {
    const { finding } = shown;
    terminal.say(`\n${index + 1} of ${chosen.length}: ${placeOf(shown)} ${finding.severity} ${finding.rule}\n  ${finding.message}`);
    const answer = await choose(terminal, 'Accept it?', ['no', 'risk', 'false-positive', 'test-data', 'quit'], 'no');
    if (answer === 'quit') break;
    if (answer === 'no') {
      kept++;
      continue;
    }
    const kind: DecisionKind =
      answer === 'risk' ? (flags.kind === 'false-positive' || flags.kind === 'test-data' ? 'accepted-risk' : flags.kind) : answer;
    owner = await askText(terminal, 'Who answers for it (as in CODEOWNERS)?', owner ?? policy.fallbackOwner);
    by = await askText(terminal, 'Who approves?', by);
    reason = await askText(terminal, 'Why is it fine?', reason);
    const most = kind === 'break-glass' ? breakGlassDays : policy.lifetimes[finding.severity];
    const until =
      answer !== 'risk'
        ? undefined
        : await askDay(terminal, 'Until when?', flags.expires ?? dayAfter(day, Math.min(most, 90)), (text) =>
            !isDay(text)
              ? `"${text}" is no day of the form 2027-01-31.`
              : daysBetween(day, text) < 1
                ? 'That day has passed.'
                : daysBetween(day, text) > most
                  ? `The policy allows ${most} days, to ${dayAfter(day, most)}.`
                  : undefined,
          );
    const decision = acceptanceOf(finding, { kind, owner, by, on: day, until, reason }, policy);
    if (isDecision(decision)) decisions.push({ decision, place: placeOf(shown) });
    else {
      kept++;
      terminal.say(`Not accepted: ${decision.why}`);
    }
  }
  return { decisions, said: [], kept, any: chosen.length > 0 };
}

async function write(
  { decisions, said, kept, any }: Made,
  result: CheckResult,
  flags: AcceptFlags,
  terminal: Terminal | undefined,
): Promise<void> {
  const lines = [
    ...said,
    ...decisions.map(
      ({ decision, place }) => `${flags.dryRun ? 'would accept' : 'accepted'}: ${place} ${decision.rule} → ${decisionPath(decision)}`,
    ),
  ];
  const writing = decisions.length > 0 && !flags.dryRun;
  if (writing) {
    await confirmRecords(decisions.length, flags.yes, terminal);
    writeRecords(
      decisions.map(({ decision }) => ({ path: decisionPath(decision), text: printDecision(decision) })),
      result.root,
    );
  }
  printOut(any ? `${lines.join('\n')}${lines.length > 0 ? '\n' : ''}` : 'There is nothing to accept.\n');
  if (writing) printOut(countWhenMerged);
  process.exitCode = kept > 0 || !any ? 1 : 0;
}

/** A place means what stands there. What is said about its decision goes with the decision, and is meant only where it is named by rule or id. */
function meant(named: readonly Shown[]): readonly Shown[] {
  const standing = named.filter(({ finding }) => finding.category !== 'drift');
  return standing.length > 0 ? standing : named;
}

/** Everything that could be accepted: what is not accepted yet, and is no word about decisions themselves. */
function acceptable(result: CheckResult): readonly Shown[] {
  return result.findings.filter(
    ({ finding }) => finding.category !== 'drift' && finding.standing !== 'pending' && documentOfAnchor(finding.anchor) !== undefined,
  );
}
