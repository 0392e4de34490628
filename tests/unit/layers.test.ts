import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { roomProblems } from '../../scripts/rooms.ts';
import { onCleanup, ROOT } from '../support/fixtures.ts';

const BIOME = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

interface Report {
  summary: { unchanged: number; changed: number };
  diagnostics: { category: string; location: { path: string } }[];
}

/** One run for all the paths: each run looks at the whole tree first. */
function lint(...paths: string[]) {
  const { stdout, stderr } = spawnSync(process.execPath, [BIOME, 'lint', '--reporter=json', ...paths], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const { summary, diagnostics } = JSON.parse(stdout || stderr) as Report;
  return {
    files: summary.unchanged + summary.changed,
    found: (category: string, file = '') =>
      diagnostics.filter((one) => one.category === category && one.location.path.endsWith(file)).length,
  };
}

const FORBIDDEN = 'lint/style/noRestrictedImports';
const CIRCLE = 'lint/suspicious/noImportCycles';

/** Writes a file for each import and answers what the rule says of each. */
function planted(lines: readonly (readonly [folder: string, line: string])[]): number[] {
  const files = lines.map(([folder], i) => join(ROOT, 'src', folder, `planted-${i}-${process.pid}.ts`));
  const remove = () => files.forEach((file) => void rmSync(file, { force: true }));
  onCleanup(remove);
  files.forEach((file, i) => void writeFileSync(file, `${lines[i][1]}\n`));
  const { files: seen, found } = lint(...files);
  remove();
  expect(seen, 'each planted file must be looked at').toBe(files.length);
  return files.map((file) => found(FORBIDDEN, basename(file)));
}

describe('circles and arrows that run back up', () => {
  it('a circle of two files is found, of types too', () => {
    const files = ['a', 'b'].map((name) => join(ROOT, 'src', 'shared', `planted-${name}-${process.pid}.ts`));
    const name = (i: number) => `./${basename(files[i])}`;
    onCleanup(() => files.forEach((file) => void rmSync(file, { force: true })));
    writeFileSync(files[0], `import type { B } from '${name(1)}';\nexport interface A {\n  b: B;\n}\n`);
    writeFileSync(files[1], `import type { A } from '${name(0)}';\nexport interface B {\n  a: A;\n}\n`);
    const circles = () => {
      const { found } = lint(...files);
      return files.map((file) => found(CIRCLE, basename(file)));
    };
    expect(circles()).toEqual([1, 1]);
    writeFileSync(files[1], 'export interface B {\n  a: number;\n}\n');
    expect(circles()).toEqual([0, 0]);
  });

  it.each([
    ['src/core/storage/library.ts', "import { countScholars } from '../mobility/rows/scholar-rows.ts';", 1],
    ['src/core/recommender/jobs.ts', "import type { App } from '../app/app.ts';", 1],
    ['src/core/statistics/random.ts', "import { openReadWrite } from '../storage/sqlite.ts';", 1],
    ['src/core/report/page.ts', "const later = () => import('../statistics/random.ts');", 1],
    ['src/core/loose.ts', '', 1],
    ['src/core/app/create-app.ts', "import { libraryPaths } from '../storage/paths.ts';", 0],
    ['src/core/app/create-app.ts', "import type { App } from './app.ts';", 0],
  ])('%s: %s', (file, line, problems) => {
    expect(roomProblems(new Map([[file, line]]))).toHaveLength(problems);
  });
});

describe('import directions', () => {
  it('hold in the whole tree, and the whole tree is looked at', () => {
    const { files, found } = lint('src');
    expect(files).toBeGreaterThan(80);
    expect(found(FORBIDDEN)).toBe(0);
  });

  it('forbid what they should, and nothing else', () => {
    const rejected = [
      ['shared', "export * from '../core/app/grants.ts';"],
      ['shared/rpc', "export { readFileSync } from 'node:fs';"],
      ['core', "export * from '../server/server.ts';"],
      ['core/recommender', "export { app } from 'electron';"],
      ['core/jobs', "export { default } from 'better-sqlite3';"],
      ['core/recommender/models', "export * from '../../storage/sqlite.ts';"],
      ['core/recommender/measures', "export * from '../../storage/sqlite.ts';"],
      ['core/recommender/splits', "export * from '../../jobs/queue.ts';"],
      ['core/mobility', "export * from '../recommender/models/bias.ts';"],
      ['core/recommender', "export * from '../mobility/study/study.ts';"],
      ['core/statistics', "export * from '../storage/sqlite.ts';"],
      ['trainer', "export * from '../core/storage/library.ts';"],
      ['renderer/ui', "export * from '../../core/app/grants.ts';"],
      ['renderer', "export const load = () => import('../core/app/create-app.ts');"],
      ['renderer/app', "export { readFileSync } from 'node:fs';"],
      ['main', "export * from '../core/app/create-app.ts';"],
      ['cli', "export { app } from 'electron';"],
    ] as const;
    const allowed = [
      ['core', "export * from '../shared/errors.ts';"],
      ['renderer', "export * from '../shared/errors.ts';"],
    ] as const;
    const told = planted([...rejected, ...allowed]);
    const wanted = [...rejected.map(() => 1), ...allowed.map(() => 0)];
    const named = (counts: readonly number[]) =>
      [...rejected, ...allowed].map(([folder, line], i) => `${folder}: ${line} ${counts[i]}`);
    expect(named(told)).toEqual(named(wanted));
  });
});
