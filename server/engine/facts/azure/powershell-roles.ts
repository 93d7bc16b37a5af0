// Custom roles that a script of PowerShell puts together before `New-AzRoleDefinition -Role $role` makes them: what is added to
// the lists of an object (`$role.Actions.Add('…')`), or given to them (`$role.Actions = @('…')`). Where the object begins as
// another role, that role's own actions are not known here.
import type { Place } from '../../text/text.ts';
import { entryFrom, literalAt, mappingFrom } from '../made-values.ts';
import { entryOf, type Entry, type Leaf, type Value } from '../value.ts';

const lists = ['Actions', 'NotActions', 'DataActions', 'NotDataActions', 'AssignableScopes'];
const quoted = /'([^'\n]{0,300})'|"([^"\n]{0,300})"/g;
/** What is added to one list, and how far before the command that is looked for. */
const longestList = 4000;
const longestWay = 20_000;
/** More of one list are not told apart. */
const mostItems = 100;

/** The role that a command is handed: its table, or what its variable has become up to the command at `whole`. */
export function handedRole(given: Value | undefined, whole: Place, text: string): Value | undefined {
  if (given && entryOf(given, 'assignableScopes', true)) return given;
  const [at, end] = whole.span;
  const name = /[ \t]-Role[ \t:]{1,4}\$(\w{1,60})|^[\w-]{1,40}[ \t]{1,4}\$(\w{1,60})/i.exec(text.slice(at, end))?.slice(1).find(Boolean);
  if (name === undefined) return undefined;
  const from = Math.max(0, at - longestWay);
  const before = text.slice(from, at);
  const begun = Math.max(0, ...[...before.matchAll(new RegExp(String.raw`\$${name}[ \t]{0,10}=(?!=)`, 'gi'))].map(({ index }) => index));
  const entries = new Map<string, Leaf[]>();
  const add = new RegExp(String.raw`\$${name}\.(${lists.join('|')})(?:\.Add(?:Range)?\(|[ \t]{0,10}\+?=[ \t]{0,10}(?=[@'"(\[]))`, 'gi');
  add.lastIndex = begun;
  for (let match = add.exec(before); match; match = add.exec(before)) {
    const start = match.index + match[0].length;
    const list = lists.find((one) => one.toLowerCase() === match![1]!.toLowerCase())!;
    const own = entries.get(list) ?? entries.set(list, []).get(list)!;
    for (const one of before.slice(start, endOfList(before, start)).matchAll(quoted)) {
      if (own.length >= mostItems) break;
      const value = one[1] ?? one[2]!;
      const place: Place = { uri: whole.uri, span: [from + start + one.index + 1, from + start + one.index + 1 + value.length] };
      // What a variable puts into a text in double quotes is a hole.
      const pattern = one[2] === undefined ? value : value.replace(/\$\([^()]{0,200}\)|\$\{?[\w:.]{1,80}\}?/g, '\0');
      own.push(pattern.includes('\0') ? { ...literalAt('', place), kind: 'partial', pattern } : literalAt(value, place));
    }
  }
  if (!entries.has('AssignableScopes') || (!entries.has('Actions') && !entries.has('DataActions'))) return undefined;
  return mappingFrom(
    [...entries].map(([list, items]): Entry => {
      const at: Place = { uri: whole.uri, span: items[0]?.at.span ?? whole.span };
      return entryFrom(list, at, { kind: 'list', items, complete: false, at, token: at, via: [], encoding: 'none', editable: false });
    }),
    whole,
  );
}

/** Where a list ends: with its line, or with the bracket that it opens. */
function endOfList(text: string, start: number): number {
  const end = Math.min(text.length, start + longestList);
  let depth = text[start - 1] === '(' ? 1 : 0;
  for (let at = start; at < end; at++) {
    const char = text[at]!;
    if (char === "'" || char === '"') {
      const close = text.indexOf(char, at + 1);
      if (close < 0) return end;
      at = close;
    } else if (char === '(') depth++;
    else if (char === ')' && --depth <= 0) return at;
    else if (char === '\n' && depth <= 0 && !/,\s*$/.test(text.slice(Math.max(start, at - 20), at))) return at;
  }
  return end;
}
