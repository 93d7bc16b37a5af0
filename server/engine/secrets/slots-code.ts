// Slots in source code: each string literal with the variable, property, parameter, subscript or call that it is given to,
// found by looking back over the tokens before it. Literals that are joined by the language are one slot.
import { hasHoles, isHeredoc, isRaw, kinds, lexCode, type CodeTokens } from './code-lexer.ts';
import type { CodeLanguage } from './code-languages.ts';
import { isDeclaredHidden } from './code-hidden.ts';
import { nameFor, paired } from './code-names.ts';
import { assigned, type Found } from './code-targets.ts';
import { after, before, isSign, wordAt } from './code-tokens.ts';
import { describes, meaningOf } from './names.ts';
import { unescape, type Slot } from './slot.ts';
import { insertedInStrings, insertedNames } from './slots-sql.ts';
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

/** How far behind it: `"x".toCharArray()`, `"x".equals(request.getParameter("password"))`. */
const behind = 56;

/** A path names so many of the scopes around a literal, the innermost. */
const namedScopes = 4;

/** What a brace opens. What it is called is asked only where a literal in it may be named after it. */
interface Scope {
  readonly depth: number;
  readonly brace: number;
  name?: string;
  names?: readonly string[];
}

/** `pointers` are offsets of telling words, sorted: a literal with none within reach has no name that could mean anything. */
export function slotsInCode(text: string, language: CodeLanguage, pointers: readonly number[]): CodeSlots {
  const tokens = lexCode(text, language);
  const slots: Slot[] = [];
  const comments: Span[] = [];
  const explanations = new Set<number>();
  const heredocs: Span[] = [];
  const scopes: Scope[] = [];
  let depth = 0;
  let pointer = 0;
  const everywhere = language.encoding === 'hcl';
  const inserted = language.encoding === 'sql' ? insertedNames(text, tokens) : undefined;
  const nameOf = (scope: Scope): string =>
    (scope.name ??= (everywhere ? blockName(text, tokens, scope.brace) : undefined) ?? scopeName(text, tokens, scope.brace));
  const innermost = (): string => (scopes.length > 0 ? nameOf(scopes.at(-1)!) : '');
  // Each scope takes them from the one around, once: looked up by going outwards, deep nesting would cost its square.
  const namesAround = (): readonly string[] => {
    let known = scopes.length;
    while (known > 0 && scopes[known - 1]!.names === undefined) known--;
    let names = known > 0 ? scopes[known - 1]!.names! : [];
    for (const scope of scopes.slice(known)) {
      const name = nameOf(scope);
      if (name !== '') names = [...names, name].slice(-namedScopes);
      scope.names = names;
    }
    return names;
  };
  for (let i = 0; i < tokens.kind.length; i++) {
    const kind = tokens.kind[i]!;
    if (kind === kinds.comment) {
      comments.push([tokens.start[i]!, tokens.end[i]!]);
      if (text.startsWith('/**', tokens.start[i])) explanations.add(tokens.start[i]!);
    } else if (kind === kinds.name || kind === kinds.number) {
      const bare =
        pointers.length === 0
          ? undefined
          : language.encoding === 'sql'
            ? identifiedBy(text, tokens, i)
            : tokens.end[i]! - tokens.start[i]! >= 16
              ? bareSlot(text, tokens, i)
              : undefined;
      if (bare) slots.push(bare);
    } else if (kind === kinds.sign) {
      const sign = text.charCodeAt(tokens.start[i]!);
      if (sign === 123) {
        scopes.push({ depth: depth++, brace: i });
      } else if (sign === 125) {
        depth = Math.max(0, depth - 1);
        while (scopes.length > 0 && scopes[scopes.length - 1]!.depth >= depth) scopes.pop();
      }
    } else if (kind === kinds.string) {
      while (pointer < pointers.length && pointers[pointer]! < tokens.start[i]! - nameReach) pointer++;
      if (!everywhere && (pointer >= pointers.length || pointers[pointer]! > tokens.end[i]! + behind)) continue;
      const tagged = text[tokens.start[i]!] === '`' && language.fieldTags ? defaultOfField(text, tokens, i) : undefined;
      if (tagged) {
        slots.push(tagged);
        continue;
      }
      const last = joinedUntil(text, tokens, i, language);
      const column = inserted?.get(i);
      const found: Found =
        column !== undefined
          ? { name: column, start: tokens.start[i]!, where: 'assignment' }
          : namedIn(innermost, labelled(nameFor(text, tokens, i, language), innermost), (found) => paired(text, tokens, i, found));
      if (language.docstrings && isStatement(text, tokens, i)) explanations.add(tokens.innerStart[i]!);
      if (tokens.flags[i]! & isHeredoc) heredocs.push([tokens.innerStart[i]!, tokens.innerEnd[i]!]);
      slots.push(slotOf(text, tokens, i, last, found, namesAround().join('.'), language));
      const slot = slots.at(-1)!;
      if (isDeclaredHidden(text, tokens, i, slot, language))
        slots[slots.length - 1] = { ...slot, hidden: true, name: slot.name === 'value' ? 'secretValue' : slot.name };
      if (!inserted && !last.open)
        for (const one of insertedInStrings(
          text,
          last.strings.map((at) => [tokens.innerStart[at]!, tokens.innerEnd[at]!]),
        ))
          slots.push(one);
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
  if (tokens.end[index]! - tokens.start[index]! < 32 && !'-+/='.includes(text[tokens.end[index]!] ?? ' ')) return undefined;
  if (!isSign(text, tokens, before(tokens, index), '=:')) return undefined;
  let last = index;
  while (
    last + 1 < tokens.kind.length &&
    tokens.start[last + 1] === tokens.end[last] &&
    (tokens.kind[last + 1] === kinds.name || tokens.kind[last + 1] === kinds.number || isSign(text, tokens, last + 1, '-+/='))
  )
    last++;
  const at: Span = [tokens.start[index]!, tokens.end[last]!];
  const value = text.slice(...at);
  if (!/^[A-Za-z0-9+/_-]{32,128}={0,2}$/.test(value) || !/\d/.test(value) || '.(['.includes(text[at[1]] ?? ' ')) return undefined;
  const found = assigned(text, tokens, before(tokens, index));
  return (
    found && {
      name: found.name,
      path: found.name,
      value,
      at,
      token: at,
      entry: [Math.min(found.start, at[0]), at[1]],
      encoding: 'none',
      where: found.where,
      exact: true,
      quoted: false,
      interpolated: false,
    }
  );
}

/** Oracle's `IDENTIFIED BY tiger7`: a password that is written like a name. One without a digit may be a variable. */
function identifiedBy(text: string, tokens: CodeTokens, index: number): Slot | undefined {
  const by = before(tokens, index);
  if (!/^by$/i.test(wordAt(text, tokens, by)) || !/^identified$/i.test(wordAt(text, tokens, before(tokens, by)))) return undefined;
  const at: Span = [tokens.start[index]!, tokens.end[index]!];
  const value = text.slice(...at);
  return /\d/.test(value) && !'.:&'.includes(text[at[1]] ?? ' ')
    ? {
        name: 'password',
        path: 'password',
        value,
        at,
        token: at,
        entry: [tokens.start[by]!, at[1]],
        encoding: 'none',
        where: 'assignment',
        exact: true,
        quoted: true,
        interpolated: false,
      }
    : undefined;
}

/**
 * Go's default of a field, as the libraries that fill structures from the environment read it:
 * `Password string `envDefault:"value"``. The tag stands behind the name of the field and its type.
 */
function defaultOfField(text: string, tokens: CodeTokens, index: number): Slot | undefined {
  const tag = text.slice(tokens.innerStart[index], Math.min(tokens.innerEnd[index]!, tokens.innerStart[index]! + 400));
  const match = /(?:^|\s)(?:default|envDefault|env-default):"([^"\\\n]{4,200})"/.exec(tag);
  const type = before(tokens, index);
  const field = before(tokens, type);
  if (!match || wordAt(text, tokens, type) !== 'string' || tokens.kind[field] !== kinds.name) return undefined;
  const start = tokens.innerStart[index]! + match.index + match[0].length - 1 - match[1]!.length;
  const at: Span = [start, start + match[1]!.length];
  return {
    name: wordAt(text, tokens, field),
    path: wordAt(text, tokens, field),
    value: match[1]!,
    at,
    token: at,
    entry: [tokens.start[field]!, tokens.end[index]!],
    encoding: 'none',
    where: 'assignment',
    exact: true,
    nested: true,
    quoted: true,
    interpolated: false,
  };
}

/** A string in three quotes that nothing is made of: Python's way to document what stands above it. */
export function isStatement(text: string, tokens: CodeTokens, index: number): boolean {
  if (!/^[rRuU]?(?:"""|''')/.test(text.slice(tokens.start[index], tokens.start[index]! + 4))) return false;
  const above = before(tokens, index);
  if (above < 0) return true;
  // Ansible's modules carry their pages in variables of these names.
  if (
    isSign(text, tokens, above, '=') &&
    /^(?:DOCUMENTATION|EXAMPLES?|RETURN|USAGE|__doc__)$/.test(wordAt(text, tokens, before(tokens, above)))
  )
    return true;
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
function labelled(found: Found, innermost: () => string): Found {
  if (!/^(?:default|value)$/.test(found.name)) return found;
  const scope = innermost();
  return /^(?:variable|output)\./.test(scope) ? { ...found, name: scope.slice(scope.indexOf('.') + 1) } : found;
}

/**
 * The value of a resource that holds nothing but a secret keeps its name, unless the one beside it means a secret, too, or says
 * that something else is kept there: the name of a user, a host.
 */
function namedIn(innermost: () => string, found: Found, paired: (found: Found) => Found): Found {
  const beside = paired(found);
  return found.name === 'value' &&
    /^resource\.(?=\w*(?:secret|password|credential))/.test(innermost()) &&
    meaningOf(beside.name) === undefined &&
    !/(?:user|login|email|server|database|db|region|port|address)$/i.test(beside.name) &&
    !describes(beside.name)
    ? found
    : beside;
}

/** What the scope that opens at `brace` is called: the last name before it, a function, a class or a key; empty where there is none. */
function scopeName(text: string, tokens: CodeTokens, brace: number): string {
  for (let at = brace - 1, steps = 0; at >= 0 && steps < 200; at--, steps++) {
    if (tokens.kind[at] === kinds.name) {
      const word = wordAt(text, tokens, at);
      if (!unnamed.has(word)) return word;
    } else if (isSign(text, tokens, at, '{')) return '';
  }
  return '';
}

const unnamed = new Set(
  'if else for while do try catch finally switch return new map string any interface await async const let var public private protected static final void import from export default'.split(
    ' ',
  ),
);

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

function slotOf(
  text: string,
  tokens: CodeTokens,
  first: number,
  joined: Joined,
  found: Found,
  above: string,
  language: CodeLanguage,
): Slot {
  const last = joined.index;
  const raw = (index: number) => text.slice(tokens.innerStart[index], tokens.innerEnd[index]);
  const values = joined.strings.map((index) => (tokens.flags[index]! & isRaw ? raw(index) : unescape(raw(index))));
  const single = joined.strings.length === 1;
  const holes = joined.strings.some((index) => tokens.flags[index]! & hasHoles);
  // A literal in a literal: what writes code writes its quotes too, and they stay.
  const inner = single && /^\\(["'])[^\\]{4,2000}\\\1$/.test(raw(first)) ? 2 : 0;
  // Kotlin writes `\${jwt.secret:value}` where Spring is to fill it.
  const escaped = single && /^\\\$\{[^\\]{1,400}$/.test(raw(first)) ? 1 : 0;
  return {
    name: found.name,
    path: found.path ?? (above !== '' && found.name !== '' ? `${above}.${found.name}` : above || found.name),
    value: inner > 0 ? raw(first).slice(inner, -inner) : values.join(''),
    at: [tokens.innerStart[first]! + inner + escaped, tokens.innerEnd[last]! - inner],
    token: [tokens.start[first]!, tokens.end[last]!],
    entry: [Math.min(found.start, tokens.start[first]!), tokens.end[last]!],
    encoding: tokens.flags[first]! & isHeredoc && language.encoding === 'hcl' ? 'hcl-heredoc' : language.encoding,
    where: found.where,
    exact: inner + escaped > 0 || (single && (!!(tokens.flags[first]! & isRaw) || !raw(first).includes('\\'))),
    nested: inner > 0 || undefined,
    quoted: true,
    interpolated: joined.open || !!holes,
    proven: found.proven,
    parts: single ? undefined : joined.strings.map((index): Span => [tokens.innerStart[index]!, tokens.innerEnd[index]!]),
  };
}
