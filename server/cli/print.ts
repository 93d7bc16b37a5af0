// The one door to the terminal. Much of what we print was written by whoever wrote the repository: names of files and
// keys, messages of commits, branches. Nothing of it may steer a terminal or turn the reading direction.

/** Control characters of both sets, and marks that turn the direction. Tabs and ends of lines stay. */
// eslint-disable-next-line no-control-regex
const steering = /\x1b\[(?:\d{1,3}(?:;\d{1,3}){0,4})?m|\r(?!\n)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Colours that our own reports use; none hides text. */
// eslint-disable-next-line no-control-regex
const colour = /^\x1b\[(?:[0-479]|2[1-79]|3[0-79]|4[0-79]|9[0-7])m$/;

/** To people or programs on standard output. */
export function printOut(text: string): void {
  process.stdout.write(steered(text, process.stdout));
}

/** To people on standard error. */
export function printError(text: string): void {
  process.stderr.write(steered(text, process.stderr));
}

/** The text for whoever writes to the terminal by other means: a question. */
export const unsteered = (text: string): string => steered(text, process.stderr);

/** Data keeps what it says: in JSON such a character is written as an escape, elsewhere a dot stands for it. */
function steered(text: string, stream: NodeJS.WriteStream): string {
  const isData = /^[{[]/.test(text);
  const coloured = stream.isTTY === true || (process.env['FORCE_COLOR'] ?? process.env['CI']) !== undefined;
  return text.replace(steering, (found) => {
    if (found.length > 1) return coloured && colour.test(found) ? found : `\u00b7${found.slice(1)}`;
    return isData ? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}` : '\u00b7';
  });
}
