// `posture diff --from DAY --to DAY`: what came, what went and what was decided between two days; `posture trend`: how the
// posture went over the history. Both check commits, not the working tree.
import { findingId } from '../posture/reconcile.ts';
import { dayAfter, daysBetween, isDay } from '../posture/days.ts';
import { compareInventories } from '../posture/inventory.ts';
import { severities, type Severity } from '../engine/finding.ts';
import { readBaselineAt } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { repositoryAt } from '../workspace/repository.ts';
import { checkCommit, placeInWords } from './check-tree.ts';
import { printError, printOut } from './print.ts';
import { openProgress } from './progress.ts';
import { commitOn } from './report-command.ts';
import { harmless } from './report/frame.ts';
import type { CheckResult, Shown } from './result.ts';
import { today } from './today.ts';

export interface DiffFlags {
  readonly from: string;
  readonly to?: string;
  readonly subject?: string;
  readonly format: 'pretty' | 'json';
}

interface Event {
  readonly what: 'identity' | 'finding' | 'decision';
  readonly state: 'new' | 'gone' | 'changed';
  readonly subject: string;
  readonly place?: string;
  readonly says: string;
}

export async function diffCommand(flags: DiffFlags, cwd: string = process.cwd()): Promise<void> {
  const to = endOf(flags);
  const { root } = await repositoryAt(cwd, 'posture diff');
  const [before, after] = [await stateOn(root, flags.from), await stateOn(root, to)];
  const wanted = flags.subject?.toLowerCase();
  const events = [...identityEvents(before, after), ...findingEvents(before, after), ...decisionEvents(root, before, after)].filter(
    ({ subject, place, says }) => wanted === undefined || `${subject}\n${place ?? ''}\n${says}`.toLowerCase().includes(wanted),
  );
  if (flags.format === 'json')
    printOut(
      `${JSON.stringify({ version: 1, from: { day: flags.from, commit: before.commit }, to: { day: to, commit: after.commit }, events }, undefined, 2)}\n`,
    );
  else {
    const mark = { new: '+', gone: '-', changed: '~' } as const;
    const titles = { identity: 'Identities', finding: 'Findings', decision: 'Decisions' } as const;
    for (const what of ['identity', 'finding', 'decision'] as const) {
      const mine = events.filter((one) => one.what === what);
      if (mine.length > 0)
        printOut(
          `${titles[what]}\n${mine.map((one) => `  ${mark[one.state]} ${harmless(one.subject)}${one.place ? `  ${harmless(one.place)}` : ''}\n      ${harmless(one.says)}`).join('\n')}\n\n`,
        );
    }
    printOut(
      `${events.length === 0 ? 'Nothing differs' : `${events.length} ${events.length === 1 ? 'difference' : 'differences'}`} between ${flags.from} (${before.commit.slice(0, 12)}) and ${to} (${after.commit.slice(0, 12)}).\n`,
    );
  }
  const problems = [...before.result.problems, ...after.result.problems];
  for (const { what, uri, message } of problems) printError(`posture: not checked: ${what} ${uri}: ${message}\n`);
  process.exitCode = problems.length > 0 ? 2 : 0;
}

/** The day that a comparison goes to, today where none is given. Throws UsageError where one of the two is no day. */
function endOf({ from, to = today() }: { readonly from: string; readonly to?: string }): string {
  for (const [option, day] of [
    ['--from', from],
    ['--to', to],
  ] as const)
    if (!isDay(day)) throw new UsageError(`${option} ${day} is no day of the form 2027-01-31`);
  return to;
}

interface State {
  readonly commit: string;
  readonly result: CheckResult;
}

async function stateOn(root: string, day: string): Promise<State> {
  const commit = await commitOn(root, day, undefined);
  return {
    commit,
    result: await checkCommit(root, commit, day),
  };
}

function identityEvents(before: State, after: State): Event[] {
  return compareInventories(
    before.result.identities.map(({ entry }) => entry),
    after.result.identities.map(({ entry }) => entry),
  ).map(({ id, state, entry, added, removed }) => ({
    what: 'identity',
    state,
    subject: id,
    place: placeInWords((state === 'gone' ? before : after).result, entry.at),
    says:
      [...added.map((one) => `+ ${one}`), ...removed.map((one) => `- ${one}`)].join('; ') ||
      (state === 'new' ? 'holds nothing' : 'is gone'),
  }));
}

function findingEvents(before: State, after: State): Event[] {
  const of = ({ result }: State): Map<string, Shown> => new Map(result.findings.map((one) => [findingId(one.finding), one]));
  const [was, is] = [of(before), of(after)];
  const event = (state: Event['state'], { finding, range }: Shown): Event => ({
    what: 'finding',
    state,
    subject: finding.rule,
    place: `${finding.at.uri}:${range.start.line + 1}`,
    says: `${finding.severity}: ${finding.message}`,
  });
  return [
    ...[...is].filter(([id]) => !was.has(id)).map(([, one]) => event('new', one)),
    ...[...was].filter(([id]) => !is.has(id)).map(([, one]) => event('gone', one)),
  ];
}

function decisionEvents(root: string, before: State, after: State): Event[] {
  const of = ({ commit }: State) => {
    const { decided, identities } = readBaselineAt(root, commit);
    return new Map([
      ...decided.map(
        ({ decision: { id, rule, state, approved, reason } }) => [id, { subject: rule, says: inWords(state, approved, reason) }] as const,
      ),
      ...identities.decided.map(
        ({ record: { id, identity, state, approved, purpose } }) =>
          [id, { subject: identity, says: inWords(state, approved && { ...approved, until: approved.review }, purpose) }] as const,
      ),
    ]);
  };
  const [was, is] = [of(before), of(after)];
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id): Event[] => {
    const [old, now] = [was.get(id), is.get(id)];
    if (old?.says === now?.says) return [];
    return [
      {
        what: 'decision',
        state: !old ? 'new' : !now ? 'gone' : 'changed',
        subject: (now ?? old)!.subject,
        says: old && now ? `${now.says} (before: ${old.says})` : (now ?? old)!.says,
      },
    ];
  });
}

function inWords(
  state: string,
  approved: { readonly by: string; readonly on: string; readonly owner: string; readonly until?: string } | undefined,
  reason: string,
): string {
  return `${state}${approved ? ` by ${approved.by} for ${approved.owner} on ${approved.on}${approved.until ? ` until ${approved.until}` : ''}` : ''}: ${reason}`;
}

export interface TrendFlags {
  readonly from: string;
  readonly to?: string;
  readonly points: number;
  readonly format: 'pretty' | 'json' | 'csv';
}

interface Point {
  readonly day: string;
  readonly commit: string;
  readonly identities: number;
  readonly withoutOwner: number;
  /** Findings of the category `admin` that stand. */
  readonly standingAdmin: number;
  readonly secrets: number;
  readonly accepted: number;
  readonly drift: number;
  readonly counts: Readonly<Record<Severity, number>>;
}

export async function trendCommand(flags: TrendFlags, cwd: string = process.cwd()): Promise<void> {
  const to = endOf(flags);
  const { root } = await repositoryAt(cwd, 'posture trend');
  const span = daysBetween(flags.from, to);
  if (span < 0) throw new UsageError(`--from ${flags.from} is after --to ${to}`);
  const count = Math.min(flags.points, span + 1);
  const days = Array.from({ length: count }, (_, n) => dayAfter(flags.from, count === 1 ? span : Math.round((span * n) / (count - 1))));
  const progress = openProgress(flags.format === 'pretty', 'commits');
  const points: Point[] = [];
  for (const [index, day] of days.entries()) {
    // The same commit on another day is judged again: approvals end.
    const { commit, result } = await stateOn(root, day);
    points.push({
      day,
      commit,
      identities: result.identities.length,
      withoutOwner: result.identities.filter(({ entry, record }) => (record?.approved?.owner ?? entry.owner) === undefined).length,
      standingAdmin: result.findings.filter(({ finding }) => finding.category === 'admin').length,
      secrets: result.findings.filter(({ finding }) => finding.category === 'secret').length,
      accepted: result.suppressed.filter(({ finding }) => finding.standing !== undefined).length,
      drift: result.findings.filter(({ finding }) => finding.category === 'drift').length,
      counts: result.counts,
    });
    progress.at(index + 1, days.length);
  }
  progress.end();
  printOut(
    flags.format === 'json'
      ? `${JSON.stringify({ version: 1, points }, undefined, 2)}\n`
      : flags.format === 'csv'
        ? csv(points)
        : table(points),
  );
}

const columns: readonly (readonly [string, (point: Point) => string | number])[] = [
  ['day', ({ day }) => day],
  ['commit', ({ commit }) => commit.slice(0, 12)],
  ['identities', ({ identities }) => identities],
  ['no owner', ({ withoutOwner }) => withoutOwner],
  ['standing admin', ({ standingAdmin }) => standingAdmin],
  ['secrets', ({ secrets }) => secrets],
  ...severities.slice(0, 3).map((severity) => [severity, ({ counts }: Point) => counts[severity]] as const),
  ['accepted', ({ accepted }) => accepted],
  ['drift', ({ drift }) => drift],
];

function table(points: readonly Point[]): string {
  const rows = [columns.map(([title]) => title), ...points.map((point) => columns.map(([, of]) => String(of(point))))];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
  return `${rows
    .map((row) =>
      row
        .map((cell, index) => (index < 2 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

function csv(points: readonly Point[]): string {
  return `${[columns.map(([title]) => title), ...points.map((point) => columns.map(([, of]) => of(point)))].map((row) => row.join(',')).join('\r\n')}\r\n`;
}
