import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// The processes that tests start (command lines, trainers, workers) strip each file's types once, not every time.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'compile-cache');

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/build.ts'],
    setupFiles: process.env.QUADRILLE_MUTANTS ? ['tests/support/properties.ts'] : [],
    // Hang guards with ample slack; no test asserts a speed.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // A page that is looked at while the other core compiles may take its time.
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    maxWorkers: 2,
    // Threads that collect garbage beside each other wait for one another: of the fuzz tests they took half the time.
    // These also collect it themselves before they measure what is kept.
    execArgv: ['--single-threaded-gc', '--expose-gc'],
  },
});
