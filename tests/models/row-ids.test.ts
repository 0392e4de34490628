import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { valuesOf } from '../../src/core/recommender/rows/vector-rows.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

/** Made by numpy, pandas and json: tests/fixtures/make_row_ids.py. Row r is of SONGS[r] and holds r, r + .5 and -r. */
const FORMS = join(ROOT, 'tests', 'fixtures', 'tables', 'row-ids');
const SONGS = ['song02', 'song00', 'song03', 'song01'];

async function withSongs(): Promise<App> {
  const app = await freshApp();
  const rows = SONGS.map((song) => `u1,${song},1\n`).join('');
  await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${rows}`));
  return app;
}

/** A copy of one of the forms, to be altered. */
function copyOf(form: string): string {
  const folder = join(temporaryFolder(), 'theirs');
  cpSync(join(FORMS, form), folder, { recursive: true });
  return folder;
}

async function take(app: App, folder: string, answers?: Record<string, string>): Promise<ImportResult> {
  const given = { grant: app.grants.add(folder), kind: 'factors', name: 'theirs', answers };
  const { jobId } = await app.call('import/start', given);
  return finish<ImportResult>(app, jobId);
}

function kept(app: App): Record<string, number[]> {
  const rows = app.library.db.all<{ song: string; data: Buffer }>(
    `SELECT song_key AS song, data FROM song_vectors JOIN vector_sets ON vector_sets.id = set_id
     JOIN songs ON songs.id = song_id WHERE name = 'theirs'`,
  );
  return Object.fromEntries(rows.map(({ song, data }) => [song, [...valuesOf(data)]]));
}

const rowOf = (row: number) => [row, row + 0.5, 0 - row];
const ALL = Object.fromEntries(SONGS.map((song, row) => [song, rowOf(row)]));
const NUMBERED = ['json id to row', 'json row to id', 'series tabs', 'series headed', 'org and remap', 'from 1'];
const LISTED = ['numpy texts', 'numpy bytes', 'numpy big-endian', 'json list', 'any name', 'one archive', 'LightFM'];

describe('the rows of a matrix of factors', () => {
  it.each([...LISTED, ...NUMBERED, 'padding'])('are named by ids as people keep them: %s', async (form) => {
    const app = await withSongs();
    const { notes, rejected } = await take(app, join(FORMS, form));
    expect(rejected).toBe(0);
    expect(kept(app)).toEqual(ALL);
    const numbered = notes.find(({ id }) => id === 'vectors.rows-by-number');
    expect(numbered !== undefined).toBe(!LISTED.includes(form));
    if (numbered) expect(numbered.values).toMatchObject({ unnamed: form === 'padding' ? 1 : 0 });
    expect(notes.some(({ id }) => id === 'factors.biases-left-out')).toBe(form === 'LightFM');
  });

  it('are looked into before they are imported', async () => {
    const app = await withSongs();
    const given = { grant: app.grants.add(join(FORMS, 'LightFM')), kind: 'factors' };
    const { imported, notes, extent } = await app.call('import/preview', given);
    expect({ imported, extent }).toEqual({ imported: 4, extent: 'whole' });
    expect(notes.map(({ id }) => id)).toContain('factors.biases-left-out');
  });

  it('are asked about where ids are numbers of rows as well', async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('plays.csv', 'user,song,plays\nu1,0,1\nu1,1,1\nu1,2,1\nu1,3,1\n'));
    for (const [name, text] of [
      ['item2idx.json', '{"2": 0, "0": 1, "3": 2, "1": 3}'],
      ['item_map.csv', 'keys,values\n2,0\n0,1\n1,3\n3,2\n'],
    ]) {
      const folder = copyOf('any name');
      rmSync(join(folder, 'catalogue_order.txt'));
      writeFileSync(join(folder, name), text);
      const { questions } = await take(app, folder);
      expect(questions.map(({ choices }) => choices.map(({ id }) => id))).toEqual([['keys', 'values']]);
      for (const [answer, song] of [
        ['values', '2'],
        ['keys', '1'],
      ]) {
        await take(app, folder, { [questions[0].id]: answer });
        expect(kept(app)[song]).toEqual(rowOf(0));
        app.library.db.exec('DELETE FROM song_vectors; DELETE FROM vector_sets');
      }
    }
  });

  it('are asked about where numbers beside the ids could be ranks, and lines in their order are not', async () => {
    const app = await withSongs();
    const folder = copyOf('any name');
    rmSync(join(folder, 'catalogue_order.txt'));
    const ranks = SONGS.map((song, row) => `${song}\t${4 - row}\n`).join('');
    writeFileSync(join(folder, 'ids.txt'), ranks);
    const { questions } = await take(app, folder);
    expect(questions.map(({ id }) => id)).toEqual(['ask.rows-by-number']);
    await take(app, folder, { 'ask.rows-by-number': 'lines' });
    expect(kept(app)).toEqual(ALL);
    app.library.db.exec('DELETE FROM song_vectors; DELETE FROM vector_sets');
    await take(app, folder, { 'ask.rows-by-number': 'numbers' });
    expect(kept(app)[SONGS[0]]).toEqual(rowOf(3));
    app.library.db.exec('DELETE FROM song_vectors; DELETE FROM vector_sets');
    writeFileSync(join(folder, 'ids.txt'), SONGS.map((song, row) => `${song}\t${row + 1}\n`).join(''));
    expect((await take(app, folder)).questions).toEqual([]);
    expect(kept(app)).toEqual(ALL);
  });

  it('are those of ids.txt, whatever maps and tables of songs lie beside it', async () => {
    const app = await withSongs();
    const folder = copyOf('any name');
    rmSync(join(folder, 'catalogue_order.txt'));
    writeFileSync(join(folder, 'ids.txt'), SONGS.join('\n'));
    writeFileSync(join(folder, 'item2idx.json'), '{"song00": 0}');
    writeFileSync(join(folder, 'track_lookup.csv'), 'id,title\nsong00,A\n');
    await take(app, folder);
    expect(kept(app)).toEqual(ALL);
  });

  it('without ids, or with ids that are pickled or of another form, are refused with what to do', async () => {
    const app = await withSongs();
    await expect(take(app, join(FORMS, 'numpy objects'))).rejects.toMatchObject(telling('vectors.npy-refused'));
    const folder = copyOf('json list');
    writeFileSync(join(folder, 'item_list.json'), '[["song00", 1]]');
    await expect(take(app, folder)).rejects.toMatchObject(telling('vectors.ids-of-json'));
    rmSync(join(folder, 'item_list.json'));
    writeFileSync(join(folder, 'README.txt'), 'a\nb\nc\nd\n');
    await expect(take(app, folder)).rejects.toMatchObject(telling('vectors.needs-ids'));
    writeFileSync(join(folder, 'one.txt'), SONGS.join('\n'));
    writeFileSync(join(folder, 'two.txt'), SONGS.join('\n'));
    await expect(take(app, folder)).rejects.toMatchObject(telling('factors.several-ids'));
  });
});
