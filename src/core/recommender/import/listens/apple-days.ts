import { say } from '../../../../shared/messages/say.ts';
import type { Importer } from '../importer.ts';
import { LISTENS } from '../kinds.ts';
import { columnWords, noteUnused } from '../text/columns.ts';
import { type DelimitedHead, NO_TABLE, readDelimitedHead, stageDelimited } from '../text/delimited.ts';
import { dateOfDigits } from '../text/number-times.ts';
import { TimeReader } from '../text/times.ts';
import { HistoryStager, songKeyOf } from './history-stager.ts';

const NEEDED = { description: 'track description', day: 'date played', plays: 'play count' } as const;
const ALSO = { hours: 'hours', media: 'media type' } as const;
const SECONDS_AN_HOUR = 3600;

type Columns = Record<keyof typeof NEEDED, number> & Partial<Record<keyof typeof ALSO, number>>;

/**
 * Apple Music's “Play History Daily Tracks”: a row for each song of a day, with how often and in which hours it was
 * played. Artist and title stand in one field, with a dash between; a skipped song has no play.
 */
export const appleDaysImporter: Importer = {
  kind: LISTENS,
  formats: ['apple-days'],
  sniff: (head) => (columnsOf(readDelimitedHead(head)) ? 'apple-days' : null),
  async stage(context) {
    const { head, report, listener } = context;
    const table = readDelimitedHead(head) ?? NO_TABLE;
    const columns = columnsOf(table) ?? { description: 0, day: 0, plays: 0 };
    noteUnused(context, table.rows[0], columns as Record<string, number>);
    report.notes.push(say('import.listener-is', { listener }));
    const times = new TimeReader(context, []);
    const stager = new HistoryStager(context);
    let [skipped, others] = [0, 0];
    await stageDelimited(context, table, {}, true, (fields) => {
      const at = (column: number | undefined) => (column === undefined ? '' : (fields[column] ?? '').trim());
      if (!/^(audio)?$/i.test(at(columns.media))) {
        others++;
        return 'left-out';
      }
      const plays = at(columns.plays);
      if (!/^\d{1,4}$/.test(plays)) return ['plays', say('import.not-a-count', { plays })];
      if (Number(plays) === 0) {
        skipped++;
        return 'left-out';
      }
      const [, artist, title] = /^(.*?\S) - (\S.*)$/s.exec(at(columns.description)) ?? [];
      if (artist === undefined) return ['track', say('import.no-artist-and-title', { text: at(columns.description) })];
      const day = dateOfDigits(at(columns.day));
      const seconds = times.seconds(day ?? at(columns.day));
      if (seconds === 0) return ['time', say('import.not-a-time', { time: at(columns.day) })];
      const song = { key: songKeyOf(artist, title), artist, title };
      const hours = at(columns.hours).match(/\b([01]?\d|2[0-3])\b/g) ?? ['0'];
      // Several plays of an hour are told apart by a second: of two at one time, one would count as known.
      for (let play = 0; play < Number(plays); play++)
        stager.add(listener, song, 1, seconds + Number(hours[play] ?? hours.at(-1)) * SECONDS_AN_HOUR + play);
      return null;
    });
    times.note(context);
    const { name } = head;
    if (skipped > 0) report.notes.push(say('import.skipped-plays', { name, plays: skipped }));
    if (others > 0) report.notes.push(say('import.other-events', { name, rows: others }));
    stager.finish();
  },
};

/** Null for a table of anything else. */
function columnsOf(table: DelimitedHead | null): Columns | null {
  const words = table?.rows[0].map(columnWords) ?? [];
  const placed = Object.entries({ ...NEEDED, ...ALSO }).flatMap(([role, name]) => {
    const place = words.indexOf(name);
    return place < 0 ? [] : [[role, place] as const];
  });
  const columns = Object.fromEntries(placed) as Partial<Columns>;
  const { description, day, plays } = columns;
  return description === undefined || day === undefined || plays === undefined
    ? null
    : { ...columns, description, day, plays };
}
