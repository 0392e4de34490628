import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/build.ts'],
    // Hang guards with ample slack; no test asserts a speed.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // A page that is looked at while the other core compiles may take its time.
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
