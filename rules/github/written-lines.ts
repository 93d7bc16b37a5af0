// What one command of a script writes into a file: its own words, the block that its `}` closes, the text behind its `<<WORD`.
import type { ScriptLine } from '../../server/engine/facts/script-lines.ts';

/** A block of a person is no longer. */
const mostLines = 100;

/**
 * The texts that the command at `index` writes, without what names the file (`from`…`to` in its line). Of a block and of a text
 * that stands in the script these are the lines within.
 */
export function writtenLines(lines: readonly ScriptLine[], index: number, from: number, to: number): string[] {
  const { text } = lines[index]!;
  const before = text.slice(0, from);
  if (/^[})]/.test(text)) return [...block(lines, index, text.startsWith('}') ? '{' : '('), before];
  if (lines[index + 1]?.data && /<<(?!<)/.test(text)) {
    const end = lines.findIndex((line, at) => at > index && !line.data);
    return lines.slice(index + 1, Math.min(end < 0 ? lines.length : end, index + mostLines)).map((line) => line.text);
  }
  // A cmdlet takes the file by name, and what it writes may stand behind it.
  return [/-(?:Content|File)\b/i.test(before) || cmdlet.test(text.slice(from, to)) ? `${before} ${text.slice(to)}` : before];
}

const cmdlet = /\b(?:Out-File|Add-Content|Set-Content)\b/i;

function block(lines: readonly ScriptLine[], index: number, opener: string): string[] {
  for (let at = index - 1; at >= Math.max(0, index - mostLines); at--)
    if (lines[at]!.text === opener) return lines.slice(at + 1, index).map((line) => line.text);
  return [];
}

/** A text of several lines between two lines of a delimiter that the script makes up: `echo "BODY<<$delimiter"`. */
export function hasMadeUpDelimiter(lines: readonly ScriptLine[]): boolean {
  return lines.some(({ text }) => /\w<<(?:["']?\$|%s)/.test(text));
}
