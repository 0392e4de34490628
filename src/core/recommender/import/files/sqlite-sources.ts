import { say } from '../../../../shared/messages/say.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { brokenField, hasTables, textInBlobs, withForeign } from './foreign-database.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { METADATA, TAGS } from '../kinds.ts';
import { KeyTagStaging } from '../songs/key-tags.ts';
import { createTrackStaging, stageTrack } from '../songs/track-staging.ts';
import { YearReader } from '../text/years.ts';

const METADATA_COLUMNS = [
  'track_id',
  'title',
  'song_id',
  'release',
  'artist_id',
  'artist_name',
  'duration',
  'artist_familiarity',
  'artist_hotttnesss',
  'year',
];

/** The Million Song Dataset's `track_metadata.db`. */
export const metadataImporter: Importer = {
  kind: METADATA,
  formats: ['track-metadata-db'],
  sniff: (head, file) => (hasTables(head, file, ['songs']) ? 'track-metadata-db' : null),
  async stage(context) {
    createTrackStaging(context);
    const years = new YearReader();
    withForeign(context, { songs: METADATA_COLUMNS }, (db) => {
      const total = db.get<{ n: number }>('SELECT count(*) AS n FROM songs')?.n ?? 0;
      context.staging.transaction(() => {
        for (const row of db.iterate<Record<string, unknown>>(`SELECT ${METADATA_COLUMNS.join(', ')} FROM songs`))
          stageRow(context, textInBlobs(row), total, years);
      });
    });
    if (years.unread) context.report.notes.push(say('import.unread-years', years.unread));
  },
};

function stageRow(context: ImportContext, row: Record<string, unknown>, total: number, years: YearReader): void {
  const { report } = context;
  report.read++;
  if ((report.read & 0xfff) === 0) context.checkpoint(report.read / total, 'reading');
  const track = text(row.track_id);
  const song = text(row.song_id);
  const broken = brokenField(row);
  if (broken) return report.reject(report.read, broken, say('import.not-utf-8'));
  if (!track) return report.reject(report.read, 'track_id', say('import.is-empty'));
  if (!song) return report.reject(report.read, 'song_id', say('import.is-empty'));
  stageTrack(context, {
    key: track,
    song,
    title: text(row.title),
    artist: text(row.artist_name),
    artistKey: text(row.artist_id),
    release: text(row.release),
    durationSeconds: positive(row.duration),
    year: years.year(row.year),
    familiarity: positive(row.artist_familiarity),
    hotttnesss: positive(row.artist_hotttnesss),
  });
  report.imported++;
}

/** Last.fm's `lastfm_tags.db`: `tid_tag` holds rowids of `tids` and `tags`. */
export const tagsImporter: Importer = {
  kind: TAGS,
  formats: ['lastfm-tags-db'],
  sniff: (head, file) => (hasTables(head, file, ['tids', 'tags', 'tid_tag']) ? 'lastfm-tags-db' : null),
  async stage(context) {
    const { staging, report, library } = context;
    staging.exec(
      'CREATE TABLE tag_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL); CREATE TABLE track_tags (id INTEGER ' +
        'PRIMARY KEY, track_id INTEGER NOT NULL, tag_row INTEGER NOT NULL, weight REAL NOT NULL)',
    );
    const trackIds = new Map<string, number>();
    for (const row of library.iterate<{ id: number; track_key: string }>('SELECT id, track_key FROM tracks'))
      trackIds.set(row.track_key, row.id);
    withForeign(context, { tids: ['tid'], tags: ['tag'], tid_tag: ['tid', 'tag', 'val'] }, (db) => {
      const total = db.get<{ n: number }>('SELECT count(*) AS n FROM tid_tag')?.n ?? 0;
      const trackOfRow = new Map<number, number>();
      for (const row of eachOnce(db.iterate<{ id: number; tid: unknown }>('SELECT rowid AS id, tid FROM tids'))) {
        const id = trackIds.get(String(row.tid));
        if (id !== undefined) trackOfRow.set(row.id, id);
      }
      staging.transaction(() => {
        const named = stageTagNames(context, db);
        for (const row of db.iterate<{ tid: number; tag: number; val: unknown }>('SELECT tid, tag, val FROM tid_tag')) {
          report.read++;
          if ((report.read & 0xffff) === 0) context.checkpoint(report.read / total, 'reading');
          const track = trackOfRow.get(row.tid);
          const weight = Number(row.val);
          if (track === undefined) report.reject(report.read, 'tid', say('import.track-not-in-library'));
          else if (!named.has(row.tag))
            report.reject(report.read, 'tag', say('import.tag-row-missing', { row: row.tag }));
          else if (!(weight >= 0 && weight <= 100))
            report.reject(report.read, 'val', say('import.not-a-weight', { weight: String(row.val) }));
          else {
            staging.run('INSERT INTO track_tags (track_id, tag_row, weight) VALUES (?, ?, ?)', track, row.tag, weight);
            report.imported++;
          }
        }
      });
    });
  },
};

/** The Echo Nest's `artist_term.db`: terms of artists, without weights; every track of the artist gets them. */
export const artistTermsImporter: Importer = {
  kind: TAGS,
  formats: ['artist-term-db'],
  sniff: (head, file) => (hasTables(head, file, ['artist_term']) ? 'artist-term-db' : null),
  async stage(context) {
    const { report, library } = context;
    const tags = new KeyTagStaging(context);
    withForeign(context, { artist_term: ['artist_id', 'term'] }, (db) => {
      const total = db.get<{ n: number }>('SELECT count(*) AS n FROM artist_term')?.n ?? 0;
      const tracksOf = new Map<string, string[]>();
      for (const row of library.iterate<{ artist: string; track: string }>(
        'SELECT artist_key AS artist, track_key AS track FROM tracks WHERE artist_key IS NOT NULL',
      )) {
        const list = tracksOf.get(row.artist);
        if (list) list.push(row.track);
        else tracksOf.set(row.artist, [row.track]);
      }
      context.staging.transaction(() => {
        for (const row of db.iterate<{ artist_id: unknown; term: unknown }>(
          'SELECT artist_id, term FROM artist_term',
        )) {
          report.read++;
          if ((report.read & 0xfff) === 0) context.checkpoint(report.read / total, 'reading');
          const term = text(row.term);
          const tracks = tracksOf.get(String(row.artist_id));
          const broken = brokenField(row);
          if (broken) report.reject(report.read, broken, say('import.not-utf-8'));
          else if (!term) report.reject(report.read, 'term', say('import.is-empty'));
          else if (!tracks) report.reject(report.read, 'artist_id', say('import.artist-not-in-library'));
          else {
            for (const track of tracks) tags.add(track, term, 100);
            report.imported++;
          }
        }
      });
    });
  },
};

function stageTagNames(context: ImportContext, db: ReadableDb): Set<number> {
  const named = new Set<number>();
  for (const row of eachOnce(db.iterate<{ id: number; tag: unknown }>('SELECT rowid AS id, tag FROM tags'))) {
    const name = text(row.tag);
    if (!name) continue;
    if (brokenField(row)) {
      context.report.reject(row.id, 'tags: tag', say('import.not-utf-8'));
      continue;
    }
    context.staging.run('INSERT INTO tag_names VALUES (?, ?)', row.id, name);
    named.add(row.id);
  }
  return named;
}

/** Rows by their rowid. @throws as SQLite does of damage, where a damaged table has one twice */
function* eachOnce<T extends { id: number }>(rows: Iterable<T>): Generator<T> {
  const seen = new Set<number>();
  for (const row of rows) {
    if (seen.has(row.id)) throw Object.assign(new Error(`rowid ${row.id} twice`), { code: 'SQLITE_CORRUPT' });
    seen.add(row.id);
    yield row;
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
