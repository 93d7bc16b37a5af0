// Keys and passwords that a program spells byte by byte, language by language. The neighbours are other rows of numbers.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { readMarks } from '../../support/rule-tester.ts';

const found = (file: string, text: string) =>
  scanSecrets(createDocument(file, text)).filter((one) => !(one.placeholder && one.confidence === 'low'));
const spans = (file: string, text: string) => found(file, text).map((one) => [...one.at.span]);

/** Sixteen bytes that nobody counts up to, as hexadecimal numbers, with what stands before and behind each. */
const drawn = (before = '', behind = '') =>
  Array.from({ length: 16 }, (_, index) => `${before}0x${((index * 89 + 41) ** 2 % 113).toString(16).padStart(2, '0')}${behind}`).join(
    ', ',
  );
const decimal = Array.from({ length: 16 }, (_, index) => ((index * 89 + 41) ** 2 % 113) - 40).join(', ');

describe('bytes', () => {
  it.each([
    ['a.go', `var encryptionKey = []byte{«${drawn()}»}\n`],
    ['a.go', `func f() {\n\tkey := []byte{«${drawn()}»}\n}\n`],
    ['a.py', `SECRET_KEY = bytes([«${drawn()}»])\n`],
    ['a.py', `aes_key = bytearray([«${drawn()}»])\n`],
    ['a.rs', `const AES_KEY: [u8; 16] = [«${drawn()}»];\n`],
    ['a.rs', `let signing_key: &[u8] = &[«${drawn('', 'u8')}»];\n`],
    ['a.swift', `let key: [UInt8] = [«${drawn()}»]\n`],
    ['a.kt', `val secretKey = byteArrayOf(«${drawn()}»)\n`],
    ['a.js', `const aesKey = new Uint8Array([«${drawn()}»]);\n`],
    ['a.ts', `const hmacKey = Buffer.from([«${drawn()}»]);\n`],
    ['A.java', `class A { static final byte[] KEY_BYTES = new byte[] {\n    «${drawn('(byte) ')}»\n  }; }\n`],
    ['A.java', `class A { byte[] key = {«${decimal}»}; }\n`],
    ['A.java', `class A { char[] password = {«'t', 'i', 'd', 'e', 'P', 'w', '7', '7'»}; }\n`],
    ['A.cs', `class A { byte[] aesKey = { «${drawn()}» }; }\n`],
    ['a.c', `static const uint8_t g_aes_key[] = {«${drawn()}»};\n`],
    ['a.c', `unsigned char key[SIZE16] = {«${drawn()}»};\n`],
    ['a.cpp', `const unsigned char secret_key[16] = { «${drawn()}» };\n`],
  ])('%s: %s', (file, marked) => {
    const { text, spans: expected } = readMarks(marked);
    expect(spans(file, text), text).toEqual(expected);
  });

  it.each([
    ['a.c', 'static const int keys[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};\n'],
    ['a.c', `uint8_t key[16] = {0};\nuint8_t secret_key[16] = {${'0x00, '.repeat(15)}0x00};\n`],
    ['a.c', 'uint8_t default_key[8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};\n'],
    ['a.c', `static const uint8_t public_key[16] = {${drawn()}};\n`],
    ['a.c', `static const unsigned short key_codes[16] = {${drawn()}};\n`],
    ['a.c', `static const uint8_t sbox[16] = {${drawn()}};\n`],
    ['a.js', "const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];\nconst key = [1, 2, 3, 4, 5, 6, 7, 8];\n"],
    ['a.js', 'const tokens = ["(", ")", "[", "]", "{", "}", ",", ";", ":"];\nconst token = [12, 44];\n'],
    ['a.py', 'FOLLOW_in_passphrase = frozenset([4, 5, 6, 7, 8, 9, 11, 12, 13, 17, 19, 23])\n'],
    ['a.js', `const secretNumbers = [${decimal}];\n`],
    ['a.py', 'password = [1024, 2048, 4096, 8192, 1, 2, 3, 4]\nsecret = [0x8d, read(), 0x21, 0xfe, 0x03, 0x7a, 0x55, 0x91]\n'],
    ['a.go', `var keyMap = []byte{${drawn()}}\nvar key = []byte{0x8d, 0x21, 0xfe}\n`],
  ])('%s: none in %s', (file, text) => {
    expect(found(file, text).map(({ at }) => text.slice(...at.span))).toEqual([]);
  });
});

it('says in how many bytes, and no byte of them', () => {
  const [one] = found('a.c', `const uint8_t aes_key[16] = {${drawn()}};\n`);
  expect(one).toMatchObject({ title: 'key in 16 bytes', confidence: 'medium' });
  expect(JSON.stringify({ ...one, at: undefined, token: undefined })).not.toContain(drawn().replace(/0x|, /g, '').slice(0, 12));
});
