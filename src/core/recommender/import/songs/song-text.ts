import { say } from '../../../../shared/messages/say.ts';
import { wholeLines } from '../files/source.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { KeyTagStaging } from './key-tags.ts';
import { TAGS, TRACKS } from '../kinds.ts';
import { type Answer, stageTabRows } from '../row-staging.ts';
import { arePlaysOfSongs } from '../text/id-forms.ts';
import { createTrackStaging, stageTrack } from './track-staging.ts';

const SONG_ID = 'SO[A-Z0-9]{16}';
const HEADER = /^"?(song|track|item|artist)(_?id)?"?\t/i;

/** `SONG⇥tag⇥count`: how many listeners gave a song a tag. */
export const songTagsImporter: Importer = {
  kind: TAGS,
  formats: ['song-tags'],
  sniff: (head, _file, isKindSaid) =>
    head.kind === 'text' &&
    new RegExp(`^${SONG_ID}\t(?!${SONG_ID}\t)[^\t]+\t\\d+(\\.\\d+)?\r?$`).test(firstDataLine(head.head)) &&
    !arePlaysOfSongs(wholeLines(head.head), isKindSaid)
      ? 'song-tags'
      : null,
  async stage(context) {
    const tags = new KeyTagStaging(context);
    const trackOf = tracksOfSongs(context);
    await stageTabRows(
      context,
      withoutHeader((fields) => {
        const [song, tag, count, ...more] = fields;
        if (more.length > 0 || !song || !tag || !count) return ['line', say('import.not-a-song-tag')];
        if (!(Number(count) > 0 && Number.isFinite(Number(count))))
          return ['count', say('import.not-a-tag-count', { count })];
        tags.add(trackOf(song).track, tag, Number(count));
        return null;
      }),
    );
    toRelativeWeights(context);
    context.report.notes.push(say('import.tag-counts-are-relative'));
  },
};

/** `SONG⇥name`. */
export const songNamesImporter: Importer = {
  kind: TRACKS,
  formats: ['song-names'],
  sniff: (head, _file, isKindSaid) =>
    head.kind === 'text' &&
    new RegExp(`^${SONG_ID}\t(?!\\d+\r?$|TR[A-Z0-9]{16}\r?$)[^\t]+\r?$`).test(firstDataLine(head.head)) &&
    !arePlaysOfSongs(wholeLines(head.head), isKindSaid)
      ? 'song-names'
      : null,
  async stage(context) {
    const trackOf = tracksOfSongs(context);
    await stageTabRows(
      context,
      withoutHeader((fields) => {
        const [song, name, ...more] = fields;
        if (more.length > 0 || !song || !name) return ['line', say('import.not-a-song-name')];
        const place = trackOf(song);
        stageTrack(context, { key: place.track, song: place.song, title: name });
        return null;
      }),
    );
  },
};

interface SongPlace {
  /** Key of its main track, or of the track that was named. */
  track: string;
  song: string;
}

/**
 * Where titles and tags of a song go, which belong to tracks: a key may be a song's or a track's. A song without a
 * track gets one with the song's own key.
 */
export function tracksOfSongs(context: ImportContext): (key: string) => SongPlace {
  createTrackStaging(context);
  const known = new Map<string, SongPlace>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const found =
      context.library.get<SongPlace>(
        `SELECT t.track_key AS track, s.song_key AS song FROM songs s JOIN tracks t ON t.id = s.main_track_id
         WHERE s.song_key = ?`,
        key,
      ) ??
      context.library.get<SongPlace>(
        'SELECT t.track_key AS track, s.song_key AS song FROM tracks t JOIN songs s ON s.id = t.song_id ' +
          'WHERE t.track_key = ?',
        key,
      );
    const place = found ?? { track: key, song: key };
    if (!found) stageTrack(context, { key, song: key });
    known.set(key, place);
    return place;
  };
}

/** A tag that several rows give a song has the sum of their weights. */
export function sumTags({ staging }: ImportContext): void {
  staging.exec(`
    CREATE TABLE summed_tags AS SELECT track_key, name, sum(weight) AS weight FROM key_tags GROUP BY 1, 2;
    DELETE FROM key_tags;
    INSERT INTO key_tags (track_key, name, weight) SELECT track_key, name, weight FROM summed_tags;
    DROP TABLE summed_tags`);
}

/**
 * The tag that most listeners gave a song gets weight 100, like Last.fm's own weights. Absolute counts grow with a
 * song's listeners: a model that saw them would learn how popular a new song is going to be.
 */
export function toRelativeWeights({ staging }: ImportContext): void {
  staging.exec(`
    CREATE TABLE largest_counts (track_key TEXT PRIMARY KEY, count REAL NOT NULL) WITHOUT ROWID;
    INSERT INTO largest_counts SELECT track_key, max(weight) FROM key_tags GROUP BY track_key;
    UPDATE key_tags SET weight = 100 * weight / (SELECT l.count FROM largest_counts l
      WHERE l.track_key = key_tags.track_key)
      -- What is relative already keeps its last digit.
      WHERE (SELECT l.count FROM largest_counts l WHERE l.track_key = key_tags.track_key) <> 100;
    DROP TABLE largest_counts`);
}

/** Leaves out the first row if it names the columns. */
function withoutHeader(take: (fields: string[]) => Answer): (fields: string[]) => Answer {
  let isFirst = true;
  return (fields) => {
    const isHeader = isFirst && HEADER.test(fields.join('\t'));
    isFirst = false;
    return isHeader ? 'skip' : take(fields);
  };
}

function firstDataLine(head: Buffer): string {
  const [first, second] = head.toString('utf8').split('\n', 2);
  return HEADER.test(first) ? (second ?? '') : first;
}
