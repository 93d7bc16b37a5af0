// What the prefilter points to becomes recognised values here: rows of the format table by their literal text, JSON Web
// Tokens, private keys, and the same inside of base64. Values that have a grammar of their own (addresses, keys without a
// prefix, notations of one program) are handed to those who read them. Every look is bounded and linear.
import { addressPassword } from './address-passwords.ts';
import { bareKeyAt } from './bare-keys.ts';
import { toBase64 } from './base64.ts';
import { bytesOf, lazily } from './checksums.ts';
import { checks, type Check } from './checks.ts';
import { decode, type Decoded } from './decode.ts';
import type { SecretFormat } from './formats/format.ts';
import { goesOn, isWord, matchShape, type Shape } from './formats/shape.ts';
import { anchoredFormats } from './formats/table.ts';
import { readJwt } from './jwt.ts';
import { ownNotations } from './own-notations.ts';
import { jwkAt, keyValueAt, puttyAt, tinkAt } from './key-documents.ts';
import { derBeginnings } from './der-keys.ts';
import { encodedAt } from './encoded.ts';
import { readPem } from './pem.ts';
import { afterWords, wordId, wordLiterals } from './pointers.ts';
import { buildPrefilter, findLiterals, type Hits, type Literal } from './prefilter.ts';
import { isFilled, looksRandom, patterned, usualness } from './randomness.ts';
import { signatureAt } from './signed-urls.ts';
import type { Span } from '../text/text.ts';
import type { SecretCandidate } from './types.ts';
import { readDriverPassword, readUrlPassword } from './urls.ts';
import { isPlaceholder, saysReplace } from './placeholders.ts';
import { keyMaterial, shortLivedKeys } from './written.ts';

/** A value that was recognised, before it has a place in the structure of its document. */
export interface Recognised {
  readonly format: string;
  readonly provider?: string;
  readonly title: string;
  readonly at: Span;
  /** The value itself: for the digest and the length alone. */
  readonly value: string;
  readonly check: SecretCandidate['check'];
  readonly kind: SecretCandidate['kind'];
  readonly confidence: SecretCandidate['confidence'];
  readonly placeholder?: boolean;
  /** Filled with what everybody fills with (`xxxx`, `0000`, `****`): not even an example of a real one. */
  readonly filled?: boolean;
  /** What everybody writes, where a service is thrown away after the work. */
  readonly thrownAway?: boolean;
  /** Where a provider prints this very value for everybody. */
  readonly printedIn?: string;
  /** Begins as the format does, and has another length or alphabet. */
  readonly misshapen?: boolean;
  readonly decoded: readonly string[];
  readonly expires?: string;
  readonly prefix: string;
  /** What a reference falls back to. */
  readonly fallback?: boolean;
  /** Bits that the format guarantees. */
  readonly bits: number;
  readonly risk: SecretFormat['risk'];
  readonly instead?: string;
  readonly revoke?: string;
  /** Who wins when two overlap: more is stronger. Up to `byName` it is a name or a place that makes a secret of the value. */
  readonly strength: number;
  readonly where?: SecretCandidate['context']['where'];
}

/** The strength of what has the shape that a provider's name near it promises. */
export const byName = 4;

const base64Id = afterWords;
const special = {
  pem: 3_000_000,
  jwt: 3_000_001,
  url: 3_000_002,
  jwk: 3_000_003,
  tink: 3_000_004,
  putty: 3_000_005,
  amz: 3_000_006,
  goog: 3_000_007,
  sas: 3_000_008,
  driver: 3_000_009,
  keyValue: 3_000_010,
} as const;

/** The id of a hit that may begin a JSON Web Token. */
export const jwtId: number = special.jwt;

/** From here on ids are of notations of one program each. */
const ownNotationId = 4_000_000;

export interface Anchored {
  readonly format: SecretFormat;
  readonly shape: Shape;
}

/** Every shape of every row that has a literal of its own. */
export const anchored = /*#__PURE__*/ lazily(() =>
  anchoredFormats().flatMap(({ format, shapes }) => shapes.map((shape): Anchored => ({ format, shape }))),
);

/** The literals of everything that is looked for in the search of secrets. */
export function secretLiterals(): readonly Literal[] {
  const literals: Literal[] = [...wordLiterals];
  anchored().forEach(({ shape }, index) => {
    literals.push({ text: shape.anchor, id: index, exact: true });
    // The first characters of the anchor in base64, where the whole value was encoded.
    if (shape.anchorOffset === 0 && shape.anchor.length >= 4) {
      const whole = Math.floor((shape.anchor.length * 8) / 6);
      if (whole >= 5) literals.push({ text: toBase64(bytesOf(shape.anchor)).slice(0, whole), id: base64Id, exact: true });
    }
  });
  literals.push(
    { text: 'kty', id: special.jwk },
    { text: 'keyMaterialType', id: special.tink },
    { text: 'PuTTY-User-Key-File-', id: special.putty },
    { text: '<RSAKeyValue>', id: special.keyValue },
  );
  literals.push(
    { text: 'X-Amz-Signature=', id: special.amz },
    { text: 'X-Goog-Signature=', id: special.goog },
    { text: 'sig=', id: special.sas },
  );
  literals.push(
    { text: '-----BEGIN ', id: special.pem, exact: true },
    { text: 'eyJ', id: special.jwt, exact: true },
    { text: '://', id: special.url },
    { text: '@tcp(', id: special.driver },
    { text: 'LS0tLS1CRUdJTi', id: base64Id, exact: true },
  );
  // The same two further on in a text that begins with something else: the key file of a service account.
  literals.push({ text: 'tLS0tLUJFR0lO', id: base64Id, exact: true }, { text: '0tLS0tQkVHSU4g', id: base64Id, exact: true });
  for (const text of derBeginnings) literals.push({ text, id: base64Id, exact: true });
  ownNotations.forEach(({ literal }, index) => literals.push({ text: literal, id: ownNotationId + index }));
  return literals;
}

/** For texts that are no documents. */
export const prefilter = /*#__PURE__*/ lazily(() => buildPrefilter(secretLiterals()));

/** Everything that the hits prove by themselves. */
export function recogniseHits(text: string, hits: Hits): Recognised[] {
  const found: Recognised[] = [];
  const add = (one: Recognised | undefined) => {
    if (one) found.push(one);
  };
  let behind = 0;
  for (let i = 0; i < hits.ids.length; i++) {
    const id = hits.ids[i]!;
    const end = hits.offsets[i]!;
    if (id < wordId) add(matchAnchored(text, anchored()[id]!, end));
    else if (id >= ownNotationId) found.push(...ownNotations[id - ownNotationId]!.read(text, end));
    else if (id === special.pem) add(pemAt(text, end - '-----BEGIN '.length));
    else if (id === special.jwt) add(jwtAt(text, end - 3));
    else if (id === special.url) add(addressPassword(readUrlPassword(text, end - 3)));
    else if (id === special.driver) add(addressPassword(readDriverPassword(text, end - 5)));
    else if (id === special.jwk) add(jwkAt(text, end));
    else if (id === special.tink) add(tinkAt(text, end));
    else if (id === special.putty) add(puttyAt(text, end));
    else if (id === special.keyValue) add(keyValueAt(text, end));
    else if (id === special.amz) add(signatureAt(text, end, 'X-Amz-Signature='));
    else if (id === special.goog) add(signatureAt(text, end, 'X-Goog-Signature='));
    else if (id === special.sas) add(signatureAt(text, end, 'sig='));
    else if (id === base64Id && end > behind) {
      const inner = encodedAt(text, end, recogniseText);
      behind = inner.end;
      add(inner.found);
    }
  }
  for (const run of hits.runs) add(bareKeyAt(text, run));
  return found;
}

function matchAnchored(text: string, { format, shape }: Anchored, hitEnd: number): Recognised | undefined {
  const start = hitEnd - shape.anchor.length - shape.anchorOffset;
  if (start < 0 || !isFree(text, start, format)) return undefined;
  const end = matchShape(shape, text, start);
  if (end < 0 || (goesOn(shape, text, end) && !isEscapeBehind(text, end))) return undefined;
  const found = recognise(
    format,
    shape,
    text.slice(start, end),
    [start, end],
    (!shape.anchor.includes('/') && inBlob(text, start, end)) || (shape.segments[0]!.kind !== 'literal' && isLineOfBlob(text, start, end)),
    './-'.includes(text[start - 1] ?? ' ') || './'.includes(text[end] ?? ' '),
  );
  if (found && format.publicBehind && text.startsWith(format.publicBehind, start - format.publicBehind.length))
    return { ...found, kind: 'publishable', title: `${found.title} of a signed address` };
  if (!found || !format.publicNear || found.kind !== 'secret') return found;
  const around = text.slice(Math.max(0, start - 600), end + 600);
  return format.publicNear.some((word) => around.includes(word))
    ? found.placeholder
      ? undefined
      : { ...found, kind: 'publishable', title: `${format.provider} ${format.title} of a client` }
    : found;
}

/** Nothing that belongs to a longer word stands before: but for an escape (`\n`), a percent code, and GitLab's own prefixes. */
function isFree(text: string, start: number, format: SecretFormat): boolean {
  if (start === 0) return true;
  const before = text.charCodeAt(start - 1);
  const first = text.charCodeAt(start);
  if (!isWord(first)) return true;
  // Telegram's own addresses: `/bot` and the token.
  if (format.id === 'telegram-token' && text.startsWith('/bot', start - 4)) return true;
  if (!isWord(before)) return !(before === 46 && format.id === 'telegram-token');
  if ('nrt'.includes(text[start - 1]!) && text[start - 2] === '\\') return true;
  if (/[0-9A-Fa-f]/.test(text[start - 1]!) && text[start - 3] === '%') return true;
  return false;
}

const isEscapeBehind = (text: string, end: number) => text[end] === '\\';

/** Inside of a longer stretch of base64. */
function inBlob(text: string, start: number, end: number): boolean {
  const before = text[start - 1];
  const behind = text[end];
  return before === '+' || behind === '+' || (before === '/' && behind === '/');
}

/** A whole line, and the one before it or behind it is base64 of the same length: the armour of a file. */
function isLineOfBlob(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length < 40 || (start > 0 && text[start - 1] !== '\n') || text[end] !== '\n') return false;
  const isBase64 = (line: string): boolean => line.length === length && /^[A-Za-z0-9+/]+$/.test(line);
  return (
    isBase64(text.slice(Math.max(0, start - 1 - length), Math.max(0, start - 1))) ||
    (text[end + 1 + length] === '\n' && isBase64(text.slice(end + 1, end + 1 + length)))
  );
}

/** A value of a row, judged: checksum, structure, pattern. Undefined where it is plainly something else. */
export function recognise(
  format: SecretFormat,
  shape: Shape,
  value: string,
  at: Span,
  blob = false,
  inPath = false,
): Recognised | undefined {
  const prefix = shape.segments[0]!.kind === 'literal' ? shape.segments[0]!.text : '';
  const check = format.check && (checks[format.check] as Check).verify(value);
  const inner: Decoded = format.decode ? decode(format.decode, value) : { facts: [] };
  const proved = check === 'valid' || (inner.structure === 'valid' && check !== 'invalid');
  if (blob && !proved) return undefined;
  const body = value.slice(prefix.length);
  // What could have any letters and is hexadecimal, its prefix too, is a number; in a path the hash of a file.
  if (
    !proved &&
    body.length >= 20 &&
    (/^[0-9A-F]+$/.test(value) || (inPath && /^[0-9a-f]+$/.test(body))) &&
    shape.segments.some((segment) => segment.kind === 'class' && segment.min >= 20 && segment.has[90] === 1 && segment.has[122] === 1)
  )
    return undefined;
  const pattern = proved ? undefined : patterned(body);
  const filled = pattern === 'degenerate' && (isFilled(body) || saysReplace(body));
  const placeholder = pattern === 'degenerate' || (!proved && isPlaceholder(body));
  if (placeholder && format.kind === 'publishable') return undefined;
  // One letter over and over has everything that such a literal says: `0xAAAA…` is a number.
  if (pattern === 'degenerate' && prefix === '' && patterned(shape.anchor) === 'degenerate') return undefined;
  if (
    !proved &&
    !format.near &&
    (shape.anchor.length < 4 || (shape.anchor.length === 4 && /[a-z]/.test(body))) &&
    (placeholder || (body.length >= 16 && usualness(body.replace(/[^A-Za-z0-9]/g, '')) > 5.6 && !/^[0-9a-f-]+$/.test(body)))
  ) {
    // A short prefix and words behind it: an identifier. A short prefix and `xxxx` behind it is still worth a word.
    if (!placeholder || shape.anchor.length < 3 || !/[-_.]/.test(shape.anchor)) return undefined;
  }
  const doubtful = placeholder || pattern !== undefined || (!proved && body.length >= 16 && usualness(body) > 6.2);
  return {
    format: format.id,
    provider: format.provider,
    title: `${format.provider} ${format.title}`,
    at,
    value,
    check: proved ? 'valid' : check === 'invalid' || inner.structure === 'invalid' ? 'invalid' : 'none',
    kind: inner.kind ?? format.kind ?? 'secret',
    // Made up with other characters, it may as well be a real one that somebody blackened: shown a little louder.
    confidence: proved
      ? 'high'
      : pattern === 'degenerate' && !filled
        ? 'medium'
        : doubtful || check === 'invalid' || inner.structure === 'invalid'
          ? 'low'
          : format.near
            ? looksRandom(value)
              ? 'high'
              : 'low'
            : 'high',
    placeholder: placeholder || undefined,
    filled: filled || undefined,
    decoded: inner.facts,
    expires: inner.expires,
    prefix,
    bits: shape.bits,
    risk: format.risk,
    instead: format.instead,
    revoke: format.revoke,
    strength: proved ? 9 : format.near ? byName : check === 'invalid' ? 5 : 7,
  };
}

function pemAt(text: string, start: number): Recognised | undefined {
  const key = readPem(text, start);
  if (!key) return undefined;
  const found = { ...keyMaterial('private-key', 'private key', text, key.span), strength: 10 };
  if (key.cut) return { ...found, check: 'invalid', confidence: 'medium', misshapen: true, bits: 0 };
  // What stands behind the header, whose words say nothing.
  const inside = text.slice(key.span[0] + 32, key.span[1] - 30).replace(/\s/g, '');
  return {
    ...found,
    title: key.label.startsWith('PGP') ? 'OpenPGP private key' : key.label.startsWith('OpenVPN') ? 'OpenVPN key' : 'private key',
    check: key.check,
    kind: key.encrypted ? 'encrypted' : 'secret',
    confidence: key.check === 'invalid' ? 'medium' : 'high',
    placeholder: (key.check !== 'valid' && isPlaceholder(inside.slice(0, 200))) || undefined,
    decoded: key.facts,
    instead: shortLivedKeys,
  };
}

const jwtShape = /[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,16000}(?:\.[A-Za-z0-9_-]{0,2000})?={0,2}/y;
/** Five parts: the header, the key of the content (none where both sides have it), a number used once, the content, its seal. */
const encryptedShape =
  /[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{0,2000}\.[A-Za-z0-9_-]{8,100}\.[A-Za-z0-9_-]{2,16000}\.[A-Za-z0-9_-]{16,100}/y;

function jwtShapeAt(text: string, start: number): string | undefined {
  encryptedShape.lastIndex = jwtShape.lastIndex = start;
  return encryptedShape.exec(text)?.[0] ?? jwtShape.exec(text)?.[0];
}

function jwtAt(text: string, start: number): Recognised | undefined {
  if (start > 0 && isWord(text.charCodeAt(start - 1)) && !isFree(text, start, { id: 'jwt' } as SecretFormat)) return undefined;
  if (text[start - 1] === '.' && isWord(text.charCodeAt(start - 2))) return undefined;
  const match = jwtShapeAt(text, start);
  const jwt = match && readJwt(match);
  if (!jwt) return undefined;
  const parts = match.split('.');
  const signature = parts.length === 5 ? parts[4]! : (parts[2] ?? '');
  const placeholder = signature !== '' && (isPlaceholder(signature) || signature.length < 20);
  return {
    format: 'jwt',
    provider: jwt.provider,
    title: `${jwt.provider ? `${jwt.provider} ` : ''}${parts.length === 5 ? 'encrypted ' : ''}JSON Web Token`,
    at: [start, start + match.length],
    value: match,
    check: jwt.signed ? 'valid' : 'none',
    kind: jwt.kind,
    confidence: jwt.signed ? 'high' : 'low',
    placeholder: placeholder || undefined,
    decoded: jwt.facts,
    expires: jwt.expires,
    prefix: 'eyJ',
    bits: jwt.signed ? 128 : 0,
    risk: 'short-lived',
    instead: 'a token fetched at run time',
    strength: 8,
  };
}

/** What a short text holds that proves itself: a decoded value, or literals that were joined. */
export function recogniseText(text: string): Recognised[] {
  const found: Recognised[] = [];
  const hits = findLiterals(prefilter(), text);
  hits.ids.forEach((id, index) => {
    const end = hits.offsets[index]!;
    const one =
      id < wordId
        ? matchAnchored(text, anchored()[id]!, end)
        : id === special.pem
          ? pemAt(text, end - '-----BEGIN '.length)
          : id === special.jwt
            ? jwtAt(text, end - 3)
            : undefined;
    if (one) found.push(one);
  });
  return found.sort((a, b) => b.strength - a.strength);
}
