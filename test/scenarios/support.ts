// What the scenarios share: commits on the target branch, and the edit that an editor
// makes when a person picks a repair. Everything else a scenario types itself.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { git, posture, type Outcome } from '../cli/posture.ts';

/** Lands everything in the working tree on the branch that is checked out, as a merged pull request would. */
export function commit(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
}

/** A command that has to go well; gives what it printed. */
export function run(folder: string, ...args: string[]): string {
  const outcome = posture(folder, args);
  expect(outcome.code, `posture ${args.join(' ')}\n${outcome.stdout}${outcome.stderr}`).toBe(0);
  return outcome.stdout;
}

export interface ReportedFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number } };
  readonly span: readonly [number, number];
  readonly standing?: string;
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly { readonly file: string; readonly span: readonly [number, number]; readonly text: string }[];
  }[];
}

/** What `check --format json` reports, and what it ends with. */
export function check(folder: string, ...more: string[]): { code: number | null; findings: readonly ReportedFinding[]; rules: string[] } {
  const outcome: Outcome = posture(folder, ['check', '--format', 'json', ...more]);
  const { findings } = JSON.parse(outcome.stdout) as { findings: ReportedFinding[] };
  return { code: outcome.code, findings, rules: findings.map(({ rule }) => rule) };
}

/** The text that a finding underlines. */
export const marked = (folder: string, { file, span }: ReportedFinding): string => readFileSync(join(folder, file), 'utf8').slice(...span);

/** Makes the edits of a repair, as an editor does when it is picked. */
export function pick(folder: string, finding: ReportedFinding, title: string | RegExp): void {
  const fix = finding.fixes.find((one) => (typeof title === 'string' ? one.title === title : title.test(one.title)));
  expect(fix, `${finding.rule} offers ${finding.fixes.map((one) => one.title).join('; ')}`).toBeDefined();
  for (const { file, span, text } of [...fix!.edits].sort((a, b) => b.span[0] - a.span[0])) {
    const before = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), before.slice(0, span[0]) + text + before.slice(span[1]));
  }
}
