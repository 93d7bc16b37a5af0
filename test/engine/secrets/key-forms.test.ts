// Ways in which private keys and JSON Web Tokens are wrapped: each is one whole credential, proven where it can be.
import { describe, expect, it } from 'vitest';
import { toBase64, toBase64Url } from '../../../server/engine/secrets/base64.ts';
import { bytesOf } from '../../../server/engine/secrets/checksums.ts';
import { createDocument } from '../../../server/engine/document.ts';
import { makeToken, seededRandom } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { expectLinear } from '../../support/growth.ts';

const scan = (file: string, text: string) => scanSecrets(createDocument(file, text));
const lines = (pem: string, each: (line: string) => string, between: string) => pem.split('\n').map(each).join(between);

type Wrap = readonly [what: string, file: string, wrap: (pem: string) => string];

const wraps: readonly Wrap[] = [
  ['a file', 'id_rsa', (pem) => `${pem}\n`],
  ['lines of Windows', 'key.pem', (pem) => pem.replaceAll('\n', '\r\n')],
  ['a block of YAML', 'a.yaml', (pem) => `tls:\n  key: |\n${lines(pem, (line) => `    ${line}`, '\n')}\n`],
  ['escapes', 'a.json', (pem) => `{"key": "${pem.replaceAll('\n', '\\n')}\\n"}\n`],
  ['JSON in JSON', 'a.json', (pem) => JSON.stringify({ body: JSON.stringify({ key: pem }) })],
  ['a list of lines', 'a.json', (pem) => JSON.stringify({ key: pem.split('\n') }, null, 2)],
  [
    'the lines of a cell',
    'a.ipynb',
    (pem) =>
      JSON.stringify(
        {
          cells: [{ cell_type: 'code', source: `k = """${pem}"""`.split(/(?<=\n)/), outputs: [], metadata: {}, execution_count: null }],
          metadata: {},
          nbformat: 4,
          nbformat_minor: 5,
        },
        null,
        1,
      ),
  ],
  ['one line', '.env', (pem) => `PRIVATE_KEY="${pem.replaceAll('\n', ' ')}"\n`],
  ['a template literal', 'a.ts', (pem) => `const k = \`${pem}\`;\n`],
  ['joined literals', 'a.ts', (pem) => `const k =\n${lines(pem, (line) => `  '${line}\\n'`, ' +\n')};\n`],
  ['a joined list', 'a.ts', (pem) => `const k = [\n${lines(pem, (line) => `  '${line}',`, '\n')}\n].join('\\n');\n`],
  ['a literal that goes on', 'a.ts', (pem) => `const k = "${pem.replaceAll('\n', '\\n\\\n')}";\n`],
  ['literals side by side', 'a.c', (pem) => `const char k[] =\n${lines(pem, (line) => `  "${line}\\n"`, '\n')};\n`],
  ['a macro', 'a.h', (pem) => `#define KEY \\\n${lines(pem, (line) => `  "${line}\\r\\n"`, ' \\\n')}\n`],
  ['a heredoc', 'a.tf', (pem) => `resource "a" "b" {\n  key = <<-EOF\n${lines(pem, (line) => `    ${line}`, '\n')}\n  EOF\n}\n`],
  ['properties', 'a.properties', (pem) => `key=${pem.replaceAll('\n', '\\n\\\n  ')}\n`],
  ['an attribute', 'a.xml', (pem) => `<a key="${pem.replaceAll('\n', '&#10;')}"/>\n`],
  ['comments with slashes', 'a.ts', (pem) => `${lines(pem, (line) => `// ${line}`, '\n')}\nf();\n`],
  ['comments with stars', 'A.java', (pem) => `/*\n${lines(pem, (line) => ` * ${line}`, '\n')}\n */\nclass A {}\n`],
  ['a patch', 'a.patch', (pem) => `${lines(pem, (line) => `+${line}`, '\n')}\n`],
  ['a quotation', 'a.md', (pem) => `${lines(pem, (line) => `> ${line}`, '\n')}\n`],
  ['code points', 'a.json', (pem) => `{"key":"${pem.replaceAll('\n', '\\u000a')}"}\n`],
];

describe.each(['private-key', 'rsa-private-key', 'openssh-private-key'])('%s', (kind) => {
  const pem = makeToken(kind, seededRandom(4)).trim();
  it.each(wraps)('in %s', (_, file, wrap) => {
    const text = wrap(pem);
    const found = scan(file, text);
    expect(found).toMatchObject([{ format: 'private-key', kind: 'secret', check: 'valid', confidence: 'high' }]);
    const [start, end] = found[0]!.at.span;
    expect(text.slice(start, end)).toMatch(/^-----BEGIN [\s\S]+-----END [A-Z ]+-----(?:\\n)?$/);
  });
});

describe('a key without its armour', () => {
  const der = (kind: string) => makeToken(kind, seededRandom(6)).replace(/-----[^-]+-----|\s/g, '');

  it.each([
    ['A.java', 'class A { String k = "{}"; }\n'],
    ['a.xml', '<a><k>{}</k></a>\n'],
    ['a.properties', 'pay.k={}\n'],
    ['a.ts', "const upstream = '{}';\n"],
  ])('in %s', (file, template) => {
    for (const kind of ['private-key', 'rsa-private-key']) {
      const text = template.replace('{}', der(kind));
      expect(scan(file, text), kind).toMatchObject([
        {
          format: 'private-key',
          check: 'valid',
          confidence: 'high',
          at: { span: [text.indexOf(der(kind)), text.indexOf(der(kind)) + der(kind).length] },
        },
      ]);
    }
  });

  it('is none when its numbers do not fit, or it is cut', () => {
    const whole = der('rsa-private-key');
    expect(scan('a.ts', `const upstream = '${whole.slice(0, 900)}';\n`)).toEqual([]);
    expect(scan('a.ts', `const upstream = '${whole.slice(0, 40)}${whole[40] === 'A' ? 'B' : 'A'}${whole.slice(41)}';\n`)).toEqual([]);
  });
});

describe('keys in other notations', () => {
  it('reads the key that both ends of a tunnel share', () => {
    const random = seededRandom(8);
    const body = Array.from({ length: 16 }, () =>
      Array.from({ length: 32 }, () => '0123456789abcdef'[Math.floor(random() * 16)]).join(''),
    ).join('\n');
    const label = `OpenVPN ${'Static'} key V1`;
    const text = `#\n# 2048 bit OpenVPN static key\n#\n-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
    expect(scan('ta.key', text)).toMatchObject([{ title: 'OpenVPN key', check: 'valid' }]);
    expect(scan('ta.key', `-----BEGIN ${label}-----\n${'0123456789abcdef'.repeat(2)}\n-----END ${label}-----\n`)).toEqual([]);
  });

  it('reads the private exponent of .NET’s XML, and leaves the public part alone', () => {
    const part = (length: number) => toBase64(Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255));
    const xml = (d: string) => `<RSAKeyValue><Modulus>${part(256)}</Modulus><Exponent>AQAB</Exponent>${d}</RSAKeyValue>`;
    const text = `class A { string k = "${xml(`<D>${part(255)}</D>`)}"; }\n`;
    const start = text.indexOf(part(255));
    expect(scan('A.cs', text)).toMatchObject([{ format: 'rsa-key-value', at: { span: [start, start + part(255).length] } }]);
    expect(scan('A.cs', `class A { string k = "${xml('')}"; }\n`)).toEqual([]);
  });

  it.each([
    ['a.ts', (d: string) => `const k = { kty: 'OKP', crv: 'X25519', x: 'a', d: '${d}' };\n`],
    ['a.py', (d: string) => `k = {'kty': 'OKP', 'crv': 'X25519', 'd': '${d}'}\n`],
    ['.env', (d: string) => `JWK='{"d":"${d}","kty":"OKP","crv":"X25519"}'\n`],
  ])('reads the private part of a JSON Web Key in %s', (file, write) => {
    const d = makeToken('random-40', seededRandom(2)) + 'x9Q';
    const text = write(d);
    expect(scan(file, text)).toMatchObject([{ format: 'jwk-private-key', at: { span: [text.indexOf(d), text.indexOf(d) + d.length] } }]);
    expect(scan(file, text.replace(/'?"?d'?"?: ?["'][^"']+["'],?/, ''))).toEqual([]);
  });

  it('reads the private part of a JSON Web Key in YAML, at the depth of its own item', () => {
    const d = makeToken('random-40', seededRandom(2)) + 'x9Q';
    const before = `keys:\n  - kty: RSA\n    kid: a\n    n: ${d}AB\n    e: AQAB\n`;
    const after = '  - use: sig\n    crv: P-256\n    kty: EC\n    x: abc\n';
    const text = `${before}    d: ${d}\n${after}`;
    const start = text.indexOf(`d: ${d}\n`) + 3;
    expect(scan('keys.yaml', text)).toMatchObject([{ format: 'jwk-private-key', at: { span: [start, start + d.length] } }]);
    expect(scan('keys.yaml', `- k: "${d}"\n  kty: oct\n`)).toMatchObject([{ format: 'jwk-private-key' }]);
    expect(scan('keys.yaml', `${before}${after}`)).toEqual([]);
    expect(scan('keys.yaml', `${before}${after}other:\n    d: ${d}\n`)).toEqual([]);
  });
});

describe('JSON Web Tokens', () => {
  const json = (value: unknown) => toBase64Url(bytesOf(JSON.stringify(value)));
  const noise = (length: number) => toBase64Url(Uint8Array.from({ length }, (_, i) => (i * 101 + length * 7) & 255));

  it.each([
    ['of one key', { alg: 'RSA-OAEP', enc: 'A256GCM' }, noise(256)],
    ['whose key both sides have', { alg: 'dir', enc: 'A128CBC-HS256' }, ''],
  ])('are tokens when they are encrypted: %s', (_, header, key) => {
    const token = `${json(header)}.${key}.${noise(12)}.${noise(90)}.${noise(16)}`;
    expect(scan('a.ts', `const t = '${token}';\n`)).toMatchObject([
      {
        format: 'jwt',
        title: 'encrypted JSON Web Token',
        decoded: [`encrypted with ${header.enc}`],
        at: { span: [11, 11 + token.length] },
      },
    ]);
    // Without the algorithm of the content it is no such thing.
    expect(scan('a.ts', `const t = '${token.replace(json(header), json({ alg: 'dir', typ: 'x' }))}';\n`)).toEqual([]);
  });
});

it('reads beginnings of keys without their ends in time that grows with the text', async () => {
  for (const piece of [
    "kty: 'EC', d: '",
    '{"kty":"EC","a":"',
    '<RSAKeyValue><D>AAAA',
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC ',
    'eyJhbGciOiJkaXIi..',
  ])
    await expectLinear(piece, 400, (size) => {
      const document = createDocument('a.txt', piece.repeat(size));
      return () => scanSecrets(document);
    });
});
