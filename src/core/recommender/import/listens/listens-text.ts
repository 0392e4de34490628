import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { heardBesideTags, unnamedTimes } from '../text/clock-columns.ts';
import { allCandidates, candidates, fits, isOfTags, type RoleName } from '../text/columns.ts';
import {
  type DelimitedHead,
  hasHeader,
  isTable,
  NO_TABLE,
  readDelimitedHead,
  stageDelimited,
} from '../text/delimited.ts';
import { CountReader, looksLikeCount } from '../text/counts.ts';
import { HistoryStager, type ListenedSong, songKeyOf } from './history-stager.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { headerOf, ownerIn, Owners } from './joined-files.ts';
import { LISTENS } from '../kinds.ts';
import { type NamedTable, openNamedTable } from '../text/named-table.ts';
import { READING_SHARE, stageLines } from '../row-staging.ts';
import { PlayFilter } from '../plays/short-plays.ts';
import type { FileHead } from '../files/source.ts';
import { Ids } from '../text/ids.ts';
import { Names } from '../text/names.ts';
import { TimeReader } from '../text/times.ts';
import { ZoneColumn } from '../text/zone-column.ts';
import { askWhenHeard } from './when-heard.ts';
import { askWhosePlays } from './whose-plays.ts';

/** What Rockbox and players like it log. */
const SCROBBLER_LOG = /^#AUDIOSCROBBLER\/1\./;
const CLOCK = /^\d{1,2}:\d{2}(:\d{2})?( ?[ap]\.?m\.?)?$/i;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Seconds or milliseconds from 2001 to 2065. */
const EPOCH = /^[12]\d{9}(\d{3})?(\.\d+)?$/;

type Refusal = [field: string, reason: Message];

/**
 * Listening histories as text: Last.fm-1K, Last.fm-360K, scrobbles as CSV (artist and title), and listening events with
 * ids (listener, song, time; Music4All's listening_history.csv).
 */
export const textListensImporter: Importer = {
  kind: LISTENS,
  formats: ['scrobbles-csv', 'lastfm-1k', 'lastfm-360k', 'listening-events', 'scrobbler-log'],
  sniff(file) {
    if (file.kind !== 'text') return null;
    if (SCROBBLER_LOG.test(firstLine(file))) return 'scrobbler-log';
    const columns = firstLine(file).split('\t');
    if (columns.length === 6 && /^\d{4}-\d{2}-\d{2}T/.test(columns[1])) return 'lastfm-1k';
    if (columns.length === 4 && looksLikeCount(columns[3]) && !/^\d+$/.test(columns[2].trim())) return 'lastfm-360k';
    const head = readDelimitedHead(file);
    if (!head) return null;
    if (!hasHeader(head)) return bareEventPlaces(head) ? 'listening-events' : bareScrobblesOrNull(head);
    const [header, ...rows] = head.rows;
    if (candidates('rating', header).length > 0) return null;
    // Counts beside tags and the time of hearing a song are the song's own.
    if (isOfTags(header)) return heardBesideTags(head.rows) === null ? null : 'scrobbles-csv';
    if (candidates('count', header, rows).length > 0) return null;
    const isTimed = unnamedTimes(head.rows).length > 0;
    if (fits(['artist', 'title', 'time'], header, rows)) return 'scrobbles-csv';
    if (fits(['listener', 'song', 'time'], header, rows)) return 'listening-events';
    if (isTimed && candidates('time', header, rows).length === 0) {
      if (fits(['artist', 'title'], header)) return 'scrobbles-csv';
      if (fits(['listener', 'song'], header)) return 'listening-events';
    }
    return null;
  },
  asks: (file) => {
    const [header, ...rows] = readDelimitedHead(file)?.rows ?? [[]];
    const isTimed = allCandidates('time', header, rows).length > 0 || unnamedTimes([header, ...rows]).length > 0;
    return isTable(file) && isTimed;
  },
  async stage(context) {
    const stager = new HistoryStager(context);
    if (context.format === 'lastfm-1k') await stageTabs(context, take1k(context, stager));
    else if (context.format === 'lastfm-360k') await stageArtists(context, stager);
    else if (context.format === 'scrobbler-log') await stageLog(context, stager);
    else await stageEvents(context, stager);
    stager.finish();
  },
};

function firstLine(file: FileHead): string {
  return file.head.toString('utf8').split('\n', 1)[0].replace(/\r$/, '');
}

/** Rows of fields between tabs, in which quotes are literal. */
async function stageTabs(context: ImportContext, take: (fields: string[]) => Refusal | null): Promise<void> {
  await stageLines(context, (text) => take(text.split('\t')), READING_SHARE);
}

/** user ⇥ ISO time ⇥ artist-mbid ⇥ artist ⇥ track-mbid ⇥ track; mbids are often empty, quotes are literal. */
function take1k(context: ImportContext, stager: HistoryStager): (fields: string[]) => Refusal | null {
  const times = new TimeReader(context, []);
  return (fields) => {
    if (fields.length !== 6) return ['line', say('import.wrong-fields-events', { fields: fields.length })];
    const [listener, time, , artist, , title] = fields;
    if (listener === '') return ['user', say('import.is-empty')];
    if (artist === '' || title === '') return [artist === '' ? 'artist' : 'track', say('import.is-empty')];
    const seconds = times.seconds(time);
    if (seconds === 0) return ['time', say('import.not-iso-time', { time })];
    stager.add(listener, named(artist, title), 1, seconds);
    return null;
  };
}

/** artist ⇥ album ⇥ title ⇥ number ⇥ seconds ⇥ L or S ⇥ time ⇥ mbid below lines of comments; S is for skipped. */
async function stageLog(context: ImportContext, stager: HistoryStager): Promise<void> {
  const { report, head } = context;
  const times = new TimeReader(context, []);
  const owners = new Owners(context, listenerOf(context, NO_TABLE), null);
  if (!/^#TZ\/UTC\s*$/m.test(head.head.toString('utf8'))) report.notes.push(say('import.log-in-local-time'));
  let [skipped, logs] = [0, 0];
  await stageLines(
    context,
    (text) => {
      if (SCROBBLER_LOG.test(text) && ++logs > 1) owners.another(null);
      if (text.startsWith('#')) return 'skip';
      const [artist = '', album, title = '', , duration, rating, time = ''] = text.split('\t');
      if (artist === '' || title === '') return [artist === '' ? 'artist' : 'track', say('import.is-empty')];
      if (rating === 'S') {
        skipped++;
        return 'left-out';
      }
      const seconds = times.seconds(time);
      if (seconds === 0) return ['time', say('import.not-a-time', { time })];
      const song = { ...named(artist, title, album || null), durationSeconds: Number(duration) || null };
      stager.add(owners.listener, song, 1, seconds);
      return null;
    },
    READING_SHARE,
  );
  owners.finish();
  if (skipped > 0) report.notes.push(say('import.skipped-plays', { name: head.name, plays: skipped }));
}

async function stageArtists(context: ImportContext, stager: HistoryStager): Promise<void> {
  const counts = new CountReader(context);
  await stageTabs(context, (fields) => take360k(fields, counts, stager));
  counts.ask();
}

/** user ⇥ mbid ⇥ artist ⇥ plays: a song is an artist here. */
function take360k(fields: string[], counts: CountReader, stager: HistoryStager): Refusal | null {
  if (fields.length !== 4) return ['line', say('import.wrong-fields-artists', { fields: fields.length })];
  const [listener, , artist, plays] = fields;
  if (listener === '') return ['user', say('import.is-empty')];
  if (artist.trim() === '') return ['artist', say('import.is-empty')];
  const count = counts.count(plays);
  if (count === null) return ['plays', counts.refusal(plays)];
  stager.add(listener, { key: artist.trim().toLowerCase(), title: artist.trim(), artist: artist.trim() }, count, 0);
  return null;
}

function named(artist: string, title: string, release: string | null = null): ListenedSong {
  return { key: songKeyOf(artist, title), artist: artist.trim(), title: title.trim(), release };
}

/**
 * Without a header: artist, album, title and a date or a time since 1970 that is no rating's. What was playing while
 * the history was made stands above the others, without a time.
 */
function isBareScrobbles({ rows }: DelimitedHead): boolean {
  const isPlaying = rows.length > 1 && rows[0].length === 4 && rows[0][3] === '';
  return rows
    .slice(isPlaying ? 1 : 0)
    .every(
      ([artist, , title, time, ...more]) =>
        more.length === 0 &&
        time !== undefined &&
        !/^\d+$/.test(artist) &&
        !/^[\d.]+$/.test(title) &&
        (/\b\d{4},? \d{1,2}:\d{2}/.test(time) || /^\d{4}-\d{2}-\d{2}[ T]/.test(time) || /^\d{10,13}$/.test(time)),
    );
}

/** Without a header: day, time of day, artist and title. */
function isBareDays({ rows }: Pick<DelimitedHead, 'rows'>): boolean {
  return rows.every((fields) => fields.length === 4 && ISO_DAY.test(fields[0]) && CLOCK.test(fields[1]));
}

function bareScrobblesOrNull(head: DelimitedHead): 'scrobbles-csv' | null {
  return isBareScrobbles(head) || isBareDays(head) ? 'scrobbles-csv' : null;
}

/**
 * The columns of events without a header: listener, song and time, or LFM-1b's listener, artist, album, song and time.
 * The last field of every row is a time since 1970 that is no play count.
 */
export function bareEventPlaces({ rows }: Pick<DelimitedHead, 'rows'>): (RoleName | null)[] | null {
  const width = rows[0].length;
  const isEvent = (fields: readonly string[]) =>
    fields.length === width && fields.every((field) => field !== '') && EPOCH.test(fields[width - 1]);
  const isIds = (fields: readonly string[]) => fields.slice(0, -1).every((field) => /^-?\d+$/.test(field));
  if (!rows.every(isEvent)) return null;
  if (width === 3) return ['listener', 'song', 'time'];
  return width === 5 && rows.every(isIds) ? ['listener', null, null, 'song', 'time'] : null;
}

interface EventColumns {
  listener?: number;
  song?: number;
  artist?: number;
  album?: number;
  title?: number;
  /** All that may hold the time, the best first. */
  times: number[];
  /** The time of day, if the first of these holds only days. */
  clock: number | null;
}

const DAY_PLACES = ['time', null, 'artist', 'title'] as const;
const SCROBBLE_PLACES = ['artist', 'album', 'title', 'time'] as const;

/** Rows of one listen each. A song is known by its id if the format says so, else by artist and title. */
async function stageEvents(context: ImportContext, stager: HistoryStager): Promise<void> {
  const byId = context.format === 'listening-events';
  const bare = readDelimitedHead(context.head) ?? NO_TABLE;
  const table = openNamedTable(
    context,
    byId ? ['listener', 'song', 'time'] : ['artist', 'title', 'time'],
    byId ? ['artist', 'album', 'zone'] : ['album', 'listener', 'zone'],
    byId ? (bareEventPlaces(bare) ?? []) : isBareDays(bare) ? DAY_PLACES : SCROBBLE_PLACES,
  );
  askWhenHeard(context, table);
  noteTags(context, table);
  if (!byId) askWhosePlays(context, table);
  const { head, headed, sample } = table;
  const columns = eventColumns(table);
  const written = columns.times.map((_, place) => sample.map((fields) => timesOf(fields, columns)[place]));
  const times = new TimeReader(context, written);
  const zones = new ZoneColumn(context, table, written.flat());
  context.questions.stopIfOpen();
  const owners =
    columns.listener === undefined ? new Owners(context, listenerOf(context, head), headerOf(table)) : null;
  const [ids, names] = [new Ids(), new Names(context)];
  const plays = new PlayFilter(headed ? head.rows[0] : [], sample, columns.times);
  await stageDelimited(context, head, table.columns, headed, (fields) => {
    if (owners?.begins(fields)) return 'skip';
    if (!plays.isListen(fields)) return 'left-out';
    return takeEvent(fields, columns, owners?.listener ?? null, { times, zones, ids, names }, (key, song, seconds) =>
      stager.add(key, song, 1, seconds),
    );
  });
  owners?.finish();
  names.finish();
  plays.note(context.report, context.head.name);
  ids.note(context.report);
  times.note(context);
}

/** A history's tags are not read with it. */
function noteTags({ report }: ImportContext, { head, headed }: NamedTable): void {
  const columns = headed ? head.rows[0].filter((name) => isOfTags([name])) : [];
  if (columns.length > 0) report.notes.push(say('import.tags-beside', { columns }));
}

function eventColumns({ head, headed, sample, columns: { time, ...columns } }: NamedTable): EventColumns {
  const others = headed ? allCandidates('time', head.rows[0], sample).filter((column) => column !== time) : [];
  const times = time === undefined ? others : [time, ...others];
  return { ...columns, times, clock: clockBeside(sample, times) };
}

/** The column with the times of day, if the first of the given ones has days alone. */
function clockBeside(sample: readonly (readonly string[])[], [first]: readonly number[]): number | null {
  if (first === undefined || sample.length === 0) return null;
  if (sample.some((fields) => /\d:\d{2}/.test(fields[first] ?? '') || /^[\d.]*$/.test(fields[first] ?? '')))
    return null;
  const found = sample[0].findIndex((_, column) => sample.every((fields) => CLOCK.test(fields[column] ?? '')));
  return found < 0 ? null : found;
}

function timesOf(fields: readonly string[], { times, clock }: EventColumns): string[] {
  const written = times.map((column) => (fields[column] ?? '').trim());
  if (clock !== null && written[0] !== '') written[0] = `${written[0]} ${fields[clock].trim()}`;
  return written;
}

function listenerOf(context: ImportContext, head: DelimitedHead): string {
  const inHeader = hasHeader(head) ? ownerIn(head.rows[0]) : null;
  const listener = context.listenerGiven ? context.listener : (inHeader ?? context.listener);
  context.report.notes.push(
    inHeader === listener ? say('import.listener-of-export', { listener }) : say('import.listener-is', { listener }),
  );
  return listener;
}

function takeEvent(
  fields: string[],
  columns: EventColumns,
  fileListener: string | null,
  { times, zones, ids, names }: { times: TimeReader; zones: ZoneColumn; ids: Ids; names: Names },
  add: (listener: string, song: ListenedSong, seconds: number) => void,
): Refusal | null {
  const at = (column: number | undefined) => (column === undefined ? '' : fields[column].trim());
  const [artist, title, album, id] = [at(columns.artist), at(columns.title), at(columns.album), at(columns.song)];
  const listener = fileListener ?? at(columns.listener);
  const nobody = fileListener === null ? ids.refusal(listener) : null;
  if (nobody) return ['user', nobody];
  const nothing = columns.song === undefined ? null : ids.refusal(id);
  if (nothing) return ['song', nothing];
  if (columns.song === undefined && artist === '') return ['artist', say('import.is-empty')];
  if (columns.song === undefined && title === '') return ['track', say('import.is-empty')];
  const unnamed = columns.song === undefined ? names.refusal(artist, title) : null;
  if (unnamed) return unnamed;
  const written = timesOf(fields, columns);
  const { zone, unknown } = zones.of(fields);
  if (unknown !== null) return ['zone', say('import.unknown-zone', { zone: unknown })];
  let seconds = 0;
  for (const [place, time] of written.entries()) if (seconds === 0) seconds = times.seconds(time, zone, place);
  if (seconds === 0) return ['time', say('import.not-a-time', { time: written.find(Boolean) ?? '' })];
  const song =
    columns.song === undefined
      ? named(artist, title, album || null)
      : { key: id, title: title || null, artist: artist || null, release: album || null };
  add(listener, song, seconds);
  return null;
}
