/** Ids of songs that nobody takes for anything else: the Million Song Dataset's songs and tracks, and Spotify's. */
const SURELY_SONG = /^((SO|TR)[A-Z0-9]{16}|spotify:track:\w+|https:\/\/open\.spotify\.com\/track\/\w+)$/;
/** Articles and customers of Amazon: convincing only side by side. */
const PERHAPS_SONG = /^(B[A-Z0-9]{9}|\d{9}[\dX])$/;
const PERHAPS_LISTENER = /^(A[A-Z0-9]{11,27}|[0-9a-f]{40})$/;

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
  return all(0, PERHAPS_SONG) && all(1, PERHAPS_LISTENER);
}
