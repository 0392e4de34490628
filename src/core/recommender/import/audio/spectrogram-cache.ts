import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listBackups } from '../../../storage/backups.ts';
import { writeDurably } from '../../../storage/durable.ts';
import { linkOrCopy } from '../../../storage/link-or-copy.ts';
import { moveFile, removeFile, removeFolder } from '../../../storage/moves.ts';
import type { LibraryPaths } from '../../../storage/paths.ts';
import { type OpenDb, openForeign, type ReadableDb } from '../../../storage/sqlite.ts';
import { melFile, melNumbers } from '../../audio/mel-file.ts';

// A recording that takes another's place is a clip with a number of its own, and a spectrogram is named after its
// clip. So a file never changes once it has its name: who undoes an import, or still trains on what was gathered
// before it, finds what belongs to the clip.

interface StagedClip {
  track_id: number;
  file: string;
  sample_rate: number;
  channels: number;
  duration_seconds: number;
  warning: string | null;
}

type Home = { db: OpenDb; paths: Pick<LibraryPaths, 'mel' | 'lastMel' | 'melOfTracks' | 'backups'> };

const COLUMNS = ['track_id', 'file', 'sample_rate', 'channels', 'duration_seconds', 'warning'] as const;
/** Vectors that the app itself took from recordings. */
export const OF_ENCODERS = 'set_id IN (SELECT id FROM vector_sets WHERE encoder IS NOT NULL)';
/** Clips that an import took out or replaced and that undoing it brings back. */
const UNDOABLE = "SELECT CAST(row_key AS INTEGER) AS id FROM import_before WHERE table_name = 'clips'";

/** Publishes staged clips with their spectrograms; can run again after it was cut off. */
export class ClipPublisher {
  readonly #home: Home;
  readonly #staged: string;
  #next: number;

  /** @param staged the folder of the staged spectrograms, named after their tracks */
  constructor(home: Home, staged: string) {
    this.#home = home;
    this.#staged = staged;
    this.#next = lastNumber(home) + 1;
    const clips = home.db.get<{ n: number }>('SELECT count(*) AS n FROM staging.clips')?.n ?? 0;
    writeDurably(home.paths.lastMel, `${this.#next - 1 + clips}\n`);
    sweepSpectrograms(home);
  }

  /** Inside the transaction of the caller. @param from the first rowid of `staging.clips`, to its last one */
  publish(from: number, to: number): void {
    const { db } = this.#home;
    const clips = db.all<StagedClip>(
      `SELECT ${COLUMNS.join(', ')} FROM staging.clips WHERE rowid BETWEEN ? AND ?`,
      from,
      to,
    );
    for (const clip of clips) this.#put(clip);
  }

  #put(clip: StagedClip): void {
    const { db, paths } = this.#home;
    const values = COLUMNS.map((column) => clip[column]);
    // Versions that named spectrograms after tracks staged them in their final place.
    const spectrogram = [melFile(this.#staged, clip.track_id), melFile(paths.melOfTracks, clip.track_id)].find((path) =>
      existsSync(path),
    );
    const old = db.get<{ id: number; isSame: number }>(
      `SELECT id, (${COLUMNS.join(', ')}) IS (${COLUMNS.map(() => '?').join(', ')}) AS isSame
       FROM clips WHERE track_id = ?`,
      ...values,
      clip.track_id,
    );
    if (old?.isSame && sameBytes(melFile(paths.mel, old.id), spectrogram)) return;
    // What an encoder heard in the recording of before is no longer true.
    db.run(
      `DELETE FROM song_vectors WHERE ${OF_ENCODERS} AND song_id = (SELECT song_id FROM tracks WHERE id = ?)`,
      clip.track_id,
    );
    const id = old && !spectrogram ? old.id : this.#next++;
    if (spectrogram) linkOrCopy(spectrogram, melFile(paths.mel, id));
    db.run('DELETE FROM clips WHERE track_id = ?', clip.track_id);
    db.run(`INSERT INTO clips (id, ${COLUMNS.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)`, id, ...values);
  }
}

/**
 * No number is given twice, even if undoing took the clip and its file: a backup that is restored would find the
 * spectrogram of another recording. Where the mark is lost, backups say which numbers they know.
 */
function lastNumber({ db, paths }: Home): number {
  const mark = existsSync(paths.lastMel) ? readFileSync(paths.lastMel, 'utf8').trim() : '';
  const known = /^\d{1,15}$/.test(mark)
    ? [Number(mark)]
    : listBackups(paths.backups).map(({ name }) => lastOfBackup(paths, name));
  return [lastClip(db), ...melNumbers(paths.mel), ...known].reduce((most, number) => Math.max(most, number), 0);
}

function lastOfBackup({ backups }: Home['paths'], name: string): number {
  try {
    const db = openForeign(join(backups, name));
    try {
      return lastClip(db);
    } finally {
      db.close();
    }
  } catch {
    return 0; // a backup that cannot be read cannot be restored
  }
}

function lastClip(db: ReadableDb): number {
  return db.get<{ n: number | null }>('SELECT max(id) AS n FROM main.clips')?.n ?? 0;
}

function sameBytes(one: string, other: string | undefined): boolean {
  return other !== undefined && existsSync(one) && readFileSync(one).equals(readFileSync(other));
}

/** Removes spectrograms that no clip has, nor one that undoing an import would bring back. */
function sweepSpectrograms({ db, paths }: Home): void {
  const wanted = new Set(db.all<{ id: number }>(`SELECT id FROM clips UNION ${UNDOABLE}`).map(({ id }) => id));
  for (const number of melNumbers(paths.mel)) if (!wanted.has(number)) removeFile(melFile(paths.mel, number));
}

/**
 * Gives spectrograms that are named after their tracks, as earlier versions did, the names of their clips. One without
 * a clip may belong to an import that was staged and is yet to be published: it stays.
 */
export function adoptSpectrograms({ db, paths }: Home): void {
  if (!existsSync(paths.melOfTracks)) return;
  const ofTrack = db.get<{ at: number }>("SELECT cid AS at FROM pragma_table_info('clips') WHERE name = 'track_id'");
  for (const track of melNumbers(paths.melOfTracks)) {
    const clip =
      db.get<{ id: number }>('SELECT id FROM clips WHERE track_id = ?', track) ??
      db.get<{ id: number }>(
        `${UNDOABLE} AND json_extract(before, '$[${ofTrack?.at}]') = ? ORDER BY record_id DESC`,
        `n${track}`,
      );
    if (clip) moveFile(melFile(paths.melOfTracks, track), melFile(paths.mel, clip.id));
  }
  if (readdirSync(paths.melOfTracks).length === 0) removeFolder(paths.melOfTracks);
}
