// Documents that a script writes and hands to a command by name: `cat > policy.json <<EOF` above `file://policy.json`, and
// the same through a variable. Files that lie in the repository are read where they are.
import type { Document } from '../../document.ts';
import { heredocsIn, type Heredoc } from '../heredocs.ts';
import type { Value } from '../value.ts';
import { readLiteral } from './literal.ts';

const inFile = /^(?:fileb?:\/\/|\$\([ \t]*(?:cat[ \t]+|<[ \t]*))["']?([^\s"'()]{1,300})["']?\)?$/;
const inVariable = /^\$(?:(\w{1,60})|\{(\w{1,60})\})$/;
const inPlace = /^\$\([ \t]*cat[ \t]*<</;

/** The document behind an argument that is written at `start` as `written`; undefined where the script does not write it. */
export function documentBehind(document: Document, written: string, start: number): Value | undefined {
  const heredoc = heredocBehind(document, written, start);
  if (!heredoc) return undefined;
  const [from, to] = heredoc.body;
  const at = from + document.text.slice(from, to).search(/\S/);
  return document.text[at] === '{' ? readLiteral(document.text.slice(0, to), at, document.uri, false) : undefined;
}

function heredocBehind(document: Document, written: string, start: number): Heredoc | undefined {
  const before = document.memo(heredocBehind, () => heredocsIn(document.text));
  const file = inFile.exec(written)?.[1];
  if (file !== undefined) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    return before.findLast((one) => one.file === name && one.body[1] <= start);
  }
  const variable = inVariable.exec(written);
  if (variable) {
    const assigned = `${variable[1] ?? variable[2]!}=`;
    return before.findLast((one) => one.body[1] <= start && openingOf(document.text, one).startsWith(assigned));
  }
  return inPlace.test(written) ? before.find((one) => one.body[0] > start) : undefined;
}

/** The line that opens a heredoc, without what stands before its command. */
function openingOf(text: string, { body: [start] }: Heredoc): string {
  const from = text.lastIndexOf('\n', start - 2) + 1;
  return text.slice(from, start).replace(/^[ \t]*(?:-[ \t]+run:[ \t]*|-[ \t]+)?(?:(?:export|local|readonly)[ \t]+)?/, '');
}
