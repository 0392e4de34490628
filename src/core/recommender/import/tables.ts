import type { ImportContext, Importer } from './importer.ts';
import { textLines } from './source.ts';

const SEPARATOR = '<SEP>';

/** `unique_tracks.txt`: `TRID<SEP>SOID<SEP>artist<SEP>title`. */
export const uniqueTracksImporter: Importer = {
  kind: 'tracks',
  formats: ['unique-tracks'],
  sniff: (head) => (head.kind === 'text' && head.head.toString('utf8').split('\n', 1)[0].split(SEPARATOR).length === 4 ? 'unique-tracks' : null),
  async stage(context) {
    createTrackStaging(context);
    await stageLines(context, (text) => {
      const fields = text.split(SEPARATOR);
      if (fields.length !== 4) return ['line', `has ${fields.length} <SEP>-separated fields instead of 4 (track, song, artist, title)`];
      const [track, song, artist, title] = fields;
      if (track === '') return ['track', 'is empty'];
      if (song === '') return ['song', 'is empty'];
      context.staging.run('INSERT INTO tracks (track_key, song_key, title, artist) VALUES (?, ?, ?, ?)', track, song, title || null, artist || null);
      return null;
    });
  },
};

/** `sid_mismatches.txt`: `ERROR: <SOID TRID> artist  -  title  !=  artist  -  title`. */
export const mismatchesImporter: Importer = {
  kind: 'mismatches',
  formats: ['sid-mismatches'],
  sniff: (head) => (head.kind === 'text' && /^ERROR: <\S+ \S+>/.test(head.head.toString('latin1', 0, 200)) ? 'sid-mismatches' : null),
  async stage(context) {
    context.staging.exec('CREATE TABLE mismatches (song_key TEXT NOT NULL, track_key TEXT NOT NULL)');
    await stageLines(context, (text) => {
      const match = /^ERROR: <([^\s<>]+) ([^\s<>]+)>/.exec(text);
      if (!match) return ['line', 'does not start with "ERROR: <SONG TRACK>"'];
      context.staging.run('INSERT INTO mismatches VALUES (?, ?)', match[1], match[2]);
      return null;
    });
  },
};

export function createTrackStaging(context: ImportContext): void {
  context.staging.exec(`CREATE TABLE tracks (id INTEGER PRIMARY KEY, track_key TEXT NOT NULL, song_key TEXT NOT NULL, title TEXT, artist TEXT, artist_key TEXT, release TEXT,
    duration_seconds REAL, year INTEGER, familiarity REAL, hotttnesss REAL)`);
}

/** Runs `take` on every line; it answers null, or the field and reason of a refusal. */
async function stageLines(context: ImportContext, take: (text: string) => [string, string] | null): Promise<void> {
  const { report, staging } = context;
  let fraction = 0;
  staging.exec('BEGIN');
  for await (const { line, text } of textLines(context.file, context.head.gzip, (bytes) => {
    fraction = bytes / Math.max(1, context.head.bytes);
  })) {
    report.read++;
    if ((line & 0xfff) === 0) context.checkpoint(fraction, 'reading');
    const refusal = text.trim() === '' ? (['line', 'is blank'] as [string, string]) : text.includes('\uFFFD') ? (['line', 'is not valid UTF-8'] as [string, string]) : take(text);
    if (refusal) report.reject(line, ...refusal);
    else report.imported++;
  }
  staging.exec('COMMIT');
}
