// Where a word of a PowerShell script is a command that runs: not in a comment, and not among the words of another.
import { isWithinAny, type Span } from '../../text/text.ts';

/** What may stand before a command on its line. */
const begins = /(?:^|[;|({=&]|\b(?:return|try|else|do|process|begin|end)|\s-c(?:ommand)?\s{1,4}["'])\s{0,100}$/i;
const yamlKey = /^\s*(?:-\s+)?["']?(?!description|title|summary|name|message|notes?|comment)[\w.-]+["']?\s*:\s*(?:[|>][-+\d]*\s*)?$/i;
const commented = /(?:^|\s)#(?!>)/;

/** Whether a command begins at an offset of this text; behind the key of a pipeline only where that is asked for. */
export function runsAsCommand(text: string): (offset: number, behindKeys: boolean) => boolean {
  const comments = commentsIn(text);
  return (offset, behindKeys) => {
    const before = lineBefore(text, offset);
    return (begins.test(before) || (behindKeys && yamlKey.test(before))) && !commented.test(before) && !isWithinAny(comments, offset);
  };
}

/** What stands before an offset on its line; never further back than a command may. */
function lineBefore(text: string, offset: number): string {
  const from = Math.max(0, offset - 400);
  return text.slice(from + text.slice(from, offset).lastIndexOf('\n') + 1, offset);
}

/** `<# … #>`, in their order. */
function commentsIn(text: string): { readonly span: Span }[] {
  const found: { span: Span }[] = [];
  for (let open = text.indexOf('<#'); open >= 0;) {
    const close = text.indexOf('#>', open + 2);
    const end = close < 0 ? text.length : close + 2;
    found.push({ span: [open, end] });
    open = text.indexOf('<#', end);
  }
  return found;
}

/** `@"` to a line that begins with `"@`, in their order: texts that hold what they like. */
export function hereStringsIn(text: string): { readonly span: Span }[] {
  const found: { span: Span }[] = [];
  const open = /@(["'])[ \t]{0,20}\r?\n/g;
  const unclosed = new Set<string>();
  for (let match = open.exec(text); match; match = open.exec(text)) {
    const quote = match[1]!;
    const close = unclosed.has(quote) ? -1 : text.indexOf(`\n${quote}@`, open.lastIndex - 1);
    if (close < 0) {
      unclosed.add(quote);
      continue;
    }
    found.push({ span: [match.index, close + 3] });
    open.lastIndex = close + 3;
  }
  return found;
}
