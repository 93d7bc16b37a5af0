import { defineConfig } from 'vitest/config';

// Limits of time are there to end a test that waits for ever, on a machine of any speed with anything else to do. No test has one
// of its own that is smaller, and none judges time by the clock: test/support/growth.ts does, in proportion.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**', '**/node_modules/**'],
    setupFiles: ['./test/support/surroundings.ts', './test/support/seed.ts'],
    // A test that starts the command waits for it most of its time; left to itself, vitest takes one core fewer than there are.
    maxWorkers: '100%',
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
