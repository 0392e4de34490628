/** Ids of songs that nobody takes for anything else: the Million Song Dataset's songs and tracks, and Spotify's. */
const SURELY_SONG = /^((SO|TR)[A-Z0-9]{16}|spotify:track:\w+|https:\/\/open\.spotify\.com\/track\/\w+)$/;
/** Ids that say themselves what they are of, or have the form of such ids: convincing beside numbers. */
const OF_SONG = /^((song|track|trk|recording)[-_ :]?\w+|(SO|TR)[A-Z0-9]{4,}|(?=.*\d)(?=.*[A-Z])(?=.*[a-z])\w{22})$/;
/** Articles and customers of Amazon: convincing only side by side. */
const PERHAPS_SONG = /^(B[A-Z0-9]{9}|\d{9}[\dX])$/;
const PERHAPS_LISTENER = /^(A[A-Z0-9]{11,27}|[0-9a-f]{40})$/;

/** Hashes as the Taste Profile and Last.fm's sets have them, UUIDs, and customers of Amazon. */
const OF_LISTENER = /^(A[A-Z0-9]{11,27}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Numbers in every row are no tags: listeners of most data sets are numbered. */
const NUMBERED = /^\d+$/;
/** Of fewer rows all tags may be years. */
const FEWEST_NUMBERED = 3;
/** Seconds since 1970 from 2001 on, or thousandths of them. */
const TIME = /^1\d{9}(\d{3})?(\.\d+)?$/;

/**
 * Whether rows of a song and something else are plays, not facts about songs: the second field of each is a
 * listener's id by its form or a number beside a count, or the third a time.
 *
 * @param lines of fields between tabs; a header and lines of one field are passed over
 */
export function arePlaysOfSongs(lines: readonly string[]): boolean {
  const rows = lines.map((line) => line.trimEnd().split('\t')).filter(([id, other]) => SURELY_SONG.test(id) && other);
  if (rows.length === 0) return false;
  if (rows.length >= FEWEST_NUMBERED && rows.every(([, id, count]) => NUMBERED.test(id) && count)) return true;
  return rows.every(([, id]) => OF_LISTENER.test(id)) || rows.every((fields) => TIME.test(fields[2] ?? ''));
}

/**
 * Whether a table without a header names the song before the listener, as copies of the Taste Profile and Amazon's
 * ratings of 2018 do: seen from the form of the ids.
 *
 * @param rows whose first two fields are the ids
 */
export function isSongFirst(rows: readonly (readonly string[])[]): boolean {
  const all = (place: number, form: RegExp) =>
    rows.length > 0 && rows.every((fields) => form.test(fields[place] ?? ''));
  if (all(0, SURELY_SONG)) return !all(1, SURELY_SONG);
  if (all(0, OF_SONG) && all(1, NUMBERED)) return true;
  return all(0, PERHAPS_SONG) && all(1, PERHAPS_LISTENER);
}
