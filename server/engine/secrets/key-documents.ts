// Private keys in notations other than PEM: JSON Web Keys, Tink keysets in the clear, PuTTY's files, .NET's XML. Each is found by a
// literal of its notation; what stands within a bounded distance decides.
import { fromBase64 } from './base64.ts';
import { hexOf } from './checksums.ts';
import { ed25519Public, p256Public } from './curves.ts';
import type { Recognised } from './recognise.ts';
import { isPlaceholder } from './placeholders.ts';
import { keyMaterial } from './written.ts';

/** The name of a part and its value, in JSON, in JSON within a string, and as the literals of JavaScript and Python write them. */
const part = (name: string, value: string): RegExp =>
  new RegExp(`(?<![\\w-])(?:\\\\?["'])?${name}(?:\\\\?["'])?\\s{0,8}:\\s{0,8}\\\\?["'](${value})\\\\?["']`);
const kindPart = part('kty', 'EC|OKP|RSA|oct');
const secretParts = { d: part('d', '[A-Za-z0-9_-]{20,1400}'), k: part('k', '[A-Za-z0-9_-]{20,1400}') };
const publicParts = { crv: part('crv', '[\\w-]{1,20}'), x: part('x', '[A-Za-z0-9_-]{1,100}'), y: part('y', '[A-Za-z0-9_-]{1,100}') };

/** A line of a map in YAML: how far it is set in, its key, its value. */
const yamlLine = /^([ \t]{0,60}(?:-[ \t]{1,8})?)(kty|d|k):[ \t]{1,8}["']?([A-Za-z0-9_-]{2,1400})["']?[ \t\r]{0,8}$/;

/** The private part of the JSON Web Key in YAML whose `kty` stands in the line around `at`; its parts are set in as far as that. */
function jwkInYaml(text: string, at: number): Recognised | undefined {
  const first = text.lastIndexOf('\n', at - 1) + 1;
  const lineAt = (start: number): string => text.slice(start, start + 1500).split('\n', 1)[0]!;
  const head = yamlLine.exec(lineAt(first));
  if (head?.[2] !== 'kty' || !/^(?:EC|OKP|RSA|oct)$/.test(head[3]!)) return undefined;
  const wanted = head[3] === 'oct' ? 'k' : 'd';
  for (const step of [1, -1]) {
    // Upwards only to the item that the key is.
    let start = first;
    for (let lines = 0; lines < 20; lines++) {
      if (step < 0 && /^[ \t]*-/.test(lineAt(start))) break;
      const next = step > 0 ? text.indexOf('\n', start) + 1 : start < 2 ? -1 : text.lastIndexOf('\n', start - 2) + 1;
      if (next < 0 || (step > 0 && next === 0)) break;
      start = next;
      const line = lineAt(start);
      const isItem = /^[ \t]*-/.test(line);
      if (line.search(/[^ \t-]/) !== head[1]!.length || (step > 0 && isItem)) break;
      const found = yamlLine.exec(line);
      if (found?.[2] !== wanted || isPlaceholder(found[3]!) || (fromBase64(found[3]!)?.length ?? 0) < 16) continue;
      const from = start + line.indexOf(found[3]!, found[1]!.length + 2);
      return keyMaterial('jwk-private-key', `private part of a JSON Web Key (${head[3]})`, text, [from, from + found[3]!.length]);
    }
  }
  return undefined;
}

/** The private part of the JSON Web Key whose `kty` stands at `at`. */
export function jwkAt(text: string, at: number): Recognised | undefined {
  return jwkInYaml(text, at) ?? jwkInBraces(text, at);
}

function jwkInBraces(text: string, at: number): Recognised | undefined {
  const from = Math.max(0, at - 3000);
  const open = from + text.slice(from, at).lastIndexOf('{');
  const body = text.slice(open, at + 5000).split('}', 1)[0]!;
  if (open < from || open + body.length < at || open + body.length >= at + 5000) return undefined;
  const kind = kindPart.exec(body)?.[1];
  const match = kind && secretParts[kind === 'oct' ? 'k' : 'd'].exec(body);
  if (!match || isPlaceholder(match[1]!) || (fromBase64(match[1]!)?.length ?? 0) < 16) return undefined;
  const start = open + match.index + match[0].lastIndexOf(match[1]!);
  const key = keyMaterial('jwk-private-key', `private part of a JSON Web Key (${kind})`, text, [start, start + match[1]!.length]);
  const fits = kind === 'EC' || kind === 'OKP' ? publicPartFits(body, match[1]!) : undefined;
  return fits === undefined
    ? key
    : {
        ...key,
        check: fits ? 'valid' : 'invalid',
        decoded: fits ? ['it fits its public part'] : ['its public part is that of another key'],
        confidence: fits ? 'high' : 'low',
      };
}

/** Whether the private part gives the public one; undefined where the curve is another or a part is missing. */
function publicPartFits(body: string, d: string): boolean | undefined {
  const read = (name: keyof typeof publicParts) => publicParts[name].exec(body)?.[1];
  const [curve, x, y, secret] = [read('crv'), fromBase64(read('x') ?? ''), fromBase64(read('y') ?? ''), fromBase64(d)];
  if (secret?.length !== 32 || x?.length !== 32) return undefined;
  if (curve === 'Ed25519') return hexOf(ed25519Public(secret)) === hexOf(x);
  if (curve !== 'P-256' || y?.length !== 32) return undefined;
  const made = p256Public(secret);
  return made !== undefined && hexOf(made) === hexOf(x) + hexOf(y);
}

/** The private exponent in .NET's XML of an RSA key, which begins before `at`. */
export function keyValueAt(text: string, at: number): Recognised | undefined {
  const match = /<D>([A-Za-z0-9+/=\s]{80,2000})<\/D>/.exec(text.slice(at, at + 12_000).split('</RSAKeyValue>', 1)[0]!);
  const value = match?.[1]!.trim();
  if (!match || !value || !fromBase64(value.replace(/\s/g, ''))) return undefined;
  const start = at + match.index + match[0].indexOf(value);
  return keyMaterial('rsa-key-value', 'private part of an RSA key', text, [start, start + value.length]);
}

/** Solana's key file: a list of 64 numbers, of which the last 32 are the public key of the first. Only one that fits is one. */
export function solanaKey(text: string): Recognised | undefined {
  if (text.length > 2000 || !/^\s*\[\s*\d/.test(text)) return undefined;
  const numbers = text.match(/\d{1,4}/g)?.map(Number) ?? [];
  if (numbers.length !== 64 || numbers.some((one) => one > 255) || !/^[\s[\],\d]+$/.test(text)) return undefined;
  if (hexOf(ed25519Public(Uint8Array.from(numbers.slice(0, 32)))) !== hexOf(Uint8Array.from(numbers.slice(32)))) return undefined;
  const found = keyMaterial('solana-key', 'Solana key pair', text, [text.indexOf('['), text.lastIndexOf(']') + 1]);
  return { ...found, provider: 'Solana', check: 'valid', decoded: ['its second half is the public key of its first'] };
}

/** The key data of a cleartext Tink keyset. */
export function tinkAt(text: string, at: number): Recognised | undefined {
  const near = text.slice(Math.max(0, at - 1500), at + 1500);
  if (!/keyMaterialType"\s{0,8}:\s{0,8}"(?:SYMMETRIC|ASYMMETRIC_PRIVATE)"/.test(near)) return undefined;
  const match = /"value"\s{0,8}:\s{0,8}"([A-Za-z0-9+/=]{20,1400})"/.exec(near);
  if (!match || isPlaceholder(match[1]!)) return undefined;
  const start = Math.max(0, at - 1500) + match.index + match[0].indexOf(match[1]!, 7);
  return keyMaterial('tink-keyset', 'cleartext Tink keyset', text, [start, start + match[1]!.length]);
}

/** PuTTY's own file, where it is not encrypted. */
export function puttyAt(text: string, at: number): Recognised | undefined {
  const file = text.slice(at, at + 12_000);
  const match = /Private-Lines:\s{0,4}\d{1,3}\s{1,4}((?:[A-Za-z0-9+/=]{16,80}\s{1,4}){1,80})/.exec(file);
  if (!match) return undefined;
  const encrypted = !/^Encryption:\s{0,4}none/m.test(file);
  const start = at + match.index + match[0].indexOf(match[1]!, 14);
  const found = keyMaterial('putty-private-key', 'PuTTY private key', text, [start, start + match[1]!.trimEnd().length]);
  return encrypted ? { ...found, kind: 'encrypted' } : found;
}
