// What the prefilter points to becomes recognised values here: rows of the format table by their literal text, JSON Web
// Tokens, private keys, passwords in addresses, and the same inside of base64. Every look is bounded and linear.
import { asciiOf, fromBase64, toBase64 } from './base64.ts';
import { bytesOf, lazily } from './checksums.ts';
import { checks, type Check } from './checks.ts';
import { decode, type Decoded } from './decode.ts';
import type { SecretFormat } from './formats/format.ts';
import { goesOn, isWord, matchShape, type Shape } from './formats/shape.ts';
import { anchoredFormats } from './formats/table.ts';
import { readJwt } from './jwt.ts';
import { ownNotations } from './own-notations.ts';
import { isGuessed, isGuessedWord } from './guessed.ts';
import { jwkAt, puttyAt, tinkAt } from './key-documents.ts';
import { meaningOf } from './names.ts';
import { readPem } from './pem.ts';
import { afterWords, wordId, wordLiterals } from './pointers.ts';
import { buildPrefilter, findLiterals, type Hits, type Literal } from './prefilter.ts';
import { isFilled, looksRandom, patterned, usualness } from './randomness.ts';
import { signatureAt } from './signed-urls.ts';
import type { Span } from '../text/text.ts';
import type { SecretCandidate } from './types.ts';
import { databases, readDriverPassword, readUrlPassword, type UrlPassword } from './urls.ts';
import { isEncrypted, isPlaceholder, isReference, saysReplace } from './values.ts';

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
const special = { pem: 3_000_000, jwt: 3_000_001, url: 3_000_002, jwk: 3_000_003, tink: 3_000_004, putty: 3_000_005, amz: 3_000_006, goog: 3_000_007, sas: 3_000_008, driver: 3_000_009 } as const;

/** From here on ids are of notations of one program each. */
const ownNotationId = 4_000_000;

interface Anchored {
  readonly format: SecretFormat;
  readonly shape: Shape;
}

const anchored = /*#__PURE__*/ lazily(() => anchoredFormats().flatMap(({ format, shapes }) => shapes.map((shape): Anchored => ({ format, shape }))));

/** The literals of everything that is looked for. */
export const prefilter = /*#__PURE__*/ lazily(() => {
  const literals: Literal[] = [...wordLiterals];
  anchored().forEach(({ shape }, index) => {
    literals.push({ text: shape.anchor, id: index, exact: true });
    // The first characters of the anchor in base64, where the whole value was encoded.
    if (shape.anchorOffset === 0 && shape.anchor.length >= 4) {
      const whole = Math.floor((shape.anchor.length * 8) / 6);
      if (whole >= 5) literals.push({ text: toBase64(bytesOf(shape.anchor)).slice(0, whole), id: base64Id, exact: true });
    }
  });
  literals.push({ text: '"kty', id: special.jwk }, { text: 'keyMaterialType', id: special.tink }, { text: 'PuTTY-User-Key-File-', id: special.putty });
  literals.push({ text: 'X-Amz-Signature=', id: special.amz }, { text: 'X-Goog-Signature=', id: special.goog }, { text: 'sig=', id: special.sas });
  literals.push({ text: '-----BEGIN ', id: special.pem, exact: true }, { text: 'eyJ', id: special.jwt, exact: true }, { text: '://', id: special.url }, { text: '@tcp(', id: special.driver }, { text: 'LS0tLS1CRUdJTi', id: base64Id, exact: true });
  // The same two further on in a text that begins with something else: the key file of a service account.
  literals.push({ text: 'tLS0tLUJFR0lO', id: base64Id, exact: true }, { text: '0tLS0tQkVHSU4g', id: base64Id, exact: true });
  ownNotations.forEach(({ literal }, index) => literals.push({ text: literal, id: ownNotationId + index }));
  return buildPrefilter(literals);
});

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
    else if (id === special.url) add(urlPassword(readUrlPassword(text, end - 3)));
    else if (id === special.driver) add(urlPassword(readDriverPassword(text, end - 5)));
    else if (id === special.jwk) add(jwkAt(text, end));
    else if (id === special.tink) add(tinkAt(text, end));
    else if (id === special.putty) add(puttyAt(text, end));
    else if (id === special.amz) add(signatureAt(text, end, 'X-Amz-Signature='));
    else if (id === special.goog) add(signatureAt(text, end, 'X-Goog-Signature='));
    else if (id === special.sas) add(signatureAt(text, end, 'sig='));
    else if (id === base64Id && end > behind) {
      const inner = base64At(text, end);
      behind = inner.end;
      add(inner.found);
    }
  }
  for (const run of hits.runs) add(runAt(text, run));
  return found;
}

function matchAnchored(text: string, { format, shape }: Anchored, hitEnd: number): Recognised | undefined {
  const start = hitEnd - shape.anchor.length - shape.anchorOffset;
  if (start < 0 || !isFree(text, start, format)) return undefined;
  const end = matchShape(shape, text, start);
  if (end < 0 || (goesOn(shape, text, end) && !isEscapeBehind(text, end))) return undefined;
  const found = recognise(format, shape, text.slice(start, end), [start, end], inBlob(text, start, end), './-'.includes(text[start - 1] ?? ' ') || './'.includes(text[end] ?? ' '));
  if (found && format.publicBehind && text.startsWith(format.publicBehind, start - format.publicBehind.length)) return { ...found, kind: 'publishable', title: `${found.title} of a signed address` };
  if (!found || !format.publicNear || found.kind !== 'secret') return found;
  const around = text.slice(Math.max(0, start - 600), end + 600);
  return format.publicNear.some((word) => around.includes(word)) ? (found.placeholder ? undefined : { ...found, kind: 'publishable', title: `${format.provider} ${format.title} of a client` }) : found;
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

/** A value of a row, judged: checksum, structure, pattern. Undefined where it is plainly something else. */
export function recognise(format: SecretFormat, shape: Shape, value: string, at: Span, blob = false, inPath = false): Recognised | undefined {
  const prefix = shape.segments[0]!.kind === 'literal' ? shape.segments[0]!.text : '';
  const check = format.check && (checks[format.check] as Check).verify(value);
  const inner: Decoded = format.decode ? decode(format.decode, value) : { facts: [] };
  const proved = check === 'valid' || (inner.structure === 'valid' && check !== 'invalid');
  if (blob && !proved) return undefined;
  const body = value.slice(prefix.length);
  // In a path, what could have capitals and is hexadecimal is the hash of a file.
  if (!proved && inPath && body.length >= 20 && /^[0-9a-f]+$/.test(body) && shape.segments.some((segment) => segment.kind === 'class' && segment.min >= 20 && segment.has[90] === 1 && segment.has[122] === 1)) return undefined;
  const pattern = proved ? undefined : patterned(body);
  const filled = pattern === 'degenerate' && (isFilled(body) || saysReplace(body));
  const placeholder = pattern === 'degenerate' || (!proved && isPlaceholder(body));
  if (placeholder && format.kind === 'publishable') return undefined;
  if (!proved && !format.near && (shape.anchor.length < 4 || (shape.anchor.length === 4 && /[a-z]/.test(body))) && (placeholder || (body.length >= 16 && usualness(body.replace(/[^A-Za-z0-9]/g, '')) > 5.6 && !/^[0-9a-f-]+$/.test(body)))) {
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
    confidence: proved ? 'high' : pattern === 'degenerate' && !filled ? 'medium' : doubtful || check === 'invalid' || inner.structure === 'invalid' ? 'low' : format.near ? (looksRandom(value) ? 'high' : 'low') : 'high',
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
  if (key.cut) return { format: 'private-key', title: 'private key', at: key.span, value: text.slice(...key.span), check: 'invalid', kind: 'secret', confidence: 'medium', misshapen: true, decoded: [], prefix: '', bits: 0, risk: 'key-material', strength: 10, where: 'block' };
  return {
    format: 'private-key', title: key.label.startsWith('PGP') ? 'OpenPGP private key' : 'private key', at: key.span, value: text.slice(...key.span), check: key.check, kind: key.encrypted ? 'encrypted' : 'secret',
    confidence: key.check === 'invalid' ? 'medium' : 'high', placeholder: (key.check !== 'valid' && isPlaceholder(text.slice(key.span[0] + 32, key.span[1] - 30).replace(/\s/g, '').slice(0, 200))) || undefined, decoded: key.facts,
    prefix: '', bits: 128, risk: 'key-material', instead: 'short-lived certificates or a cloud identity', strength: 10, where: 'block',
  };
}

const jwtShape = /[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,16000}(?:\.[A-Za-z0-9_-]{0,2000})?={0,2}/y;

function jwtAt(text: string, start: number): Recognised | undefined {
  if (start > 0 && isWord(text.charCodeAt(start - 1)) && !isFree(text, start, { id: 'jwt' } as SecretFormat)) return undefined;
  if (text[start - 1] === '.' && isWord(text.charCodeAt(start - 2))) return undefined;
  jwtShape.lastIndex = start;
  const match = jwtShape.exec(text)?.[0];
  const jwt = match && readJwt(match);
  if (!jwt) return undefined;
  const signature = match.split('.')[2] ?? '';
  const placeholder = signature !== '' && (isPlaceholder(signature) || signature.length < 20);
  return {
    format: 'jwt', provider: jwt.provider, title: `${jwt.provider ? `${jwt.provider} ` : ''}JSON Web Token`, at: [start, start + match.length], value: match, check: jwt.signed ? 'valid' : 'none', kind: jwt.kind,
    confidence: jwt.signed ? 'high' : 'low', placeholder: placeholder || undefined, decoded: jwt.facts, expires: jwt.expires, prefix: 'eyJ', bits: jwt.signed ? 128 : 0, risk: 'short-lived', instead: 'a token fetched at run time', strength: 8,
  };
}

function urlPassword(url: UrlPassword | undefined): Recognised | undefined {
  if (!url || url.password === '' || url.host === '') return undefined;
  if (isReference(url.password) || isReference(url.user) || isEncrypted(url.password) || /[{}<>$]|%\(|^\*+$|\.\.\./.test(url.password) || /^[<%]/.test(url.host) || /[<{[]/.test(url.user)) return undefined;
  // `scheme://[user:passwd@]proxy`: brackets of a usage text. `cvs://:pserver:…` is the address of a public archive.
  if (isPlaceholder(url.password) || url.host.startsWith(']') || /^pserver:|\[/.test(url.password)) return undefined;
  // `http://localhost:1337@8675309`: no host is a number.
  if (/^\d+$/.test(url.host) && !databases.test(url.scheme)) return undefined;
  const trivial = isGuessedWord(url.password) || namesItself(url.password) || /^(?:test|admin|root|user|guest|postgres|mysql|mongo|redis|rabbit|tiger|x-oauth-basic|x|p|foo|bar|abc|(?:(?:key|token)[_-])?1234?5?6?)$/i.test(url.password) || url.password === url.user || url.password.length <= 3 || /^(.)\1*$/.test(url.password);
  const local = url.scheme !== 'cloudinary' && /^(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|host\.docker\.internal|example\.(?:com|org|net)|.*\.example\.(?:com|org|net)|.*\.(?:test|invalid|local|localhost|example)|[a-z]{1,12})(?::\d+)?$/i.test(url.host);
  // Where to connect is put in at run time; the password is not, unless it only says what stands there.
  const isFilledIn = /^[${]/.test(url.host);
  if (isFilledIn && (trivial || !/\d|[^\w]/.test(url.password))) return undefined;
  const everybodysOwn = trivial && (local || /^(?:user|username|dbuser|db_user|admin|usr|u|me|login|name|test|testuser|foo|scott)?$/i.test(url.user) || namesItself(url.user));
  const database = databases.test(url.scheme);
  return {
    format: 'url-password', title: database ? 'database or broker password in an address' : 'password in an address', at: url.at, value: url.password, check: 'none', kind: 'secret',
    confidence: trivial ? 'low' : local ? 'low' : isFilledIn ? 'medium' : !isGuessed(url.password) && (looksRandom(url.password) || /\d|[^\w]/.test(url.password)) ? 'high' : 'medium', decoded: [`host ${/^[\w.:[\]-]{1,80}$/.test(url.host) ? url.host : 'unknown'}`],
    placeholder: everybodysOwn || undefined, prefix: '', bits: 0, risk: 'write', strength: 3, where: 'url',
  };
}

/** Letters that only say what stands there: `SECRETKEY`, `randompassword`. */
const namesItself = (word: string): boolean => /^[A-Za-z]+(?:[_-][A-Za-z]+)*$/.test(word) && meaningOf(word) !== undefined;

/** The stretch of base64 (folded over lines or not) around a hit, decoded once and looked at again. */
function base64At(text: string, hitEnd: number): { found: Recognised | undefined; end: number } {
  let start = hitEnd;
  while (start > 0 && hitEnd - start < 2000 && isBase64(text.charCodeAt(start - 1))) start--;
  let end = hitEnd;
  let joined = '';
  let from = start;
  while (end < text.length && end - start < 16_000) {
    if (isBase64(text.charCodeAt(end)) || text.charCodeAt(end) === 61) {
      end++;
      continue;
    }
    // Folded: a line end, blanks, and more of it.
    const fold = /^(?:\\n|\r?\n)[ \t]{0,40}(?=[A-Za-z0-9+/]{16})/.exec(text.slice(end, end + 64));
    if (!fold || text.charCodeAt(end - 1) === 61) break;
    joined += text.slice(from, end);
    end += fold[0].length;
    from = end;
  }
  joined += text.slice(from, end);
  if (start > 0 && isWord(text.charCodeAt(start - 1))) return { found: undefined, end };
  const decoded = joined.length >= 24 ? asciiOf(fromBase64(joined)) : undefined;
  if (decoded === undefined) return { found: undefined, end };
  const inner = recogniseText(decoded).find((one) => one.kind === 'secret' && !one.placeholder);
  return { found: inner && { ...inner, at: [start, end], title: `${inner.title} in base64`, prefix: '', strength: inner.strength }, end };
}

const isBase64 = (code: number) => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 43 || code === 47;

/** Capitals that begin a key of AWS or Google and no other word. */
const telling = /^(?:AKIA|ASIA|AIza)$/;

function beginsTokens({ format, shape: { anchor, anchorOffset } }: Anchored): boolean {
  return format.kind === undefined && anchorOffset === 0 && anchor.length >= 4 && (/[-_]$/.test(anchor) || telling.test(anchor));
}

/** True for a hit of a format whose beginning is unmistakable: what follows it is worth a look even where it is no token. */
export const isBeginning = (id: number): boolean => id < wordId && beginsTokens(anchored()[id]!);

/** Formats with an unmistakable beginning, by its first four characters. */
const beginnings = /*#__PURE__*/ lazily(() => {
  const byStart = new Map<string, Anchored[]>();
  for (const one of anchored()) {
    if (!beginsTokens(one)) continue;
    const start = one.shape.anchor.slice(0, 4);
    (byStart.get(start) ?? byStart.set(start, []).get(start)!).push(one);
  }
  return byStart;
});

/**
 * A value that begins as a format does and is no token of it: cut, changed or made up. Undefined where the beginning says
 * too little, or the rest is only a word.
 */
export function recogniseBroken(value: string, at: Span): Recognised | undefined {
  if (value.length < 20 || value.length > 1024 || /\s/.test(value)) return undefined;
  const one = beginnings().get(value.slice(0, 4))?.find(({ shape }) => value.startsWith(shape.anchor));
  if (!one) return undefined;
  const body = value.slice(one.shape.anchor.length);
  if (body.length < 16 || !/^[\w.=+/-]+$/.test(body) || !/\d/.test(body) || isPlaceholder(body) || (body.includes('/') && usualness(body) > 6)) return undefined;
  return { ...misshapen(one.format, value, at), confidence: patterned(body) === 'repeated' ? 'low' : 'medium', prefix: one.shape.anchor };
}

/** The beginning of a format's tokens and too little behind it to be one that was cut. */
export function onlyBegins(value: string): boolean {
  const one = beginnings().get(value.slice(0, 4))?.find(({ shape }) => value.startsWith(shape.anchor));
  return one !== undefined && value.length - one.shape.anchor.length < 16;
}

/** A value that a row's own structure disproves. */
export function misshapen(format: SecretFormat, value: string, at: Span): Recognised {
  return {
    format: format.id, provider: format.provider, title: `${format.provider} ${format.title}`, at, value, check: 'invalid', kind: 'secret', confidence: 'low', misshapen: true, decoded: [],
    prefix: '', bits: 0, risk: format.risk, instead: format.instead, revoke: format.revoke, strength: 2.5,
  };
}

/** What a short text holds that proves itself: a decoded value, or literals that were joined. */
export function recogniseText(text: string): Recognised[] {
  const found: Recognised[] = [];
  const hits = findLiterals(prefilter(), text);
  hits.ids.forEach((id, index) => {
    const end = hits.offsets[index]!;
    const one = id < wordId ? matchAnchored(text, anchored()[id]!, end) : id === special.pem ? pemAt(text, end - '-----BEGIN '.length) : id === special.jwt ? jwtAt(text, end - 3) : undefined;
    if (one) found.push(one);
  });
  return found.sort((a, b) => b.strength - a.strength);
}

/** Keys without a prefix that a checksum proves, and Discord's bot tokens, whose first part is a number in base64. */
function runAt(text: string, [start, end]: readonly [number, number]): Recognised | undefined {
  const value = text.slice(start, end);
  const made = (format: string, title: string, provider: string, risk: SecretFormat['risk'], more: Partial<Recognised> = {}): Recognised => ({
    format, title, provider, at: [start, end], value, check: 'valid', kind: 'secret', confidence: 'high', decoded: [], prefix: '', bits: 128, risk, strength: 9, ...more,
  });
  if (text[end] === '.' && /^[MNO]/.test(value)) return discordAt(text, start);
  if (!/^[A-Za-z0-9]+$/.test(value)) return undefined;
  if (value.length === 52 && /^[a-z2-7]+$/.test(value)) return checks['azure-devops-legacy'].verify(value) === 'valid' ? made('azure-devops-pat', 'Azure DevOps personal access token', 'Azure', 'full', { instead: 'an Entra token or workload identity federation' }) : undefined;
  if (value.length === 56 && value[0] === 'S') return checks.stellar.verify(value) === 'valid' ? made('stellar-seed', 'Stellar secret seed', 'Stellar', 'key-material') : undefined;
  if (value.length === 58 && value[0] === 'S') return checks.nats.verify(value) === 'valid' ? made('nats-seed', 'NATS key seed', 'NATS', 'key-material') : undefined;
  if ((value.length === 51 || value.length === 52) && /^[5KL]/.test(value)) return checks.base58check.verify(value) === 'valid' ? made('bitcoin-wif', 'Bitcoin private key', 'Bitcoin', 'key-material') : undefined;
  return undefined;
}

const discordShape = /[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}(?![A-Za-z0-9_-])/y;

function discordAt(text: string, start: number): Recognised | undefined {
  discordShape.lastIndex = start;
  const value = discordShape.exec(text)?.[0];
  if (!value) return undefined;
  const inner = decode('discord', value);
  // Of a number of 17 to 19 digits the base64 has 23 to 26 characters; without a number in it, only the usual two lengths count.
  const first = value.indexOf('.');
  if (inner.structure !== 'valid' && (first < 24 || first > 26 || !looksRandom(value.slice(first + 1).replaceAll('.', '')))) return undefined;
  return {
    format: 'discord-bot-token', provider: 'Discord', title: 'Discord bot token', at: [start, start + value.length], value, check: inner.structure === 'valid' ? 'valid' : 'none', kind: 'secret',
    confidence: inner.structure === 'valid' ? 'high' : 'medium', decoded: inner.facts, prefix: '', bits: 128, risk: 'full', revoke: 'https://discord.com/developers/docs/topics/oauth2', strength: 6,
  };
}
