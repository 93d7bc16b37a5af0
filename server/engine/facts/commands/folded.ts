// Texts that YAML folds: `run: >` and its lines, which are one line when a shell gets them. The breaks between lines that stand
// equally far in become blanks, so that whoever reads commands reads each to its end, every word at its place.
import type { Document } from '../../document.ts';

const header = /^([ \t]*)(?:-[ \t]+)*["']?[\w.-]{1,80}["']?[ \t]*:[ \t]+>[-+\d]{0,2}[ \t]*(?:#[^\n]*)?\r?\n/gm;

/** The text of a document with its folded texts as they are handed over, and as long as it was; itself where it has none. */
export function withFolds({ format }: Document, text: string): string {
  if (format !== 'yaml' || text.search(header) < 0) return text;
  const parts: string[] = [];
  let done = 0;
  for (const match of text.matchAll(header)) {
    const start = match.index + match[0].length;
    if (start < done) continue;
    parts.push(text.slice(done, start));
    done = start;
    let before: string | undefined;
    for (let line = lineAt(text, done); line !== undefined; line = lineAt(text, done)) {
      const indent = /^[ \t]*/.exec(line)![0];
      const isEmpty = line.trim() === '';
      if (!isEmpty && indent.length <= match[1]!.length) break;
      // Empty lines, and lines that stand further in, keep their breaks.
      if (before !== undefined && !isEmpty && before === indent)
        parts[parts.length - 1] = parts.at(-1)!.replace(/\r?\n$/, (end) => ' '.repeat(end.length));
      before = isEmpty ? undefined : indent;
      parts.push(line);
      done += line.length;
    }
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/** The line that begins at `at`, with its break; undefined behind the last one. */
function lineAt(text: string, at: number): string | undefined {
  if (at >= text.length) return undefined;
  const end = text.indexOf('\n', at);
  return text.slice(at, end < 0 ? text.length : end + 1);
}
