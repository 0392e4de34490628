import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { rebuildAll } from '../../src/core/mobility/coding/fold.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { importArchive } from '../../src/core/storage/archive.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { EMPTY_CODE } from '../../src/shared/mobility/coding.ts';
import { onCleanup, ROOT, temporaryFolder } from '../support/fixtures.ts';

const FIXTURES = join(ROOT, 'tests', 'fixtures', 'study-formats');

async function opened(format: number) {
  const folder = join(temporaryFolder(), 'library');
  await importArchive(join(FIXTURES, `format-${format}.quadrille-archive`), folder, { progress: () => {} });
  const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  onCleanup(() => app.close());
  return app;
}

describe.each([120, 130])('a study of format %i', (format) => {
  it('opens with its codes, its population and its blind pilot round, and can be coded on', async () => {
    const app = await opened(format);
    const { db } = app.library;
    const codes = () =>
      db.all(
        `SELECT s.scholar_key || ' ' || stage || ' ' || coder || ' ' || state || ' '
           || coalesce(json_extract(value, '$.institution'), '–') || ' ' || uncertain AS code
         FROM codes c JOIN scholars s ON s.id = c.scholar_id ORDER BY 1`,
      );
    const stored = [
      's1 doctorate Ana coded jia 0',
      's1 doctorate Ben coded yi 0',
      's1 first-job Ana coded yi 0',
      's2 doctorate Ana coded yi 0',
      's2 first-job Ana coded jia 1',
      's3 current Ben missing – 0',
      's3 doctorate Ben coded bing 0',
    ].map((code) => ({ code }));
    expect(codes()).toEqual(stored);
    rebuildAll(db, app.study.now());
    expect(codes()).toEqual(stored);
    const population = await app.call('mobility/get-population', {});
    expect(population).toMatchObject({ members: 4, missing: 1, reasons: [{ reason: 'no-cv', count: 1 }] });
    expect(await app.call('mobility/get-ethics', {})).toMatchObject({ board: 'Ethics board', approval: '2026-1' });
    const blind = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: 3 });
    expect([blind.suggestions, blind.stages.map(({ code }) => code)]).toEqual(['hidden', [null, null, null, null]]);
    await app.call('mobility/rename-coder', { coder: 'Ben', name: 'Bea' });
    const value = { ...EMPTY_CODE, institution: 'bing' };
    await app.call('mobility/code', { coder: 'ben', scholarId: 2, stage: 'doctorate', value });
    expect(codes()).toContainEqual({ code: 's2 doctorate Bea coded bing 0' });
  });
});
