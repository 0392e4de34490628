import { syncFolder } from '../../storage/durable.ts';
import type { Library } from '../../storage/library.ts';
import type { OpenDb } from '../../storage/sqlite.ts';
import { ClipPublisher, OF_ENCODERS } from './audio/spectrogram-cache.ts';

const SLICE_TARGET_MS = 20;
/**
 * Where nobody has asked for anything of late. Each slice of new songs writes nearly all pages of the indexes over
 * counts once more, so fewer slices write less.
 */
const QUIET_SLICE_TARGET_MS = 100;
const QUIET_AFTER_MS = 1000;
const FIRST_SLICE_ROWS = 200;
const LARGEST_SLICE_ROWS = 100_000;

/**
 * A staging table and the statements that copy a range of its rowids (`?1` to `?2`) into the library. Each can run
 * twice without harm.
 */
interface Step {
  table: string;
  statements: readonly string[];
  /** For what is more than rows, in place of statements. */
  publish?: (from: number, to: number) => void;
}

/** What an import staged: a database, and a folder that only recordings need. */
export interface Staged {
  database: string;
  spectrograms: string;
}

const RANGE = 'rowid BETWEEN ?1 AND ?2';
/** Of recordings, only what could be decoded reaches the library. */
const HEARD = 'n.id IN (SELECT track_id FROM staging.clips)';
const HEARD_TRACK = 'n.track_id IN (SELECT track_id FROM staging.clips)';
const TRACK_COLUMNS = [
  'title',
  'artist',
  'artist_key',
  'release',
  'duration_seconds',
  'year',
  'familiarity',
  'hotttnesss',
];

const TRACK_STEP: Step = {
  table: 'tracks',
  statements: [
    `INSERT OR IGNORE INTO songs (song_key) SELECT song_key FROM staging.tracks WHERE ${RANGE}`,
    `INSERT INTO tracks (track_key, song_id, ${TRACK_COLUMNS.join(', ')})
       SELECT s.track_key, (SELECT id FROM songs WHERE song_key = s.song_key),
       ${TRACK_COLUMNS.map((column) => `s.${column}`).join(', ')} FROM staging.tracks s WHERE s.${RANGE}
       ON CONFLICT (track_key) DO UPDATE SET song_id = excluded.song_id,
       ${TRACK_COLUMNS.map((column) => `${column} = coalesce(excluded.${column}, ${column})`).join(', ')}`,
    `UPDATE songs SET main_track_id = (SELECT min(t.id) FROM tracks t WHERE t.song_id = songs.id)
       WHERE song_key IN (SELECT song_key FROM staging.tracks WHERE ${RANGE})`,
  ],
};

/** In this order; an import runs the steps whose tables it staged. */
const STEPS: readonly Step[] = [
  {
    table: 'new_songs',
    statements: [
      `INSERT OR IGNORE INTO songs (id, song_key, listeners, plays) SELECT id, key, listeners, plays FROM
      staging.new_songs WHERE ${RANGE}`,
    ],
  },
  {
    table: 'new_listeners',
    statements: [
      `INSERT OR IGNORE INTO listeners (id, listener_key, songs, plays) SELECT id, key, songs, plays FROM
      staging.new_listeners WHERE ${RANGE}`,
    ],
  },
  {
    table: 'plays',
    statements: [
      `INSERT INTO plays (listener_id, data) SELECT listener_id, data FROM staging.plays WHERE ${RANGE} ON
      CONFLICT (listener_id) DO UPDATE SET data = excluded.data`,
    ],
  },
  {
    table: 'old_songs',
    statements: [
      `UPDATE songs SET listeners = s.listeners, plays = s.plays FROM staging.old_songs s WHERE songs.id = s.id
      AND s.${RANGE}`,
    ],
  },
  {
    table: 'old_listeners',
    statements: [
      `UPDATE listeners SET songs = s.songs, plays = s.plays FROM staging.old_listeners s WHERE listeners.id =
      s.id AND s.${RANGE}`,
    ],
  },
  TRACK_STEP,
  {
    table: 'song_keys',
    statements: [`INSERT OR IGNORE INTO songs (song_key) SELECT key FROM staging.song_keys WHERE ${RANGE}`],
  },
  {
    table: 'listener_keys',
    statements: [`INSERT OR IGNORE INTO listeners (listener_key) SELECT key FROM staging.listener_keys WHERE ${RANGE}`],
  },
  ...['listens', 'play_times'].map((table) => ({
    table,
    statements: [
      `INSERT OR REPLACE INTO ${table} (listener_id, data) SELECT listener_id, data FROM staging.${table}
      WHERE ${RANGE}`,
    ],
  })),
  {
    table: 'tag_names',
    statements: [`INSERT OR IGNORE INTO tags (name) SELECT name FROM staging.tag_names WHERE ${RANGE}`],
  },
  {
    table: 'track_tags',
    statements: [
      `INSERT INTO track_tags (track_id, tag_id, weight)
           SELECT s.track_id, (SELECT g.id FROM tags g WHERE g.name = n.name), max(s.weight) FROM
           staging.track_tags s JOIN staging.tag_names n ON n.id = s.tag_row WHERE s.${RANGE} GROUP BY 1, 2
           ON CONFLICT DO UPDATE SET weight = excluded.weight`,
    ],
  },
  {
    table: 'key_tags',
    statements: [
      `INSERT OR IGNORE INTO tags (name) SELECT DISTINCT name FROM staging.key_tags WHERE ${RANGE}`,
      `INSERT INTO track_tags (track_id, tag_id, weight)
         SELECT t.id, g.id, max(s.weight) FROM staging.key_tags s JOIN tracks t ON t.track_key = s.track_key
         JOIN tags g ON g.name = s.name WHERE s.${RANGE} GROUP BY 1, 2
         ON CONFLICT DO UPDATE SET weight = excluded.weight`,
    ],
  },
  {
    table: 'vector_sets',
    statements: [
      `INSERT INTO vector_sets (name, width, source) SELECT name, width, source FROM staging.vector_sets
      WHERE ${RANGE} ON CONFLICT (name) DO UPDATE SET source = excluded.source`,
    ],
  },
  {
    table: 'song_vectors',
    statements: [
      `INSERT INTO song_vectors (set_id, song_id, data)
       SELECT (SELECT s.id FROM vector_sets s JOIN staging.vector_sets n ON n.name = s.name), song_id, data
       FROM staging.song_vectors WHERE ${RANGE} ON CONFLICT (set_id, song_id) DO UPDATE SET data = excluded.data`,
    ],
  },
  {
    table: 'mismatches',
    statements: [`INSERT OR IGNORE INTO mismatches SELECT song_key, track_key FROM staging.mismatches WHERE ${RANGE}`],
  },
  {
    table: 'song_tracks',
    statements: [
      `INSERT OR IGNORE INTO songs (song_key) SELECT song_key FROM staging.song_tracks n WHERE n.${RANGE} AND ${HEARD}`,
      `INSERT OR IGNORE INTO tracks (id, track_key, song_id)
           SELECT n.id, s.song_key, s.id FROM staging.song_tracks n JOIN songs s ON s.song_key = n.song_key
           WHERE n.${RANGE} AND ${HEARD}`,
      `UPDATE songs SET main_track_id = (SELECT n.id FROM staging.song_tracks n WHERE n.song_key = songs.song_key)
           WHERE main_track_id IS NULL AND song_key IN (SELECT n.song_key FROM staging.song_tracks n JOIN tracks t
           ON t.id = n.id WHERE n.${RANGE})`,
    ],
  },
  {
    table: 'track_fields',
    statements: [
      `UPDATE tracks SET title = coalesce(tracks.title, n.title), artist = coalesce(tracks.artist, n.artist),
           release = coalesce(tracks.release, n.release), year = coalesce(tracks.year, n.year)
           FROM staging.track_fields n WHERE tracks.id = n.track_id AND n.${RANGE} AND ${HEARD_TRACK}`,
    ],
  },
  {
    table: 'recording_tags',
    statements: [
      `INSERT OR IGNORE INTO tags (name) SELECT DISTINCT n.name FROM staging.recording_tags n WHERE n.${RANGE}
           AND ${HEARD_TRACK}`,
      `INSERT OR IGNORE INTO track_tags (track_id, tag_id, weight)
           SELECT n.track_id, g.id, n.weight FROM staging.recording_tags n JOIN tags g ON g.name = n.name
           WHERE n.${RANGE} AND ${HEARD_TRACK}`,
    ],
  },
  { table: 'clips', statements: [] },
  {
    table: 'removed_clips',
    statements: [
      `DELETE FROM song_vectors WHERE ${OF_ENCODERS} AND song_id IN (SELECT t.song_id FROM staging.removed_clips s
           JOIN tracks t ON t.id = s.track_id WHERE s.${RANGE})`,
      `DELETE FROM clips WHERE track_id IN (SELECT track_id FROM staging.removed_clips WHERE ${RANGE})`,
    ],
  },
];

/**
 * Copies a staged import into the library in transactions of a few milliseconds, yielding to requests between them.
 * Every statement is idempotent, so an interrupted publication is simply rerun. The slices do not wait for the disk:
 * the staging file survives a power cut and is published again. The last transaction waits, and with it all slices.
 *
 * @param sinceAsked milliseconds since somebody last asked for something, which makes slices short
 */
export async function publish(
  { db, paths }: Pick<Library, 'db' | 'paths'>,
  staged: Staged,
  progress: (fraction: number) => void,
  sinceAsked: () => number,
): Promise<void> {
  db.run('ATTACH ? AS staging', staged.database);
  try {
    const tables = new Set(
      db.all<{ name: string }>("SELECT name FROM staging.sqlite_master WHERE type = 'table'").map(({ name }) => name),
    );
    const steps = STEPS.filter(({ table }) => tables.has(table)).map((step) => ({
      ...step,
      ...(step.table === 'clips' ? clipStep({ db, paths }, staged.spectrograms) : {}),
      last: db.get<{ n: number | null }>(`SELECT max(rowid) AS n FROM staging.${step.table}`)?.n ?? 0,
    }));
    const target = () => (sinceAsked() < QUIET_AFTER_MS ? SLICE_TARGET_MS : QUIET_SLICE_TARGET_MS);
    const total = steps.reduce((sum, step) => sum + step.last, 0);
    let before = 0;
    for (const step of steps) {
      await publishTable(db, step, step.last, target, (row) => progress((before + row) / Math.max(1, total)));
      before += step.last;
    }
    if (tables.has('clips')) syncFolder(paths.mel);
    db.transaction(() => {
      if (tables.has('facts')) db.run('INSERT OR REPLACE INTO facts SELECT name, value FROM staging.facts');
    });
  } finally {
    db.run('DETACH staging');
  }
}

function clipStep(home: Pick<Library, 'db' | 'paths'>, spectrograms: string): Pick<Step, 'publish'> {
  const publisher = new ClipPublisher(home, spectrograms);
  return { publish: (from, to) => publisher.publish(from, to) };
}

async function publishTable(
  db: OpenDb,
  step: Step,
  last: number,
  targetMs: () => number,
  progress: (row: number) => void,
): Promise<void> {
  let rows = FIRST_SLICE_ROWS;
  let from = db.get<{ n: number | null }>(`SELECT min(rowid) AS n FROM staging.${step.table}`)?.n ?? 1;
  while (from <= last) {
    const to = Math.min(last, from + rows - 1);
    const started = performance.now();
    db.unsyncedTransaction(() => {
      for (const statement of step.statements) db.run(statement, { 1: from, 2: to });
      step.publish?.(from, to);
    });
    const took = performance.now() - started;
    rows = Math.round(
      Math.min(LARGEST_SLICE_ROWS, Math.max(20, rows * Math.min(2, Math.max(0.2, targetMs() / Math.max(0.1, took))))),
    );
    from = to + 1;
    progress(to);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
