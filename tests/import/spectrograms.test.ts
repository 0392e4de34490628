import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { melFile } from '../../src/core/recommender/audio/mel-file.ts';
import { encodeWav16 } from '../../src/core/recommender/audio/wav.ts';
import { ClipPublisher } from '../../src/core/recommender/import/audio/spectrogram-cache.ts';
import { stageImport } from '../../src/core/recommender/import/stage-import.ts';
import { publish } from '../../src/core/recommender/import/publish.ts';
import { openLibrary, restoreLibrary } from '../../src/core/storage/library.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { finish, freshApp, importFile, onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const RATE_HZ = 22_050;
const SONGS = ['s1', 's2', 's3'];
let app: App;
let folder: string;

/** Of every song another tone, which gives each recording a spectrogram of its own. */
function record(hertz: number, songs = SONGS): void {
  songs.forEach((song, i) => {
    const step = (2 * Math.PI * (hertz + 300 * i)) / RATE_HZ;
    const samples = Float32Array.from({ length: 4000 }, (_, n) => 0.5 * Math.sin(n * step));
    writeFileSync(join(folder, `${song}.wav`), encodeWav16(samples, RATE_HZ));
  });
}

const tracks = () => fileOf('tracks.txt', SONGS.map((song) => `T${song}<SEP>${song}<SEP>a<SEP>b\n`).join(''));
const spectrogramOf = (song: string, of = app) => of.call('library/get-mel', { songId: song }).then(({ data }) => data);
/** Of each song its spectrogram or, where there is none, the error. */
const heard = (of = app) => Promise.all(SONGS.map((song) => spectrogramOf(song, of).catch((error: Error) => error)));
const files = () => readdirSync(app.library.paths.mel).sort();
const undoLatest = async () => {
  const [latest] = await app.call('import/list', {});
  await app.call('import/undo', { id: latest.id });
};

beforeEach(async () => {
  app = await freshApp();
  folder = temporaryFolder();
  await importFile(app, 'tracks', tracks());
  record(200);
  await importFile(app, 'audio', folder);
});

describe('spectrograms belong to the recordings of the library', { timeout: 60_000 }, () => {
  it('while an import fails that had computed others', async () => {
    const before = [await heard(), files()];
    record(900);
    writeFileSync(join(folder, 's3.wav'), 'RIFF, and no more');
    const { jobId } = await app.call('import/start', {
      grant: app.grants.add(folder),
      kind: 'audio',
      onError: 'abort',
    });
    await expect(finish(app, jobId)).rejects.toThrow();
    expect([await heard(), files()]).toEqual(before);
  });

  it('of every recording that was replaced, after undoing and after importing again', async () => {
    const first = await heard();
    record(900);
    await importFile(app, 'audio', folder);
    const second = await heard();
    expect(new Set([...first, ...second]).size).toBe(2 * SONGS.length);
    record(2000, ['s1']);
    await importFile(app, 'audio', folder);
    expect((await heard()).slice(1)).toEqual(second.slice(1));
    expect(files()).toHaveLength(2 * SONGS.length + 1);
    await undoLatest();
    expect(await heard()).toEqual(second);
    await undoLatest();
    expect(await heard()).toEqual(first);
    record(900);
    await importFile(app, 'audio', folder);
    expect(await heard()).toEqual(second);
  });

  it('a replaced one is kept while its import can be undone, and no longer', async () => {
    record(900);
    await importFile(app, 'audio', folder);
    expect(files()).toHaveLength(2 * SONGS.length);
    app.library.db.exec('DELETE FROM import_before; DELETE FROM import_records');
    record(2000, ['s1']);
    await importFile(app, 'audio', folder);
    expect(files()).toHaveLength(SONGS.length + 1);
  });

  it('without which undoing is refused', async () => {
    record(900);
    const [{ id }] = app.library.db.all<{ id: number }>('SELECT id FROM clips');
    await importFile(app, 'audio', folder);
    rmSync(melFile(app.library.paths.mel, id));
    await expect(undoLatest()).rejects.toMatchObject(telling('imports.recordings-replaced'));
  });

  it.each([
    ['', () => {}],
    [', though the mark of the last number is lost', () => rmSync(app.library.paths.lastMel)],
    [', though the mark is of no use', () => writeFileSync(app.library.paths.lastMel, '')],
    [', though the cache was emptied', () => rmSync(dirname(app.library.paths.mel), { recursive: true })],
  ])('never of what was imported after a backup that is restored%s', async (_, lose) => {
    const { name } = await app.call('backups/create', {});
    await undoLatest();
    lose();
    app = await reopened();
    record(900);
    await importFile(app, 'audio', folder);
    await app.close();
    await restoreLibrary(app.library.paths.folder, name, new Date());
    app = await reopened();
    const clips = app.library.db.all<{ id: number }>('SELECT id FROM clips');
    expect(clips).toHaveLength(SONGS.length);
    for (const { id } of clips) expect(existsSync(melFile(app.library.paths.mel, id))).toBe(false);
  });

  it('wherever publishing is cut off, and after it went on', async () => {
    const first = await heard();
    const other = await freshApp();
    await importFile(other, 'tracks', tracks());
    record(900);
    await importFile(other, 'audio', folder);
    const second = await heard(other);
    const staged = await stage();
    const { db, paths } = app.library;
    const part = (from: number, to: number, until = () => {}) => {
      db.run('ATTACH ? AS staging', staged.database);
      try {
        db.transaction(() => {
          new ClipPublisher(app.library, staged.spectrograms).publish(from, to);
          until();
        });
      } finally {
        db.run('DETACH staging');
      }
    };
    const cutOff = () => {
      throw new Error('cut off');
    };
    expect(() => part(1, 3, cutOff)).toThrow('cut off');
    expect(await heard()).toEqual(first);
    part(1, 2);
    expect(await heard()).toEqual([second[0], second[1], first[2]]);
    const rows = db.all('SELECT * FROM clips WHERE track_id <= 2');
    expect(() => part(1, 3, cutOff)).toThrow('cut off');
    await publish(
      { db, paths },
      staged,
      () => {},
      () => 0,
    );
    expect(await heard()).toEqual(second);
    expect(db.all('SELECT * FROM clips WHERE track_id <= 2')).toEqual(rows);
  });

  it('of a library that named them after tracks, and of an import that took one out there', async () => {
    const before = await heard();
    const { db, paths } = app.library;
    mkdirSync(paths.melOfTracks, { recursive: true });
    for (const { id, track } of db.all<{ id: number; track: number }>('SELECT id, track_id AS track FROM clips'))
      renameSync(melFile(paths.mel, id), melFile(paths.melOfTracks, track));
    const [record] = await app.call('import/list', {});
    const out = db.get<{ id: number; track: number }>('SELECT id, track_id AS track FROM clips ORDER BY id DESC');
    const image = JSON.stringify([`n${out?.id}`, `n${out?.track}`, 't/s3.wav', 'n22050', 'n1', 'n0.2', null]);
    db.run("INSERT INTO import_before VALUES (?, 'clips', ?, ?)", record.id, out?.id, image);
    db.run('DELETE FROM clips WHERE id = ?', out?.id);
    const replaced = await reopened();
    expect(await Promise.all(SONGS.slice(0, 2).map((one) => spectrogramOf(one, replaced)))).toEqual(before.slice(0, 2));
    expect(existsSync(melFile(paths.mel, Number(out?.id)))).toBe(true);
    expect(existsSync(replaced.library.paths.melOfTracks)).toBe(false);
  });
});

async function stage() {
  const work = temporaryFolder();
  const staged = { database: join(work, 'staging.sqlite'), spectrograms: join(work, 'spectrograms') };
  const given = { kind: 'audio', format: 'auto', file: folder, mappingFile: null, listener: null, answers: {} };
  const places = { libraryFile: app.library.paths.database, scratch: join(work, 'scratch') };
  const task = { ...given, ...places, stagingFile: staged.database, melFolder: staged.spectrograms };
  await stageImport({ ...task, onError: 'skip', threads: 1 }, () => {});
  return staged;
}

async function reopened(): Promise<App> {
  const { folder: own } = app.library.paths;
  await app.close();
  const library = await openLibrary(own);
  const again = createApp({ library, spawnTrainer: spawnChildTrainer });
  onCleanup(() => again.close());
  return again;
}
