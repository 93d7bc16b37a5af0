// The users of a server's sign-in, as maps of names and passwords: `gin.Accounts{"me": "value"}`,
// `basicAuth({ users: { me: 'value' } })`, `basicauth.Config{Users: map[string]string{"me": "value"}}`. No name there says what it holds.
import { kinds, type CodeTokens } from './code-lexer.ts';
import type { Found } from './code-targets.ts';
import { before, isSign, wordAt } from './code-tokens.ts';

/** How many tokens of a map are read before a value. */
const reach = 120;

/** The password that the literal behind `colon` is, where what it stands in are users. */
export function accountOf(text: string, tokens: CodeTokens, colon: number): Found | undefined {
  const open = braceAround(tokens, text, colon);
  let owner = open < 0 ? -1 : before(tokens, open);
  const found: Found = { name: 'password', start: tokens.start[before(tokens, colon)]!, where: 'argument', proven: true };
  if (wordAt(text, tokens, owner) === 'Accounts' && isSign(text, tokens, before(tokens, owner), '.')) return found;
  // Go writes the type of the map between its name and its brace.
  if (wordAt(text, tokens, owner) === 'string')
    for (let steps = 0; steps < 5 && !isSign(text, tokens, owner, ':'); steps++) owner = before(tokens, owner);
  if (!isSign(text, tokens, owner, ':') || !/^users$/i.test(wordAt(text, tokens, before(tokens, owner)))) return undefined;
  const outer = braceAround(tokens, text, owner);
  return outer >= 0 &&
    /\bbasic_?auth(?:\.\w{1,20})?[({\s]{0,4}$/i.test(text.slice(Math.max(0, tokens.start[outer]! - 60), tokens.start[outer]))
    ? found
    : undefined;
}

/** The brace that is open at `at`; -1 where none is near. */
function braceAround(tokens: CodeTokens, text: string, at: number): number {
  for (let i = before(tokens, at), depth = 0, steps = 0; i >= 0 && steps < reach; i = before(tokens, i), steps++) {
    if (tokens.kind[i] !== kinds.sign) continue;
    if (isSign(text, tokens, i, '}')) depth++;
    else if (isSign(text, tokens, i, '{') && depth-- === 0) return i;
  }
  return -1;
}
