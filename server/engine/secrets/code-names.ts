// Which name a string literal in source code is given to: the variable, property, subscript, parameter, flag or call that
// the tokens before it spell. It does not know what a name means; a name that says nothing is given back all the same.
import { called, further, givenByName, holdsMarks, known, knownCall, listedFor } from './code-arguments.ts';
import { accountOf } from './code-accounts.ts';
import { branchOf, comparedBehind } from './code-comparisons.ts';
import { bodyOf, returnedBy, tailOf } from './code-functions.ts';
import type { CodeLanguage } from './code-languages.ts';
import { kinds, type CodeTokens } from './code-lexer.ts';
import { argument, symbol } from './code-named-arguments.ts';
import { assigned, oneOfSeveral, target, type Found } from './code-targets.ts';
import { after, before, calleeOf, isSign, wordAt } from './code-tokens.ts';
import { typedInto } from './code-typed.ts';
import { describes, meaningOf } from './names.ts';

/** The name that the string at `index` is given to; empty where there is none. */
export function nameFor(text: string, tokens: CodeTokens, index: number, language: CodeLanguage): Found {
  let at = before(tokens, index);
  const nothing: Found = { name: '', start: tokens.start[index]!, where: 'text' };
  const branch = branchOf(text, tokens, index);
  // A word is what a switch is set to.
  if (branch && meaningOf(branch.name) && /[^A-Za-z_ .-]/.test(text.slice(tokens.innerStart[index], tokens.innerEnd[index]))) return branch;
  // A key of PHP or Ruby, whatever stands before it.
  const next = after(tokens, index);
  if (isSign(text, tokens, next, '=') && text[tokens.end[next]!] === '>') return nothing;
  if (isSign(text, tokens, next, '.=!')) {
    const compared = comparedBehind(text, tokens, index);
    if (compared && meaningOf(compared.name)) return compared;
  }
  // PowerShell's `"value" | ConvertTo-SecureString`, whatever it is assigned to.
  if (isSign(text, tokens, next, '|') && wordAt(text, tokens, after(tokens, next)) === 'ConvertTo') {
    const given = isSign(text, tokens, at, '=') ? assigned(text, tokens, at) : undefined;
    return given && meaningOf(given.name) ? given : { name: 'password', start: tokens.start[index]!, where: 'argument' };
  }
  // .NET's way to fill what hides a password: `foreach (char c in "value") secure.AppendChar(c)`.
  if (
    wordAt(text, tokens, at) === 'in' &&
    /^\)\s{0,8}\{?\s{0,40}[\w.]{1,60}\.AppendChar\(/.test(text.slice(tokens.end[index], tokens.end[index]! + 160))
  )
    return { name: 'password', start: tokens.start[index]!, where: 'argument', proven: true };
  // Brackets and constructors around the value: `= ("x")`, `= new String("x")`, `: string = <const>"x"`.
  for (let step = 0; step < 3 && isSign(text, tokens, at, '(['); step++) {
    const outer = before(tokens, at);
    if (!isSign(text, tokens, outer, '=:')) break;
    if (isSign(text, tokens, at, '[') && holdsMarks(text, tokens, at)) return nothing;
    at = outer;
  }
  // Rust's `unwrap_or_else(|_| "value")`.
  const bar = isSign(text, tokens, at, '|') ? before(tokens, before(tokens, at)) : -1;
  const closure = isSign(text, tokens, bar, '|') ? before(tokens, bar) : -1;
  if (isSign(text, tokens, closure, '(')) return called(text, tokens, closure, index) ?? nothing;
  if ((isSign(text, tokens, at, '|&?') || wordAt(text, tokens, at) === 'or') && isCompared(text, tokens, index)) return nothing;
  const typed = isSign(text, tokens, at, '(,:') ? typedInto(text, tokens, index) : undefined;
  if (typed) return typed;
  const account = isSign(text, tokens, at, ':') ? accountOf(text, tokens, at) : undefined;
  if (account) return account;
  // `SET PASSWORD FOR 'me'@'%' = 'value'`, `EXEC sp_addlogin 'me', 'value'`.
  if (language.encoding === 'sql' && setsPassword.test(text.slice(Math.max(0, tokens.start[index]! - 120), tokens.start[index])))
    return { name: 'password', start: tokens.start[index]!, where: 'assignment', proven: true };
  const several =
    isSign(text, tokens, at, ',') || (isSign(text, tokens, at, '=') && isSign(text, tokens, next, ','))
      ? oneOfSeveral(text, tokens, index)
      : undefined;
  if (several) return several;
  if (isSign(text, tokens, at, '=:>|?&-')) {
    const given = inTurn(text, assigned(text, tokens, at));
    return bodyOf(text, tokens, at) ?? (given && givenByName(text, tokens, index, given)) ?? given ?? nothing;
  }
  // `os.environ.get("NAME") or "value"`.
  if (
    wordAt(text, tokens, at) === 'or' &&
    (isSign(text, tokens, before(tokens, at), ')]') || tokens.kind[before(tokens, at)] === kinds.name)
  )
    return target(text, tokens, before(tokens, at)) ?? nothing;
  if (isSign(text, tokens, at, '('))
    return (
      headerBehind(text, tokens, index) ??
      known(text, tokens, index, 0) ??
      listedFor(text, tokens, before(tokens, at)) ??
      (language.docstrings && isFunctionOf(text, tokens, at) ? nothing : called(text, tokens, at, index)) ??
      nothing
    );
  if (isSign(text, tokens, at, ','))
    return (
      further(text, tokens, at, index, language.bareCalls) ??
      argument(text, tokens, at, index) ??
      (language.fieldTags ? undefined : entryOfMap(text, tokens, at, index)) ??
      (language.bareCalls ? symbol(text, tokens, at) : undefined) ??
      nothing
    );
  // An attribute of JSX: `secret={"value"}`.
  if (isSign(text, tokens, at, '{') && isSign(text, tokens, next, '}') && isSign(text, tokens, before(tokens, at), '='))
    return assigned(text, tokens, before(tokens, at)) ?? nothing;
  // Go's headers: `"X-Api-Key": {"value"}`, `"X-Api-Key": []string{"value"}`.
  if (language.fieldTags && isSign(text, tokens, at, '{')) {
    const type = before(tokens, at);
    const colon = wordAt(text, tokens, type) === 'string' ? before(tokens, before(tokens, before(tokens, type))) : type;
    if (isSign(text, tokens, colon, ':')) return assigned(text, tokens, colon) ?? nothing;
  }
  // Kotlin: `val secret by lazy { "value" }`.
  if (isSign(text, tokens, at, '{') && wordAt(text, tokens, before(tokens, at)) === 'lazy')
    return target(text, tokens, before(tokens, before(tokens, before(tokens, at)))) ?? nothing;
  // Rust's last expression: `fn secret() -> String { "value".to_string() }`.
  const tail = isSign(text, tokens, at, '{') && language.rawHashes ? tailOf(text, tokens, at, index) : undefined;
  if (tail) return tail;
  // What a look-up falls back to: `ENV.fetch("NAME") { "value" }`, `settings.getOrElse("name") { "value" }`.
  if (isSign(text, tokens, at, '{') && isSign(text, tokens, next, '}') && isSign(text, tokens, before(tokens, at), ')'))
    return target(text, tokens, before(tokens, at)) ?? nothing;
  if (wordAt(text, tokens, at) === 'return') return returnedBy(text, tokens, at) ?? nothing;
  // In Bicep a string behind a name is its type: `resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01'`.
  if (language.encoding !== 'bicep' && at >= 0 && (tokens.kind[at] === kinds.name || tokens.kind[at] === kinds.string))
    return spoken(text, tokens, at, language.bareCalls) ?? nothing;
  return nothing;
}

/** C#'s `{ { "user", "otter" }, { "password", "value" } }`: a pair alone in its braces, among others. Go's tables of tests are written so, too. */
function entryOfMap(text: string, tokens: CodeTokens, comma: number, index: number): Found | undefined {
  const key = before(tokens, comma);
  const open = before(tokens, key);
  if (tokens.kind[key] !== kinds.string || !isSign(text, tokens, open, '{') || !isSign(text, tokens, after(tokens, index), '}'))
    return undefined;
  const name = text.slice(tokens.innerStart[key], tokens.innerEnd[key]);
  return isSign(text, tokens, before(tokens, open), '{,') && /^[A-Za-z_][\w.\- ]{0,80}$/.test(name)
    ? { name, start: tokens.start[key]!, where: 'argument' }
    : undefined;
}

/** `u == "otter" && p == "value"`: what is compared right behind a user is the password, however short its name. */
function inTurn(text: string, found: Found | undefined): Found | undefined {
  return found?.where === 'comparison' &&
    /^\$?(?:p|pw|ps|pa)$/.test(found.name) &&
    behindUser.test(text.slice(Math.max(0, found.start - 120), found.start))
    ? { ...found, name: 'password' }
    : found;
}
const behindUser =
  /(?<![\w.])\$?(?:u|usr|user|username|n|name|login|email)\s?[=!]={1,2}\s?(["'])[^"'\n]{1,60}\1\s{1,4}(?:&&|\|\||and|or)\s{1,4}$/;

const setsPassword =
  /\bSET\s{1,4}PASSWORD\s{1,4}FOR\s{1,4}\S{1,80}\s{0,4}=\s{0,4}$|\bsp_addlogin\s{1,4}(?:@loginame\s?=\s?)?N?'[^'\n]{1,80}',\s{0,4}(?:@passwd\s?=\s?)?N?$/i;

/** What Python's function `password` is asked with. Methods that set one are called on something. */
const isFunctionOf = (text: string, tokens: CodeTokens, open: number): boolean =>
  /^_?(?:password|passwd|pwd|token|secret|key)$/.test(wordAt(text, tokens, before(tokens, open))) &&
  !isSign(text, tokens, before(tokens, before(tokens, open)), '.');

/** `!password || "value" === mode`, `not password or "value" in text`: what a condition asks about is given to nobody. */
function isCompared(text: string, tokens: CodeTokens, index: number): boolean {
  const next = after(tokens, index);
  if (/^(?:in|not|is|like|instanceof)$/i.test(wordAt(text, tokens, next))) return true;
  return isSign(text, tokens, next, '=!<>') && isSign(text, tokens, after(tokens, next), '=');
}

/** Swift's `setValue("value", forHTTPHeaderField: "X-Api-Key")` and `set("value", forKey: "password")`: the name stands behind its value. */
function headerBehind(text: string, tokens: CodeTokens, index: number): Found | undefined {
  const label = after(tokens, after(tokens, index));
  const isHeader = wordAt(text, tokens, label) === 'forHTTPHeaderField';
  if (!isHeader && wordAt(text, tokens, label) !== 'forKey') return undefined;
  const header = after(tokens, after(tokens, label));
  if (tokens.kind[header] !== kinds.string) return undefined;
  return {
    name: text.slice(tokens.innerStart[header], tokens.innerEnd[header]),
    start: tokens.start[index]!,
    where: isHeader ? 'header' : 'argument',
  };
}

/** The name of the string at `index` where what stands beside it says more than its own name, `found`, does. */
export function paired(text: string, tokens: CodeTokens, index: number, found: Found): Found {
  const beside = besideName(text, tokens, index, found);
  if (!/^(?:value|Value|stringValue)$/.test(found.name) || meaningOf(beside.name) || !isBesideSecureString(text, tokens, index))
    return beside;
  // One of several in a file: each has a name of its own.
  const own = `${beside.name.replace(/^\/+/, '').replaceAll('/', '_')}_secret`;
  return { ...found, name: beside !== found && meaningOf(own) === 'secret' ? own : 'secret_value' };
}

/**
 * `{ name = "DB_PASSWORD", value = "x" }` in any notation: the value has the name of its neighbour. The default of an
 * option or a setting has the name of that: `config('SECRET_KEY', default='x')`, `add_argument('--token', default='x')`.
 */
function besideName(text: string, tokens: CodeTokens, index: number, found: Found): Found {
  if (!/^(?:value|Value|defaultValue|default_value|default|fallback|secret_value|plaintext)$/.test(found.name)) return found;
  const isDefault = /^(?:default|fallback)/.test(found.name);
  if (/^(?:value|defaultValue)$/.test(found.name) && inPasswordField.test(text.slice(Math.max(0, found.start - 200), found.start)))
    return { ...found, name: 'password' };
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
    if (
      (/^(?:name|Name|key|Key)$/.test(word) || (isDefault && /^env(?:_?var)?$/.test(word))) &&
      isSign(text, tokens, before(tokens, at), ':=') &&
      /^[\w.\-/ ]{2,80}$/.test(value)
    )
      return found.name === 'value' && isListOf(text, tokens, before(tokens, key), 'secrets')
        ? { ...found, name: value, path: `configuration.secrets.${value}.value` }
        : { ...found, name: value };
  }
  if (!isDefault || !isSign(text, tokens, at, '(')) return found;
  // Rust's `#[arg(long, default_value = "value")]` above a field.
  const attribute = before(tokens, before(tokens, at));
  if (isSign(text, tokens, attribute, '[') && isSign(text, tokens, before(tokens, attribute), '#')) {
    const field = /^[^\]\n]{0,200}\]\s{1,80}(?:pub(?:\([\w ]{1,20}\))?\s{1,4})?([a-z_]\w{0,60})\s?:/.exec(
      text.slice(tokens.end[index], tokens.end[index]! + 400),
    )?.[1];
    return field === undefined ? found : { ...found, name: field };
  }
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

/** `<input type="password" defaultValue=`: what a page is filled in with beforehand. */
const inPasswordField = /<[A-Za-z][\w.]{0,40}\s[^<>]{0,160}\btype=["']password["'][^<>]{0,160}$/;

/** `{ type = "SecureString", value = "x" }`, `put_parameter(Value="x", Type="SecureString")`: the store of AWS encrypts it, this file does not. */
function isBesideSecureString(text: string, tokens: CodeTokens, index: number): boolean {
  for (const step of [before, after]) {
    let depth = 0;
    for (let at = step(tokens, index), steps = 0; at >= 0 && at < tokens.kind.length && steps < 60; at = step(tokens, at), steps++) {
      if (isSign(text, tokens, at, step === before ? ')]}' : '([{')) depth++;
      else if (isSign(text, tokens, at, '([{)]}') && depth-- === 0) break;
      else if (
        depth === 0 &&
        (tokens.kind[at] === kinds.string
          ? text.slice(tokens.innerStart[at], tokens.innerEnd[at]) === 'SecureString'
          : /^(?:SECURE_STRING|SecureString)$/.test(wordAt(text, tokens, at)) && isSign(text, tokens, before(tokens, at), '.'))
      )
        return true;
    }
  }
  return false;
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

/** With a blank between: `IDENTIFIED BY 'value'`, `PASSWORD 'value'`, `-Password "value"`, `-AsPlainText`. */
function spoken(text: string, tokens: CodeTokens, at: number, bareCalls = false): Found | undefined {
  if (tokens.kind[at] !== kinds.name) return undefined;
  const word = wordAt(text, tokens, at);
  const flag = isSign(text, tokens, before(tokens, at), '-');
  // PowerShell compares with a word, too.
  const compared = flag && /^[ci]?(?:eq|ne)$/i.test(word) ? target(text, tokens, before(tokens, before(tokens, at))) : undefined;
  if (compared) return { ...compared, where: 'comparison' };
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
  // `IDENTIFIED BY 'value'`, `IDENTIFIED WITH caching_sha2_password BY 'value'`.
  const method = /^BY$/i.test(word) ? before(tokens, at) : -1;
  if (
    method >= 0 &&
    (/^IDENTIFIED$/i.test(wordAt(text, tokens, method)) ||
      (/^WITH$/i.test(wordAt(text, tokens, before(tokens, method))) &&
        /^IDENTIFIED$/i.test(wordAt(text, tokens, before(tokens, before(tokens, method))))))
  )
    return { name: 'password', start: tokens.start[at]!, where: 'assignment', proven: true };
  if (word === 'AsPlainText' && flag) return { name: 'password', start: tokens.start[at]!, where: 'argument' };
  if (/^PASSWORD$/i.test(word) || flag) return { name: word, start: tokens.start[at]!, where: flag ? 'argument' : 'assignment' };
  const telling = bareCalls && !describes(word) ? meaningOf(word) : undefined;
  const first = bareCalls ? knownCall(text, tokens, at, after(tokens, at), 0, after(tokens, at)) : undefined;
  if (first) return first;
  return /^(?:password|token|secret|api_key|apikey)$/i.test(word) || telling === 'password' || telling === 'secret' || telling === 'key'
    ? { name: word, start: tokens.start[at]!, where: 'argument' }
    : undefined;
}
