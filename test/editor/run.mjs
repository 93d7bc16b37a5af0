// Runs the tests of real editors one after another: packs the VSIX once, then each case with a workspace of its own. A case
// that fails is run once more, with a new editor and twice the patience: what fails twice fails, and what passed only then is
// named at the end. With POSTURE_TIMES nothing is run again, for it is there to find what fails only sometimes.
// Prints a line a test and `N passed, N failed` at the end.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { neovimCases } from './neovim.mjs';
import { setPatience } from './steps.mjs';
import { vscodeCases } from './vscode.mjs';

const root = resolve(import.meta.dirname, '../..');
const filter = process.argv[2] ?? '';
const shots = process.env.POSTURE_SHOTS;
const times = Number(process.env.POSTURE_TIMES ?? 1);
/** Milliseconds after which a case that hangs, outside of everything that it waits for by itself, has failed. */
const longest = 300_000;
/** Cases that may fail before the others get no second run: then the change is broken, and not the luck. */
const enough = 3;
if (shots) mkdirSync(shots, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'posture-editor-'));
const vsix = join(folder, 'posture.vsix');
execFileSync(process.execPath, ['scripts/package-extension.mjs', '--out', vsix], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
execFileSync(process.execPath, ['build.mjs', '--outdir', join(folder, 'package', 'out')], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});

const context = { vsix, server: join(folder, 'package', 'out', 'server.js'), cli: join(folder, 'package', 'out', 'cli.js'), shots };
const vscode = vscodeCases(context);

/** One run of a case: undefined where it passed, else its error. `fails` is what its line begins with then. */
async function errorOf({ name, run }, fails) {
  const started = performance.now();
  let timer;
  const tooLong = new Promise(
    (_, reject) => (timer = setTimeout(() => reject(new Error(`did not end in ${longest / 1000} seconds`)), longest)),
  );
  let error;
  try {
    await Promise.race([run(), tooLong]);
  } catch (thrown) {
    error = thrown ?? new Error('threw nothing');
  }
  clearTimeout(timer);
  console.log(
    `${error ? fails : 'ok   '} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)${error ? `\n${error.stack ?? error}\n` : ''}`,
  );
  return error;
}

let passed = 0;
let failed = 0;
const unsteady = [];
for (const one of [...neovimCases(context), ...vscode.cases].filter(({ name }) => name.includes(filter))) {
  for (let time = 0; time < times; time++) {
    const twice = times === 1 && failed < enough;
    let error = await errorOf(one, twice ? 'again' : 'FAIL ');
    if (error) await vscode.end().catch(() => undefined);
    if (error && twice) {
      const [first] = String(error.message ?? error).split('\n', 1);
      setPatience(2);
      error = await errorOf(one, 'FAIL ');
      setPatience(1);
      if (error) await vscode.end().catch(() => undefined);
      else unsteady.push(`${one.name} — ${first}`);
    }
    if (error) failed++;
    else passed++;
  }
}
await vscode.end();
try {
  rmSync(folder, { recursive: true, force: true });
} catch {
  // a process that is just ending may still write there
}
for (const one of unsteady) console.log(`unsteady: ${one}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
