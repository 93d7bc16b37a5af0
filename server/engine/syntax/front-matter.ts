// Front matter of a Markdown file: the YAML between `---` at its very start and the next `---`. Offsets stay those of the
// whole text. What stands after the front matter is not read.
import { parseYaml } from './yaml.ts';
import type { DataTree } from './data.ts';

/** Front matter longer than this is not front matter. */
const longest = 100_000;

/** The tree of a text's front matter; no roots where there is none. Without a closing line it ends at the first blank line, and a problem says so. */
export function parseFrontMatter(text: string): DataTree {
  const opening = /^---[ \t]*\r?(?:\n|$)/.exec(text);
  if (!opening) return { roots: [], problems: [] };
  const from = opening[0].length;
  const closing = endOf(text, from);
  if (closing !== undefined) return parseYaml(text.slice(0, closing));
  const blank = text.slice(from, longest).search(/\r?\n[ \t]*\r?\n/);
  const end = blank < 0 ? Math.min(text.length, longest) : from + blank;
  const tree = parseYaml(text.slice(0, end));
  return { roots: tree.roots, problems: [...tree.problems, { message: 'the front matter has no closing ---', span: [0, 3] }] };
}

/** Where the text below the front matter begins: 0 where there is none, the end where it has no closing line. */
export function bodyStart(text: string): number {
  const opening = /^---[ \t]*\r?(?:\n|$)/.exec(text);
  if (!opening) return 0;
  const closing = endOf(text, opening[0].length);
  const next = closing === undefined ? -1 : text.indexOf('\n', closing);
  return next < 0 ? text.length : next + 1;
}

/** Where the line begins that closes the front matter. */
function endOf(text: string, from: number): number | undefined {
  for (let at = from; at < text.length && at < longest;) {
    const next = text.indexOf('\n', at);
    const line = text.slice(at, next < 0 ? text.length : next);
    if (/^(?:---|\.\.\.)[ \t]*\r?$/.test(line)) return at;
    if (next < 0) return undefined;
    at = next + 1;
  }
  return undefined;
}
