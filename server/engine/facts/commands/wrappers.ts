// Names that a script gives to a program: functions that hand all that they are called with on to it, `run_az() { echo
// "+ $*"; az "$@"; }`, and variables that hold it, `AZ=(az --only-show-errors)`. The program's name is put into the text where
// such a name is used, as long as that was, so that whoever reads commands finds them, each word at its place. A name that is
// shorter than the program's stays as it is, and so does a variable that is given another program elsewhere.
import { begins, bodiesIn } from './shell-functions.ts';

const programs = 'aws|az|gcloud|kubectl|oc|helm|vault|bao';
const handsOn = new RegExp(
  String.raw`(?<![\w./$-])(${programs})(?:[ \t]{1,8}--?[a-z][\w-]{0,40}(?:=[\w./-]{1,60})?){0,4}[ \t]{1,8}(?:"\$\{?[@*]\}?"|\$[@*]|@[A-Za-z]\w{0,40}(?![\w.]))`,
  'g',
);
const held = new RegExp(
  String.raw`(?<![\w$])([A-Za-z_]\w{0,60})=(?:\(|["']|["']?\$\{\w{1,60}:-)?(${programs})(?=["'})]|[ \t]{1,8}--?[a-z]|[ \t]*(?:\r?\n|$))`,
  'g',
);
const given = /(?<![\w$])([A-Za-z_]\w{0,60})=/g;
/** Words that run the command behind them. */
const runner = /(?<![\w-])(?:sudo|exec|command|time|retry|nohup|timeout[ \t]+\w{1,10})[ \t]+$/;
/** What PowerShell puts into a variable: it runs what stands behind. */
const assigned = /^[ \t]*(?:\[[\w.[\]]{1,40}\][ \t]*)?\$[\w:.]{1,60}[ \t]*=[ \t]*$/;

/** The text of a script with the names of programs in the place of names that stand for them; the text itself where none does. */
export function withWrappers(text: string, uri: string): string {
  const functions = text.search(handsOn) < 0 ? new Map<string, string>() : functionsOf(text, uri);
  const variables = text.search(held) < 0 ? new Map<string, string>() : variablesOf(text);
  if (functions.size + variables.size === 0) return text;
  const words = [
    ...functions.keys(),
    // A name, a name in brackets, or all of a list, in quotes or without.
    ...[...variables.keys()].map((name) => String.raw`\$${name}|"\$${name}"|"?\$\{${name}(?:\[@\])?\}"?`),
  ];
  const called = new RegExp(String.raw`(?<![\w./$"-])(?:${words.join('|')})(?=[ \t]+[\w"'$-])`, 'g');
  return text.replace(called, (written, at: number) => {
    const program = functions.get(written) ?? variables.get(/\w+/.exec(written)![0])!;
    return program.length <= written.length && isRun(lineBefore(text, at)) ? program.padStart(written.length) : written;
  });
}

function functionsOf(text: string, uri: string): ReadonlyMap<string, string> {
  return new Map(
    bodiesIn(text, uri).flatMap(({ name, start, end }) => {
      const run = [...text.slice(start, end).matchAll(handsOn)].find(({ index }) => isRun(lineBefore(text, start + index)));
      return run ? [[name, run[1]!] as const] : [];
    }),
  );
}

function variablesOf(text: string): ReadonlyMap<string, string> {
  const times = new Map<string, number>();
  for (const [, name] of text.matchAll(given)) times.set(name!, (times.get(name!) ?? 0) + 1);
  const found = [...text.matchAll(held)].map(([, name, program]) => ({ name: name!, program: program! }));
  return new Map(
    found.flatMap(({ name, program }) => {
      const own = found.filter((one) => one.name === name && one.program === program);
      return own.length === times.get(name) ? [[name, program] as const] : [];
    }),
  );
}

const isRun = (before: string): boolean => begins.test(before) || runner.test(before) || assigned.test(before);

const lineBefore = (text: string, at: number): string =>
  text
    .slice(Math.max(0, at - 200), at)
    .split('\n')
    .at(-1)!;
