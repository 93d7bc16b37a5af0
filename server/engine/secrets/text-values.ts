// What stands at a place of text that has no grammar of its own: the name that ends before it, the value that begins there, in
// quotes or bare. Which places are worth asking about is for those who read lines, calls and sentences.
import type { Encoding } from '../facts/value.ts';
import { isScheme, longestScheme } from './auth-schemes.ts';
import { unescape, type Slot } from './slot.ts';

export interface TextMode {
  /** Values without quotes run to the end of the line (`.env`, INI, properties), else to the next blank or separator. */
  readonly wholeLine: boolean;
  /** A value without quotes is data, not code. */
  readonly bareIsData: boolean;
  readonly encoding: Encoding;
  /** Pairs with a semicolon or a comma between: a value may have any other sign. */
  readonly ofPairs?: boolean;
  /** A scalar of a data file: a line that is `name=value` and nothing else is a line of a configuration. */
  readonly ofData?: boolean;
}

export const freeText: TextMode = { wholeLine: false, bareIsData: false, encoding: 'none' };

export const isBlank = (code: number) => code === 32 || code === 9;
export const isNameChar = (code: number) =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 95 ||
  code === 45 ||
  code === 46 ||
  code === 36 ||
  code > 127;

/** The offset behind up to 60 blanks; -1 where there are more, or nothing. */
export function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && at - from <= 60 && isBlank(text.charCodeAt(at))) at++;
  return at >= end || at - from > 60 ? -1 : at;
}

/** No value is longer: what is, is looked at by its format alone. */
const longest = 16_384;

export interface Name {
  readonly text: string;
  readonly start: number;
}

const typeNames = new Set(['string', 'str', 'String', 'char', 'text', 'varchar', 'var', 'Any', 'any', 'bytes', 'CharSequence', 'PROGMEM']);

/** How long an array is, by a number or by the name of one. */
const sizeOfArray = /\[(?:\d{1,6}|[A-Z][A-Z0-9_]{2,30})?\]$/;

/** The name that ends at `last`: an identifier, a quoted key or a subscript. Steps over a type that stands between. */
export function nameBefore(text: string, start: number, last: number): Name | undefined {
  let at = last;
  while (at >= start && last - at < 60 && isBlank(text.charCodeAt(at))) at--;
  // C's `name[] =` and `name[32] =`.
  if (at > start && text[at] === ']') at -= sizeOfArray.exec(text.slice(Math.max(start, at - 40), at + 1))?.[0].length ?? 1;
  // Perl's `$settings{name} =`.
  if (
    at >= start &&
    (text[at] === ')' || (text[at] === '}' && /[\w>}]\{["']?[\w-]{1,60}["']?$/.test(text.slice(Math.max(start, at - 64), at))))
  )
    at--;
  if (at >= start && '"\'`'.includes(text[at]!)) at--;
  if (at >= start && text[at] === '\\') at--;
  const to = at;
  while (at >= start && to - at < 100 && isNameChar(text.charCodeAt(at))) at--;
  // In a string of JSON or of code a line begins behind `\n`, not with an n.
  if (text[at] === '\\' && 'nr'.includes(text[at + 1] ?? ' ') && text[at - 1] !== '\\' && to > at + 1) at++;
  const name = text.slice(at + 1, to + 1).replace(/^[-.$]+/, '');
  if (name === '') return undefined;
  // Zig: `name: []const u8 =`.
  const ofZig =
    name === 'u8' ? /([A-Za-z_]\w{0,60}):\s?\[:?\d{0,4}\](?:const\s)?$/.exec(text.slice(Math.max(start, at - 90), at + 1)) : null;
  if (ofZig) return { text: ofZig[1]!, start: at + 1 - ofZig[0].length };
  if (typeNames.has(name)) {
    let before = at;
    while (before >= start && at - before < 8 && ' \t:?*&'.includes(text[before]!)) before--;
    let further = before < at ? nameBefore(text, start, before) : undefined;
    // Basic: `Dim name As String =`.
    if (further && /^as$/i.test(further.text)) further = nameBefore(text, start, further.start - 1);
    if (further) return further;
  }
  return { text: name, start: at + 1 };
}

const fourWords = /^[a-z]{4}(?: [a-z]{4}){3}(?![\w ])/;

/** The value that begins at `from`: in quotes, or bare. */
export function valueAt(text: string, end: number, from: number, name: Name, mode: TextMode, where: Slot['where']): Slot | undefined {
  let at = from;
  if (at >= end) return undefined;
  // `-Dname=value` of Java, `-Pname=value` of Gradle.
  const property = text[at - 1] === '=' && /^-[DP][a-z][\w.]{2,80}$/.test(text.slice(name.start, at - 1));
  const called = property ? name.text.slice(1) : name.text;
  const prefix = /^[fFrRbBuUL@$&]{1,2}(?=["'])/.exec(text.slice(at, at + 3))?.[0].length ?? 0;
  const interpolates = prefix > 0 && /[fF$]/.test(text.slice(at, at + prefix));
  if (text[at] !== '$' || text[at + 1] === "'") at += prefix;
  at +=
    /^(?:(?:QStringLiteral|QLatin1String|QByteArray|QString|std::string|String|_T|TEXT|F)?\()(?=["'])/.exec(text.slice(at, at + 20))?.[0]
      .length ?? 0;
  // Erlang's binaries.
  if (text.startsWith('<<"', at)) at += 2;
  const escaped = text[at] === '\\' && '"\''.includes(text[at + 1] ?? '');
  const open = escaped ? at + 1 : at;
  const quote = text[open]!;
  if (quote === '"' || quote === "'" || quote === '`') {
    const triple = text.startsWith(quote.repeat(3), open) ? 3 : 1;
    const inner = open + triple;
    const close = closing(text, inner, Math.min(end, inner + longest), quote.repeat(triple), escaped);
    if (close < 0) return undefined;
    return {
      name: called,
      path: called,
      value: unescape(text.slice(inner, close)),
      at: [inner, close],
      token: [at, close + triple + (escaped ? 1 : 0)],
      entry: [name.start, close + triple],
      encoding: mode.encoding,
      where,
      exact: !text.slice(inner, close).includes('\\'),
      quoted: true,
      interpolated: interpolates && text.slice(inner, close).includes('{'),
    };
  }
  // What a template is to fill in, with what it falls back to.
  const template = /^\{\{[^{}\n]{1,200}\}\}/.exec(text.slice(at, Math.min(end, at + 206)))?.[0];
  if (template !== undefined && /\bdefault\b/.test(template))
    return {
      name: called,
      path: called,
      value: template,
      at: [at, at + template.length],
      token: [at, at + template.length],
      entry: [name.start, at + template.length],
      encoding: mode.encoding,
      where,
      exact: true,
      quoted: false,
      interpolated: false,
      nested: true,
    };
  const parameter = text[at - 1] === '=' && isParameter(text, name.start);
  const isPair = parameter && text[name.start - 1] === ';';
  const limit = Math.min(end, at + longest);
  let stop = mode.wholeLine
    ? lineValueEnd(text, at, limit)
    : bareEnd(text, at, Math.min(limit, at + 1024), /[?&]/.test(text[name.start - 1] ?? ' '), mode.ofPairs ?? isPair);
  // `Authorization: Bearer x`: the scheme belongs to the value. In `token=token x` the word is the value.
  if (
    !mode.wholeLine &&
    stop - at <= longestScheme &&
    text.slice(at, stop).toLowerCase() !== name.text.toLowerCase() &&
    isScheme(text.slice(at, stop)) &&
    isBlank(text.charCodeAt(stop))
  ) {
    const next = skipBlanks(text, stop, end);
    if (next > 0) stop = bareEnd(text, next, Math.min(end, next + 1024));
  }
  // The password that Google makes for a program is four words of four letters.
  const ofGoogle =
    !mode.wholeLine && stop - at === 4 && /pass(?:word)?$/i.test(name.text) ? fourWords.exec(text.slice(at, Math.min(end, at + 20))) : null;
  if (ofGoogle) stop = at + ofGoogle[0].length;
  // What goes on in dots was cut by its author.
  if (stop <= at || text.startsWith('...', stop) || text[stop] === '\u2026') return undefined;
  const flag = text[at - 1] === '=' && text.startsWith('--', name.start);
  const setting =
    text[at - 1] === '=' &&
    name.start + name.text.length === at - 1 &&
    (/^[A-Z][A-Z0-9_]{2,}$/.test(name.text) || takesPairs.test(text.slice(Math.max(0, name.start - 24), name.start)));
  // Make's `NAME ?= value`, and `NAME := value` with a digit: other languages give a variable so.
  const make =
    /^[A-Z][A-Z0-9_]{2,}[ \t]{0,8}[?:]=[ \t]{0,8}$/.test(text.slice(name.start, at)) &&
    (text.slice(name.start, at).includes('?') || /\d/.test(text.slice(at, stop))) &&
    '\n'.includes(text[name.start - 1] ?? '\n');
  const alone =
    mode.ofData === true &&
    /\d/.test(text.slice(at, stop)) &&
    ((/[=:]\s?$/.test(text.slice(at - 2, at)) && isLineOfItsOwn(text, name.start, stop, end)) ||
      (text[at - 1] === '=' && isAmongPairs(text, name.start)));
  // A variable of a file of requests, on a line of its own: `@password=value`.
  const ofRequests =
    text[at - 1] === '=' &&
    text[name.start - 1] === '@' &&
    '\n'.includes(text[name.start - 2] ?? '\n') &&
    isLineOfItsOwn(text, name.start - 1, stop, end);
  return {
    name: called,
    path: called,
    value: text.slice(at, stop),
    at: [at, stop],
    token: [at, stop],
    entry: [name.start, stop],
    encoding: mode.encoding,
    where,
    exact: true,
    // Words of libpq always stand in a text.
    ...(parameter && text[name.start - 1] === ' ' ? { nested: true } : {}),
    quoted: ofGoogle !== null || mode.bareIsData || setting || parameter || make || flag || property || alone || ofRequests,
    interpolated: false,
  };
}

/**
 * Whether the name at `start` is one of several parameters: `jdbc:mysql://db/app?user=root&password=x`, what `curl -d` sends,
 * `host=db user=app password=x` of libpq, `Server=x;Password=y`.
 */
function isParameter(text: string, start: number): boolean {
  const sign = text[start - 1] ?? '';
  if (!'?&; '.includes(sign) || sign === '') return false;
  const before = text.slice(Math.max(0, start - 420), start);
  if (sign === ' ')
    return (
      (/["'](?:[a-z_]{2,20}=[^\s"'=]{1,100} ){1,8}$/.test(before) && /(?:host|hostaddr|user|dbname)=[^\s"']{1,100} /.test(before)) ||
      // Who signed in stands right before it: a line of a log, a statement of SAS.
      /[\s(](?:user(?:name)?|login|uid)=[^\s"'=$<>{}()[\]%]{1,60} $/.test(before)
    );
  if (sign === ';')
    return /(?:^|["';:])(?:server|host|data source|provider|driver|dsn|user|user id|uid|database)\s?=[^;"'\n]{1,200};(?:[^"'\n]{0,300};)?$/i.test(
      before,
    );
  return /(?:jdbc:|[a-z]sql:|grant_type=|["'`](?:user(?:_?name)?|login|uid|email)=|\s(?:-d|--data(?:-raw|-urlencode|-binary)?)[ =]?["']?)[^\s"'`]{0,400}$/.test(
    before,
  );
}

/** Arguments of Ansible on one line, `name=otter password=x priv=*.*`: only pairs and the name of the module stand before it. */
const isAmongPairs = (text: string, start: number): boolean =>
  /(?:^|\n)[ \t-]*[\w.]{2,80}: (?:\w{1,40}=[^\s"']{1,100} ){0,12}$/.test(text.slice(Math.max(0, start - 400), start));

/** Nothing but blanks stands beside it on its line, which may begin and end with the quotes of a scalar, or with the dash of an entry. */
function isLineOfItsOwn(text: string, start: number, stop: number, end: number): boolean {
  let from = start;
  while (from > 0 && start - from < 40 && isBlank(text.charCodeAt(from - 1))) from--;
  if (text[from - 1] === '-' && from < start) for (from--; from > 0 && isBlank(text.charCodeAt(from - 1));) from--;
  return (from === 0 || '\n"\''.includes(text[from - 1]!)) && /^[ \t\r]*$/.test(text.slice(stop, end));
}

/** What stands before `name=value` where a command takes such pairs. */
const takesPairs =
  /(?:^|\s)(?:--from-literal[= ]|--set(?:-string)?[= ]|--(?:env|build-arg|var|define|property)[= ]|-(?:e|var|D|P) ?)["']?$/;

/** Where a quote ends that was opened before `from`; -1 where it does not, on this line. */
export function closing(text: string, from: number, end: number, quote: string, escaped: boolean): number {
  for (let i = from; i < end; i++) {
    if (text.charCodeAt(i) === 92) {
      if (escaped && text.startsWith(quote, i + 1)) return i;
      i++;
    } else if (text.startsWith(quote, i)) return escaped ? -1 : i;
  }
  return -1;
}

function lineValueEnd(text: string, from: number, end: number): number {
  let stop = end;
  for (let i = from + 1; i < end; i++) {
    // The next of several pairs on a line, as inventories of Ansible write them.
    if (isBlank(text.charCodeAt(i)) && text.startsWith('ansible_', i + 1) && /^\w{8,70}=\S/.test(text.slice(i + 1, i + 80))) {
      stop = i;
      break;
    }
    if ((text.charCodeAt(i) === 35 || text.charCodeAt(i) === 59) && isBlank(text.charCodeAt(i - 1))) {
      stop = i;
      break;
    }
  }
  while (stop > from && (isBlank(text.charCodeAt(stop - 1)) || text.charCodeAt(stop - 1) === 13)) stop--;
  // A block that was opened on this line ends on it.
  while (stop - 1 > from && text[stop - 1] === '}' && isBlank(text.charCodeAt(stop - 2)))
    for (stop--; isBlank(text.charCodeAt(stop - 1));) stop--;
  return stop;
}

function bareEnd(text: string, from: number, end: number, inQuery = false, ofPairs = false): number {
  const ends = ofPairs ? ' \t,;\'"`\r' : ' \t,;)\'"<>]|`\r';
  let at = from;
  while (
    at < end &&
    !ends.includes(text[at]!) &&
    !(text[at] === '}' && !text.slice(from, at).includes('{')) &&
    !(text[at] === '\\' && 'nrtx"\''.includes(text[at + 1] ?? ''))
  )
    at++;
  // A separator between query parameters ends the value too, and so does any in a query itself.
  const ampersand = text.slice(from, at).search(inQuery ? /&/ : /&[\w.-]{1,40}=/);
  if (ampersand >= 0) at = from + ampersand;
  while (at > from && '.:'.includes(text[at - 1]!)) at--;
  return at;
}
