// Runs the tests, and files in which something failed once more, one at a time: a test that fails twice fails. What passed
// only once is named at the end as unsteady, so that nothing is hidden: it is a mistake of the test or of the program, but
// not of the change that happened to meet it. A change that breaks many files is told at once.
// Usage: node test/run.mjs [--day=+400] [--OPTION=VALUE of vitest] [PART OF A PATH…]
// `--day` has everything play so many days from now (Debian's `faketime` has to be there): no test may know what day it is.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const record = mkdtempSync(join(tmpdir(), 'posture-test-run-'));
const kept = (name) => (existsSync(join(record, name)) ? JSON.parse(readFileSync(join(record, name), 'utf8')) : undefined);
const vitest = (args) =>
  spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...day, POSTURE_TEST_RECORD: record },
  });

const asked = process.argv
  .slice(2)
  .find((one) => one.startsWith('--day='))
  ?.slice('--day='.length);
const day = asked === undefined ? {} : onDay(asked);

try {
  const args = process.argv.slice(2).filter((one) => !one.startsWith('--day='));
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

/** What has a program see another day. The clock that only counts on stays, because timers wait by it. */
function onDay(days) {
  const library = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
    .map((machine) => `/usr/lib/${machine}/faketime/libfaketime.so.1`)
    .find((path) => existsSync(path));
  if (library === undefined || !/^[+-]\d+$/.test(days))
    throw new Error(
      library === undefined ? 'libfaketime is not here: apt-get install faketime' : '--day is a number of days such as +400 or -200',
    );
  return { LD_PRELOAD: library, FAKETIME: `${days}d`, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}
