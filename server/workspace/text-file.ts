// Bytes to text, or the reason why not. Decides what is a text, in which encoding; knows nothing of where bytes come from.
import { isUtf8 } from 'node:buffer';

/** Beyond this a file is said and not read. */
export const sizeCap = 5 * 1024 * 1024;

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'broken utf-8';

/** Why a path was not read. */
export type NotReadReason =
  | 'binary'
  | 'in LFS'
  | 'too large'
  | 'symbolic link'
  | 'submodule'
  | 'other repository'
  | 'gone'
  | 'unreadable'
  | 'unmerged'
  | 'missing object'
  | 'ignored by configuration'
  | 'not a file'
  | 'left out'
  | 'not checked out';

/** Reasons that leave a run incomplete: what could not be checked is never clean. */
export const incomplete: ReadonlySet<NotReadReason> = new Set<NotReadReason>(['unreadable', 'unmerged', 'missing object']);

export interface NotRead {
  readonly uri: string;
  readonly reason: NotReadReason;
  /** More, where there is more to say: the size, the system's word for the error. */
  readonly detail?: string;
}

export type Decoded = { readonly text: string; readonly encoding: TextEncoding } | { readonly reason: 'binary' | 'in LFS' };

/** What git stores in place of a file that Git LFS keeps, and a clone holds as long as LFS did not fetch it. */
const lfsPointer = Buffer.from('version https://git-lfs.github.com/spec/v1\n');

/**
 * The text of a file. UTF-16 is read where a byte order mark names it. Bytes that are not UTF-8 become replacement
 * characters, so that the ASCII around them is still checked; such a file is never written.
 */
export function decodeText(bytes: Buffer): Decoded {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.toString('utf16le'), encoding: 'utf-16le' };
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder('utf-16be', { ignoreBOM: true }).decode(bytes), encoding: 'utf-16be' };
  if (bytes.subarray(0, 8192).includes(0)) return { reason: 'binary' };
  // Byte by byte: in a browser these are no Buffers.
  if (bytes.length < 1024 && lfsPointer.every((byte, at) => bytes[at] === byte)) return { reason: 'in LFS' };
  return { text: bytes.toString('utf8'), encoding: isUtf8(bytes) ? 'utf-8' : 'broken utf-8' };
}

/** `5.3 MB`. */
export function sizeInWords(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
