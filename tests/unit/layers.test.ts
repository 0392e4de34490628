import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { roomProblems } from '../../scripts/rooms.ts';
import { onCleanup, ROOT } from '../support/fixtures.ts';

const BIOME = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

interface Report {
  summary: { unchanged: number; changed: number };
  diagnostics: { category: string; location: { path: string } }[];
}

const FORBIDDEN = 'lint/style/noRestrictedImports';
const CIRCLE = 'lint/suspicious/noImportCycles';

/**
 * Writes files into src and answers what the rules say of each. All in one run: each run looks at the whole tree first.
 * That these rules hold in the tree itself, `npm run check` sees to.
 *
 * @param files names from src on → texts
 */
function planted(files: Record<string, string>): Record<string, string[]> {
  const paths = Object.keys(files).map((name) => join(ROOT, 'src', name));
  onCleanup(() => paths.forEach((path) => void rmSync(path, { force: true })));
  Object.values(files).forEach((text, i) => void writeFileSync(paths[i], `${text}\n`));
  const { stdout, stderr } = spawnSync(process.execPath, [BIOME, 'lint', '--reporter=json', ...paths], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  paths.forEach((path) => void rmSync(path, { force: true }));
  const { summary, diagnostics } = JSON.parse(stdout || stderr) as Report;
  expect(summary.unchanged + summary.changed, 'each planted file must be looked at').toBe(paths.length);
  const told = (name: string) =>
    diagnostics
      .filter(({ category, location }) => [FORBIDDEN, CIRCLE].includes(category) && location.path.endsWith(name))
      .map(({ category }) => category);
  return Object.fromEntries(Object.keys(files).map((name) => [name, told(name)]));
}

describe('circles and arrows that run back up', () => {
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

it('what a layer must not import, and circles, are refused where they stand, and nothing else is', () => {
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
  const own = (name: string) => `planted-${name}-${process.pid}.ts`;
  const interfaceOf = (name: string, other: string) =>
    `import type { ${other.toUpperCase()} } from './${own(other)}';\n` +
    `export interface ${name.toUpperCase()} {\n  ${other}: ${other.toUpperCase()};\n}`;
  const files = new Map<string, [text: string, told: string[]]>();
  rejected.forEach(([folder, line], i) => void files.set(`${folder}/${own(`not-${i}`)}`, [line, [FORBIDDEN]]));
  allowed.forEach(([folder, line], i) => void files.set(`${folder}/${own(`may-${i}`)}`, [line, []]));
  files.set(`shared/${own('a')}`, [interfaceOf('a', 'b'), [CIRCLE]]);
  files.set(`shared/${own('b')}`, [interfaceOf('b', 'a'), [CIRCLE]]);
  files.set(`shared/${own('c')}`, [interfaceOf('c', 'd'), []]);
  files.set(`shared/${own('d')}`, ['export interface D {\n  c: number;\n}', []]);
  expect(planted(Object.fromEntries([...files].map(([name, [text]]) => [name, text])))).toEqual(
    Object.fromEntries([...files].map(([name, [, told]]) => [name, told])),
  );
});
