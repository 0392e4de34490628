import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namesBelow } from '../../../storage/files-below.ts';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { HistoryStager, type ListenedSong, songKeyOf } from './history-stager.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { isObject, parsedJson } from '../../../imports/json-values.ts';
import { TRIPLETS } from '../kinds.ts';
import { textOfBytes, unpackedText } from '../plays/packing.ts';
import type { FileHead } from '../files/source.ts';
import { plainFile } from '../../../storage/plain-file.ts';

/** A slice of Spotify's Million Playlist Dataset. */
const SLICE = /(^|\/)mpd\.slice\.\d+-\d+\.json$/;

type JsonObject = Record<string, unknown>;

/** A list of songs and how often each was played, of the person who is importing if it has no owner. */
interface SongList {
  owner: string | null;
  songs: { song: ListenedSong; count: number }[];
}

interface ListShape {
  format: string;
  isOurs(start: string): boolean;
  listsIn(root: JsonObject): SongList[];
}

const SHAPES: readonly ListShape[] = [
  {
    // Also the file of playlists in a person's data.
    format: 'spotify-playlists',
    isOurs: (start) => /"playlists"\s*:/.test(start) && /"track_uri"\s*:|"(trackUri|trackName)"\s*:/.test(start),
    listsIn: (root) =>
      objectsIn(root.playlists).map((playlist) => ({
        owner: textIn(playlist.pid) || textIn(playlist.name),
        songs: [
          ...objectsIn(playlist.tracks).map((track) =>
            songOf(track.track_uri, track.track_name, [track.artist_name], track.album_name, track.duration_ms),
          ),
          ...objectsIn(playlist.items).flatMap(({ track }) =>
            isObject(track) ? [songOf(track.trackUri, track.trackName, [track.artistName], track.albumName, null)] : [],
          ),
        ],
      })),
  },
  {
    format: 'spotify-library',
    isOurs: (start) => /^\s*\{\s*"tracks"\s*:\s*\[\s*\{[^}]*"uri"\s*:\s*"spotify:track:/.test(start),
    listsIn: (root) => [
      {
        owner: null,
        songs: objectsIn(root.tracks).map((one) => songOf(one.uri, one.track, [one.artist], one.album, null)),
      },
    ],
  },
  {
    format: 'netease-record',
    isOurs: (start) => /"(allData|weekData)"\s*:\s*\[/.test(start) && /"playCount"\s*:/.test(start),
    listsIn: (root) => {
      const record = isObject(root.data) ? root.data : root;
      const all = objectsIn(record.allData);
      const rows = all.length > 0 ? all : objectsIn(record.weekData);
      return [{ owner: null, songs: rows.map((row) => neteaseSong(row.song, row.playCount)) }];
    },
  },
  {
    format: 'netease-playlist',
    isOurs: (start) => /"(playlist|result)"\s*:\s*\{/.test(start) && /"(trackIds|tracks)"\s*:/.test(start),
    listsIn: (root) => {
      const list = [root.playlist, root.result].find(isObject) ?? {};
      return [
        {
          owner: textIn(list.id) || textIn(list.name),
          songs: objectsIn(list.tracks).map((one) => neteaseSong(one, 1)),
        },
      ];
    },
  },
];

function neteaseSong(song: unknown, count: unknown): SongList['songs'][number] {
  const one = isObject(song) ? song : {};
  const artists = objectsIn(one.ar ?? one.artists).map(({ name }) => name);
  const album = one.al ?? one.album;
  const length = one.dt ?? one.duration;
  const taken = songOf(one.id, one.name, artists, isObject(album) ? album.name : null, length);
  return { ...taken, count: typeof count === 'number' ? count : 0 };
}

function songOf(id: unknown, title: unknown, artists: readonly unknown[], album: unknown, milliseconds: unknown) {
  const artist = artists.filter((name) => typeof name === 'string' && name !== '').join(', ');
  const key = textIn(id) || (artist && textIn(title) ? songKeyOf(artist, textIn(title)) : '');
  const durationSeconds = typeof milliseconds === 'number' && milliseconds > 0 ? milliseconds / 1000 : null;
  const song = { key, title: textIn(title) || null, artist: artist || null, release: textIn(album) || null };
  return { song: { ...song, durationSeconds }, count: 1 };
}

function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/**
 * Playlists and lists of played songs as JSON: Spotify's Million Playlist Dataset (a slice, a folder or a zip of
 * them), the playlists and saved songs of a person's data, NetEase Cloud Music. A playlist is a listener.
 */
export const playlistsImporter: Importer = {
  kind: TRIPLETS,
  formats: SHAPES.map(({ format }) => format),
  sniff: (head, file) => shapeOf(head, file)?.format ?? null,
  takes: (names) => names.some((name) => SLICE.test(name)),
  isPart: (name) => SLICE.test(name),
  async stage(context) {
    const { report, head, file, format } = context;
    const shape = SHAPES.find((one) => one.format === format) as ListShape;
    const names = head.kind === 'folder' ? slicesBelow(file) : [head.name];
    const stager = new HistoryStager(context);
    const owners = new Set<string>();
    context.staging.exec('BEGIN');
    for (const [i, name] of names.entries()) {
      context.checkpoint((0.6 * i) / names.length, 'reading');
      context.seen.add(join(file, name));
      const text =
        head.kind === 'folder'
          ? textOfBytes(readFileSync(plainFile(join(file, name))))
          : await unpackedText(file, head);
      for (const root of rootsOf(text, basename(name), file))
        for (const list of shape.listsIn(root)) {
          const listener = list.owner || context.listener;
          if (list.owner) owners.add(list.owner);
          takeList(context, stager, listener, list);
        }
    }
    context.staging.exec('COMMIT');
    if (owners.size > 0) report.notes.push(say('import.playlists-as-listeners', { playlists: owners.size }));
    else report.notes.push(say('import.listener-is', { listener: context.listener }));
    stager.finish();
  },
};

function takeList({ report }: ImportContext, stager: HistoryStager, listener: string, { songs }: SongList): void {
  for (const { song, count } of songs) {
    report.read++;
    if (song.key === '') report.reject(report.read, 'song', say('import.is-empty'));
    else if (!(Number.isInteger(count) && count > 0))
      report.reject(report.read, 'playCount', say('import.not-a-count', { plays: String(count) }));
    else {
      stager.add(listener, song, count, 0);
      report.imported++;
    }
  }
}

function shapeOf(head: FileHead, file: string): ListShape | null {
  if (head.kind === 'folder') return slicesBelow(file).length > 0 ? SHAPES[0] : null;
  const start = head.kind === 'text' ? head.head.toString('utf8') : '';
  return /^\s*[[{]/.test(start) ? (SHAPES.find(({ isOurs }) => isOurs(start)) ?? null) : null;
}

function slicesBelow(folder: string): string[] {
  return namesBelow(folder).filter((name) => SLICE.test(name));
}

/** Several answers of a service may stand in a list. */
function rootsOf(text: string, name: string, file: string): JsonObject[] {
  try {
    const root = parsedJson(text);
    return Array.isArray(root) ? root.filter(isObject) : isObject(root) ? [root] : [];
  } catch (error) {
    const reason = (error as Error).message;
    throw new AppError('bad-input', say('import.export-not-json', { name, reason }), { file });
  }
}
