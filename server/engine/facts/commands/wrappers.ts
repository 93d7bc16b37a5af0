// Functions of a shell that hand all that they are called with on to a program: `run_az() { echo "+ $*"; az "$@"; }`. The
// program's name is put into the text where such a function is called, as long as the function's name was, so that whoever
// reads commands finds them, each word at its place. A name that is shorter than the program's stays as it is.
import { begins, bodiesIn } from './shell-functions.ts';

const handsOn =
  /(?<![\w./$-])(az|gcloud|kubectl|oc|helm|vault|bao)(?:[ \t]{1,8}--?[a-z][\w-]{0,40}(?:=[\w./-]{1,60})?){0,4}[ \t]{1,8}(?:"\$\{?[@*]\}?"|\$[@*])/;

/** The text of a script with the names of programs in the place of functions that stand for them; the text itself where none does. */
export function withWrappers(text: string, uri: string): string {
  if (!handsOn.test(text)) return text;
  const programs = new Map(
    bodiesIn(text, uri).flatMap(({ name, start, end }) => {
      const program = handsOn.exec(text.slice(start, end))?.[1];
      return program !== undefined && program.length <= name.length ? [[name, program] as const] : [];
    }),
  );
  if (programs.size === 0) return text;
  const called = new RegExp(String.raw`(?<![\w./$-])(?:${[...programs.keys()].join('|')})(?=[ \t]+[\w"'$-])`, 'g');
  return text.replace(called, (name, at: number) =>
    begins.test(
      text
        .slice(Math.max(0, at - 200), at)
        .split('\n')
        .at(-1)!,
    )
      ? programs.get(name)!.padStart(name.length)
      : name,
  );
}
