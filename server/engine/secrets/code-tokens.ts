// Small questions about the tokens of a source text: which stands before another, what a name with dots says. Comments are
// stepped over. Nothing here knows what a secret is.
import { kinds, type CodeTokens } from './code-lexer.ts';

export const before = (tokens: CodeTokens, index: number): number => {
  let at = index - 1;
  while (at >= 0 && tokens.kind[at] === kinds.comment) at--;
  return at;
};
export const after = (tokens: CodeTokens, index: number): number => {
  let at = index + 1;
  while (at < tokens.kind.length && tokens.kind[at] === kinds.comment) at++;
  return at;
};
export const wordAt = (text: string, tokens: CodeTokens, at: number): string =>
  at >= 0 && at < tokens.kind.length ? text.slice(tokens.start[at], tokens.end[at]) : '';
export const isSign = (text: string, tokens: CodeTokens, at: number, signs: string): boolean =>
  at >= 0 &&
  at < tokens.kind.length &&
  tokens.kind[at] === kinds.sign &&
  tokens.end[at]! - tokens.start[at]! === 1 &&
  signs.includes(text[tokens.start[at]!]!);

export function dottedName(text: string, tokens: CodeTokens, last: number): { text: string; first: number } {
  let first = last;
  for (let steps = 0; steps < 6; steps++) {
    const dot = before(tokens, first);
    const owner = before(tokens, dot);
    // Kebab-case keys of HCL, properties and YAML-like languages are one name.
    if (!isSign(text, tokens, dot, '.-') || owner < 0 || tokens.kind[owner] !== kinds.name) break;
    if (text[tokens.start[dot]!] === '-' && (tokens.end[owner] !== tokens.start[dot] || tokens.end[dot] !== tokens.start[first])) break;
    first = owner;
  }
  const whole = text.slice(tokens.start[first], tokens.end[last]);
  return { text: whole.length > 100 ? whole.slice(-100) : whole, first };
}

/** The dotted name of what is called, with `::`, `->` and PHP's `\` between its parts too. */
export function calleeOf(text: string, tokens: CodeTokens, last: number): { text: string; first: number } {
  let name = dottedName(text, tokens, last);
  for (let steps = 0; steps < 3; steps++) {
    const one = before(tokens, name.first);
    const two = before(tokens, one);
    const isSpace = isSign(text, tokens, one, '\\');
    const owner = isSpace ? two : before(tokens, two);
    const link = isSpace
      ? '\\'
      : isSign(text, tokens, one, ':') && isSign(text, tokens, two, ':')
        ? '::'
        : isSign(text, tokens, one, '>') && isSign(text, tokens, two, '-')
          ? '->'
          : undefined;
    if (!link || owner < 0 || tokens.kind[owner] !== kinds.name) break;
    const left = dottedName(text, tokens, owner);
    name = { text: `${left.text}${link}${name.text}`, first: left.first };
  }
  return name;
}
