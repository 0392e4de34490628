import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { heardBesideTags, unnamedTimes } from '../text/clock-columns.ts';
import { candidates, columnWords, fits, isOfTags, noteColumns, noteUnused, type RoleName } from '../text/columns.ts';
import { type DelimitedHead, readDelimitedHead, stageDelimited } from '../text/delimited.ts';
import { Ids } from '../text/ids.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { areTracksTheSongs } from './key-column.ts';
import { KeyTagStaging } from './key-tags.ts';
import { TAGS, TRACKS } from '../kinds.ts';
import { NamedSongs } from './named-songs.ts';
import { noteAbove } from '../text/named-table.ts';
import { textOfBytes } from '../plays/packing.ts';
import type { Answer } from '../row-staging.ts';
import { sumTags, toRelativeWeights, tracksOfSongs } from './song-text.ts';
import type { FileHead } from '../files/source.ts';
import { stageTrack } from './track-staging.ts';
import { YearReader } from '../text/years.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const LONGEST_SONG_SECONDS = 100_000;
/** Ten seconds as milliseconds, or almost three hours as seconds. */
const LEAST_MILLISECONDS = 10_000;
const MILLISECONDS = /\b(ms|millis|milliseconds)\b/;

const DESCRIBING: readonly RoleName[] = ['title', 'artist', 'album', 'year', 'duration'];
/** Times of a song, not of hearing it. */
const OF_SONGS = /\b(release|released|publish|published|added|created|updated|recorded|favorites)\b/;
/** A count of the song's, not of a tag's. */
const OF_LISTENING = /\b(plays?|playcount|listens?|listeners|scrobbles)\b/;
/** A table of a column for each tag. */
const FEWEST_SWITCHES = 3;
const MOST_BESIDE_SWITCHES = 3;
const COLUMNS_SHOWN = 4;
const SONG_ID = /^song ?id$/;
const TRACK_ID = /^track ?id$/;
/** Tags with their weights where there are none. */
const NO_WEIGHTS = '{}';
const PLAYED: readonly RoleName[] = ['listener', 'count', 'rating', 'time'];
const TAGGING = ['tag', 'genre', 'language'] as const satisfies readonly RoleName[];

/**
 * A table of songs with a header: an id, or artist and title, and what describes it (Music4All, LFM-2b, HetRec's
 * artists, MovieLens, lists of a player).
 */
export const songTableImporter: Importer = {
  kind: TRACKS,
  formats: ['song-table'],
  sniff(file) {
    const table = headedTable(file);
    if (!table) return null;
    const { columns } = table;
    const isOfPlays = (column: number) => !OF_SONGS.test(wordsOf(table.head, column));
    const [header, ...rows] = table.head.rows;
    const hasListener = candidates('listener', header).length > 0;
    // Counts beside an id, but of no listener, tell how popular a song is.
    const isPlayed = PLAYED.some(
      (role) =>
        !(role === 'count' && columns.key !== undefined && !hasListener) &&
        candidates(role, header, rows).some(isOfPlays),
    );
    const isDescribed = DESCRIBING.some((role) => role !== 'album' && columns[role] !== undefined);
    const isHistory = columns.artist !== undefined && unnamedTimes(table.head.rows).length > 0;
    return !isPlayed && isDescribed && !isHistory ? 'song-table' : null;
  },
  asks: (file) => headedTable(file) !== null,
  async stage(context) {
    const table = await tableOf(context);
    const { head, columns } = table;
    noteAbove(context, head);
    const taken = pick(columns, ['key', ...DESCRIBING]);
    const keys = songKeys(context, taken);
    const { track } = table;
    noteColumns(context, taken, (column) => head.rows[0][column]);
    if (track !== undefined) context.report.notes.push(say('import.column-track', { column: head.rows[0][track] }));
    noteUnused(context, withoutNames(head.rows[0], [track]), taken);
    const ofTags = TAGGING.flatMap((role) => (columns[role] === undefined ? [] : [head.rows[0][columns[role]]]));
    if (ofTags.length > 0) context.report.notes.push(say('import.tags-beside', { columns: ofTags }));
    const trackOf = tracksOfSongs(context);
    const years = new YearReader();
    const unit = unitOf(context, head, taken.duration);
    await stageDelimited(context, head, taken, !table.isBare, (fields) => {
      const at = (role: RoleName) => (taken[role] === undefined ? '' : fields[taken[role]]);
      const song = keys.of(fields);
      if (typeof song !== 'string') return ['song', song];
      const duration = secondsOf(at('duration')) / unit;
      const own = track === undefined ? '' : fields[track];
      const place = own === '' ? trackOf(song) : { track: own, song };
      stageTrack(context, {
        key: place.track,
        song: place.song,
        title: at('title') || null,
        artist: namesOf(at('artist')) || null,
        release: at('album') || null,
        year: years.year(at('year')),
        durationSeconds: duration > 0 && duration < LONGEST_SONG_SECONDS ? duration : null,
      });
      return null;
    });
    keys.finish();
    if (years.unread) context.report.notes.push(say('import.unread-years', years.unread));
  },
};

/**
 * A table of songs and their tags with a header: a tag a row, perhaps with a weight or who gave it, or a list of tags,
 * genres or languages (Music4All, MovieLens, HetRec).
 */
export const tagTableImporter: Importer = {
  kind: TAGS,
  formats: ['tag-table'],
  sniff(file) {
    const table = headedTable(file);
    if (!table) return null;
    const { columns } = table;
    const isByName = columns.artist !== undefined && columns.title !== undefined && isOfTags(table.head.rows[0]);
    if (columns.key === undefined && !isByName) return null;
    if (heardBesideTags(table.head.rows) !== null) return null;
    if (switchesOf(table)) return 'tag-table';
    return columns.tag !== undefined || columns.tagKey !== undefined || onlyTags(table) ? 'tag-table' : null;
  },
  asks: (file) => {
    const columns = headedTable(file)?.columns;
    return columns !== undefined && TAGGING.some((role) => columns[role] !== undefined);
  },
  companion: /(^|\/)tags\.(dat|csv|tsv|txt)$/i,
  async stage(context) {
    const table = await tableOf(context);
    const { head, columns } = table;
    noteAbove(context, head);
    const byName = columns.key === undefined ? (['artist', 'title', 'album'] as const) : [];
    const taken = pick(columns, ['key', 'tagKey', ...TAGGING, 'count', 'listener', ...byName]);
    if (taken.tag !== undefined) delete taken.tagKey;
    // Beside genres alone, a count is the song's, not a tag's.
    if (taken.tag === undefined && taken.tagKey === undefined) delete taken.count;
    if (taken.count !== undefined && OF_LISTENING.test(wordsOf(head, taken.count))) delete taken.count;
    noteColumns(context, taken, (column) => head.rows[0][column], { count: 'import.column-tag-count' });
    const keys = songKeys(context, taken);
    const names = taken.tagKey === undefined ? null : tagNames(context);
    const switches = TAGGING.some((role) => taken[role] !== undefined) || names ? null : switchesOf(table);
    if (switches)
      context.report.notes.push(
        say('import.columns-are-tags', {
          count: switches.length,
          columns: switches.slice(0, COLUMNS_SHOWN).map((column) => head.rows[0][column]),
        }),
      );
    noteUnused(context, withoutNames(head.rows[0], switches ?? []), taken);
    const tags = new KeyTagStaging(context);
    const trackOf = tracksOfSongs(context);
    const isList = taken.count === undefined && taken.listener === undefined;
    const width = head.rows[0].length;
    const isOpen = isList && taken.tag === width - 1;
    const take = (fields: string[]): Answer => {
      const at = (role: RoleName) => (taken[role] === undefined ? '' : fields[taken[role]]);
      const song = keys.of(fields);
      if (typeof song !== 'string') return ['song', song];
      const weight = taken.count === undefined ? 1 : Number(at('count'));
      if (!(weight > 0 && Number.isFinite(weight)))
        return ['count', say('import.not-a-tag-count', { count: at('count') })];
      const given = TAGGING.flatMap((role) =>
        (isList || /^\[.*\]$/s.test(at(role)) ? listOf(at(role)) : [at(role)]).map((tag) => prefixed(role, tag)),
      );
      if (isOpen) given.push(...fields.slice(width).flatMap(listOf));
      if (names) given.push(names.get(at('tagKey')) ?? '');
      if (switches)
        given.push(...switches.filter((column) => fields[column] === '1').map((column) => head.rows[0][column]));
      const weighted = taken.tag === undefined ? [] : weightsOf(at('tag'));
      if (weighted.length > 0) {
        const { track } = trackOf(song);
        for (const [tag, value] of weighted) tags.add(track, tag, value);
        return null;
      }
      const found = given.filter((tag) => tag !== '' && tag !== NO_WEIGHTS);
      if (found.length === 0 && switches) return 'skip';
      if (found.length === 0)
        return names ? ['tag', say('import.tag-row-missing', { row: at('tagKey') })] : ['tag', say('import.is-empty')];
      if (found.some((tag) => tag.includes('\uFFFD'))) return ['tag', say('import.not-utf-8')];
      const { track } = trackOf(song);
      for (const tag of found) tags.add(track, tag, weight);
      return null;
    };
    await stageDelimited(context, head, taken, !table.isBare, take, isOpen);
    keys.finish();
    sumTags(context);
    toRelativeWeights(context);
    if (!isList) context.report.notes.push(say('import.tag-counts-are-relative'));
  },
};

interface SongTable {
  head: DelimitedHead;
  columns: Partial<Record<RoleName, number>>;
  /** Nothing stands above the rows: the names of the columns are known of the data set. */
  isBare: boolean;
  /** The ids of tracks, in a table that has ids of their songs too, as the Million Song Dataset has. */
  track?: number;
}

/** `1::Toy Story (1995)::Animation|Comedy`, as MovieLens 1M and 10M list what was rated. */
const OF_MOVIELENS = /^\d+::.*\(\d{4}\)::[^:]+$/;

/** A table whose header names a song's id; ids may all be words, so that only the names tell that it is a header. */
function headedTable(file: FileHead): SongTable | null {
  const given = readDelimitedHead(file);
  const [line] = file.head.toString('utf8').split(/\r?\n/, 1);
  const isBare = given?.separator === '::' && given.rows[0].length === 3 && OF_MOVIELENS.test(line);
  const head = given && isBare ? { ...given, rows: [['movieId', 'title', 'genres'], ...given.rows] } : given;
  if (!head || head.separator === ' ' || head.rows.length < 2) return null;
  const [header, ...rows] = head.rows;
  const bare = keyBesideTags(header);
  const isOfSongs = fits(['key'], header) || fits(['artist', 'title'], header) || bare !== undefined;
  if (!isOfSongs || header.some((name) => /^\d+([.,]\d+)?$/.test(name))) return null;
  const columns: SongTable['columns'] = {};
  for (const role of ['key', 'tag', 'tagKey', 'genre', 'language', 'listener', 'title', 'artist', ...REST] as const) {
    const column = candidates(role, header, rows).find((one) => !Object.values(columns).includes(one));
    if (column !== undefined) columns[role] = column;
  }
  if (bare !== undefined && columns.key === undefined) {
    columns.key = bare;
    delete columns.title;
  }
  const isYear = (column: number) => rows.every((fields) => /^(\d{4}(\.0)?)?$/.test(fields[column] ?? ''));
  // Music4All calls the year of release so.
  if (columns.album !== undefined && columns.year === undefined && isYear(columns.album)) {
    columns.year = columns.album;
    delete columns.album;
  }
  const [song, track] = [SONG_ID, TRACK_ID].map((one) => header.findIndex((name) => one.test(columnWords(name))));
  if (song < 0 || track < 0) return { head, columns, isBare };
  return { head, columns: { ...columns, key: song }, isBare, track };
}

/** The table that is read, by the ids that the library's songs have. */
async function tableOf(context: ImportContext): Promise<SongTable> {
  const table = headedTable(context.head);
  if (!table) throw notATable(context);
  const { head, columns, track } = table;
  if (track === undefined || columns.key === undefined) return table;
  const isByTrack = await areTracksTheSongs(context, head, columns.key, track);
  return isByTrack ? { ...table, columns: { ...columns, key: track }, track: undefined } : table;
}

/** The names of columns without those of some, which something was read from. */
function withoutNames(header: readonly string[], used: readonly (number | undefined)[]): string[] {
  return header.map((name, column) => (used.includes(column) ? '' : name));
}

/** `song,tag,count`: the only thing that says which song it is, is its id, whatever its form. */
function keyBesideTags(header: readonly string[]): number | undefined {
  if (!fits(['tag'], header) || candidates('artist', header).length > 0) return undefined;
  const found = header.findIndex((name) => /^(song|track|recording|item)$/.test(columnWords(name)));
  return found === -1 ? undefined : found;
}

interface SongKeys {
  /** The key of a row's song, or why it has none. */
  of(fields: readonly string[]): string | Message;
  finish(): void;
}

/** What a row's song is called: its id, or its artist and title where the table has no ids. */
function songKeys(context: ImportContext, taken: SongTable['columns']): SongKeys {
  const { key, artist, title, album } = taken;
  if (key !== undefined) {
    const ids = new Ids();
    return { of: (fields) => ids.refusal(fields[key]) ?? fields[key], finish: () => ids.note(context.report) };
  }
  const songs = new NamedSongs(context);
  const at = (fields: readonly string[], column: number | undefined) => fields[column ?? -1] ?? '';
  return {
    of: (fields) => songs.keyOf(namesOf(at(fields, artist)), at(fields, title), at(fields, album) || null),
    finish: () => songs.finish(),
  };
}

/** How many of a duration's units are a second: what the name says, or milliseconds where most would take hours. */
function unitOf({ report }: ImportContext, head: DelimitedHead, column: number | undefined): number {
  if (column === undefined) return 1;
  if (MILLISECONDS.test(wordsOf(head, column))) return 1000;
  const values = head.rows.slice(1).map((fields) => Number(fields[column]));
  const known = values.filter((value) => value > 0);
  const isMilliseconds = known.filter((value) => value >= LEAST_MILLISECONDS).length > known.length / 2;
  if (isMilliseconds) report.notes.push(say('import.durations-in-milliseconds', { column: head.rows[0][column] }));
  return isMilliseconds ? 1000 : 1;
}

/** Seconds, or `4:29`. */
function secondsOf(text: string): number {
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(text.trim());
  return clock ? Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]) : Number(text);
}

const REST = ['album', 'year', 'duration', 'count'] as const;

/** An id and lists of genres or languages, and nothing that describes a song besides. */
function onlyTags({ head, columns }: SongTable): boolean {
  const hasTags = columns.genre !== undefined || columns.language !== undefined;
  return hasTags && head.rows[0].length === Object.keys(pick(columns, ['key', ...TAGGING])).length;
}

function pick(columns: SongTable['columns'], roles: readonly RoleName[]): SongTable['columns'] {
  return Object.fromEntries(roles.flatMap((role) => (columns[role] === undefined ? [] : [[role, columns[role]]])));
}

function wordsOf({ rows: [header] }: DelimitedHead, column: number): string {
  return header[column].toLowerCase().replaceAll(/[_.-]+/g, ' ');
}

/** `rock,pop`, `Adventure|Comedy`, `['rock', 'pop']`. */
function listOf(text: string): string[] {
  const bare = /^\[.*\]$/s.test(text) ? text.slice(1, -1) : text;
  const sign = bare.includes('|') ? '|' : bare.includes(';') ? ';' : ',';
  return bare.split(sign).map((tag) => tag.trim().replace(/^(['"])(.*)\1$/, '$2'));
}

/** Several artists as a list of Python's: `['A', 'B']`. */
function namesOf(text: string): string {
  return /^\[.*\]$/s.test(text) ? listOf(text).join(', ') : text;
}

/** `{'pop': 100, 'rock': 36}`, as Python writes tags with their weights. */
function weightsOf(text: string): [tag: string, weight: number][] {
  if (!/^\{.*\}$/s.test(text)) return [];
  return [...text.matchAll(/(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*:\s*(\d+(?:\.\d+)?)/g)].flatMap(
    ([, single, double, weight]) => {
      const tag = (single ?? double).replaceAll(/\\(.)/g, '$1').trim();
      return tag !== '' && Number(weight) > 0 ? [[tag, Number(weight)]] : [];
    },
  );
}

/** A column for each tag, 1 where a song has it and 0 where not (MagnaTagATune); null if there are none such. */
function switchesOf({ head, columns }: SongTable): number[] | null {
  const [header, ...rows] = head.rows;
  // Facts of songs and plays have flags too.
  if ([...DESCRIBING, ...PLAYED].some((role) => candidates(role, header).length > 0)) return null;
  const taken = Object.values(columns);
  const found = header.flatMap((_, column) => {
    const isSwitch = rows.every((fields) => fields[column] === '0' || fields[column] === '1');
    return isSwitch && column !== columns.key && !taken.includes(column) ? [column] : [];
  });
  const others = header.length - found.length;
  return found.length >= FEWEST_SWITCHES && others <= MOST_BESIDE_SWITCHES ? found : null;
}

function prefixed(role: (typeof TAGGING)[number], tag: string): string {
  return tag === '' || role === 'tag' ? tag : `${role}: ${tag}`;
}

/** HetRec numbers its tags; their names stand in a file beside. */
function tagNames(context: ImportContext): Map<string, string> {
  const folder = dirname(context.file);
  const name = existsSync(folder)
    ? readdirSync(folder).find((one) => /^tags\.(dat|csv|tsv|txt)$/i.test(one))
    : undefined;
  if (name === undefined || name === basename(context.file))
    throw new AppError('bad-input', say('import.tag-names-missing', { name: context.head.name }), {
      file: context.file,
    });
  const text = textOfBytes(readFileSync(plainFile(join(folder, name))));
  const separator = text.split('\n', 1)[0].includes('\t') ? '\t' : ',';
  const names = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf(separator);
    if (at > 0)
      names.set(
        line.slice(0, at).trim(),
        line
          .slice(at + 1)
          .trim()
          .replace(/^"(.*)"$/, '$1'),
      );
  }
  context.report.notes.push(say('import.tag-names-from', { name, tags: names.size }));
  return names;
}

function notATable({ head, file }: ImportContext): AppError {
  return new AppError('bad-input', say('import.not-a-song-table', { name: head.name }), { file });
}
