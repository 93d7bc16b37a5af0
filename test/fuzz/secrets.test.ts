// The scanner over hostile text: it never throws, its time grows with the length of the text and no faster, and no value of
// a secret leaves it in anything that is shown.
import { describe, expect, it } from 'vitest';
import { createDocument, type Format } from '../../server/engine/document.ts';
import { anchoredFormats, formats } from '../../server/engine/secrets/formats/table.ts';
import { makeToken, seededRandom } from '../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../server/engine/secrets/scan.ts';
import { applyEdits } from '../../server/engine/fix.ts';
import { analyzeTexts, today } from '../support/analyze-text.ts';
import { expectLinear } from '../support/growth.ts';

const names = [
  'a.ts',
  'a.js',
  'a.py',
  'a.go',
  'a.java',
  'a.kt',
  'a.cs',
  'a.rb',
  'a.php',
  'a.rs',
  'a.swift',
  'a.ps1',
  'a.sh',
  'a.sql',
  'a.tf',
  'a.bicep',
  'a.xml',
  'a.yaml',
  'a.json',
  'a.toml',
  'a.ipynb',
  '.env',
  'a.ini',
  'a.properties',
  'Dockerfile',
  'README.md',
  'a.txt',
  'Jenkinsfile',
];
const pieces = [
  'password',
  'token',
  'secret',
  'api_key',
  'Authorization: Bearer ',
  'key = {0x13, ',
  '0x5f, ',
  'switch (password) {\n',
  'case ',
  ' => ',
  'return ',
  '=',
  ':',
  ' ',
  '\n',
  '"',
  "'",
  '`',
  '"""',
  '\\',
  '\\n',
  '${',
  '}',
  '{{',
  '}}',
  '(',
  ')',
  '[',
  ']',
  '<',
  '>',
  '</',
  '<!--',
  '-->',
  '//',
  '#',
  '/*',
  '*/',
  '--',
  '<<EOF\n',
  'EOF\n',
  '-----BEGIN ',
  'PRIVATE KEY-----',
  '-----END ',
  '://',
  'user:',
  '@',
  'eyJ',
  '.',
  'ghp_',
  'AKIA',
  'sk-proj-',
  'T3BlbkFJ',
  'LS0tLS1CRUdJTi',
  'xoxb-',
  'kind: Secret\n',
  'data:\n',
  '  ',
  '\t',
  '\0',
  '\u{1F600}',
  '\uD800',
  'é',
  'r#"',
  '@"',
  "@'\n",
  '-u ',
  'curl ',
  'A'.repeat(80),
  'a1B2c3D4'.repeat(6),
  '%20',
  '|',
  '&',
  ';',
  ',',
  '\r\n',
  '0x',
  '==',
];

const pick = <T>(list: readonly T[], random: () => number) => list[Math.floor(random() * list.length)]!;

describe('the secret scanner on hostile text', () => {
  it('never throws, and spans lie in the text', () => {
    const random = seededRandom(20261121);
    for (let round = 0; round < 1500; round++) {
      let text = '';
      for (let i = 0, count = 1 + Math.floor(random() * 60); i < count; i++)
        text += random() < 0.06 ? makeToken(pick(formats, random).id, random) : pick(pieces, random);
      const name = pick(names, random);
      const candidates = scanSecrets(createDocument(name, text));
      for (const { at, token } of candidates) {
        expect(at.span[0]).toBeGreaterThanOrEqual(0);
        expect(at.span[1]).toBeLessThanOrEqual(text.length);
        expect(at.span[0]).toBeLessThan(at.span[1]);
        expect(token.span[0]).toBeLessThanOrEqual(at.span[0]);
        expect(token.span[1]).toBeGreaterThanOrEqual(at.span[1]);
      }
      for (let i = 1; i < candidates.length; i++)
        expect(candidates[i]!.at.span[0], 'sorted, without overlaps').toBeGreaterThanOrEqual(candidates[i - 1]!.at.span[1]);
      expect(new Set(candidates.map((candidate) => candidate.anchor)).size, 'anchors are unique').toBe(candidates.length);
    }
  });

  it('finds the same in every truncation that still holds the token', () => {
    const token = makeToken('github-pat', seededRandom(4));
    const text = `# a\nx:\n  token: "${token}" # end\ny: [1, 2, {z: 3}]\n`;
    const end = text.indexOf(token) + token.length;
    for (let length = end + 1; length <= text.length; length++)
      expect(scanSecrets(createDocument('a.yaml', text.slice(0, length))).map((one) => one.format)).toEqual(['github-pat']);
  });
});

const linear = (what: string, name: string, size: number, textOf: (size: number) => string) =>
  expectLinear(what, size, (n) => {
    const text = textOf(n);
    return () => scanSecrets(createDocument(name, text));
  });

describe('time is linear', () => {
  const hostile: readonly (readonly [string, string, (n: number) => string])[] = [
    ['one anchor over and over', 'a.txt', (n) => 'ghp_'.repeat(n / 4)],
    ['anchors with all that follows', 'a.txt', (n) => 'sk-proj-aaaaaaaaaaaaaaaaaaaaaaaa'.repeat(n / 32)],
    ['a class that swallows all', 'a.txt', (n) => `ya29.${'a'.repeat(n)}`],
    ['beginnings of JSON Web Tokens', 'a.txt', (n) => 'eyJhbGciOi.'.repeat(n / 11)],
    ['one long JSON Web Token', 'a.txt', (n) => `eyJ${'a'.repeat(n / 2)}.${'b'.repeat(n / 2)}`],
    ['bytes of a key', 'a.c', (n) => `key[] = {${'0x13, '.repeat(n / 6)}`],
    ['beginnings of keys in bytes', 'a.c', (n) => 'key[16] = {0x13, '.repeat(n / 17)],
    ['branches', 'a.js', (n) => `switch (password) {${" case 'a1!': ".repeat(n / 12)}`],
    ['arms in arms', 'a.kt', (n) => 'when (password) { "a1!" -> '.repeat(n / 27)],
    ['functions that give', 'A.java', (n) => 'String getPassword() { return "'.repeat(n / 32)],
    ['headers of PEM', 'a.txt', (n) => '-----BEGIN PRIVATE KEY-----\n'.repeat(n / 28)],
    ['a header and no end', 'a.txt', (n) => `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(n / 4)}`],
    ['addresses', 'a.txt', (n) => 'a://b:c'.repeat(n / 7)],
    ['one address', 'a.txt', (n) => `https://user:${'a'.repeat(n)}`],
    ['at signs', 'a.txt', (n) => `https://u:${'@'.repeat(n)}`],
    ['base64 folded', 'a.yaml', (n) => `k: LS0tLS1CRUdJTi${'\n  QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo'.repeat(n / 40)}`],
    ['base64 beginnings', 'a.txt', (n) => 'LS0tLS1CRUdJTi '.repeat(n / 15)],
    ['names', 'a.txt', (n) => 'password_'.repeat(n / 9)],
    ['assignments on one line', 'a.txt', (n) => 'password=a1 '.repeat(n / 12)],
    ['equals signs', 'a.txt', (n) => `password${'='.repeat(n)}`],
    ['colons', 'a.txt', (n) => `password${':'.repeat(n)}`],
    ['quotes', 'a.txt', (n) => `password = ${'"'.repeat(n)}`],
    ['backslashes', 'a.txt', (n) => `password = "${'\\'.repeat(n)}`],
    ['dashes', 'a.txt', (n) => `password ${'-'.repeat(n)}`],
    ['flags', 'a.sh', (n) => 'curl -u a:b1$ '.repeat(n / 14)],
    ['open calls', 'a.ts', (n) => `token(${'('.repeat(n)}`],
    ['open braces', 'a.ts', (n) => `token{${'{a'.repeat(n / 2)}`],
    ['joined literals', 'a.ts', (n) => `const token = ${'"ab" + '.repeat(n / 7)}"c"`],
    ['literals side by side', 'a.py', (n) => `token = (${'"ab" '.repeat(n / 5)})`],
    ['template holes', 'a.ts', (n) => `const token = \`${'${a}'.repeat(n / 4)}\``],
    ['open holes', 'a.tf', (n) => `token = "${'${'.repeat(n / 2)}`],
    ['heredocs', 'a.tf', (n) => 'token = <<EOF\n'.repeat(n / 14)],
    ['comments', 'a.ts', (n) => '/* token '.repeat(n / 9)],
    ['regular expressions', 'a.js', (n) => `token = ${'/a['.repeat(n / 3)}`],
    ['minified script', 'a.js', (n) => 'function a(b){return b.token="x",b.key||"yyyyyyyy"}'.repeat(n / 51)],
    ['tags', 'a.xml', (n) => '<token>'.repeat(n / 7)],
    ['attributes', 'a.xml', (n) => `<a ${'token="b1" '.repeat(n / 11)}>`],
    ['open attributes', 'a.xml', (n) => `<a ${'token '.repeat(n / 6)}`],
    ['deep JSON', 'a.json', (n) => `${'{"token":['.repeat(n / 10)}`],
    ['dots', 'a.ts', (n) => `x = "token: ${'a.'.repeat(n / 2)}"`],
    ['words of prose', 'a.md', (n) => 'the password and the key of the token '.repeat(n / 38)],
    ['runs', 'a.txt', (n) => `${'a'.repeat(52)} `.repeat(n / 53)],
    ['nul bytes', 'a.txt', (n) => `token=${'\0'.repeat(n)}`],
    ['spaces after a word', 'a.txt', (n) => `password${' '.repeat(n)}`],
    ['machine lines', '.netrc', (n) => 'machine password '.repeat(n / 17)],
    ['statements without an end', 'a.sql', (n) => 'INSERT INTO password '.repeat(n / 21)],
    ['rows', 'a.sql', (n) => `INSERT INTO a (b, password) VALUES ${"('c', 'd1'), ".repeat(n / 13)}`],
    ['options', 'a.py', (n) => "password('-a', default='b1', ".repeat(n / 29)],
    ['calls without brackets', 'a.gradle', (n) => "storePassword 'b1', 'c2' ".repeat(n / 25)],
    ['addresses of a driver', 'a.go', (n) => 'a:b@tcp('.repeat(n / 8)],
    ['base64 around a header', 'a.txt', (n) => `${'QUJD'.repeat(400)}tLS0tLUJFR0lO`.repeat(n / 1613)],
    ['names with dots', 'a.ts', (n) => 'token.'.repeat(n / 6)],
    ['directives', 'a.conf', (n) => 'machine default login password 0 '.repeat(n / 33)],
    ['percent codes', 'a.txt', (n) => 'token=%20'.repeat(n / 9)],
  ];

  it.each(hostile)('%s', (what, name, make) => linear(what, name, 50_000, make));

  it('every format stays linear on its own beginning', async () => {
    for (const { format, shapes } of anchoredFormats()) {
      await linear(format.id, 'a.txt', 800, (size) => (shapes[0]!.anchor + '0aA').repeat(size));
    }
  });

  it('a line of five megabytes is read in one pass', () =>
    linear('a line', 'a.js', 20_000, (size) => 'var a="bcdef",g=h(i),j={k:"l"};'.repeat(size)));
});

describe('no secret leaves', () => {
  it('in messages, previews, decoded facts, anchors, titles of fixes and names', async () => {
    const random = seededRandom(99);
    for (let round = 0; round < 20; round++) {
      const planted: string[] = [];
      const plant = (format = pick(formats, random).id) => {
        const token = makeToken(format, random);
        planted.push(token);
        return token;
      };
      const texts = {
        'src/a.ts': `const apiKey = '${plant('random-40')}';\nconst t = { token: "${plant()}", [\`${plant('random-40')}\`]: 1 };\n// password = "${plant('password')}"\n`,
        'config/a.yaml': `${plant('random-40')}:\n  password: ${plant('password')}\n  token: "${plant('github-pat')}"\n`,
        'a.txt': `${plant()} ${plant('gitlab-pat')}\nnext ${plant('slack-bot-token')}\npostgres://u:${plant('password')}@db.acme.io/x\n`,
        'b.env': `A_TOKEN=${plant('npm-token')}\nB_SECRET=${plant('random-40')}\n`,
        'keys/c.txt': `${plant('private-key')}\n`,
      };
      const analysis = await analyzeTexts(texts);
      expect(analysis.failures).toEqual([]);
      expect(analysis.findings.length).toBeGreaterThan(3);
      const shown: string[] = [];
      for (const finding of analysis.findings) {
        shown.push(
          finding.message,
          finding.anchor,
          finding.rule,
          ...finding.related.map((related) => related.message),
          ...finding.suggestions.map((fix) => fix.title),
        );
        for (const maker of finding.suggestions) {
          const made = maker.make({ document: (uri) => analysis.documents.get(uri), today });
          shown.push(
            ...(made?.edits ?? []).map((edit) => edit.text),
            ...(made?.create ?? []).flatMap((file) => [file.uri, ...file.appendLines]),
          );
          const document = made && analysis.documents.get(finding.at.uri);
          if (document) expect(() => applyEdits(document.text, made.edits)).not.toThrow();
        }
      }
      for (const [uri, document] of analysis.documents) {
        for (const candidate of scanSecrets(document)) {
          const { at, token, digest, ...rest } = candidate;
          (void at, token, digest, uri);
          shown.push(JSON.stringify(rest));
        }
      }
      const everything = shown.join('\n');
      for (const token of planted) {
        // Nothing longer than a prefix: no twelve characters of any planted value in a row.
        const body = token.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '');
        const from = Math.max(0, body.length - 14);
        expect(everything.includes(token), `whole value, round ${round}`).toBe(false);
        if (body.length >= 20)
          expect(everything.includes(body.slice(from)), `tail of a value, round ${round}: ${token.slice(0, 8)}…`).toBe(false);
      }
    }
  });
});

it('formats of documents that the lexers know are all tried', () => {
  const tried = new Set<Format>(names.map((name) => createDocument(name, '').format));
  expect(tried.size).toBeGreaterThan(20);
});
