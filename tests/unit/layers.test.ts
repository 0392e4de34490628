import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { roomProblems } from '../../scripts/rooms.ts';
import { onCleanup, ROOT } from '../support/fixtures.ts';

const BIOME = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

function lint(path: string) {
  const { stdout, stderr } = spawnSync(process.execPath, [BIOME, 'lint', '--reporter=json', path], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout || stderr);
  return {
    files: report.summary.unchanged + report.summary.changed,
    forbidden: report.diagnostics.filter(
      (one: { category: string }) => one.category === 'lint/style/noRestrictedImports',
    ).length,
  };
}

function categories(path: string, category: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, [BIOME, 'lint', '--reporter=json', path], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(stdout || stderr) as { diagnostics: { category: string }[] };
  return diagnostics.filter((one) => one.category === category).length;
}

/** Writes one file with one import and counts what the rule says of it. */
function planted(folder: string, line: string): number {
  const file = join(ROOT, 'src', folder, `planted-${process.pid}.ts`);
  onCleanup(() => rmSync(file, { force: true }));
  writeFileSync(file, `${line}\n`);
  const { files, forbidden } = lint(file);
  rmSync(file);
  expect(files, 'the planted file must be looked at').toBe(1);
  return forbidden;
}

describe('circles and arrows that run back up', () => {
  it('a circle of two files is found, of types too', () => {
    const files = ['a', 'b'].map((name) => join(ROOT, 'src', 'shared', `planted-${name}-${process.pid}.ts`));
    const name = (i: number) => `./${basename(files[i])}`;
    onCleanup(() => files.forEach((file) => void rmSync(file, { force: true })));
    writeFileSync(files[0], `import type { B } from '${name(1)}';\nexport interface A {\n  b: B;\n}\n`);
    writeFileSync(files[1], `import type { A } from '${name(0)}';\nexport interface B {\n  a: A;\n}\n`);
    expect(files.map((file) => categories(file, 'lint/suspicious/noImportCycles'))).toEqual([1, 1]);
    writeFileSync(files[1], 'export interface B {\n  a: number;\n}\n');
    expect(files.map((file) => categories(file, 'lint/suspicious/noImportCycles'))).toEqual([0, 0]);
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
    const { files, forbidden } = lint('src');
    expect(files).toBeGreaterThan(80);
    expect(forbidden).toBe(0);
  });

  it.each([
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
  ])('%s may not: %s', (folder, line) => {
    expect(planted(folder, line)).toBe(1);
  });

  it('allow what they should', () => {
    expect(planted('core', "export * from '../shared/errors.ts';")).toBe(0);
    expect(planted('renderer', "export * from '../shared/errors.ts';")).toBe(0);
  });
});
