// Bicep expressions, read from characters. Total: never throws, bounded in depth. Also reads the inside of ARM's `[…]`.
import type { Span } from '../../text/text.ts';
import type { HclCall, HclEntry, HclExpression, HclStep, HclTemplate } from '../hcl/tree.ts';
import { lineEnd, problem, skip, wordAt, type BicepCursor } from './cursor.ts';
import { readString } from './string.ts';
import { nestedDeeper } from '../limits.ts';
import { tableOf } from '../../table.ts';

const deepest = 150;

export function parseExpression(c: BicepCursor, lines = false): HclExpression {
  skip(c, lines);
  if (c.depth >= deepest) return skipNested(c);
  c.depth++;
  const test = parseBinary(c, 0, lines);
  let result = test;
  // The arms of a conditional may stand on lines of their own.
  if (nextIs(c, '?', true) && c.text[c.at + 1] !== '?' && c.text[c.at + 1] !== '.') {
    c.at++;
    const yes = parseExpression(c, true);
    skip(c, true);
    if (c.text[c.at] === ':') c.at++;
    else problem(c, 'expected ":"');
    const no = parseExpression(c, true);
    result = { kind: 'conditional', test, yes, no, span: [test.span[0], no.span[1]] };
  }
  c.depth--;
  return result;
}

/** Whether a mark comes next, over line ends if it must be; moves to it. */
function nextIs(c: BicepCursor, mark: string, overLines: boolean): boolean {
  const before = c.at;
  skip(c, overLines);
  if (c.at < c.end && c.text.startsWith(mark, c.at)) return true;
  c.at = before;
  return false;
}

const operators = ['??', '||', '&&', '==', '!=', '=~', '!~', '<=', '>=', '<', '>', '+', '-', '*', '/', '%'];
const levels = tableOf<number>({
  '??': 1,
  '||': 2,
  '&&': 3,
  '==': 4,
  '!=': 4,
  '=~': 4,
  '!~': 4,
  '<=': 5,
  '>=': 5,
  '<': 5,
  '>': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
});

function operatorAt(c: BicepCursor): string | undefined {
  // Most of what follows a value is a line end or a bracket.
  if (!'?|&=!<>+-*/%'.includes(c.text[c.at]!)) return undefined;
  return operators.find((operator) => c.text.startsWith(operator, c.at));
}

function parseBinary(c: BicepCursor, least: number, lines: boolean): HclExpression {
  let left = parseUnary(c, lines);
  for (let links = 0; ; links++) {
    const before = c.at;
    skip(c, lines);
    const operator = c.at < c.end ? operatorAt(c) : undefined;
    const level = operator === undefined ? 0 : levels.get(operator)!;
    if (operator === undefined || level <= least || operator === ('=' as string)) {
      c.at = before;
      return left;
    }
    c.at += operator.length;
    skip(c, true);
    const right = parseBinary(c, level, lines);
    left =
      links > 1000
        ? { kind: 'unreadable', span: [left.span[0], right.span[1]] }
        : { kind: 'binary', operator, left, right, span: [left.span[0], right.span[1]] };
  }
}

function parseUnary(c: BicepCursor, lines: boolean): HclExpression {
  const start = c.at;
  let nots = 0;
  let minus = false;
  while (c.at < c.end && (c.text[c.at] === '!' || c.text[c.at] === '-')) {
    if (c.text[c.at] === '!') nots++;
    else minus = !minus;
    c.at++;
    skip(c, false);
  }
  const operand = parsePostfix(c, lines);
  if (minus && operand.kind === 'literal' && typeof operand.value === 'number')
    return { kind: 'literal', value: -operand.value, span: [start, operand.span[1]] };
  return nots % 2 === 1 ? { kind: 'unary', operator: '!', operand, span: [start, operand.span[1]] } : operand;
}

function parsePostfix(c: BicepCursor, lines: boolean): HclExpression {
  return postfixOf(c, parsePrimary(c, lines));
}

/** A value with what is asked of it: `.name`, `[index]`, `?.name`, `::name`, `!`. */
function postfixOf(c: BicepCursor, base: HclExpression): HclExpression {
  const steps: HclStep[] = [];
  while (c.at < c.end) {
    const start = c.at;
    const text = c.text;
    if (text[c.at] === '.' && text[c.at + 1] === '?') c.at += 2;
    else if (text.startsWith('?.', c.at)) c.at += 2;
    else if (text.startsWith('::', c.at)) c.at += 2;
    else if (text[c.at] === '.' && !text.startsWith('...', c.at)) c.at++;
    else if (text[c.at] === '[' || text.startsWith('?[', c.at)) {
      c.at += text[c.at] === '[' ? 1 : 2;
      // `names[?key]`: nothing where there is no such key.
      if (c.text[c.at] === '?') c.at++;
      const index = parseExpression(c, true);
      skip(c, true);
      if (c.text[c.at] === ']' && c.at < c.end) c.at++;
      else problem(c, 'expected "]"');
      steps.push({ kind: 'index', index, span: [start, c.at] });
      continue;
    } else if (text[c.at] === '!' && text[c.at + 1] !== '=' && text[c.at + 1] !== '~') {
      c.at++;
      continue;
    } else break;
    const name = wordAt(c);
    if (name === undefined) {
      problem(c, 'expected a name');
      break;
    }
    const nameStart = c.at;
    c.at += name.length;
    // A function of a namespace (`az.resourceGroup()`) or of a resource (`account.listKeys()`).
    if (c.text[c.at] === '(' && c.at < c.end) {
      const own = callAt(c, name, nameStart);
      if (base.kind === 'name' && (base.name === 'az' || base.name === 'sys') && steps.length === 0) return postfixOf(c, own);
      steps.push({ kind: 'attribute', name: `${name}()`, span: [nameStart, c.at], arguments: own.arguments });
    } else steps.push({ kind: 'attribute', name, span: [nameStart, c.at] });
  }
  return steps.length === 0 ? base : { kind: 'traversal', base, steps, span: [base.span[0], c.at] };
}

function parsePrimary(c: BicepCursor, lines: boolean): HclExpression {
  skip(c, lines);
  const start = c.at;
  const char = c.at < c.end ? c.text[c.at] : undefined;
  if (char === "'") return parseString(c);
  if (char === '[') return parseArray(c);
  if (char === '{') return parseObject(c);
  if (char === '(') {
    c.at++;
    const inner = parseExpression(c, true);
    skip(c, true);
    if (c.text[c.at] === ')' && c.at < c.end) c.at++;
    else problem(c, 'expected ")"');
    return inner;
  }
  if (char !== undefined && char >= '0' && char <= '9') {
    while (c.at < c.end && /[0-9.]/.test(c.text[c.at]!)) c.at++;
    return { kind: 'literal', value: Number(c.text.slice(start, c.at)), span: [start, c.at] };
  }
  const name = wordAt(c);
  if (name !== undefined) {
    c.at += name.length;
    if (c.text[c.at] === '(' && c.at < c.end) return callAt(c, name, start);
    const span: Span = [start, c.at];
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true', span };
    return name === 'null' ? { kind: 'literal', value: null, span } : { kind: 'name', name, span };
  }
  problem(c, 'expected a value');
  return { kind: 'unreadable', span: [start, start] };
}

function callAt(c: BicepCursor, name: string, start: number): HclCall {
  const nameSpan: Span = [start, c.at];
  c.at++;
  const given: HclExpression[] = [];
  for (;;) {
    skip(c, true);
    if (c.at >= c.end || c.text[c.at] === ')' || c.text[c.at] === ']' || c.text[c.at] === '}') break;
    const before = c.at;
    given.push(lambdaAt(c) ?? parseExpression(c, true));
    skip(c, true);
    if (c.text[c.at] === ',' && c.at < c.end) c.at++;
    else if (c.at === before) c.at++;
  }
  if (c.text[c.at] === ')' && c.at < c.end) c.at++;
  else problem(c, 'expected ")"');
  return { kind: 'call', name, nameSpan, arguments: given, expanded: false, span: [start, c.at] };
}

const lambdaHead = /(?:([A-Za-z_]\w*)|\(\s*(?:([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)\s*)?\))\s*=>/y;

/** `x => …` or `(x, i) => …` as an argument; nothing where something else stands there. */
function lambdaAt(c: BicepCursor): HclExpression | undefined {
  lambdaHead.lastIndex = c.at;
  const found = lambdaHead.exec(c.text);
  if (!found || c.at + found[0].length > c.end) return undefined;
  const start = c.at;
  c.at += found[0].length;
  const body = parseExpression(c, true);
  return {
    kind: 'lambda',
    names: (found[1] ?? found[2] ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    body,
    span: [start, Math.max(c.at, body.span[1])],
  };
}

function parseArray(c: BicepCursor): HclExpression {
  const start = c.at;
  c.at++;
  skip(c, true);
  if (wordAt(c) === 'for') {
    const loop = loopHead(c);
    const value = bodyOf(c);
    closeWith(c, ']');
    return {
      kind: 'for',
      names: loop.names,
      collection: loop.over,
      value: value.value,
      condition: value.condition,
      grouped: false,
      span: [start, c.at],
    };
  }
  const items: HclExpression[] = [];
  for (;;) {
    skip(c, true);
    if (c.at >= c.end || c.text[c.at] === ']' || c.text[c.at] === '}' || c.text[c.at] === ')') break;
    const before = c.at;
    if (c.text.startsWith('...', c.at)) c.at += 3;
    items.push(parseExpression(c));
    skip(c, true);
    if (c.text[c.at] === ',' && c.at < c.end) c.at++;
    else if (c.at === before) c.at++;
  }
  closeWith(c, ']');
  return { kind: 'tuple', items, span: [start, c.at] };
}

/** `for x in y:`, `for (x, i) in y:`; the cursor stands on `for`. */
export function loopHead(c: BicepCursor): { names: string[]; over: HclExpression } {
  c.at += 3;
  skip(c, true);
  const names: string[] = [];
  const paired = c.text[c.at] === '(';
  if (paired) c.at++;
  for (;;) {
    skip(c, true);
    const name = wordAt(c);
    if (name === undefined || name === 'in') break;
    names.push(name);
    c.at += name.length;
    skip(c, true);
    if (paired && c.text[c.at] === ',') c.at++;
    else break;
  }
  if (paired && c.text[c.at] === ')') c.at++;
  skip(c, true);
  if (wordAt(c) === 'in') c.at += 2;
  else problem(c, 'expected "in"');
  const over = parseExpression(c, true);
  skip(c, true);
  if (c.text[c.at] === ':' && c.at < c.end) c.at++;
  else problem(c, 'expected ":"');
  return { names, over };
}

/** A body that an `if (…)` may stand before. */
export function bodyOf(c: BicepCursor): { value: HclExpression; condition?: HclExpression } {
  skip(c, true);
  if (wordAt(c) !== 'if') return { value: parseExpression(c, true) };
  c.at += 2;
  skip(c, true);
  const condition = parsePrimary(c, true);
  return { condition, value: parseExpression(c, true) };
}

function closeWith(c: BicepCursor, close: string): void {
  skip(c, true);
  if (c.at < c.end && c.text[c.at] === close) c.at++;
  else problem(c, `expected "${close}"`);
}

function parseObject(c: BicepCursor): HclExpression {
  const start = c.at;
  c.at++;
  const entries: HclEntry[] = [];
  for (;;) {
    skip(c, true);
    if (c.at >= c.end || c.text[c.at] === '}' || c.text[c.at] === ']' || c.text[c.at] === ')') break;
    const before = c.at;
    const name = wordAt(c);
    if (c.text[c.at] === '@') {
      c.at = lineEnd(c);
      continue;
    }
    if (c.text.startsWith('...', c.at)) {
      c.at += 3;
      const spread = parseExpression(c);
      entries.push({ key: { kind: 'unreadable', span: spread.span }, value: spread, span: spread.span });
    } else if (name === 'resource' && c.nested && /^\s+[A-Za-z_]/.test(c.text.slice(c.at + 8, c.at + 80))) {
      const child = c.nested(c);
      if (child) c.children.push(child);
    } else {
      const key: HclExpression =
        name !== undefined
          ? { kind: 'name', name, span: [c.at, (c.at += name.length)] }
          : c.text[c.at] === "'"
            ? parseString(c)
            : { kind: 'unreadable', span: [c.at, c.at] };
      skip(c, false);
      if (c.text[c.at] === ':' && c.at < c.end) {
        c.at++;
        const value = entryValue(c);
        entries.push({ key, value, span: [key.span[0], Math.max(key.span[1], c.at)] });
      } else {
        problem(c, 'expected ":"');
        c.at = Math.max(c.at, Math.min(lineEnd(c), nextClose(c)));
      }
    }
    skip(c, false);
    if (c.text[c.at] === ',' && c.at < c.end) c.at++;
    if (c.at === before) c.at++;
  }
  closeWith(c, '}');
  return { kind: 'object', entries, span: [start, c.at] };
}

/** The value of an entry; nothing where the line ends. */
function entryValue(c: BicepCursor): HclExpression {
  skip(c, false);
  const code = c.text.charCodeAt(c.at);
  if (code === 10 || code === 13 || c.at >= c.end) {
    problem(c, 'expected a value');
    return { kind: 'unreadable', span: [c.at, c.at] };
  }
  return parseExpression(c);
}

function nextClose(c: BicepCursor): number {
  for (let i = c.at; i < c.end; i++) {
    const char = c.text[i];
    if (char === '}' || char === '\n') return i;
  }
  return c.end;
}

export function parseString(c: BicepCursor): HclTemplate {
  return readString(c, inBrackets);
}

/** An expression over as many lines as it likes. */
function inBrackets(c: BicepCursor): HclExpression {
  return parseExpression(c, true);
}

/** Over a bracketed part that is no value (a type): to the bracket that closes it, or to the end. Strings are stepped over. */
export function skipBrackets(c: BicepCursor): void {
  let open = 0;
  do {
    const char = c.text[c.at]!;
    if ('{[('.includes(char)) open++;
    else if ('}])'.includes(char)) open--;
    if (char === "'") parseString(c);
    else if (c.text.startsWith('//', c.at)) c.at = lineEnd(c);
    else c.at++;
  } while (c.at < c.end && open > 0);
}

/** Over what is nested too deep, bracket by bracket. */
function skipNested(c: BicepCursor): HclExpression {
  const start = c.at;
  problem(c, nestedDeeper(deepest));
  let open = 0;
  while (c.at < c.end) {
    const char = c.text[c.at]!;
    if ('{[('.includes(char)) open++;
    else if ('}])'.includes(char)) {
      if (open === 0) break;
      open--;
    } else if (open === 0 && (char === '\n' || char === ',' || char === ':')) break;
    c.at++;
  }
  return { kind: 'unreadable', span: [start, c.at] };
}
