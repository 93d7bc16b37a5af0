// Private keys in PEM armour: where a block begins and ends however it is wrapped (own lines, `\n` in a string or in a string
// within one, indentation of YAML, comment signs, joined literals, the cells of a notebook), and what the DER inside says. A
// header without a key is no finding.
import { asciiOf, fromBase64 } from './base64.ts';
import { crc24, hexOf } from './checksums.ts';
import { ed25519Public } from './curves.ts';
import { readDerKey, sshFingerprint } from './der-keys.ts';
import type { Span } from '../text/text.ts';

export interface PemKey {
  readonly span: Span;
  readonly label: string;
  readonly encrypted: boolean;
  readonly check: 'valid' | 'invalid' | 'none';
  readonly facts: readonly string[];
  /** Begins as a key does, and its author left the rest out. */
  readonly cut?: boolean;
}

const header = /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OpenVPN (?:Static key V1|tls-crypt-v2 (?:client|server) key))-----/y;
const footer = /^-----END [A-Za-z0-9 -]{1,50}-----/;
/** The key that OpenVPN's servers and clients share: 256 bytes in hexadecimal. */
const isShared = (label: string): boolean => label === 'OpenVPN Static key V1';
/** What DER, OpenSSH and the armour of OpenPGP begin with. */
const beginning = /^[\s\\nr"'`]{0,40}(?:MI[A-Z]|MH[A-Z]|MC4C|MF[A-Z]|b3BlbnNzaC1rZXk|lQ[A-Za-z]|x[A-Za-z]{2}EY)/;
const maximum = 20_000;

/** The key whose header begins at `start`; undefined when there is no key behind the header. */
export function readPem(text: string, start: number): PemKey | undefined {
  header.lastIndex = start;
  const match = header.exec(text);
  if (!match) return undefined;
  const label = match[1]!;
  const from = start + match[0].length;
  // The next five dashes are the footer, or there is none.
  const dashes = text.indexOf('-----', from);
  const end = dashes >= 0 && dashes - from <= maximum && footer.test(text.slice(dashes, dashes + 80)) ? dashes : -1;
  const raw = text.slice(from, end < 0 ? Math.min(text.length, from + 4000, dashes < 0 ? text.length : dashes) : end);
  const encrypted = label.includes('ENCRYPTED') || /Proc-Type:\s?4,\s?ENCRYPTED/.test(raw);
  const body = bodyOf(raw, end < 0);
  if (end >= 0 && body.text.length < 40 && beginning.test(raw))
    return {
      span: [start, end + footer.exec(text.slice(end, end + 80))![0].length],
      label,
      encrypted,
      check: 'invalid',
      facts: [],
      cut: true,
    };
  // A program that writes the header and the footer has code between them.
  if (body.text.length < 40 || (body.text.length < 64 && end < 0) || body.foreign > body.lines) return undefined;
  if (/^(.)\1+$/.test(body.text) || new Set(body.text).size < 12) return undefined;
  const span: Span = [start, end < 0 ? from + body.length : end + footer.exec(text.slice(end, end + 80))![0].length];
  return { span, label, ...inside(label, body.text, raw, encrypted) };
}

const lineEnd = /\\{1,4}(?:r\\{1,4}n|[nr]|u000[aA])|\r\n|\n|\r|&#(?:10|13|x[aAdD]);/;
/** What is left of a line where a literal ended on it and the next begins: quotes, commas, joins, a backslash. */
const between = /^[\s"'`,+.;()[\]\\]*$/;

/** The base64 of the body: escapes, quotes, joins, comment signs, indentation and headers (`Proc-Type:`) taken out. */
function bodyOf(raw: string, open: boolean): { text: string; length: number; lines: number; foreign: number } {
  const lines = raw.split(lineEnd);
  // Slashes and pluses are base64: what stands alone before the footer is what each line was commented out or added with.
  const sign = /^(?:\/\/+|\+)$/.exec(lines.at(-1)!.trim())?.[0];
  let text = '';
  let length = 0;
  let at = 0;
  let taken = 0;
  let foreign = 0;
  for (const whole of lines) {
    const line = sign !== undefined && whole.trimStart().startsWith(sign) ? whole.trimStart().slice(sign.length) : whole;
    // Plus and slash are base64 too: signs of comments and joins are taken off only where a line is not base64 as it stands.
    const bare = line.trim();
    const content = /^[A-Za-z0-9+/=]+$/.test(bare)
      ? bare
      : line
          .replace(/^\s*(?:(?:#+|\/\/+|\*|\+|\.|,|>|\|)(?=[\s"'`]))?[\s"'`]*/, '')
          .replace(/(?:["'`][\s+.,;)\]\\]*|(?<!\s)\s+\\?)$/, '')
          .trim();
    at = raw.indexOf(line, at) + line.length;
    if (between.test(content) || /^[A-Za-z-]{3,20}:\s/.test(content)) continue;
    if (!/^[A-Za-z0-9+/=]+$/.test(content.replace(/\s/g, ''))) {
      if (open) break;
      foreign++;
      continue;
    }
    if (content.startsWith('=') && content.length === 5) continue;
    text += content.replace(/\s/g, '');
    length = at;
    taken++;
  }
  return { text, length, lines: taken, foreign };
}

function inside(label: string, body: string, raw: string, encrypted: boolean): Pick<PemKey, 'encrypted' | 'check' | 'facts'> {
  if (isShared(label))
    return { encrypted: false, check: /^[0-9a-f]{512}$/i.test(body) ? 'valid' : 'invalid', facts: ['shared by both ends'] };
  const bytes = fromBase64(body);
  if (label.startsWith('OpenVPN')) return { encrypted: false, check: bytes ? 'none' : 'invalid', facts: [] };
  if (label.startsWith('PGP')) return pgp(bytes, raw);
  if (label.startsWith('OPENSSH')) return openSsh(bytes);
  if (encrypted) return { encrypted: true, check: bytes && bytes[0] === 0x30 ? 'valid' : 'none', facts: ['encrypted with a passphrase'] };
  return bytes ? { encrypted, ...readDerKey(label, bytes) } : { encrypted, check: 'invalid', facts: [] };
}

/** `openssh-key-v1`, cipher, key derivation, public key; two equal check numbers when nothing is encrypted. */
function openSsh(bytes: Uint8Array | undefined): Pick<PemKey, 'encrypted' | 'check' | 'facts'> {
  if (!bytes || asciiOf(bytes.slice(0, 14)) !== 'openssh-key-v1') return { encrypted: false, check: 'invalid', facts: [] };
  let at = 15;
  const next = (): Uint8Array | undefined => {
    if (at + 4 > bytes.length) return undefined;
    const length = ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
    at += 4 + length;
    return at <= bytes.length ? bytes.slice(at - length, at) : undefined;
  };
  const cipher = asciiOf(next());
  next();
  next();
  at += 4;
  const publicKey = next();
  const secret = next();
  const typeLength = publicKey && publicKey.length > 4 ? publicKey[3]! : 0;
  const type = publicKey && asciiOf(publicKey.slice(4, 4 + typeLength));
  const facts = [type ? `OpenSSH ${type}` : 'OpenSSH', ...(publicKey ? [`fingerprint ${sshFingerprint(publicKey)}`] : [])];
  if (cipher !== undefined && cipher !== 'none')
    return {
      encrypted: true,
      check: 'valid',
      facts: [...facts, `encrypted with ${/^[\w@.-]{1,40}$/.test(cipher) ? cipher : 'a passphrase'}`],
    };
  if (!secret) return { encrypted: false, check: 'invalid', facts: ['cut off'] };
  const equal = [0, 1, 2, 3].every((i) => secret[i] === secret[i + 4]);
  const comment = equal ? commentIn(secret) : undefined;
  // The two check numbers, the kind, the public key, and 64 bytes of which the first 32 are the seed.
  const seed =
    equal && type === 'ssh-ed25519' && secret.length > 130
      ? secret.slice(8 + 4 + 11 + 4 + 32 + 4, 8 + 4 + 11 + 4 + 32 + 4 + 32)
      : undefined;
  if (seed && hexOf(ed25519Public(seed)) !== hexOf(publicKey!.slice(-32)))
    return { encrypted: false, check: 'invalid', facts: [...facts, 'its public key is that of another'] };
  return { encrypted: false, check: equal ? 'valid' : 'invalid', facts: comment ? [...facts, `comment ${comment}`] : facts };
}

/** The last text field before the padding, if it looks like one. */
function commentIn(secret: Uint8Array): string | undefined {
  for (let at = secret.length - 5; at > 8; at--) {
    const length = secret[at + 3]!;
    if (
      secret[at] !== 0 ||
      secret[at + 1] !== 0 ||
      secret[at + 2] !== 0 ||
      length < 3 ||
      length > 60 ||
      at + 4 + length > secret.length ||
      secret.length - (at + 4 + length) > 16
    )
      continue;
    const text = asciiOf(secret.slice(at + 4, at + 4 + length));
    if (text && /^[\w.@ -]+$/.test(text)) return text;
  }
  return undefined;
}

function pgp(bytes: Uint8Array | undefined, raw: string): Pick<PemKey, 'encrypted' | 'check' | 'facts'> {
  const sum = /(?:^|\n|\\n)[^\S\n]*=([A-Za-z0-9+/]{4})\s*(?:\\n|\n|$)/.exec(raw)?.[1];
  const expected = sum && fromBase64(sum);
  if (!bytes || (bytes[0]! & 0x80) === 0) return { encrypted: false, check: 'invalid', facts: [] };
  if (!expected) return { encrypted: false, check: 'none', facts: ['OpenPGP'] };
  const crc = crc24(bytes);
  const fits = expected[0] === crc >> 16 && expected[1] === ((crc >> 8) & 255) && expected[2] === (crc & 255);
  return { encrypted: false, check: fits ? 'valid' : 'invalid', facts: ['OpenPGP'] };
}
