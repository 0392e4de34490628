import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { HistoryStager, type ListenedSong, secondsOf, songKeyOf } from './history-stager.ts';
import type { ImportContext, Importer } from './importer.ts';
import { LISTENS } from './kinds.ts';
import { textLines } from './source.ts';
import type { Message } from '../../../shared/messages/message.ts';

type Refusal = [field: string, reason: Message];

/** Listening histories as text: Last.fm-1K, Last.fm-360K, and scrobbles as CSV. */
export const textListensImporter: Importer = {
  kind: LISTENS,
  formats: ['lastfm-1k', 'lastfm-360k', 'scrobbles-csv'],
  sniff(head) {
    if (head.kind !== 'text') return null;
    const first = head.head
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .split('\n')
      .slice(0, 5)
      .map((line) => line.replace(/\r$/, ''));
    const columns = first[0].split('\t');
    if (columns.length === 6 && /^\d{4}-\d{2}-\d{2}T/.test(columns[1])) return 'lastfm-1k';
    if (columns.length === 4 && /^\d+$/.test(columns[3].trim()) && !/^\d+$/.test(columns[2].trim()))
      return 'lastfm-360k';
    return isScrobbles(first) ? 'scrobbles-csv' : null;
  },
  async stage(context) {
    const stager = new HistoryStager(context);
    if (context.format === 'scrobbles-csv') stageScrobbles(context, stager);
    else await stageTabs(context, stager, context.format === 'lastfm-1k' ? take1k : take360k);
    stager.finish();
  },
};

async function stageTabs(
  context: ImportContext,
  stager: HistoryStager,
  take: (fields: string[], stager: HistoryStager) => Refusal | null,
): Promise<void> {
  const { report } = context;
  let fraction = 0;
  context.staging.exec('BEGIN');
  for await (const { line, text } of textLines(context.file, context.head.gzip, (bytes) => {
    fraction = bytes / Math.max(1, context.head.bytes);
  })) {
    report.read++;
    if ((line & 0xfff) === 0) context.checkpoint(0.6 * fraction, 'reading');
    const refusal: Refusal | null = text.includes('\uFFFD')
      ? ['line', say('import.not-utf-8')]
      : take(text.split('\t'), stager);
    if (refusal) report.reject(line, ...refusal);
    else report.imported++;
  }
  context.staging.exec('COMMIT');
}

/** user ⇥ ISO time ⇥ artist-mbid ⇥ artist ⇥ track-mbid ⇥ track; mbids are often empty, quotes are literal. */
function take1k(fields: string[], stager: HistoryStager): Refusal | null {
  if (fields.length !== 6) return ['line', say('import.wrong-fields-events', { fields: fields.length })];
  const [listener, time, , artist, , title] = fields;
  if (listener === '') return ['user', say('import.is-empty')];
  if (artist === '' || title === '') return [artist === '' ? 'artist' : 'track', say('import.is-empty')];
  const seconds = secondsOf(time);
  if (seconds === 0) return ['time', say('import.not-iso-time', { time })];
  stager.add(listener, named(artist, title), 1, seconds);
  return null;
}

/** user ⇥ mbid ⇥ artist ⇥ plays: a song is an artist here. */
function take360k(fields: string[], stager: HistoryStager): Refusal | null {
  if (fields.length !== 4) return ['line', say('import.wrong-fields-artists', { fields: fields.length })];
  const [listener, , artist, plays] = fields;
  if (listener === '') return ['user', say('import.is-empty')];
  if (artist.trim() === '') return ['artist', say('import.is-empty')];
  const count = Number(plays);
  if (!Number.isInteger(count) || count < 1) return ['plays', say('import.not-a-count', { plays })];
  stager.add(listener, { key: artist.trim().toLowerCase(), title: artist.trim(), artist: artist.trim() }, count, 0);
  return null;
}

function named(artist: string, title: string, release: string | null = null): ListenedSong {
  return { key: songKeyOf(artist, title), artist: artist.trim(), title: title.trim(), release };
}

function isScrobbles(lines: string[]): boolean {
  const [first] = lines;
  if (/^"?uts"?,"?utc_time"?,"?artist"?/i.test(first) || /^"?artist"?;"?album"?;"?track"?/i.test(first)) return true;
  return lines
    .filter(Boolean)
    .every((line) => /^(("(?:[^"]|"")*"|[^,]*),){3}"\d{1,2} \w{3} \d{4},? \d{2}:\d{2}"\s*$/.test(line));
}

/**
 * `artist,album,track,"15 Mar 2025, 14:30"` without a header; `;`-separated with epoch milliseconds; or
 * `uts,utc_time,artist,…`.
 */
function stageScrobbles(context: ImportContext, stager: HistoryStager): void {
  const { report } = context;
  const raw = readFileSync(context.file);
  const text = (context.head.gzip ? gunzipSync(raw) : raw).toString('utf8').replace(/^\uFEFF/, '');
  const semicolons = /^[^,\n]*;/.test(text);
  const headed = /^"?uts"?,/i.test(text) || (semicolons && /^"?artist/i.test(text));
  let rows: { record: Record<string, string> | string[]; info: { lines: number } }[];
  try {
    rows = parse(text, {
      delimiter: semicolons ? ';' : ',',
      columns: headed ? (names: string[]) => names.map((name) => name.trim().toLowerCase()) : false,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as typeof rows;
  } catch (error) {
    throw new AppError(
      'bad-input',
      say('import.unreadable-csv', { name: context.head.name, reason: (error as Error).message }),
      {
        file: context.file,
      },
    );
  }
  context.staging.exec('BEGIN');
  for (const { record, info } of rows) {
    report.read++;
    if ((report.read & 0xfff) === 0) context.checkpoint((0.6 * report.read) / rows.length, 'reading');
    const refusal = takeScrobble(
      Array.isArray(record) ? fromArray(record) : fromHeaded(record),
      context.listener,
      stager,
    );
    if (refusal) report.reject(info.lines, ...refusal);
    else report.imported++;
  }
  context.staging.exec('COMMIT');
}

interface Scrobble {
  artist: string | undefined;
  album: string | undefined;
  title: string | undefined;
  seconds: number;
}

function fromArray([artist, album, title, time]: string[]): Scrobble {
  return {
    artist,
    album,
    title,
    seconds: /^\d{12,}$/.test(time ?? '') ? Math.floor(Number(time) / 1000) : secondsOf(time ?? ''),
  };
}

function fromHeaded(row: Record<string, string>): Scrobble {
  const time = row.uts ?? row.date ?? row.timestamp ?? row.time ?? '';
  const seconds = /^\d+$/.test(time)
    ? Math.floor(Number(time) / (time.length >= 12 ? 1000 : 1))
    : secondsOf(row.utc_time ?? time);
  return { artist: row.artist, album: row.album, title: row.track ?? row.title, seconds };
}

function takeScrobble(
  { artist, album, title, seconds }: Scrobble,
  listener: string,
  stager: HistoryStager,
): Refusal | null {
  if (!artist?.trim()) return ['artist', say('import.is-empty')];
  if (!title?.trim()) return ['track', say('import.is-empty')];
  if (seconds === 0) return ['time', say('import.unreadable-time')];
  stager.add(listener, named(artist, title, album?.trim() || null), 1, seconds);
  return null;
}
