// Keys and passwords that a program spells byte by byte: `byte[] key = { 0x13, 0x54, … }`, `[]byte{19, 84}`, `bytes([0x13])`,
// `char[] pw = {'t', 'i', 'd'}`. Read on the text, because all languages write them alike. How such a name and its bytes are
// judged is no other than for a literal.
import { hexOf } from './checksums.ts';
import { describes, meaningOf } from './names.ts';
import type { Span } from '../text/text.ts';
import type { Recognised } from './recognise.ts';
import { judge } from './values.ts';
import { unproven } from './written.ts';

/** Fewer bytes are no key of any cipher; more are a table. */
const [fewest, most] = [8, 128];

/** How many bytes the key of a cipher has; `key` alone is one in no other length. */
const ofCiphers = new Set([8, 16, 24, 32, 64]);

/**
 * From behind a telling word: the rest of its name, its type, the sign of assignment, and what stands before the bytes up to the
 * last bracket: `[16] = {`, `= new byte[] {`, `: [u8; 16] = [`, `:= []byte{`, `= bytes([`, `= new Uint8Array([`, `<- as.raw(c(`.
 */
const opening =
  /[\w-]{0,30}(?:\[[^\]\n]{0,20}\]){0,2}(?:\s{0,4}:\s{0,4}[&\w[\]; ]{1,24})?\s{0,8}(?::=|=(?!=)|<-)\s{0,8}(?:(?:new\s{1,4}|&|\*)?[\w.]{0,30}!?\s{0,4}(?:\[[^\]\n,]{0,20}\](?:byte|uint8)?)?\s{0,4}[({[]\s{0,8}){1,3}(?=(?:\((?:byte|char)\)\s?)?(?:-?\d|['"]))/y;
const element = /((?:\((?:byte|char)\)\s?)?(?:0x([\da-f]{1,2})|(-?\d{1,3})|(['"])(\\?.)\4)(?:u8|u|b)?)\s{0,20}(,?)\s{0,200}/iy;

/** Spelled keys behind the pointers, which are offsets of telling words, sorted. */
export function recogniseByteArrays(text: string, pointers: readonly number[]): Recognised[] {
  const found: Recognised[] = [];
  let behind = 0;
  for (const pointer of pointers) {
    if (pointer < behind) continue;
    opening.lastIndex = pointer;
    const match = opening.exec(text);
    if (!match) continue;
    const start = pointer + match[0].length;
    const spelled = bytesAt(text, start);
    if (!spelled) continue;
    behind = spelled.end;
    const one = judged(nameAround(text, pointer), spelled.bytes, [start, spelled.end]);
    if (one) found.push(one);
  }
  return found;
}

/** The whole name that a telling word ends in or stands in; what says that it is bytes is left out. */
function nameAround(text: string, pointer: number): string {
  const before = /[\w-]{1,60}$/.exec(text.slice(Math.max(0, pointer - 60), pointer))?.[0] ?? '';
  const rest = /^\w{0,30}/.exec(text.slice(pointer, pointer + 30))![0];
  return `${before}${rest}`.replace(/(?:^|_)(?:g|s|k|m)_(?=\w{3})/, '').replace(/_?(?:bytes?|data|arr(?:ay)?|buf(?:fer)?|raw|bin)$/i, '');
}

/** The bytes from `start` to the bracket that closes them, and where the last one ends. */
function bytesAt(text: string, start: number): { readonly bytes: Uint8Array; readonly end: number } | undefined {
  const bytes: number[] = [];
  let end = start;
  for (element.lastIndex = start; bytes.length <= most;) {
    const at = element.lastIndex;
    const match = element.exec(text);
    if (!match) return undefined;
    const [, one, hex, decimal, , char, comma] = match;
    const value = hex !== undefined ? parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : char!.codePointAt(char!.length - 1)!;
    if (value < -128 || value > 255) return undefined;
    bytes.push(value & 255);
    end = at + one!.length;
    if (')]}'.includes(text[element.lastIndex] ?? ' ')) break;
    if (comma === '') return undefined;
  }
  // Numbers that only rise are a set of them.
  if (bytes.every((byte, index) => index === 0 || byte > bytes[index - 1]!)) return undefined;
  return bytes.length >= fewest && bytes.length <= most ? { bytes: Uint8Array.from(bytes), end } : undefined;
}

function judged(name: string, bytes: Uint8Array, at: Span): Recognised | undefined {
  const called = /^key$/i.test(name) && ofCiphers.has(bytes.length) ? 'cipher_key' : name;
  const meaning = meaningOf(called);
  if (meaning === undefined || meaning === 'credential' || meaning === 'weak-key' || describes(name)) return undefined;
  const isText = bytes.every((byte) => byte > 32 && byte < 127);
  const value = isText ? String.fromCharCode(...bytes) : hexOf(bytes);
  const verdict = judge(value, isText ? meaning : 'key', called, true);
  if (!verdict.secret) return undefined;
  const title = `${meaning === 'key' ? 'key' : meaning} in ${bytes.length} bytes`;
  return { ...unproven(title, value, at, verdict.confidence === 'low' ? 'low' : 'medium', 'write', 'assignment'), strength: 2 };
}
