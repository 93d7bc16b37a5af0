// The name of a string literal that is told by the argument before it: a name in quotes, a constant, a symbol, the scheme that
// a token is sent with. What a call is known to take at a place is for code-arguments.ts.
import { kinds, type CodeTokens } from './code-lexer.ts';
import type { Found } from './code-targets.ts';
import { after, before, calleeOf, isSign, wordAt } from './code-tokens.ts';
import { givesToConstant } from './credential-calls.ts';
import { meaningOf } from './names.ts';

/**
 * Behind a comma: `set("NAME", "value")`, `getenv("NAME", "value")`, `define('NAME', 'value')`, `put(Context.NAME, "value")`,
 * `flag.StringVar(&place, "name", "value")`. `f(user, "password")` says nothing.
 */
export function argument(text: string, tokens: CodeTokens, comma: number, index: number): Found | undefined {
  const first = before(tokens, comma);
  if (first < 0) return undefined;
  if (tokens.kind[first] === kinds.string) {
    const open = before(tokens, first);
    const isFlag =
      isSign(text, tokens, open, ',') &&
      (/^(?:StringVarP?|buildConfigField|resValue)$/.test(wordAt(text, tokens, calleeBefore(text, tokens, open))) ||
        /(?:^|\n)[ \t]*(?:buildConfigField|resValue)[ \t][^\n]*$/.test(
          text.slice(Math.max(0, tokens.start[open]! - 200), tokens.start[open]),
        ));
    const name = text.slice(tokens.innerStart[first], tokens.innerEnd[first]);
    // `request :authorization, 'Bearer', 'value'`: the scheme that it is sent with.
    if (/^Bearer$/i.test(name)) return { name: 'authorization', start: tokens.start[first]!, where: 'header' };
    if (!isFlag && !isSign(text, tokens, open, '([') && !isKeyOfPairs(text, tokens, open)) return undefined;
    // A list of names or of more than two is no pair, and before the name of a field stands its kind.
    const value = text.slice(tokens.innerStart[index], tokens.innerEnd[index]);
    const callee = isSign(text, tokens, open, '[') ? 'list' : wordAt(text, tokens, before(tokens, open));
    if (
      /(?:Element|Field|Column|Error|Exception|Warning)$/.test(callee) ||
      (/^(?:list|array|asList|listOf|setOf|arrayOf|tuple)$/.test(callee) &&
        (meaningOf(value) !== undefined || isSign(text, tokens, after(tokens, index), ',')))
    )
      return undefined;
    return /^-{0,2}[A-Za-z_][\w.\- ]{0,80}$/.test(name) ? { name, start: tokens.start[first]!, where: 'argument' } : undefined;
  }
  if (tokens.kind[first] === kinds.name && /^[A-Z][A-Z0-9_]{3,}$/.test(wordAt(text, tokens, first))) {
    const callee = wordAt(text, tokens, calleeBefore(text, tokens, first));
    const name = wordAt(text, tokens, first);
    // Kafka calls the constants of its settings `SSL_KEY_PASSWORD_CONFIG`.
    return givesToConstant(callee)
      ? { name: name.replace(/(?<=_PASSWORD)_CONFIG$/, ''), start: tokens.start[first]!, where: 'argument' }
      : undefined;
  }
  return undefined;
}

/** Whether the argument behind `comma` is a key of a call that takes keys and values in turn: `Map.of("user", "otter", "password", "value")`. */
function isKeyOfPairs(text: string, tokens: CodeTokens, comma: number): boolean {
  if (!isSign(text, tokens, comma, ',')) return false;
  let place = 1;
  for (let at = before(tokens, comma), depth = 0, steps = 0; at >= 0 && steps < 60; at = before(tokens, at), steps++) {
    if (isSign(text, tokens, at, ')]}')) depth++;
    else if (isSign(text, tokens, at, ',') && depth === 0) place++;
    else if (isSign(text, tokens, at, '([{') && depth-- === 0)
      return (
        place % 2 === 0 &&
        isSign(text, tokens, at, '(') &&
        /(?:Map\.of|^headers|\.headers)$/.test(calleeOf(text, tokens, before(tokens, at)).text)
      );
  }
  return false;
}

/** Ruby's `set :session_secret, "value"`. */
export function symbol(text: string, tokens: CodeTokens, comma: number): Found | undefined {
  const name = before(tokens, comma);
  const colon = before(tokens, name);
  if (tokens.kind[name] !== kinds.name || !isSign(text, tokens, colon, ':') || tokens.end[colon] !== tokens.start[name]) return undefined;
  return /^(?:set|setting|config|store|put|option)$/.test(wordAt(text, tokens, before(tokens, colon)))
    ? { name: wordAt(text, tokens, name), start: tokens.start[colon]!, where: 'argument' }
    : undefined;
}

/** The token of the name whose bracket is open at `from`; -1 where none is near. */
function calleeBefore(text: string, tokens: CodeTokens, from: number): number {
  for (let at = from, depth = 0, steps = 0; at >= 0 && steps < 24; at = before(tokens, at), steps++) {
    if (isSign(text, tokens, at, ')]}')) depth++;
    else if (isSign(text, tokens, at, '([{') && depth-- === 0) return isSign(text, tokens, at, '(') ? before(tokens, at) : -1;
  }
  return -1;
}
