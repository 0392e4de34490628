import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { HistoryStager, songKeyOf } from './history-stager.ts';
import type { ImportContext, Importer } from './importer.ts';
import { LISTENS } from './kinds.ts';
import { unpackedText } from './packing.ts';
import { isShortPlay } from './short-plays.ts';
import { TimeReader } from './times.ts';

const SPOTIFY_EXTENDED = /(^|\/)(Streaming_History_Audio_.*|endsong_\d+)\.json$/i;
const SPOTIFY_SHORT = /(^|\/)StreamingHistory(_music_)?_?\d*\.json$/i;
const LISTENBRAINZ = /(^|\/)listens\/\d{4}\/\d{1,2}\.jsonl$/;
const LARGEST_ENTRY_BYTES = 2 ** 30;

type Format = 'spotify-extended' | 'spotify-short' | 'listenbrainz';

/**
 * Listening histories as JSON: Spotify's two exports and ListenBrainz', as a file, a folder or a zip. The whole export
 * is one listener.
 */
export const jsonListensImporter: Importer = {
  kind: LISTENS,
  formats: ['spotify-extended', 'spotify-short', 'listenbrainz'],
  sniff(head, file) {
    if (head.kind === 'zip') return formatOfNames(namesInZip(file));
    if (head.kind === 'folder') return formatOfNames(filesBelow(file));
    if (head.kind !== 'text') return null;
    const text = head.head.toString('utf8').replace(/^\uFEFF/, '');
    if (/^\s*\[\s*\{/.test(text)) return formatOfText(text);
    return /^\s*\{.*"track_metadata"/.test(text) ? 'listenbrainz' : null;
  },
  async stage(context) {
    const stager = new HistoryStager(context);
    const times = new TimeReader(context, []);
    const parts = await partsOf(context);
    const listenerOf = listenersOf(context, parts);
    context.questions.stopIfOpen();
    context.staging.exec('BEGIN');
    parts.forEach((part, i) => {
      context.checkpoint((0.6 * i) / parts.length, 'reading');
      const reader = { context, name: part.name, stager, times, listenerOf: listenerOf(part.name) };
      if (context.format === 'listenbrainz') takeListenBrainz(reader, part.text());
      else takeSpotify(reader, part.text());
    });
    context.staging.exec('COMMIT');
    stager.finish();
    if (context.head.kind === 'text' && context.format !== 'listenbrainz')
      context.report.notes.push(say('import.one-part-of-export'));
  },
};

function formatOfText(text: string): Format | null {
  if (text.includes('"ms_played"')) return 'spotify-extended';
  if (text.includes('"msPlayed"')) return 'spotify-short';
  return text.includes('"track_metadata"') ? 'listenbrainz' : null;
}

function formatOfNames(names: readonly string[]): Format | null {
  if (names.some((name) => SPOTIFY_EXTENDED.test(name))) return 'spotify-extended';
  if (names.some((name) => SPOTIFY_SHORT.test(name))) return 'spotify-short';
  return names.some((name) => LISTENBRAINZ.test(name)) ? 'listenbrainz' : null;
}

function patternOf(format: string): RegExp {
  return format === 'spotify-extended' ? SPOTIFY_EXTENDED : format === 'spotify-short' ? SPOTIFY_SHORT : LISTENBRAINZ;
}

interface Part {
  name: string;
  text(): string;
}

async function partsOf({ file, head, format }: ImportContext): Promise<Part[]> {
  const pattern = patternOf(format);
  const wanted = (name: string) => pattern.test(name) || name.endsWith('user.json');
  if (head.kind === 'folder')
    return filesBelow(file)
      .filter(wanted)
      .map((name) => ({ name, text: () => readFileSync(join(file, name), 'utf8') }));
  if (head.kind !== 'zip') {
    const text = await unpackedText(file, head.packing);
    return [{ name: head.name, text: () => text }];
  }
  const entries = unzip(file, ({ name, originalSize }) => wanted(name) && originalSize < LARGEST_ENTRY_BYTES);
  return Object.keys(entries)
    .sort()
    .map((name) => ({ name, text: () => Buffer.from(entries[name]).toString('utf8') }));
}

function unzip(file: string, filter: (entry: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(readFileSync(file), { filter });
  } catch (error) {
    throw new AppError(
      'bad-input',
      say('import.damaged-zip', { file: basename(file), reason: (error as Error).message }),
      { file },
    );
  }
}

function namesInZip(file: string): string[] {
  const names: string[] = [];
  unzip(file, ({ name }) => {
    names.push(name);
    return false;
  });
  return names;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

type Row = Record<string, unknown> | null;
/** The listener of a row of a part. */
type ListenerOf = (part: string) => (row: Row) => string;

/**
 * Whose listening an export has: one person by default, named by `--listener`, the export's user.json or the file. If
 * its rows name several accounts, each is a listener; if parts lie in several people's folders and nothing in them says
 * whose they are, it is asked.
 */
function listenersOf(context: ImportContext, parts: Part[]): ListenerOf {
  const { questions, report } = context;
  const users = parts.filter(({ name }) => name.endsWith('user.json'));
  for (const user of users) parts.splice(parts.indexOf(user), 1);
  const accounts = context.format === 'spotify-extended' ? accountsOf(parts) : [];
  const folders = [...new Set(parts.map(({ name }) => personFolder(name)))];
  const people = accounts.length > 1 ? accounts : folders;
  if (people.length > 1 && (accounts.length <= 1 || context.listenerGiven)) {
    const answer = questions.ask(say('ask.who-listens', { people }), [
      { id: 'each', label: say('ask.each-person') },
      { id: 'one', label: say('ask.one-listener', { listener: context.listener }) },
    ]);
    if (answer === 'each')
      return (part) => (row) => (accounts.length > 1 ? accountOf(row) : personFolder(part)) ?? context.listener;
  } else if (people.length > 1) {
    report.notes.push(say('import.listeners-of-rows', { people }));
    return () => (row) => accountOf(row) ?? context.listener;
  }
  const inExport = users.map(nameInExport).find((name) => name !== null) ?? null;
  const listener = context.listenerGiven || inExport === null ? context.listener : inExport;
  report.notes.push(
    listener === inExport ? say('import.listener-of-export', { listener }) : say('import.listener-is', { listener }),
  );
  return () => () => listener;
}

/** The folder that a participant's export lies in, if a folder holds several; '' at the top. */
function personFolder(name: string): string {
  const folders = name.split('/').slice(0, -1);
  return folders.find((folder) => !/^(my )?spotify|^listens$|^\d+$|account data|streaming history/i.test(folder)) ?? '';
}

function accountOf(row: Row): string | null {
  return typeof row?.username === 'string' && row.username.trim() !== '' ? row.username.trim() : null;
}

function accountsOf(parts: readonly Part[]): string[] {
  const found = new Set<string>();
  for (const part of parts)
    for (const [, name] of part.text().matchAll(/"username"\s*:\s*"((?:[^"\\]|\\.)*)"/g))
      found.add(JSON.parse(`"${name}"`).trim());
  found.delete('');
  return [...found].sort();
}

function nameInExport(user: Part): string | null {
  try {
    const { username, user_name: older } = JSON.parse(user.text()) as { username?: string; user_name?: string };
    return username || older || null;
  } catch {
    return null;
  }
}

interface PartReader {
  context: ImportContext;
  name: string;
  stager: HistoryStager;
  times: TimeReader;
  listenerOf(row: Row): string;
}

interface Listen {
  title?: unknown;
  artist?: unknown;
  release?: unknown;
  time: unknown;
  durationSeconds?: number | null;
}

function takeListen(
  { context: { report }, name, stager, times, listenerOf }: PartReader,
  at: number,
  row: Row,
  listen: Listen,
) {
  const { title, artist, release, time, durationSeconds } = listen;
  if (typeof artist !== 'string' || artist.trim() === '')
    return report.reject(at, `${name}: artist`, say('import.is-empty'));
  if (typeof title !== 'string' || title.trim() === '')
    return report.reject(at, `${name}: track`, say('import.is-empty'));
  const seconds = typeof time === 'string' || typeof time === 'number' ? times.seconds(String(time)) : 0;
  if (seconds === 0) return report.reject(at, `${name}: time`, say('import.no-time'));
  const song = {
    key: songKeyOf(artist, title),
    title: title.trim(),
    artist: artist.trim(),
    release: typeof release === 'string' ? release : null,
    durationSeconds: durationSeconds ?? null,
  };
  stager.add(listenerOf(row), song, 1, seconds);
  report.imported++;
}

/** Spotify: podcasts have no track name, short plays are no listens; both are counted separately. */
function takeSpotify(reader: PartReader, text: string): void {
  const { context, name } = reader;
  let [podcasts, short] = [0, 0];
  arrayOf(context, name, text).forEach((row, i) => {
    context.report.read++;
    const extended = context.format === 'spotify-extended';
    const played = Number(extended ? row?.ms_played : row?.msPlayed);
    if (extended && row?.master_metadata_track_name === null) podcasts++;
    else if (isShortPlay(played / 1000)) short++;
    else {
      const listen = extended
        ? {
            title: row?.master_metadata_track_name,
            artist: row?.master_metadata_album_artist_name,
            release: row?.master_metadata_album_album_name,
            time: row?.ts,
          }
        : { title: row?.trackName, artist: row?.artistName, time: row?.endTime };
      takeListen(reader, i + 1, row, listen);
    }
  });
  if (podcasts > 0) context.report.notes.push(say('import.podcasts-left-out', { name, podcasts }));
  if (short > 0) context.report.notes.push(say('import.short-plays', { name, plays: short }));
}

function arrayOf(context: ImportContext, name: string, text: string): Row[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = (error as Error).message;
    throw new AppError('bad-input', say('import.export-not-json', { name, reason }), { file: context.file });
  }
  if (Array.isArray(rows)) return rows;
  throw new AppError('bad-input', say('import.other-file-of-export', { name }), { file: context.file });
}

/** ListenBrainz: one JSON object a line, or one array of them (until 2024); times are epoch seconds. */
function takeListenBrainz(reader: PartReader, text: string): void {
  const { context, name } = reader;
  if (/^\s*\[/.test(text.replace(/^\uFEFF/, ''))) {
    arrayOf(context, name, text).forEach((row, i) => {
      context.report.read++;
      takeListen(reader, i + 1, row, listenOf(row));
    });
    return;
  }
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    context.report.read++;
    let row: Row;
    try {
      row = JSON.parse(line.replace(/^\uFEFF/, '')) as Row;
    } catch {
      context.report.reject(i + 1, name, say('import.not-a-json-object'));
      return;
    }
    takeListen(reader, i + 1, row, listenOf(row));
  });
}

function listenOf(row: Row): Listen {
  const track = row?.track_metadata as Record<string, unknown> | undefined;
  const info = track?.additional_info as { duration_ms?: number } | undefined;
  return {
    title: track?.track_name,
    artist: track?.artist_name,
    release: track?.release_name,
    time: row?.listened_at,
    durationSeconds: info?.duration_ms ? info.duration_ms / 1000 : null,
  };
}
