// JSON that a script writes for a command of Azure: in an option, with what its variables hold, or into a file before.
import type { Assigned } from '../source-policies/shell-variables.ts';
import { flagOf, type ShellCommand } from '../commands/shell.ts';
import { parseEmbeddedJson } from '../embedded-json.ts';
import { heredocsIn } from '../heredocs.ts';
import type { Place } from '../../text/text.ts';
import type { Leaf, Value } from '../value.ts';

const longestBody = 20_000;
/** What a shell takes out of a text in double quotes, or puts in place of a name. */
const inQuotes = /\\(["\\$`])|\$(?:(\w{1,60})|\{(\w{1,60})\}|\((?:[^()]|\([^()]{0,300}\)){0,300}\))/g;

/** JSON that stands in an option of the command. What a variable holds that is not written in the script is a hole. */
export function jsonOf(command: ShellCommand, names: readonly string[], text: string): Value | undefined {
  const leaf = flagOf(command, ...names);
  if (!leaf) return undefined;
  // A variable that holds the text: `BODY="{…}"`, `--body "$BODY"`.
  const variable = /^"?\$\{?(\w{1,60})\}?"?$/.exec(text.slice(...(leaf.via.at(-1) ?? leaf.at).span))?.[1];
  const at = (variable === undefined ? undefined : command.known?.get(variable)?.at) ?? leaf.at;
  const [from, to] = at.span;
  if (to - from > longestBody || at.uri !== command.at.uri) return undefined;
  // The command takes marks of Python for those of JSON.
  const written = text.slice(from, to).replace(/^\s{0,20}[{[]\s{0,20}'[^"]*$/, (one) => one.replaceAll("'", '"'));
  if (text[from - 1] !== '"' || !/[\\$]/.test(written)) return parseEmbeddedJson(written, at, from, 'json-in-string', { editable: false });
  return jsonWithHoles(written, at, command.known);
}

/** JSON of which a shell puts parts in from its variables: what they hold where that is known, else holes. */
export function jsonWithHoles(written: string, at: Place, known?: ReadonlyMap<string, Assigned>): Value | undefined {
  const [from] = at.span;
  // Where each part of the JSON stands in the script, and what the variables in it hold.
  const parts: { readonly inner: number; readonly outer: number; readonly isHeld: boolean }[] = [{ inner: 0, outer: from, isHeld: false }];
  const holes: Leaf[] = [];
  let json = '';
  let last = 0;
  for (const match of written.matchAll(inQuotes)) {
    json += written.slice(last, match.index);
    const start = from + match.index;
    parts.push({ inner: json.length, outer: start, isHeld: true });
    if (match[1] === undefined) holes.push(held(known?.get(match[2] ?? match[3] ?? ''), { uri: at.uri, span: [start, start] }));
    json += match[1] ?? '\0';
    last = match.index + match[0].length;
    parts.push({ inner: json.length, outer: from + last, isHeld: false });
  }
  json += written.slice(last);
  return parseEmbeddedJson(json, at, placesBy(parts), 'json-in-string', { editable: false, holes });
}

/** What a variable puts into a JSON text: said where one of several was handed over, else where the text is. */
function held(assigned: Assigned | undefined, at: Place): Leaf {
  const place = { at, token: at, via: assigned?.listed ? [assigned.at] : [], encoding: 'none', editable: false } as const;
  if (!assigned) return { kind: 'unknown', why: 'a variable of the shell', ...place };
  return assigned.leaf ? { ...assigned.leaf, ...place } : { kind: 'scalar', known: 'resolved', value: assigned.value, ...place };
}

/** An offset of the JSON as one of the script. The parts follow each other. */
function placesBy(parts: readonly { readonly inner: number; readonly outer: number; readonly isHeld: boolean }[]) {
  return (offset: number): number => {
    let low = 0;
    for (let high = parts.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if (parts[middle]!.inner <= offset) low = middle;
      else high = middle - 1;
    }
    const { inner, outer, isHeld } = parts[low]!;
    return isHeld ? outer : outer + offset - inner;
  };
}

/** `echo '{…}' > role.json`, and `@'{…}'@ | Set-Content role.json` of PowerShell. Each part is bounded. */
const printed =
  /\b(?:echo|printf)[ \t]+(?:-\w[ \t]+)?'(\s{0,80}[{[][^']{1,8000})'[ \t]*>[ \t]*["']?([^\s"'<>|;&]{1,200})|@(["'])[ \t]*\r?\n(\s{0,80}[{[][^@]{1,8000}?)\3@[ \t]*\|[ \t]*(?:Out-File|Set-Content)[ \t]+(?:-\w+[ \t]+)?["']?([^\s"'<>|;&]{1,200})/g;

/** What a script writes into files of JSON, by their names without folders. Of several of one name the last one counts. */
export function filesWritten(text: string, uri: string): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  if (!text.includes('.json')) return found;
  const add = (file: string, start: number, end: number): void => {
    if (!file.endsWith('.json') || end - start > longestBody) return;
    const value = parseEmbeddedJson(text.slice(start, end), { uri, span: [start, end] }, start, 'json-in-heredoc', { editable: false });
    if (value) found.set(fileName(file), value);
  };
  for (const { body, file } of heredocsIn(text)) if (file !== undefined) add(file, ...body);
  if (/'\s{0,80}[{[]|@["']/.test(text))
    for (const match of text.matchAll(printed)) {
      const written = match[1] ?? match[4]!;
      const start = match.index + match[0].indexOf(written);
      add(match[2] ?? match[5]!, start, start + written.length);
    }
  return found;
}

/** The name of a file as an option gives it: `@./out/role.json`, `@$DIR/role.json`, `.\\role.json`. */
export const fileName = (option: string): string =>
  option.slice(Math.max(option.lastIndexOf('/'), option.lastIndexOf('\\')) + 1).replace(/^@/, '');
