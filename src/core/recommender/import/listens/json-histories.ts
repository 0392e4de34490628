import { isObject, numberIn } from '../../../imports/json-values.ts';
import { isShortPlay } from '../plays/short-plays.ts';

/** A row of a listening history in JSON, and whose it is where the file says so outside of the row. */
export interface HistoryRow {
  row: Record<string, unknown> | null;
  account: string | null;
}

export interface Listen {
  title?: unknown;
  artist?: unknown;
  release?: unknown;
  time: unknown;
  durationSeconds?: number | null;
}

/** Rows that are no listens: counted, not rejected. */
export type LeftOut = 'podcast' | 'short' | 'video' | 'now-playing';

/** A history that a service exports as JSON. */
export interface HistoryShape {
  format: string;
  /** Its files in an export. */
  files: RegExp | null;
  isOurs(start: string): boolean;
  /** A row's own name of its listener. */
  account?: string;
  listen(row: Record<string, unknown> | null, words: TitleWords): Listen | LeftOut;
}

/** What a service puts around the titles of a file: “Watched …”. */
export interface TitleWords {
  before: string;
  after: string;
}

/** From the strictest: a row of Maloja's is also one of lastfmstats' but for what its track is. */
export const HISTORY_SHAPES: readonly HistoryShape[] = [
  {
    format: 'spotify-extended',
    files: /(^|\/)(Streaming_History_(Audio|Video)_.*|endsong_\d+)\.json$/i,
    isOurs: (start) => start.includes('"ms_played"'),
    account: 'username',
    listen(row) {
      if (row?.master_metadata_track_name === null) return 'podcast';
      if (isShortPlay(numberIn(row?.ms_played) / 1000)) return 'short';
      return {
        title: row?.master_metadata_track_name,
        artist: row?.master_metadata_album_artist_name,
        release: row?.master_metadata_album_album_name,
        time: row?.ts,
      };
    },
  },
  {
    format: 'spotify-short',
    files: /(^|\/)StreamingHistory(_music|_podcast|_audiobook|_video)?_?\d*\.json$/i,
    isOurs: (start) => start.includes('"msPlayed"'),
    listen(row) {
      if (row && !('trackName' in row) && ('podcastName' in row || 'episodeName' in row)) return 'podcast';
      if (isShortPlay(numberIn(row?.msPlayed) / 1000)) return 'short';
      return { title: row?.trackName, artist: row?.artistName, time: row?.endTime };
    },
  },
  {
    format: 'listenbrainz',
    files: /(^|\/)listens\/\d{4}\/\d{1,2}\.jsonl$/,
    isOurs: (start) => start.includes('"track_metadata"'),
    account: 'user_name',
    listen(row) {
      if (row?.playing_now === true) return 'now-playing';
      const track = part(row, 'track_metadata');
      const milliseconds = part(track, 'additional_info')?.duration_ms;
      return {
        title: track?.track_name,
        artist: track?.artist_name,
        release: track?.release_name,
        // Dumps of before 2022 call it otherwise; answers of its service may have it as text only.
        time: row?.listened_at ?? row?.timestamp ?? row?.listened_at_iso,
        durationSeconds: typeof milliseconds === 'number' && milliseconds > 0 ? milliseconds / 1000 : null,
      };
    },
  },
  {
    format: 'youtube-music',
    files: /(^|\/)watch-history\.json$/i,
    isOurs: (start) => start.includes('"titleUrl"') && start.includes('watch?v='),
    listen: takeYouTube,
  },
  {
    format: 'lastfm-api',
    files: null,
    isOurs: (start) => start.includes('"recenttracks"') || (start.includes('"#text"') && start.includes('"uts"')),
    listen(row) {
      if (part(row, '@attr')?.nowplaying === 'true') return 'now-playing';
      return {
        title: row?.name,
        artist: nameOf(row?.artist),
        release: nameOf(row?.album),
        time: part(row, 'date')?.uts,
      };
    },
  },
  {
    format: 'maloja',
    files: /(^|\/)maloja_export_[\d_]+\.json$/,
    isOurs: (start) => /"maloja"\s*:/.test(start) || (/"scrobbles"\s*:/.test(start) && /"artists"\s*:/.test(start)),
    listen(row) {
      const track = part(row, 'track') ?? row;
      const artists = Array.isArray(track?.artists) ? track.artists : [track?.artists];
      const { length } = track ?? {};
      return {
        title: track?.title,
        artist: artists.filter((artist) => typeof artist === 'string').join(', '),
        release: part(track, 'album')?.albumtitle ?? part(track, 'album')?.name ?? track?.album,
        time: row?.time,
        durationSeconds: typeof length === 'number' && length > 0 ? length : null,
      };
    },
  },
  {
    // The answers of Spotify's service to what was played last.
    format: 'recently-played',
    files: null,
    isOurs: (start) => /"played_at"\s*:/.test(start) && /"uri"\s*:\s*"spotify:track:/.test(start),
    listen(row) {
      const track = part(row, 'track');
      const [first] = Array.isArray(track?.artists) ? track.artists : [];
      const milliseconds = numberIn(track?.duration_ms);
      return {
        title: track?.name,
        // As Spotify's exports have it, so that a song is the same in both.
        artist: isObject(first) ? first.name : undefined,
        release: part(track, 'album')?.name,
        time: row?.played_at,
        durationSeconds: milliseconds > 0 ? milliseconds / 1000 : null,
      };
    },
  },
  {
    format: 'soundcloud',
    files: null,
    isOurs: (start) => /"played_at"\s*:/.test(start) && /"track_id"\s*:/.test(start) && /"username"\s*:/.test(start),
    listen(row) {
      const track = part(row, 'track');
      const milliseconds = numberIn(track?.duration);
      return {
        title: track?.title,
        // Who put a track up is its artist, unless a publisher says otherwise.
        artist: part(track, 'publisher_metadata')?.artist ?? part(track, 'user')?.username,
        time: row?.played_at,
        durationSeconds: milliseconds > 0 ? milliseconds / 1000 : null,
      };
    },
  },
  {
    format: 'lastfmstats-json',
    files: null,
    isOurs: (start) => /"scrobbles"\s*:/.test(start) && /"track"\s*:\s*"/.test(start),
    listen: (row) => ({ title: row?.track, artist: row?.artist, release: row?.album, time: row?.date }),
  },
];

function part(row: unknown, name: string): Record<string, unknown> | null {
  const value = isObject(row) ? row[name] : null;
  return isObject(value) ? value : null;
}

/** Last.fm writes names as text, as `{"#text": …}` or, with extended=1, as `{"name": …}`. */
function nameOf(value: unknown): unknown {
  return isObject(value) ? (value['#text'] ?? value.name) : value;
}

/**
 * The rows of a parsed file: an array of them, or what services wrap around it. Pages that were saved one after the
 * other are read in turn.
 */
export function rowsIn(root: unknown, account: string | null = null): HistoryRow[] | null {
  if (Array.isArray(root)) return root.flatMap((item) => rowsIn(item, account) ?? [{ row: null, account }]);
  if (!isObject(root)) return null;
  const owner = [root.username, root.user_id, part(root, '@attr')?.user].find((name) => typeof name === 'string');
  const name = (owner as string | undefined) ?? account;
  for (const wrapper of ['payload', 'recenttracks']) if (isObject(root[wrapper])) return rowsIn(root[wrapper], name);
  for (const list of ['listens', 'scrobbles', 'collection', 'items'])
    if (Array.isArray(root[list])) return rowsIn(root[list], name);
  const tracks = root.track;
  const isPage =
    Array.isArray(tracks) || (isObject(tracks) && isObject(root['@attr']) && 'totalPages' in root['@attr']);
  if (isPage) return rowsIn(Array.isArray(tracks) ? tracks : [tracks], name);
  return [{ row: root, account }];
}

const ENGLISH_WATCHED = 'Watched ';
const FEWEST_TITLES = 5;
const ADDRESS = /^https?:\/\//;

/** YouTube's history has music by its header, its address, or a channel of an artist's recordings. */
function takeYouTube(row: Record<string, unknown> | null, { before, after }: TitleWords): Listen | LeftOut {
  const channel = channelOf(row);
  if (!isYouTubeMusic(row) || channel === null || typeof row?.title !== 'string') return 'video';
  const bare = withoutWords(row.title, before, after);
  if (bare === '' || ADDRESS.test(bare)) return 'video';
  return { title: bare, artist: channel.replace(/ - Topic$/, ''), time: row.time };
}

function isYouTubeMusic(row: Record<string, unknown> | null): boolean {
  const products = Array.isArray(row?.products) ? row.products : [];
  return (
    row?.header === 'YouTube Music' ||
    products.includes('YouTube Music') ||
    /^https?:\/\/music\.youtube\.com\//.test(typeof row?.titleUrl === 'string' ? row.titleUrl : '') ||
    / - Topic$/.test(channelOf(row) ?? '')
  );
}

function channelOf(row: Record<string, unknown> | null): string | null {
  const [first] = Array.isArray(row?.subtitles) ? row.subtitles : [];
  return isObject(first) && typeof first.name === 'string' && first.name.trim() !== '' ? first.name : null;
}

function withoutWords(title: string, before: string, after: string): string {
  const start = title.startsWith(before) ? title.slice(before.length) : title;
  return (after !== '' && start.endsWith(after) ? start.slice(0, -after.length) : start).trim();
}

/**
 * The words that YouTube puts around every title, in the language of the account: English ones are known, others are
 * what all titles of a file begin or end with.
 */
export function titleWords(format: string, rows: readonly HistoryRow[]): TitleWords {
  const none = { before: '', after: '' };
  if (format !== 'youtube-music') return none;
  const titles = new Set<string>();
  for (const { row } of rows)
    if (isYouTubeMusic(row) && channelOf(row) !== null && typeof row?.title === 'string') titles.add(row.title);
  const all = [...titles];
  if (all.every((title) => title.startsWith(ENGLISH_WATCHED))) return { before: ENGLISH_WATCHED, after: '' };
  if (all.length < FEWEST_TITLES) return none;
  const before = /^.*\s|^/s.exec(commonStart(all))?.[0] ?? '';
  const reversed = commonStart(all.map((title) => [...title].reverse().join('')));
  const end = [...reversed].reverse().join('');
  return { before, after: /\s.*$/s.exec(end)?.[0] ?? '' };
}

function commonStart(texts: readonly string[]): string {
  const [first, ...others] = texts;
  let length = first.length;
  for (const text of others) {
    let same = 0;
    while (same < length && text[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}
