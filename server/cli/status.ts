// `posture status`: how the tree stands with the team's decisions, in one screen; `posture drift`: every disagreement;
// `posture prune`: removes the records of what is gone.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingState } from '../engine/decision.ts';
import { daysBetween } from '../posture/days.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { check } from './check.ts';
import { confirm } from './confirm.ts';
import { json } from './report/json.ts';
import { pretty } from './report/pretty.ts';
import type { CheckResult, Shown } from './result.ts';
import { version } from '../../package.json';

const today = () => new Date().toISOString().slice(0, 10);

function checkTree(asOf: string): Promise<CheckResult> {
  return check({ mode: { kind: 'files' }, paths: ['.'], cwd: process.cwd(), rules: [], fix: 'no', edits: false, today: asOf, version });
}

export async function statusCommand(): Promise<void> {
  const day = today();
  const result = await checkTree(day);
  const baseline = readBaseline(result.root);
  const count = (state: FindingState) => result.findings.filter(({ finding }) => finding.standing === state).length;
  const ends = (baseline?.decided ?? []).flatMap(({ decision }) => (decision.state === 'accepted' && decision.approved?.until ? [daysBetween(day, decision.approved.until)] : []));
  const within = (days: number) => ends.filter((left) => left >= 0 && left <= days).length;
  const drift = result.findings.filter(({ finding }) => finding.category === 'drift');
  const accepted = result.suppressed.filter(({ finding }) => finding.standing !== undefined).length;
  const rows: [string, string][] = [
    ['decisions of', baseline?.source ?? 'nobody yet: `posture init` begins'],
    ['accepted', String(accepted)],
    ['by comment', String(result.suppressed.length - accepted)],
    ['asking for approval', String(count('pending'))],
    ['known, open', String(count('existing'))],
    ['new', String(result.findings.filter(({ finding }) => finding.category !== 'drift' && (finding.standing ?? 'new') === 'new').length)],
    ['expired, changed, void', String(count('expired') + count('changed') + count('void'))],
    ['ending in 7, 14, 30 days', `${within(7)}, ${within(14)}, ${within(30)}`],
    ['drift', String(drift.length)],
  ];
  process.stdout.write(`${rows.map(([name, value]) => `${name.padEnd(26)}${value}`).join('\n')}\n`);
  for (const problem of result.problems) process.stderr.write(`posture: not checked: ${problem.what} ${problem.uri}: ${problem.message}\n`);
  process.exitCode = result.problems.length > 0 ? 2 : 0;
}

export async function driftCommand(flags: { readonly format: 'pretty' | 'json'; readonly asOf?: string; readonly color: boolean }): Promise<void> {
  const all = await checkTree(flags.asOf ?? today());
  const findings = all.findings.filter(({ finding }) => finding.category === 'drift');
  const counts = { ...all.counts };
  for (const severity of Object.keys(counts) as (keyof typeof counts)[]) counts[severity] = findings.filter(({ finding }) => finding.severity === severity).length;
  const result: CheckResult = { ...all, findings, counts };
  process.stdout.write(flags.format === 'json' ? json(result) : pretty(result, { color: flags.color && process.stdout.isTTY === true, quiet: false }));
  process.exitCode = result.problems.length > 0 ? 2 : findings.length > 0 ? 1 : 0;
}

export async function pruneCommand(flags: { readonly yes?: boolean }): Promise<void> {
  const result = await checkTree(today());
  const stale: readonly Shown[] = result.findings.filter(({ finding }) => finding.rule === 'drift/stale-decision');
  if (stale.length === 0) {
    process.stdout.write('Every decision is about something that is there.\n');
    return;
  }
  for (const { finding } of stale) process.stdout.write(`${finding.at.uri}: ${finding.message}\n`);
  if (!flags.yes) await confirm(`Remove ${stale.length === 1 ? 'this record' : `these ${stale.length} records`}?`);
  for (const { finding } of stale) rmSync(join(result.root, finding.at.uri), { force: true });
  process.stdout.write('Removed. Commit this, and have it reviewed like any decision.\n');
}
