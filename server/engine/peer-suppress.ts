// Comments by which a team accepted a line for another tool that checks the same condition: `# zizmor: ignore[unpinned-uses]`.
// Whoever reviewed it there is not asked again here. Which of our rules a check of theirs stands for is what the rules say
// themselves in `meta.peers`. Read in YAML only, where that tool reads them; what its configuration file ignores is not.
import type { Document } from './document.ts';
import type { Suppression } from './suppress.ts';
import { lineSpanAt, type Span } from './text/text.ts';

const word = 'zizmor:';
/** A block is followed this far, and more comments than these are not read: linear in the text, whatever it holds. */
const mostLines = 1000;
const mostComments = 1000;

const directive = /^zizmor: ignore\[([a-z0-9, -]{1,200})\]/;

/** All such comments of a document. One scan for the word; a text without it costs nothing more. */
export function readPeerSuppressions(document: Document): Suppression[] {
  const { text, uri, format } = document;
  if (format !== 'yaml') return [];
  const found: Suppression[] = [];
  for (let index = text.indexOf(word); index >= 0 && found.length < mostComments; index = text.indexOf(word, index + word.length)) {
    const line = lineSpanAt(text, index);
    const match = /(?:^|\s)#\s*$/.test(text.slice(line[0], index)) ? directive.exec(text.slice(index, line[1])) : null;
    if (!match) continue;
    const reason = text
      .slice(index + match[0].length, line[1])
      .replace(/^[\s:#-]+/, '')
      .trim();
    found.push({
      at: { uri, span: [index, line[1]] },
      rules: [],
      peers: match[1]!.split(',').map((check) => `zizmor ${check.trim()}`),
      reason: reason === '' ? 'accepted for zizmor, without a reason' : reason,
      covers: coveredBy(text, line),
    });
  }
  return found;
}

/**
 * The entry that the comment stands at, with what is indented below it; of a step, the whole step, because that is what
 * the tool takes for the place of most of its findings. A comment alone on a line stands at the entry that follows.
 */
function coveredBy(text: string, line: Span): Span {
  let entry = line;
  while (/^\s*(?:#|$)/.test(text.slice(...entry))) {
    const next = lineBelow(text, entry);
    if (!next) return line;
    entry = next;
  }
  const head = stepOf(text, entry) ?? entry;
  const indent = indentOf(text, head);
  let end = entry[1];
  let left = mostLines;
  for (let next = lineBelow(text, head); next && left-- > 0; next = lineBelow(text, next)) {
    const blank = text.slice(...next).trim() === '';
    if (!blank && indentOf(text, next) <= indent) break;
    if (!blank) end = Math.max(end, next[1]);
  }
  return [Math.min(head[0], line[0]), end];
}

/** The line with the dash of the list item one of whose own keys stands on this line. */
function stepOf(text: string, line: Span): Span | undefined {
  const key = /^(\s*)((?:-\s+)?)[\w-]+:/.exec(text.slice(...line));
  if (!key) return undefined;
  if (key[2] !== '') return line;
  const column = key[1]!.length;
  let left = mostLines;
  for (let above = lineAbove(text, line); above && left-- > 0; above = lineAbove(text, above)) {
    const written = text.slice(...above);
    const dash = /^(\s*)-\s+/.exec(written);
    if (dash && dash[0].length === column) return above;
    if (written.trim() !== '' && indentOf(text, above) < column) return undefined;
  }
  return undefined;
}

function indentOf(text: string, line: Span): number {
  let at = line[0];
  while (at < line[1] && text.charCodeAt(at) === 32) at++;
  return at - line[0];
}

function lineBelow(text: string, line: Span): Span | undefined {
  let at = line[1];
  if (at >= text.length) return undefined;
  if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at++;
  return lineSpanAt(text, at + 1);
}

function lineAbove(text: string, line: Span): Span | undefined {
  let at = line[0] - 1;
  if (at < 0) return undefined;
  if (text.charCodeAt(at) === 10 && text.charCodeAt(at - 1) === 13) at--;
  return lineSpanAt(text, at);
}
