import { say } from '../../../../shared/messages/say.ts';
import { unpackListens } from '../../rows/packed-listens.ts';
import type { ImportContext } from '../importer.ts';

/** What services call everybody's export, with numbers, kinds and dates of theirs; a person's name behind it counts. */
const OF_ANYBODY = new RegExp(
  '^(my[ _-]?(spotify[ _-]?)?data|(spotify )?(account data|extended streaming history)|' +
    'streaming_?history|endsong|watch-history|takeout|listens)' +
    '([ _-]|audio|music|video|podcasts?|\\d[TZ]?|\\(\\d+\\))*$',
  'i',
);
const MOST_ASKED = 8;
/** Of the plays within the span of a listener's known ones: how many of them one person's export tells again. */
const SHARE_OF_SAME = 0.5;

/** A song's key and when it was heard, in seconds since 1970. */
export type Heard = readonly [song: string, seconds: number];

interface KnownListener {
  id: number;
  key: string;
}

/** Listeners whose plays have times. */
const WITH_TIMES =
  'SELECT id, listener_key AS key FROM listeners l WHERE EXISTS (SELECT 1 FROM listens h WHERE h.listener_id = l.id)';

/**
 * Whose an export is that names nobody and has the name that its service gives to all. It is a known listener's if it
 * tells plays of theirs again; else it is asked where the library has listeners with times: exports of one person, such
 * as Spotify's short and long history, would become two listeners, and those of two people one. Among many, only those
 * are asked about who are called after such an export themselves.
 *
 * @param plays of the export, read only where it may be asked
 */
export function askWhoseExport({ library, listener, questions }: ImportContext, plays: () => Iterable<Heard>): string {
  if (!OF_ANYBODY.test(listener)) return listener;
  const known = library.all<KnownListener>(`${WITH_TIMES} ORDER BY id`);
  const ofAnybody = known.filter(({ key }) => OF_ANYBODY.test(key));
  const asked = known.length > MOST_ASKED ? ofAnybody.slice(0, MOST_ASKED) : known;
  if (asked.length === 0) return listener;
  const namesakes = ofAnybody.filter(({ key }) => key === listener || isNumberOf(key, listener));
  // Also where nothing is compared: what cannot be read is refused before anything is asked.
  const heard = [...plays()];
  const same = namesakes.find((one) => isToldAgain(heard, heardBy({ library }, one)));
  if (same) return same.key;
  const added = freeName(listener, new Set(known.map(({ key }) => key)));
  const answer = questions.ask(say('ask.whose-export', { listener }), [
    ...asked.map(({ key }) => ({ id: `as:${key}`, label: say('ask.same-listener', { listener: key }) })),
    { id: 'new', label: say('ask.new-listener', { listener: added }) },
  ]);
  return answer?.startsWith('as:') ? answer.slice('as:'.length) : added;
}

/**
 * Whose an export is that names its listener, if the library has nobody of this name but somebody whom it named after
 * the same file or folder, as it named everybody before exports were asked. Told again, it is they; else it is asked.
 */
export function askNamedExport(
  { library, listener, questions }: ImportContext,
  named: string,
  plays: () => Iterable<Heard>,
): string {
  const known = (key: string) => library.get<KnownListener>(`${WITH_TIMES} AND listener_key = ?`, key);
  const before = named === listener || known(named) ? undefined : known(listener);
  if (!before || isToldAgain([...plays()], heardBy({ library }, before))) return before?.key ?? named;
  const answer = questions.ask(say('ask.named-export', { listener: named, before: listener }), [
    { id: `as:${listener}`, label: say('ask.same-listener', { listener }) },
    { id: 'new', label: say('ask.new-listener', { listener: named }) },
  ]);
  return answer === 'new' ? named : listener;
}

/** `StreamingHistory0 (2)` of `StreamingHistory0`. */
function isNumberOf(key: string, name: string): boolean {
  return key.startsWith(`${name} (`) && /^\(\d+\)$/.test(key.slice(name.length + 1));
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
  return free;
}

function heardBy({ library }: Pick<ImportContext, 'library'>, { id }: KnownListener): Heard[] {
  const row = library.get<{ data: Buffer }>('SELECT data FROM listens WHERE listener_id = ?', id);
  const key = (song: number) =>
    library.get<{ key: string }>('SELECT song_key AS key FROM songs WHERE id = ?', song)?.key ?? '';
  return (row ? unpackListens(row.data) : []).flatMap(({ song, seconds }) => {
    const own = key(song);
    return Array.from(seconds, (second) => [own, second] as const);
  });
}

/** Whether plays between somebody's known ones are mostly these; by minutes, since some exports tell no more. */
function isToldAgain(heard: readonly Heard[], known: readonly Heard[]): boolean {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const minutes = new Set<string>();
  for (const [song, seconds] of known) {
    [first, last] = [Math.min(first, minuteOf(seconds)), Math.max(last, minuteOf(seconds))];
    minutes.add(`${minuteOf(seconds)} ${song}`);
  }
  const between = heard.filter(([, seconds]) => minuteOf(seconds) >= first && minuteOf(seconds) <= last);
  const again = between.filter(([song, seconds]) => minutes.has(`${minuteOf(seconds)} ${song}`));
  return again.length > 0 && again.length >= SHARE_OF_SAME * between.length;
}

function minuteOf(seconds: number): number {
  return Math.floor(seconds / 60);
}
