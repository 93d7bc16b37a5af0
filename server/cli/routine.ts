// `posture routine`: the three lists of the day, each item with the command that comes next.
import { join } from 'node:path';
import { isDay } from '../posture/days.ts';
import { dueOf } from '../posture/due.ts';
import { defaultPolicy } from '../posture/policy.ts';
import { routineOf, type Task } from '../posture/routine.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { codeownersPaths, readCodeowners } from '../workspace/codeowners.ts';
import { UsageError } from '../workspace/errors.ts';
import { checkTree, placeInWords } from './check-tree.ts';
import { today } from './today.ts';
import { printError, printOut } from './print.ts';
import { harmless, indented } from './report/frame.ts';
import { textAt } from '../workspace/text-at.ts';

export interface RoutineFlags {
  readonly asOf?: string;
  readonly within: number;
  readonly format: 'pretty' | 'json';
}

export async function routineCommand(flags: RoutineFlags): Promise<void> {
  const day = flags.asOf ?? today();
  if (!isDay(day)) throw new UsageError(`--as-of ${day} is no day of the form 2027-01-31`);
  const result = await checkTree({ today: day, everyIdentity: true });
  const baseline = readBaseline(result.root);
  const due = dueOf({
    decided: baseline?.decided ?? [],
    findings: [...result.findings, ...result.suppressed].map(({ finding }) => finding),
    identities: result.identities,
    policy: baseline?.policy ?? defaultPolicy,
    today: day,
    within: flags.within,
  });
  const owners = codeownersPaths.map((path) => textAt(join(result.root, path))).find((text) => text !== undefined);
  const routine = routineOf({
    findings: result.findings.map(({ finding, range }) => ({ finding, place: `${finding.at.uri}:${range.start.line + 1}` })),
    due,
    identities: result.identities,
    ownersOf: owners === undefined ? () => [] : readCodeowners(owners),
    where: (at) => placeInWords(result, at),
  });
  if (flags.format === 'json') printOut(`${JSON.stringify({ version: 1, asOf: day, ...routine }, undefined, 2)}\n`);
  else {
    printOut(
      [
        ...section('Rotate', 'exposed or old credential', routine.rotate),
        ...section('Remove', 'standing privilege', routine.remove),
        ...section('Renew', 'record', routine.renew),
      ].join('\n'),
    );
  }
  for (const { what, uri, message } of result.problems) printError(`posture: not checked: ${what} ${uri}: ${message}\n`);
  process.exitCode = result.problems.length > 0 ? 2 : 0;
}

function section(title: string, noun: string, tasks: readonly Task[]): string[] {
  if (tasks.length === 0) return [`${title}: nothing`, ''];
  const lines = tasks.flatMap(({ severity, what, place, places, owner, command }) => [
    `  ${place ? `${harmless(place)}  ` : ''}${severity ? `${severity}  ` : ''}${owner}${places > 1 ? `  (in ${places} places)` : ''}`,
    ...indented(harmless(what), process.stdout.columns || undefined, 4),
    `    $ ${harmless(command)}`,
  ]);
  return [`${title}: ${tasks.length} ${noun}${tasks.length === 1 ? '' : 's'}`, ...lines, ''];
}
