// The name of a string literal that is an argument of a call: what the call is known to take there, or what it is called. Which
// calls take a credential stands in credential-calls.ts, what the argument before it says in code-named-arguments.ts.
import { comparedBeside } from './code-comparisons.ts';
import { kinds, type CodeTokens } from './code-lexer.ts';
import { argument } from './code-named-arguments.ts';
import { assigned, target, type Found } from './code-targets.ts';
import { after, before, calleeOf, dottedName, isSign, wordAt } from './code-tokens.ts';
import { compares, credentialArgument, isWrapper, keywordArgument, takesCredentialLater } from './credential-calls.ts';
import { isTried } from './guessed.ts';
import { meaningOf } from './names.ts';

/** What says how the text before it is to be read: `Buffer.from("value", "hex")`. */
const encoding = /^(?:hex|base64(?:url)?|utf-?8|ascii|latin1|binary)$/i;

/** Calls of which the argument is a name, a text for people or the number of somebody. */
export const takesName =
  /^(?:get|has|require|fetch|find|load|read|write|lookup|delete|remove|revoke|log|print|println|printf|warn|error|info|debug|Error|t|i18n|translate|gettext|describe|it|test|assert\w*|expect|format)(?![a-z])/;

/** `pass("says why")` and `t.pass("says why")`: how a test ends well. */
const passesTest = /^(?:(?:t|test|tap|assert|chai\.assert|QUnit\.assert)\.)?pass$/;

/** `setPassword("value")`, `password("value")`, `new Token("value")`, `secret.assign("value")`. */
export function called(text: string, tokens: CodeTokens, open: number, index: number): Found | undefined {
  const callee = before(tokens, open);
  if (callee < 0 || tokens.kind[callee] !== kinds.name) return undefined;
  // A first argument that is followed by a second literal is a name and not a value.
  const next = after(tokens, index);
  const second = isSign(text, tokens, next, ',') ? after(tokens, next) : -1;
  if (
    tokens.kind[second] === kinds.string &&
    !encoding.test(text.slice(tokens.innerStart[second], tokens.innerEnd[second])) &&
    !/pass|secret|token|key/i.test(wordAt(text, tokens, callee))
  )
    return undefined;
  // `set_password("root", password)`: the first says whose it is.
  if (second >= 0 && tokens.kind[second] === kinds.name && meaningOf(wordAt(text, tokens, second)) === 'password') return undefined;
  // What a call falls back to has the name that the call was given: `env::var("NAME").unwrap_or("value")`.
  if (
    /^(?:unwrap_or(?:_else)?|getOrElse|orElse|or_else|or)$/.test(wordAt(text, tokens, callee)) &&
    isSign(text, tokens, before(tokens, callee), '.')
  )
    return target(text, tokens, before(tokens, before(tokens, callee)));
  const name = dottedName(text, tokens, callee);
  const whole = calleeOf(text, tokens, callee);
  // `password.encode("latin1")`: what a secret does with an argument takes no secret.
  const receiver = /^(.+)\.[^.]+$/.exec(whole.text)?.[1];
  if (
    receiver !== undefined &&
    !/(?:^|\.)[A-Z]\w*$/.test(receiver) &&
    isWrapper(whole.text) &&
    meaningOf(receiver.replace(/^.*\./, '')) !== undefined
  )
    return undefined;
  if (takesCredentialLater(whole.text) || passesTest.test(whole.text)) return undefined;
  if (isWrapper(whole.text)) {
    // `String::from("x")`, `[]byte("x")`, `Encoding.UTF8.GetBytes("x")`: look at what this is given to.
    let outer = before(tokens, whole.first);
    while (isSign(text, tokens, outer, '[]&')) outer = before(tokens, outer);
    // `passwordEncoder().encode("x")`: over the call that gave what is asked.
    if (isSign(text, tokens, outer, '.') && isSign(text, tokens, before(tokens, outer), ')'))
      outer = beforeCall(text, tokens, before(tokens, outer));
    // `new TextEncoder().encode("x")`.
    if (wordAt(text, tokens, outer) === 'new') outer = before(tokens, outer);
    if (isSign(text, tokens, outer, '=:')) return assigned(text, tokens, outer);
    // Go's way to hand a key to a parser of tokens: `func(t *jwt.Token) (any, error) { return []byte("x"), nil }`.
    if (
      wordAt(text, tokens, outer) === 'return' &&
      /\bjwt\.\w/.test(text.slice(Math.max(0, tokens.start[outer]! - 400), tokens.start[outer]))
    )
      return { name: 'jwt_secret', start: tokens.start[whole.first]!, where: 'argument', proven: true };
    const owner = isSign(text, tokens, outer, '(') ? before(tokens, outer) : -1;
    // jose's chain: `new SignJWT(claims).setProtectedHeader({ … }).sign(new TextEncoder().encode("x"))`.
    if (
      wordAt(text, tokens, owner) === 'sign' &&
      /\bSignJWT\(/.test(text.slice(Math.max(0, tokens.start[owner]! - 600), tokens.start[owner]))
    )
      return { name: 'jwt_secret', start: tokens.start[whole.first]!, where: 'argument', proven: true };
    if (owner >= 0 && tokens.kind[owner] === kinds.name)
      return (
        known(text, tokens, whole.first, 0, outer, index) ?? {
          name: dottedName(text, tokens, owner).text.replace(/^.*\./, ''),
          start: tokens.start[whole.first]!,
          where: 'argument',
        }
      );
    if (isSign(text, tokens, outer, ','))
      return further(text, tokens, outer, whole.first, false, index) ?? argument(text, tokens, outer, index);
  }
  // `Secret::new("x")`, `ApiToken.of("x")`: the type says what it holds.
  const made = /(?<!\w)(\w+)(?:::|\.)(?:new|from|of|create|valueOf)$/.exec(whole.text)?.[1];
  if (made !== undefined && /^[A-Z]/.test(made) && meaningOf(made) !== undefined)
    return { name: made, start: tokens.start[whole.first]!, where: 'argument' };
  const method = /^(.*)\.(?:assign|set|put|append|compare|compareTo|value|default|of|withDefault)$/.exec(name.text);
  const short = (method ? method[1]! : name.text).replace(/^.*\./, '');
  if (takesName.test(short) || /(?:Input|Field|Label|Box|Column|Header|Element|Prompt|Validator)$/.test(short)) return undefined;
  return {
    name: short.replace(/^(?:set|with|add|use|Set|With|Add|Use)(?=[A-Z_])/, ''),
    start: tokens.start[name.first]!,
    where: 'argument',
  };
}

/** The token before the call whose closing bracket is at `close`; `close` itself where the call is long. */
function beforeCall(text: string, tokens: CodeTokens, close: number): number {
  for (
    let at = before(tokens, close), steps = 0;
    at >= 0 && steps < 12 && !isSign(text, tokens, at, ')');
    at = before(tokens, at), steps++
  ) {
    if (isSign(text, tokens, at, '(')) return before(tokens, calleeOf(text, tokens, before(tokens, at)).first);
  }
  return close;
}

/** The call whose argument number `place` begins at `index`, where it is one that takes a credential. The argument holds `literal`. */
export function known(
  text: string,
  tokens: CodeTokens,
  index: number,
  place: number,
  open = before(tokens, index),
  literal = index,
): Found | undefined {
  let callee = before(tokens, open);
  // Scala's and Go's `call[Type](…)`.
  if (isSign(text, tokens, callee, ']') && isSign(text, tokens, callee - 2, '[')) callee -= 3;
  const compared = place < 2 ? comparedBeside(text, tokens, open, index) : undefined;
  if (compared && meaningOf(compared.name)) return compared;
  return knownCall(text, tokens, callee, place === 0 ? literal : after(tokens, open), place, index, literal);
}

/** `wandb.login(key="value")`: a name that says nothing by itself, in a call that takes a credential by it. */
export function givenByName(text: string, tokens: CodeTokens, index: number, given: Found): Found | undefined {
  if (!/^(?:key|data|subscription)$/.test(given.name)) return undefined;
  let depth = 0;
  for (let at = before(tokens, index), steps = 0; at > 0 && steps < 60; at = before(tokens, at), steps++) {
    if (isSign(text, tokens, at, ')]}')) depth++;
    else if (isSign(text, tokens, at, '([{') && depth-- === 0) {
      const callee = isSign(text, tokens, at, '(') ? before(tokens, at) : -1;
      if (callee < 0 || tokens.kind[callee] !== kinds.name) return undefined;
      const name = keywordArgument(calleeOf(text, tokens, callee).text, given.name);
      return name === undefined ? undefined : { ...given, name, where: 'argument', proven: true };
    }
  }
  return undefined;
}

/** The same, where the name of what is called ends at the token `callee` and its first argument is at `first`. */
export function knownCall(
  text: string,
  tokens: CodeTokens,
  callee: number,
  first: number,
  place: number,
  index: number,
  literal = index,
): Found | undefined {
  const called =
    calledModule(text, tokens, callee) ?? (tokens.kind[callee] === kinds.name ? calleeOf(text, tokens, callee).text : undefined);
  if (called === undefined) return undefined;
  const literalAt = (at: number) => (tokens.kind[at] === kinds.string ? text.slice(tokens.innerStart[at], tokens.innerEnd[at]) : undefined);
  const credential = credentialArgument(called, place, {
    value: literalAt(literal) ?? '',
    first: literalAt(first),
    previous: literalAt(before(tokens, before(tokens, index))),
    next: literalAt(after(tokens, after(tokens, index))),
    chars: becomesChars(text, tokens, index),
  });
  return credential === undefined
    ? undefined
    : { ...credential, start: tokens.start[index]!, where: compares(called) ? 'comparison' : 'argument' };
}

/** `require('cookie-parser')(…)` calls what the module is: `cookieParser`. */
function calledModule(text: string, tokens: CodeTokens, close: number): string | undefined {
  const name = isSign(text, tokens, close, ')') ? before(tokens, close) : -1;
  if (name < 2 || tokens.kind[name] !== kinds.string || wordAt(text, tokens, before(tokens, before(tokens, name))) !== 'require')
    return undefined;
  return text.slice(tokens.innerStart[name], tokens.innerEnd[name]).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `"x".toCharArray()`, `"x".getBytes()`. */
function becomesChars(text: string, tokens: CodeTokens, index: number): boolean {
  const dot = after(tokens, index);
  return (
    isSign(text, tokens, dot, '.') &&
    /^(?:toCharArray|getBytes|toByteArray|encodeToByteArray)$/.test(wordAt(text, tokens, after(tokens, dot)))
  );
}

/** A later argument: the commas back to the bracket are counted. `auth=(user, password)` is a pair that says what it is. */
export function further(
  text: string,
  tokens: CodeTokens,
  comma: number,
  index: number,
  bareCalls = false,
  literal = index,
): Found | undefined {
  let place = 0;
  let depth = 0;
  let onlyLiterals = true;
  for (let at = comma, steps = 0; at >= 0 && steps < 60; at = before(tokens, at), steps++) {
    if (tokens.kind[at] !== kinds.sign) {
      onlyLiterals &&= tokens.kind[at] === kinds.string;
      const next = after(tokens, at);
      if (
        bareCalls &&
        depth === 0 &&
        tokens.kind[at] === kinds.name &&
        (tokens.kind[next] === kinds.name ||
          tokens.kind[next] === kinds.string ||
          (isSign(text, tokens, next, ':') && !isSign(text, tokens, after(tokens, next), ':'))) &&
        !text.slice(tokens.start[at], tokens.start[index]).includes('\n')
      )
        return knownCall(text, tokens, at, next, place, index);
      continue;
    }
    if (isSign(text, tokens, at, ')]}')) depth++;
    else if (isSign(text, tokens, at, ',') && depth === 0) place++;
    else if (isSign(text, tokens, at, '([{') && depth-- === 0) {
      const operator = before(tokens, at);
      if (place === 1 && isSign(text, tokens, at, '([') && isPairOfLogin(text, tokens, operator, index))
        return { name: 'password', start: tokens.start[index]!, where: 'argument', proven: isSign(text, tokens, at, '(') };
      // A list of values is given to one name.
      if (isSign(text, tokens, at, '[') && onlyLiterals && isSign(text, tokens, operator, '=:'))
        return holdsMarks(text, tokens, at) ? undefined : assigned(text, tokens, operator);
      if (!isSign(text, tokens, at, '(')) return undefined;
      if (onlyLiterals && isSign(text, tokens, operator, '=')) return assigned(text, tokens, operator);
      const listed = onlyLiterals ? listedFor(text, tokens, operator) : undefined;
      if (listed) return listed;
      return known(text, tokens, index, place, at, literal);
    }
  }
  return undefined;
}

/** `apiKeys = listOf("value", "value")`: what a list that ends its name at `callee` is given to, where it says that it holds several. */
export function listedFor(text: string, tokens: CodeTokens, callee: number): Found | undefined {
  if (
    !/^(?:listOf|setOf|arrayOf|arrayListOf|mutableListOf|mutableSetOf|asList|of|List|Set|Seq|Array|frozenset|set|vec)$/.test(
      wordAt(text, tokens, callee),
    )
  )
    return undefined;
  let outer = before(tokens, calleeOf(text, tokens, callee).first);
  if (wordAt(text, tokens, outer) === 'new') outer = before(tokens, outer);
  const given = isSign(text, tokens, outer, '=') ? assigned(text, tokens, outer) : undefined;
  return given && /s$/i.test(given.name) ? given : undefined;
}

/** A list, open at `open`, of what credentials are found by: `['AccountKey=', 'Password:', 'SharedAccessSignature=sv']`. */
export function holdsMarks(text: string, tokens: CodeTokens, open: number): boolean {
  for (let at = after(tokens, open), steps = 0; steps < 60 && at < tokens.kind.length; at = after(tokens, at), steps++) {
    if (tokens.kind[at] === kinds.string) {
      if (mark.test(text.slice(tokens.innerStart[at], tokens.innerEnd[at]))) return true;
    } else if (!isSign(text, tokens, at, ',')) return false;
  }
  return false;
}

/** A name with its sign and no value. */
const mark = /^[A-Za-z][A-Za-z _-]{1,40}(?:=|: ?)$/;

/**
 * `auth=("user", "value")`, `auth: ["user", "value"]`, `'auth' => ['user', 'value']`: what is written left of the bracket. A list
 * of words alone is one of pages, ways or roles: `auth: ["login", "logout"]`, unless the second can only be a password.
 */
function isPairOfLogin(text: string, tokens: CodeTokens, operator: number, index: number): boolean {
  let key = before(tokens, operator);
  if (isSign(text, tokens, operator, '>') && isSign(text, tokens, key, '=')) key = before(tokens, key);
  else if (!isSign(text, tokens, operator, '=:')) return false;
  const name = tokens.kind[key] === kinds.string ? text.slice(tokens.innerStart[key], tokens.innerEnd[key]) : wordAt(text, tokens, key);
  if (!/^(?:auth|basic_auth|http_auth|credentials)$/i.test(name)) return false;
  const value = text.slice(tokens.innerStart[index], tokens.innerEnd[index]);
  return isSign(text, tokens, after(tokens, operator), '(') || !/^[A-Za-z_-]*$/.test(value) || isTried(value);
}
