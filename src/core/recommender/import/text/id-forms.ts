import { SINCE_1970 } from './clock-columns.ts';

/** Ids of songs that nobody takes for anything else: the Million Song Dataset's songs and tracks, and Spotify's. */
const SURELY_SONG = /^((SO|TR)[A-Z0-9]{16}|spotify:track:\w+|https:\/\/open\.spotify\.com\/track\/\w+)$/;
/** Ids that say themselves what they are of, or have the form of such ids: convincing beside numbers. */
const OF_SONG = /^((song|track|trk|recording)[-_ :]?\w+|(SO|TR)[A-Z0-9]{4,}|(?=.*\d)(?=.*[A-Z])(?=.*[a-z])\w{22})$/;
/** Articles and customers of Amazon: convincing only side by side. */
const PERHAPS_SONG = /^(B[A-Z0-9]{9}|\d{9}[\dX])$/;
const PERHAPS_LISTENER = /^(A[A-Z0-9]{11,27}|[0-9a-f]{40})$/;

/** Hashes as the Taste Profile and Last.fm's sets have them, UUIDs, and customers of Amazon. */
const OF_LISTENER = /^(A[A-Z0-9]{11,27}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Numbers beside counts in every row are no tags, unless all are years: listeners of most data sets are numbered. */
const WHOLE = /^\d+(\.0+)?$/;
const YEAR = /^(1\d|20)\d\d$/;
const FEWEST_NUMBERED = 3;

/**
 * Whether rows of a song and something else are plays, not facts about songs: the second field of each is a
 * listener's id by its form or a number beside a count, or the third a time.
 *
 * @param lines of fields between tabs; a header and lines of one field are passed over
 * @param isKindSaid numbers then are what the person says they are
 */
export function arePlaysOfSongs(lines: readonly string[], isKindSaid = false): boolean {
  const rows = lines.map((line) => line.trimEnd().split('\t')).filter(([id, other]) => SURELY_SONG.test(id) && other);
  if (rows.length === 0) return false;
  if (!isKindSaid && arePlaysOfNumbered(rows)) return true;
  return rows.every(([, id]) => OF_LISTENER.test(id)) || rows.every((fields) => SINCE_1970.test(fields[2] ?? ''));
}

/**
 * Plays tell of a song or of a listener more than once; how many listeners and plays a song has is told once, in a row
 * of its own.
 */
function arePlaysOfNumbered(rows: readonly (readonly string[])[]): boolean {
  if (rows.length < FEWEST_NUMBERED || !rows.every(([, id, count]) => WHOLE.test(id) && WHOLE.test(count ?? '')))
    return false;
  if (rows.every(([, id]) => YEAR.test(id))) return false;
  const inARow = rows.filter(([, id], row) => id === rows[row - 1]?.[1]).length;
  return new Set(rows.map(([song]) => song)).size < rows.length || 2 * inARow > rows.length;
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
  if (all(0, OF_SONG) && all(1, WHOLE)) return true;
  return all(0, PERHAPS_SONG) && all(1, PERHAPS_LISTENER);
}
