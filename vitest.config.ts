import { defineConfig } from 'vitest/config';

// Limits of time are there to end a test that waits for ever, on a machine of any speed with anything else to do. No test has one
// of its own that is smaller, and none judges time by the clock: test/support/growth.ts does, in proportion.
const never = ['test/editor/**', '**/node_modules/**'];
// What measures its process has one of its own (its memory; thousands of short times, which the garbage of other files makes
// four times as long), and so has what puts something in a module's place.
const alone = ['test/lsp/collector.test.ts', 'test/lsp/asked.test.ts', 'test/security/patterns.test.ts'];

export default defineConfig({
  test: {
    // Files share the processes that they run in, as documents share that of the language server: modules are loaded once, and
    // what one file leaves behind in a table of ours would show in the next.
    projects: [
      { extends: true, test: { name: 'shared', isolate: false, include: ['test/**/*.test.ts'], exclude: [...never, ...alone] } },
      { extends: true, test: { name: 'alone', include: alone, exclude: never } },
    ],
    setupFiles: ['./test/support/surroundings.ts', './test/support/seed.ts'],
    // A test that starts the command waits for it most of its time; left to itself, vitest takes one core fewer than there are.
    maxWorkers: '100%',
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
