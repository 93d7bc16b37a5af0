// What a function gives that has no more to say than a literal: a password that lies open has the name of the function.
// Whether it is one is not asked here.
import { kinds, type CodeTokens } from './code-lexer.ts';
import { target, type Found } from './code-targets.ts';
import { before, isSign, wordAt } from './code-tokens.ts';
import { meaningOf } from './names.ts';

/** `String getPassword() { return "value"; }`, `def api_key(self): return "value"`: what a function of one statement gives has its name. */
export function returnedBy(text: string, tokens: CodeTokens, at: number): Found | undefined {
  const opening = before(tokens, at);
  if (!isSign(text, tokens, opening, '{:')) return undefined;
  // Over what it gives and throws to its parameters.
  let close = before(tokens, opening);
  for (let steps = 0; steps < 8 && !isSign(text, tokens, close, ')'); close = before(tokens, close), steps++)
    if (close < 0 || isSign(text, tokens, close, ';{}=(')) return undefined;
  return functionOf(text, tokens, openingOf(text, tokens, close));
}

/**
 * `fun getPassword(): String = "value"`, `string GetPassword() => "value"`, `const getPassword = () => "value"`: the function whose
 * body stands behind the sign at `operator`.
 */
export function bodyOf(text: string, tokens: CodeTokens, operator: number): Found | undefined {
  const isArrow = isSign(text, tokens, operator, '>') && isSign(text, tokens, before(tokens, operator), '=');
  if (!isArrow && !isSign(text, tokens, operator, '=')) return undefined;
  let close = before(tokens, isArrow ? before(tokens, operator) : operator);
  if (!isSign(text, tokens, close, ')') && isSign(text, tokens, before(tokens, close), ':')) close = before(tokens, before(tokens, close));
  if (!isSign(text, tokens, close, ')')) return undefined;
  const open = openingOf(text, tokens, close);
  const callee = before(tokens, open);
  if (isArrow && isSign(text, tokens, callee, '=')) {
    const given = target(text, tokens, before(tokens, callee));
    return given && takesNothing(text, tokens, open) ? named(given) : undefined;
  }
  // A branch for what is taken apart has such a form, too: `case Password(p) => "value"`.
  return /^(?:case|when|is)?$/.test(wordAt(text, tokens, before(tokens, callee))) || tokens.kind[before(tokens, callee)] !== kinds.name
    ? undefined
    : functionOf(text, tokens, open);
}

/** What a function of Rust ends with in the brace at `open`, where it does nothing else than to give the literal at `index`. */
export function tailOf(text: string, tokens: CodeTokens, open: number, index: number): Found | undefined {
  if (!/^(?:\.\w{1,20}\(\))?\s{0,20}\}/.test(text.slice(tokens.end[index], tokens.end[index]! + 48))) return undefined;
  const head = /\bfn\s{1,4}([a-z_]\w{0,60})\(\s{0,8}(?:&?(?:mut\s{1,4})?self)?\s{0,8}\)\s{0,4}->\s{0,4}[&'\w<> ]{1,40}$/.exec(
    text.slice(Math.max(0, tokens.start[open]! - 160), tokens.start[open]),
  );
  return head ? named({ name: head[1]!, start: tokens.start[index]!, where: 'assignment' }) : undefined;
}

/** The bracket that opens what closes at `close`. */
function openingOf(text: string, tokens: CodeTokens, close: number): number {
  let open = close;
  for (let depth = 0, steps = 0; open > 0 && steps < 60; open = before(tokens, open), steps++) {
    if (isSign(text, tokens, open, ')')) depth++;
    else if (isSign(text, tokens, open, '(') && --depth === 0) break;
  }
  return open;
}

/** The function whose parameters open at `open`, by what it gives. One that is given something gives what belongs to that. */
function functionOf(text: string, tokens: CodeTokens, open: number): Found | undefined {
  const callee = isSign(text, tokens, open, '(') && takesNothing(text, tokens, open) ? before(tokens, open) : -1;
  return callee >= 0 && tokens.kind[callee] === kinds.name
    ? named({ name: wordAt(text, tokens, callee), start: tokens.start[callee]!, where: 'assignment' })
    : undefined;
}

/** No parameters but the object itself. */
const takesNothing = (text: string, tokens: CodeTokens, open: number): boolean =>
  /^\(\s{0,8}(?:&?(?:mut\s{1,4})?self|this|cls)?\s{0,8}\)/.test(text.slice(tokens.start[open], tokens.start[open]! + 40));

const gives = /^_{0,2}(?:get|fetch|load|read)_?(?=[A-Za-z])/i;
const does = /^(?:on|handle|to|parse|encode|decode|hash|encrypt|decrypt|format|render)(?=[A-Z_])/;

/** The same under the name of what it gives; undefined where that is no secret. */
function named(found: Found): Found | undefined {
  const name = found.name.replace(gives, '');
  return does.test(name) || meaningOf(name) === undefined ? undefined : { ...found, name };
}
