import { say } from '../../../../shared/messages/say.ts';
import { fits, noteUnused, type RoleName } from '../text/columns.ts';
import {
  type DelimitedHead,
  hasHeader,
  isTable,
  NO_TABLE,
  readDelimitedHead,
  stageDelimited,
} from '../text/delimited.ts';
import { HistoryStager } from '../listens/history-stager.ts';
import type { Importer } from '../importer.ts';
import { RATINGS } from '../kinds.ts';
import { Ids } from '../text/ids.ts';
import { Names } from '../text/names.ts';
import { areSongsByName, songReader } from './song-of-row.ts';
import { openNamedTable } from '../text/named-table.ts';
import { TimeReader } from '../text/times.ts';
import { ZoneColumn } from '../text/zone-column.ts';

const LARGEST_RATING = 100;
/** Ratings are stored as whole numbers of half steps. */
const STEPS_A_UNIT = 2;

const ROLES: readonly RoleName[] = ['listener', 'song', 'rating'];
const ROLES_BY_NAME: readonly RoleName[] = ['listener', 'artist', 'title', 'rating'];

/**
 * Explicit ratings as MovieLens and similar data sets write them: listener, song, rating and perhaps a time, with any
 * separator, with or without a header (`user_id:token …` in RecBole's .inter).
 */
export const ratingsImporter: Importer = {
  kind: RATINGS,
  formats: ['movielens'],
  sniff(file) {
    const head = readDelimitedHead(file);
    if (!head) return null;
    const [header, ...rows] = head.rows;
    const isOurs = hasHeader(head) ? fits(ROLES, header, rows) : isBareRatings(head);
    return isOurs ? 'movielens' : null;
  },
  asks: isTable,
  async stage(context) {
    const given = readDelimitedHead(context.head) ?? NO_TABLE;
    const isNamed = hasHeader(given) && areSongsByName(given.rows[0]);
    const optional: RoleName[] = ['time', 'zone', ...(isNamed ? (['album'] as const) : [])];
    const table = openNamedTable(context, isNamed ? ROLES_BY_NAME : ROLES, optional, [...ROLES, 'time']);
    const isByName = table.columns.song === undefined;
    if (isByName) context.report.notes.push(say('import.songs-by-name'));
    if (table.headed) noteUnused(context, table.head.rows[0], table.columns);
    const { listener = 0, rating = 2, time } = table.columns;
    const songOf = songReader(table.columns);
    const sample = time === undefined ? [] : table.sample.map((fields) => fields[time] ?? '');
    const times = new TimeReader(context, [sample]);
    const zones = new ZoneColumn(context, table, sample);
    context.questions.stopIfOpen();
    const stager = new HistoryStager(context);
    const [ids, names] = [new Ids(), new Names(context)];
    let unreadable = 0;
    let example = '';
    await stageDelimited(context, table.head, table.columns, table.headed, (fields) => {
      const [nobody, rated] = [ids.refusal(fields[listener]), songOf(fields)];
      if (nobody) return ['user', nobody];
      const nothing = isByName ? null : ids.refusal(rated?.key ?? '');
      if (nothing) return ['item', nothing];
      if (!rated) return ['item', say('import.is-empty')];
      const unnamed = isByName ? names.refusal(rated.artist ?? '', rated.title ?? '') : null;
      if (unnamed) return unnamed;
      const written = decimal(fields[rating]);
      if (!isRating(written))
        return ['rating', say('import.not-a-rating', { rating: fields[rating], largest: LARGEST_RATING })];
      const text = time === undefined ? '' : fields[time];
      const { zone, unknown } = zones.of(fields);
      const seconds = text === '' || unknown !== null ? 0 : times.seconds(text, zone);
      if (text !== '' && seconds === 0 && unreadable++ === 0) example = text;
      const steps = Number(written) * STEPS_A_UNIT;
      stager.add(fields[listener], rated, steps, seconds);
      return null;
    });
    names.finish();
    times.note(context);
    ids.note(context.report);
    if (unreadable > 0) context.report.notes.push(say('import.unreadable-times', { times: unreadable, example }));
    stager.finish('highest');
    context.staging.run("INSERT INTO facts VALUES ('values', 'ratings')");
  },
};

/** Without a header, accept only what cannot be a play count: a small rating with a time on every line. */
function isBareRatings({ rows }: DelimitedHead): boolean {
  return rows.every((row) => row.length === 4 && isRating(row[2]) && Number(row[2]) <= 10 && /^\d{9,13}$/.test(row[3]));
}

/** `4,5` as spreadsheets of many languages write it; a field with a comma is quoted where commas separate. */
function decimal(text: string): string {
  return /^\s*\d+,\d+\s*$/.test(text) ? text.replace(',', '.') : text;
}

function isRating(text: string): boolean {
  const steps = Number(text) * STEPS_A_UNIT;
  return text.trim() !== '' && Number.isInteger(steps) && steps > 0 && steps <= LARGEST_RATING * STEPS_A_UNIT;
}
