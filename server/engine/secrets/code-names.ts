// Which name a string literal in source code is given to: the variable, property, subscript, parameter, flag or call that
// the tokens before it spell. It does not know what a name means; a name that says nothing is given back all the same.
import type { CodeLanguage } from './code-languages.ts';
import { kinds, type CodeTokens } from './code-lexer.ts';
import { after, before, calleeOf, dottedName, isSign, wordAt } from './code-tokens.ts';
import { credentialArgument, givesToConstant, isWrapper, takesCredentialLater } from './credential-calls.ts';
import { describes, meaningOf } from './names.ts';
import type { Slot } from './slot.ts';

export interface Found {
  readonly name: string;
  readonly start: number;
  readonly where: Slot['where'];
  /** A call that is known to take a credential at this place. */
  readonly proven?: boolean;
  /** Where the place says more than the scopes around it. */
  readonly path?: string;
}

/** The name that the string at `index` is given to; empty where there is none. */
export function nameFor(text: string, tokens: CodeTokens, index: number, language: CodeLanguage): Found {
  let at = before(tokens, index);
  const nothing: Found = { name: '', start: tokens.start[index]!, where: 'text' };
  // A key of PHP or Ruby, whatever stands before it.
  const next = after(tokens, index);
  if (isSign(text, tokens, next, '=') && text[tokens.end[next]!] === '>') return nothing;
  // Brackets and constructors around the value: `= ("x")`, `= new String("x")`, `: string = <const>"x"`.
  for (let step = 0; step < 3 && isSign(text, tokens, at, '(['); step++) {
    const outer = before(tokens, at);
    if (!isSign(text, tokens, outer, '=:')) break;
    at = outer;
  }
  // Rust's `unwrap_or_else(|_| "value")`.
  const closure = isSign(text, tokens, at, '|') ? before(tokens, before(tokens, before(tokens, at))) : -1;
  if (isSign(text, tokens, closure, '(')) return called(text, tokens, closure, index) ?? nothing;
  if (isSign(text, tokens, at, '=:>|?&-')) return assigned(text, tokens, at) ?? nothing;
  // `os.environ.get("NAME") or "value"`.
  if (
    wordAt(text, tokens, at) === 'or' &&
    (isSign(text, tokens, before(tokens, at), ')]') || tokens.kind[before(tokens, at)] === kinds.name)
  )
    return target(text, tokens, before(tokens, at)) ?? nothing;
  if (isSign(text, tokens, at, '('))
    return headerBehind(text, tokens, index) ?? known(text, tokens, index, 0) ?? called(text, tokens, at, index) ?? nothing;
  if (isSign(text, tokens, at, ','))
    return (
      further(text, tokens, at, index, language.bareCalls) ??
      argument(text, tokens, at, index) ??
      (language.bareCalls ? symbol(text, tokens, at) : undefined) ??
      nothing
    );
  // An attribute of JSX: `secret={"value"}`.
  if (isSign(text, tokens, at, '{') && isSign(text, tokens, next, '}') && isSign(text, tokens, before(tokens, at), '='))
    return assigned(text, tokens, before(tokens, at)) ?? nothing;
  // Kotlin: `val secret by lazy { "value" }`.
  if (isSign(text, tokens, at, '{') && wordAt(text, tokens, before(tokens, at)) === 'lazy')
    return target(text, tokens, before(tokens, before(tokens, before(tokens, at)))) ?? nothing;
  // In Bicep a string behind a name is its type: `resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01'`.
  if (language.encoding !== 'bicep' && at >= 0 && (tokens.kind[at] === kinds.name || tokens.kind[at] === kinds.string))
    return spoken(text, tokens, at, language.bareCalls) ?? nothing;
  return nothing;
}

/** Swift's `setValue("value", forHTTPHeaderField: "X-Api-Key")`: the name of the header stands behind its value. */
function headerBehind(text: string, tokens: CodeTokens, index: number): Found | undefined {
  const label = after(tokens, after(tokens, index));
  if (wordAt(text, tokens, label) !== 'forHTTPHeaderField') return undefined;
  const header = after(tokens, after(tokens, label));
  if (tokens.kind[header] !== kinds.string) return undefined;
  return { name: text.slice(tokens.innerStart[header], tokens.innerEnd[header]), start: tokens.start[index]!, where: 'header' };
}

/** Behind an operator: `name =`, `name :`, `"name" =>`, `name :=`, `name ==`, `getenv("NAME") ||`, `process.env.NAME ??`. */
export function assigned(text: string, tokens: CodeTokens, operator: number): Found | undefined {
  let at = operator;
  let signs = '';
  while (isSign(text, tokens, at, '=:>|?&!<+-') && signs.length < 4) {
    signs = text[tokens.start[at]!]! + signs;
    at = before(tokens, at);
  }
  if (signs === '?') return chosen(text, tokens, at);
  // One sign alone compares, joins or lists alternatives (`'password' | 'certificate'` is a type).
  if (/^[-+<>&?|]$/.test(signs) || signs === '::') return undefined;
  return target(text, tokens, at);
}

/** `name = condition ? "value"`: what is chosen is given to the name before the condition, which ends at `last`. */
function chosen(text: string, tokens: CodeTokens, last: number): Found | undefined {
  for (let at = last, steps = 0; at > 0 && steps < 16 && !isSign(text, tokens, at, ';{}?,'); at = before(tokens, at), steps++) {
    if (
      isSign(text, tokens, at, '=:') &&
      !isSign(text, tokens, before(tokens, at), '=!<>') &&
      !isSign(text, tokens, after(tokens, at), '=>')
    )
      return target(text, tokens, before(tokens, at));
  }
  return undefined;
}

/** What stands left of an assignment: a name, a quoted key, a subscript, a name with its type. */
function target(text: string, tokens: CodeTokens, last: number): Found | undefined {
  let at = last;
  if (isSign(text, tokens, at, ']')) {
    const inside = before(tokens, at);
    if (inside >= 0 && tokens.kind[inside] === kinds.string)
      return { name: text.slice(tokens.innerStart[inside], tokens.innerEnd[inside]), start: tokens.start[inside]!, where: 'assignment' };
    let open = inside;
    for (let steps = 0; steps < 6 && open >= 0 && !isSign(text, tokens, open, '['); steps++) open = before(tokens, open);
    at = before(tokens, open);
  }
  // C#: `string ApiKey { get; set; } = "x"`.
  if (isSign(text, tokens, at, '}')) {
    let open = before(tokens, at);
    for (
      let steps = 0;
      steps < 10 && (isSign(text, tokens, open, ';') || /^(?:get|set|init|private|protected|internal)$/.test(wordAt(text, tokens, open)));
      steps++
    )
      open = before(tokens, open);
    if (!isSign(text, tokens, open, '{')) return undefined;
    at = before(tokens, open);
  }
  if (isSign(text, tokens, at, ')')) {
    // `:variable, type: String)`? No: `define("X") =`; or a cast. Look at the last literal inside.
    const inside = before(tokens, at);
    if (inside >= 0 && tokens.kind[inside] === kinds.string)
      return { name: text.slice(tokens.innerStart[inside], tokens.innerEnd[inside]), start: tokens.start[inside]!, where: 'assignment' };
  }
  if (isSign(text, tokens, at, '>')) {
    for (let steps = 0; steps < 8 && at >= 0 && !isSign(text, tokens, at, '<'); steps++) at = before(tokens, at);
    at = before(tokens, at);
  }
  // In `a ? "b" : "c"` no word is the name of the other.
  if (at >= 0 && tokens.kind[at] === kinds.string)
    return isSign(text, tokens, before(tokens, at), '?')
      ? chosen(text, tokens, before(tokens, before(tokens, at)))
      : { name: text.slice(tokens.innerStart[at], tokens.innerEnd[at]), start: tokens.start[at]!, where: 'assignment' };
  // Rust's `name: &'static str =` and `name: &[u8] =`: over the type to the name.
  if (wordAt(text, tokens, at) === 'str' && isSign(text, tokens, before(tokens, before(tokens, at)), "'"))
    at = before(tokens, before(tokens, before(tokens, at)));
  if (isSign(text, tokens, at, '&') && isSign(text, tokens, before(tokens, at), ':')) at = before(tokens, before(tokens, at));
  if (at < 0 || tokens.kind[at] !== kinds.name) return undefined;
  // Go's `key, _ := decode("value")`: the first of the two.
  if (/^(?:_|err|ok)$/.test(wordAt(text, tokens, at)) && isSign(text, tokens, before(tokens, at), ','))
    at = before(tokens, before(tokens, at));
  if (at < 0 || tokens.kind[at] !== kinds.name) return undefined;
  // `name: Type =` and Go's `name string =`: the type stands between.
  let name = dottedName(text, tokens, at);
  // Ruby's `Braintree::Configuration.private_key =`: what stands before the colons is no name with a type.
  const left = before(tokens, calleeOf(text, tokens, at).first);
  if (isSign(text, tokens, left, ':?&*')) {
    let further = left;
    let typed = false;
    for (let steps = 0; steps < 3 && isSign(text, tokens, further, ':?&*'); steps++) {
      typed ||= isSign(text, tokens, further, ':');
      further = before(tokens, further);
    }
    // The colon that ends a line (`class A:`, `else:`) belongs to no type.
    const sameLine = further >= 0 && !text.slice(tokens.end[further], tokens.start[name.first]).includes('\n');
    if (
      // Without a colon it is `password && mode !== "value"`.
      typed &&
      sameLine &&
      tokens.kind[further] === kinds.name &&
      isSign(text, tokens, left, ':&') &&
      !isSign(text, tokens, further, '?') &&
      !/^(?:env|global|script|local|private|using)$/.test(wordAt(text, tokens, further))
    )
      name = dottedName(text, tokens, further);
  } else if (/^(?:string|str|char|byte|String)$/.test(name.text) && left >= 0) {
    // Go's `name string =` and `name []byte =`.
    const owner =
      isSign(text, tokens, left, ']') && isSign(text, tokens, before(tokens, left), '[') ? before(tokens, before(tokens, left)) : left;
    if (tokens.kind[owner] === kinds.name) name = dottedName(text, tokens, owner);
  }
  return { name: name.text, start: tokens.start[name.first]!, where: 'assignment' };
}

/**
 * `{ name = "DB_PASSWORD", value = "x" }` in any notation: the value has the name of its neighbour. The default of an
 * option or a setting has the name of that: `config('SECRET_KEY', default='x')`, `add_argument('--token', default='x')`.
 */
export function paired(text: string, tokens: CodeTokens, index: number, found: Found): Found {
  if (!/^(?:value|Value|defaultValue|default_value|default|fallback|secret_value|plaintext)$/.test(found.name)) return found;
  const isDefault = /^(?:default|fallback)/.test(found.name);
  let at = before(tokens, index);
  for (let depth = 0, steps = 0; at > 1 && steps < 40; at = before(tokens, at), steps++) {
    if (isDefault && isSign(text, tokens, at, ')]}')) depth++;
    // Bicep: the value of a secret stands one level below its name, under `properties`.
    else if (
      isSign(text, tokens, at, '{') &&
      isSign(text, tokens, before(tokens, at), ':') &&
      wordAt(text, tokens, before(tokens, before(tokens, at))) === 'properties'
    )
      continue;
    else if (isSign(text, tokens, at, '{}()[]') && (!isDefault || depth-- === 0)) break;
    if (tokens.kind[at] !== kinds.string || depth > 0) continue;
    const key = before(tokens, before(tokens, at));
    const word = tokens.kind[key] === kinds.string ? text.slice(tokens.innerStart[key], tokens.innerEnd[key]) : wordAt(text, tokens, key);
    const value = text.slice(tokens.innerStart[at], tokens.innerEnd[at]);
    if (/^(?:name|Name|key|Key)$/.test(word) && isSign(text, tokens, before(tokens, at), ':=') && /^[\w.\-/ ]{2,80}$/.test(value))
      return found.name === 'value' && isListOf(text, tokens, before(tokens, key), 'secrets')
        ? { ...found, name: value, path: `configuration.secrets.${value}.value` }
        : { ...found, name: value };
  }
  if (!isDefault || !isSign(text, tokens, at, '(')) return found;
  for (let first = after(tokens, at); tokens.kind[first] === kinds.string; first = after(tokens, after(tokens, first))) {
    const name = text.slice(tokens.innerStart[first], tokens.innerEnd[first]);
    if (/^-?\w$/.test(name) && isSign(text, tokens, after(tokens, first), ',')) continue;
    return /^-{0,2}[A-Za-z_][\w.-]{1,80}$/.test(name) ? { ...found, name: name.replace(/^-+/, '') } : found;
  }
  // `jwt_secret: str = Field(default="value")`.
  const callee = before(tokens, at);
  const outer = callee >= 0 && tokens.kind[callee] === kinds.name ? before(tokens, calleeOf(text, tokens, callee).first) : -1;
  return (isSign(text, tokens, outer, '=') ? assigned(text, tokens, outer) : undefined) ?? found;
}

/** Whether the object that opens at `open` stands in a list of this name: `secrets: [{ name: 'x', value: 'y' }]`. */
function isListOf(text: string, tokens: CodeTokens, open: number, name: string): boolean {
  if (!isSign(text, tokens, open, '{')) return false;
  let depth = 0;
  for (let at = before(tokens, open), steps = 0; at >= 0 && steps < 400; at = before(tokens, at), steps++) {
    if (isSign(text, tokens, at, ')]}')) depth++;
    else if (isSign(text, tokens, at, '([{') && depth-- === 0)
      return isSign(text, tokens, at, '[') && wordAt(text, tokens, before(tokens, before(tokens, at))) === name;
  }
  return false;
}

/** What says how the text before it is to be read: `Buffer.from("value", "hex")`. */
const encoding = /^(?:hex|base64(?:url)?|utf-?8|ascii|latin1|binary)$/i;

/** Calls of which the argument is a name, a text for people or the number of somebody. */
export const takesName =
  /^(?:get|has|require|fetch|find|load|read|write|lookup|delete|remove|revoke|log|print|println|printf|warn|error|info|debug|Error|t|i18n|translate|gettext|describe|it|test|assert\w*|expect|format)(?![a-z])/;

/** `pass("says why")` and `t.pass("says why")`: how a test ends well. */
const passesTest = /^(?:(?:t|test|tap|assert|chai\.assert|QUnit\.assert)\.)?pass$/;

/** `setPassword("value")`, `password("value")`, `new Token("value")`, `secret.assign("value")`. */
function called(text: string, tokens: CodeTokens, open: number, index: number): Found | undefined {
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
    if (isSign(text, tokens, outer, '=:')) return assigned(text, tokens, outer);
    // Go's way to hand a key to a parser of tokens: `func(t *jwt.Token) (any, error) { return []byte("x"), nil }`.
    if (
      wordAt(text, tokens, outer) === 'return' &&
      /\bjwt\.\w/.test(text.slice(Math.max(0, tokens.start[outer]! - 400), tokens.start[outer]))
    )
      return { name: 'jwt_secret', start: tokens.start[whole.first]!, where: 'argument', proven: true };
    const owner = isSign(text, tokens, outer, '(') ? before(tokens, outer) : -1;
    if (owner >= 0 && tokens.kind[owner] === kinds.name)
      return (
        known(text, tokens, whole.first, 0, outer) ?? {
          name: dottedName(text, tokens, owner).text.replace(/^.*\./, ''),
          start: tokens.start[whole.first]!,
          where: 'argument',
        }
      );
    if (isSign(text, tokens, outer, ',')) return further(text, tokens, outer, whole.first);
  }
  // `Secret::new("x")`, `ApiToken.of("x")`: the type says what it holds.
  const made = /(?<!\w)(\w+)(?:::|\.)(?:new|from|of|create|valueOf)$/.exec(whole.text)?.[1];
  if (made !== undefined && /^[A-Z]/.test(made) && meaningOf(made) !== undefined)
    return { name: made, start: tokens.start[whole.first]!, where: 'argument' };
  const method = /^(.*)\.(?:assign|set|put|append|equals|compare|compareTo|value|default|of|withDefault)$/.exec(name.text);
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

/** The call whose argument number `place` begins at `index`, where it is one that takes a credential. */
function known(text: string, tokens: CodeTokens, index: number, place: number, open = before(tokens, index)): Found | undefined {
  let callee = before(tokens, open);
  // Scala's and Go's `call[Type](…)`.
  if (isSign(text, tokens, callee, ']') && isSign(text, tokens, callee - 2, '[')) callee -= 3;
  return knownCall(text, tokens, callee, after(tokens, open), place, index);
}

/** The same, where the name of what is called ends at the token `callee` and its first argument is at `first`. */
function knownCall(text: string, tokens: CodeTokens, callee: number, first: number, place: number, index: number): Found | undefined {
  const called =
    calledModule(text, tokens, callee) ?? (tokens.kind[callee] === kinds.name ? calleeOf(text, tokens, callee).text : undefined);
  if (called === undefined) return undefined;
  const literalAt = (at: number) => (tokens.kind[at] === kinds.string ? text.slice(tokens.innerStart[at], tokens.innerEnd[at]) : undefined);
  const credential = credentialArgument(called, place, {
    first: literalAt(first),
    previous: literalAt(before(tokens, before(tokens, index))),
    chars: becomesChars(text, tokens, index),
  });
  return credential === undefined ? undefined : { name: credential, start: tokens.start[index]!, where: 'argument', proven: true };
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
function further(text: string, tokens: CodeTokens, comma: number, index: number, bareCalls = false): Found | undefined {
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
        (tokens.kind[next] === kinds.name || tokens.kind[next] === kinds.string || isSign(text, tokens, next, ':')) &&
        !text.slice(tokens.start[at], tokens.start[index]).includes('\n')
      )
        return knownCall(text, tokens, at, next, place, index);
      continue;
    }
    if (isSign(text, tokens, at, ')]}')) depth++;
    else if (isSign(text, tokens, at, ',') && depth === 0) place++;
    else if (isSign(text, tokens, at, '([{') && depth-- === 0) {
      const operator = before(tokens, at);
      // A list of values is given to one name.
      if (isSign(text, tokens, at, '[') && onlyLiterals && isSign(text, tokens, operator, '=:')) return assigned(text, tokens, operator);
      if (!isSign(text, tokens, at, '(')) return undefined;
      if (
        place === 1 &&
        isSign(text, tokens, operator, '=') &&
        /^(?:auth|basic_auth|http_auth|credentials)$/.test(wordAt(text, tokens, before(tokens, operator)))
      )
        return { name: 'password', start: tokens.start[index]!, where: 'argument' };
      if (onlyLiterals && isSign(text, tokens, operator, '=')) return assigned(text, tokens, operator);
      return known(text, tokens, index, place, at);
    }
  }
  return undefined;
}

/**
 * Behind a comma: `set("NAME", "value")`, `getenv("NAME", "value")`, `define('NAME', 'value')`, `put(Context.NAME, "value")`,
 * `flag.StringVar(&place, "name", "value")`. `f(user, "password")` says nothing.
 */
function argument(text: string, tokens: CodeTokens, comma: number, index: number): Found | undefined {
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
    if (!isFlag && !isSign(text, tokens, open, '([')) return undefined;
    const name = text.slice(tokens.innerStart[first], tokens.innerEnd[first]);
    // A list of names or of more than two is no pair, and before the name of a field stands its kind.
    const value = text.slice(tokens.innerStart[index], tokens.innerEnd[index]);
    const callee = isSign(text, tokens, open, '[') ? 'list' : wordAt(text, tokens, before(tokens, open));
    if (
      /(?:Element|Field|Column)$/.test(callee) ||
      (/^(?:list|array|asList|listOf|setOf|arrayOf|tuple)$/.test(callee) &&
        (meaningOf(value) !== undefined || isSign(text, tokens, after(tokens, index), ',')))
    )
      return undefined;
    return /^-{0,2}[A-Za-z_][\w.\- ]{0,80}$/.test(name) ? { name, start: tokens.start[first]!, where: 'argument' } : undefined;
  }
  if (tokens.kind[first] === kinds.name && /^[A-Z][A-Z0-9_]{3,}$/.test(wordAt(text, tokens, first))) {
    const callee = wordAt(text, tokens, calleeBefore(text, tokens, first));
    const name = wordAt(text, tokens, first);
    return givesToConstant(callee) ? { name, start: tokens.start[first]!, where: 'argument' } : undefined;
  }
  return undefined;
}

/** Ruby's `set :session_secret, "value"`. */
function symbol(text: string, tokens: CodeTokens, comma: number): Found | undefined {
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

/** With a blank between: `IDENTIFIED BY 'value'`, `PASSWORD 'value'`, `-Password "value"`, `-AsPlainText`. */
function spoken(text: string, tokens: CodeTokens, at: number, bareCalls = false): Found | undefined {
  if (tokens.kind[at] !== kinds.name) return undefined;
  const word = wordAt(text, tokens, at);
  const flag = isSign(text, tokens, before(tokens, at), '-');
  // Kotlin's pairs: `"api_key" to "value"`.
  const key = word === 'to' ? before(tokens, at) : -1;
  if (tokens.kind[key] === kinds.string)
    return { name: text.slice(tokens.innerStart[key], tokens.innerEnd[key]), start: tokens.start[key]!, where: 'assignment' };
  // PowerShell's `$name = ConvertTo-SecureString "value"`: what it is assigned to, else a password.
  const named =
    word === 'String' && flag && wordAt(text, tokens, before(tokens, before(tokens, at))) === 'SecureString'
      ? before(tokens, before(tokens, at))
      : at;
  if ((word === 'SecureString' && flag) || named !== at) {
    const operator = before(tokens, before(tokens, before(tokens, named)));
    const given = isSign(text, tokens, operator, '=') ? assigned(text, tokens, operator) : undefined;
    return (given && meaningOf(given.name) ? given : undefined) ?? { name: 'password', start: tokens.start[at]!, where: 'argument' };
  }
  if (/^BY$/i.test(word) && /^IDENTIFIED$/i.test(wordAt(text, tokens, before(tokens, at))))
    return { name: 'password', start: tokens.start[at]!, where: 'assignment' };
  if (/^PASSWORD$/i.test(word) || flag) return { name: word, start: tokens.start[at]!, where: flag ? 'argument' : 'assignment' };
  const telling = bareCalls && !describes(word) ? meaningOf(word) : undefined;
  const first = bareCalls ? knownCall(text, tokens, at, after(tokens, at), 0, after(tokens, at)) : undefined;
  if (first) return first;
  return /^(?:password|token|secret|api_key|apikey)$/i.test(word) || telling === 'password' || telling === 'secret' || telling === 'key'
    ? { name: word, start: tokens.start[at]!, where: 'argument' }
    : undefined;
}
