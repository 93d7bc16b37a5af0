// No two values are read from one variable: over a file, over a tree, and when one of them was repaired before.
import { expect, it } from 'vitest';
import { createDocument, folderOf } from '../../../server/engine/document.ts';
import { createFactIndexes } from '../../../server/engine/fact-index.ts';
import type { DocumentFacts } from '../../../server/engine/project.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { filesSharing, variableOf } from '../../../rules/secret/repair-names.ts';
import { repairsOf } from '../../../rules/secret/repair.ts';
import { applyEdits } from '../../../server/engine/fix.ts';

/** The variables of all secrets of a tree, by file and then by place. */
function variables(files: Readonly<Record<string, string>>): string[] {
  const documents = new Map(
    Object.entries(files).map(([uri, text]) => [
      uri,
      { secrets: scanSecrets(createDocument(uri, fillTokens(text))) } as unknown as DocumentFacts,
    ]),
  );
  const project = createFactIndexes(documents);
  return [...documents.values()].flatMap(({ secrets }) => secrets.map((one) => variableOf(one, project)));
}

it.each<[string, Record<string, string>, string[]]>([
  [
    'what surrounds the second is put in front',
    { 'src/a.js': "const c = {\n  db: { password: '{{token:password}}' },\n  smtp: { password: '{{token:password:2}}' },\n};\n" },
    ['PASSWORD', 'SMTP_PASSWORD'],
  ],
  [
    'what it is, behind a name that says nothing',
    { 'src/A.java': 'String p = "{{token:password}}";\nString u = "me";\nDriverManager.getConnection(url, u, p);\n' },
    ['P_PASSWORD'],
  ],
  [
    'a number where nothing does',
    { 'src/a.py': 'password = "{{token:password}}"\nconnect(1)\npassword = "{{token:password:2}}"\n' },
    ['PASSWORD', 'PASSWORD_2'],
  ],
  [
    'one value has one variable',
    { 'src/a.py': 'password = "{{token:password}}"\nconnect(1)\npassword = "{{token:password}}"\n' },
    ['PASSWORD', 'PASSWORD'],
  ],
  [
    'over files, as over lines',
    {
      'src/a.js': "const dbPassword = '{{token:password}}';\n",
      'src/b.js': "const db_password = '{{token:password:2}}';\n",
      'src/c.js': "const dbPassword = '{{token:password}}';\n",
    },
    ['DB_PASSWORD', 'DB_PASSWORD_2', 'DB_PASSWORD'],
  ],
  [
    'a name that surroundings make may be that of another',
    {
      'src/a.js': "const c = { db: { password: '{{token:password}}' }, smtp: { password: '{{token:password:2}}' } };\n",
      'src/b.js': "const smtpPassword = '{{token:password:3}}';\n",
    },
    ['PASSWORD', 'PASSWORD_2', 'SMTP_PASSWORD'],
  ],
  [
    'what the file reads already may be another value',
    { 'src/a.ts': "const one = { password: process.env.PASSWORD };\nconst password = '{{token:password}}';\n" },
    ['PASSWORD_2'],
  ],
  [
    'what falls back to the literal is its own variable',
    { 'src/a.ts': "const password = process.env.PASSWORD || '{{token:password}}';\n" },
    ['PASSWORD'],
  ],
  ['so is what it is written into', { 'src/a.py': 'os.environ["DB_PASSWORD"] = "{{token:password}}"\n' }, ['DB_PASSWORD']],
  [
    'files that declare keep their names',
    { '.env': 'DB_PASSWORD={{token:password}}\n', '.env.production': 'DB_PASSWORD={{token:password:2}}\n' },
    ['DB_PASSWORD', 'DB_PASSWORD'],
  ],
  [
    'modules of Terraform have variables of their own',
    {
      'infra/a/main.tf': 'resource "aws_db_instance" "a" {\n  password = "{{token:password}}"\n}\n',
      'infra/b/main.tf':
        'resource "aws_db_instance" "a" {\n  password = "{{token:password:2}}"\n}\nresource "aws_db_instance" "b" {\n  password = "{{token:password:3}}"\n}\n',
    },
    ['PASSWORD', 'PASSWORD', 'B_PASSWORD'],
  ],
  [
    'nor does a second resource take the variable that the first has got',
    {
      'infra/main.tf':
        'resource "aws_db_instance" "a" {\n  password = var.password\n}\nresource "aws_db_instance" "b" {\n  password = "{{token:password}}"\n}\n',
    },
    ['B_PASSWORD'],
  ],
  [
    'words that objects have by themselves',
    { 'src/a.js': "const c = { __proto__: { password: '{{token:password}}' }, constructor: { password: '{{token:password:2}}' } };\n" },
    ['PASSWORD', 'CONSTRUCTOR_PASSWORD'],
  ],
])('%s', (_why, files, expected) => {
  expect(variables(files)).toEqual(expected);
});

/** A tree after the repairs of all its secrets, made one after the other from the texts as they stand then. */
function repaired(files: Readonly<Record<string, string>>, order: (a: string, b: string) => number): Record<string, string> {
  const texts = new Map(Object.entries(files).map(([uri, text]) => [uri, fillTokens(text)]));
  const facts = () =>
    new Map([...texts].map(([uri, text]) => [uri, { secrets: scanSecrets(createDocument(uri, text)) } as unknown as DocumentFacts]));
  for (let left = 20; left > 0; left--) {
    const known = facts();
    const [candidate] = [...known.values()].flatMap(({ secrets }) => secrets).sort((a, b) => order(a.at.uri, b.at.uri));
    if (!candidate) break;
    const project = createFactIndexes(known);
    const [maker] = repairsOf(candidate, variableOf(candidate, project), filesSharing(candidate, project));
    const fix = maker!.make({
      document: (uri) => (texts.has(uri) ? createDocument(uri, texts.get(uri)!) : undefined),
      siblings: (folder) => [...texts.keys()].filter((uri) => folderOf(uri) === folder),
      today: '2026-11-21',
    });
    for (const [uri, text] of texts)
      texts.set(
        uri,
        applyEdits(
          text,
          fix!.edits.filter((edit) => edit.uri === uri),
        ),
      );
  }
  return Object.fromEntries(texts);
}

const server = (name: string, value: string) => `resource "aws_db_instance" "${name}" {\n  password = ${value}\n}\n`;
const declaration = '\nvariable "password" {\n  type      = string\n  sensitive = true\n}\n';
const inTwoFiles = { 'infra/a.tf': server('a', '"{{token:password}}"'), 'infra/b.tf': server('b', '"{{token:password}}"') };
const forwards = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

it.each<[string, Record<string, string>, (a: string, b: string) => number, Record<string, string>]>([
  [
    'declared once, in the first file',
    inTwoFiles,
    forwards,
    { 'infra/a.tf': server('a', 'var.password') + declaration, 'infra/b.tf': server('b', 'var.password') },
  ],
  [
    'whichever is repaired first',
    inTwoFiles,
    (a, b) => forwards(b, a),
    { 'infra/a.tf': server('a', 'var.password') + declaration, 'infra/b.tf': server('b', 'var.password') },
  ],
  [
    'in the file of variables where the module has one',
    { ...inTwoFiles, 'infra/variables.tf': 'variable "region" {}\n' },
    forwards,
    {
      'infra/a.tf': server('a', 'var.password'),
      'infra/b.tf': server('b', 'var.password'),
      'infra/variables.tf': 'variable "region" {}\n' + declaration,
    },
  ],
  [
    'a module at the root',
    { 'main.tf': server('a', '"{{token:password}}"'), 'variables.tf': 'variable "password" {}\n' },
    forwards,
    { 'main.tf': server('a', 'var.password'), 'variables.tf': 'variable "password" {}\n' },
  ],
])('a variable of Terraform: %s', (_why, files, order, expected) => {
  expect(repaired(files, order)).toEqual(expected);
});
