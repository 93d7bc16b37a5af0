// Functions of a shell that hand all that they are called with on to a program: `run_az() { echo "+ $*"; az "$@"; }`. The
// program's name is put into the text where such a function is called, as long as the function's name was, so that whoever
// reads commands finds them, each word at its place. A name that is shorter than the program's stays as it is.
import { begins, bodiesIn } from './shell-functions.ts';

const handsOn =
  /(?<![\w./$-])(az|gcloud|kubectl|oc|helm|vault|bao)(?:[ \t]{1,8}--?[a-z][\w-]{0,40}(?:=[\w./-]{1,60})?){0,4}[ \t]{1,8}(?:"\$\{?[@*]\}?"|\$[@*])/g;
/** Words that run the command behind them. */
const runner = /(?<![\w-])(?:sudo|exec|command|time|retry|nohup|timeout[ \t]+\w{1,10})[ \t]+$/;

/** The text of a script with the names of programs in the place of functions that stand for them; the text itself where none does. */
export function withWrappers(text: string, uri: string): string {
  if (text.search(handsOn) < 0) return text;
  const programs = new Map(
    bodiesIn(text, uri).flatMap(({ name, start, end }) => {
      const run = [...text.slice(start, end).matchAll(handsOn)].find(({ index }) => isRun(lineBefore(text, start + index)));
      return run && run[1]!.length <= name.length ? [[name, run[1]!] as const] : [];
    }),
  );
  if (programs.size === 0) return text;
  const called = new RegExp(String.raw`(?<![\w./$-])(?:${[...programs.keys()].join('|')})(?=[ \t]+[\w"'$-])`, 'g');
  return text.replace(called, (name, at: number) => (isRun(lineBefore(text, at)) ? programs.get(name)!.padStart(name.length) : name));
}

const isRun = (before: string): boolean => begins.test(before) || runner.test(before);

const lineBefore = (text: string, at: number): string =>
  text
    .slice(Math.max(0, at - 200), at)
    .split('\n')
    .at(-1)!;
