// Whether a place in a program is in a comment, for readers that find words without a tree of the language.

/** So much of a line is looked at: a file may be one line. */
const farthest = 200;

/** Whether the line that holds an offset begins as a comment does in the languages of programs: `#`, `//`, `/*`, or `*` alone inside of one of several lines; `*rest` is code. */
export function isComment(text: string, at: number): boolean {
  const from = Math.max(0, at - farthest);
  const before = text.slice(from, at + 1);
  const line = before.lastIndexOf('\n') + 1;
  return (line > 0 || from === 0) && /^[ \t]*(?:#|\/[/*]|\*(?:[\s*/]|$))/.test(before.slice(line));
}
