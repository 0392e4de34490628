import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
