// Where the variables of a PowerShell script are given something, and how far each of these holds: to the end of the block
// that it stands in. Comments, and texts in quotes that end on their line, give nothing.
import type { Span } from '../../text/text.ts';

/** A variable that is given a value: from where its value begins to where the block that it stands in ends. */
export interface Assignment {
  readonly span: Span;
  /**
   * `added`: what it holds from here on is not read. `changed`: one entry of it, which `key` names, is another. `each` and
   * `piped`: one of the items of what stands there, in a loop or before a bar.
   */
  readonly kind: 'given' | 'added' | 'changed' | 'parameter' | 'each' | 'piped';
  readonly key?: string;
  /** Given only where the variable held nothing: `if ($null -eq $role) { $role = … }`. */
  readonly otherwise?: true;
}

interface Given extends Assignment {
  readonly span: [from: number, to: number];
}

interface Block {
  readonly bracket: string;
  readonly at: number;
  readonly given: Given[];
}

const assignment = /\$(?:(?:script|global|local):)?(\w{1,60})[ \t]{0,20}([-+*/]?=)(?!=)[ \t]{0,20}(?:\r?\n[ \t]{0,80})?/giy;
/** `$a, $b = …`: which of them is given what is not followed. */
const several = /(?:\$\w{1,60}[ \t]{0,10},[ \t]{0,10}){1,10}\$\w{1,60}[ \t]{0,20}=(?!=)/gy;
/** `$table.Key = …`, `$table['Key'] = …`, `$table.Add('Key', …)`. */
const change =
  /\$(?:(?:script|global|local):)?(\w{1,60})(?:\.(\w{1,60})(?:[.[][\w.'"$[\]]{0,80})?[ \t]{0,20}[-+*/]?=(?!=)|\[([^\]\n]{0,80})\][\w.]{0,80}[ \t]{0,20}[-+*/]?=(?!=)|\.(?:Add|Remove)\(([^,)\n]{0,80}))/giy;
/** What gives nothing: comments, and texts that end on the line on which they begin. */
const silent = /<#|#[^\n]*|'(?:[^'\n]|'')*'|"(?:[^"`\n]|`.|"")*"/gy;
/** `… | ForEach-Object {`: the block goes through what stands before the bar. */
const piped = /\|\s{0,20}(?:ForEach-Object|foreach|%)[ \t]{0,10}(?:-Process[ \t]{1,10})?(?=\{)/giy;
/** Another block behind a bar, whose `$_` is what the command before returns. */
const behindBar = /\|\s{0,20}(?:[\w-]{1,60}|[?%])[ \t]{0,10}(?:-\w{1,30}[ \t]{1,10})?$/;
const texts =
  /(?:^|[\s=({;])((?:'[^'\n]{0,200}'|"[^"$\n]{0,200}")(?:[ \t]{0,10},[ \t]{0,10}(?:'[^'\n]{0,200}'|"[^"$\n]{0,200}")){0,32})[ \t]{0,10}$/;
const each = /\bforeach[ \t]{0,10}\([ \t]{0,10}\$(\w{1,60})[ \t]{1,10}in[ \t]{1,10}/giy;

/** A question whether a variable holds nothing, right before the block that gives it something then. */
const isNothing =
  /\bif[ \t]{0,10}\([ \t]{0,10}(?:\$null[ \t]{1,10}-eq[ \t]{1,10}\$(\w{1,60})|(?:-not|!)[ \t]{0,10}\(?[ \t]{0,10}\$(\w{1,60})[ \t]{0,10}\)?|\$(\w{1,60})[ \t]{1,10}-eq[ \t]{1,10}\$null)[ \t]{0,10}\)\s{0,40}$/i;

/** Whether what was given before still is there: one entry changed, or what this gives where nothing was is over. */
export const isPassed = ({ kind, span, otherwise }: Assignment, offset: number): boolean =>
  kind === 'changed' || (otherwise === true && span[1] < offset);

/** Every variable that is given something, in one walk: what closes a block ends what was given in it. */
export function assignmentsIn(text: string): ReadonlyMap<string, readonly Assignment[]> {
  const found = new Map<string, Given[]>();
  const stack: Block[] = [];
  const outer: Block = { bracket: '', at: 0, given: [] };
  /** Where what the next block goes through begins, by where that block opens. */
  const through = new Map<number, number>();
  let closed: Span = [-1, -1];
  const add = (name: string, from: number, kind: Assignment['kind'], holder: Block, key?: string): void => {
    const folded = name.toLowerCase();
    const asked = holder.bracket === '{' ? isNothing.exec(text.slice(Math.max(0, holder.at - 200), holder.at)) : null;
    const isOtherwise = kind === 'given' && (asked?.[1] ?? asked?.[2] ?? asked?.[3])?.toLowerCase() === folded;
    const one: Given = {
      span: [from, text.length],
      kind,
      ...(key === undefined ? {} : { key }),
      ...(isOtherwise ? { otherwise: true } : {}),
    };
    holder.given.push(one);
    (found.get(folded) ?? found.set(folded, []).get(folded)!).push(one);
  };
  const changed = (at: number): void => {
    const holder = stack.at(-1) ?? outer;
    several.lastIndex = at;
    for (const name of several.exec(text)?.[0].matchAll(/\w+/g) ?? []) add(name[0], at, 'added', holder);
    change.lastIndex = at;
    const match = change.exec(text);
    if (!match) return;
    const key = match[2] ?? /^\s*(["']?)([\w-]+)\1\s*$/.exec(match[3] ?? match[4]!)?.[2];
    add(match[1]!, at, key === undefined ? 'added' : 'changed', holder, key);
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '`') at++;
    else if (char === '#' || char === '<' || char === "'" || char === '"') at = behindSilent(text, at) - 1;
    else if (char === '{' || char === '(') {
      const block: Block = { bracket: char, at, given: [] };
      stack.push(block);
      const items = through.get(at);
      // What was given before stands before: of a block within what is gone through the items are not known.
      if (items !== undefined && items > (found.get('_')?.at(-1)?.span[0] ?? -1)) add('_', items, 'piped', block);
      else if (char === '{' && behindBar.test(text.slice(Math.max(0, at - 120), at))) add('_', at, 'added', block);
    } else if (char === '|') {
      piped.lastIndex = at;
      const bar = piped.exec(text);
      const items = bar ? beforeBar(text, at, closed) : undefined;
      if (bar && items !== undefined) through.set(at + bar[0].length, items);
    } else if (char === '}' || char === ')') {
      if (stack.at(-1)?.bracket !== (char === '}' ? '{' : '(')) continue;
      const block = stack.pop()!;
      closed = [block.at, at];
      for (const one of block.given) one.span[1] = at;
    } else if (char === '$') {
      assignment.lastIndex = at;
      const match = assignment.exec(text);
      if (!match) {
        changed(at);
        continue;
      }
      const inBrackets = stack.at(-1)?.bracket === '(';
      // The default of a parameter holds in the block around the list of parameters.
      const holder = inBrackets ? (stack.at(-2) ?? outer) : (stack.at(-1) ?? outer);
      add(match[1]!, at + match[0].length, match[2] !== '=' ? 'added' : inBrackets ? 'parameter' : 'given', holder);
    } else if (char === 'f' || char === 'F') {
      each.lastIndex = at;
      const match = each.exec(text);
      if (match) add(match[1]!, at + match[0].length, 'each', stack.at(-1) ?? outer);
    }
  }
  return found;
}

/** Where the variable, the list or the texts begin that stand before a bar; `closed` is the bracket that closed last. */
function beforeBar(text: string, bar: number, closed: Span): number | undefined {
  const before = text.slice(Math.max(0, bar - 400), bar);
  const end = before.trimEnd();
  const variable = /\$(?:(?:script|global|local):)?\w{1,60}(?:\.\w{1,60}){0,3}$/i.exec(end);
  if (variable) return bar - before.length + variable.index;
  if (closed[1] === bar - 1 - (before.length - end.length) && text[closed[0]] === '(')
    return closed[0] - (text[closed[0] - 1] === '@' ? 1 : 0);
  const list = texts.exec(end);
  return list ? bar - before.length + list.index + list[0].indexOf(list[1]!) : undefined;
}

/** Behind the comment or the text that begins here; behind the one character where none does. */
function behindSilent(text: string, at: number): number {
  // `Don't` and `a#b` begin none.
  if (text[at] !== '<' && /[\w$]/.test(text[at - 1] ?? '')) return at + 1;
  silent.lastIndex = at;
  const match = silent.exec(text);
  if (match?.[0] !== '<#') return at + (match?.[0].length ?? 1);
  const close = text.indexOf('#>', at + 2);
  return close < 0 ? text.length : close + 2;
}
