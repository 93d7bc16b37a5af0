// `posture approve`: writes the records that ask the team to approve identities as they stand. They count when they stand
// on the target branch. At a terminal it walks through what nobody has approved; without one it takes everything by options.
import type { IdentityRecord } from '../engine/identity-record.ts';
import { approvalOf, scopeChange } from '../posture/approve.ts';
import { dayAfter, daysBetween, isDay } from '../posture/days.ts';
import { identityPath, printIdentity } from '../posture/identity-file.ts';
import type { JudgedIdentity } from '../posture/identities.ts';
import type { Policy } from '../posture/policy.ts';
import { policyIn } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { checkTree, placeInWords } from './check-tree.ts';
import { today } from './today.ts';
import { printOut } from './print.ts';
import { confirmRecords, countWhenMerged, writeRecords } from './proposed-records.ts';
import { harmless } from './report/frame.ts';
import type { CheckResult } from './result.ts';
import { askDay, askText, choose, openTerminal, type Terminal } from './terminal.ts';

export interface ApproveFlags {
  readonly all?: boolean;
  readonly owner?: string;
  readonly approvedBy?: string;
  readonly purpose?: string;
  readonly review?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly target?: string;
}

/** Days to the review that are offered where nobody says otherwise; the policy may allow fewer. */
const usualReview = 90;

/** `identities` are ids, names, kinds, or paths of files that declare some. */
export async function approveCommand(identities: readonly string[], flags: ApproveFlags): Promise<void> {
  const terminal = flags.yes || flags.dryRun ? undefined : openTerminal();
  try {
    if (identities.length === 0 && !flags.all && !terminal)
      throw new UsageError(
        'name the identities to approve (an id, a name, a kind such as agent, or a file), or give --all',
        '`posture inventory` lists them',
      );
    if (!terminal)
      for (const [option, value] of [
        ['--approved-by', flags.approvedBy],
        ['--purpose', flags.purpose],
      ] as const) {
        if (!value?.trim()) throw new UsageError(`${option} is required: an approval says who gave it and what the identity is for`);
      }
    if (flags.review !== undefined && !isDay(flags.review))
      throw new UsageError(`--review ${flags.review} is no day of the form 2027-01-31`);
    const day = today();
    const result = await checkTree({ today: day, target: flags.target, everyIdentity: true });
    const { policy, refused } = policyIn(result.root);
    for (const { uri, problems } of refused) throw new UsageError(`${uri}: ${problems.map((problem) => problem.message).join('; ')}`);
    const chosen =
      identities.length > 0 ? [...new Set(identities.flatMap((one) => chosenBy(one, result)))] : result.identities.filter(isOpen);
    const made = terminal ? await walk(chosen, result, policy, flags, day, terminal) : withOptions(chosen, result, policy, flags, day);
    await write(made, result, flags, terminal);
  } finally {
    terminal?.close();
  }
}

/** What `--all` and a walk are about: what somebody has to look at. An identity without any scope is approved only by name. */
function isOpen({ entry, state, scope }: JudgedIdentity): boolean {
  return state !== 'approved' && state !== 'pending' && (entry.declared || scope.length > 0);
}

function chosenBy(text: string, result: CheckResult): readonly JudgedIdentity[] {
  const bare = text.replace(/^\.\//, '');
  const found = result.identities.filter(
    ({ entry }) => entry.id === text || entry.name === text || entry.kind === text || entry.at.uri === bare,
  );
  if (found.length === 0)
    throw new UsageError(
      `there is no identity ${text}`,
      '`posture inventory` lists them; `posture approve --all` takes all that nobody approved',
    );
  return found;
}

interface Made {
  readonly records: readonly { readonly record: IdentityRecord; readonly judged: JudgedIdentity }[];
  readonly said: readonly string[];
  readonly kept: number;
}

function ownerOf(judged: JudgedIdentity, flags: ApproveFlags, policy: Policy): string | undefined {
  return flags.owner ?? judged.record?.approved?.owner ?? judged.entry.owner?.split(/\s+/)[0] ?? policy.fallbackOwner;
}

function reviewDay(flags: ApproveFlags, policy: Policy, day: string): string {
  return flags.review ?? dayAfter(day, Math.min(usualReview, policy.reviewDays));
}

function withOptions(chosen: readonly JudgedIdentity[], result: CheckResult, policy: Policy, flags: ApproveFlags, day: string): Made {
  const records: { record: IdentityRecord; judged: JudgedIdentity }[] = [];
  const said: string[] = [];
  let kept = 0;
  for (const judged of chosen) {
    const owner = ownerOf(judged, flags, policy);
    const made =
      owner === undefined
        ? { why: 'nobody answers for it: give --owner, or name its files in CODEOWNERS' }
        : approvalOf(
            judged.entry,
            { owner, by: flags.approvedBy!, on: day, review: reviewDay(flags, policy, day), purpose: flags.purpose! },
            policy,
          );
    if ('why' in made) {
      kept++;
      said.push(harmless(`not approved: ${judged.entry.id} (${placeInWords(result, judged.entry.at)}): ${made.why}`));
    } else records.push({ record: made, judged });
  }
  return { records, said, kept };
}

async function walk(
  chosen: readonly JudgedIdentity[],
  result: CheckResult,
  policy: Policy,
  flags: ApproveFlags,
  day: string,
  terminal: Terminal,
): Promise<Made> {
  const records: { record: IdentityRecord; judged: JudgedIdentity }[] = [];
  let kept = 0;
  let by = flags.approvedBy;
  for (const [index, judged] of chosen.entries()) {
    const { entry } = judged;
    terminal.say(`\n${index + 1} of ${chosen.length}: the ${entry.kind} ${entry.name}, ${placeInWords(result, entry.at)}`);
    const shown = judged.record ? scopeLines(judged) : judged.scope.map(({ item }) => `  ${item}`);
    for (const line of shown.slice(0, 40)) terminal.say(line);
    if (shown.length > 40) terminal.say(`  and ${shown.length - 40} more; \`posture inventory\` has them all`);
    if (shown.length === 0) terminal.say('  it may do nothing that is known here');
    const answer = await choose(terminal, 'Approve it as it is?', ['yes', 'no', 'quit'], 'no');
    if (answer === 'quit') break;
    if (answer === 'no') {
      kept++;
      continue;
    }
    const owner = await askText(terminal, 'Who answers for it (as in CODEOWNERS)?', ownerOf(judged, flags, policy));
    by = await askText(terminal, 'Who approves?', by);
    const purpose = await askText(terminal, 'What is it for?', flags.purpose ?? judged.record?.purpose);
    const review = await askDay(terminal, 'When is it looked at again?', reviewDay(flags, policy, day), (text) =>
      !isDay(text)
        ? `"${text}" is no day of the form 2027-01-31.`
        : daysBetween(day, text) < 1
          ? 'That day has passed.'
          : daysBetween(day, text) > policy.reviewDays
            ? `The policy allows ${policy.reviewDays} days, to ${dayAfter(day, policy.reviewDays)}.`
            : undefined,
    );
    const made = approvalOf(entry, { owner, by, on: day, review, purpose }, policy);
    if ('why' in made) {
      kept++;
      terminal.say(`Not approved: ${made.why}`);
    } else records.push({ record: made, judged });
  }
  return { records, said: [], kept };
}

/** Of an identity that was approved before: what is new and what is gone. */
function scopeLines({ record, scope }: JudgedIdentity): string[] {
  const was = new Set(record!.scope);
  const is = new Set(scope.map(({ item }) => item));
  return [
    ...scope.map(({ item }) => `${was.has(item) ? '  ' : '+ '}${item}`),
    ...record!.scope.filter((item) => !is.has(item)).map((item) => `- ${item}`),
  ];
}

async function write(
  { records, said, kept }: Made,
  result: CheckResult,
  flags: ApproveFlags,
  terminal: Terminal | undefined,
): Promise<void> {
  const lines = [...said];
  for (const { record, judged } of records) {
    const { added, removed } = scopeChange(judged.record, record);
    lines.push(
      `${flags.dryRun ? 'would approve' : 'approved'}: ${record.kind} ${record.name} with ${record.scope.length === 1 ? '1 item' : `${record.scope.length} items`}${judged.record ? `, ${added.length} new and ${removed.length} gone` : ''}, review by ${record.approved!.review} → ${identityPath(record)}`,
    );
  }
  const writing = records.length > 0 && !flags.dryRun;
  if (writing) {
    await confirmRecords(records.length, flags.yes, terminal);
    writeRecords(
      records.map(({ record }) => ({ path: identityPath(record), text: printIdentity(record) })),
      result.root,
    );
  }
  printOut(lines.length === 0 ? 'There is nothing to approve.\n' : `${lines.join('\n')}\n`);
  if (writing) printOut(countWhenMerged);
  process.exitCode = kept > 0 || (records.length === 0 && !terminal) ? 1 : 0;
}
