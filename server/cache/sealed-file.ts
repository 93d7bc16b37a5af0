// One file of sealed parts: each part can be opened only by who knows what it was sealed with. For the cache that is the
// text that the part was made from: whoever holds the texts learns nothing new from it, whoever does not can read nothing
// of them, and a part that was made of other texts, or was damaged, does not open. Written whole or not at all.
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { writeWhole } from '../start/whole-file.ts';

/** A sealed part and, in clear, what has to be known to open it. */
export interface Part<Note> {
  readonly note: Note;
  readonly sealed: Buffer;
}

const magic = 'posture sealed parts 3\n';
const algorithm = 'aes-256-gcm';
const tagLength = 16;
/** One key seals one text: it is made of all that the text depends on. So it needs no number of its own. */
const nonce = Buffer.alloc(12);
/** An opened part is no larger than this, whatever it claims. */
const largestPart = 256 * 1024 * 1024;

/** Fewer bytes than this are not compressed: setting that up takes longer than writing them. */
const worthCompressing = 1024;
/** What the first byte of an opened part says of the others. */
const asTheyAre = 0;
const compressed = 1;

/** The key for something that depends on these words alone, in this order. */
export function keyOf(words: Iterable<string>): Buffer {
  let all = '';
  for (const word of words) all += `${word.length}:${word}`;
  return createHash('sha256').update(all).digest();
}

export function seal(bytes: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv(algorithm, key, nonce);
  const isSmall = bytes.length < worthCompressing;
  const parts = [
    cipher.update(Buffer.of(isSmall ? asTheyAre : compressed)),
    cipher.update(isSmall ? bytes : deflateRawSync(bytes, { level: 1 })),
    cipher.final(),
  ];
  return Buffer.concat([cipher.getAuthTag(), ...parts]);
}

/** What was sealed with this key; undefined for another key, and for damaged bytes. */
export function open(sealed: Buffer, key: Buffer): Buffer | undefined {
  if (sealed.length < tagLength) return undefined;
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength });
    decipher.setAuthTag(sealed.subarray(0, tagLength));
    const opened = Buffer.concat([decipher.update(sealed.subarray(tagLength)), decipher.final()]);
    const body = opened.subarray(1);
    return opened[0] === asTheyAre ? body : inflateRawSync(body, { maxOutputLength: largestPart });
  } catch {
    return undefined;
  }
}

/** Nothing seals the head: what is in clear is at least what was written. */
function sumOf(head: Buffer): Buffer {
  return createHash('sha256').update(head).digest().subarray(0, tagLength);
}

/** The parts of a file by name; none where there is no such file, it is not whole, or what it says of its parts is not what was written. */
export function readParts<Note>(path: string): Map<string, Part<Note>> {
  const parts = new Map<string, Part<Note>>();
  try {
    const bytes = readFileSync(path);
    if (bytes.toString('latin1', 0, magic.length) !== magic) return parts;
    const start = magic.length + tagLength + 4;
    let at = start + bytes.readUInt32LE(start - 4);
    const head = bytes.subarray(start, at);
    if (!sumOf(head).equals(bytes.subarray(magic.length, magic.length + tagLength))) return parts;
    const entries = JSON.parse(head.toString('utf8')) as readonly (readonly [string, Note, number])[];
    for (const [name, note, length] of entries) {
      parts.set(name, { note, sealed: bytes.subarray(at, at + length) });
      at += length;
    }
    return at === bytes.length ? parts : new Map();
  } catch {
    return new Map();
  }
}

/** Puts these parts into the place of those that the file holds. Throws as `fs` does. */
export function writeParts<Note>(path: string, parts: ReadonlyMap<string, Part<Note>>): void {
  const head = Buffer.from(JSON.stringify([...parts].map(([name, { note, sealed }]) => [name, note, sealed.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const sealed = [...parts.values()].map((part) => part.sealed);
  writeWhole(path, Buffer.concat([Buffer.from(magic, 'latin1'), sumOf(head), length, head, ...sealed]));
}
