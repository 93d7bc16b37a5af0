// `posture report`: evidence as of a day, from the commit that stood on it. Reads the commit, never the working tree, so that
// whoever has the same clone and the same exports makes the same bytes.
import { basename } from 'node:path';
import type { Place } from '../engine/text/text.ts';
import { isDay } from '../posture/days.ts';
import { reportOf } from '../report/build.ts';
import { controlNamed, controls } from '../report/controls.ts';
import type { ReportInput, ReportKind } from '../report/report.ts';
import { readBaselineAt } from '../workspace/baseline.ts';
import { GitError, UsageError } from '../workspace/errors.ts';
import { readObserved } from '../workspace/evidence-files.ts';
import { git } from '../workspace/git.ts';
import { isShallow, remoteOf, repositoryAt } from '../workspace/repository.ts';
import { rulesOf } from '../../rules/registry.ts';
import { checkCommit, placeInWords } from './check-tree.ts';
import { giveOut, printError } from './print.ts';
import type { CheckResult, Shown } from './result.ts';
import { proofsAt, reviewsIn } from './verify.ts';
import { today } from './today.ts';
import { version } from '../../package.json';

export interface ReportFlags {
  readonly kind: ReportKind;
  readonly format: 'html' | 'csv' | 'json' | 'oscal';
  readonly asOf?: string;
  readonly commit?: string;
  readonly reviews: readonly string[];
  readonly control: readonly string[];
  readonly output?: string;
}

export async function reportCommand(flags: ReportFlags): Promise<void> {
  const asOf = flags.asOf ?? today();
  if (!isDay(asOf)) throw new UsageError(`--as-of "${asOf}" is no day; it is written as 2026-11-21`);
  if (flags.format === 'html' && flags.output === undefined && process.stdout.isTTY)
    throw new UsageError('a page is not for a terminal', `name a file for it: --output ${flags.kind}-${asOf}.html`);
  const wanted = flags.control.map((text) => {
    const found = controlNamed(text);
    if (!found) throw new UsageError(`"${text}" is no control known here: ${controls.map(({ id }) => id).join(', ')}`);
    if (found.said) printError(`posture: ${found.said}\n`);
    return found.id;
  });
  const { root } = await repositoryAt(process.cwd(), 'a report');
  const commit = await commitOn(root, asOf, flags.commit);
  const result = await checkCommit(root, commit, asOf);
  const report = reportOf(flags.kind, await inputOf(result, { root, commit, asOf, reviews: flags.reviews }), wanted);
  const text = await written(flags.format, report, (at) => placeInWords(result, at));
  giveOut(text, 'the report', flags.output);
  if (flags.output !== undefined)
    printError(
      `posture: ${report.title.toLowerCase()} of ${asOf} at ${commit.slice(0, 12)}, ${report.rows.length} ${report.rows.length === 1 ? 'row' : 'rows'}, written to ${flags.output}\n`,
    );
  for (const { what, uri, message } of result.problems) printError(`posture: not checked: ${what} ${uri}: ${message}\n`);
  process.exitCode = result.problems.length > 0 ? 2 : 0;
}

/** The commit that a report is of: the named one, else the last on this branch by the end of the day (UTC). */
export async function commitOn(root: string, asOf: string, named: string | undefined): Promise<string> {
  if (named !== undefined) {
    const found = await git({ cwd: root, command: ['rev-parse', '--verify', '--quiet'], revisions: [`${named}^{commit}`] });
    if (!found.ok) throw new GitError(`there is no commit ${named} here`);
    return found.stdout.toString().trim();
  }
  const found = await git({ cwd: root, command: ['rev-list', '-1', '--first-parent', `--before=${asOf}T23:59:59Z`], revisions: ['HEAD'] });
  const commit = found.stdout.toString().trim();
  if (!found.ok) throw new GitError('there is no commit yet, so there is nothing to report', 'commit first: a report is of a commit');
  if (commit === '') throw await nothingBy(root, asOf);
  return commit;
}

/** A day before the first commit, or before what a shallow clone holds of the history. */
async function nothingBy(root: string, day: string): Promise<GitError> {
  if (isShallow(root))
    return new GitError(
      `this clone holds no commit of ${day} or before`,
      'it is shallow; the history is fetched with: git fetch --unshallow',
    );
  const days = await git({
    cwd: root,
    command: ['log', '--first-parent', '--max-parents=0', '--no-show-signature', '--format=%cs'],
    revisions: ['HEAD'],
  });
  const first = days.stdout.toString().trim().split('\n').sort()[0];
  return new GitError(
    `nothing had been committed by ${day}${first ? `: the first commit here is of ${first}` : ''}`,
    first ? 'name that day or a later one' : undefined,
  );
}

interface About {
  readonly root: string;
  readonly commit: string;
  readonly asOf: string;
  readonly reviews: readonly string[];
}

async function inputOf(result: CheckResult, { root, commit, asOf, reviews }: About): Promise<ReportInput> {
  const baseline = readBaselineAt(root, commit);
  const { observed } = readObserved(root, asOf, baseline.policy.evidenceDays);
  const { proofs } = await proofsAt(root, commit, baseline, result, reviews.flatMap(reviewsIn), commit);
  const where = (at: Place): string => placeInWords(result, at);
  const placed = ({ finding, range }: Shown) => ({ finding, place: `${finding.at.uri}:${range.start.line + 1}:${range.start.column + 1}` });
  const address = await git({ cwd: root, command: ['config', '--get', 'remote.origin.url'] });
  const remote = remoteOf(address.stdout.toString().trim());
  return {
    repository: remote ? `${remote.host}/${remote.path}` : basename(root),
    commit,
    asOf,
    tool: { name: 'identity-posture', version },
    identities: result.identities,
    decided: baseline.decided,
    findings: result.findings.map(placed),
    accepted: result.suppressed.filter(({ finding }) => finding.standing !== undefined).map(placed),
    observed,
    policy: baseline.policy,
    proofs: new Map(proofs.map((proof) => [proof.approval.path, proof])),
    rules: await rulesOf([...result.areas, 'secret', 'drift']),
    where,
    lost: result.problems.map(({ what, uri, message }) => `${what}${uri ? ` on ${uri}` : ''}: ${message}`),
  };
}

async function written(format: ReportFlags['format'], report: ReturnType<typeof reportOf>, where: (at: Place) => string): Promise<string> {
  switch (format) {
    case 'html':
      return (await import('../report/html.ts')).htmlOf(report, where);
    case 'csv':
      return (await import('../report/csv.ts')).csvOf(report);
    case 'json':
      return (await import('../report/json.ts')).jsonOf(report);
    case 'oscal':
      return (await import('../report/oscal.ts')).oscalOf(report);
  }
}
