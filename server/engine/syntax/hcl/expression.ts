// HCL expressions from tokens. Never throws; what cannot be read becomes `unreadable` and a problem, and the tokens
// that follow are left to the caller. Nesting is bounded, so that no text overflows the stack.
import type { Span } from '../../text/text.ts';
import { closeWith, deepest, isEndOfNesting, lastEnd, peek, problemAt, skipNested, startOf, tokenText, type Cursor } from './cursor.ts';
import { token } from './lexer.ts';
import { readTemplate } from './template.ts';
import type { HclEntry, HclExpression, HclStep } from './tree.ts';
import { tableOf } from '../../table.ts';

const precedence = tableOf<number>({
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '>': 4,
  '<=': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
});

export function parseExpression(c: Cursor): HclExpression {
  if (c.depth >= deepest) return skipNested(c);
  c.depth++;
  const test = parseBinary(c, 1);
  let result = test;
  if (peek(c) === token.question) {
    c.at++;
    const yes = parseExpression(c);
    let no: HclExpression;
    if (peek(c) === token.colon) {
      c.at++;
      no = parseExpression(c);
    } else {
      problemAt(c, 'expected ":" of the conditional');
      no = { kind: 'unreadable', span: [lastEnd(c), lastEnd(c)] };
    }
    result = { kind: 'conditional', test, yes, no, span: [test.span[0], no.span[1]] };
  }
  c.depth--;
  return result;
}

function parseBinary(c: Cursor, least: number): HclExpression {
  let left = parseUnary(c);
  let links = 0;
  while (peek(c) === token.operator) {
    const operator = tokenText(c);
    const level = precedence.get(operator) ?? 0;
    if (level < least) break;
    c.at++;
    const right = parseBinary(c, level + 1);
    // A chain is a tree as deep as it is long; past a thousand links nobody evaluates it.
    left =
      ++links > 1000
        ? { kind: 'unreadable', span: [left.span[0], right.span[1]] }
        : { kind: 'binary', operator, left, right, span: [left.span[0], right.span[1]] };
  }
  return left;
}

function parseUnary(c: Cursor): HclExpression {
  const prefixes: { operator: '!' | '-'; start: number }[] = [];
  while (peek(c) === token.operator) {
    const operator = tokenText(c);
    if (operator !== '!' && operator !== '-') break;
    if (prefixes.length < deepest) prefixes.push({ operator, start: startOf(c) });
    c.at++;
  }
  let result = parsePostfix(c);
  for (const { operator, start } of prefixes.reverse()) {
    result =
      operator === '-' && result.kind === 'literal' && typeof result.value === 'number'
        ? { kind: 'literal', value: -result.value, span: [start, result.span[1]] }
        : { kind: 'unary', operator, operand: result, span: [start, result.span[1]] };
  }
  return result;
}

function parsePostfix(c: Cursor): HclExpression {
  const base = parsePrimary(c);
  const steps: HclStep[] = [];
  for (;;) {
    // A step may not begin on the next line, except inside brackets.
    const kind = peek(c);
    const start = startOf(c);
    if (kind === token.dot) {
      const next = c.tokens.kinds[c.at + 1];
      if (next === token.name || next === token.number) {
        c.at++;
        steps.push({ kind: 'attribute', name: tokenText(c), span: [startOf(c), c.tokens.ends[c.at]!] });
        c.at++;
      } else if (next === token.operator && c.text[c.tokens.starts[c.at + 1]!] === '*') {
        c.at += 2;
        steps.push({ kind: 'splat', span: [start, lastEnd(c)] });
      } else {
        c.at++;
        problemAt(c, 'expected a name after "."', [start, start + 1]);
        break;
      }
    } else if (kind === token.bracketOpen) {
      const outer = c.skipsNewlines;
      c.skipsNewlines = true;
      c.at++;
      if (peek(c) === token.operator && tokenText(c) === '*' && c.tokens.kinds[c.at + 1] === token.bracketClose) {
        c.at += 2;
        steps.push({ kind: 'splat', span: [start, lastEnd(c)] });
      } else {
        const index = parseExpression(c);
        if (peek(c) === token.bracketClose) c.at++;
        else problemAt(c, 'expected "]"');
        steps.push({ kind: 'index', index, span: [start, lastEnd(c)] });
      }
      c.skipsNewlines = outer;
    } else break;
  }
  return steps.length === 0 ? base : { kind: 'traversal', base, steps, span: [base.span[0], lastEnd(c)] };
}

function parsePrimary(c: Cursor): HclExpression {
  const kind = peek(c);
  const start = startOf(c);
  switch (kind) {
    case token.number: {
      const value = Number(tokenText(c));
      c.at++;
      return { kind: 'literal', value, span: [start, lastEnd(c)] };
    }
    case token.name:
      return parseNamed(c);
    case token.quoteOpen:
    case token.heredocOpen:
      return readTemplate(c, parseExpression);
    case token.bracketOpen:
      return parseTuple(c);
    case token.braceOpen:
      return parseObject(c);
    case token.parenOpen: {
      const outer = c.skipsNewlines;
      c.skipsNewlines = true;
      c.at++;
      const inner = parseExpression(c);
      if (peek(c) === token.parenClose) c.at++;
      else problemAt(c, 'expected ")"');
      c.skipsNewlines = outer;
      return inner;
    }
    default:
      problemAt(
        c,
        kind === token.newline || kind === token.end ? 'expected a value' : `unexpected ${JSON.stringify(tokenText(c).slice(0, 20))}`,
      );
      if (kind === token.bad || kind === token.operator) c.at++;
      return { kind: 'unreadable', span: [start, start] };
  }
}

function parseNamed(c: Cursor): HclExpression {
  const start = startOf(c);
  let name = tokenText(c);
  c.at++;
  // Functions of providers: provider::aws::arn_parse(…)
  while (c.tokens.kinds[c.at] === token.colon && c.tokens.kinds[c.at + 1] === token.colon && c.tokens.kinds[c.at + 2] === token.name) {
    c.at += 2;
    name += `::${tokenText(c)}`;
    c.at++;
  }
  const span: Span = [start, lastEnd(c)];
  if (c.tokens.kinds[c.at] !== token.parenOpen) {
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true', span };
    if (name === 'null') return { kind: 'literal', value: null, span };
    return { kind: 'name', name, span };
  }
  const outer = c.skipsNewlines;
  c.skipsNewlines = true;
  c.at++;
  const given: HclExpression[] = [];
  let expanded = false;
  while (peek(c) !== token.parenClose && !isEndOfNesting(c)) {
    const before = c.at;
    given.push(parseExpression(c));
    if (peek(c) === token.ellipsis) {
      expanded = true;
      c.at++;
    }
    if (peek(c) === token.comma) c.at++;
    else if (peek(c) !== token.parenClose) {
      problemAt(c, 'expected "," or ")"');
      if (c.at === before) c.at++;
      break;
    }
  }
  if (peek(c) === token.parenClose) c.at++;
  c.skipsNewlines = outer;
  return { kind: 'call', name, nameSpan: span, arguments: given, expanded, span: [start, lastEnd(c)] };
}

function parseTuple(c: Cursor): HclExpression {
  const start = startOf(c);
  const outer = c.skipsNewlines;
  c.skipsNewlines = true;
  c.at++;
  if (isFor(c)) return parseFor(c, start, token.bracketClose, outer);
  const items: HclExpression[] = [];
  while (!isEndOfNesting(c)) {
    // `[a, b` and then `name = …` on the next line: the bracket was lost, and the line is an attribute.
    if (items.length > 0 && isAttributeStart(c)) break;
    const before = c.at;
    items.push(parseExpression(c));
    if (peek(c) === token.comma) c.at++;
    else if (peek(c) !== token.bracketClose) {
      problemAt(c, 'expected "," or "]"');
      if (c.at === before) c.at++;
      else break;
    }
  }
  c.skipsNewlines = outer;
  closeWith(c, token.bracketClose, '"]"');
  return { kind: 'tuple', items, span: [start, lastEnd(c)] };
}

function isAttributeStart(c: Cursor): boolean {
  return peek(c) === token.name && c.tokens.kinds[c.at + 1] === token.equals && c.tokens.kinds[c.at - 1] === token.newline;
}

function isFor(c: Cursor): boolean {
  return peek(c) === token.name && tokenText(c) === 'for' && c.tokens.kinds[c.at + 1] === token.name;
}

function parseFor(c: Cursor, start: number, close: number, outer: boolean): HclExpression {
  c.at++;
  const names: string[] = [];
  while (peek(c) === token.name && tokenText(c) !== 'in' && names.length < 2) {
    names.push(tokenText(c));
    c.at++;
    if (peek(c) === token.comma) c.at++;
  }
  if (peek(c) === token.name && tokenText(c) === 'in') c.at++;
  else problemAt(c, 'expected "in"');
  const collection = parseExpression(c);
  if (peek(c) === token.colon) c.at++;
  else problemAt(c, 'expected ":"');
  let value = parseExpression(c);
  let key: HclExpression | undefined;
  if (peek(c) === token.arrow) {
    c.at++;
    key = value;
    value = parseExpression(c);
  }
  const grouped = peek(c) === token.ellipsis;
  if (grouped) c.at++;
  let condition: HclExpression | undefined;
  if (peek(c) === token.name && tokenText(c) === 'if') {
    c.at++;
    condition = parseExpression(c);
  }
  c.skipsNewlines = outer;
  closeWith(c, close, close === token.braceClose ? '"}"' : '"]"');
  return { kind: 'for', names, collection, key, value, condition, grouped, span: [start, lastEnd(c)] };
}

function parseObject(c: Cursor): HclExpression {
  const start = startOf(c);
  const outer = c.skipsNewlines;
  c.at++;
  c.skipsNewlines = true;
  if (isFor(c)) return parseFor(c, start, token.braceClose, outer);
  const entries: HclEntry[] = [];
  for (;;) {
    c.skipsNewlines = true;
    if (isEndOfNesting(c)) break;
    c.skipsNewlines = false;
    const before = c.at;
    const key = parseKey(c);
    const kind = peek(c);
    if (kind === token.equals || kind === token.colon) {
      c.at++;
      // The value may stand on the next line in JSON-like text.
      while (c.tokens.kinds[c.at] === token.newline) c.at++;
      const value = parseExpression(c);
      entries.push({ key, value, span: [key.span[0], lastEnd(c)] });
    } else {
      problemAt(c, 'expected "=" or ":"');
      if (c.at === before) c.at++;
      while (c.tokens.kinds[c.at] !== token.newline && c.tokens.kinds[c.at] !== token.comma && !isEndOfNesting(c)) c.at++;
    }
    if (peek(c) === token.comma) c.at++;
    else if (peek(c) !== token.newline && !isEndOfNesting(c)) problemAt(c, 'expected a new line, "," or "}"');
  }
  c.skipsNewlines = outer;
  closeWith(c, token.braceClose, '"}"');
  return { kind: 'object', entries, span: [start, lastEnd(c)] };
}

/** A key: a bare word stands for itself; anything else is an expression. */
function parseKey(c: Cursor): HclExpression {
  const next = c.tokens.kinds[c.at + 1];
  if (peek(c) === token.name && (next === token.equals || next === token.colon)) {
    const span: Span = [startOf(c), c.tokens.ends[c.at]!];
    const name = tokenText(c);
    c.at++;
    return { kind: 'name', name, span };
  }
  if (c.depth >= deepest) return skipNested(c);
  c.depth++;
  const key = parseBinary(c, 1);
  c.depth--;
  return key;
}
