import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Mapping, Problem } from '../../../../shared/mobility/imports.ts';
import { nameKey } from '../../names/name-key.ts';
import { simplified } from '../../names/simplified.ts';
import { HEADER_WORDS, headingKeys } from '../table/heading-words.ts';
import type { ReadTable, TableRow } from '../table/table.ts';

const PRESENT =
  /^(至今|迄今|现在|今|目前|在职|현재|present|now|current|today|to date|ongoing|heute|aujourd.?hui|oggi|hoy)$/i;
/** 至今 present, 至今/now, 至今(present) */
const IN_TWO_LANGUAGES = /^(\p{Script=Han}+)[\s/(（]+([a-z ]+)[)）]?$/iu;

function isPresent(text: string): boolean {
  const [, one, other] = IN_TWO_LANGUAGES.exec(text) ?? [text, text, text];
  return PRESENT.test(one) && PRESENT.test(other);
}

const YEAR = /^(1[89]\d\d|20\d\d|21\d\d)(?:$|[年./\- ].*)/;

export type YearRead = { year: number | null; current: boolean } | { problem: Message; fix: Message };

/** A year as written in résumés: 2003, 2003.9, 2003-09, 2003年9月, 至今. */
export function readYear(text: string, missing: readonly string[]): YearRead {
  const value = text.trim();
  if (missing.includes(value)) return { year: null, current: false };
  if (isPresent(simplified(value))) return { year: null, current: true };
  const found = YEAR.exec(value.normalize('NFKC'));
  if (found) return { year: Number(found[1]), current: false };
  const serial = /^\d{5}(?:\.\d+)?$/.test(value) ? serialYear(Number(value)) : null;
  if (serial !== null)
    return {
      problem: say('study-import.date-as-number', { given: value }),
      fix: say('study-import.write-value', { value: String(serial) }),
    };
  const mended = value.replaceAll(/[oOО〇]/g, '0').replaceAll(/[lI|]/g, '1');
  const hint = YEAR.exec(mended);
  if (hint)
    return {
      problem: say('study-import.letter-in-year', { given: value }),
      fix: say('study-import.write-value', { value: hint[1] }),
    };
  return {
    problem: say('study-import.not-a-year', { given: value }),
    fix: say('study-import.write-four-digits'),
  };
}

const [FIRST_SERIAL_YEAR, LAST_SERIAL_YEAR] = [1925, 2100];

/** The year of a date that a spreadsheet counts in days from 1900; null for a number that is none. */
export function serialYear(days: number): number | null {
  const year = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).getUTCFullYear();
  return year >= FIRST_SERIAL_YEAR && year <= LAST_SERIAL_YEAR ? year : null;
}

export const YES = /^(1|是|y|yes|true|x|√|主|主要|primary|main)$/i;

/** Finds a field's column: as mapped, otherwise by its header names. */
export class Columns {
  readonly #at = new Map<string, number>();
  readonly table: Pick<ReadTable, 'head' | 'file'>;
  readonly missingHeaders: { field: string; header: string }[] = [];
  readonly #values: Mapping['values'];

  constructor(
    table: Pick<ReadTable, 'head' | 'file'>,
    mapping: Pick<Mapping, 'columns'> & Partial<Pick<Mapping, 'values'>>,
    fields: readonly string[],
    words: Readonly<Record<string, readonly string[]>> = HEADER_WORDS,
  ) {
    this.table = table;
    this.#values = mapping.values ?? {};
    const keys = table.head.map(headingKeys);
    for (const field of fields) {
      const header = mapping.columns[field];
      if (header === '') continue; // taken off by the user: not guessed again
      if (header !== undefined) {
        const at = table.head.findIndex((name) => name === header || nameKey(name) === nameKey(header));
        if (at < 0) this.missingHeaders.push({ field, header });
        else this.#at.set(field, at);
        continue;
      }
      const free = (at: number) => ![...this.#at.values()].includes(at);
      for (const word of (words[field] ?? []).map(nameKey)) {
        const exact = keys.findIndex(([key], i) => key === word && free(i));
        const at = exact < 0 ? keys.findIndex((all, i) => all.includes(word) && free(i)) : exact;
        if (at < 0) continue;
        this.#at.set(field, at);
        break;
      }
    }
  }

  /** The field that says whose a row is. */
  get whose(): 'scholar' | 'name' {
    return this.has('scholar') ? 'scholar' : 'name';
  }

  has(field: string): boolean {
    return this.#at.has(field);
  }

  header(field: string): string | null {
    const at = this.#at.get(field);
    return at === undefined ? null : this.table.head[at];
  }

  get(row: TableRow, field: string): string {
    return this.meaning(field, this.written(row, field));
  }

  /** What a cell's text was said to mean. */
  meaning(field: string, text: string): string {
    return this.#values[field]?.[text] ?? text;
  }

  /** The cell as the file has it, whatever it was said to mean. */
  written(row: TableRow, field: string): string {
    const at = this.#at.get(field);
    return at === undefined ? '' : (row.cells[at] ?? '').trim();
  }

  /** The mapping as it was found. */
  found(): Record<string, string> {
    return Object.fromEntries([...this.#at].map(([field, at]) => [field, this.table.head[at]]));
  }
}

/** The mapping from the headers alone, for recognising a file. */
export function guessedColumns(
  head: readonly string[],
  fields: readonly string[],
  words: Readonly<Record<string, readonly string[]>> = HEADER_WORDS,
): Columns {
  return new Columns({ file: '', head: [...head] }, { columns: {} }, fields, words);
}

export function problem(row: number | null, field: string, value: string, what: Message, fix: Message): Problem {
  return { row, field, value, problem: what, fix };
}
