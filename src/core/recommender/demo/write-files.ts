import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openScratch } from '../../storage/sqlite.ts';
import type { Checkpoint } from '../../workers/worker-side.ts';
import { SAMPLE_RATE_HZ } from '../audio/mel.ts';
import { encodeWav16 } from '../audio/wav.ts';
import { synthesise } from './music.ts';
import { writeTruth } from './oracle.ts';
import { makeWorld, type World, type WorldSize } from './world.ts';
import { moveFile, removeFile } from '../../storage/moves.ts';

/** Paths of the files of a synthetic library. */
export function demoFiles(folder: string) {
  return {
    triplets: join(folder, 'train_triplets.txt'),
    metadata: join(folder, 'track_metadata.db'),
    tags: join(folder, 'lastfm_tags.db'),
    audio: join(folder, 'wav'),
    truth: join(folder, 'truth.bin'),
    done: join(folder, 'SYNTHETIC.txt'),
  };
}

/**
 * Writes a synthetic world in the formats of the real data sets. `SYNTHETIC.txt` comes last: it says what this is, and
 * that it is complete.
 */
export function writeDemoFiles(folder: string, size: WorldSize, checkpoint: Checkpoint): void {
  const files = demoFiles(folder);
  mkdirSync(files.audio, { recursive: true });
  const world = makeWorld(size);
  writeFileSync(
    files.triplets,
    world.listeners
      .flatMap((listener) =>
        listener.plays.map(({ track, count }) => `${listener.listenerKey}\t${world.tracks[track].songKey}\t${count}\n`),
      )
      .join(''),
  );
  writeMetadata(files.metadata, world);
  writeTags(files.tags, world);
  writeWorldTruth(files.truth, world);
  world.tracks.forEach((track, i) => {
    writeFileSync(
      join(files.audio, `${track.trackKey}.wav`),
      encodeWav16(synthesise(track, track.seed), SAMPLE_RATE_HZ),
    );
    checkpoint((i + 1) / world.tracks.length, 'synthesising');
  });
  writeFileSync(
    `${files.done}.tmp`,
    'These tracks, listeners, plays, tags and recordings are SYNTHETIC: made by Quadrille from a seed.\nThey ' +
      'show that the program works and are no evidence about music or people.\n',
  );
  moveFile(`${files.done}.tmp`, files.done);
}

function writeMetadata(file: string, world: World): void {
  removeFile(file);
  const db = openScratch(file);
  db.exec(`CREATE TABLE songs (track_id text PRIMARY KEY, title text, song_id text, release text, artist_id
  text, artist_mbid text, artist_name text, duration real,
    artist_familiarity real, artist_hotttnesss real, year int, track_7digitalid int, shs_perf int, shs_work int)`);
  db.transaction(() => {
    for (const track of world.tracks) {
      db.run(
        'INSERT INTO songs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        track.trackKey,
        track.title,
        track.songKey,
        track.release,
        track.artistKey,
        '',
        track.artist,
        3,
        null,
        null,
        track.year,
        0,
        -1,
        0,
      );
    }
  });
  db.close();
}

function writeTags(file: string, world: World): void {
  removeFile(file);
  const db = openScratch(file);
  db.exec(
    'CREATE TABLE tags (tag text); CREATE TABLE tids (tid text); CREATE TABLE tid_tag (tid int, tag int, val float)',
  );
  const names = [...new Set(world.tracks.flatMap((track) => track.tags.map(({ tag }) => tag)))].sort();
  db.transaction(() => {
    for (const name of names) db.run('INSERT INTO tags VALUES (?)', name);
    world.tracks.forEach((track, i) => {
      db.run('INSERT INTO tids VALUES (?)', track.trackKey);
      for (const { tag, weight } of track.tags)
        db.run('INSERT INTO tid_tag VALUES (?, ?, ?)', i + 1, names.indexOf(tag) + 1, weight);
    });
  });
  db.close();
}

/** Rows and columns in the order of keys, as datasets have them. */
function writeWorldTruth(file: string, world: World): void {
  const n = world.tracks.length;
  const order = world.listeners
    .map((listener, u) => ({ key: listener.listenerKey, u }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const ordered = (values: Float32Array) => {
    const rows = new Float32Array(values.length);
    order.forEach(({ u }, row) => rows.set(values.subarray(u * n, (u + 1) * n), row * n));
    return rows;
  };
  writeTruth(file, {
    listenerKeys: order.map(({ key }) => key),
    songKeys: world.tracks.map((track) => track.songKey),
    expected: ordered(world.utility),
    audible: ordered(world.audible),
  });
}
