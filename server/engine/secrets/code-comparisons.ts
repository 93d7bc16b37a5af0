// A literal that something is compared with, where what it is compared with stands behind it or beside it:
// `"value".equals(password)`, `"value" === request.body.password`, `strcmp(password, "value")`,
// `user.getPassword().equals("value")`. What stands before an operator is read like an assignment (code-targets.ts).
import { kinds, type CodeTokens } from './code-lexer.ts';
import type { Found } from './code-targets.ts';
import { after, before, calleeOf, isSign, wordAt } from './code-tokens.ts';
import { compares } from './credential-calls.ts';

/** How many tokens an operand may have. */
const longest = 14;

const isEquals = (method: string): boolean => /^(?:[eE]quals(?:IgnoreCase)?|contentEquals)$/.test(method);

/** What the literal at `index` is compared with, where that stands behind it; undefined where nothing is. */
export function comparedBehind(text: string, tokens: CodeTokens, index: number): Found | undefined {
  const next = after(tokens, index);
  if (isSign(text, tokens, next, '.')) {
    const method = after(tokens, next);
    const open = after(tokens, method);
    return isEquals(wordAt(text, tokens, method)) && isSign(text, tokens, open, '(')
      ? asArgument(operand(text, tokens, after(tokens, open), index))
      : undefined;
  }
  if (!isSign(text, tokens, next, '=!') || !isSign(text, tokens, after(tokens, next), '=')) return undefined;
  let from = after(tokens, after(tokens, next));
  if (isSign(text, tokens, from, '=')) from = after(tokens, from);
  return operand(text, tokens, from, index);
}

/** A method that compares is false, or ends the program, where its object is nothing: unlike an operator. */
const asArgument = (found: Found | undefined): Found | undefined => found && { ...found, where: 'argument' };

/**
 * `strcmp(password, "value")`, `Objects.equals("value", password)`: the name of the other argument, where `open` is the bracket;
 * `password.equals("value")`: what is asked whether it is equal.
 */
export function comparedBeside(text: string, tokens: CodeTokens, open: number, index: number): Found | undefined {
  const callee = before(tokens, open);
  if (callee < 0 || tokens.kind[callee] !== kinds.name) return undefined;
  if (!compares(calleeOf(text, tokens, callee).text)) {
    const dot = before(tokens, callee);
    const name = isEquals(wordAt(text, tokens, callee)) && isSign(text, tokens, dot, '.') ? nameBefore(text, tokens, dot) : undefined;
    return name === undefined ? undefined : { name, start: tokens.start[index]!, where: 'argument' };
  }
  const first = after(tokens, open);
  return operand(text, tokens, first === index ? after(tokens, after(tokens, index)) : first, index);
}

/** The last name of an expression that ends before `end`, or the only text in its last bracket: `request.getParameter("password")`. */
function nameBefore(text: string, tokens: CodeTokens, end: number): string | undefined {
  let at = before(tokens, end);
  let said: string | undefined;
  if (isSign(text, tokens, at, ')]')) {
    const inner = before(tokens, at);
    if (inner < 0) return undefined;
    if (tokens.kind[inner] === kinds.string) said = text.slice(tokens.innerStart[inner], tokens.innerEnd[inner]);
    const open = said === undefined ? inner : before(tokens, inner);
    if (!isSign(text, tokens, open, '([')) return undefined;
    at = before(tokens, open);
  }
  if (at < 0 || tokens.kind[at] !== kinds.name) return undefined;
  return said ?? wordAt(text, tokens, at).replace(/^[gG]et(?=[A-Z_])/, '');
}

/** The last name of an expression that begins at `from`, or the text in its last bracket: `$_POST['password']`, `user.getPassword()`. */
function operand(text: string, tokens: CodeTokens, from: number, index: number): Found | undefined {
  let name = '';
  let depth = 0;
  for (let at = from, steps = 0; at < tokens.kind.length; at = after(tokens, at), steps++) {
    if (steps > longest) return undefined;
    if (isSign(text, tokens, at, '([')) depth++;
    else if (isSign(text, tokens, at, ')]')) {
      if (depth-- === 0) break;
    } else if (tokens.kind[at] === kinds.string) {
      // Text beside text compares two literals, and the literal itself is no name for it.
      if (depth === 0 || at === index) return undefined;
      name = text.slice(tokens.innerStart[at], tokens.innerEnd[at]);
    } else if (tokens.kind[at] === kinds.name) {
      const word = wordAt(text, tokens, at);
      if (depth === 0 && name !== '' && !isSign(text, tokens, before(tokens, at), '.>:')) break;
      name = word.replace(/^get(?=[A-Z_])/, '');
    } else if (!isSign(text, tokens, at, '.->:$?!@') || (depth === 0 && name !== '' && isEnd(text, tokens, at))) break;
  }
  return name === '' ? undefined : { name, start: tokens.start[index]!, where: 'comparison' };
}

/** The colon of a block or of a choice, and the question mark of a choice: `user::password` and `user?.password` go on. */
function isEnd(text: string, tokens: CodeTokens, at: number): boolean {
  if (isSign(text, tokens, at, ':')) return text[tokens.start[at]! - 1] !== ':' && text[tokens.end[at]!] !== ':';
  return isSign(text, tokens, at, '?') && !'.-'.includes(text[tokens.end[at]!] ?? ' ');
}
