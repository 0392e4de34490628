import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { readClip } from '../../src/core/recommender/audio/clip.ts';
import { MUSICNN_SAMPLE_RATE_HZ, MusicnnMel } from '../../src/core/recommender/audio/musicnn-mel.ts';
import { encodeWav16 } from '../../src/core/recommender/audio/wav.ts';
import { listenJob } from '../../src/core/recommender/encoding/listen-job.ts';
import { valuesOf } from '../../src/core/recommender/rows/vector-rows.ts';
import type { JobServices } from '../../src/core/recommender/training/job-services.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { TrainerClient } from '../../src/core/recommender/training/trainer-client.ts';
import { resourceFile } from '../../src/core/workers/resource.ts';
import type { ListenResult } from '../../src/shared/contract/vectors.ts';
import { finish, freshApp, importFile, onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const SONGS = ['S1', 'S2', 'S3', 'S4', 'S5'];
let app: App;
let folder: string;

const tone = (hz: number) =>
  encodeWav16(
    Float32Array.from({ length: 22_050 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / 22_050)),
    22_050,
  );
const recording = (song: string) => join(folder, `${song}.wav`);

beforeEach(async () => {
  app = await freshApp();
  folder = temporaryFolder();
  SONGS.forEach((song, i) => {
    writeFileSync(recording(song), tone(220 * (i + 1)));
  });
  const tracks = SONGS.map((song) => `T${song}<SEP>${song}<SEP>somebody<SEP>${song}\n`).join('');
  await importFile(app, 'tracks', fileOf('tracks.txt', tracks));
  await importFile(app, 'audio', folder);
});

function vectors(): Record<string, Float32Array> {
  const rows = app.library.db.all<{ song: string; data: Buffer }>(
    `SELECT g.song_key AS song, v.data FROM song_vectors v JOIN songs g ON g.id = v.song_id
     JOIN vector_sets s ON s.id = v.set_id WHERE s.name = 'musicnn' ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ song, data }) => [song, valuesOf(data)]));
}

const listen = async (again = false) => finish<ListenResult>(app, (await app.call('vectors/listen', { again })).jobId);

describe('listening to the clips of a library', { timeout: 120_000 }, () => {
  it('gives every song what the encoder says of its recording; what was heard is not heard again', async () => {
    rmSync(recording('S4'));
    writeFileSync(recording('S5'), 'no sound');
    const first = await listen();
    expect(first).toMatchObject({ set: 'musicnn', heard: 3, heardBefore: 0, missing: 1, refused: 1 });
    expect(first.notes).toContainEqual(saying('listen.recordings-missing', { songs: 1 }));
    expect(first.notes).toContainEqual(saying('encoder.has-heard-msd'));
    expect(first.notes).toContainEqual(
      saying('import.note-on-a-file', {
        file: 'S5.wav',
        note: expect.objectContaining({ id: 'audio.not-recognised' }),
      }),
    );
    const trainer = new TrainerClient(spawnChildTrainer);
    onCleanup(() => trainer.close());
    const { samples } = await readClip(recording('S2'), MUSICNN_SAMPLE_RATE_HZ);
    const task = {
      kind: 'encode' as const,
      weightsFile: resourceFile('musicnn.safetensors'),
      mels: new MusicnnMel().compute(samples),
      engine: 'auto' as const,
    };
    const alone = await trainer.run(task, new AbortController().signal, () => {});
    const own = vectors();
    expect(Object.keys(own)).toEqual(['S1', 'S2', 'S3']);
    expect(Math.max(...own.S2.map((value, v) => Math.abs(value - alone.vectors[v])))).toBeLessThan(1e-4);
    expect(own.S1).not.toEqual(own.S2);
    expect(await app.call('vectors/list-sets', {})).toEqual([
      expect.objectContaining({ name: 'musicnn', encoder: 'musicnn', width: 753, songs: 3 }),
    ]);

    writeFileSync(recording('S4'), tone(880));
    expect(await listen()).toMatchObject({ heard: 1, heardBefore: 3, refused: 1 });
    expect(vectors().S1).toEqual(own.S1);
  });

  it('a song whose recording is imported anew is no longer heard', async () => {
    await listen();
    const other = temporaryFolder();
    writeFileSync(join(other, 'S1.wav'), tone(3000));
    await importFile(app, 'audio', other);
    expect(Object.keys(vectors())).toEqual(['S2', 'S3', 'S4', 'S5']);
    expect(await listen()).toMatchObject({ heard: 1, heardBefore: 4 });
  });

  it('a job that was stopped goes on behind the parts that it had heard', async () => {
    const trainer = new TrainerClient(spawnChildTrainer);
    onCleanup(() => trainer.close());
    const parts: number[] = [];
    const services = {
      library: app.library,
      spawnTrainer: spawnChildTrainer,
      settings: () => ({ engine: 'auto', threads: 1 }),
      changed: () => {},
      trainer: {
        run: (task: { clips: unknown[] }, ...rest: [AbortSignal, () => void]) => {
          parts.push(task.clips.length);
          return trainer.run(task as never, ...rest);
        },
      },
    } as unknown as JobServices;
    const job = listenJob(services, 2);
    const work = temporaryFolder();
    const stop = new AbortController();
    const context = (signal: AbortSignal, atDone: (done: number) => void) => ({
      id: 1,
      signal,
      folder: work,
      progress: (_phase: string, _fraction: number | null, { done = 0 } = {}) => atDone(done),
      commit: () => {},
    });
    const first = context(stop.signal, (done) => done >= 2 && stop.abort());
    await expect(job.run({ again: false }, first)).rejects.toMatchObject({ code: 'cancelled' });
    expect(vectors()).toEqual({});
    expect(job.keeps?.(work, 'cancelled')).toBe(true);
    parts.length = 0;
    const result = await job.run(
      { again: false },
      context(new AbortController().signal, () => {}),
    );
    expect(result).toMatchObject({ heard: 5 });
    expect(parts).toEqual([2, 1]);
    expect(Object.keys(vectors())).toEqual(SONGS);
  });

  it('nothing to hear and a name that is taken are told', async () => {
    app.library.db.run('DELETE FROM clips');
    await expect(listen()).rejects.toMatchObject(telling('listen.no-clips'));
    app.library.db.run("INSERT INTO vector_sets (name, width, source) VALUES ('musicnn', 3, 'musicnn.csv')");
    await expect(listen()).rejects.toMatchObject(telling('listen.name-is-taken', { name: 'musicnn' }));
  });

  it('a network on what was heard is trained, and places a new recording', async () => {
    await listen();
    const plays = Array.from({ length: 12 }, (_, u) => SONGS.map((song, i) => `u${u},${song},${1 + ((u + i) % 3)}\n`));
    await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${plays.flat().join('')}`));
    const train = async (type: string, options: Record<string, string | number>) =>
      finish<{ notes?: unknown }>(app, (await app.call('models/train', { type, name: type, options })).jobId);
    const fewest = { k: 3, 'min-listeners': 1, 'network-epochs': 3 };
    expect(await train('cnn', { ...fewest, encoder: 'musicnn' })).toMatchObject({
      notes: [saying('encoder.has-heard-msd')],
    });
    expect(await train('cnn-2d', { ...fewest, 'network-epochs': 1 })).not.toHaveProperty('notes');
    await app.call('models/delete', { name: 'cnn-2d' });
    const again = temporaryFolder();
    writeFileSync(join(again, 'unknown.wav'), tone(660));
    // A hybrid may hear, but this one has no ears: the model that has them answers.
    await train('hybrid-weighted', { parts: 'popularity,content', 'content.inputs': 'musicnn' });
    const place = async (model?: string) =>
      app.call('audio/place', { grant: app.grants.add(join(again, 'unknown.wav')), ...(model ? { model } : {}) });
    const placed = await place();
    expect(placed.model).toBe('cnn');
    expect(placed.nearest[0]).toMatchObject({ songId: 'S3', similarity: expect.closeTo(1, 3) });
    await expect(place('hybrid-weighted')).rejects.toMatchObject(telling('engine.hears-nothing'));
    await expect(train('cnn', { ...fewest, encoder: 'mert' })).rejects.toMatchObject(telling('vectors.no-such-set'));
  });
});
