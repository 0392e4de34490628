import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { assign } from '../../src/core/mobility/coding/assign.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { importArchive } from '../../src/core/storage/archive.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { finish, onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

const SCHOLARS = Array.from({ length: 60 }, (_, i) => `s${String(i + 1).padStart(2, '0')}`);
const CODERS = ['Ana', 'Ben', 'Cyd'];
const CAREERS = SCHOLARS.flatMap((key) => [
  `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`,
  `${key},Scholar ${key},f,lecturer,Beta University,Beta,1996,present,`,
]);

/** Everybody reads the same in the lines, but each a year later, in every second scholar, for the first job. */
async function codeAll(app: App, coder: string, stages: readonly string[], later: number): Promise<void> {
  for (const { id, key } of await app.call('mobility/list-scholars', { coder })) {
    const differs = Number(key.slice(1)) % 2 === 0;
    for (const stage of stages) {
      const [institution, year] = stage === 'doctorate' ? ['a', 1995] : ['b', 1996];
      const value = { institution, year: stage === 'first-job' && differs ? year + later : year };
      await app.call('mobility/code', { coder, scholarId: id, stage, value });
    }
  }
}

async function copyOf(app: App, coder: string | null): Promise<App> {
  const out = temporaryFolder();
  const input = { folder: app.grants.add(out), coder, includeBlind: coder === null };
  const { file } = await finish<{ file: string }>(app, (await app.call('library/export-archive', input)).jobId);
  const folder = join(temporaryFolder(), 'copy');
  await importArchive(join(out, file), folder, { progress: () => {} });
  const copy = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  onCleanup(() => copy.close());
  return copy;
}

async function carry(from: App, to: App, coder: string): Promise<void> {
  const folder = temporaryFolder();
  const { file } = await from.call('mobility/export-coding', { coder, grant: from.grants.add(folder) });
  await to.call('mobility/merge-coding', { grant: to.grants.add(join(folder, file)) });
}

/** What the study says, without numbers that differ between copies. */
async function outcome(app: App) {
  const { moves, summary } = await app.call('mobility/get-moves', { transition: 'doctorate:first-job' });
  const { groups, doubleCodedUnits, disagreements, adjudicated } = await app.call('mobility/get-agreement', {});
  return {
    moves: moves.map(({ scholar, outcome, from, to }) => ({ scholar, outcome, from, to })),
    summary,
    agreement: { groups, doubleCodedUnits, disagreements, adjudicated },
    open: (await app.call('mobility/list-disagreements', {})).map(({ scholar, stage }) => `${scholar} ${stage}`).sort(),
  };
}

describe('a team of three', () => {
  it('codes sixty scholars, split and in part blind, with one outcome in whatever order it is merged', async () => {
    const lead = await smallStudy();
    await importStudyFile(lead, fileOf('r.csv', resumes(...CAREERS)));
    const { codebook } = (await lead.call('mobility/get-study', {})).codebook;
    const stages = codebook.stages.flatMap(({ key, optional }) => (optional ? [] : [key]));
    const ids = await Promise.all(SCHOLARS.map((key) => idOf(lead, key)));
    // Each has a third; Ben also has some of Ana's, and Cyd some of Ben's.
    for (const [n, coder] of CODERS.entries())
      assign(lead.library.db, coder, ids.slice(n * 20, n * 20 + 20), 'hidden', lead.study.now());
    for (const [n, coder] of ['Ben', 'Cyd'].entries())
      await lead.call('mobility/assign', {
        ...{ coder, what: 'overlap', other: CODERS[n], share: 0.2, suggestions: 'hidden' },
      });
    const drawn = lead.library.db.all('SELECT scholar_key FROM double_draws');
    expect(drawn.length).toBe(7);
    const [first, second, third] = [await copyOf(lead, null), await copyOf(lead, null), await copyOf(lead, null)];
    const homes = new Map<string, App>();
    for (const [n, coder] of CODERS.entries()) {
      const home = await copyOf(lead, coder);
      homes.set(coder, home);
      await codeAll(home, coder, stages, n);
    }
    const bring = (coder: string, to: App) => carry(homes.get(coder) as App, to, coder);

    for (const coder of CODERS) await bring(coder, first);
    for (const coder of CODERS.toReversed()) await bring(coder, second);
    const merged = await outcome(first);
    expect(await outcome(second)).toEqual(merged);
    // Some are coded by all three; every second one of several coders differs, in the year of the first job.
    expect([merged.agreement.doubleCodedUnits, merged.open.length]).toEqual([7 * stages.length, 4]);

    const { doubleCodedScholars, drawnScholars } = await first.call('mobility/get-agreement', {});
    expect([doubleCodedScholars, drawnScholars]).toEqual([7, 7]);

    const questions = await first.call('mobility/list-settlement-questions', { judge: 'Chief' });
    expect(questions.filter(({ fields }) => fields.length > 0).length).toBe(4);
    for (const { scholarId, stage, sides } of questions) {
      const value = sides.map((side) => side.value).toSorted((a, b) => Number(a.year) - Number(b.year))[0];
      await first.call('mobility/adjudicate', { scholarId, stage, value, author: 'Chief', reason: 'as the file says' });
    }
    await carry(first, second, 'Chief');
    const settled = await outcome(first);
    expect(settled.open).toEqual([]);
    expect(await outcome(second)).toEqual(settled);

    // Ben finds that one of them is otherwise again: it is open, also where the decision comes after the correction.
    const home = homes.get('Ben') as App;
    const [scholar, stage] = merged.open[0].split(' ');
    await home.call('mobility/code', {
      coder: 'Ben',
      scholarId: await idOf(home, scholar),
      stage,
      value: { year: 1999 },
    });
    for (const app of [first, second]) await bring('Ben', app);
    for (const coder of CODERS) await bring(coder, third);
    await carry(first, third, 'Chief');
    const corrected = await outcome(first);
    expect(corrected.open).toEqual([`${scholar} ${stage}`]);
    expect(await outcome(second)).toEqual(corrected);
    expect(await outcome(third)).toEqual(corrected);
    // Who was coded already can no longer be drawn without regard to the codes.
    await first.call('mobility/assign', { coder: 'Dan', what: 'overlap', other: 'Ana', suggestions: 'hidden' });
    expect(first.library.db.all('SELECT scholar_key FROM double_draws')).toEqual(drawn);
  });
});
