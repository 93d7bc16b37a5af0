// Every row of the format table in every notation that people write tokens in, and what only its name makes a secret of in
// those and more: found once, at its exact place, without quotes. A notation is a line here; a format that it cannot hold, by
// its characters, is left out.
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../server/engine/secrets/base64.ts';
import { bytesOf } from '../../../server/engine/secrets/checksums.ts';
import { createDocument } from '../../../server/engine/document.ts';
import { formats } from '../../../server/engine/secrets/formats/table.ts';
import { makeToken, seededRandom } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';

/** A file and its text. `{s}` is the secret, `{a}` and `{b}` its halves; `{n}` the name as db_password, `{N}`, `{k}`, `{c}` and `{P}` as DB_PASSWORD, db-password, dbPassword, DbPassword. */
type Notation = readonly [file: string, text: string, cannotHold: RegExp];

const inDouble = /["\\$`]/;
const inSingle = /['\\]/;
const bare = /[^\w./+=@:-]/;
const inAddress = /[^\w.~-]/;
const plainScalar = /[^\w./+=-]/;
const inMarkup = /[<>&"]/;

/** Each with every format. */
const everywhere: readonly Notation[] = [
  ['.env', 'A=1\n{N}={s}\nB=2\n', bare],
  ['deploy.sh', '#!/bin/sh\nexport {N}="{s}"\n', inDouble],
  ['deploy.sh', "curl -H 'Authorization: Bearer {s}' https://api.acme.io/v1\n", /['|!]|^.{0,15}$|^django/],
  ['config.yaml', 'service:\n  {n}: {s}\n', plainScalar],
  ['config.yaml', '{n}: |\n  {s}\n', /\n/],
  ['config.json', '{"a":1,"b":[{"{c}":"{s}"}],"d":true}', inDouble],
  ['config.toml', "[svc]\n{n} = '{s}'\n", inSingle],
  ['config.ini', '[svc]\n{n} = {s}\n', /[;#\s]/],
  ['config.xml', '<a>\n  <{c}>{s}</{c}>\n</a>\n', inMarkup],
  ['main.tf', 'locals {\n  env = {\n    {N} = "{s}"\n  }\n}\n', inDouble],
  ['src/a.ts', "const o = { host: 'a', {c}: '{s}' };\n", inSingle],
  ['src/a.py', '{n} = """{s}"""\n', inDouble],
  ['a.go', 'package a\n\nconst {c} = `{s}`\n', inDouble],
  ['A.java', 'class A { private static final String {N} = "{s}"; }\n', inDouble],
  ['A.cs', 'class A { void F() { var o = new Options { {P} = "{s}" }; } }\n', inDouble],
  ['a.rb', "{ :{n} => '{s}' }\n", inSingle],
  ['a.php', "<?php\nreturn ['{n}' => '{s}'];\n", inSingle],
  ['a.rs', 'const {N}: &str = r#"{s}"#;\n', inDouble],
  ['A.kt', 'val {c} = "{s}"\n', inDouble],
  ['Dockerfile', 'FROM a\nENV A=1 \\\n    {N}={s} \\\n    B=2\n', bare],
  ['a.txt', 'GET https://api.acme.io/v1?a=1&{n}={s}&b=2\n', inAddress],
  ['notes.md', '# A\n\n```sh\nexport {N}={s}\n```\n', bare],
  ['src/a.ts', "// {c} = '{s}'\nf();\n", inSingle],
  [
    'a.ipynb',
    '{"cells":[{"cell_type":"code","source":["import os\\n","{N} = \\"{s}\\"\\n"],"outputs":[],"metadata":{},"execution_count":null}],"metadata":{},"nbformat":4,"nbformat_minor":5}\n',
    inDouble,
  ],
  ['secret.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  {k}: "{s}"\n', inDouble],
  ['docker-compose.yml', 'services:\n  a:\n    image: a\n    environment:\n      - {N}={s}\n', plainScalar],
  ['a.sql', "INSERT INTO settings (name, {n}) VALUES ('a', '{s}');\n", /['\\]|^[0-9a-f]{64}$/],
  ['app.log', '2026-01-02 10:11:12 INFO sent {n}={s} to host\n', bare],
];

/** Each with a password and with a key that nothing but the name tells. */
const named: readonly Notation[] = [
  ...everywhere,
  ['.env', "export {N}='{s}'\n", inSingle],
  ['deploy.sh', 'f() {\n  local {n}="{s}"\n}\n', inDouble],
  ['deploy.sh', 'tool login --{k} {s} --host a\n', bare],
  ['config.yaml', 'env:\n  - name: {N}\n    value: "{s}"\n', inDouble],
  ['config.yaml', 'svc: { host: a, {n}: "{s}" }\n', inDouble],
  ['config.yaml', 'script: |\n  export {N}={s}\n  run\n', bare],
  ['a.json', '{"body":"{\\"{n}\\":\\"{s}\\"}"}\n', inDouble],
  ['app.properties', 'svc.{n}={s}\n', bare],
  ['config.xml', '<a><svc {c}="{s}"/></a>\n', inMarkup],
  ['web.config', '<configuration><appSettings><add key="{c}" value="{s}"/></appSettings></configuration>\n', inMarkup],
  ['Info.plist', '<plist><dict><key>{c}</key><string>{s}</string></dict></plist>\n', inMarkup],
  ['main.tf', 'resource "a" "b" {\n  v = jsonencode({ {n} = "{s}" })\n}\n', inDouble],
  ['variables.tf', 'variable "{n}" {\n  type    = string\n  default = "{s}"\n}\n', inDouble],
  ['prod.tfvars', '{n} = "{s}"\n', inDouble],
  ['src/a.ts', 'export const {c} = `{s}`;\n', inDouble],
  ['src/a.ts', "process.env['{N}'] = '{s}';\n", inSingle],
  ['src/a.ts', "const a = process.env.{N} ?? '{s}';\n", inSingle],
  ['src/a.min.js', '!function(){var a=1,b={{c}:"{s}",d:2};f(b)}();', inDouble],
  ['src/A.tsx', 'export const A = () => <Map {c}="{s}" />;\n', inMarkup],
  ['src/a.py', 'x = os.environ.get("{N}", "{s}")\n', inDouble],
  ['src/a.py', 'def connect(host, {n}="{s}"):\n    pass\n', inDouble],
  ['a.go', 'package a\nvar x = map[string]string{"{n}": "{s}"}\n', inDouble],
  ['A.java', 'class A { void f() { c.set{P}("{s}"); } }\n', inDouble],
  ['A.java', 'class A { @Value("${svc.{n}:{s}}") String x; }\n', bare],
  ['A.cs', 'class A { void F() { d["{P}"] = "{s}"; } }\n', inDouble],
  ['a.rb', "x = ENV.fetch('{N}', '{s}')\n", inSingle],
  ['a.php', "<?php\nputenv('{N}={s}');\n", inSingle],
  ['a.rs', 'fn f() { let c = Config { host: h, {n}: "{s}".to_string() }; }\n', inDouble],
  ['A.kt', 'val c = Client({c} = "{s}")\n', inDouble],
  ['A.swift', 'let c = Client({c}: "{s}")\n', inDouble],
  ['build.gradle', 'def {c} = "{s}"\n', inDouble],
  ['a.dart', "const {c} = '{s}';\n", inSingle],
  ['config.exs', 'config :app, {n}: "{s}"\n', inDouble],
  ['a.ps1', '$env:{N} = "{s}"\n', inDouble],
  ['a.c', '#define {N} "{s}"\n', inDouble],
  ['a.R', 'Sys.setenv({N} = "{s}")\n', inDouble],
  ['Dockerfile', 'FROM a\nARG {N}={s}\n', bare],
  ['a.html', '<input type="hidden" name="{n}" value="{s}">\n', inMarkup],
  [
    '.github/workflows/ci.yml',
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env:\n      {N}: {s}\n    steps:\n      - run: make\n',
    plainScalar,
  ],
  ['.gitlab-ci.yml', 'variables:\n  {N}: "{s}"\njob:\n  script: [make]\n', inDouble],
  ['Jenkinsfile', 'pipeline { environment { {N} = "{s}" } }\n', inDouble],
  ['.mcp.json', '{"mcpServers":{"a":{"command":"a","args":["--{k}","{s}"]}}}\n', inDouble],
  ['appsettings.json', '{"Svc":{"{P}":"{s}"}}\n', inDouble],
  ['a.service', '[Service]\nEnvironment="{N}={s}"\n', inDouble],
  ['a.csv', 'name,{n}\na,{s}\n', /[,"]/],
  ['a.http', 'GET https://api.acme.io/v1\nX-{k}: {s}\n', bare],
];

function spell(name: string): Record<string, string> {
  const words = name.split('_');
  const pascal = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  return { n: name, N: name.toUpperCase(), k: words.join('-'), P: pascal, c: pascal[0]!.toLowerCase() + pascal.slice(1) };
}

/** What is wrong, in words; undefined where the secret is found once and exactly. */
function wrong([file, template]: Notation, name: string, secret: string): string | undefined {
  const parts: Record<string, string> = { ...spell(name), s: secret };
  const [before, after] = template.split('{s}').map((piece) => piece.replace(/\{([nNkcP])\}/g, (_, form: string) => parts[form]!));
  const at = before!.length;
  const found = scanSecrets(createDocument(file, before + secret + after!)).map((one) => one.at.span);
  return found.length === 1 && found[0]![0] === at && found[0]![1] === at + secret.length
    ? undefined
    : `${name} in ${file}: ${JSON.stringify(before!.slice(-40))} found ${JSON.stringify(found.map(([start, end]) => [start - at, end - at]))}, length ${secret.length}`;
}

const nameOf = (format: (typeof formats)[number]): string =>
  format.near ? `${format.near[0]}_${format.role?.[0] ?? 'token'}`.replace(/^(.+)_\1$/, '$1') : 'upstream';

/** A token of each format that is a secret, made once. */
const tokens = formats
  .filter((format) => format.kind !== 'publishable')
  .map((format) => ({ name: nameOf(format), secret: makeToken(format.id, seededRandom(format.id.length)) }));

describe('the matrix', () => {
  it.each(everywhere)('%s: %s holds every format', (...notation) => {
    const misses = tokens.flatMap(({ name, secret }) => (notation[2].test(secret) ? [] : (wrong(notation, name, secret) ?? [])));
    expect(misses).toEqual([]);
  });

  it.each(named)('%s: %s holds what only its name tells', (...notation) => {
    const misses = [
      ['db_password', 'password'],
      ['api_key', 'random-40'],
      ['client_secret', 'random-40'],
    ].flatMap(([name, format]) => {
      const secret = makeToken(format!, seededRandom(name!.length));
      return notation[2].test(secret) ? [] : (wrong(notation, name!, secret) ?? []);
    });
    expect(misses).toEqual([]);
  });

  it('is found in the data of a Kubernetes Secret, whatever it is', () => {
    const notation: Notation = ['s.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  {k}: {s}\n', /\n/];
    const misses = tokens.flatMap(({ name, secret }) => wrong(notation, name, toBase64(bytesOf(secret))) ?? []);
    expect(misses).toEqual([]);
  });

  it.each([
    ['src/a.ts', "const upstream =\n  '{a}' +\n  '{b}';\n"],
    ['src/a.py', 'upstream = ("{a}"\n    "{b}")\n'],
    ['A.java', 'class A { String upstream = "{a}" + "{b}"; }\n'],
    ['a.php', "<?php\n$upstream = '{a}' . '{b}';\n"],
  ])('%s: %s is one token, where its beginning is that of no word', (file, template) => {
    for (const id of [
      'github-pat',
      'stripe-live-key',
      'sendgrid-key',
      'atlassian-api-token',
      'slack-bot-token',
      'databricks-token',
      'jwt',
    ]) {
      const secret = makeToken(id, seededRandom(9));
      const half = secret.length >> 1;
      const text = template.replace('{a}', secret.slice(0, half)).replace('{b}', secret.slice(half));
      const found = scanSecrets(createDocument(file, text));
      expect(
        found.map((one) => [one.format, one.at.span[0]]),
        id,
      ).toEqual([[id, text.indexOf(secret.slice(0, half))]]);
    }
  });
});
