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

/** How many tokens before a branch what is asked for is looked for. */
const reach = 200;

/** What opens a branch for a value: `case "value":`, Ruby's `when 'value'`. */
const isBranch = (word: string): boolean => /^(?:case|when|Case|CASE|WHEN)$/.test(word);

/**
 * What the literal at `index` is a branch for: `switch (password) { case "value": … }`, `match pw: case "value":`,
 * `when (password) { "value" -> … }`, `match password { "value" => … }`, `pwd switch { "value" => … }`, `case pw when 'value'`.
 * Several values of one branch stand with a comma or a bar between.
 */
export function branchOf(text: string, tokens: CodeTokens, index: number): Found | undefined {
  let at = before(tokens, index);
  for (let steps = 0; steps < 12 && isSign(text, tokens, at, ',|') && tokens.kind[before(tokens, at)] === kinds.string; steps++)
    at = before(tokens, before(tokens, at));
  const next = after(tokens, index);
  const isArm =
    isSign(text, tokens, next, '-=') &&
    text[tokens.end[next]!] === '>' &&
    (isSign(text, tokens, at, '{,;}') || startsLine(text, tokens, index));
  // PowerShell has nothing but the braces.
  const isBlock = isSign(text, tokens, next, '{') && (isSign(text, tokens, at, '{}') || startsLine(text, tokens, index));
  if (!isArm && !isBlock && !isBranch(wordAt(text, tokens, at))) return undefined;
  for (let depth = 0, steps = 0; at >= 0 && steps < reach; at = before(tokens, at), steps++) {
    if (isSign(text, tokens, at, ')]}')) depth++;
    else if (isSign(text, tokens, at, '([{') && depth-- === 0)
      return isSign(text, tokens, at, '{') ? askedBefore(text, tokens, at, index) : undefined;
    else if (depth === 0 && !isArm && !isBlock && /^(?:match|case)$/.test(wordAt(text, tokens, at))) {
      // Python and Ruby have no braces: what is asked for stands behind the word.
      const found = operand(text, tokens, after(tokens, at), index);
      if (found) return found;
    }
  }
  return undefined;
}

const startsLine = (text: string, tokens: CodeTokens, index: number): boolean =>
  text.slice(tokens.end[before(tokens, index)] ?? 0, tokens.start[index]).includes('\n');

/** What the branches in the brace at `open` are for: `switch (password) {`, `match password {`, `password match {`, `pwd switch {`. */
function askedBefore(text: string, tokens: CodeTokens, open: number, index: number): Found | undefined {
  const last = before(tokens, open);
  const asks = /^(?:match|switch)$/;
  const name = asks.test(wordAt(text, tokens, last)) ? nameBefore(text, tokens, last) : undefined;
  if (name !== undefined) return { name, start: tokens.start[index]!, where: 'comparison' };
  for (let at = last, steps = 0; at >= 0 && steps < longest && !isSign(text, tokens, at, ';{}'); at = before(tokens, at), steps++)
    if (/^(?:switch|when|match)$/.test(wordAt(text, tokens, at))) {
      const from = after(tokens, at);
      // Kotlin may give it a name: `when (val pw = read())`.
      return operand(text, tokens, isSign(text, tokens, from, '(') ? after(tokens, from) : from, index);
    }
  return undefined;
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

/** What only changes the form of a text. */
const onlyForm = /^(?:as_(?:str|ref|deref|bytes)|trim|strip|to_?[sS]tring|ToString|to_s|unwrap)$/;

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
      if (name === '' || !onlyForm.test(word)) name = word.replace(/^get(?=[A-Z_])/, '');
    } else if (!isSign(text, tokens, at, '.->:$?!@') || (depth === 0 && name !== '' && isEnd(text, tokens, at))) break;
  }
  return name === '' ? undefined : { name, start: tokens.start[index]!, where: 'comparison' };
}

/** The colon of a block or of a choice, and the question mark of a choice: `user::password` and `user?.password` go on. */
function isEnd(text: string, tokens: CodeTokens, at: number): boolean {
  if (isSign(text, tokens, at, ':')) return text[tokens.start[at]! - 1] !== ':' && text[tokens.end[at]!] !== ':';
  return isSign(text, tokens, at, '?') && !'.-'.includes(text[tokens.end[at]!] ?? ' ');
}
