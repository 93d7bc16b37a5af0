// The rule by which a run lands: what fails twice fails, what fails once is named, and every test is counted once. Played with
// files that fail in each of the ways in which a file can, in a folder of their own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const head = `import { existsSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
const first = (name) => { const file = import.meta.dirname + '/' + name; const was = existsSync(file); writeFileSync(file, ''); return !was; };
`;
const once: Readonly<Record<string, string>> = {
  'a-test': `it('good', () => {}); it('good', () => {}); it.skip('left out', () => {});
it('fails once', () => { if (first('a')) throw new Error('bad luck\\nin many words'); });
it('fails later', () => { if (!first('b')) throw new Error('other luck'); });`,
  'a-hook': `describe('two', () => { beforeAll(() => { if (first('c')) throw new Error('no port'); }); it('one', () => {}); it('another', () => {}); });`,
  'a-last-hook': `it('leaves a folder', () => {}); afterAll(() => { if (first('d')) throw new Error('not empty'); });`,
  'a-promise': `it('leaves a promise', async () => { if (first('e')) { void Promise.reject(new Error('nobody waits')); await new Promise((end) => setTimeout(end, 50)); } });`,
  'a-process': `it('dies', async () => { if (first('f')) process.kill(process.pid, 'SIGKILL'); await new Promise((end) => setTimeout(end, 200)); });`,
  'a-file': `if (first('g')) throw new Error('cannot be loaded'); it('is loaded', () => {});`,
  steady: `it('is steady', () => { if (!first('h')) throw new Error('was run twice'); });`,
};

/** The last lines of a run over these files, from the first that this reporter wrote, and whether it ended well. */
function run(files: Readonly<Record<string, string>>): { closing: string[]; status: number | null } {
  mkdirSync('node_modules/.cache', { recursive: true });
  const folder = mkdtempSync(resolve('node_modules/.cache/second-run-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.test.ts`), head + text);
    const config = join(folder, 'vitest.config.mjs');
    writeFileSync(
      config,
      `export default { test: { root: ${JSON.stringify(folder)}, include: ['*.test.ts'], exclude: [], reporters: ${JSON.stringify([resolve('test/support/closing-line.ts')])} } };\n`,
    );
    const { POSTURE_TEST_RECORD: _, ...env } = process.env;
    const { stdout, status } = spawnSync(process.execPath, ['test/run.mjs', `--config=${config}`], { encoding: 'utf8', env });
    return {
      closing: stdout
        .split('\n')
        .filter((line) => /^(?:unsteady: |failed: |\d+ passed)/.test(line))
        .sort(),
      status,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

it('names what failed once, and counts it as passed', () => {
  expect(run(once)).toEqual({
    closing: [
      '11 passed, 0 failed, 1 skipped',
      'unsteady: a-file.test.ts — cannot be loaded',
      'unsteady: a-hook.test.ts > two — no port',
      'unsteady: a-last-hook.test.ts — not empty',
      'unsteady: a-process.test.ts — did not end',
      'unsteady: a-promise.test.ts — outside of a test: nobody waits',
      'unsteady: a-test.test.ts > fails later — other luck',
      'unsteady: a-test.test.ts > fails once — bad luck',
    ],
    status: 0,
  });
});

it('fails where something fails twice', () => {
  const { closing, status } = run({
    'a-test': `${once['a-test']!} it('fails always', () => { throw new Error('wrong'); });`,
    'a-hook': `describe('two', () => { beforeAll(() => { throw new Error('no port'); }); it('one', () => {}); it('another', () => {}); });`,
    'a-process': `it('dies', () => { process.kill(process.pid, 'SIGKILL'); });`,
    'a-file': `throw new Error('cannot be loaded');`,
    steady: once['steady']!,
  });
  expect({ closing, status }).toEqual({
    closing: [
      '5 passed, 4 failed, 3 skipped',
      'failed: a-file.test.ts: cannot be loaded',
      'failed: a-hook.test.ts > two: no port',
      'failed: a-process.test.ts: did not end',
      'failed: a-test.test.ts > fails always: wrong',
      'unsteady: a-test.test.ts > fails later — other luck',
      'unsteady: a-test.test.ts > fails once — bad luck',
    ],
    status: 1,
  });
});

it('runs nothing twice where many files fail', () => {
  const { closing, status } = run(
    Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [
        `broken-${index}`,
        `it('fails once', () => { if (first('${index}')) throw new Error('wrong'); });`,
      ]),
    ),
  );
  expect([closing.filter((line) => line.startsWith('failed: ')).length, closing[0], status]).toEqual([11, '0 passed, 11 failed', 1]);
});
