import { randomInt } from 'node:crypto';
import { say } from '../../../shared/messages/say.ts';
import type { Message } from '../../../shared/messages/message.ts';
import type { Table } from '../../../shared/table.ts';

export interface PseudonymOptions {
  /** Years of careers; those of births always become bands. */
  bandYears: boolean;
}

export interface Pseudonymised {
  careers: Table;
  moves: Table;
  /** Pseudonym → scholar. To be stored separately. */
  key: Table;
  warnings: Message[];
}

const BAND_YEARS = 5;
/** Fields that could identify a person, or contain text that does. */
const DROPPED = ['name', 'evidence_file', 'evidence_line', 'evidence', 'note', 'memo'];
const BIRTH = /birth|born|出生|生日|生年/i;
/** An attribute with a longer value, or with more different ones, is a text rather than a class. */
const LONGEST_CLASS = 40;
const MOST_CLASSES = 30;

/**
 * Generalised microdata: names and ids become numbers in random order, texts are removed, and with them attributes that
 * hold texts rather than classes; birth dates, and on request all years, become five-year bands. A career can still
 * identify a person: warnings say how many would. Tables of counts do not stand beside it: what
 * is withheld there could be counted here.
 *
 * @param below a random whole number from 0 to the bound, exclusive. The system's cryptographic source: the order must
 *   not follow from anything that a reader of the files knows, such as their time. Tests pass a generator with a seed.
 */
export function pseudonymise(
  { careers, moves }: { careers: Table; moves: Table },
  options: PseudonymOptions,
  below: (bound: number) => number = randomInt,
): Pseudonymised {
  const scholars = [...new Set(careers.rows.map((row) => String(row[0])))];
  const order = shuffled(scholars.length, below);
  const width = String(scholars.length).length;
  const pseudonyms = new Map(scholars.map((scholar, i) => [scholar, `P${String(order[i] + 1).padStart(width, '0')}`]));
  const names = new Map(careers.rows.map((row) => [String(row[0]), String(row[1] ?? '')]));
  const texts = textsAmong(careers);
  const shown = {
    careers: replace(careers, pseudonyms, options, texts),
    moves: replace(moves, pseudonyms, options, texts),
  };
  return {
    ...shown,
    key: {
      name: 'key',
      title: 'Key',
      head: ['pseudonym', 'scholar', 'name'],
      rows: scholars.map((scholar) => [pseudonyms.get(scholar) as string, scholar, names.get(scholar) ?? '']).sort(),
    },
    warnings: [
      ...(texts.length > 0 ? [say('study-report.attributes-left-out', { names: texts, n: texts.length })] : []),
      ...uniquePaths(shown.careers),
    ],
  };
}

/** Every order of 0 to n − 1 equally likely (Fisher and Yates). */
function shuffled(n: number, below: (bound: number) => number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The attributes of scholars (between the name and the stage) whose values are texts rather than classes. */
function textsAmong({ head, rows }: Table): string[] {
  const attributes = head.slice(head.indexOf('name') + 1, Math.max(0, head.indexOf('stage')));
  return attributes.filter((name) => {
    const at = head.indexOf(name);
    const values = new Set(rows.map((row) => String(row[at] ?? '')));
    return !BIRTH.test(name) && (values.size > MOST_CLASSES || [...values].some((text) => text.length > LONGEST_CLASS));
  });
}

function replace(
  table: Table,
  pseudonyms: ReadonlyMap<string, string>,
  { bandYears }: PseudonymOptions,
  texts: readonly string[],
): Table {
  const kept = table.head.flatMap((name, i) => (DROPPED.includes(name) || texts.includes(name) ? [] : [i]));
  const year = table.head.flatMap((name, i) => (BIRTH.test(name) || (bandYears && name === 'year') ? [i] : []));
  const band = (value: string | number | null) => {
    if (value === null || value === '') return value;
    // However it is written (1965.03, 1965年3月12日, 1965-08-05, 12.8.1965); what has no year is left out.
    const found = /(?<!\d)(?:1[89]|20)\d\d(?!\d)/.exec(String(value).normalize('NFKC'));
    if (!found) return null;
    const number = Number(found[0]);
    const low = Math.floor(number / BAND_YEARS) * BAND_YEARS;
    return `${low}-${low + BAND_YEARS - 1}`;
  };
  const rows = table.rows.map((row) =>
    kept.map((i) => (i === 0 ? (pseudonyms.get(String(row[0])) as string) : year.includes(i) ? band(row[i]) : row[i])),
  );
  return {
    ...table,
    head: kept.map((i) => table.head[i]),
    rows: rows.sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
  };
}

function uniquePaths(careers: Table): Message[] {
  const [scholar, institution, year] = ['scholar', 'institution', 'year'].map((name) => careers.head.indexOf(name));
  const paths = new Map<string, string>();
  for (const row of careers.rows)
    paths.set(String(row[scholar]), `${paths.get(String(row[scholar])) ?? ''}|${row[institution]}@${row[year]}`);
  const counts = new Map<string, number>();
  for (const path of paths.values()) counts.set(path, (counts.get(path) ?? 0) + 1);
  const unique = [...paths.values()].filter((path) => counts.get(path) === 1).length;
  if (unique === 0) return [];
  return [say('study-report.unique-paths', { unique, scholars: paths.size })];
}
