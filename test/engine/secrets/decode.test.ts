import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { bytesOf, crc16Xmodem, crc24, crc32, hexOf } from '../../../server/engine/secrets/checksums.ts';
import { fromBase32, fromBase58, fromBase64, toBase32, toBase58, toBase64 } from '../../../server/engine/secrets/base64.ts';
import { checks } from '../../../server/engine/secrets/checks.ts';
import { awsAccountOf, decode } from '../../../server/engine/secrets/decode.ts';
import { fillTokens, makeToken, seededRandom } from '../../../server/engine/secrets/generate.ts';
import { seedPhraseCheck } from '../../../server/engine/secrets/seed-phrase.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { sha256 } from '../../../server/engine/secrets/sha256.ts';

const facts = (text: string, uri = 'a.txt') =>
  scanSecrets(createDocument(uri, fillTokens(text))).map((candidate) => ({
    format: candidate.format,
    decoded: candidate.decoded.join('; '),
    kind: candidate.kind,
    expires: candidate.expires,
  }));

describe('what a token says by itself', () => {
  it('AWS: the account of a key id', () => {
    // TruffleHog's authors published this id with its account; keys before 2019 carry none.
    expect(awsAccountOf(`ASIA${'QNZGKIQY56JQ7WML'}`)).toBe('029608264753');
    expect(awsAccountOf(`AKIA${'IOSFODNN7EXAMPLE'}`)).toBeUndefined();
  });
  it('GitLab: organization and user of a routable token', () =>
    expect(facts('x {{token:gitlab-pat-routable}} ')[0]!.decoded).toBe('GitLab organization 100; GitLab user 5102'));
  it('Azure: the permission of a key', () => expect(facts('x {{token:azure-event-hubs-key}} ')[0]!.decoded).toBe('permission: Send'));
  it('Azure: product and month of a key of the newer kind', () =>
    expect(facts('x {{token:azure-cask-key}} ')[0]!.decoded).toContain('created 2026-03'));
  it('NuGet: how long a key was made for', () => {
    // The published vector of NuGetGallery, put together here.
    const key = `${'a'.repeat(52)}JQQJ99AL${'N5Z0000LZENe'}${'S003'}${'NUGT'}${'3OrW'}`;
    expect(decode('azure-cask', key).facts).toEqual(['NuGet API key', 'created 2024-12', 'made for 15 minutes']);
    expect(checks['azure-cask'].verify(key)).toBe('valid');
  });
  it('Sentry and Grafana: the organization', () => {
    expect(facts('x {{token:sentry-org-token}} ')[0]!.decoded).toContain('organization example-org');
    expect(facts('x {{token:grafana-cloud-token}} ')[0]!.decoded).toContain('organization 12345');
  });
  it('JSON Web Tokens: issuer and end', () => {
    expect(facts('x {{token:jwt}} ')[0]!.decoded).toBe('issued by https://issuer.invalid; never expires');
    expect(facts('x {{token:jwt-expired}} ')[0]!.expires).toBe('2020-09-13');
  });
  it('JSON Web Tokens: what a test of a library signs says nothing of anybody', () => {
    const part = (value: object) => toBase64(bytesOf(JSON.stringify(value))).replaceAll('=', '');
    const token = (claims: object) => [part({ alg: 'HS256', typ: 'JWT' }), part(claims), 'q7Zk'.repeat(9) + 'x8Lm2'].join('.');
    expect(facts(` ${token({ foo: 'bar', nbf: 1444478400 })} `)[0]!.kind).toBe('test');
    expect(facts(` ${token({ foo: 'bar', sub: 'otter' })} `)[0]!.kind).toBe('secret');
    expect(facts(` ${token({ iat: 1444478400 })} `)[0]!.kind).toBe('secret');
  });
  it('Supabase: anon is publishable, service_role is not', () => {
    expect(facts('x {{token:supabase-anon-jwt}} ')[0]!.kind).toBe('publishable');
    expect(facts('x {{token:supabase-service-jwt}} ')[0]!.kind).toBe('secret');
  });
  it('private keys: kind, size, comment, and whether they are encrypted', () => {
    expect(facts('{{token:openssh-private-key}}')[0]!.decoded).toMatch(
      /^OpenSSH ssh-ed25519; fingerprint SHA256:[A-Za-z0-9+/]{43}; comment deploy@host$/,
    );
    expect(facts('{{token:rsa-private-key}}')[0]!.decoded).toBe('RSA, 2048 bits');
    expect(facts('{{token:encrypted-private-key}}')[0]!.kind).toBe('encrypted');
  });
  it('Discord: when the bot was made', () => expect(facts('x {{token:discord-bot-token}} ')[0]!.decoded).toMatch(/^created 20\d\d-/));
});

describe('codes', () => {
  const random = seededRandom(7);
  it('go there and back', () => {
    for (let length = 0; length < 60; length++) {
      const bytes = Uint8Array.from({ length }, () => Math.floor(random() * 256));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      expect(fromBase32(toBase32(bytes))).toEqual(bytes);
      expect(fromBase58(toBase58(bytes))).toEqual(bytes);
    }
  });
  it('refuse what is not theirs', () => {
    expect(fromBase64('abc*')).toBeUndefined();
    expect(fromBase64('abcde')).toBeUndefined();
    expect(fromBase32('ABC1')).toBeUndefined();
    expect(fromBase58('0OIl')).toBeUndefined();
  });
  it('have the check values of their definitions', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
    expect(crc24(bytesOf('123456789'))).toBe(0x21cf02);
    expect(crc16Xmodem(bytesOf('123456789'))).toBe(0x31c3);
    expect(hexOf(sha256(bytesOf('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(hexOf(sha256(new Uint8Array(0)))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('made tokens', () => {
  it('are the same for the same seed and differ between formats and ordinals', () => {
    expect(makeToken('github-pat', seededRandom(1))).toBe(makeToken('github-pat', seededRandom(1)));
    const text = fillTokens('{{token:github-pat}} {{token:github-pat:2}} {{token:npm-token}}').split(' ');
    expect(new Set(text.map((token) => token.slice(4, 20))).size).toBe(3);
    expect(() => makeToken('no-such-format', seededRandom(1))).toThrow(RangeError);
  });
});

describe('keys and signatures in other notations', () => {
  const random = (length: number) => makeToken('random-40', seededRandom(length)).repeat(40).slice(0, length);
  it('JSON Web Keys: only those with a private part', () => {
    const publicKey = `{ "kty": "EC", "crv": "P-256", "x": "${random(43)}", "y": "${random(43)}" }`;
    expect(facts(publicKey, 'a.json')).toEqual([]);
    expect(facts(publicKey.replace(' }', `, "d": "${random(43)}" }`), 'a.json').map((one) => one.format)).toEqual(['jwk-private-key']);
  });
  it('PuTTY: encrypted or not', () => {
    const file = (encryption: string) =>
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: ${encryption}\nComment: x\nPublic-Lines: 1\n${random(60)}\nPrivate-Lines: 1\n${random(48)}\nPrivate-MAC: ${'0a'.repeat(20)}\n`;
    expect(facts(file('none')).map((one) => one.kind)).toEqual(['secret']);
    expect(facts(file('aes256-cbc')).map((one) => one.kind)).toEqual(['encrypted']);
  });
  it('signed addresses: until when, and what they allow', () => {
    const hex = '0123456789abcdef'.repeat(4);
    expect(
      facts(
        `See https://b.s3.amazonaws.com/x?X-Amz-Algorithm=A&X-Amz-Credential=id/20240102/eu/s3/aws4_request&X-Amz-Date=20240102T000000Z&X-Amz-Expires=86400&X-Amz-Signature=${hex}`,
      ),
    ).toMatchObject([{ format: 'aws-signed-url', expires: '2024-01-03' }]);
    expect(facts(`https://a.blob.core.windows.net/c?sv=2022-11-02&sp=rl&se=2025-02-03T00:00:00Z&sr=c&sig=${random(41)}%3D`)).toMatchObject([
      { format: 'azure-sas-token', expires: '2025-02-03', decoded: 'permissions rl' },
    ]);
    expect(facts(`https://a.io/?sig=${random(43)}`)).toEqual([]);
  });
  it('seed phrases: by name and checksum', () => {
    const words = makeToken('seed-phrase', seededRandom(3));
    expect(scanSecrets(createDocument('.env', `MNEMONIC="${words}"`))).toMatchObject([
      { format: 'seed-phrase', check: 'valid', confidence: 'high' },
    ]);
    const list = words.split(' ');
    const changed = [...list.slice(0, 5), list[5] === 'abandon' ? 'ability' : 'abandon', ...list.slice(6)].join(' ');
    expect(seedPhraseCheck(changed)).toBe('invalid');
    expect(facts('PHRASE="the quick brown fox jumps over the lazy dog and runs away"', '.env')).toEqual([]);
    expect(facts(`MNEMONIC="${'test '.repeat(11)}junk"`, '.env')).toEqual([]);
    expect(facts(`TITLE="${words}"`, '.env')).toEqual([]);
  });
  it('Telegram: in the addresses of its own API', () =>
    expect(facts('https://api.telegram.org/bot{{token:telegram-token}}/getMe').map((one) => one.format)).toEqual(['telegram-token']));
});

describe('PEM, however it is wrapped', () => {
  // Lines that begin or end with + and /, which are also signs of joins and comments.
  const key = Array.from({ length: 400 }, (_, seed) => makeToken('rsa-private-key', seededRandom(seed))).find(
    (one) => /\n\+/.test(one) && /\n\//.test(one) && /\+\n/.test(one),
  )!;
  const wrapped: readonly (readonly [string, string, string])[] = [
    ['as it is', 'a.txt', key],
    ['with CRLF', 'a.txt', key.replaceAll('\n', '\r\n')],
    ['indented in a block', 'a.yaml', `key: |\n${key.replace(/^/gm, '  ')}\n`],
    ['in JSON', 'a.json', JSON.stringify({ key })],
    ['in base64', 'a.env', `KEY=${toBase64(bytesOf(key))}`],
    [
      'joined line by line',
      'a.ts',
      `const key = ${key
        .split('\n')
        .map((line) => JSON.stringify(`${line}\n`))
        .join(' +\n  ')};`,
    ],
    ['in a comment', 'a.py', key.replace(/^/gm, '# ')],
  ];
  it.each(wrapped)('%s', (_, uri, text) => {
    const [one] = scanSecrets(createDocument(uri, text));
    expect(one).toMatchObject({ format: 'private-key', check: 'valid' });
    expect(one!.decoded).toEqual(['RSA, 2048 bits']);
  });
});
