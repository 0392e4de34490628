import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { melFile } from '../../src/core/recommender/audio/mel-file.ts';
import { encodeWav16 } from '../../src/core/recommender/audio/wav.ts';
import { recordMusicImport } from '../../src/core/recommender/import/undo.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

/** Every row of every table that imports of music write, with its number. */
function contentsOf({ library: { db } }: App): Record<string, unknown[]> {
  const tables = db
    .all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .map(({ name }) => name)
    .filter((name) => !['jobs', 'import_records', 'import_before'].includes(name));
  const rowsOf = (name: string) => db.all(`SELECT * FROM ${name}`).map((one) => JSON.stringify(one));
  return Object.fromEntries(tables.map((name) => [name, rowsOf(name).sort()]));
}

const row = (cells: readonly (string | number)[]) => `${cells.join(',')}\n`;
const song = fc.nat(7).map((i) => `s${i}`);
const listener = fc.nat(4).map((i) => `u${i}`);
const rows = <T extends (string | number)[]>(header: string, one: fc.Arbitrary<T>) =>
  fc.array(one, { minLength: 1, maxLength: 8 }).map((all) => header + all.map(row).join(''));

const file = fc.oneof(
  rows('user,song,plays\n', fc.tuple(listener, song, fc.integer({ min: 1, max: 9 }))).map((text) => ({
    kind: 'triplets',
    text,
  })),
  rows('user_id,song_id,listened_at\n', fc.tuple(listener, song, fc.integer({ min: 1.6e9, max: 1.6e9 + 5 }))).map(
    (text) => ({ kind: 'listens', text }),
  ),
  rows('song,tag,count\n', fc.tuple(song, fc.constantFrom('rock', 'jazz'), fc.integer({ min: 1, max: 99 }))).map(
    (text) => ({ kind: 'tags', text }),
  ),
  rows('song,v0,v1\n', fc.tuple(song, fc.nat(9), fc.nat(9))).map((text) => ({ kind: 'vectors', text })),
  fc.uniqueArray(fc.nat(9), { minLength: 1 }).map((ids) => ({
    kind: 'tracks',
    text: ids.map((i) => `T${i}<SEP>s${i % 6}<SEP>artist ${i}<SEP>title ${i}\n`).join(''),
  })),
);

const undoLatest = async (app: App) => {
  const [latest] = await app.call('import/list', {});
  await app.call('import/undo', { id: latest.id });
};

describe('undoing imports of music', { timeout: 120_000 }, () => {
  it('one after the other, each leaves every table as it was before it', async () => {
    const app = await freshApp();
    await app.call('mobility/list-imports', {});
    const before: Record<string, unknown[]>[] = [];
    for (const { kind, text } of fc.sample(file, { seed: 20261126, numRuns: 14 })) {
      const contents = contentsOf(app);
      const { jobId } = await app.call('import/start', {
        grant: app.grants.add(fileOf('data.csv', text)),
        kind,
        name: 'set',
      } as never);
      const job = await app.jobs.wait(jobId);
      if (job.state === 'done' && (await app.call('import/list', {})).length > before.length) before.push(contents);
    }
    expect(before.length).toBeGreaterThan(8);
    const whole = contentsOf(app);
    expect(whole).not.toEqual(before[0]);
    for (const contents of before.reverse()) {
      await undoLatest(app);
      expect(contentsOf(app)).toEqual(contents);
    }
    expect(await app.call('import/list', {})).toEqual([]);
  });

  it('only the latest can be undone; what is imported then gives the same as in a library without it', async () => {
    const [one, other] = [await freshApp(), await freshApp()];
    const january = fileOf('january.csv', 'user,song,plays\nu1,s1,3\nu2,s2,1\n');
    const february = fileOf('february.csv', 'user,song,plays\nu1,s1,5\nu3,s3,2\n');
    await importFile(one, 'triplets', january);
    await importFile(one, 'triplets', february);
    const [latest, first] = await one.call('import/list', {});
    expect([latest, first]).toMatchObject([
      { file: 'february.csv', kind: 'triplets', imported: 2, canBeUndone: true },
      { file: 'january.csv', canBeUndone: false },
    ]);
    await expect(one.call('import/undo', { id: first.id })).rejects.toMatchObject(
      telling('imports.undo-latest-first', { id: first.id, latest: latest.id }),
    );
    expect(await one.call('mobility/list-imports', {})).toEqual([]);
    await undoLatest(one);
    await undoLatest(one);
    await importFile(one, 'triplets', february);
    await importFile(other, 'triplets', february);
    const plays = (app: App) => ({ ...contentsOf(app), imports: [], facts: [] });
    expect(plays(one)).toEqual(plays(other));
  });

  it('is refused while models know its songs', async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('plays.csv', 'user,song,plays\nu1,s1,3\nu2,s1,1\nu2,s2,1\n'));
    await finish(app, (await app.call('models/train', { type: 'popularity', name: 'pop' })).jobId);
    await expect(undoLatest(app)).rejects.toMatchObject(telling('imports.models-since', { models: ['pop'] }));
    await app.call('models/delete', { name: 'pop' });
    await undoLatest(app);
    expect(await app.call('library/list-songs', {})).toMatchObject({ total: 0 });
  });

  it('of audio: clips and spectrograms go', async () => {
    const app = await freshApp();
    await importFile(app, 'tracks', fileOf('tracks.txt', 'T1<SEP>s1<SEP>a<SEP>b\n'));
    const folder = temporaryFolder();
    writeFileSync(join(folder, 's1.wav'), encodeWav16(new Float32Array(8000).fill(0.1), 22_050));
    const before = contentsOf(app);
    await importFile(app, 'audio', folder);
    const { clip } = app.library.db.get<{ clip: number }>('SELECT id AS clip FROM clips') as { clip: number };
    expect(existsSync(melFile(app.library.paths.mel, clip))).toBe(true);
    await undoLatest(app);
    expect(contentsOf(app)).toEqual(before);
    expect(existsSync(melFile(app.library.paths.mel, clip))).toBe(false);
    await importFile(app, 'audio', folder);
    const once = contentsOf(app);
    await importFile(app, 'audio', folder);
    await undoLatest(app); // the same recording: nothing was replaced
    expect(contentsOf(app)).toEqual(once);
  });

  it('vectors that were removed by hand end what stood on them', async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('plays.csv', 'user,song,plays\nu1,s1,3\n'));
    await importFile(app, 'vectors', fileOf('set.csv', 'song,v0,v1\ns1,1,2\n'));
    await importFile(app, 'triplets', fileOf('more.csv', 'user,song,plays\nu1,s2,3\n'));
    await app.call('vectors/delete-set', { name: 'set' });
    expect(await app.call('import/list', {})).toMatchObject([{ file: 'more.csv' }]);
    await undoLatest(app);
    expect(await app.call('import/list', {})).toEqual([]);
  });

  it('an import that was cut off while it wrote is one record, of all that it changed', async () => {
    const app = await freshApp();
    const { db } = app.library;
    await importFile(app, 'triplets', fileOf('plays.csv', 'user,song,plays\nu1,s1,3\n'));
    const before = contentsOf(app);
    const record = join(temporaryFolder(), 'record.json');
    const about = { kind: 'triplets', file: 'cut.csv', imported: 2, at: '2026-01-01T00:00:00.000Z' };
    const write = (plays: number) => db.run('UPDATE songs SET plays = ? WHERE song_key = ?', plays, 's1');
    await expect(
      recordMusicImport(app.library, record, about, async () => {
        write(7);
        throw new Error('cut off');
      }),
    ).rejects.toThrow('cut off');
    expect(await app.call('import/list', {})).toHaveLength(1);
    await recordMusicImport(app.library, record, about, async () => {
      write(8);
      db.run("INSERT INTO songs (song_key) VALUES ('s9')");
    });
    expect((await app.call('import/list', {}))[0]).toMatchObject({ file: 'cut.csv', imported: 2 });
    await undoLatest(app);
    expect(contentsOf(app)).toEqual(before);
    await expect(app.call('import/undo', { id: 99 })).rejects.toMatchObject(
      telling('imports.no-such-import', { id: 99 }),
    );
  });
});
