import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { HistoryStager, secondsOf, songKeyOf } from './history-stager.ts';
import type { ImportContext, Importer } from './importer.ts';
import { LISTENS } from './kinds.ts';

const SPOTIFY_EXTENDED = /(^|\/)(Streaming_History_Audio_.*|endsong_\d+)\.json$/i;
const SPOTIFY_SHORT = /(^|\/)StreamingHistory(_music_)?_?\d*\.json$/i;
const LISTENBRAINZ = /(^|\/)listens\/\d{4}\/\d{1,2}\.jsonl$/;
/** Spotify counts a stream from this duration on. */
const LEAST_MS_PLAYED = 30_000;
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
    if (/^\s*\[\s*\{/.test(text))
      return text.includes('"ms_played"') ? 'spotify-extended' : text.includes('"msPlayed"') ? 'spotify-short' : null;
    return /^\s*\{.*"track_metadata"/.test(text) ? 'listenbrainz' : null;
  },
  async stage(context) {
    const stager = new HistoryStager(context);
    const parts = partsOf(context);
    const listener = listenerOf(context, parts);
    context.staging.exec('BEGIN');
    parts.forEach(({ name, text }, i) => {
      context.checkpoint((0.6 * i) / parts.length, 'reading');
      if (context.format === 'listenbrainz') takeLines(context, name, text(), listener, stager);
      else takeArray(context, name, text(), listener, stager);
    });
    context.staging.exec('COMMIT');
    stager.finish();
    if (context.head.kind === 'text' && context.format !== 'listenbrainz')
      context.report.notes.push(say('import.one-part-of-export'));
  },
};

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

function partsOf({ file, head, format }: ImportContext): Part[] {
  const pattern = patternOf(format);
  const wanted = (name: string) => pattern.test(name) || name.endsWith('user.json');
  if (head.kind === 'folder')
    return filesBelow(file)
      .filter(wanted)
      .map((name) => ({ name, text: () => readFileSync(join(file, name), 'utf8') }));
  if (head.kind !== 'zip') return [{ name: head.name, text: () => readFileSync(file, 'utf8') }];
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

/** The name in the export, unless the caller gave one. */
function listenerOf(context: ImportContext, parts: Part[]): string {
  const user = parts.findIndex(({ name }) => name.endsWith('user.json'));
  if (user < 0) return context.listener;
  const [part] = parts.splice(user, 1);
  try {
    const { user_name: name } = JSON.parse(part.text()) as { user_name?: string };
    return context.listenerGiven || !name ? context.listener : name;
  } catch {
    return context.listener;
  }
}

interface Listen {
  title?: unknown;
  artist?: unknown;
  release?: unknown;
  seconds: number;
  durationSeconds?: number | null;
}

function takeListen(
  { report }: ImportContext,
  at: number | null,
  where: string,
  { title, artist, release, seconds, durationSeconds }: Listen,
  listener: string,
  stager: HistoryStager,
): void {
  if (typeof artist !== 'string' || artist.trim() === '')
    return report.reject(at, `${where}: artist`, say('import.is-empty'));
  if (typeof title !== 'string' || title.trim() === '')
    return report.reject(at, `${where}: track`, say('import.is-empty'));
  if (!(seconds > 0)) return report.reject(at, `${where}: time`, say('import.no-time'));
  const song = {
    key: songKeyOf(artist, title),
    title: title.trim(),
    artist: artist.trim(),
    release: typeof release === 'string' ? release : null,
    durationSeconds: durationSeconds ?? null,
  };
  stager.add(listener, song, 1, Math.floor(seconds));
  report.imported++;
}

/** Spotify: podcasts have no track name, short plays are no listens; both are counted separately. */
function takeArray(context: ImportContext, name: string, text: string, listener: string, stager: HistoryStager): void {
  let rows: unknown;
  try {
    rows = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new AppError('bad-input', say('import.export-not-json', { name, reason: (error as Error).message }), {
      file: context.file,
    });
  }
  if (!Array.isArray(rows))
    throw new AppError('bad-input', say('import.other-file-of-export', { name }), {
      file: context.file,
    });
  let [podcasts, short] = [0, 0];
  (rows as Record<string, unknown>[]).forEach((row, i) => {
    context.report.read++;
    const extended = context.format === 'spotify-extended';
    const played = Number(extended ? row?.ms_played : row?.msPlayed);
    if (extended && row?.master_metadata_track_name === null) podcasts++;
    else if (played < LEAST_MS_PLAYED) short++;
    else {
      const listen = extended
        ? {
            title: row?.master_metadata_track_name,
            artist: row?.master_metadata_album_artist_name,
            release: row?.master_metadata_album_album_name,
            seconds: secondsOf(String(row?.ts)),
          }
        : { title: row?.trackName, artist: row?.artistName, seconds: secondsOf(String(row?.endTime)) };
      takeListen(context, i + 1, name, listen, listener, stager);
    }
  });
  if (podcasts > 0) context.report.notes.push(say('import.podcasts-left-out', { name, podcasts }));
  if (short > 0) context.report.notes.push(say('import.short-plays', { name, plays: short }));
}

/** ListenBrainz: one JSON object a line; times are epoch seconds, sometimes with a fraction. */
function takeLines(context: ImportContext, name: string, text: string, listener: string, stager: HistoryStager): void {
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    context.report.read++;
    try {
      const { listened_at: at, track_metadata: track } = JSON.parse(line) as {
        listened_at?: unknown;
        track_metadata?: Record<string, unknown>;
      };
      const info = track?.additional_info as { duration_ms?: number } | undefined;
      const listen = {
        title: track?.track_name,
        artist: track?.artist_name,
        release: track?.release_name,
        seconds: Number(at),
        durationSeconds: info?.duration_ms ? info.duration_ms / 1000 : null,
      };
      takeListen(context, i + 1, name, listen, listener, stager);
    } catch {
      context.report.reject(i + 1, name, say('import.not-a-json-object'));
    }
  });
}
