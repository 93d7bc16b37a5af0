// Macaroons: what a token is limited to stands in it, readable by everybody. Two notations: that of libmacaroons (PyPI) and
// Fly.io's in MessagePack. A token that does not end in its signature was cut. Only limits are read, never the signature.

export interface Macaroon {
  readonly location: string;
  /** Text of the limits, or numbers of their kinds with the times that one of them holds. */
  readonly caveats: readonly string[];
  /** Seconds since 1970. */
  readonly expires?: number;
}

/** Version 2 of libmacaroons: packets of a kind, a length and content. Undefined where it does not end in 32 bytes of signature. */
export function readMacaroon(bytes: Uint8Array): Macaroon | undefined {
  if (bytes[0] !== 2) return undefined;
  let at = 1;
  let location = '';
  let ends = 0;
  const caveats: string[] = [];
  while (at < bytes.length) {
    const kind = bytes[at++]!;
    if (kind === 0) {
      ends++;
      continue;
    }
    let length = 0;
    for (let shift = 0; shift < 21; shift += 7) {
      const byte = bytes[at++] ?? 0;
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if (at + length > bytes.length) return undefined;
    const content = bytes.slice(at, at + length);
    at += length;
    if (kind === 6) return ends >= 2 && length === 32 && at === bytes.length ? { location, caveats } : undefined;
    if (kind === 1 && ends === 0) location = plain(content);
    else if (kind === 2 && ends > 0) caveats.push(plain(content));
  }
  return undefined;
}

const plain = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '\n';
  return text;
};

/** Kinds of Fly.io's limits that a reader wants to know of (superfly/macaroon, caveat_type.go). */
const flyKinds: Readonly<Record<number, string>> = { 0: 'one organization', 2: 'some volumes', 3: 'some apps', 7: 'some machines' };

/** Fly.io: `[nonce, location, caveats, signature]`, the caveats as kinds and bodies in turn. */
export function readFlyMacaroon(bytes: Uint8Array): Macaroon | undefined {
  const state = { at: 0, steps: 0 };
  const value = readMessagePack(bytes, state, 0);
  if (!Array.isArray(value) || value.length !== 4 || state.at !== bytes.length) return undefined;
  const [, location, list, signature] = value as unknown[];
  if (typeof location !== 'string' || !Array.isArray(list) || !(signature instanceof Uint8Array)) return undefined;
  const caveats: string[] = [];
  let expires: number | undefined;
  for (let i = 0; i + 1 < list.length; i += 2) {
    const kind = flyKinds[Number(list[i])];
    if (kind !== undefined) caveats.push(kind);
    const body: unknown = list[i + 1];
    // A window of validity: not before, not after.
    if (Number(list[i]) === 4 && Array.isArray(body) && typeof body[1] === 'number') expires = Math.min(expires ?? Infinity, body[1]);
  }
  return { location, caveats, expires };
}

interface State {
  at: number;
  steps: number;
}

/** One value of MessagePack; undefined for what is cut, too deep, too long or of a kind that macaroons do not use. */
function readMessagePack(bytes: Uint8Array, state: State, depth: number): unknown {
  const first = bytes[state.at++];
  if (first === undefined || depth > 12 || state.steps++ > 2000) return undefined;
  const size = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 256 + (bytes[state.at++] ?? 0);
    return value;
  };
  const raw = (length: number): Uint8Array => bytes.slice(state.at, (state.at = Math.min(bytes.length + 1, state.at + length)));
  const list = (length: number): unknown[] => {
    const out: unknown[] = [];
    for (let i = 0; i < length && state.at < bytes.length && state.steps < 2000; i++) out.push(readMessagePack(bytes, state, depth + 1));
    return out;
  };
  if (first < 0x80) return first;
  if (first < 0x90) return list((first & 15) * 2);
  if (first < 0xa0) return list(first & 15);
  if (first < 0xc0) return plain(raw(first & 31));
  if (first >= 0xe0) return first - 256;
  switch (first) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xc4:
      return raw(size(1));
    case 0xc5:
      return raw(size(2));
    case 0xcc:
    case 0xd0:
      return size(1);
    case 0xcd:
    case 0xd1:
      return size(2);
    case 0xce:
    case 0xd2:
      return size(4);
    case 0xcf:
    case 0xd3:
      return size(8);
    case 0xd9:
      return plain(raw(size(1)));
    case 0xda:
      return plain(raw(size(2)));
    case 0xdc:
      return list(size(2));
    case 0xde:
      return list(size(2) * 2);
    default:
      return undefined;
  }
}
