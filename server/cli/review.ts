// `posture review`: walks what is due. Each is kept (approved anew as it stands now), changed (with another owner, end or
// reason) or revoked. Without a terminal it lists what is due, and takes `--keep` and `--revoke` with everything by options.
import { join } from 'node:path';
import type { Decision } from '../engine/decision.ts';
import { acceptanceOf, isDecision } from '../posture/accept.ts';
import { approvalOf } from '../posture/approve.ts';
import { dayAfter, daysBetween, isDay } from '../posture/days.ts';
import { dueOf, type Due } from '../posture/due.ts';
import { identityPath, printIdentity } from '../posture/identity-file.ts';
import { breakGlassDays, defaultPolicy, type Policy } from '../posture/policy.ts';
import { printDecision } from '../posture/record.ts';
import { decisionPath } from '../posture/seal.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { textAt } from '../workspace/text-at.ts';
import { workspaceFacts } from '../workspace/workspace-facts.ts';
import { checkTree, placeInWords } from './check-tree.ts';
import { today } from './today.ts';
import { printError, printOut } from './print.ts';
import { confirmRecords, countWhenMerged, writeRecords } from './proposed-records.ts';
import type { CheckResult } from './result.ts';
import { askDay, askText, choose, openTerminal, type Terminal } from './terminal.ts';

export interface ReviewFlags {
  readonly keep?: boolean;
  readonly revoke?: boolean;
  readonly list?: boolean;
  readonly approvedBy?: string;
  readonly owner?: string;
  readonly reason?: string;
  readonly until?: string;
  readonly within: number;
  readonly asOf?: string;
  readonly target?: string;
  readonly format: 'pretty' | 'json';
  readonly yes?: boolean;
}

/** One record as it will be. */
interface Written {
  readonly path: string;
  readonly text: string;
  readonly said: string;
}

/** What every part of a review looks at. */
interface About {
  readonly result: CheckResult;
  readonly policy: Policy;
  readonly day: string;
  readonly flags: ReviewFlags;
  /** By CODEOWNERS of the working tree, for what has no approval that names an owner. */
  ownersOf(uri: string): readonly string[];
}

interface Words {
  readonly owner?: string;
  readonly by: string;
  readonly until?: string;
  readonly reason?: string;
}

export async function reviewCommand(ids: readonly string[], flags: ReviewFlags): Promise<void> {
  if (flags.keep && flags.revoke) throw new UsageError('--keep and --revoke do not go together');
  if (ids.length > 0 && !flags.keep && !flags.revoke) throw new UsageError('say what becomes of it: --keep or --revoke');
  for (const [option, day] of [
    ['--as-of', flags.asOf],
    ['--until', flags.until],
  ] as const)
    if (day !== undefined && !isDay(day)) throw new UsageError(`${option} ${day} is no day of the form 2027-01-31`);
  const day = flags.asOf ?? today();
  const result = await checkTree({ today: day, target: flags.target, everyIdentity: true });
  const baseline = readBaseline(result.root, flags.target);
  const policy = baseline?.policy ?? defaultPolicy;
  const due = dueOf({
    decided: baseline?.decided ?? [],
    findings: [...result.findings, ...result.suppressed].map(({ finding }) => finding),
    identities: result.identities,
    policy,
    today: day,
    within: flags.within,
  });
  for (const problem of result.problems) printError(`posture: not checked: ${problem.what} ${problem.uri}: ${problem.message}\n`);

  const terminal = flags.keep || flags.revoke || flags.list || flags.format === 'json' || flags.yes ? undefined : openTerminal();
  try {
    const about: About = { result, policy, day, flags, ownersOf: workspaceFacts(day, (uri) => textAt(join(result.root, uri))).ownersOf };
    if (flags.keep || flags.revoke) await decide(ids, due, about);
    else if (terminal && due.length > 0) await walk(due, about, terminal);
    else list(due, about);
  } finally {
    terminal?.close();
  }
  if (result.problems.length > 0) process.exitCode = 2;
}

function list(due: readonly Due[], about: About): void {
  const { flags } = about;
  const rows = due.map((one) => ({ ...plain(one, about), why: one.why, ...(one.days === undefined ? {} : { days: one.days }) }));
  if (flags.format === 'json') printOut(`${JSON.stringify({ version: 1, due: rows }, undefined, 2)}\n`);
  else if (rows.length === 0) printOut(`Nothing is due within ${flags.within} days.\n`);
  else
    printOut(
      `${rows.map((row) => `${row.id}  ${row.what}, ${row.owner}: ${row.why}`).join('\n')}\n\n${rows.length} due. At a terminal \`posture review\` walks through them; \`posture review ID --keep\` or \`--revoke\` settles one.\n`,
    );
  process.exitCode = due.some(({ days }) => days === undefined || days < 0) ? 1 : 0;
}

function plain(one: Due, { result, policy, ownersOf }: About): { readonly id: string; readonly what: string; readonly owner: string } {
  if (one.subject === 'identity') {
    const { entry, record } = one.judged;
    return {
      id: one.id,
      what: `${entry.kind} ${entry.name} at ${placeInWords(result, entry.at)}`,
      owner: record?.approved?.owner ?? entry.owner ?? 'nobody',
    };
  }
  const at = one.finding && placeInWords(result, one.finding.at);
  return {
    id: one.id,
    what: `${one.decision.rule}${at ? ` at ${at}` : ''}`,
    owner: one.decision.approved?.owner ?? (one.finding && ownersOf(one.finding.at.uri)[0]) ?? policy.fallbackOwner ?? 'nobody',
  };
}

async function decide(ids: readonly string[], due: readonly Due[], about: About): Promise<void> {
  const { result, policy, day, flags } = about;
  if (ids.length === 0) throw new UsageError('name what is to be kept or revoked by its id', '`posture review --list` gives the ids');
  if (flags.keep && !flags.approvedBy?.trim()) throw new UsageError('--approved-by is required: keeping something is approving it anew');
  if (flags.revoke && !flags.reason?.trim()) throw new UsageError('--reason is required: what is revoked says why');
  const made: Written[] = [];
  const refused: string[] = [];
  for (const id of ids) {
    const one = due.find((other) => other.id === id || (other.subject === 'identity' && other.judged.entry.id === id));
    if (!one) throw new UsageError(`${id} is not due`, '`posture review --list` gives what is; --within 365 looks further ahead');
    const outcome = flags.revoke
      ? revoked(one, flags.reason!)
      : kept(one, { owner: flags.owner, by: flags.approvedBy!, until: flags.until, reason: flags.reason }, policy, day);
    if ('why' in outcome) refused.push(`not kept: ${plain(one, about).what}: ${outcome.why}`);
    else made.push(outcome);
  }
  for (const line of refused) printOut(`${line}\n`);
  if (made.length > 0) await confirmRecords(made.length, flags.yes, undefined);
  write(made, result);
  process.exitCode = refused.length > 0 ? 1 : 0;
}

async function walk(due: readonly Due[], about: About, terminal: Terminal): Promise<void> {
  const { result, policy, day, flags } = about;
  const made: Written[] = [];
  let by = flags.approvedBy;
  for (const [index, one] of due.entries()) {
    const { what, owner } = plain(one, about);
    terminal.say(`\n${index + 1} of ${due.length}: ${what}, ${owner}: ${one.why}`);
    terminal.say(
      `  ${one.subject === 'decision' ? `${one.finding?.message ?? ''}\n  accepted because: ${one.decision.reason}` : `for: ${one.judged.record?.purpose ?? 'nobody said'}`}`,
    );
    if (one.subject === 'identity') for (const { item } of one.judged.beyond.slice(0, 20)) terminal.say(`  + ${item}`);
    const answer = await choose(terminal, 'What becomes of it?', ['keep', 'change', 'revoke', 'skip', 'quit'], 'skip');
    if (answer === 'quit') break;
    if (answer === 'skip') continue;
    if (answer === 'revoke') {
      made.push(revoked(one, await askText(terminal, 'Why?')));
      continue;
    }
    by = await askText(terminal, 'Who approves?', by);
    const most = longest(one, policy);
    const until = await askDay(
      terminal,
      one.subject === 'identity' ? 'When is it looked at again?' : 'Until when?',
      usualEnd(one, policy, day),
      (text) =>
        !isDay(text)
          ? `"${text}" is no day of the form 2027-01-31.`
          : daysBetween(day, text) < 1
            ? 'That day has passed.'
            : most !== undefined && daysBetween(day, text) > most
              ? `The policy allows ${most} days, to ${dayAfter(day, most)}.`
              : undefined,
    );
    const words: Words =
      answer === 'keep'
        ? { by, until }
        : {
            by,
            until,
            owner: await askText(terminal, 'Who answers for it?', owner),
            reason: await askText(
              terminal,
              'Why is it fine?',
              one.subject === 'decision' ? one.decision.reason : one.judged.record?.purpose,
            ),
          };
    const outcome = kept(one, words, policy, day);
    if ('why' in outcome) terminal.say(`Not kept: ${outcome.why}`);
    else made.push(outcome);
  }
  if (made.length > 0) {
    terminal.say('');
    await confirmRecords(made.length, flags.yes, terminal);
  }
  write(made, result);
}

function longest(one: Due, policy: Policy): number | undefined {
  if (one.subject === 'identity') return policy.reviewDays;
  return one.decision.kind === 'break-glass' ? breakGlassDays : one.finding && policy.lifetimes[one.finding.severity];
}

/** As long as it was approved before, as far as the policy allows that. */
function usualEnd(one: Due, policy: Policy, day: string): string {
  const approved = one.subject === 'identity' ? one.judged.record?.approved : one.decision.approved;
  const end = approved && ('review' in approved ? approved.review : approved.until);
  const before = approved && end ? Math.max(1, daysBetween(approved.on, end)) : 90;
  return dayAfter(day, Math.min(before, longest(one, policy) ?? before));
}

/** The record that approves it anew, as it stands now. */
function kept(one: Due, words: Words, policy: Policy, day: string): Written | { readonly why: string } {
  const until = words.until ?? usualEnd(one, policy, day);
  if (one.subject === 'identity') {
    const { entry, record } = one.judged;
    const owner = words.owner ?? record?.approved?.owner ?? entry.owner ?? policy.fallbackOwner;
    if (owner === undefined) return { why: 'nobody answers for it: give --owner' };
    const made = approvalOf(
      entry,
      { owner, by: words.by, on: day, review: until, purpose: words.reason ?? record?.purpose ?? 'reviewed and kept' },
      policy,
    );
    return 'why' in made
      ? made
      : { path: identityPath(made), text: printIdentity(made), said: `kept until ${until}: ${entry.kind} ${entry.name}` };
  }
  const { decision, finding } = one;
  const owner = words.owner ?? decision.approved?.owner ?? policy.fallbackOwner;
  if (!finding) return { why: 'it is nowhere any more; `posture prune` removes the record' };
  if (owner === undefined) return { why: 'nobody answers for it: give --owner' };
  const made = acceptanceOf(
    finding,
    { kind: decision.kind, owner, by: words.by, on: day, until, reason: words.reason ?? decision.reason },
    policy,
  );
  return isDecision(made) ? { path: decisionPath(made), text: printDecision(made), said: `kept until ${until}: ${made.rule}` } : made;
}

/** The record that says it is to go. What it is about is reported until it is gone. */
function revoked(one: Due, reason: string): Written {
  if (one.subject === 'identity') {
    const { approved: _gone, ...rest } = one.judged.record!;
    return {
      path: identityPath(rest),
      text: printIdentity({ ...rest, state: 'revoked', purpose: `${reason} (was: ${rest.purpose})` }),
      said: `revoked: ${rest.kind} ${rest.name}`,
    };
  }
  const { approved: _gone, ...rest } = one.decision;
  const decision: Decision = { ...rest, state: 'revoked', reason };
  return { path: decisionPath(decision), text: printDecision(decision), said: `revoked: ${decision.rule}` };
}

function write(made: readonly Written[], result: CheckResult): void {
  writeRecords(made, result.root);
  for (const { said, path } of made) printOut(`${said} → ${path}\n`);
  printOut(made.length > 0 ? countWhenMerged : 'Nothing was changed.\n');
}
