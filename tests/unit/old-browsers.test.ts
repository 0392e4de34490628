import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';

it('the page uses no method of arrays that Chromium has only since 110: a library may be served to older ones', () => {
  const files = ['renderer', 'shared'].flatMap((part) =>
    readdirSync(join(ROOT, 'src', part), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(ROOT, 'src', part, file)),
  );
  expect(files.length).toBeGreaterThan(200);
  const newer = /\.(toReversed|toSorted|toSpliced)\(/;
  expect(files.filter((file) => newer.test(readFileSync(file, 'utf8')))).toEqual([]);
});
