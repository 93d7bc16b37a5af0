// Reads the expression language of GitHub Actions: finds `${{ … }}` in a string and parses what stands inside, with the
// exact span of every part. Linear in the text and total: what does not parse gives no tree. It evaluates nothing.
import type { Span } from '../../text/text.ts';
import type { ExpressionNode } from '../workflow.ts';

/** A string as it is meant, and where each of its characters is written. */
export interface WrittenText {
  readonly text: string;
  /** The offset in the document of the character at `index`; `index` may be the length. */
  offsetOf(index: number): number;
}

/** An expression as it was found: with its braces, and its tree where it parses. */
export interface FoundExpression {
  readonly at: Span;
  readonly tree?: ExpressionNode;
}

/** All `${{ … }}` of a string, in order. One that is never closed is left out. */
export function findExpressions(written: WrittenText): FoundExpression[] {
  const found: FoundExpression[] = [];
  const { text } = written;
  for (let open = text.indexOf('${{'); open >= 0;) {
    const parsed = parseAt(written, open + 3, '}}');
    const close = parsed ? parsed.end : text.indexOf('}}', open + 3);
    if (close < 0) break;
    found.push({ at: [written.offsetOf(open), written.offsetOf(close + 2)], ...(parsed ? { tree: parsed.tree } : {}) });
    open = text.indexOf('${{', close + 2);
  }
  return found;
}

/** The whole string as one expression, as an `if` without braces is. Undefined where it does not parse. */
export function parseCondition(written: WrittenText): ExpressionNode | undefined {
  return parseAt(written, 0, 'end')?.tree;
}

type TokenKind = 'name' | 'number' | 'string' | 'operator' | 'end' | 'bad';

interface Token {
  readonly kind: TokenKind;
  /** The operator, the name, the number as written, or the string without its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const operators = ['&&', '||', '==', '!=', '<=', '>=', '<', '>', '!', '(', ')', '[', ']', ',', '.', '*'] as const;
const nameStart = /[A-Za-z_]/;
const namePart = /[A-Za-z0-9_-]/;
const numberForm = /[+-]?(?:0x[0-9a-fA-F]+|0o[0-7]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;

/** Operators nest no deeper than this in anything a person writes; beyond it the expression counts as unreadable. */
const deepest = 100;

function parseAt(written: WrittenText, from: number, until: '}}' | 'end'): { tree: ExpressionNode; end: number } | undefined {
  const { text } = written;
  let token = next(from);
  let depth = 0;

  function next(index: number): Token {
    let at = index;
    while (at < text.length && /\s/.test(text[at]!)) at++;
    if (at >= text.length) return { kind: until === 'end' ? 'end' : 'bad', text: '', start: at, end: at };
    if (until === '}}' && text.startsWith('}}', at)) return { kind: 'end', text: '}}', start: at, end: at + 2 };
    const char = text[at]!;
    if (nameStart.test(char)) {
      let end = at + 1;
      while (end < text.length && namePart.test(text[end]!)) end++;
      return { kind: 'name', text: text.slice(at, end), start: at, end };
    }
    if (char === "'") {
      let value = '';
      for (let end = at + 1; end < text.length; end++) {
        if (text[end] !== "'") value += text[end];
        else if (text[end + 1] === "'") value += text[end++];
        else return { kind: 'string', text: value, start: at, end: end + 1 };
      }
      return { kind: 'bad', text: '', start: at, end: text.length };
    }
    numberForm.lastIndex = at;
    const number = numberForm.exec(text);
    if (number) return { kind: 'number', text: number[0], start: at, end: at + number[0].length };
    const operator = operators.find((one) => text.startsWith(one, at));
    return operator
      ? { kind: 'operator', text: operator, start: at, end: at + operator.length }
      : { kind: 'bad', text: char, start: at, end: at + 1 };
  }

  const span = (start: number, end: number): Span => [written.offsetOf(start), written.offsetOf(end)];
  const advance = (): Token => {
    const current = token;
    token = next(token.end);
    return current;
  };
  const isOperator = (...wanted: string[]): boolean => token.kind === 'operator' && wanted.includes(token.text);

  type Parsed = { node: ExpressionNode; start: number; end: number };

  const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>=']];

  function parseLevel(level: number): Parsed | undefined {
    const wanted = levels[level];
    if (!wanted) return parseUnary();
    const first = parseLevel(level + 1);
    if (!first) return undefined;
    if (!isOperator(...wanted)) return first;
    // `a && b && c` is one operation over three; comparisons stay pairs.
    let left = first;
    let operands: ExpressionNode[] | undefined;
    while (isOperator(...wanted)) {
      const operator = advance().text as '&&';
      const right = parseLevel(level + 1);
      if (!right) return undefined;
      if (operands && level < 2) operands.push(right.node);
      else operands = [left.node, right.node];
      left = { node: { kind: 'operation', operator, operands, at: span(left.start, right.end) }, start: left.start, end: right.end };
    }
    return left;
  }

  function parseUnary(): Parsed | undefined {
    if (!isOperator('!')) return parseAccess();
    const start = advance().start;
    if (++depth > deepest) return undefined;
    const operand = parseUnary();
    depth--;
    return (
      operand && {
        node: { kind: 'operation', operator: '!', operands: [operand.node], at: span(start, operand.end) },
        start,
        end: operand.end,
      }
    );
  }

  function parseAccess(): Parsed | undefined {
    let left = parsePrimary();
    for (let length = 0; left && length < deepest; length++) {
      if (isOperator('.')) {
        advance();
        if (isOperator('*')) {
          const { end } = advance();
          left = { node: { kind: 'index', of: left.node, at: span(left.start, end) }, start: left.start, end };
        } else if (token.kind === 'name') {
          const name = advance();
          left = {
            node: { kind: 'member', of: left.node, name: name.text, at: span(left.start, name.end) },
            start: left.start,
            end: name.end,
          };
        } else return undefined;
      } else if (isOperator('[')) {
        left = parseIndex(left);
      } else return left;
    }
    return undefined;
  }

  function parseIndex(of: Parsed): Parsed | undefined {
    advance();
    if (isOperator('*')) {
      advance();
      if (!isOperator(']')) return undefined;
      const { end } = advance();
      return { node: { kind: 'index', of: of.node, at: span(of.start, end) }, start: of.start, end };
    }
    const index = nested();
    if (!index || !isOperator(']')) return undefined;
    const { end } = advance();
    const at = span(of.start, end);
    const literal = index.node.kind === 'literal' && typeof index.node.value === 'string' ? index.node.value : undefined;
    const node: ExpressionNode =
      literal === undefined ? { kind: 'index', of: of.node, index: index.node, at } : { kind: 'member', of: of.node, name: literal, at };
    return { node, start: of.start, end };
  }

  function nested(): Parsed | undefined {
    if (++depth > deepest) return undefined;
    const inner = parseLevel(0);
    depth--;
    return inner;
  }

  function parsePrimary(): Parsed | undefined {
    const { start } = token;
    if (isOperator('(')) {
      advance();
      const inner = nested();
      if (!inner || !isOperator(')')) return undefined;
      return { node: inner.node, start, end: advance().end };
    }
    if (token.kind === 'string') {
      const { text: value, end } = advance();
      return { node: { kind: 'literal', value, at: span(start, end) }, start, end };
    }
    if (token.kind === 'number') {
      const { text: value, end } = advance();
      return { node: { kind: 'literal', value: Number(value), at: span(start, end) }, start, end };
    }
    if (token.kind !== 'name') return undefined;
    const name = advance();
    if (isOperator('(')) return parseCall(name);
    const constants: Readonly<Record<string, boolean | null | number>> = {
      true: true,
      false: false,
      null: null,
      NaN: Number.NaN,
      Infinity: Infinity,
    };
    const at = span(start, name.end);
    const node: ExpressionNode = Object.hasOwn(constants, name.text)
      ? { kind: 'literal', value: constants[name.text]!, at }
      : { kind: 'name', name: name.text, at };
    return { node, start, end: name.end };
  }

  function parseCall(name: Token): Parsed | undefined {
    advance();
    const args: ExpressionNode[] = [];
    while (!isOperator(')')) {
      const argument = nested();
      if (!argument) return undefined;
      args.push(argument.node);
      if (isOperator(',')) advance();
      else if (!isOperator(')')) return undefined;
    }
    const { end } = advance();
    return { node: { kind: 'call', name: name.text, args, at: span(name.start, end) }, start: name.start, end };
  }

  const parsed = parseLevel(0);
  return parsed && token.kind === 'end' ? { tree: parsed.node, end: token.start } : undefined;
}
