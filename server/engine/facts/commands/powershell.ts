// Commands of PowerShell that a reader knows by name, with their parameters as values, and tables that are handed over whole
// (`@params`). Names of commands and parameters are folded, as PowerShell folds them.
import { countBefore, type Place, type Span } from '../../text/text.ts';
import { patternOf, type Value } from '../value.ts';
import { match, placeOf, scalar, skipBlanks } from './powershell-cursor.ts';
import { readerAt, readList, scriptOf, variableAt, type Reader, type Script } from './powershell-values.ts';

export interface Cmdlet {
  /** As the caller spells it. */
  readonly name: string;
  /** The word that names it. */
  readonly at: Place;
  /** From its name to its end. */
  readonly whole: Place;
  /** By name, in lower case and without the dash. A switch is `true`. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** False where a table is handed over that is not all written here: any parameter may be in it. */
  readonly complete: boolean;
}

const word = /(?<![\w./$-])([A-Za-z]{2,20}-[A-Za-z]\w{1,80})(?![\w-])/g;
/** What may stand before a command on its line. */
const begins = /(?:^|[;|({=&]|\b(?:return|try|else|do|process|begin|end)|\s-c(?:ommand)?\s{1,4}["'])\s{0,100}$/i;
const yamlKey = /^\s*(?:-\s+)?["']?(?!description|title|summary|name|message|notes?|comment)[\w.-]+["']?\s*:\s*(?:[|>][-+\d]*\s*)?$/i;

/** The commands of these names in a text, in their order. `names` maps a name in lower case to the caller's spelling. */
export function cmdletsIn(text: string, uri: string, names: ReadonlyMap<string, string>): Cmdlet[] {
  const found: Cmdlet[] = [];
  let script: Script | undefined;
  let left = 4 * text.length + 100_000;
  const comments = commentsIn(text);
  for (const match of text.matchAll(word)) {
    const name = names.get(match[1]!.toLowerCase());
    if (name === undefined || left < 0) continue;
    const from = Math.max(0, match.index - 400);
    const before = text.slice(from + text.slice(from, match.index).lastIndexOf('\n') + 1, match.index);
    if (!(begins.test(before) || yamlKey.test(before)) || isCommented(before) || isInComment(comments, match.index)) continue;
    script ??= scriptOf(text, uri);
    const reader = readerAt(script, match.index + match[0].length);
    const at = placeOf(reader, match.index, reader.at);
    const given = readParameters(reader);
    left -= reader.at - match.index + 50;
    found.push({ name, at, whole: placeOf(reader, match.index, reader.at), ...given });
  }
  return found;
}

const isCommented = (before: string): boolean => /(?:^|\s)#(?!>)/.test(before);

/** `<# … #>`, in their order. */
function commentsIn(text: string): { readonly span: Span }[] {
  const found: { span: Span }[] = [];
  for (let open = text.indexOf('<#'); open >= 0;) {
    const close = text.indexOf('#>', open + 2);
    const end = close < 0 ? text.length : close + 2;
    found.push({ span: [open, end] });
    open = text.indexOf('<#', end);
  }
  return found;
}

function isInComment(comments: readonly { readonly span: Span }[], offset: number): boolean {
  return (comments[countBefore(comments, offset) - 1]?.span[1] ?? 0) > offset;
}

function readParameters(reader: Reader): Pick<Cmdlet, 'parameters' | 'complete'> {
  const found = new Map<string, Value>();
  let complete = true;
  const { text } = reader;
  let name: { text: string; start: number; end: number } | undefined;
  const asSwitch = (): void => {
    if (name) found.set(name.text, scalar(reader, 'true', name.start, name.end, name.start, name.end, false));
    name = undefined;
  };
  for (;;) {
    skipBlanks(reader);
    if (reader.at >= reader.end || /[\n\r;|)}#]/.test(text[reader.at]!) || text.startsWith('&&', reader.at)) break;
    const parameter = match(reader, /-([A-Za-z]\w{0,60})(?![\w-])(:?)[ \t]{0,10}/y);
    if (parameter) {
      asSwitch();
      name = { text: parameter[1]!.toLowerCase(), start: reader.at - parameter[0].length, end: reader.at };
      name.end = name.start + 1 + parameter[1]!.length;
      continue;
    }
    const splat = match(reader, /@(\w{1,60})/y);
    if (splat) {
      const table = variableAt(reader.script, splat[1]!, reader.at);
      complete &&= table?.kind === 'mapping' && table.complete;
      for (const { key, value } of table?.kind === 'mapping' ? table.entries : [])
        if (!found.has(patternOf(key).toLowerCase())) found.set(patternOf(key).toLowerCase(), value);
      continue;
    }
    const start = reader.at;
    const value = readList(reader, 0, true);
    if (reader.at === start) break;
    if (name) found.set(name.text, value);
    name = undefined;
  }
  asSwitch();
  return { parameters: found, complete };
}
