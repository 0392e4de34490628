import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext } from '../importer.ts';
import type { NamedTable } from './named-table.ts';
import { isLocalTime } from './times.ts';
import { isKnownZone, type Zone, zonesOf } from './zones.ts';

const WITH_COLON = /^(?:utc|gmt)?\s*([+-]?)(\d{1,2}):(\d{2})$/i;
const OF_GREENWICH = /^(?:utc|gmt)\s*([+-])(\d{1,2})(?::?(\d{2}))?$/i;
const GREENWICH = /^(?:utc|gmt|z|zulu|etc\/utc)$/i;
/** `-0500` */
const FOUR_DIGITS = /^([+-])(\d{2})(00|15|30|45)$/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const MOST_HOURS = 14;

type Unit = 'names' | 'four-digits' | 'hours' | 'minutes' | 'minutes-behind' | 'seconds' | 'by-size';

/**
 * The zone of each row in a column of its own. Twitter's times are in UTC beside the zone of the account, those of
 * a diary are of the clock on the wall: which it is stands in no file, so it is asked.
 */
export class ZoneColumn {
  readonly #column: number | null;
  readonly #unit: Unit;
  /** What was answered of abbreviations with several meanings. */
  readonly #meant = new Map<string, string>();

  /** @param times of the file's beginning; where each has its own zone there is nothing to ask */
  constructor(context: ImportContext, { head, headed, sample, columns }: NamedTable, times: readonly string[]) {
    const { zone } = columns;
    const values = zone === undefined ? [] : sample.map((fields) => (fields[zone] ?? '').trim()).filter(Boolean);
    this.#column = null;
    this.#unit = unitOf(values);
    if (zone === undefined || values.length === 0) return;
    const column = headed ? head.rows[0][zone] : say('import.nth-column', { place: zone + 1 });
    if (!times.some(isLocalTime)) {
      context.report.notes.push(say('import.zones-not-needed', { column }));
      return;
    }
    const isMinutes = this.#unit === 'minutes' || this.#unit === 'by-size';
    const choices = [
      { id: 'local', label: isMinutes ? say('ask.zone-column-minutes') : say('ask.zone-column-local') },
      ...(isMinutes ? [{ id: 'local-behind', label: say('ask.zone-column-minutes-behind') }] : []),
      { id: 'utc', label: say('ask.zone-column-utc') },
    ];
    const answer = context.questions.ask(say('ask.zone-column', { column, example: values[0] }), choices);
    if (answer === 'utc') return;
    if (answer === 'local-behind') this.#unit = 'minutes-behind';
    this.#column = zone;
    if (answer === null) return;
    context.report.notes.push(say('import.zones-of-column', { column }));
    if (this.#unit === 'names') for (const name of new Set(values)) this.#ask(context, name);
  }

  #ask({ questions }: ImportContext, name: string): void {
    const zones = zonesOf(name.toUpperCase());
    if (zones.length === 0) return;
    const choices = [
      ...zones.map((zone) => ({ id: zone, label: say('ask.zone', { zone }) })),
      { id: 'none', label: say('ask.no-zone') },
    ];
    this.#meant.set(name, questions.ask(say('ask.which-zone', { name }), choices, null, name) ?? 'none');
  }

  /** Of a row; null if its cell is empty or the times are not of these zones. `unknown` is a text that names none. */
  of(fields: readonly string[]): { zone: Zone | null; unknown: string | null } {
    const text = this.#column === null ? '' : (fields[this.#column] ?? '').trim();
    const zone = text === '' ? null : this.#zoneOf(text);
    return { zone, unknown: text !== '' && zone === null ? text : null };
  }

  #zoneOf(text: string): Zone | null {
    return this.#unit === 'names' ? (this.#meant.get(text) ?? namedZone(text)) : minutesOf(text, this.#unit);
  }
}

function unitOf(values: readonly string[]): Unit {
  if (!values.every((value) => NUMBER.test(value))) return 'names';
  if (values.every((value) => FOUR_DIGITS.test(value))) return 'four-digits';
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(Number(value))), 0);
  // A winter in London says nothing of how its summer is written.
  if (most === 0) return 'by-size';
  return unitOfSize(most);
}

function unitOfSize(most: number): 'hours' | 'minutes' | 'seconds' {
  if (most <= MOST_HOURS) return 'hours';
  return most <= MOST_HOURS * 60 ? 'minutes' : 'seconds';
}

const MINUTES_A_UNIT = { hours: 60, minutes: 1, 'minutes-behind': -1, seconds: 1 / 60 } as const;

function minutesOf(text: string, unit: Exclude<Unit, 'names'>): number | null {
  if (!NUMBER.test(text)) return namedOffset(text);
  const four = FOUR_DIGITS.exec(text);
  if (unit === 'four-digits') return four && inDay(four[1], four[2], four[3]);
  const minutes = Number(text) * MINUTES_A_UNIT[unit === 'by-size' ? unitOfSize(Math.abs(Number(text))) : unit];
  return Math.abs(minutes) <= MOST_HOURS * 60 ? minutes : null;
}

function namedOffset(text: string): number | null {
  if (GREENWICH.test(text)) return 0;
  const offset = WITH_COLON.exec(text) ?? OF_GREENWICH.exec(text);
  if (offset) return inDay(offset[1], offset[2], offset[3] ?? '00');
  return null;
}

function namedZone(text: string): Zone | null {
  const four = FOUR_DIGITS.exec(text);
  if (four) return inDay(four[1], four[2], four[3]);
  return namedOffset(text) ?? [text, text.toUpperCase()].find(isKnownZone) ?? null;
}

function inDay(sign: string, hours: string, minutes: string): number | null {
  const ahead = Number(hours) * 60 + Number(minutes);
  if (ahead > MOST_HOURS * 60 || Number(minutes) > 59) return null;
  return sign === '-' ? -ahead : ahead;
}
