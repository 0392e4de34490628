import { randomInt } from 'node:crypto';
import { say } from '../../../shared/messages/say.ts';
import type { Message } from '../../../shared/messages/message.ts';
import type { Table } from '../../../shared/table.ts';

export interface PseudonymOptions {
  bandYears: boolean;
  /** Counts below this, and shares built on them, are left out of summaries; 0 = keep all. */
  suppressBelow: number;
}

export interface Pseudonymised {
  careers: Table;
  moves: Table;
  summary: Table;
  /** Pseudonym → scholar. To be stored separately. */
  key: Table;
  warnings: Message[];
}

const BAND_YEARS = 5;
/** Fields that could identify a person, or contain text that does. */
const DROPPED = ['name', 'evidence_file', 'evidence_line', 'evidence', 'note', 'memo'];

/**
 * Names and ids become numbers in random order; texts are removed; years become five-year bands and small cells are
 * removed on request. A career can still identify a person: warnings say how many would.
 *
 * @param below a random whole number from 0 to the bound, exclusive. The system's cryptographic source: the order must
 *   not follow from anything that a reader of the files knows, such as their time. Tests pass a generator with a seed.
 */
export function pseudonymise(
  { careers, moves, summary }: { careers: Table; moves: Table; summary: Table },
  options: PseudonymOptions,
  below: (bound: number) => number = randomInt,
): Pseudonymised {
  const scholars = [...new Set(careers.rows.map((row) => String(row[0])))];
  const order = shuffled(scholars.length, below);
  const width = String(scholars.length).length;
  const pseudonyms = new Map(scholars.map((scholar, i) => [scholar, `P${String(order[i] + 1).padStart(width, '0')}`]));
  const names = new Map(careers.rows.map((row) => [String(row[0]), String(row[1] ?? '')]));
  const shown = { careers: replace(careers, pseudonyms, options), moves: replace(moves, pseudonyms, options) };
  return {
    ...shown,
    summary: options.suppressBelow > 0 ? suppress(summary, options.suppressBelow) : summary,
    key: {
      name: 'key',
      title: 'Key',
      head: ['pseudonym', 'scholar', 'name'],
      rows: scholars.map((scholar) => [pseudonyms.get(scholar) as string, scholar, names.get(scholar) ?? '']).sort(),
    },
    warnings: uniquePaths(shown.careers),
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

function replace(table: Table, pseudonyms: ReadonlyMap<string, string>, { bandYears }: PseudonymOptions): Table {
  const kept = table.head.flatMap((name, i) => (DROPPED.includes(name) ? [] : [i]));
  const year = table.head.flatMap((name, i) => (name === 'year' || name === 'birthYear' ? [i] : []));
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
    kept.map((i) =>
      i === 0 ? (pseudonyms.get(String(row[0])) as string) : bandYears && year.includes(i) ? band(row[i]) : row[i],
    ),
  );
  return {
    ...table,
    head: kept.map((i) => table.head[i]),
    rows: rows.sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
  };
}

/**
 * A suppressed cell could be computed from its neighbours, so with one cell of a transition its group's shares are
 * removed too.
 */
function suppress(summary: Table, below: number): Table {
  const [transition, count, of] = ['transition', 'count', 'share_of'].map((name) => summary.head.indexOf(name));
  const small = (row: Table['rows'][number]) =>
    typeof row[count] === 'number' && (row[count] as number) > 0 && (row[count] as number) < below;
  const touched = new Set(summary.rows.filter(small).map((row) => `${row[transition]} ${row[of]}`));
  const smallest = new Map<string, number>();
  for (const row of summary.rows) {
    const group = `${row[transition]} ${row[of]}`;
    if (touched.has(group) && row[of] !== '' && !small(row))
      smallest.set(group, Math.min(smallest.get(group) ?? Number.POSITIVE_INFINITY, row[count] as number));
  }
  const rows = summary.rows.map((row) => {
    const group = `${row[transition]} ${row[of]}`;
    const second = touched.has(group) && row[of] !== '' && row[count] === smallest.get(group);
    if (!small(row) && !second) return row;
    return row.map((value, i) =>
      i === count ? `<${second && !small(row) ? 'withheld>' : below}` : i > of && i < row.length - 1 ? null : value,
    );
  });
  return { ...summary, rows };
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
