import { stageLines } from '../row-staging.ts';
import { createTrackStaging, stageTrack } from '../songs/track-staging.ts';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Importer } from '../importer.ts';
import { LISTENERS, MISMATCHES, TRACKS } from '../kinds.ts';
import { readYear } from './years.ts';

const SEPARATOR = '<SEP>';
const TRACK = /^TR[A-Z0-9]{10,}$/;
const SONG = /^SO[A-Z0-9]{10,}$/;
const YEAR_FIRST = [0, 1, 2, 3] as const;
const YEAR_LAST = [3, 0, 1, 2] as const;

/** `unique_tracks.txt`: `TRID<SEP>SOID<SEP>artist<SEP>title`. */
export const uniqueTracksImporter: Importer = {
  kind: TRACKS,
  formats: ['unique-tracks'],
  sniff: (head) =>
    head.kind === 'text' && isOfTracks(firstLine(head.head)) && !yearPlaces(head.head) ? 'unique-tracks' : null,
  async stage(context) {
    if (/^AR[A-Z0-9]{10,}<SEP>/.test(firstLine(context.head.head)))
      throw new AppError('bad-input', say('import.is-list-of-artists', { name: context.head.name }), {
        file: context.file,
      });
    createTrackStaging(context);
    const isTurned = SONG.test(fieldsOf(firstLine(context.head.head))[0]);
    await stageLines(context, (text) => {
      const fields = fieldsOf(text);
      if (fields.length !== 4) return ['line', say('import.wrong-fields-tracks', { fields: fields.length })];
      const [track, song] = isTurned ? [fields[1], fields[0]] : fields;
      const [, , artist, title] = fields;
      if (track === '') return ['track', say('import.is-empty')];
      if (song === '') return ['song', say('import.is-empty')];
      stageTrack(context, { key: track, song, title: title || null, artist: artist || null });
      return null;
    });
  },
};

/** `tracks_per_year.txt`: `year<SEP>TRID<SEP>artist<SEP>title`; the years of tracks that the library has. */
export const tracksPerYearImporter: Importer = {
  kind: TRACKS,
  formats: ['tracks-per-year'],
  sniff: (head) => (head.kind === 'text' && yearPlaces(head.head) ? 'tracks-per-year' : null),
  async stage(context) {
    createTrackStaging(context);
    const places = yearPlaces(context.head.head) ?? YEAR_FIRST;
    await stageLines(context, (text) => {
      const fields = fieldsOf(text);
      if (fields.length !== 4) return ['line', say('import.wrong-fields-years', { fields: fields.length })];
      const [year, track, artist, title] = places.map((place) => fields[place]);
      const song = context.library.get<{ song_key: string }>(
        'SELECT song_key FROM tracks JOIN songs ON songs.id = tracks.song_id WHERE track_key = ?',
        track,
      )?.song_key;
      const { year: known } = readYear(year);
      if (known === null) return ['year', say('import.not-a-year', { year })];
      if (song === undefined) return ['track', say('import.track-not-in-library')];
      stageTrack(context, { key: track, song, title: title || null, artist: artist || null, year: known });
      return null;
    });
  },
};

/** `sid_mismatches.txt`: `ERROR: <SOID TRID> artist  -  title  !=  artist  -  title`. */
export const mismatchesImporter: Importer = {
  kind: MISMATCHES,
  formats: ['sid-mismatches'],
  sniff: (head) =>
    head.kind === 'text' && /^ERROR: <\S+ \S+>/.test(head.head.toString('latin1', 0, 200)) ? 'sid-mismatches' : null,
  async stage(context) {
    context.staging.exec('CREATE TABLE mismatches (song_key TEXT NOT NULL, track_key TEXT NOT NULL)');
    await stageLines(context, (text) => {
      const match = /^ERROR: <([^\s<>]+) ([^\s<>]+)>/.exec(text);
      if (!match) return ['line', say('import.not-a-mismatch')];
      context.staging.run('INSERT INTO mismatches VALUES (?, ?)', match[1], match[2]);
      return null;
    });
  },
};

/** `taste_profile_song_to_tracks.txt`: `SOID[⇥TRID]*`; a song without a track is known by its id only. */
export const songToTracksImporter: Importer = {
  kind: TRACKS,
  formats: ['song-to-tracks'],
  sniff: (head) =>
    head.kind === 'text' && /^SO[A-Z0-9]{16}(\tTR[A-Z0-9]{16})*\r?$/.test(firstLine(head.head))
      ? 'song-to-tracks'
      : null,
  async stage(context) {
    createTrackStaging(context);
    let without = 0;
    await stageLines(context, (text) => {
      const [song, ...tracks] = text.split('\t').map((field) => field.trim());
      if (song === '') return ['song', say('import.is-empty')];
      if (tracks.some((track) => track === '')) return ['track', say('import.is-empty')];
      if (tracks.length === 0) without++;
      for (const key of tracks) stageTrack(context, { key, song });
      return null;
    });
    if (without > 0) context.report.notes.push(say('import.songs-without-track', { songs: without }));
  },
};

/** `kaggle_songs.txt`: `SOID index`, with a space between. */
export const kaggleSongsImporter: Importer = {
  kind: TRACKS,
  formats: ['kaggle-songs'],
  sniff: (head) =>
    head.kind === 'text' && /^SO[A-Z0-9]{16}[ \t]\d+\r?$/.test(firstLine(head.head)) ? 'kaggle-songs' : null,
  async stage(context) {
    context.staging.exec('CREATE TABLE song_keys (id INTEGER PRIMARY KEY, key TEXT NOT NULL)');
    await stageLines(context, (text) => {
      const [song, index, ...more] = text.trim().split(/[ \t]+/);
      if (more.length > 0 || !/^\d+$/.test(index ?? '')) return ['line', say('import.not-a-song-index')];
      context.staging.run('INSERT INTO song_keys (key) VALUES (?)', song);
      return null;
    });
  },
};

/** `kaggle_users.txt`: one listener id a line. */
export const kaggleUsersImporter: Importer = {
  kind: LISTENERS,
  formats: ['kaggle-users'],
  sniff: (head) => (head.kind === 'text' && /^[0-9a-f]{40}\r?$/.test(firstLine(head.head)) ? 'kaggle-users' : null),
  async stage(context) {
    context.staging.exec('CREATE TABLE listener_keys (id INTEGER PRIMARY KEY, key TEXT NOT NULL)');
    await stageLines(context, (text) => {
      if (/\s/.test(text.trim())) return ['line', say('import.more-than-one-id')];
      context.staging.run('INSERT INTO listener_keys (key) VALUES (?)', text.trim());
      return null;
    });
  },
};

/** Fields between `<SEP>`, or between tabs in copies. */
function fieldsOf(text: string): string[] {
  return text.split(text.includes(SEPARATOR) ? SEPARATOR : '\t').map((field) => field.trim());
}

/** Four fields; between tabs, whose tables are many, the first two have to be ids of a track and its song. */
function isOfTracks(line: string): boolean {
  const [first, second, third, ...more] = fieldsOf(line);
  if (more.length !== 1) return false;
  const isPair = (TRACK.test(first) && SONG.test(second)) || (SONG.test(first) && TRACK.test(second));
  return line.includes(SEPARATOR) || (isPair && !TRACK.test(third));
}

/**
 * Where year, track, artist and title stand: the year first, as the file has it, or last.
 *
 * @returns null if the first line has no year and id of a track there
 */
function yearPlaces(head: Buffer): readonly number[] | null {
  const fields = fieldsOf(firstLine(head));
  const isYear = (place: number) => /^(\d{4}|0|-1)$/.test(fields[place]);
  if (fields.length !== 4) return null;
  if (isYear(0) && TRACK.test(fields[1])) return YEAR_FIRST;
  return TRACK.test(fields[0]) && !SONG.test(fields[1]) && isYear(3) ? YEAR_LAST : null;
}

function firstLine(head: Buffer): string {
  return head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split('\n', 1)[0];
}
