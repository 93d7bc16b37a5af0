// `posture check` as the command line has it: flags to a request, a result to a report and an exit code.
import { atLeast, type Severity } from '../engine/finding.ts';
import type { Profile } from '../engine/rule.ts';
import { UsageError } from '../workspace/errors.ts';
import { incomplete } from '../workspace/text-file.ts';
import { checkAgain } from './check-again.ts';
import type { CheckRequest } from './check.ts';
import type { Mode } from './plan.ts';
import { giveOut, printError } from './print.ts';
import { openProgress } from './progress.ts';
import type { CheckResult, Said } from './result.ts';
import { version } from '../../package.json';

export interface CheckFlags {
  readonly staged?: boolean;
  readonly diff?: string;
  readonly history?: string | true;
  readonly stdin?: boolean;
  readonly stdinFilename?: string;
  readonly fix?: boolean;
  readonly fixDryRun?: boolean;
  readonly format: 'pretty' | 'json' | 'sarif' | 'github' | 'gitlab' | 'junit' | 'markdown';
  readonly output?: string;
  readonly profile?: Profile;
  readonly failOn: Severity | 'never';
  readonly minSeverity?: Severity;
  readonly rule: readonly string[];
  readonly config?: string;
  readonly jobs?: number;
  readonly quiet?: boolean;
  readonly target?: string;
  readonly asOf?: string;
  readonly color: boolean;
}

export async function checkCommand(paths: readonly string[], flags: CheckFlags): Promise<void> {
  const mode = await modeOf(paths, flags);
  const progress = openProgress(!flags.quiet && mode.kind !== 'stdin', flags.history === undefined ? 'files' : 'commits');
  const request: CheckRequest = {
    mode,
    paths,
    cwd: process.cwd(),
    profile: flags.profile,
    rules: flags.rule,
    config: flags.config,
    target: flags.target,
    minSeverity: flags.minSeverity,
    fix: flags.fix ? 'write' : flags.fixDryRun ? 'dry run' : 'no',
    edits: flags.format === 'json' || flags.format === 'sarif',
    today: dayOf(flags.asOf),
    version,
    jobs: flags.jobs,
    progress: progress.at,
  };
  let result: CheckResult<Said>;
  try {
    result = flags.history === undefined ? await checkAgain(request) : await checkPast(request, flags.history);
  } finally {
    progress.end();
  }
  const report = await reportOf(result, flags);
  // First of all: whoever reads the report may stop in the middle of it.
  process.exitCode = exitCodeOf(result, flags.failOn);
  giveOut(report, 'the report', flags.output);
  if (flags.format !== 'pretty' || flags.output !== undefined) await say(result, flags);
}

/** A walk over many commits may be stopped by Ctrl-C: what was found until then is reported. */
async function checkPast(request: CheckRequest, range: string | true): Promise<CheckResult> {
  const { checkHistory } = await import('./history.ts');
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  try {
    return await checkHistory({ ...request, range: range === true ? undefined : range, signal: stop.signal });
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

/**
 * 2 before 1 before 3 before 0: what could not be checked is never clean. What is recorded as open is counted and does
 * not stop; what only asks for approval stops a build with 3 and no commit.
 */
function exitCodeOf(result: CheckResult<Said>, failOn: Severity | 'never'): number {
  if (result.problems.length > 0 || result.notRead.some((entry) => incomplete.has(entry.reason))) return 2;
  if (failOn === 'never') return 0;
  const stopping = result.findings.filter(({ finding }) => atLeast(finding.severity, failOn) && finding.standing !== 'existing');
  if (stopping.some(({ finding }) => finding.standing !== 'pending')) return 1;
  return stopping.length > 0 && !result.beforeCommit ? 3 : 0;
}

/** Ends are judged as of this day; today when none is given. */
function dayOf(asOf: string | undefined): string {
  if (asOf === undefined) return new Date().toISOString().slice(0, 10);
  const day = new Date(`${asOf}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(asOf))
    throw new UsageError(`--as-of ${asOf} is no day of the form 2027-01-31`);
  return asOf;
}

async function modeOf(paths: readonly string[], flags: CheckFlags): Promise<Mode> {
  const modes = [
    flags.staged && '--staged',
    flags.history !== undefined && '--history',
    flags.diff !== undefined && '--diff',
    flags.stdin && '--stdin',
  ].filter((one) => typeof one === 'string');
  if (modes.length > 1) throw new UsageError(`${modes.join(' and ')} do not go together`);
  if (flags.history !== undefined && (flags.fix || flags.fixDryRun))
    throw new UsageError('a history cannot be repaired: rotate what is in it, and --fix what is in the tree');
  if (flags.fix && flags.fixDryRun) throw new UsageError('--fix and --fix-dry-run do not go together');
  if (flags.stdinFilename !== undefined && !flags.stdin) throw new UsageError('--stdin-filename goes with --stdin');
  if (flags.staged) return { kind: 'staged' };
  if (flags.diff !== undefined) return { kind: 'diff', base: flags.diff };
  if (!flags.stdin) return { kind: 'files' };
  if (flags.stdinFilename === undefined) throw new UsageError('--stdin needs --stdin-filename, which says what kind of file it is');
  if (paths.length > 0) throw new UsageError('--stdin takes no paths');
  if (flags.fix) throw new UsageError('--fix cannot write to standard input; --fix-dry-run shows the change');
  return { kind: 'stdin', text: await standardInput(), filename: flags.stdinFilename };
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function reportOf(result: CheckResult<Said>, flags: CheckFlags): Promise<string> {
  switch (flags.format) {
    case 'pretty': {
      const { isColorSupported } = (await import('picocolors')).default;
      return (await import('./report/pretty.ts')).pretty(result, {
        color: flags.color && flags.output === undefined && isColorSupported,
        quiet: flags.quiet === true,
        width: flags.output === undefined ? process.stdout.columns || undefined : undefined,
      });
    }
    case 'json':
      return (await import('./report/json.ts')).json(result);
    case 'sarif':
      return (await import('./report/sarif.ts')).sarif(result);
    case 'github':
      return (await import('./report/github.ts')).github(result);
    case 'gitlab':
      return (await import('./report/gitlab.ts')).gitlab(result);
    case 'junit':
      return (await import('./report/junit.ts')).junit(result);
    case 'markdown':
      return (await import('./report/markdown.ts')).markdown(result);
  }
}

/** To people, when the report itself goes to a program: what was found in a line, and always what was not checked. */
async function say(result: CheckResult<Said>, flags: CheckFlags): Promise<void> {
  const { checkedInWords, countsInWords, notReadInWords } = await import('./report/summary.ts');
  const lines = flags.quiet ? [] : [`${countsInWords(result)}; ${checkedInWords(result)}`];
  if (result.repaired) {
    lines.push(`${result.repaired.applied.length} ${result.repaired.written ? 'repaired' : 'would be repaired'}`);
    for (const refusal of result.repaired.refused)
      lines.push(`not repaired: ${refusal.finding.at.uri}, ${refusal.finding.rule}: ${refusal.why}`);
  }
  for (const line of notReadInWords(result.notRead.filter((entry) => incomplete.has(entry.reason)))) lines.push(`not checked: ${line}`);
  for (const problem of result.problems.slice(0, 20))
    lines.push(`not checked: ${problem.what}${problem.uri ? ` on ${problem.uri}` : ''}: ${problem.message}`);
  if (result.problems.length > 20) lines.push(`and ${result.problems.length - 20} more that could not be checked`);
  for (const line of lines) printError(`posture: ${line}\n`);
}
