import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';
import { removeLeft } from '../support/test-app.ts';

const OF_A_RUN = join(ROOT, `.test-electron.${process.pid}`);
/** Above the highest number of a process. */
const LEFT = join(ROOT, '.test-electron.99999999');

afterAll(() => {
  for (const folder of [OF_A_RUN, LEFT]) rmSync(folder, { recursive: true, force: true });
});

it('the Electron of a run that goes on is left alone, what a killed one left is removed', () => {
  for (const folder of [OF_A_RUN, LEFT]) mkdirSync(folder);
  removeLeft();
  expect([OF_A_RUN, LEFT].map((folder) => existsSync(folder))).toEqual([true, false]);
});
