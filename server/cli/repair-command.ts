// `posture repair`: the fixes of a finding, chosen by a person and applied. At a terminal it asks; without one it lists what
// there is to choose, and `--choose` says which. Each is proved before it is written, as safe fixes are.
import { relative, resolve } from 'node:path';
import { createColors } from 'picocolors';
import type { Finding } from '../engine/finding.ts';
import type { FixMaker } from '../engine/fix.ts';
import { UsageError } from '../workspace/errors.ts';
import { checkTree } from './check-tree.ts';
import { today } from './today.ts';
import { findingsNamed } from './named-findings.ts';
import { printOut } from './print.ts';
import { harmless, indented } from './report/frame.ts';
import { paintedDiff } from './report/pretty.ts';
import type { CheckResult, Shown } from './result.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export interface RepairFlags {
  readonly choose?: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly color: boolean;
}

const keyOf = ({ rule, anchor }: Finding): string => `${rule}\0${anchor}`;
const choicesOf = ({ fix, suggestions }: Finding): readonly FixMaker[] => (fix ? [fix, ...suggestions] : suggestions);

/** `what` are places (`infra/main.tf:29`), files, rules or ids of findings; everything when there are none. */
export async function repairCommand(what: readonly string[], flags: RepairFlags): Promise<void> {
  // A number means something where its fixes were seen: over everything it would be another fix at each place.
  if (flags.choose !== undefined && what.length === 0)
    throw new UsageError(
      '--choose needs to know of what',
      'name a place such as infra/main.tf:29, a file, a folder, a rule, or . for everything',
    );
  const day = today();
  const result = await checkTree({ today: day });
  const named = what.length === 0 ? result.findings : [...new Set(what.flatMap((one) => findingsNamed(one, result)))];
  const repairable = named.filter(({ finding }) => choicesOf(finding).length > 0);
  const without = named.length - repairable.length;
  if (repairable.length === 0) {
    printOut(
      named.length === 0
        ? 'There is nothing to repair.\n'
        : `${named.length === 1 ? 'We have no fix for this finding' : `We have no fix for any of these ${named.length} findings`}: posture explain ${named[0]!.finding.rule} says what to do.\n`,
    );
    process.exitCode = named.length === 0 ? 0 : 1;
    return;
  }
  const colors = createColors(flags.color && process.stdout.isTTY === true);
  const terminal = flags.choose === undefined ? openTerminal() : undefined;
  const chosen = new Map<string, number>();
  try {
    for (const shown of repairable) {
      const choices = choicesOf(shown.finding);
      if (flags.choose !== undefined) {
        if (flags.choose > choices.length)
          throw new UsageError(
            `${placeOf(shown, result)} ${shown.finding.rule} has ${choices.length === 1 ? '1 fix' : `${choices.length} fixes`}; there is no ${flags.choose}`,
          );
        chosen.set(keyOf(shown.finding), flags.choose - 1);
      } else if (terminal) {
        const answer = await asked(terminal, shown, result);
        if (answer === 'stop') break;
        if (answer !== undefined) chosen.set(keyOf(shown.finding), answer);
      } else printOut(`${listed(shown, result)}\n`);
    }
    if (chosen.size === 0) {
      if (!terminal) printOut('--choose N applies one of them; at a terminal you are asked.\n');
      return;
    }
    const fixOf = (finding: Finding): FixMaker | undefined => {
      const index = chosen.get(keyOf(finding));
      return index === undefined ? undefined : choicesOf(finding)[index];
    };
    const planned = await checkTree({ today: day, fix: 'dry run', fixOf });
    const { applied, refused, diff } = planned.repaired!;
    if (diff) printOut(`${paintedDiff(diff, colors)}\n`);
    for (const { finding, title, why } of refused)
      printOut(colors.yellow(`Not repaired: ${harmless(finding.at.uri)}, ${finding.rule}, "${harmless(title)}": ${harmless(why)}.\n`));
    if (applied.length > 0 && !flags.dryRun && (flags.choose !== undefined || flags.yes || (await isAgreed(terminal!, applied.length)))) {
      const done = await checkTree({ today: day, fix: 'write', fixOf });
      printOut(
        `Repaired ${done.repaired!.applied.length === 1 ? '1 finding' : `${done.repaired!.applied.length} findings`} in ${done.repaired!.files.map(harmless).join(', ')}.${without > 0 ? ` ${without} without a fix of ours.` : ''}\n`,
      );
    }
    process.exitCode = refused.length > 0 ? 1 : 0;
  } finally {
    terminal?.close();
  }
}

const placeOf = ({ finding, range }: Shown, { root, cwd }: CheckResult): string =>
  harmless(`${relative(cwd, resolve(root, finding.at.uri))}:${range.start.line + 1}:${range.start.column + 1}`);

function listed(shown: Shown, result: CheckResult): string {
  const { finding } = shown;
  return [
    `${placeOf(shown, result)}  ${finding.severity}  ${finding.rule}`,
    ...indented(harmless(finding.message), process.stdout.columns || undefined),
    ...choicesOf(finding).map(({ title }, index) => `  ${index + 1}  ${harmless(title)}${index === 0 && finding.fix ? ' (safe)' : ''}`),
  ].join('\n');
}

/** The number of a fix, nothing to leave this one, or `stop`. */
async function asked(terminal: Terminal, shown: Shown, result: CheckResult): Promise<number | 'stop' | undefined> {
  terminal.say(`\n${listed(shown, result)}`);
  const most = choicesOf(shown.finding).length;
  for (;;) {
    const answer = (await terminal.ask(`Which? 1${most > 1 ? `-${most}` : ''}, (s)kip, (q)uit`, 's')).toLowerCase();
    if (answer === 's' || answer === 'skip') return undefined;
    if (answer === 'q' || answer === 'quit') return 'stop';
    const number = Number(answer);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number - 1;
  }
}

async function isAgreed(terminal: Terminal, count: number): Promise<boolean> {
  return /^y(?:es)?$/i.test(await terminal.ask(`Write ${count === 1 ? 'this change' : `these ${count} changes`}? (y)es, (n)o`, 'n'));
}
