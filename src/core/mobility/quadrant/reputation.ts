import { countryCode } from '../names/country.ts';
import { type Codebook, type InstitutionKind, OWN_MOVES } from '../../../shared/mobility/codebook.ts';
import type { ReputationStatus } from '../../../shared/mobility/results.ts';
import { mean } from '../../statistics/descriptive.ts';
import { gradeCount, gradeLevel, gradeScaleOf } from './grades.ts';
import type { Institution, RankEntry, Ranking, RankingYear, Reference, Relation } from './reference.ts';

export interface Reputation {
  /** 1 is the best; null if there is none. */
  level: number | null;
  /** Mean rank over the usable years. */
  mean: number | null;
  /** Years with a rank, and years that could have had one. */
  ranked: number;
  usable: number;
  status: ReputationStatus;
  table: string;
}

/**
 * An institution-year: ranked; absent from a complete list; a cut list; a list that was not imported; more than one row
 * of that name.
 */
export type YearState = 'ranked' | 'censored' | 'truncated' | 'not-imported' | 'ambiguous';

/** World rankings list universities; other kinds only where they are listed by name. */
const COVERED_KINDS: readonly InstitutionKind[] = ['university'];

export function coveredKinds(book: Codebook): readonly InstitutionKind[] {
  return book.reputation.coveredKinds ?? COVERED_KINDS;
}

/**
 * The reputation level of an institution, for a stage in a given year. Reputation is that of the institution itself,
 * or, if no table lists it, of the whole that it merged into or is a campus of. A kind that a table does not cover has
 * none there, however complete the table is. Levels from the study's own moves are those without `scholar`'s moves.
 */
export function reputationOf(
  institution: Institution,
  year: number | null,
  book: Codebook,
  reference: Reference,
  scholar: number | null = null,
  parts: readonly number[] = [],
): Reputation {
  const own = ownTableOf(institution.kind, book);
  const table = own?.table ?? book.reputation.table;
  const none = { level: null, mean: null, ranked: 0, usable: 0, table };
  if (table === OWN_MOVES) return { ...none, ...ownStanding(institution.id, scholar, book, reference, own?.cutPoints) };
  if (!own && book.reputation.specialistKinds.includes(institution.kind)) return { ...none, status: 'specialist' };
  const ranking = reference.rankings.get(table);
  if (!ranking) return { ...none, status: 'no-table' };
  const entries = entriesOf(institution, ranking);
  if (entries.length === 0) {
    const whole = wholeOf(institution, book, reference);
    if (whole && !parts.includes(whole.id))
      return reputationOf(whole, year, book, reference, scholar, [...parts, institution.id]);
    if (!own && !coveredKinds(book).includes(institution.kind)) return { ...none, status: 'ineligible' };
  }
  const found = entries.length > 0 ? 'ranked' : 'not-found';
  if (ranking.graded) {
    const level = gradeLevel(
      entries,
      book.reputation.rule === 'near-move' ? year : null,
      ranking,
      gradeScaleOf(table, book, ranking),
    );
    return { ...none, level, ranked: entries.length > 0 ? 1 : 0, usable: 1, status: found };
  }
  const { values, ranked } = yearValues(entries, year, book, ranking.years, completeFrom(table, book));
  if (values.length === 0) return { ...none, ranked, status: found === 'ranked' ? 'no-table' : 'not-found' };
  const average = mean(values);
  return {
    level: levelOf(average, own?.cutPoints ?? book.reputation.cutPoints[book.reputation.levels]),
    mean: average,
    ranked,
    usable: values.length,
    status: found,
    table,
  };
}

function ownTableOf(kind: string | null, { reputation }: Codebook) {
  return reputation.ownTables.find((one) => one.kind === kind);
}

/** Whether an institution of this kind has its level from the study's own moves. */
export function isRankedByMoves(kind: string | null, book: Codebook): boolean {
  return (ownTableOf(kind, book)?.table ?? book.reputation.table) === OWN_MOVES;
}

/** Levels of equally many ranks each, or by the cut-points of a kind that has a table apart. */
function ownStanding(
  institution: number,
  scholar: number | null,
  book: Codebook,
  reference: Reference,
  cutPoints: readonly number[] | undefined,
): Pick<Reputation, 'level' | 'mean' | 'status'> {
  const standing = reference.ownMoves?.()?.rank(institution, scholar);
  if (!standing) return { level: null, mean: null, status: standing === null ? 'only-link' : 'not-connected' };
  const { rank, of } = standing;
  const level = cutPoints ? levelOf(rank, cutPoints) : 1 + Math.floor((rankLevels(book) * (rank - 1)) / of);
  return { level, mean: rank, status: 'ranked' };
}

/** Mean rank up to a cut-point is its level; beyond the last, the last level. */
export function levelOf(mean: number, cutPoints: readonly number[]): number {
  const at = cutPoints.findIndex((point) => mean <= point);
  return at < 0 ? cutPoints.length + 1 : at + 1;
}

/** How many levels the table of the codebook has. */
export function levelCount(book: Codebook, reference: Reference): number {
  const ranking = reference.rankings.get(book.reputation.table);
  if (ranking?.graded) return gradeCount(gradeScaleOf(book.reputation.table, book, ranking));
  return rankLevels(book);
}

export function rankLevels({ reputation }: Pick<Codebook, 'reputation'>): number {
  return reputation.cutPoints[reputation.levels].length + 1;
}

/**
 * A list that goes down to here is complete: absence from it means a rank beyond. Judged by the table's own cap, never
 * by how long other lists are; a separate table needs to go as far as its last cut-point.
 */
export function completeFrom(table: string, { reputation }: Codebook): number {
  const own = table === reputation.table ? undefined : reputation.ownTables.find((one) => one.table === table);
  if (own) return own.cap === undefined ? (own.cutPoints.at(-1) as number) : own.cap - 1;
  return reputation.cap - 1;
}

function entriesOf(institution: Institution, ranking: Ranking): RankEntry[] {
  const found = institution.nameKeys.flatMap((key) => ranking.entries.get(key) ?? []);
  const own = institution.country === null ? null : countryCode(institution.country);
  const other = (country: string) => {
    const code = countryCode(country);
    return code !== null && own !== null && code !== own;
  };
  return found.filter(({ country }) => !other(country));
}

/** What an institution has its reputation from, where no table lists it. */
function wholeOf(institution: Institution, { identity }: Codebook, reference: Reference): Institution | undefined {
  const inherits: Record<Relation['kind'], boolean> = {
    'merged-into': true,
    campus: true,
    affiliate: identity.affiliates,
    parent: identity.parents,
  };
  const relation = institution.relations.find(({ kind }) => inherits[kind]);
  return relation && reference.institutions.get(relation.other);
}

function yearValues(
  entries: readonly RankEntry[],
  stageYear: number | null,
  book: Codebook,
  lists: ReadonlyMap<number, RankingYear>,
  completeDepth: number,
) {
  const { rule, nearYears, fromYear, toYear, unranked, cap } = book.reputation;
  const near = rule === 'near-move' && stageYear !== null;
  const from = near ? stageYear - nearYears : fromYear;
  const to = near ? stageYear + nearYears : toYear;
  const values: number[] = [];
  let ranked = 0;
  for (let year = from; year <= to; year++) {
    const state = stateOf(year, entries, lists, completeDepth);
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
  lists: ReadonlyMap<number, RankingYear>,
  completeDepth: number,
): YearState {
  const list = lists.get(year);
  if (!list) return 'not-imported';
  const rows = entries.filter((entry) => entry.year === year);
  if (rows.length > 1 && rows.some(({ low, high }) => low !== rows[0].low || high !== rows[0].high)) return 'ambiguous';
  if (rows.length > 0) return 'ranked';
  return list.deepest >= completeDepth ? 'censored' : 'truncated';
}

function edgeOf({ low, high }: RankEntry, band: Codebook['reputation']['band']): number {
  return band === 'lower' ? low : band === 'upper' ? high : (low + high) / 2;
}
