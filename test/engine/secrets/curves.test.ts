// Our arithmetic against Node's, and what is told by it.
import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { ed25519Public, p256Public } from '../../../server/engine/secrets/curves.ts';
import { fromBase64, toBase64 } from '../../../server/engine/secrets/base64.ts';
import { hexOf } from '../../../server/engine/secrets/checksums.ts';
import { fillTokens, makeToken, seededRandom } from '../../../server/engine/secrets/generate.ts';
import { supabaseTail } from '../../../server/engine/secrets/neighbours.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { sha512 } from '../../../server/engine/secrets/sha512.ts';

const bytes = (base64url: string) => Uint8Array.from(Buffer.from(base64url, 'base64url'));

describe('our arithmetic', () => {
  it('SHA-512 is that of Node', () => {
    for (const length of [0, 1, 32, 111, 112, 127, 128, 300]) {
      const message = Uint8Array.from({ length }, (_, i) => i * 7);
      expect(hexOf(sha512(message))).toBe(createHash('sha512').update(message).digest('hex'));
    }
  });
  it('Ed25519: the public key of a seed', () => {
    for (let round = 0; round < 8; round++) {
      const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
      expect(hexOf(ed25519Public(bytes(jwk.d!)))).toBe(hexOf(bytes(jwk.x!)));
    }
  });
  it('P-256: the public key of a scalar', () => {
    for (let round = 0; round < 8; round++) {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const jwk = privateKey.export({ format: 'jwk' });
      expect(hexOf(p256Public(bytes(jwk.d!))!)).toBe(hexOf(bytes(jwk.x!)) + hexOf(bytes(jwk.y!)));
      expect(createPublicKey(privateKey).asymmetricKeyType).toBe('ec');
    }
    expect(p256Public(new Uint8Array(32))).toBeUndefined();
    expect(p256Public(new Uint8Array(32).fill(255))).toBeUndefined();
  });
});

const scan = (text: string, uri = 'a.json') => scanSecrets(createDocument(uri, text));
/** The same text with one character of a value replaced. */
const changed = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

describe('private keys that must fit their public part', () => {
  it.each(['ed25519', 'P-256'])('JSON Web Keys on %s: one character changed, and they do not', (curve) => {
    const { privateKey } = curve === 'P-256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    const jwk = privateKey.export({ format: 'jwk' });
    const text = JSON.stringify(jwk);
    expect(scan(text)).toMatchObject([{ format: 'jwk-private-key', check: 'valid', confidence: 'high' }]);
    for (const part of [jwk.d!, jwk.x!])
      expect(scan(changed(text, text.indexOf(part) + 7))[0]).toMatchObject({ check: 'invalid', confidence: 'low' });
  });

  it.each([
    [
      'RSA in PKCS#8',
      () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'der' }),
      'PRIVATE',
      'RSA, 1024 bits',
      80,
    ],
    [
      'RSA in PKCS#1',
      () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs1', format: 'der' }),
      'RSA PRIVATE',
      'RSA, 1024 bits',
      80,
    ],
    [
      'P-256 in SEC 1',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'der' }),
      'EC PRIVATE',
      'elliptic curve P-256',
      20,
    ],
    [
      'P-256 in PKCS#8',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'der' }),
      'PRIVATE',
      'elliptic curve P-256',
      60,
    ],
  ] as const)('PEM, %s', (_, make, label, fact, place) => {
    const armour = (base64: string) =>
      `-----BEGIN ${label} KEY-----\n${base64.replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label} KEY-----\n`;
    const base64 = Buffer.from(make()).toString('base64');
    expect(scan(armour(base64), 'a.txt')).toMatchObject([{ check: 'valid', decoded: [fact] }]);
    expect(scan(armour(changed(base64, place)), 'a.txt')[0]).toMatchObject({ check: 'invalid' });
  });

  it('OpenSSH on Ed25519: the fingerprint of ssh-keygen, and a seed that gives another public key', () => {
    const pem = makeToken('openssh-private-key', seededRandom(4));
    const bytesOfKey = fromBase64(pem.replace(/-----[A-Z ]+-----|\s/g, ''))!;
    expect(scan(pem, 'a.txt')).toMatchObject([{ check: 'valid' }]);
    const wrong = bytesOfKey.slice();
    wrong[wrong.length - 60]! ^= 1;
    expect(scan(pem.replace(/(?<=KEY-----\n)[^-]+/, `${toBase64(wrong)}\n`), 'a.txt')[0]).toMatchObject({ check: 'invalid' });
  });

  it('Solana: 64 numbers whose second half is the public key of the first; any others are numbers', () => {
    const seed = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) & 255);
    const pair = [...seed, ...ed25519Public(seed)];
    expect(scan(JSON.stringify(pair), 'id.json')).toMatchObject([{ format: 'solana-key', check: 'valid' }]);
    for (const at of [0, 31, 32, 63]) expect(scan(JSON.stringify(pair.map((one, i) => (i === at ? one ^ 1 : one))), 'id.json')).toEqual([]);
  });

  it('web push: the scalar of the public key beside it', () => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    const publicKey = Buffer.concat([Buffer.from([4]), Buffer.from(jwk.x!, 'base64url'), Buffer.from(jwk.y!, 'base64url')]).toString(
      'base64url',
    );
    const text = `VAPID_PUBLIC_KEY=${publicKey}\nVAPID_PRIVATE_KEY=${jwk.d!}\n`;
    expect(scan(text, '.env')).toMatchObject([{ format: 'vapid-key', check: 'valid' }]);
    expect(scan(changed(text, text.indexOf(jwk.d!) + 5), '.env')[0]).toMatchObject({ check: 'none' });
  });

  it('Supabase: a key made for the project that is named beside it', () => {
    const project = 'abcdefghijklmnopqrst';
    const head = makeToken('supabase-secret-key', seededRandom(1)).slice(0, 32);
    const key = `${head}_${supabaseTail(project, head)}`;
    const text = `SUPABASE_URL=https://${project}.supabase.co\nSUPABASE_SECRET_KEY=${key}\n`;
    expect(scan(text, '.env')).toMatchObject([
      { format: 'supabase-secret-key', check: 'valid', decoded: [`made for the project ${project}`] },
    ]);
    for (const at of [15, 25, 34, key.length - 1])
      expect(scan(changed(text, text.indexOf(key) + at), '.env')[0]).toMatchObject({ check: 'none' });
  });
});

describe('macaroons', () => {
  it('PyPI: one that does not end in its signature was cut', () => {
    const token = makeToken('pypi-token', seededRandom(2));
    expect(scan(`x ${token}\n`, 'a.txt')).toMatchObject([{ check: 'valid' }]);
    expect(scan(`x ${token.slice(0, -4)}\n`, 'a.txt')[0]).toMatchObject({ check: 'invalid', confidence: 'low' });
  });
  it('Fly.io: what it is limited to, and until when', () => {
    expect(scan(fillTokens('FLY_API_TOKEN="{{token:fly-token}}"\n'), '.env')).toMatchObject([
      { format: 'fly-token', check: 'valid', expires: '2033-05-18', decoded: ['limited to one organization'] },
    ]);
  });
});
