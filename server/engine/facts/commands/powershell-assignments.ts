// Where the variables of a PowerShell script are given something, and how far each of these holds: to the end of the block
// that it stands in.
import type { Span } from '../../text/text.ts';

/** A variable that is given a value: from where its value begins to where the block that it stands in ends. */
export interface Assignment {
  readonly span: Span;
  readonly kind: 'given' | 'added' | 'parameter' | 'each';
}

interface Given extends Assignment {
  readonly span: [from: number, to: number];
}

interface Block {
  readonly bracket: string;
  readonly given: Given[];
}

const assignment = /\$(?:(?:script|global|local):)?(\w{1,60})[ \t]{0,20}(\+?=)(?!=)[ \t]{0,20}(?:\r?\n[ \t]{0,80})?/giy;
const each = /\bforeach[ \t]{0,10}\([ \t]{0,10}\$(\w{1,60})[ \t]{1,10}in[ \t]{1,10}/giy;

/** Every variable that is given something, in one walk: what closes a block ends what was given in it. */
export function assignmentsIn(text: string): ReadonlyMap<string, readonly Assignment[]> {
  const found = new Map<string, Given[]>();
  const stack: Block[] = [];
  const outer: Block = { bracket: '', given: [] };
  const add = (name: string, from: number, kind: Assignment['kind'], holder: Block): void => {
    const one: Given = { span: [from, text.length], kind };
    holder.given.push(one);
    const key = name.toLowerCase();
    (found.get(key) ?? found.set(key, []).get(key)!).push(one);
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '{' || char === '(') stack.push({ bracket: char, given: [] });
    else if (char === '}' || char === ')') {
      if (stack.at(-1)?.bracket === (char === '}' ? '{' : '(')) for (const one of stack.pop()!.given) one.span[1] = at;
    } else if (char === '$') {
      assignment.lastIndex = at;
      const match = assignment.exec(text);
      if (!match) continue;
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
