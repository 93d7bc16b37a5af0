// Where the variables of a PowerShell script are given something, and how far each of these holds: to the end of the block
// that it stands in. Comments, and texts in quotes that end on their line, give nothing.
import type { Span } from '../../text/text.ts';

/** A variable that is given a value: from where its value begins to where the block that it stands in ends. */
export interface Assignment {
  readonly span: Span;
  /** `added`: what it holds from here on is not read. `changed`: one entry of it, which `key` names, is another. */
  readonly kind: 'given' | 'added' | 'changed' | 'parameter' | 'each';
  readonly key?: string;
}

interface Given extends Assignment {
  readonly span: [from: number, to: number];
}

interface Block {
  readonly bracket: string;
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
const each = /\bforeach[ \t]{0,10}\([ \t]{0,10}\$(\w{1,60})[ \t]{1,10}in[ \t]{1,10}/giy;

/** Every variable that is given something, in one walk: what closes a block ends what was given in it. */
export function assignmentsIn(text: string): ReadonlyMap<string, readonly Assignment[]> {
  const found = new Map<string, Given[]>();
  const stack: Block[] = [];
  const outer: Block = { bracket: '', given: [] };
  const add = (name: string, from: number, kind: Assignment['kind'], holder: Block, key?: string): void => {
    const one: Given = { span: [from, text.length], kind, ...(key === undefined ? {} : { key }) };
    holder.given.push(one);
    const folded = name.toLowerCase();
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
    else if (char === '{' || char === '(') stack.push({ bracket: char, given: [] });
    else if (char === '}' || char === ')') {
      if (stack.at(-1)?.bracket === (char === '}' ? '{' : '(')) for (const one of stack.pop()!.given) one.span[1] = at;
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
