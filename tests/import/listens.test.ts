import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherDataset } from '../../src/core/recommender/data/gather.ts';
import { ListensPacker, type SongListens, unpackListens } from '../../src/core/recommender/rows/packed-listens.ts';
import { LIBRARY_FORMAT } from '../../src/core/storage/migrate.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { library30, playsOf } from '../support/plays.ts';

/** Made by tests/golden/listens/make_listens.py with pandas. */
const golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'listens', 'listens.json'), 'utf8'));

const put = (name: string, lines: readonly string[]) => fileOf(name, `${lines.join('\n')}\n`);
const HEADER = 'user_id,song_id,listened_at';
const events = (name: string, lines: readonly string[]) => put(name, [HEADER, ...lines]);
/** Last.fm-1K. */
const line = (user: string, time: string, song: string) => `${user}\t${time}\t\tArtist\t\t${song}`;

describe('listens', () => {
  it('of several files add up as pandas counts them, whatever the form of the times', async () => {
    const app = await freshApp();
    for (let part = 0; part < golden.files.length; part++) {
      const result = await importFile(app, 'listens', events(`part-${part}.csv`, golden.files[part]));
      expect(result.rejected).toBe(0);
      expect(result.notes).toContainEqual(saying('import.listens-twice', { listens: 15 }));
      expect(playsOf(app)).toEqual(golden.after[part]);
    }
    // The same file again changes nothing, and in another order neither.
    const again = await importFile(app, 'listens', events('again.csv', [...golden.files[1]].reverse()));
    expect(again.notes).toContainEqual(saying('import.listens-known', { listens: 180 }));
    expect(playsOf(app)).toEqual(golden.after.at(-1));
    const { rows } = await app.call('library/list-listeners', { sort: 'listenerId' });
    expect(rows.reduce((sum, { plays }) => sum + plays, 0)).toBe(480);
    const songs = await app.call('library/list-songs', {});
    expect(songs.rows.reduce((sum, { plays }) => sum + plays, 0)).toBe(480);
    expect((await app.call('app/info', {})).counts.plays).toBe(Object.keys(golden.after.at(-1)).length);
  });

  it('in any order of the files come to the same', async () => {
    const app = await freshApp();
    for (const part of [2, 0, 1]) await importFile(app, 'listens', events(`part-${part}.csv`, golden.files[part]));
    expect(playsOf(app)).toEqual(golden.after.at(-1));
  });

  it('January, then February: nine and two are eleven, and January alone leaves February be', async () => {
    const app = await freshApp();
    const january = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((day) => line('ann', `2009-01-0${day}T10:00:00Z`, 'Song'));
    const february = [line('ann', '2009-02-01T10:00:00Z', 'Song'), line('ann', '2009-02-02T10:00:00Z', 'Song')];
    for (const [file, plays] of [
      [january, 9],
      [february, 11],
      [january, 11],
      [[...january, ...february], 11],
    ] as const) {
      await importFile(app, 'listens', put('history.tsv', file));
      expect(playsOf(app)).toEqual({ 'ann artist – song': plays });
    }
  });

  it('of days without a time of day: each row is a play, and the file with more of them counts', async () => {
    const app = await freshApp();
    const days = (...lines: string[]) => importFile(app, 'listens', events('days.csv', lines));
    const first = await days('u,s,2019-09-21', 'u,s,2019-09-21', 'u,s,2019-09-22', 'u,t,2019-09-21', 'v,s,2019-09-21');
    expect(first.notes).toContainEqual(saying('import.listens-of-days', { listens: 1 }));
    expect(playsOf(app)).toEqual({ 'u s': 3, 'u t': 1, 'v s': 1 });
    const again = await days('u,s,2019-09-21', 'u,s,2019-09-21', 'u,s,2019-09-21', 'u,s,2019-09-22');
    expect(again.notes).toContainEqual(saying('import.listens-known', { listens: 3 }));
    expect(playsOf(app)).toEqual({ 'u s': 4, 'u t': 1, 'v s': 1 });
    // One time of day says that midnight is one, too.
    const other = await days('w,s,2019-09-21 00:00:00', 'w,s,2019-09-21 00:00:00', 'w,t,2019-09-21 00:03:00');
    expect(other.notes).toContainEqual(saying('import.listens-twice', { listens: 1 }));
    expect(playsOf(app)).toMatchObject({ 'w s': 1, 'w t': 1 });
  });

  it('of Spotify and of text are one listen where listener, song and second agree', async () => {
    const app = await freshApp();
    const folder = join(temporaryFolder(), 'ann');
    mkdirSync(folder);
    const stream = (ts: string) => ({
      ts,
      ms_played: 60_000,
      master_metadata_track_name: 'Song',
      master_metadata_album_artist_name: 'Artist',
      master_metadata_album_album_name: 'Album',
    });
    const times = ['2009-01-01T10:00:00Z', '2009-01-01T10:05:00Z'];
    writeFileSync(join(folder, 'Streaming_History_Audio_2009_0.json'), JSON.stringify(times.map(stream)));
    const { jobId } = await app.call('import/start', { grant: app.grants.add(folder), kind: 'listens' });
    await finish(app, jobId);
    await importFile(
      app,
      'listens',
      put('h.tsv', [line('ann', '2009-01-01T12:00:00+02:00', 'Song'), line('ann', '2009-01-01T10:06:00Z', 'Song')]),
    );
    expect(playsOf(app)).toEqual({ 'ann artist – song': 3 });
  });

  it('a file of totals replaces the count; listens count again once there are more of them', async () => {
    const app = await freshApp();
    const history = (days: number) =>
      events(
        'h.csv',
        Array.from({ length: days }, (_, day) => `u,s,${1_230_768_000 + 86_400 * day}`),
      );
    await importFile(app, 'listens', history(3));
    const totals = await importFile(app, 'triplets', put('triplets.txt', ['u\ts\t5']));
    expect(totals.notes).toContainEqual(saying('import.pairs-replaced', { pairs: 1 }));
    expect(playsOf(app)).toEqual({ 'u s': 5 });
    const more = await importFile(app, 'listens', history(4));
    expect(more.notes).toContainEqual(saying('import.totals-kept', { pairs: 1 }));
    expect(playsOf(app)).toEqual({ 'u s': 5 });
    await importFile(app, 'listens', history(7));
    expect(playsOf(app)).toEqual({ 'u s': 7 });
  });

  it('of ratings: the later file replaces, within one the highest counts', async () => {
    const app = await freshApp();
    const rate = (lines: string[]) =>
      importFile(app, 'ratings', put('ratings.csv', ['userId,movieId,rating,timestamp', ...lines]));
    await rate(['1,31,3,1260759144', '1,31,4.5,1260759200']);
    expect(playsOf(app)).toEqual({ '1 31': 9 });
    await rate(['1,31,2,1260759300']);
    expect(playsOf(app)).toEqual({ '1 31': 4 });
    const listens = gatherDataset(app.library.db, '', true, () => {}).listens;
    expect([[...(listens?.seconds ?? [])], [...(listens?.counts ?? [])]]).toEqual([[1260759300], [4]]);
  });

  it('pack into bytes and back, at the ends of what a time and a count can be', () => {
    const times = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { maxLength: 20 });
    const packer = new ListensPacker();
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 22 }), { maxLength: 10 }), times, (songs, seconds) => {
        const sorted = [...seconds, 2 ** 32 - 1]
          .filter((time, i, all) => all.indexOf(time) === i)
          .sort((a, b) => a - b);
        const counts = sorted.map((time) => 1 + (time % 300));
        const listens: SongListens[] = songs.sort((a, b) => a - b).map((song) => ({ song, seconds: sorted, counts }));
        packer.start();
        for (const one of listens) packer.add(one);
        expect(unpackListens(packer.packed)).toEqual(listens);
      }),
    );
  });
});

describe('a library of format 30', () => {
  it('keeps what it has; a split over time asks for the histories again, and then no listen counts twice', async () => {
    const app = await library30();
    const { db } = app.library;
    expect(db.pragma('user_version')).toBe(LIBRARY_FORMAT);
    const before = { 'ann artist – other': 1, 'ann artist – song': 9, 'bob artist – other': 1, 'bob artist – song': 1 };
    expect(playsOf(app)).toEqual(before);
    expect(db.get<{ n: number }>('SELECT count(*) AS n FROM play_times')?.n).toBe(2);
    const split = () => app.call('evaluation/start', { protocol: 'temporal', models: ['popularity'] });
    await expect(split()).rejects.toMatchObject({ told: saying('evaluation.only-first-times') });
    const february = await importFile(
      app,
      'listens',
      put('february.tsv', [line('ann', '2009-02-01T10:00:00Z', 'Song'), line('ann', '2009-02-02T10:00:00Z', 'Song')]),
    );
    expect(february.notes).toContainEqual(saying('import.totals-kept', { pairs: 1 }));
    expect(playsOf(app)).toEqual(before);
    const january = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((day) => line('ann', `2009-01-0${day}T10:00:00Z`, 'Song'));
    january.push(line('ann', '2009-01-05T11:00:00Z', 'Other'), line('bob', '2009-01-06T11:00:00Z', 'Song'));
    january.push(line('bob', '2009-01-07T11:00:00Z', 'Other'));
    await importFile(app, 'listens', put('january.tsv', january));
    expect(playsOf(app)).toEqual({ ...before, 'ann artist – song': 11 });
    await expect(split()).resolves.toHaveProperty('jobId');
  });
});
