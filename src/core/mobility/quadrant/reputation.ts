import { countryCode } from '../names/country.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import { mean } from '../../statistics/descriptive.ts';
import type { Institution, RankEntry, Reference } from './reference.ts';

export interface Reputation {
  /** 1 is the best; null if there is none. */
  level: number | null;
  /** Mean rank over the usable years. */
  mean: number | null;
  /** Years with a rank, and years that could have had one. */
  ranked: number;
  usable: number;
  status: 'ranked' | 'specialist' | 'no-table';
  table: string;
}

/**
 * An institution-year: ranked; absent from a complete list; a cut list; a list that was not imported; more than one row
 * of that name.
 */
export type YearState = 'ranked' | 'censored' | 'truncated' | 'not-imported' | 'ambiguous';

/**
 * The reputation level of an institution, for a stage in a given year. Reputation is that of the institution itself,
 * or, if no table lists it, of the one it merged into.
 */
export function reputationOf(
  institution: Institution,
  year: number | null,
  book: Codebook,
  reference: Reference,
): Reputation {
  const own = book.reputation.ownTables.find(({ kind }) => kind === institution.kind);
  const table = own?.table ?? book.reputation.table;
  if (!own && book.reputation.specialistKinds.includes(institution.kind))
    return { level: null, mean: null, ranked: 0, usable: 0, status: 'specialist', table };
  const ranking = reference.rankings.get(table);
  if (!ranking) return { level: null, mean: null, ranked: 0, usable: 0, status: 'no-table', table };
  const entries = entriesOf(institution, table, reference);
  const { values, ranked } = yearValues(entries, year, book, ranking.years);
  if (values.length === 0) return { level: null, mean: null, ranked, usable: 0, status: 'no-table', table };
  const average = mean(values);
  return {
    level: levelOf(average, own?.cutPoints ?? book.reputation.cutPoints[book.reputation.levels]),
    mean: average,
    ranked,
    usable: values.length,
    status: 'ranked',
    table,
  };
}

/** Mean rank up to a cut-point is its level; beyond the last, the last level. */
export function levelOf(mean: number, cutPoints: readonly number[]): number {
  const at = cutPoints.findIndex((point) => mean <= point);
  return at < 0 ? cutPoints.length + 1 : at + 1;
}

export function levelCount(book: Codebook): number {
  return book.reputation.cutPoints[book.reputation.levels].length + 1;
}

function entriesOf(
  institution: Institution,
  table: string,
  reference: Reference,
  seen = new Set<number>(),
): RankEntry[] {
  const ranking = reference.rankings.get(table);
  const found = institution.nameKeys.flatMap((key) => ranking?.entries.get(key) ?? []);
  const own = institution.country === null ? null : countryCode(institution.country);
  const other = (country: string) => {
    const code = countryCode(country);
    return code !== null && own !== null && code !== own;
  };
  const fitting = found.filter(({ country }) => !other(country));
  if (fitting.length > 0 || seen.has(institution.id)) return fitting;
  seen.add(institution.id);
  const successor = institution.relations.find(({ kind }) => kind === 'merged-into');
  const whole = successor && reference.institutions.get(successor.other);
  return whole ? entriesOf(whole, table, reference, seen) : [];
}

function yearValues(
  entries: readonly RankEntry[],
  stageYear: number | null,
  book: Codebook,
  lists: ReadonlyMap<number, { complete: boolean }>,
) {
  const { rule, nearYears, fromYear, toYear, unranked, cap } = book.reputation;
  const near = rule === 'near-move' && stageYear !== null;
  const from = near ? stageYear - nearYears : fromYear;
  const to = near ? stageYear + nearYears : toYear;
  const values: number[] = [];
  let ranked = 0;
  for (let year = from; year <= to; year++) {
    const state = stateOf(year, entries, lists);
    if (state === 'ranked') {
      values.push(
        Math.min(cap, edgeOf(entries.find((entry) => entry.year === year) as RankEntry, book.reputation.band)),
      );
      ranked++;
    } else if (state === 'censored' && unranked === 'cap') values.push(cap);
  }
  return { values, ranked };
}

export function stateOf(
  year: number,
  entries: readonly RankEntry[],
  lists: ReadonlyMap<number, { complete: boolean }>,
): YearState {
  const list = lists.get(year);
  if (!list) return 'not-imported';
  const rows = entries.filter((entry) => entry.year === year);
  if (rows.length > 1 && rows.some(({ low, high }) => low !== rows[0].low || high !== rows[0].high)) return 'ambiguous';
  if (rows.length > 0) return 'ranked';
  return list.complete ? 'censored' : 'truncated';
}

function edgeOf({ low, high }: RankEntry, band: Codebook['reputation']['band']): number {
  return band === 'lower' ? low : band === 'upper' ? high : (low + high) / 2;
}
