// What stands left of an assignment in source code: a variable, a property, a quoted key, a subscript, a name with its type.
// It does not know what a name means.
import { kinds, type CodeTokens } from './code-lexer.ts';
import { after, before, calleeOf, dottedName, isSign, wordAt } from './code-tokens.ts';
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

/** Behind an operator: `name =`, `name :`, `"name" =>`, `name :=`, `name ==`, `getenv("NAME") ||`, `process.env.NAME ??`. */
export function assigned(text: string, tokens: CodeTokens, operator: number): Found | undefined {
  let at = operator;
  let signs = '';
  while (isSign(text, tokens, at, '=:>|?&!<+-') && signs.length < 4) {
    signs = text[tokens.start[at]!]! + signs;
    at = before(tokens, at);
  }
  if (signs === '?' || signs === '&&') return chosen(text, tokens, at);
  // One sign alone compares, joins or lists alternatives (`'password' | 'certificate'` is a type).
  if (/^[-+<>&?|]$/.test(signs) || signs === '::') return undefined;
  const isComparison = /^[=!]==?$/.test(signs);
  const found = (isComparison ? (typedInto(text, tokens, at) ?? askedFor(text, tokens, at)) : undefined) ?? target(text, tokens, at);
  return found && isComparison ? { ...found, name: found.name.replace(fieldOfPage, ''), where: 'comparison' } : found;
}

/** How many tokens of an assignment to several names are read. */
const longestList = 40;

/**
 * `user, password = "otter", "value"`: of several names the one at the place of the literal at `index` among the values. Undefined
 * where there are not as many values as names: `String user, password = "value"` gives one.
 */
export function oneOfSeveral(text: string, tokens: CodeTokens, index: number): Found | undefined {
  let place = 0;
  let operator = before(tokens, index);
  for (let steps = 0; steps < longestList && !isSign(text, tokens, operator, '='); operator = before(tokens, operator), steps++) {
    if (isSign(text, tokens, operator, ',')) place++;
    else if (operator < 0 || tokens.kind[operator] === kinds.sign) return undefined;
  }
  const last = before(tokens, operator);
  const names = namesBefore(text, tokens, isSign(text, tokens, last, ':') ? before(tokens, last) : last);
  if (names.length < 2 || place >= names.length) return undefined;
  let values = place + 1;
  for (
    let at = after(tokens, index), depth = 0, steps = 0;
    at < tokens.kind.length && steps < longestList;
    at = after(tokens, at), steps++
  ) {
    const isNextLine = text.slice(tokens.end[before(tokens, at)], tokens.start[at]).includes('\n');
    if (depth === 0 && (isNextLine || isSign(text, tokens, at, ';='))) break;
    if (isSign(text, tokens, at, '([{')) depth++;
    else if (isSign(text, tokens, at, ')]}') && depth-- === 0) return undefined;
    else if (depth === 0 && isSign(text, tokens, at, ',')) values++;
  }
  return values === names.length ? names[place] : undefined;
}

/** The names with commas between that end at `last` and begin a statement, in their order. */
function namesBefore(text: string, tokens: CodeTokens, last: number): Found[] {
  const names: Found[] = [];
  for (let at = last, steps = 0; steps < longestList && tokens.kind[at] === kinds.name; steps++) {
    const name = dottedName(text, tokens, at);
    names.unshift({ name: name.text, start: tokens.start[name.first]!, where: 'assignment' });
    const comma = before(tokens, name.first);
    if (!isSign(text, tokens, comma, ',')) return beginsStatement(text, tokens, comma, tokens.start[name.first]!) ? names : [];
    at = before(tokens, comma);
  }
  return [];
}

/** Whether a statement begins at `start`, behind the token at `last`: on a line of its own, or behind a word that declares. */
function beginsStatement(text: string, tokens: CodeTokens, last: number, start: number): boolean {
  const declares = (at: number): boolean => /^(?:var|let|const|my|local|val)$/.test(wordAt(text, tokens, at));
  if (last < 0 || isSign(text, tokens, last, ';}') || declares(last)) return true;
  if (isSign(text, tokens, last, '(')) return declares(before(tokens, last));
  return text.slice(tokens.end[last], start).includes('\n') && !isSign(text, tokens, last, '([,=.<&|+\\');
}

/** What was typed in, behind the name of what is asked for: `passwordField.text`, `pwdInput.value`. */
const fieldOfPage = /(?:Text)?(?:Field|Input|Controller|Box|Edit)\.(?:text|value)$/i;

/** The field of a page: `document.getElementById('password').value`, `$('#password').val()`, whose last token is at `last`. */
function typedInto(text: string, tokens: CodeTokens, last: number): Found | undefined {
  const isCall = isSign(text, tokens, last, ')') && isSign(text, tokens, before(tokens, last), '(');
  const word = isCall ? before(tokens, before(tokens, last)) : last;
  if (wordAt(text, tokens, word) !== (isCall ? 'val' : 'value')) return undefined;
  const close = before(tokens, before(tokens, word));
  const field = isSign(text, tokens, close, ')') ? before(tokens, close) : -1;
  if (field < 0 || tokens.kind[field] !== kinds.string) return undefined;
  const name = text.slice(tokens.innerStart[field], tokens.innerEnd[field]).replace(/^#/, '');
  return /^[\w-]{2,60}$/.test(name) ? { name, start: tokens.start[field]!, where: 'comparison' } : undefined;
}

/** `user.getPassword() == "value"`: what a call at `last` is asked for that is given nothing. */
function askedFor(text: string, tokens: CodeTokens, last: number): Found | undefined {
  const open = isSign(text, tokens, last, ')') ? before(tokens, last) : -1;
  const callee = isSign(text, tokens, open, '(') ? before(tokens, open) : -1;
  const name = tokens.kind[callee] === kinds.name ? wordAt(text, tokens, callee).replace(/^get_?(?=[A-Za-z])/i, '') : '';
  return name === '' ? undefined : { name, start: tokens.start[callee]!, where: 'comparison' };
}

/** `name = condition ? "value"`, `name = condition && "value"`: what is chosen is given to the name before the condition, which ends at `last`. */
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
export function target(text: string, tokens: CodeTokens, last: number): Found | undefined {
  let at = last;
  if (isSign(text, tokens, at, ']')) {
    const inside = before(tokens, at);
    if (inside >= 0 && tokens.kind[inside] === kinds.string)
      return { name: text.slice(tokens.innerStart[inside], tokens.innerEnd[inside]), start: tokens.start[inside]!, where: 'assignment' };
    // Ruby's `params[:name]`.
    if (inside >= 0 && tokens.kind[inside] === kinds.name && isSign(text, tokens, before(tokens, inside), ':'))
      return { name: wordAt(text, tokens, inside), start: tokens.start[inside]!, where: 'assignment' };
    // `const [password, setPassword] = useState("value")`: the first is the state.
    const pair = /\[([A-Za-z_]\w{0,60}),\s{0,4}set[A-Z]\w{0,60}$/.exec(text.slice(Math.max(0, tokens.start[at]! - 140), tokens.start[at]));
    if (pair) return { name: pair[1]!, start: tokens.start[at]! - pair[0].length + 1, where: 'assignment' };
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
    let inside = before(tokens, at);
    // `Optional.ofNullable(System.getenv("NAME"))`.
    if (isSign(text, tokens, inside, ')')) inside = before(tokens, inside);
    if (inside >= 0 && tokens.kind[inside] === kinds.string)
      return { name: text.slice(tokens.innerStart[inside], tokens.innerEnd[inside]), start: tokens.start[inside]!, where: 'assignment' };
    // SQL's `password nvarchar(50) =`: over the length to the type.
    if (inside >= 0 && tokens.kind[inside] === kinds.number && isSign(text, tokens, before(tokens, inside), '('))
      at = before(tokens, before(tokens, inside));
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
  } else if (/^(?:string|str|char|byte|String|n?(?:var)?char2?|text)$/i.test(name.text) && left >= 0) {
    // Go's `name string =` and `name []byte =`, SQL's `name CONSTANT varchar2(30) :=`.
    const owner =
      isSign(text, tokens, left, ']') && isSign(text, tokens, before(tokens, left), '[')
        ? before(tokens, before(tokens, left))
        : /^constant$/i.test(wordAt(text, tokens, left))
          ? before(tokens, left)
          : left;
    if (tokens.kind[owner] === kinds.name) name = dottedName(text, tokens, owner);
  }
  return { name: name.text, start: tokens.start[name.first]!, where: 'assignment' };
}
