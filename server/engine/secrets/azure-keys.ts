// Microsoft's identifiable keys: which checksum they carry, what its seed says the key may do, and when a key of the
// newer kind (CASK) was made. Sources: dotnet/runtime (Marvin32), microsoft/security-utilities.
import { base62, bytesOf, crc32, littleEndian } from './checksums.ts';
import { fromBase32, fromBase64, toBase32, toBase64, toBase64Url } from './base64.ts';
import { marvin32 } from './marvin32.ts';
import { tableOf } from '../table.ts';

/** Seeds by signature, with what each says. The first one is used to make keys. */
const seeds = tableOf<readonly (readonly [seed: string, meaning: string])[]>({
  '+ASt': [['Default0', '']],
  '+ABa': [['AbAcct00', '']],
  ACDb: [
    ['MastRW00', 'read-write'],
    ['MastRO00', 'read-only'],
    ['SystRW00', 'system, read-write'],
    ['SystRO00', 'system, read-only'],
    ['SysAll00', 'system'],
    ['Encryp00', 'encryption'],
    ['Resour00', 'resource token'],
  ],
  '+AMC': [['Classic0', '']],
  APIM: [
    ['Tenant00', 'tenant access'],
    ['IoTHub00', 'subscription'],
    ['Gatewy00', 'gateway'],
    ['GitKey00', 'git access'],
  ],
  '+ASb': [
    ['Send0000', 'Send'],
    ['Listen00', 'Listen'],
    ['Manage00', 'Manage'],
  ],
  '+AEh': [
    ['Send0000', 'Send'],
    ['Listen00', 'Listen'],
    ['Manage00', 'Manage'],
  ],
  '+ARm': [
    ['Send0000', 'Send'],
    ['Listen00', 'Listen'],
    ['Manage00', 'Manage'],
  ],
  AIoT: [
    ['IoTHub00', 'IoT Hub'],
    ['DpsKey00', 'provisioning service'],
    ['Device00', 'device'],
  ],
  AzCa: [['Access00', '']],
  AzFu: [
    ['Functi00', 'one function'],
    ['Master00', 'master key'],
    ['System00', 'system key'],
  ],
  AzSe: [
    ['PAdmin00', 'admin'],
    ['Query000', 'read-only queries'],
  ],
  '+ACR': [['ACRDflt0', '']],
});

const signatureOf = (token: string) => token.replace(/(?<!=)=+$/, '').slice(-10, -6);

/** What the checksum's seed says; undefined where no seed fits, empty where the only one says nothing. */
export function azureMeaning(token: string): string | undefined {
  const signature = signatureOf(token);
  const bytes = fromBase64(token);
  const known = seeds.get(signature);
  if (!bytes || !known) return undefined;
  for (const [seed, meaning] of known) if (sameTail(token, bytes, seed)) return meaning;
  return undefined;
}

function sameTail(token: string, bytes: Uint8Array, seed: string): boolean {
  return withChecksum(token, bytes, seed) === token;
}

/** The token with the checksum of a seed, in the notation that the token has. */
function withChecksum(token: string, bytes: Uint8Array, seed: string): string {
  const out = bytes.slice();
  out.set(littleEndian(marvin32(out.slice(0, -4), seed)), out.length - 4);
  const padding = token.length - token.replace(/(?<!=)=+$/, '').length;
  let text = signatureOf(token) === 'AzFu' ? toBase64Url(out) + '='.repeat(padding) : toBase64(out);
  // Redis and AI Search keys avoid the two signs of base64 in what follows the signature.
  if (/^Az(?:Ca|Se)$/.test(signatureOf(token)))
    text =
      text.slice(0, token.length - padding - 6) +
      text
        .slice(token.length - padding - 6)
        .replaceAll('+', 'P')
        .replaceAll('/', 'F');
  return text;
}

export function azureMarvinVerify(token: string): 'valid' | 'invalid' {
  return azureMeaning(token) === undefined ? 'invalid' : 'valid';
}

export function azureMarvinSeal(token: string): string {
  const seed = seeds.get(signatureOf(token))![0]![0];
  return withChecksum(token, fromBase64(token)!, seed);
}

/** CASK: the last four of 84 characters, in either of two encodings of the same hash. */
export function azureCaskVerify(token: string): 'valid' | 'invalid' {
  return caskTails(token).includes(token.slice(80, 84)) ? 'valid' : 'invalid';
}

export function azureCaskSeal(token: string): string {
  const dated = `${token.slice(0, 58)}CC${token.slice(60)}`;
  const signed = `${dated.slice(0, 76)}AZDO${dated.slice(80)}`;
  return signed.slice(0, 80) + caskTails(signed)[0]! + signed.slice(84);
}

function caskTails(token: string): string[] {
  const bytes = fromBase64(token.slice(0, 80));
  if (!bytes || bytes.length !== 60) return [];
  const hash = littleEndian(marvin32(bytes, 'Default0'));
  const number = ((hash[0]! << 24) | (hash[1]! << 16) | (hash[2]! << 8) | hash[3]!) >>> 0;
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let base62 = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62)) base62 = digits[rest % 62]! + base62;
  const again = fromBase64(`${base62.padEnd(6, '0')}==`);
  return [again ? toBase64(again).slice(0, 4) : '', toBase64(hash).slice(0, 4)];
}

const products: Readonly<Record<string, string>> = {
  AZDO: 'Azure DevOps personal access token',
  ACOG: 'Azure AI services (OpenAI, Speech, Vision)',
  AZEG: 'Event Grid',
  AZAC: 'App Configuration',
  AZMP: 'Azure Maps',
  AZCS: 'Communication Services',
  AZFR: 'Fluid Relay',
  AZMR: 'Mixed Reality',
  msql: 'Azure SQL',
  NUGT: 'NuGet API key',
};

/** Product and month of creation of a CASK key. */
export function azureCaskFacts(token: string): string[] {
  const product = Object.entries(products).find(([signature]) => signature.toLowerCase() === token.slice(76, 80).toLowerCase())?.[1];
  const year = token.charCodeAt(58) - 65;
  const month = token.charCodeAt(59) - 65;
  const facts = product ? [product] : [];
  if (year >= 0 && year < 26 && month >= 0 && month < 12) facts.push(`created ${2024 + year}-${String(month + 1).padStart(2, '0')}`);
  // NuGet: how long it was made for, in steps of five minutes, in base 62.
  if (token.slice(76, 80) === 'NUGT' && /^[LS][0-9A-Za-z]{3}$/.test(token.slice(72, 76))) {
    const steps = [...token.slice(73, 76)].reduce((value, char) => value * 62 + base62.indexOf(char), 0);
    facts.push(steps * 5 < 1440 ? `made for ${steps * 5} minutes` : `made for ${Math.round((steps * 5) / 1440)} days`);
  }
  return facts;
}

const entraAlphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~';

function entraTail(token: string): string {
  let rest = marvin32(bytesOf(token.slice(0, 37)), 'AadPwd00');
  let out = '';
  for (; out.length < 6; rest = Math.floor(rest / entraAlphabet.length)) out = entraAlphabet[rest % entraAlphabet.length]! + out;
  return out.slice(0, 3);
}

export function azureEntraVerify(token: string): 'valid' | 'invalid' {
  return token.slice(37) === entraTail(token) ? 'valid' : 'invalid';
}

export function azureEntraSeal(token: string): string {
  return token.slice(0, 37) + entraTail(token);
}

/** Azure DevOps before CASK: 32 bytes in base 32, four of which, scattered, are a CRC of the others. */
export function devopsLegacyVerify(token: string): 'valid' | 'invalid' {
  const bytes = token.length === 52 && token === token.toLowerCase() ? fromBase32(token) : undefined;
  if (!bytes || bytes.length !== 32) return 'invalid';
  const found = devopsCrc(bytes);
  const written = (bytes[22]! | (bytes[8]! << 8) | (bytes[7]! << 16) | (bytes[2]! << 24)) >>> 0;
  return written === (found ^ 0xe0b9692d) >>> 0 || written === (found ^ 0x1019f92e) >>> 0 ? 'valid' : 'invalid';
}

export function devopsLegacySeal(token: string): string {
  const bytes = fromBase32(token)!;
  const sealed = littleEndian((devopsCrc(bytes) ^ 0xe0b9692d) >>> 0);
  [22, 8, 7, 2].forEach((at, index) => (bytes[at] = sealed[index]!));
  return toBase32(bytes).toLowerCase();
}

function devopsCrc(bytes: Uint8Array): number {
  const at = (from: number, to: number) => [...bytes.slice(from, to)];
  return crc32(Uint8Array.from([...at(0, 2), ...at(3, 7), ...at(9, 22), ...at(23, 32)]));
}
