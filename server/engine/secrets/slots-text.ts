// Slots in text that has no grammar of its own, or one of lines: .env, INI, properties, shell, Dockerfiles, Makefiles,
// Markdown, comments, heredocs, scripts inside of data files. Works on the lines that the prefilter points to. It does not
// know what a value means, and a bare word in free text is marked as such.
import type { Span } from '../text/text.ts';
import { takesName } from './code-names.ts';
import { unescape, type Slot } from './slot.ts';
import type { Encoding } from '../facts/value.ts';

export interface TextMode {
  /** Values without quotes run to the end of the line (`.env`, INI, properties), else to the next blank or separator. */
  readonly wholeLine: boolean;
  /** A value without quotes is data, not code. */
  readonly bareIsData: boolean;
  readonly encoding: Encoding;
  /** A scalar of a data file: a line that is `name=value` and nothing else is a line of a configuration. */
  readonly ofData?: boolean;
}

export const freeText: TextMode = { wholeLine: false, bareIsData: false, encoding: 'none' };

/** Slots on one line (`line` is its span without the line end). Linear in its length but for names, which are held at 100 characters. */
export function slotsInLine(text: string, line: Span, mode: TextMode): Slot[] {
  const slots: Slot[] = [];
  const [start, end] = line;
  // Pairs may stand in the values of pairs, so that values are read again; how often is held to a few times the line.
  let budget = 2 * (end - start) + 10_000;
  let quotedUntil = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 61 || code === 58) {
      const found =
        assignmentAt(text, start, budget > 0 ? end : Math.min(end, i + 64), i, mode) ??
        (code === 58 ? keywordAt(text, start, end, i, mode) : undefined);
      const slot = found && found.at[0] < quotedUntil ? { ...found, nested: true } : found;
      if (slot) budget -= slot.at[1] - slot.at[0];
      if (slot) {
        slots.push(slot);
        // Go on behind a value in quotes; a bare value may hold further pairs (`Server=x;Password=y`).
        if (slot.quoted && slot.token[0] !== slot.at[0]) {
          i = Math.max(i, slot.at[0] - 1);
          quotedUntil = Math.max(quotedUntil, slot.at[1]);
        }
      }
    } else if (code === 45 && (i === start || isBlank(text.charCodeAt(i - 1)) || '"\'`[,('.includes(text[i - 1]!))) {
      const slot = flagAt(text, end, i, mode);
      if (slot) {
        slots.push(slot.at[0] < quotedUntil ? { ...slot, nested: true } : slot);
        if (slot.token[0] !== slot.at[0]) quotedUntil = Math.max(quotedUntil, slot.at[1]);
      }
    } else if (code === 45 && text[i - 1] === '<') {
      // R's arrow.
      const slot = assignmentAt(text, start, end, i, mode);
      if (slot) slots.push(slot);
    } else if (code === 44 || code === 40 || code === 123) {
      const slot = code === 44 ? argumentAt(text, start, end, i, mode) : callAt(text, start, end, i, mode);
      if (slot) slots.push(slot);
    }
  }
  const spoken = spokenPair(text, line, mode);
  if (spoken) slots.push(spoken);
  return slots;
}

const isBlank = (code: number) => code === 32 || code === 9;
const isNameChar = (code: number) =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 95 ||
  code === 45 ||
  code === 46 ||
  code === 36 ||
  code > 127;

function assignmentAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  let after = at + 1;
  if (text.charCodeAt(at) === 58 && (text.startsWith('//', after) || text.charCodeAt(at - 1) === 58)) return undefined;
  while (after < end && after - at < 4 && '=>:~'.includes(text[after]!)) after++;
  let left = at - 1;
  while (left >= start && at - left < 5 && ':=?!+<|~>'.includes(text[left]!)) left--;
  const name = nameBefore(text, start, left);
  // In a blob of all signs there is a `)pw=` somewhere.
  if (!name || (')!%^*~'.includes(text[name.start - 1] ?? ' ') && !isPointer(text, name.start - 1))) return undefined;
  // `arn:aws:secretsmanager:eu-west-1:…:secret:name`: one long name.
  if (
    text.charCodeAt(at) === 58 &&
    text[name.start - 1] === ':' &&
    name.start + name.text.length === at &&
    (isNameChar(text.charCodeAt(name.start - 2)) || text[name.start - 2] === ';')
  )
    return undefined;
  // `${name:s/old/new/}` changes what the variable holds.
  if (
    text.charCodeAt(at) === 58 &&
    !mode.wholeLine &&
    text.startsWith('${', name.start - 2) &&
    /^[a-z&][^\w\s]/.test(text.slice(at + 1, at + 3))
  )
    return undefined;
  // The colon and the hyphen of a shell's default belong together.
  if (text[after] === '-' && text.startsWith('${', name.start - 2)) after++;
  const behind = skipBlanks(text, after, end);
  if (behind < 0) return undefined;
  // `[client setPassword:@"value"]`.
  const setter = text[behind] === '@' && text.charCodeAt(at) === 58 && /^set[A-Z]/.test(name.text);
  // `CONNECTION=Server=x;Password=y;Encrypt=true`: what stands in a value ends where the next pair begins.
  const inner = mode.wholeLine && text[at] === '=' && text.slice(start, name.start).includes('=');
  return valueAt(
    text,
    end,
    behind,
    setter ? { ...name, text: name.text.slice(3) } : name,
    inner ? { ...mode, wholeLine: false } : mode,
    'assignment',
  );
}

/** The star of `NSString *name` and `char *name`: a blank and the name of the type stand before it. */
function isPointer(text: string, star: number): boolean {
  return text[star] === '*' && isBlank(text.charCodeAt(star - 1)) && isNameChar(text.charCodeAt(star - 2));
}

/** `:password "value"`, as Lisps and EDN write it. */
function keywordAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  if (at > start && !' \t{('.includes(text[at - 1]!)) return undefined;
  const name = /^:([a-z][a-z-]{1,40})[ \t]{1,8}(?=")/.exec(text.slice(at, at + 60));
  return name ? valueAt(text, end, at + name[0].length, { text: name[1]!, start: at }, mode, 'assignment') : undefined;
}

/** The offset behind up to 60 blanks; -1 where there are more, or nothing. */
function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && at - from <= 60 && isBlank(text.charCodeAt(at))) at++;
  return at >= end || at - from > 60 ? -1 : at;
}

/** No value is longer: what is, is looked at by its format alone. */
const longest = 16_384;

interface Name {
  readonly text: string;
  readonly start: number;
}

const typeNames = new Set(['string', 'str', 'String', 'char', 'text', 'varchar', 'var', 'Any', 'any', 'bytes', 'CharSequence']);

/** The name that ends at `last`: an identifier, a quoted key or a subscript. Steps over a type that stands between. */
function nameBefore(text: string, start: number, last: number): Name | undefined {
  let at = last;
  while (at >= start && last - at < 60 && isBlank(text.charCodeAt(at))) at--;
  // C's `name[] =`.
  if (at > start && text[at] === ']') at -= text[at - 1] === '[' ? 2 : 1;
  if (at >= start && text[at] === ')') at--;
  if (at >= start && '"\'`'.includes(text[at]!)) at--;
  if (at >= start && text[at] === '\\') at--;
  const to = at;
  while (at >= start && to - at < 100 && isNameChar(text.charCodeAt(at))) at--;
  // In a string of JSON or of code a line begins behind `\n`, not with an n.
  if (text[at] === '\\' && 'nr'.includes(text[at + 1] ?? ' ') && text[at - 1] !== '\\' && to > at + 1) at++;
  const name = text.slice(at + 1, to + 1).replace(/^[-.$]+/, '');
  if (name === '') return undefined;
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

/** The value that begins at `from`: in quotes, or bare. */
function valueAt(text: string, end: number, from: number, name: Name, mode: TextMode, where: Slot['where']): Slot | undefined {
  let at = from;
  if (at >= end) return undefined;
  const prefix = /^[fFrRbBuUL@$&]{1,2}(?=["'])/.exec(text.slice(at, at + 3))?.[0].length ?? 0;
  const interpolates = prefix > 0 && /[fF$]/.test(text.slice(at, at + prefix));
  if (text[at] !== '$' || text[at + 1] === "'") at += prefix;
  if (text[at] === '(' && '"\''.includes(text[at + 1] ?? ' ')) at++;
  const escaped = text[at] === '\\' && '"\''.includes(text[at + 1] ?? '');
  const open = escaped ? at + 1 : at;
  const quote = text[open]!;
  if (quote === '"' || quote === "'" || quote === '`') {
    const triple = text.startsWith(quote.repeat(3), open) ? 3 : 1;
    const inner = open + triple;
    const close = closing(text, inner, Math.min(end, inner + longest), quote.repeat(triple), escaped);
    if (close < 0) return undefined;
    return {
      name: name.text,
      path: name.text,
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
  const limit = Math.min(end, at + longest);
  let stop = mode.wholeLine ? lineValueEnd(text, at, limit) : bareEnd(text, at, Math.min(limit, at + 1024));
  // `Authorization: Bearer x`: the scheme belongs to the value. In `token=token x` the word is the value.
  if (
    !mode.wholeLine &&
    stop - at <= 8 &&
    text.slice(at, stop).toLowerCase() !== name.text.toLowerCase() &&
    /^(?:Bearer|Basic|Token|ApiKey|SSWS|GenieKey)$/i.test(text.slice(at, stop)) &&
    isBlank(text.charCodeAt(stop))
  ) {
    const next = skipBlanks(text, stop, end);
    if (next > 0) stop = bareEnd(text, next, Math.min(end, next + 1024));
  }
  // What goes on in dots was cut by its author.
  if (stop <= at || text.startsWith('...', stop) || text[stop] === '\u2026') return undefined;
  const flag = text[at - 1] === '=' && text.startsWith('--', name.start);
  const setting =
    text[at - 1] === '=' &&
    name.start + name.text.length === at - 1 &&
    (/^[A-Z][A-Z0-9_]{2,}$/.test(name.text) || takesPairs.test(text.slice(Math.max(0, name.start - 24), name.start)));
  // `jdbc:mysql://db/app?user=root&password=value`.
  const parameter =
    text[at - 1] === '=' &&
    '?&;'.includes(text[name.start - 1] ?? ' ') &&
    /(?:jdbc:|[a-z]sql:)[^\s"'`]{0,400}$/.test(text.slice(Math.max(0, name.start - 420), name.start));
  const alone =
    mode.ofData === true && text[at - 1] === '=' && /\d/.test(text.slice(at, stop)) && isLineOfItsOwn(text, name.start, stop, end);
  // `-Dname=value` of Java, `-Pname=value` of Gradle.
  const property = text[at - 1] === '=' && /^-[DP][a-z][\w.]{2,80}$/.test(text.slice(name.start, at - 1));
  const called = property ? name.text.slice(1) : name.text;
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
    quoted: mode.bareIsData || setting || parameter || flag || property || alone,
    interpolated: false,
  };
}

/** Nothing but blanks stands beside it on its line, which may begin and end with the quotes of a scalar. */
function isLineOfItsOwn(text: string, start: number, stop: number, end: number): boolean {
  let from = start;
  while (from > 0 && start - from < 40 && isBlank(text.charCodeAt(from - 1))) from--;
  return (from === 0 || '\n"\''.includes(text[from - 1]!)) && /^[ \t\r]*$/.test(text.slice(stop, end));
}

/** What stands before `name=value` where a command takes such pairs. */
const takesPairs =
  /(?:^|\s)(?:--from-literal[= ]|--set(?:-string)?[= ]|--(?:env|build-arg|var|define|property)[= ]|-(?:e|var|D|P) ?)["']?$/;

function closing(text: string, from: number, end: number, quote: string, escaped: boolean): number {
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

function bareEnd(text: string, from: number, end: number): number {
  let at = from;
  while (
    at < end &&
    !' \t,;)\'"<>]|`\r'.includes(text[at]!) &&
    !(text[at] === '}' && !text.slice(from, at).includes('{')) &&
    !(text[at] === '\\' && 'nrtx"\''.includes(text[at + 1] ?? ''))
  )
    at++;
  // A separator between query parameters ends the value too.
  const ampersand = text.slice(from, at).search(/&[\w.-]{1,40}=/);
  if (ampersand >= 0) at = from + ampersand;
  while (at > from && '.:'.includes(text[at - 1]!)) at--;
  return at;
}

/** `--password value`, `-Password "value"`; values after `=` are assignments. */
function flagAt(text: string, end: number, at: number, mode: TextMode): Slot | undefined {
  const match = /^--?([A-Za-z][\w.-]{1,60})(["'`]?,?)[ \t]+/.exec(text.slice(at, Math.min(end, at + 80)));
  if (!match) return undefined;
  const from = at + match[0].length;
  if (text[from] === '-' || '=|&>'.includes(text[from] ?? '=')) return undefined;
  const slot = valueAt(text, end, from, { text: match[1]!, start: at }, { ...mode, wholeLine: false }, 'argument');
  // A word behind a flag may be its help; with digits in it, it is a value.
  return slot && !slot.quoted && /^(?=.*[A-Za-z])(?=.*\d).{6,}$/.test(slot.value) ? { ...slot, quoted: true } : slot;
}

/** `setProperty("NAME", "value")` and `define('NAME', 'value')`: a name in quotes, then its value. */
function argumentAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  if (!'"\''.includes(text[at - 1] ?? ' ')) return tupleAt(text, start, end, at, mode);
  const name = nameBefore(text, start, at - 1);
  if (!name || !'"\''.includes(text[name.start - 1] ?? ' ')) return undefined;
  // The first of two: in a list of words no word is the name of the next.
  let open = name.start - 2;
  while (open >= start && isBlank(text.charCodeAt(open))) open--;
  if (text[open] === '\\') open--;
  if (open < start || !'(['.includes(text[open]!)) return undefined;
  if (isListed(text, at, end) || /(?:^|\W)(?:lookup|query|q)$/.test(text.slice(Math.max(start, open - 12), open))) return undefined;
  const from = skipBlanks(text, at + 1, end);
  return from >= 0 && '"\'`'.includes(text[from] ?? ' ') ? valueAt(text, end, from, name, mode, 'argument') : undefined;
}

/** `{password, "value"}`: how Erlang writes a setting. */
function tupleAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  const name = isNameChar(text.charCodeAt(at - 1)) ? nameBefore(text, start, at - 1) : undefined;
  const from = name && text[name.start - 1] === '{' ? skipBlanks(text, at + 1, end) : -1;
  return name && from >= 0 && /^(?:<<)?"[^"\n]{1,400}"(?:>>)?\s{0,4}\}/.test(text.slice(from, Math.min(end, from + 420)))
    ? valueAt(text, end, text[from] === '<' ? from + 2 : from, name, mode, 'assignment')
    : undefined;
}

/** More than two texts follow each other: a list and no pair. */
function isListed(text: string, comma: number, end: number): boolean {
  return /^,\s{0,8}(["'])[^"'\n]{0,80}\1\s{0,8},\s{0,8}["']/.test(text.slice(comma, Math.min(end, comma + 120)));
}

/** `setPassword("value")`, `std::string secret("value")`. */
function callAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  if (!'"\''.includes(text[at + 1] ?? ' ') || !isNameChar(text.charCodeAt(at - 1))) return undefined;
  const name = nameBefore(text, start, at - 1);
  if (!name) return undefined;
  if (takesName.test(name.text.slice(name.text.lastIndexOf('.') + 1))) return undefined;
  const method = /^(.*)\.(?:assign|set|put|append|equals|compare|value|default|of)$/.exec(name.text);
  return valueAt(text, end, at + 1, method ? { ...name, text: method[1]! } : name, mode, 'argument');
}

interface SpokenForm {
  readonly pattern: RegExp;
  /** Where the first group of the pattern is not the name. */
  readonly name?: string;
  readonly wholeLine?: boolean;
  readonly where?: Slot['where'];
  /** A sentence: the value has to look like one. */
  readonly prose?: boolean;
}

/** What stands between a name and its value where it is only a blank, by those who write so. The value begins where the pattern ends. */
const spokenForms: readonly SpokenForm[] = [
  // Dockerfiles.
  { pattern: /^\s*(?:ENV|ARG)\s+([A-Za-z_]\w{1,80})\s+(?=\S)/i, wholeLine: true },
  // Other shells.
  {
    pattern:
      /^\s*(?:setenv|set(?:\s+(?:-[A-Za-z]{1,4}|--[a-z]+)){1,4})\s+([A-Za-z_]\w{1,80})\s+(?=(?:"[^"\s]{1,400}"|'[^'\s]{1,400}'|[^\s"']{1,400})\s*$)/,
  },
  // Macros of C, variables of Windows, definitions of Lisps.
  { pattern: /^\s*(?:#define|setx)\s+([A-Za-z_]\w{1,80})\s+(?=")|^\s*\(def\s+([\w-]{2,60})\s+(?=")/ },
  // SQL in other text, and settings in quotes.
  {
    pattern:
      /\b(?:password|requirepass|masterauth|(?:user|grant)\b.{0,200}?\bidentified\s+by(?:\s+password)?|encrypted\s+password)\s+(?=['"])/i,
    name: 'password',
  },
  // Answers for installers: `package/root-password password x`.
  { pattern: /\/[\w-]{0,40}(?:password|passwd|passphrase|-pass)[\w-]{0,20}\s+password\s+(?=\S)/i, name: 'password' },
  // Directories and what signs in to them.
  { pattern: /^\s*(?:bindpw|rootpw|rootbindpw|remote_password|bridge_password)\s+(?=[^\s-]\S*\s*$)/i, name: 'password' },
  // COBOL and ABAP.
  {
    pattern:
      /(?:^|\s)([\w-]{0,40}(?:password|passwd|secret|token|api_key)[\w-]{0,20})\s{1,8}(?:PIC\s\S{1,12}|TYPE\s[\w-]{1,30})\s{1,8}VALUE\s{1,8}(?=['"])/i,
  },
  // Keys of name servers.
  { pattern: /\bsecret\s+(?="[A-Za-z0-9+/=]{16,200}"\s*;)/, name: 'secret' },
  // netrc, on one line.
  {
    pattern: /(?:^|\s)(?:machine\s+\S{1,200}\s+|default\s+)?login\s+(?!anonymous\s)\S{1,200}\s+password\s+(?=\S)/i,
    name: 'password',
    where: 'provider-file',
  },
  // Redis.
  { pattern: /^\s*(?:requirepass|masterauth)\s+(?=\S)/i, name: 'requirepass' },
  // nginx.
  { pattern: /set_header\s+(Authorization|X-[\w-]{2,60})\s+(?=['"])/i },
  // Apache and others whose directives end in what they are: in quotes, or with a digit.
  { pattern: /^\s*(\w{0,60}(?:Password|Passwd|Passphrase|Secret))\s+(?=(?:["'][^"'\s]+["']|[^\s=:"']*\d[^\s=:"']*)\s*$)/ },
  // Sentences: `the password is x`, `use the API key x`. In `token=password x` the word is a value itself.
  {
    pattern:
      /(?<![\w=./-])(?:(password|passphrase|passcode|secret)\s(?:is|was|to)|((?:api|access|secret)[ -]key|(?:api|access)[ -]token)(?:\s(?:is|was|to))?)\s["'`*]{0,3}(?=(?=\S{0,60}\d)(?=\S{0,60}[A-Za-z])[\w!@#$%^&*+/=.-]{8,200}(?:[\s"'`,;)]|$))/i,
    prose: true,
  },
  // `the Trello token x`, `fastly secret x`: a sentence, and a value that nobody would write by hand.
  {
    pattern:
      /(?<![\w=./:-])((?:[A-Za-z][A-Za-z0-9]{2,20}[ _-]){1,2}(?:secret|token))\s["'`*]{0,3}(?=(?=\S{0,80}\d)(?=\S{0,80}[A-Za-z])[\w+/=.-]{20,200}(?:[\s"'`,;)]|$))/i,
    prose: true,
  },
  // Routers and switches: `username x password 0 y`, keys of tunnels, communities.
  { pattern: /\bpassword\s+0\s+(?=\S)/i, name: 'password' },
  {
    pattern: /^\s*(?:ikev[12]\s+)?(?:pre-shared-key|snmp-server\s+community)\s+(?:(?:local|remote|ascii-text)\s+)?(?=\S*\d)/i,
    name: 'password',
  },
];

/** The value of the first such form on a line. */
function spokenPair(text: string, line: Span, mode: TextMode): Slot | undefined {
  const content = text.slice(line[0], Math.min(line[1], line[0] + 2000));
  for (const { pattern, name, wholeLine, where, prose } of spokenForms) {
    const match = pattern.exec(content);
    if (!match) continue;
    const from = line[0] + match.index + match[0].length;
    return valueAt(
      text,
      line[1],
      from,
      { text: name ?? match[1] ?? match[2]!, start: line[0] + match.index },
      { ...mode, wholeLine: wholeLine ?? false, bareIsData: !prose },
      where ?? 'assignment',
    );
  }
  return undefined;
}
