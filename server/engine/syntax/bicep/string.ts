// Strings of Bicep and ARM: escapes, interpolations, and the verbatim form. The expressions inside are parsed by the caller's
// parser, so that nothing here knows what an expression is.
import type { Span } from '../../text/text.ts';
import type { HclExpression, HclTemplate, HclTemplatePart } from '../hcl/tree.ts';
import { problem, skip, type BicepCursor } from './cursor.ts';
import { tableOf } from '../../table.ts';

const escapes = tableOf<string>({ n: '\n', r: '\r', t: '\t' });

/** `'…'` with `${…}`, or `'''…'''` where everything stands for itself. Ends with its line at the latest, unless it is the latter. */
export function readString(c: BicepCursor, parse: (c: BicepCursor) => HclExpression): HclTemplate {
  const start = c.at;
  const { text } = c;
  if (text.startsWith("'''", c.at)) {
    const close = text.indexOf("'''", c.at + 3);
    const inner: Span = [start + 3, close < 0 ? c.end : close];
    if (close < 0) problem(c, 'the string has no end', start);
    c.at = close < 0 ? c.end : Math.min(c.end, close + 3);
    return {
      kind: 'template',
      form: 'heredoc',
      parts: [{ kind: 'text', text: text.slice(...inner), span: inner, exact: true }],
      inner,
      span: [start, c.at],
    };
  }
  c.at++;
  const parts: HclTemplatePart[] = [];
  let from = c.at;
  let out = '';
  const flush = (): void => {
    if (c.at > from) parts.push({ kind: 'text', text: out, span: [from, c.at], exact: out === text.slice(from, c.at) });
    out = '';
  };
  for (;;) {
    const char = c.at < c.end ? text[c.at]! : '\n';
    if (char === "'") {
      // ARM doubles a quote to write one.
      if (c.text[c.at + 1] === "'" && c.nested === undefined && c.at + 1 < c.end) {
        out += "'";
        c.at += 2;
        continue;
      }
      flush();
      c.at++;
      break;
    }
    if (char === '\n' || char === '\r') {
      flush();
      problem(c, 'the string has no closing quote', start);
      break;
    }
    if (char === '\\' && c.at + 1 < c.end) {
      const next = text[c.at + 1]!;
      const unicode = next === 'u' ? /^\\u\{([0-9A-Fa-f]{1,6})\}/.exec(text.slice(c.at, c.at + 12)) : null;
      if (unicode && parseInt(unicode[1]!, 16) <= 0x10ffff) {
        out += String.fromCodePoint(parseInt(unicode[1]!, 16));
        c.at += unicode[0].length;
      } else {
        out += escapes.get(next) ?? next;
        c.at += next === '\n' ? 1 : 2;
      }
      continue;
    }
    if (char === '$' && text[c.at + 1] === '{') {
      flush();
      const open = c.at;
      c.at += 2;
      const value = parse(c);
      skip(c, true);
      if (c.at < c.end && text[c.at] === '}') c.at++;
      else problem(c, 'expected "}"');
      parts.push({ kind: 'value', value, span: [open, c.at] });
      from = c.at;
      continue;
    }
    // Plain text in one piece.
    const plain = c.at++;
    while (c.at < c.end && !isSpecial(text.charCodeAt(c.at))) c.at++;
    out = out === '' ? text.slice(plain, c.at) : out + text.slice(plain, c.at);
  }
  const end = Math.max(start + 1, c.text[c.at - 1] === "'" && c.at - 1 > start ? c.at - 1 : c.at);
  return { kind: 'template', form: 'quoted', parts, inner: [start + 1, end], span: [start, c.at] };
}

/** Characters of a string that may mean something: quotes, escapes, interpolations, line ends. */
function isSpecial(code: number): boolean {
  return code === 39 || code === 92 || code === 36 || code === 10 || code === 13;
}
