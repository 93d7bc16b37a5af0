// Slots in source code: each string literal with the variable, property, parameter, subscript or call that it is given to,
// found by looking back over the tokens before it. Literals that are joined by the language are one slot.
import { hasHoles, isHeredoc, isRaw, kinds, lexCode, type CodeTokens } from './code-lexer.ts';
import type { CodeLanguage } from './code-languages.ts';
import { credentialArgument, isWrapper } from './credential-calls.ts';
import { meaningOf } from './names.ts';
import { unescape, type Slot } from './slot.ts';
import type { Span } from '../text/text.ts';

export interface CodeSlots {
  readonly slots: readonly Slot[];
  /** Comments: to be read as free text. */
  readonly comments: readonly Span[];
  /** Documentation: `/** … *\/` and strings of Python that are statements. By the offset at which each begins. */
  readonly explanations: ReadonlySet<number>;
  readonly heredocs: readonly Span[];
}

/** How far before a literal its name may stand. Behind the header of an HCL block it may be anywhere. */
const nameReach = 1200;

/** `pointers` are offsets of telling words, sorted: a literal with none before it within reach has no name that could mean anything. */
export function slotsInCode(text: string, language: CodeLanguage, pointers: readonly number[]): CodeSlots {
  const tokens = lexCode(text, language);
  const slots: Slot[] = [];
  const comments: Span[] = [];
  const explanations = new Set<number>();
  const heredocs: Span[] = [];
  const scopes: { name: string; depth: number }[] = [];
  let depth = 0;
  let lastName = '';
  let pointer = 0;
  const everywhere = language.encoding === 'hcl';
  for (let i = 0; i < tokens.kind.length; i++) {
    const kind = tokens.kind[i]!;
    if (kind === kinds.comment) {
      comments.push([tokens.start[i]!, tokens.end[i]!]);
      if (text.startsWith('/**', tokens.start[i])) explanations.add(tokens.start[i]!);
    } else if (kind === kinds.name || kind === kinds.number) {
      if (kind === kinds.name) lastName = scopeName(text, tokens, i) ?? lastName;
      const bare = tokens.end[i]! - tokens.start[i]! >= 16 && pointers.length > 0 ? bareSlot(text, tokens, i) : undefined;
      if (bare) slots.push(bare);
    }
    else if (kind === kinds.sign) {
      const sign = text.charCodeAt(tokens.start[i]!);
      if (sign === 123) {
        scopes.push({ name: language.encoding === 'hcl' ? blockName(text, tokens, i) ?? lastName : lastName, depth: depth++ });
        lastName = '';
      } else if (sign === 125) {
        depth = Math.max(0, depth - 1);
        while (scopes.length > 0 && scopes[scopes.length - 1]!.depth >= depth) scopes.pop();
      }
    } else if (kind === kinds.string) {
      while (pointer < pointers.length && pointers[pointer]! < tokens.start[i]! - nameReach) pointer++;
      if (!everywhere && (pointer >= pointers.length || pointers[pointer]! > tokens.end[i]!)) continue;
      const last = joinedUntil(text, tokens, i, language);
      const found = paired(text, tokens, i, labelled(nameFor(text, tokens, i), scopes));
      if (language.docstrings && isStatement(text, tokens, i)) explanations.add(tokens.innerStart[i]!);
      if (tokens.flags[i]! & isHeredoc) heredocs.push([tokens.innerStart[i]!, tokens.innerEnd[i]!]);
      slots.push(slotOf(text, tokens, i, last, found, scopes.map((scope) => scope.name).filter(Boolean).slice(-4), language));
      if (last.index > i) i = last.index;
    }
  }
  return { slots, comments, explanations, heredocs };
}

/**
 * A long value without quotes where code has none: a template, a snippet, a file under the wrong name. No identifier has
 * 32 characters with digits and stands alone behind a sign of assignment.
 */
function bareSlot(text: string, tokens: CodeTokens, index: number): Slot | undefined {
  if (!isSign(text, tokens, before(tokens, index), '=:')) return undefined;
  let last = index;
  while (last + 1 < tokens.kind.length && tokens.start[last + 1] === tokens.end[last] && (tokens.kind[last + 1] === kinds.name || tokens.kind[last + 1] === kinds.number || isSign(text, tokens, last + 1, '-+/='))) last++;
  const at: Span = [tokens.start[index]!, tokens.end[last]!];
  const value = text.slice(...at);
  if (!/^[A-Za-z0-9+/_-]{32,128}={0,2}$/.test(value) || !/\d/.test(value) || '.(['.includes(text[at[1]] ?? ' ')) return undefined;
  const found = assigned(text, tokens, before(tokens, index));
  return found && { name: found.name, path: found.name, value, at, token: at, entry: [Math.min(found.start, at[0]), at[1]], encoding: 'none', where: found.where, exact: true, quoted: false, interpolated: false };
}

/** A string in three quotes that nothing is made of: Python's way to document what stands above it. */
function isStatement(text: string, tokens: CodeTokens, index: number): boolean {
  if (!/^[rRuU]?(?:"""|''')/.test(text.slice(tokens.start[index], tokens.start[index]! + 4))) return false;
  const above = before(tokens, index);
  if (above < 0) return true;
  return text.slice(tokens.end[above], tokens.start[index]).includes('\n') && !isSign(text, tokens, above, '([{,=+%\\');
}

/** `resource.aws_db_instance.main` of an HCL block's header. */
function blockName(text: string, tokens: CodeTokens, open: number): string | undefined {
  const labels: string[] = [];
  let at = before(tokens, open);
  while (at >= 0 && tokens.kind[at] === kinds.string) {
    labels.unshift(text.slice(tokens.innerStart[at], tokens.innerEnd[at]));
    at = before(tokens, at);
  }
  return labels.length > 0 && at >= 0 && tokens.kind[at] === kinds.name ? [wordAt(text, tokens, at), ...labels].join('.') : undefined;
}

/** The default of a Terraform variable has the variable's name. */
function labelled(found: Found, scopes: readonly { readonly name: string }[]): Found {
  const scope = scopes[scopes.length - 1]?.name ?? '';
  return /^(?:default|value)$/.test(found.name) && /^(?:variable|output)\./.test(scope) ? { ...found, name: scope.slice(scope.indexOf('.') + 1) } : found;
}

/** `{ name = "DB_PASSWORD", value = "x" }` in any notation: the value has the name of its neighbour. */
function paired(text: string, tokens: CodeTokens, index: number, found: Found): Found {
  if (!/^(?:value|Value|defaultValue|secret_value|plaintext)$/.test(found.name)) return found;
  for (let at = before(tokens, index), steps = 0; at > 1 && steps < 24 && !isSign(text, tokens, at, '{}()[]'); at = before(tokens, at), steps++) {
    if (tokens.kind[at] !== kinds.string) continue;
    const key = before(tokens, before(tokens, at));
    const word = tokens.kind[key] === kinds.string ? text.slice(tokens.innerStart[key], tokens.innerEnd[key]) : wordAt(text, tokens, key);
    const value = text.slice(tokens.innerStart[at], tokens.innerEnd[at]);
    if (/^(?:name|Name|key|Key)$/.test(word) && isSign(text, tokens, before(tokens, at), ':=') && /^[\w.\-/ ]{2,80}$/.test(value)) return { ...found, name: value };
  }
  return found;
}

const before = (tokens: CodeTokens, index: number): number => {
  let at = index - 1;
  while (at >= 0 && tokens.kind[at] === kinds.comment) at--;
  return at;
};
const after = (tokens: CodeTokens, index: number): number => {
  let at = index + 1;
  while (at < tokens.kind.length && tokens.kind[at] === kinds.comment) at++;
  return at;
};
const wordAt = (text: string, tokens: CodeTokens, at: number): string => (at >= 0 && at < tokens.kind.length ? text.slice(tokens.start[at], tokens.end[at]) : '');
const isSign = (text: string, tokens: CodeTokens, at: number, signs: string): boolean => at >= 0 && at < tokens.kind.length && tokens.kind[at] === kinds.sign && tokens.end[at]! - tokens.start[at]! === 1 && signs.includes(text[tokens.start[at]!]!);

/** Names that open a scope worth naming: functions, classes, blocks. */
function scopeName(text: string, tokens: CodeTokens, at: number): string | undefined {
  const word = wordAt(text, tokens, at);
  return /^(?:if|else|for|while|do|try|catch|finally|switch|return|new|await|async|const|let|var|public|private|protected|static|final|void|import|from|export|default)$/.test(word) ? undefined : word;
}

interface Joined {
  /** Index of the last token of the expression. */
  readonly index: number;
  readonly strings: readonly number[];
  /** An operand is no literal. */
  readonly open: boolean;
}

/** The literals that are joined to the one at `first`: `"a" + "b"`, and side by side where the language joins them. */
function joinedUntil(text: string, tokens: CodeTokens, first: number, language: CodeLanguage): Joined {
  const strings = [first];
  let last = first;
  let open = isSign(text, tokens, before(tokens, first), language.join || '\0') && language.join !== '';
  for (;;) {
    let next = after(tokens, last);
    if (language.implicitJoin && next < tokens.kind.length && tokens.kind[next] === kinds.string) {
      strings.push(next);
      last = next;
      continue;
    }
    if (language.join === '' || !isSign(text, tokens, next, language.join)) break;
    if (language.join === '|') next = after(tokens, next);
    const operand = after(tokens, next);
    if (operand >= tokens.kind.length) break;
    if (tokens.kind[operand] !== kinds.string) {
      open = true;
      break;
    }
    strings.push(operand);
    last = operand;
  }
  return { index: last, strings, open };
}

interface Found {
  readonly name: string;
  readonly start: number;
  readonly where: Slot['where'];
}

/** The name that the string at `index` is given to; empty where there is none. */
function nameFor(text: string, tokens: CodeTokens, index: number): Found {
  let at = before(tokens, index);
  const nothing: Found = { name: '', start: tokens.start[index]!, where: 'text' };
  // Brackets and constructors around the value: `= ("x")`, `= new String("x")`, `: string = <const>"x"`.
  for (let step = 0; step < 3 && isSign(text, tokens, at, '(['); step++) {
    const outer = before(tokens, at);
    if (!isSign(text, tokens, outer, '=:')) break;
    at = outer;
  }
  if (isSign(text, tokens, at, '=:>|?&-')) return assigned(text, tokens, at) ?? nothing;
  if (isSign(text, tokens, at, '(')) return known(text, tokens, index, 0) ?? called(text, tokens, at, index) ?? nothing;
  if (isSign(text, tokens, at, ',')) return further(text, tokens, at, index) ?? argument(text, tokens, at) ?? nothing;
  // Kotlin: `val secret by lazy { "value" }`.
  if (isSign(text, tokens, at, '{') && wordAt(text, tokens, before(tokens, at)) === 'lazy') return target(text, tokens, before(tokens, before(tokens, before(tokens, at)))) ?? nothing;
  if (at >= 0 && (tokens.kind[at] === kinds.name || tokens.kind[at] === kinds.string)) return spoken(text, tokens, at) ?? nothing;
  return nothing;
}

/** Behind an operator: `name =`, `name :`, `"name" =>`, `name :=`, `name ==`, `getenv("NAME") ||`, `process.env.NAME ??`. */
function assigned(text: string, tokens: CodeTokens, operator: number): Found | undefined {
  let at = operator;
  let signs = '';
  while (isSign(text, tokens, at, '=:>|?&!<+-') && signs.length < 4) {
    signs = text[tokens.start[at]!]! + signs;
    at = before(tokens, at);
  }
  // One sign alone compares, joins or lists alternatives (`'password' | 'certificate'` is a type).
  if (/^[-+<>&?|]$/.test(signs) || signs === '::') return undefined;
  return target(text, tokens, at);
}

/** What stands left of an assignment: a name, a quoted key, a subscript, a name with its type. */
function target(text: string, tokens: CodeTokens, last: number): Found | undefined {
  let at = last;
  if (isSign(text, tokens, at, ']')) {
    const inside = before(tokens, at);
    if (inside >= 0 && tokens.kind[inside] === kinds.string) return { name: text.slice(tokens.innerStart[inside], tokens.innerEnd[inside]), start: tokens.start[inside]!, where: 'assignment' };
    let open = inside;
    for (let steps = 0; steps < 6 && open >= 0 && !isSign(text, tokens, open, '['); steps++) open = before(tokens, open);
    at = before(tokens, open);
  }
  if (isSign(text, tokens, at, ')')) {
    // `:variable, type: String)`? No: `define("X") =`; or a cast. Look at the last literal inside.
    const inside = before(tokens, at);
    if (inside >= 0 && tokens.kind[inside] === kinds.string) return { name: text.slice(tokens.innerStart[inside], tokens.innerEnd[inside]), start: tokens.start[inside]!, where: 'assignment' };
  }
  if (isSign(text, tokens, at, '>')) {
    for (let steps = 0; steps < 8 && at >= 0 && !isSign(text, tokens, at, '<'); steps++) at = before(tokens, at);
    at = before(tokens, at);
  }
  if (at >= 0 && tokens.kind[at] === kinds.string) return { name: text.slice(tokens.innerStart[at], tokens.innerEnd[at]), start: tokens.start[at]!, where: 'assignment' };
  // Rust's `name: &'static str =` and `name: &[u8] =`: over the type to the name.
  if (wordAt(text, tokens, at) === 'str' && isSign(text, tokens, before(tokens, before(tokens, at)), "'")) at = before(tokens, before(tokens, before(tokens, at)));
  if (isSign(text, tokens, at, '&') && isSign(text, tokens, before(tokens, at), ':')) at = before(tokens, before(tokens, at));
  if (at < 0 || tokens.kind[at] !== kinds.name) return undefined;
  // `name: Type =` and Go's `name string =`: the type stands between.
  let name = dottedName(text, tokens, at);
  const left = before(tokens, name.first);
  if (isSign(text, tokens, left, ':?&*')) {
    let further = left;
    for (let steps = 0; steps < 3 && isSign(text, tokens, further, ':?&*'); steps++) further = before(tokens, further);
    // The colon that ends a line (`class A:`, `else:`) belongs to no type.
    const sameLine = further >= 0 && !text.slice(tokens.end[further], tokens.start[name.first]).includes('\n');
    if (sameLine && tokens.kind[further] === kinds.name && isSign(text, tokens, left, ':&') && !isSign(text, tokens, further, '?') && !/^(?:env|global|script|local|private|using)$/.test(wordAt(text, tokens, further))) name = dottedName(text, tokens, further);
  } else if (/^(?:string|str|char|byte|String)$/.test(name.text) && left >= 0 && tokens.kind[left] === kinds.name) name = dottedName(text, tokens, left);
  return { name: name.text, start: tokens.start[name.first]!, where: 'assignment' };
}

function dottedName(text: string, tokens: CodeTokens, last: number): { text: string; first: number } {
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

/** `setPassword("value")`, `password("value")`, `new Token("value")`, `secret.assign("value")`. */
function called(text: string, tokens: CodeTokens, open: number, index: number): Found | undefined {
  const callee = before(tokens, open);
  if (callee < 0 || tokens.kind[callee] !== kinds.name) return undefined;
  // A first argument that is followed by a second literal is a name and not a value.
  const next = after(tokens, index);
  if (isSign(text, tokens, next, ',') && tokens.kind[after(tokens, next)] === kinds.string && !/pass|secret|token|key/i.test(wordAt(text, tokens, callee))) return undefined;
  const name = dottedName(text, tokens, callee);
  const whole = calleeOf(text, tokens, callee);
  // `password.encode("latin1")`: what a secret does with an argument takes no secret.
  const receiver = /^(.+)\.[^.]+$/.exec(whole.text)?.[1];
  if (receiver !== undefined && isWrapper(whole.text) && meaningOf(receiver.replace(/^.*\./, '')) !== undefined) return undefined;
  if (isWrapper(whole.text)) {
    // `String::from("x")`, `[]byte("x")`, `Encoding.UTF8.GetBytes("x")`: look at what this is given to.
    let outer = before(tokens, whole.first);
    while (isSign(text, tokens, outer, '[]&')) outer = before(tokens, outer);
    if (isSign(text, tokens, outer, '=:')) return assigned(text, tokens, outer);
    const owner = isSign(text, tokens, outer, '(') ? before(tokens, outer) : -1;
    if (owner >= 0 && tokens.kind[owner] === kinds.name) return known(text, tokens, whole.first, 0, outer) ?? { name: dottedName(text, tokens, owner).text.replace(/^.*\./, ''), start: tokens.start[whole.first]!, where: 'argument' };
    if (isSign(text, tokens, outer, ',')) return further(text, tokens, outer, whole.first);
  }
  const method = /^(.*)\.(?:assign|set|put|append|equals|compare|compareTo|value|default|of|withDefault)$/.exec(name.text);
  const short = (method ? method[1]! : name.text).replace(/^.*\./, '');
  if (/^(?:get|has|require|fetch|find|load|read|lookup|delete|remove|log|print|println|printf|warn|error|info|debug|Error|t|i18n|translate|gettext|describe|it|test|assert\w*|expect|format)/.test(short)) return undefined;
  return { name: short.replace(/^(?:set|with|add|use)(?=[A-Z_])/, ''), start: tokens.start[name.first]!, where: 'argument' };
}

/** The call whose argument number `place` begins at `index`, where it is one that takes a credential. */
function known(text: string, tokens: CodeTokens, index: number, place: number, open = before(tokens, index)): Found | undefined {
  const callee = before(tokens, open);
  if (callee < 0 || tokens.kind[callee] !== kinds.name) return undefined;
  const name = calleeOf(text, tokens, callee);
  const first = after(tokens, open);
  const credential = credentialArgument(name.text, place, tokens.kind[first] === kinds.string ? text.slice(tokens.innerStart[first], tokens.innerEnd[first]) : undefined);
  return credential === undefined ? undefined : { name: credential, start: tokens.start[index]!, where: 'argument' };
}

/** A later argument: the commas back to the bracket are counted. `auth=(user, password)` is a pair that says what it is. */
function further(text: string, tokens: CodeTokens, comma: number, index: number): Found | undefined {
  let place = 0;
  let depth = 0;
  for (let at = comma, steps = 0; at >= 0 && steps < 60; at = before(tokens, at), steps++) {
    if (tokens.kind[at] !== kinds.sign) continue;
    if (isSign(text, tokens, at, ')]}')) depth++;
    else if (isSign(text, tokens, at, ',') && depth === 0) place++;
    else if (isSign(text, tokens, at, '([{') && depth-- === 0) {
      if (!isSign(text, tokens, at, '(')) return undefined;
      const operator = before(tokens, at);
      if (place === 1 && isSign(text, tokens, operator, '=') && /^(?:auth|basic_auth|http_auth|credentials)$/.test(wordAt(text, tokens, before(tokens, operator)))) return { name: 'password', start: tokens.start[index]!, where: 'argument' };
      return known(text, tokens, index, place, at);
    }
  }
  return undefined;
}

/** The dotted name of what is called, with `::` and `->` between its parts too. */
function calleeOf(text: string, tokens: CodeTokens, last: number): { text: string; first: number } {
  let name = dottedName(text, tokens, last);
  for (let steps = 0; steps < 3; steps++) {
    const one = before(tokens, name.first);
    const two = before(tokens, one);
    const owner = before(tokens, two);
    const link = isSign(text, tokens, one, ':') && isSign(text, tokens, two, ':') ? '::' : isSign(text, tokens, one, '>') && isSign(text, tokens, two, '-') ? '->' : undefined;
    if (!link || owner < 0 || tokens.kind[owner] !== kinds.name) break;
    const left = dottedName(text, tokens, owner);
    name = { text: `${left.text}${link}${name.text}`, first: left.first };
  }
  return name;
}

/** Behind a comma: `set("NAME", "value")`, `getenv("NAME", "value")`, `define('NAME', 'value')`; `f(user, "password")` says nothing. */
function argument(text: string, tokens: CodeTokens, comma: number): Found | undefined {
  const first = before(tokens, comma);
  if (first < 0) return undefined;
  if (tokens.kind[first] === kinds.string) {
    const open = before(tokens, first);
    if (!isSign(text, tokens, open, '([')) return undefined;
    const name = text.slice(tokens.innerStart[first], tokens.innerEnd[first]);
    return /^-{0,2}[A-Za-z_][\w.\- ]{0,80}$/.test(name) ? { name, start: tokens.start[first]!, where: 'argument' } : undefined;
  }
  return undefined;
}

/** With a blank between: `IDENTIFIED BY 'value'`, `PASSWORD 'value'`, `-Password "value"`, `-AsPlainText`. */
function spoken(text: string, tokens: CodeTokens, at: number): Found | undefined {
  if (tokens.kind[at] !== kinds.name) return undefined;
  const word = wordAt(text, tokens, at);
  const flag = isSign(text, tokens, before(tokens, at), '-');
  // PowerShell's `$name = ConvertTo-SecureString "value"`: what it is assigned to, else a password.
  if (word === 'SecureString' && flag) {
    const operator = before(tokens, before(tokens, before(tokens, at)));
    const given = isSign(text, tokens, operator, '=') ? assigned(text, tokens, operator) : undefined;
    return (given && meaningOf(given.name) ? given : undefined) ?? { name: 'password', start: tokens.start[at]!, where: 'argument' };
  }
  if (/^BY$/i.test(word) && /^IDENTIFIED$/i.test(wordAt(text, tokens, before(tokens, at)))) return { name: 'password', start: tokens.start[at]!, where: 'assignment' };
  if (/^PASSWORD$/i.test(word) || flag) return { name: word, start: tokens.start[at]!, where: flag ? 'argument' : 'assignment' };
  return /^(?:password|token|secret|api_key|apikey)$/i.test(word) ? { name: word, start: tokens.start[at]!, where: 'argument' } : undefined;
}

function slotOf(text: string, tokens: CodeTokens, first: number, joined: Joined, found: Found, scopes: readonly string[], language: CodeLanguage): Slot {
  const last = joined.index;
  const raw = (index: number) => text.slice(tokens.innerStart[index], tokens.innerEnd[index]);
  const values = joined.strings.map((index) => (tokens.flags[index]! & isRaw ? raw(index) : unescape(raw(index))));
  const single = joined.strings.length === 1;
  const holes = joined.strings.some((index) => tokens.flags[index]! & hasHoles);
  return {
    name: found.name,
    path: [...scopes, found.name].filter(Boolean).join('.'),
    value: values.join(''),
    at: [tokens.innerStart[first]!, tokens.innerEnd[last]!],
    token: [tokens.start[first]!, tokens.end[last]!],
    entry: [Math.min(found.start, tokens.start[first]!), tokens.end[last]!],
    encoding: tokens.flags[first]! & isHeredoc && language.encoding === 'hcl' ? 'hcl-heredoc' : language.encoding,
    where: found.where,
    exact: single && (!!(tokens.flags[first]! & isRaw) || !raw(first).includes('\\')),
    quoted: true,
    interpolated: joined.open || !!holes,
    parts: single ? undefined : joined.strings.map((index): Span => [tokens.innerStart[index]!, tokens.innerEnd[index]!]),
  };
}
