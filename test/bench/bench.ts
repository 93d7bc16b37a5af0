// `npm run bench`: figures as ratios against something else in the same run, because machines are noisy. Times are
// medians of whole runs. Nothing here fails: a measurement is read, not asserted.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { rulesOf } from '../../rules/registry.ts';
import { createDocument, folderOf, type Document } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import { unknownWorkspace } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';
import { kubernetesText, policyText, sourceText, terraformText, workflowText } from './corpus.ts';
import { besideSecretlint, secretThroughput } from './secrets.ts';

const cli = resolve('out/cli.js');
const scratch = mkdtempSync(join(tmpdir(), 'posture-bench-'));
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const percentile = (values: number[], part: number) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]!;

function write(files: Record<string, string>, folder: string): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function seconds(run: () => void): number {
  const begin = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - begin) / 1e9;
}

function startUp(): void {
  const folder = join(scratch, 'staged');
  write({ '.github/workflows/ci.yml': workflowText(40), 'deploy/app.yaml': kubernetesText(40), 'infra/main.tf': terraformText(40), 'policy.json': policyText(3), 'src/load.ts': sourceText(40) }, folder);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '-q');
  git('add', '.');
  const node: number[] = [];
  const ours: number[] = [];
  for (let n = 0; n < 17; n++) {
    node.push(seconds(() => spawnSync(process.execPath, ['-e', '0'])));
    ours.push(seconds(() => spawnSync(process.execPath, [cli, 'check', '--staged', '--quiet'], { cwd: folder })));
  }
  console.log(`five staged files: ${(median(ours) * 1000).toFixed(0)} ms, ${(median(ours) / median(node)).toFixed(2)} times \`node -e 0\` (${(median(node) * 1000).toFixed(0)} ms)`);
}

function engineOver(documents: Map<string, Document>) {
  return createEngine({
    rulesOf,
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => defaultSettings,
    source: { document: (uri) => documents.get(uri), siblings: (folder) => [...documents.keys()].filter((uri) => folderOf(uri) === folder) },
  });
}

async function throughput(): Promise<void> {
  const texts: Record<string, [string, string]> = {
    workflow: ['.github/workflows/ci.yml', workflowText(4000)],
    kubernetes: ['deploy/all.yaml', kubernetesText(20000)],
    terraform: ['infra/main.tf', terraformText(20000)],
    'policy JSON': ['policy.json', policyText(3000)],
    'TypeScript source': ['src/load.ts', sourceText(20000)],
  };
  for (const [name, [uri, text]] of Object.entries(texts)) {
    const times: number[] = [];
    for (let n = 0; n < 5; n++) {
      const document = createDocument(uri, text);
      const engine = engineOver(new Map([[uri, document]]));
      const begin = process.hrtime.bigint();
      await engine.read([document]);
      await engine.analyze();
      times.push(Number(process.hrtime.bigint() - begin) / 1e6);
    }
    const mb = text.length / 1e6;
    console.log(`engine, ${name}: ${(mb / (median(times) / 1000)).toFixed(1)} MB/s (${(median(times) / mb).toFixed(0)} ms/MB, ${mb.toFixed(2)} MB)`);
  }
}

async function keystroke(): Promise<void> {
  for (const [name, uri, text] of [
    ['workflow', '.github/workflows/ci.yml', workflowText(1000)],
    ['Kubernetes', 'deploy/all.yaml', kubernetesText(1000)],
    ['Terraform', 'infra/main.tf', terraformText(1000)],
  ] as const) {
    const documents = new Map<string, Document>();
    const engine = engineOver(documents);
    const times: number[] = [];
    let current = text;
    const middle = text.indexOf('\n', text.length >> 1);
    for (let n = 0; n < 120; n++) {
      current = `${current.slice(0, middle)}${n % 2 === 0 ? ' #' : 'x'}${current.slice(middle)}`;
      const begin = process.hrtime.bigint();
      const document = createDocument(uri, current);
      documents.set(uri, document);
      await engine.read(engine.withSiblings([document]));
      await engine.analyze();
      if (n >= 20) times.push(Number(process.hrtime.bigint() - begin) / 1e6);
    }
    console.log(`keystroke to findings, ${name} of 1,000 lines: median ${median(times).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms`);
  }
}

/** One file of a tree of 2,000 is edited: its folder is read again, and only what can differ is judged again. */
async function relink(): Promise<void> {
  const documents = new Map<string, Document>();
  for (let n = 0; n < 2000; n++) documents.set(`team-${n % 250}/part-${n}.tf`, createDocument(`team-${n % 250}/part-${n}.tf`, terraformText(120, n)));
  const folders = new Map<string, string[]>();
  for (const uri of documents.keys()) (folders.get(folderOf(uri)) ?? folders.set(folderOf(uri), []).get(folderOf(uri))!).push(uri);
  const engine = createEngine({
    rulesOf, workspace: unknownWorkspace('2026-11-21'), settingsFor: () => defaultSettings,
    source: { document: (uri) => documents.get(uri), siblings: (folder) => folders.get(folder) ?? [] },
  });
  await engine.read([...documents.values()]);
  await engine.analyze();
  const uri = 'team-7/part-7.tf';
  const { text } = documents.get(uri)!;
  const times: number[] = [];
  for (let n = 0; n < 60; n++) {
    const begin = process.hrtime.bigint();
    const document = createDocument(uri, `${text}# ${n}\n`);
    documents.set(uri, document);
    await engine.read(engine.withSiblings([document]));
    await engine.analyze();
    if (n >= 10) times.push(Number(process.hrtime.bigint() - begin) / 1e6);
  }
  console.log(`one edit in a Terraform tree of 2,000 files: median ${median(times).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms`);
}

/** `infrastructure` of every ten files declare identities; the others are plain source, as in a repository of a product. */
function memory(infrastructure: number): void {
  const folder = join(scratch, `tree-${infrastructure}`);
  const files: Record<string, string> = {};
  for (let n = 0; n < 5000; n++) {
    const team = `team-${n % 250}`;
    const kinds: [string, () => string][] = [
      [`${team}/deploy/app-${n}.yaml`, () => kubernetesText(120, n)],
      [`${team}/infra/part-${n}.tf`, () => terraformText(120, n)],
      [`${team}/.github/workflows/w-${n}.yml`, () => workflowText(120, n)],
      [`${team}/src/load-${n}.ts`, () => sourceText(200, n)],
    ];
    const [name, text] = kinds[n % 10 < infrastructure ? n % 3 : 3]!;
    files[name] = text();
  }
  write(files, folder);
  const hook = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;
  const begin = process.hrtime.bigint();
  const run = spawnSync(process.execPath, ['--import', hook, cli, 'check', '--quiet', '.'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const wall = Number(process.hrtime.bigint() - begin) / 1e9;
  console.log(`5,000 files, ${infrastructure * 10} % of them infrastructure: peak memory ${(Number(run.output[3]) / 1024).toFixed(0)} MB, ${wall.toFixed(2)} s`);
}

try {
  console.log(`Node ${process.version}, ${cpus().length} cores, ${process.platform} ${process.arch}`);
  startUp();
  await throughput();
  await keystroke();
  await relink();
  memory(3);
  memory(10);
  secretThroughput();
  besideSecretlint(scratch);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
