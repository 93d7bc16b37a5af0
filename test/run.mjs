// Runs the tests, and files in which something failed once more, one at a time: a test that fails twice fails. What passed
// only once is named at the end as unsteady, so that nothing is hidden: it is a mistake of the test or of the program, but
// not of the change that happened to meet it. A change that breaks many files is told at once.
// Usage: node test/run.mjs [--OPTION=VALUE of vitest] [PART OF A PATH…]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const record = mkdtempSync(join(tmpdir(), 'posture-test-run-'));
const kept = (name) => (existsSync(join(record, name)) ? JSON.parse(readFileSync(join(record, name), 'utf8')) : undefined);
const vitest = (args) => spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], { stdio: 'inherit', env: { ...process.env, POSTURE_TEST_RECORD: record } });

try {
  const args = process.argv.slice(2);
  const { status } = vitest(args);
  const first = kept('first.json');
  if (first) {
    const files = Object.keys(first.failedFiles);
    console.log(`\nOnce more, because something failed: ${files.join(', ')}`);
    vitest([...args.filter((one) => one.startsWith('--')), '--no-file-parallelism', ...files]);
  }
  // Without a closing line the run did not come to its end.
  process.exitCode = first ? (kept('failed') === 0 ? 0 : 1) : (status ?? 1);
} finally {
  rmSync(record, { recursive: true, force: true });
}
