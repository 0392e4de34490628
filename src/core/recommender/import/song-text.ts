import { say } from '../../../shared/messages/say.ts';
import type { ImportContext, Importer } from './importer.ts';
import { KeyTagStaging } from './key-tags.ts';
import { TAGS, TRACKS } from './kinds.ts';
import { type Answer, stageTabRows } from './row-staging.ts';
import { createTrackStaging, stageTrack } from './track-staging.ts';

const SONG_ID = 'SO[A-Z0-9]{16}';
const HEADER = /^"?(song|track|item|artist)(_?id)?"?\t/i;

/** `SONG⇥tag⇥count`: how many listeners gave a song a tag. */
export const songTagsImporter: Importer = {
  kind: TAGS,
  formats: ['song-tags'],
  sniff: (head) =>
    head.kind === 'text' &&
    new RegExp(`^${SONG_ID}\t(?!${SONG_ID}\t)[^\t]+\t\\d+(\\.\\d+)?\r?$`).test(firstDataLine(head.head))
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
        tags.add(trackOf(song), tag, Number(count));
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
  sniff: (head) =>
    head.kind === 'text' &&
    new RegExp(`^${SONG_ID}\t(?!\\d+\r?$|TR[A-Z0-9]{16}\r?$)[^\t]+\r?$`).test(firstDataLine(head.head))
      ? 'song-names'
      : null,
  async stage(context) {
    const trackOf = tracksOfSongs(context);
    await stageTabRows(
      context,
      withoutHeader((fields) => {
        const [song, name, ...more] = fields;
        if (more.length > 0 || !song || !name) return ['line', say('import.not-a-song-name')];
        stageTrack(context, { key: trackOf(song), song, title: name });
        return null;
      }),
    );
  },
};

/** A song without a track gets one with the song's own key, because titles and tags belong to tracks. */
export function tracksOfSongs(context: ImportContext): (song: string) => string {
  createTrackStaging(context);
  const known = new Map<string, string>();
  return (song) => {
    const before = known.get(song);
    if (before !== undefined) return before;
    const track = context.library.get<{ key: string }>(
      'SELECT t.track_key AS key FROM songs s JOIN tracks t ON t.id = s.main_track_id WHERE s.song_key = ?',
      song,
    );
    if (!track) stageTrack(context, { key: song, song });
    known.set(song, track?.key ?? song);
    return track?.key ?? song;
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
      WHERE l.track_key = key_tags.track_key);
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
