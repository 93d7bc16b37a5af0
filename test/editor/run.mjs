// Runs the tests of real editors one after another: packs the VSIX once, then each case with a workspace of its own.
// Prints a line a test and `N passed, N failed` at the end.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { neovimCases } from './neovim.mjs';
import { vscodeCases } from './vscode.mjs';

const root = resolve(import.meta.dirname, '../..');
const filter = process.argv[2] ?? '';
const shots = process.env.POSTURE_SHOTS;
const times = Number(process.env.POSTURE_TIMES ?? 1);
if (shots) mkdirSync(shots, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'posture-editor-'));
const vsix = join(folder, 'posture.vsix');
execFileSync(process.execPath, ['scripts/package-extension.mjs', '--out', vsix], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
execFileSync(process.execPath, ['build.mjs', '--outdir', join(folder, 'package', 'out')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

let passed = 0;
let failed = 0;
const context = { vsix, server: join(folder, 'package', 'out', 'server.js'), cli: join(folder, 'package', 'out', 'cli.js'), shots };
const vscode = vscodeCases(context);
for (const { name, run } of [...neovimCases(context), ...vscode.cases]) {
  for (let time = 0; time < times && name.includes(filter); time++) {
    const started = performance.now();
    const took = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
    try {
      await run();
      passed++;
      console.log(`ok    ${name} (${took()})`);
    } catch (error) {
      failed++;
      console.log(`FAIL  ${name} (${took()})\n${error.stack ?? error}\n`);
    }
  }
}
await vscode.end();
rmSync(folder, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
