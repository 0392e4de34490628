import fc from 'fast-check';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { AppError } from '../../src/shared/errors.ts';
import { freshApp, onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { fileOf, importStudyFile, importStudyTables, resumes } from '../support/mobility.ts';

const CODERS = ['Ana', 'Ben'] as const;
type Coder = (typeof CODERS)[number];
const SCHOLARS = ['s1', 's2'];
const TRANSITION = 'doctorate:first-job';
const CAREERS = SCHOLARS.flatMap((key) => [
  `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`,
  `${key},Scholar ${key},f,lecturer,Beta University,Beta,1996,present,`,
]);
/** Stands in what a coder codes of a scholar, and nowhere else. */
const sentinel = (coder: string, scholar: string) => `zz${coder}${scholar}zz`;

interface Copy {
  app: App;
  folder: string;
}

interface Action {
  what: 'code' | 'undo' | 'settle' | 'reopen' | 'finish' | 'open' | 'merge';
  copy: number;
  coder: Coder;
  scholar: string;
  /** The copy that another's work is merged into. */
  to?: number;
}

const where = { copy: fc.nat(2), coder: fc.constantFrom(...CODERS), scholar: fc.constantFrom(...SCHOLARS) };
const of = <T extends Action['what']>(...what: T[]) => fc.record({ what: fc.constantFrom(...what), ...where });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: of('code') },
  { weight: 2, arbitrary: of('undo', 'settle', 'reopen') },
  { weight: 2, arbitrary: of('finish') },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('merge' as const), ...where, to: fc.nat(2) }) },
  { weight: 1, arbitrary: of('open') },
);

async function opened(folder: string): Promise<App> {
  const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  onCleanup(() => app.close());
  return app;
}

/** What is refused is no fault here; anything else is. */
async function allowed(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

describe('a blind coder, in whatever order three copies code, undo, settle, open and merge', () => {
  it('is shown nothing of a scholar before both have finished in some copy, or the lead has opened', async () => {
    const master = join(temporaryFolder(), 'master');
    const base = await freshApp(master);
    await importStudyTables(base);
    await importStudyFile(base, fileOf('r.csv', resumes(...CAREERS)));
    for (const coder of CODERS) await base.call('mobility/assign', { coder, what: 'all', suggestions: 'hidden' });
    const { codebook } = (await base.call('mobility/get-study', {})).codebook;
    const stages = codebook.stages.flatMap(({ key, optional }) => (optional ? [] : [key]));
    await base.close();

    const idIn = (app: App, key: string) =>
      app.library.db.get<{ id: number }>('SELECT id FROM scholars WHERE scholar_key = ?', key)?.id as number;
    const code = (app: App, coder: string, key: string, stage: string) =>
      app.call('mobility/code', {
        ...{ coder, scholarId: idIn(app, key), stage },
        value: { institution: 'a', city: sentinel(coder, key), year: 1995, note: sentinel(coder, key) },
      });

    async function act(copies: Copy[], one: Action, step: number): Promise<void> {
      const at = copies[one.copy];
      const { app } = at;
      const stage = stages[step % stages.length];
      if (one.what === 'code') await code(app, one.coder, one.scholar, stage);
      else if (one.what === 'undo')
        await allowed(() => app.call('mobility/undo', { coder: one.coder, direction: 'undo' }));
      else if (one.what === 'finish') for (const each of stages) await code(app, one.coder, one.scholar, each);
      else if (one.what === 'open') await app.call('mobility/open-blind', { author: 'Lead' });
      else if (one.what === 'settle')
        await allowed(() =>
          app.call('mobility/adjudicate', {
            ...{ scholarId: idIn(app, one.scholar), stage, author: 'Chief', reason: 'x' },
            value: { state: 'missing', institution: null, city: null, country: null, year: null, role: null } as never,
          }),
        );
      else if (one.what === 'reopen') {
        await app.close();
        at.app = await opened(at.folder);
      } else {
        const to = copies[one.to ?? 0].app;
        await allowed(async () => {
          const out = temporaryFolder();
          const { file } = await app.call('mobility/export-coding', { coder: one.coder, grant: app.grants.add(out) });
          await to.call('mobility/merge-coding', { grant: to.grants.add(join(out, file)) });
        });
      }
    }

    /** Everything that a coder may open on the way, as one text. */
    async function seenBy(app: App, coder: string): Promise<string> {
      const answers: unknown[] = [];
      const ask = async (work: () => Promise<unknown>) => allowed(async () => void answers.push(await work()));
      for (const key of SCHOLARS) {
        const scholarId = idIn(app, key);
        await ask(() => app.call('mobility/get-scholar', { coder, scholarId }));
        await ask(() => app.call('mobility/get-career', { scholarId }));
      }
      await ask(() => app.call('mobility/list-events', { scholarId: null }));
      await ask(() => app.call('mobility/list-scholar-summaries', {}));
      await ask(() => app.call('mobility/get-moves', { transition: TRANSITION }));
      await ask(() => app.call('mobility/get-flows', { unit: 'city' }));
      await ask(() => app.call('mobility/list-disagreements', { settled: 'all' }));
      await ask(() => app.call('mobility/list-settlement-questions', { judge: 'Chief', settled: 'all' }));
      await ask(() => app.call('mobility/get-agreement', {}));
      return JSON.stringify(answers);
    }

    let shown = 0;
    let hidden = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 6, maxLength: 14 }), async (all) => {
        const copies: Copy[] = [];
        for (let n = 0; n < 3; n++) {
          const folder = join(temporaryFolder(), 'library');
          cpSync(master, folder, { recursive: true });
          copies.push({ folder, app: await opened(folder) });
        }
        // Told by the codes alone: who has judged every stage of whom, in which copy.
        const mayBeShown = new Set<string>();
        for (const [step, one] of all.entries()) {
          await act(copies, one, step);
          for (const { app } of copies)
            for (const key of SCHOLARS) {
              const judged = app.library.db.all<{ coder: string; n: number }>(
                `SELECT coder, count(*) AS n FROM codes WHERE scholar_id = ? AND stage IN
                 (${stages.map(() => '?').join()}) GROUP BY coder HAVING n = ?`,
                ...[idIn(app, key), ...stages, stages.length],
              );
              if (judged.length === CODERS.length || one.what === 'open') mayBeShown.add(key);
            }
          const touched = copies[one.to ?? one.copy].app;
          for (const coder of CODERS) {
            const other = CODERS.find((name) => name !== coder) as string;
            const seen = await seenBy(touched, coder);
            for (const key of SCHOLARS) {
              const isShown = seen.includes(sentinel(other, key));
              if (isShown) shown++;
              else if (touched.library.db.get('SELECT 1 FROM codes WHERE coder = ?', other)) hidden++;
              expect(isShown && !mayBeShown.has(key), `${coder} of ${key} after step ${step}`).toBe(false);
            }
          }
        }
        for (const { app } of copies) await app.close();
      }),
      { numRuns: 12, seed: 15 },
    );
    // Both happen, so that neither is what the calls answer anyway.
    expect(shown).toBeGreaterThan(0);
    expect(hidden).toBeGreaterThan(0);
  }, 240_000);
});
