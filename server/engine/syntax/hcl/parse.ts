// HCL text to a tree: bodies, blocks and attributes. A first reading takes the text as it stands; only where brackets
// do not match, a second one lets every block head at the left margin end what is still open.
import { lastEnd, peek, problemAt, startOf, tokenText, type Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';
import { token, tokenize } from './lexer.ts';
import { decodeQuoted, readParts } from './template.ts';
import type { HclAttribute, HclBlock, HclBody, HclFile, HclLabel, HclTemplate } from './tree.ts';
import { nestedDeeper } from '../limits.ts';

const deepestBlock = 100;

/** The tree of any text. Never throws; what could not be read is in `problems`. Linear in the length of the text. */
export function parseHcl(text: string): HclFile {
  const first = parseOnce(text, false);
  return first.problems.length === 0 ? first : parseOnce(text, true);
}

function parseOnce(text: string, recovering: boolean): HclFile {
  const tokens = tokenize(text, recovering);
  const c: Cursor = { text, tokens, at: 0, depth: 0, skipsNewlines: false, problems: tokens.problems };
  const items = parseItems(c, 0);
  return { body: { items, span: [0, text.length] }, problems: c.problems };
}

/** The template that the inside of a string of JSON syntax is. `span` is the string's token, `inner` what is between the quotes, and `escapes` whose text has. */
export function parseTemplateText(
  text: string,
  span: readonly [number, number],
  inner: readonly [number, number],
  escapes: 'quoted' | 'heredoc' = 'quoted',
): HclTemplate {
  const tokens = tokenize(text, false, inner);
  const c: Cursor = { text, tokens, at: 0, depth: 0, skipsNewlines: false, problems: [] };
  return { kind: 'template', form: 'quoted', parts: readParts(c, escapes, parseExpression), inner, span };
}

function parseItems(c: Cursor, depth: number): (HclAttribute | HclBlock)[] {
  const items: (HclAttribute | HclBlock)[] = [];
  for (;;) {
    c.skipsNewlines = false;
    const kind = peek(c);
    if (kind === token.end) break;
    if (kind === token.newline || (depth === 0 && kind === token.reset)) c.at++;
    else if (kind === token.reset) break;
    else if (kind === token.braceClose) {
      if (depth > 0) break;
      problemAt(c, 'this brace closes nothing');
      c.at++;
    } else if (kind === token.name) items.push(...parseItem(c, depth));
    else {
      problemAt(c, 'expected an attribute or a block');
      skipLine(c);
    }
  }
  return items;
}

function parseItem(c: Cursor, depth: number): readonly (HclAttribute | HclBlock)[] {
  const start = startOf(c);
  const name = tokenText(c);
  c.at++;
  const nameSpan = [start, lastEnd(c)] as const;
  if (peek(c) === token.equals) {
    c.at++;
    const value = parseExpression(c);
    const end = Math.max(lastEnd(c), value.span[1]);
    endLine(c);
    return [{ kind: 'attribute', name, nameSpan, value, span: [start, end] }];
  }
  const labels: HclLabel[] = [];
  for (;;) {
    const kind = peek(c);
    if (kind === token.name) {
      labels.push({ text: tokenText(c), span: [startOf(c), c.tokens.ends[c.at]!] });
      c.at++;
    } else if (kind === token.quoteOpen) {
      c.at++;
      const inner = lastEnd(c);
      while (c.tokens.kinds[c.at] !== token.quoteClose && c.tokens.kinds[c.at] !== token.end) c.at++;
      const span = [inner, startOf(c)] as const;
      labels.push({ text: decodeQuoted(c.text.slice(...span)), span });
      if (c.tokens.kinds[c.at] === token.quoteClose) c.at++;
    } else break;
  }
  const head = [start, lastEnd(c)] as const;
  if (peek(c) !== token.braceOpen) {
    problemAt(c, labels.length > 0 ? 'expected "{"' : `expected "=" or a block after ${JSON.stringify(name.slice(0, 40))}`, head);
    skipLine(c);
    return [];
  }
  c.at++;
  const bodyStart = lastEnd(c);
  let items: (HclAttribute | HclBlock)[] = [];
  if (depth >= deepestBlock) skipBlock(c);
  else items = parseItems(c, depth + 1);
  const bodyEnd = startOf(c);
  const closed = peek(c) === token.braceClose;
  if (closed) c.at++;
  else problemAt(c, 'this block has no closing brace', head);
  const body: HclBody = { items, span: [bodyStart, bodyEnd] };
  const block: HclBlock = {
    kind: 'block',
    type: name,
    typeSpan: nameSpan,
    labels,
    head,
    body,
    span: [start, closed ? lastEnd(c) : bodyEnd],
    closed,
  };
  if (closed) endLine(c);
  return [block];
}

/** An item ends its line, or its one-line block. What else stands there is said and stepped over. */
function endLine(c: Cursor): void {
  const kind = peek(c);
  if (kind === token.newline || kind === token.end || kind === token.braceClose || kind === token.reset) return;
  // One-line blocks with several attributes are no HCL, but every reader of it knows what is meant.
  if (kind === token.name || kind === token.comma) {
    problemAt(c, 'expected a new line');
    if (kind === token.comma) c.at++;
    return;
  }
  problemAt(c, 'expected a new line');
  skipLine(c);
}

function skipLine(c: Cursor): void {
  for (;;) {
    const kind = c.tokens.kinds[c.at]!;
    if (kind === token.newline || kind === token.end || kind === token.reset || kind === token.braceClose) return;
    c.at++;
  }
}

function skipBlock(c: Cursor): void {
  problemAt(c, nestedDeeper(deepestBlock));
  let open = 0;
  for (;;) {
    const kind = c.tokens.kinds[c.at]!;
    if (kind === token.end || kind === token.reset) return;
    if (kind === token.braceOpen) open++;
    if (kind === token.braceClose && open-- === 0) return;
    c.at++;
  }
}
