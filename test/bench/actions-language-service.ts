// Keystroke to findings in a workflow of 1,000 lines, beside the language service that GitHub ships for its editors, on
// the same texts in the same run, in milliseconds of processor time. That one checks the schema and expressions, not posture: the figure says what an editor
// waits for, not that the two do the same work.
// Usage: node scripts/run-typescript.mjs test/bench/actions-language-service.ts
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { rulesOf } from '../../rules/registry.ts';
import { createDocument, folderOf, type Document } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import { unknownWorkspace } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';
import { workflowText } from './corpus.ts';

const version = '0.3.61';
const keystrokes = 120;
const warmUp = 20;
const path = '.github/workflows/ci.yml';

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const at = (values: readonly number[], part: number) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * part))]!;

/** The text after each of `keystrokes` keystrokes in the middle of it. */
function typed(text: string): string[] {
  const middle = text.indexOf('\n', text.length >> 1);
  const texts: string[] = [];
  let more = '';
  for (let n = 0; n < keystrokes; n++) {
    more += n % 2 === 0 ? ' #' : 'x';
    texts.push(text.slice(0, middle) + more + text.slice(middle));
  }
  return texts;
}

async function timed(texts: readonly string[], check: (text: string, version: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const [index, text] of texts.entries()) {
    // Work, not waiting: a busy machine makes the clock say more than the editor would wait.
    const begin = process.cpuUsage();
    await check(text, index);
    const { user, system } = process.cpuUsage(begin);
    if (index >= warmUp) times.push((user + system) / 1000);
  }
  return times;
}

function ours(): (text: string) => Promise<unknown> {
  const documents = new Map<string, Document>();
  const engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => defaultSettings,
    source: { document: (uri) => documents.get(uri), siblings: (folder) => [...documents.keys()].filter((uri) => folderOf(uri) === folder) },
  });
  return async (text) => {
    const document = createDocument(path, text);
    documents.set(path, document);
    await engine.read(engine.withSiblings([document]));
    return engine.analyze();
  };
}

async function theirs(home: string): Promise<((text: string, version: number) => Promise<unknown>) | undefined> {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true,"type":"module"}');
  const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', `@actions/languageservice@${version}`, 'vscode-languageserver-textdocument'], { cwd: home, encoding: 'utf8' });
  if (installed.status !== 0) return undefined;
  writeFileSync(join(home, 'main.js'), "export { validate } from '@actions/languageservice';\nexport { TextDocument } from 'vscode-languageserver-textdocument';\n");
  // Bundled, because it imports JSON in a way that Node 20 does not take.
  await build({ entryPoints: [join(home, 'main.js')], outfile: join(home, 'bundle.mjs'), bundle: true, platform: 'node', format: 'esm', logLevel: 'error', banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" } });
  const service = (await import(pathToFileURL(join(home, 'bundle.mjs')).href)) as {
    validate(document: unknown): Promise<unknown>;
    TextDocument: { create(uri: string, language: string, version: number, text: string): unknown };
  };
  return (text, number) => service.validate(service.TextDocument.create(`file:///${path}`, 'yaml', number, text));
}

const home = mkdtempSync(join(tmpdir(), 'posture-actions-bench-'));
try {
  const texts = typed(workflowText(1000));
  const mine = await timed(texts, ours());
  console.log(`workflow of 1,000 lines, keystroke to findings: median ${at(mine, 0.5).toFixed(1)} ms, p95 ${at(mine, 0.95).toFixed(1)} ms`);
  const other = await theirs(home);
  if (!other) console.log(`@actions/languageservice ${version} could not be installed here; not compared`);
  else {
    const their = await timed(texts, other);
    console.log(`@actions/languageservice ${version}, the same keystrokes: median ${at(their, 0.5).toFixed(1)} ms, p95 ${at(their, 0.95).toFixed(1)} ms, ${(at(their, 0.5) / at(mine, 0.5)).toFixed(1)} times ours`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
