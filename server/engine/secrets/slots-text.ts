// Slots in text that has no grammar of its own, or one of lines: .env, INI, properties, shell, Dockerfiles, Makefiles,
// Markdown, comments, heredocs, scripts inside of data files. Works on the lines that the prefilter points to. It does not
// know what a value means, and a bare word in free text is marked as such.
import type { Span } from '../text/text.ts';
import type { Slot } from './slot.ts';
import { argumentAt, callAt, credentialsOfCall } from './slots-calls.ts';
import { spokenPair } from './slots-spoken.ts';
import { isBlank, isNameChar, nameBefore, skipBlanks, valueAt, type Name, type TextMode } from './text-values.ts';

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
        assignmentAt(text, start, Math.min(budget > 0 ? end : i + 64, i < quotedUntil ? quotedUntil : end), i, mode) ??
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
      if (code !== 44 && i > start) slots.push(...credentialsOfCall(text, start, end, i, mode));
    }
  }
  const spoken = spokenPair(text, line, mode);
  if (spoken) slots.push(spoken);
  return slots;
}

/** `KeePass2::KDF_AES`: a name in the space of another. LDIF writes `userPassword::` and base64 to the end of its line. */
const isScope = (text: string, start: number, end: number, name: number, at: number): boolean =>
  text.startsWith('::', at) &&
  /[A-Za-z_]/.test(text[at + 2] ?? '') &&
  !(name === start && /^[A-Za-z0-9+/]{1,400}={0,2}$/.test(text.slice(at + 2, end).trimEnd()));

/** Libtool compares `"$linkmode,$pass"` with words: the variable is a part of the text. */
const isPartOfText = (text: string, start: number): boolean =>
  text[start] === '$' && /[\w,.%:/-]/.test(text[start - 1] ?? '') && /^\$\w{1,100}"/.test(text.slice(start, start + 102));

function assignmentAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  let after = at + 1;
  if (text.charCodeAt(at) === 58 && (text.startsWith('//', after) || text.charCodeAt(at - 1) === 58)) return undefined;
  while (after < end && after - at < 4 && '=>:~'.includes(text[after]!)) after++;
  let left = at - 1;
  while (left >= start && at - left < 5 && ':=?!+<|~>'.includes(text[left]!)) left--;
  const written = nameBefore(text, start, left);
  const name = written?.text === 'value' ? { ...written, text: fieldOf(text, start, written.start) ?? 'value' } : written;
  // In a blob of all signs there is a `)pw=` somewhere. Quarkus begins the settings of a profile with `%prod.`.
  if (
    !written ||
    !name ||
    (')!%^*~'.includes(text[name.start - 1] ?? ' ') &&
      !isPointer(text, name.start - 1) &&
      !isLabel(text, name.start - 1, at) &&
      !(mode.wholeLine && text[start] === '%' && name.start === start + 1))
  )
    return undefined;
  if (/^(?:e\.g|i\.e)\.?$/i.test(name.text)) return undefined;
  if (isScope(text, start, end, name.start, at) || isPartOfText(text, name.start)) return undefined;
  // `ok ? 'PASS' : 'CONDITIONAL'`: one of two texts.
  if (text.charCodeAt(at) === 58 && isChoice(text, start, name.start)) return undefined;
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
  // The colon and the hyphen of a shell's default belong together, and those of what it sets where nothing is: `${NAME:=value}`.
  const isDefault = text.charCodeAt(at) === 58 && text.startsWith('${', name.start - 2) && mode.encoding === 'shell';
  if (text[after] === '-' && text.startsWith('${', name.start - 2)) after++;
  let behind = skipBlanks(text, after, end);
  if (behind < 0) return undefined;
  // `"Password: ", encode($pass, "")`: the quote closes the text that the name stands in.
  if (isClosing(text, written, behind)) return undefined;
  const login = secondOfLogin(text, end, behind, name, mode);
  if (login) return login;
  // `Authorization=[Bearer value]`: how Java prints the headers of a request.
  if (text[behind] === '[' && /^\[(?:Bearer|Basic|Token) /.test(text.slice(behind, behind + 8))) behind++;
  // `[client setPassword:@"value"]`.
  const setter = text[behind] === '@' && text.charCodeAt(at) === 58 && /^set[A-Z]/.test(name.text);
  // `CONNECTION=Server=x;Password=y;Encrypt=true`: what stands in a value ends where the next pair begins.
  const inner = mode.wholeLine && text[at] === '=' && text.slice(start, name.start).includes('=');
  const slot = valueAt(
    text,
    end,
    behind,
    setter ? { ...name, text: name.text.slice(3) } : name,
    isDefault ? { ...mode, bareIsData: true } : inner ? { ...mode, wholeLine: false } : mode,
    /^[=!]==?$/.test(text.slice(left + 1, after)) ? 'comparison' : 'assignment',
  );
  // `[request setValue:@"value" forHTTPHeaderField:@"X-Api-Key"]`.
  const header =
    slot && setter ? /^ {1,4}forHTTPHeaderField:@"([\w-]{1,60})"/.exec(text.slice(slot.token[1], slot.token[1] + 100))?.[1] : undefined;
  return slot && header !== undefined ? { ...slot, name: header, path: header, where: 'header' } : slot;
}

/** Whether the quote at `quote` closes the one right before the name: the name itself, with its sign of a variable, is not closed. */
const isClosing = (text: string, { text: name, start }: Name, quote: number): boolean =>
  `"'\``.includes(text[quote] ?? ' ') &&
  text[start - 1] === text[quote] &&
  text[start + name.length + (text[start] === '$' ? 1 : 0)] !== text[quote];

/** Whether the name at `at` stands in quotes behind a question mark. */
function isChoice(text: string, start: number, at: number): boolean {
  if (!`"'\``.includes(text[at - 1] ?? ' ')) return false;
  let before = at - 2;
  while (before > start && isBlank(text.charCodeAt(before))) before--;
  return text[before] === '?';
}

/** The name of the field of a page whose value stands at `at`: `<input type="hidden" name="api_key" value="…">`; the key before it: `write(key: 'token', value: '…')`. */
function fieldOf(text: string, start: number, at: number): string | undefined {
  const before = text.slice(Math.max(start, at - 300), at);
  const key = /[({,]\s?["']?(?:key|name)["']?\s?[:=]\s?["']([\w.-]{2,60})["'],\s?["']?$/.exec(before)?.[1];
  if (key !== undefined) return key;
  const tag = before.slice(before.lastIndexOf('<') + 1);
  // JSTL: `<c:set var="name" value="…"/>`.
  if (tag.startsWith('c:set ')) return /\svar=["']([\w.-]{2,60})["']/.exec(tag)?.[1];
  // What is ticked or pressed says that, and no more.
  if (!tag.startsWith('input ') || tag.includes('>') || /\stype=["']?(?:checkbox|radio|submit|button|reset|image)\b/i.test(tag))
    return undefined;
  return /\s(?:name|id)=["']?([\w.-]{2,60})/.exec(tag)?.[1];
}

/** The star of `NSString *name` and `char *name`: a blank and the name of the type stand before it. */
function isPointer(text: string, star: number): boolean {
  return text[star] === '*' && isBlank(text.charCodeAt(star - 1)) && isNameChar(text.charCodeAt(star - 2));
}

/** The tilde of OCaml's `~password:"value"`, and of a header that Bruno keeps but does not send: `~X-Token: value`. */
const isLabel = (text: string, tilde: number, colon: number): boolean =>
  text[tilde] === '~' && isBlank(text.charCodeAt(tilde - 1)) && text[colon] === ':' && '" '.includes(text[colon + 1] ?? 'x');

/** `:password "value"`, as Lisps and EDN write it. */
function keywordAt(text: string, start: number, end: number, at: number, mode: TextMode): Slot | undefined {
  if (at > start && !' \t{('.includes(text[at - 1]!)) return undefined;
  const name = /^:([a-z][a-z-]{1,40})[ \t]{1,8}(?=["[])/.exec(text.slice(at, at + 60));
  if (!name) return undefined;
  const [from, called] = [at + name[0].length, { text: name[1]!, start: at }];
  return text[from] === '[' ? secondOfLogin(text, end, from, called, mode) : valueAt(text, end, from, called, mode, 'assignment');
}

/** Who signs in and with what, in brackets: `basic_auth: {"otter", "value"}` of Elixir, `:basic-auth ["otter" "value"]` of Clojure. */
function secondOfLogin(text: string, end: number, open: number, name: Name, mode: TextMode): Slot | undefined {
  if (!'[{('.includes(text[open] ?? ' ') || !/^(?:basic|digest|http)[_-]?auth$/i.test(name.text)) return undefined;
  const first = /^.\s?(["'])[^"'\n]{1,60}\1,?\s{1,2}(?=["'])/.exec(text.slice(open, Math.min(end, open + 80)));
  return first ? valueAt(text, end, open + first[0].length, { ...name, text: 'password' }, mode, 'argument') : undefined;
}

/** `--password value`, `-Password "value"`; values after `=` are assignments. */
function flagAt(text: string, end: number, at: number, mode: TextMode): Slot | undefined {
  const match = /^--?([A-Za-z][\w.-]{1,60})(["'`]?,?)[ \t]+/.exec(text.slice(at, Math.min(end, at + 80)));
  if (!match) return undefined;
  const from = at + match[0].length;
  if (text[from] === '-' || '=|&>'.includes(text[from] ?? '=')) return undefined;
  const slot = valueAt(text, end, from, { text: match[1]!, start: at }, { ...mode, wholeLine: false }, 'argument');
  // Java's tools for stores of keys take a password there.
  if (slot && /^(?:store|key)pass$/.test(slot.name)) return { ...slot, quoted: true, proven: true };
  // A word behind a flag may be its help; with digits in it, it is a value.
  return slot && !slot.quoted && /^(?=.*[A-Za-z])(?=.*\d).{6,}$/.test(slot.value) ? { ...slot, quoted: true } : slot;
}
