// `posture status`: how the tree stands with the team's decisions, in one screen; `posture drift`: every disagreement;
// `posture prune`: removes the records of what is gone.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingState } from '../engine/decision.ts';
import { daysBetween } from '../posture/days.ts';
import { isApprovalAsked, type IdentityStanding } from '../posture/identities.ts';
import { defaultPolicy } from '../posture/policy.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { holdsPosture } from './check.ts';
import { checkTree, placeInWords } from './check-tree.ts';
import { today } from './today.ts';
import { confirm } from './confirm.ts';
import { printError, printOut } from './print.ts';
import { json } from './report/json.ts';
import { pretty } from './report/pretty.ts';
import type { CheckResult, Shown } from './result.ts';

export interface StatusFlags {
  readonly asOf?: string;
  readonly target?: string;
  readonly format: 'pretty' | 'json';
  readonly metrics?: boolean;
}

/** How many of each kind are named; the rest is a number. */
const mostNamed = 10;

export async function statusCommand(flags: StatusFlags): Promise<void> {
  if (flags.metrics) return (await import('./metrics.ts')).metricsCommand(flags);
  const day = flags.asOf ?? today();
  const result = await checkTree({ today: day, target: flags.target });
  const baseline = readBaseline(result.root, flags.target);
  const count = (state: FindingState) =>
    result.findings.filter(({ finding }) => finding.category !== 'drift' && finding.standing === state).length;
  const people = (state: IdentityStanding) => result.identities.filter((one) => one.state === state).length;
  const ends = [
    ...(baseline?.decided ?? []).flatMap(({ decision }) =>
      decision.state === 'accepted' && decision.approved?.until ? [daysBetween(day, decision.approved.until)] : [],
    ),
  ];
  const reviews = result.identities.flatMap((one) => (one.reviewIn === undefined ? [] : [one.reviewIn]));
  const within = (days: readonly number[], most: number) => days.filter((left) => left >= 0 && left <= most).length;
  const accepted = result.suppressed.filter(({ finding }) => finding.standing !== undefined).length;
  const drift = result.findings.filter(({ finding }) => finding.category === 'drift');
  const asks = result.findings.filter(({ finding }) => finding.standing === 'pending');
  const stale = drift.filter(({ finding }) => finding.rule === 'drift/stale-decision');
  const facts = {
    decisionsOf: baseline?.source,
    asOf: day,
    accepted,
    byComment: result.suppressed.length - accepted,
    askingForApproval: asks.length,
    knownOpen: count('existing'),
    new: result.findings.filter(({ finding }) => finding.category !== 'drift' && (finding.standing ?? 'new') === 'new').length,
    expired: count('expired'),
    changed: count('changed'),
    void: count('void'),
    stale: stale.length,
    ending: { in7Days: within(ends, 7), in14Days: within(ends, 14), in30Days: within(ends, 30) },
    identities: {
      approved: people('approved'),
      asking: people('pending'),
      grew: people('grew'),
      notApproved: result.identities.filter(
        (one) => one.state === 'unapproved' && isApprovalAsked(baseline?.policy ?? defaultPolicy, one.entry),
      ).length,
      reviewIn30Days: within(reviews, 30),
      reviewOverdue: reviews.filter((left) => left < 0).length,
    },
    drift: drift.length,
  };
  if (flags.format === 'json') printOut(`${JSON.stringify({ version: 1, ...facts }, undefined, 2)}\n`);
  else {
    const rows: [string, string | number][] = [
      ['decisions of', facts.decisionsOf ?? 'nobody yet: `posture init` begins'],
      ['accepted', facts.accepted],
      ['by comment', facts.byComment],
      ['asking for approval', facts.askingForApproval],
      ['known, open', facts.knownOpen],
      ['new', facts.new],
      ['expired', facts.expired],
      ['changed since approval', facts.changed],
      ['approval void', facts.void],
      ['stale', facts.stale],
      ['ending in 7, 14, 30 days', `${facts.ending.in7Days}, ${facts.ending.in14Days}, ${facts.ending.in30Days}`],
      ...(result.identities.length > 0 ? identityRows(facts.identities) : []),
      ['drift', facts.drift],
    ];
    const named = [
      ...namedLines('asks for approval', asks, result),
      ...namedLines(
        'expired',
        result.findings.filter(({ finding }) => finding.standing === 'expired'),
        result,
      ),
      ...namedLines('stale', stale, result),
    ];
    printOut(
      `${rows.map(([name, value]) => `${name.padEnd(26)}${value}`).join('\n')}\n${named.length > 0 ? `\n${named.join('\n')}\n` : ''}`,
    );
  }
  for (const problem of result.problems) printError(`posture: not checked: ${problem.what} ${problem.uri}: ${problem.message}\n`);
  process.exitCode = result.problems.length > 0 ? 2 : 0;
}

function identityRows(people: {
  approved: number;
  asking: number;
  grew: number;
  notApproved: number;
  reviewIn30Days: number;
  reviewOverdue: number;
}): [string, string][] {
  return [
    [
      'identities',
      `${people.approved} approved, ${people.asking} asking, ${people.grew} with more than was approved, ${people.notApproved} not approved`,
    ],
    ['reviews', `${people.reviewIn30Days} due in 30 days, ${people.reviewOverdue} overdue`],
  ];
}

function namedLines(word: string, shown: readonly Shown[], result: CheckResult): string[] {
  const lines = shown.slice(0, mostNamed).map(({ finding }) => `${word}: ${placeInWords(result, finding.at)} ${finding.rule}`);
  return shown.length > mostNamed ? [...lines, `and ${shown.length - mostNamed} more: ${word}`] : lines;
}

export async function driftCommand(flags: {
  readonly format: 'pretty' | 'json';
  readonly asOf?: string;
  readonly color: boolean;
}): Promise<void> {
  const all = await checkTree({ today: flags.asOf ?? today() });
  const findings = all.findings.filter(({ finding }) => finding.category === 'drift');
  const counts = { ...all.counts };
  for (const severity of Object.keys(counts) as (keyof typeof counts)[])
    counts[severity] = findings.filter(({ finding }) => finding.severity === severity).length;
  const result: CheckResult = { ...all, findings, counts };
  printOut(
    flags.format === 'json'
      ? json(result)
      : pretty(result, {
          color: flags.color && process.stdout.isTTY === true,
          quiet: false,
          width: process.stdout.columns || undefined,
          nothing: holdsPosture(all)
            ? 'no drift'
            : 'no drift: nothing was decided or observed here yet, and posture init begins a baseline',
        }),
  );
  process.exitCode = result.problems.length > 0 ? 2 : findings.length > 0 ? 1 : 0;
}

export async function pruneCommand(flags: { readonly yes?: boolean }): Promise<void> {
  const result = await checkTree({ today: today() });
  if (result.problems.length > 0)
    throw new UsageError(
      `nothing was removed, because not everything could be checked: ${result.problems[0]!.what} ${result.problems[0]!.uri}: ${result.problems[0]!.message}`,
    );
  const stale: readonly Shown[] = result.findings.filter(({ finding }) => finding.rule === 'drift/stale-decision');
  if (stale.length === 0) {
    printOut('Every decision is about something that is there.\n');
    return;
  }
  for (const { finding } of stale) printOut(`${finding.at.uri}: ${finding.message}\n`);
  if (!flags.yes) await confirm(`Remove ${stale.length === 1 ? 'this record' : `these ${stale.length} records`}?`);
  for (const { finding } of stale) rmSync(join(result.root, finding.at.uri), { force: true });
  printOut('Removed. Commit this, and have it reviewed like any decision.\n');
}
