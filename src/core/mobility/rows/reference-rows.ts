import { storedKey } from '../names/name-key.ts';
import { cityAndCountry, soleStates } from '../quadrant/location.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import { completeFrom } from '../quadrant/reputation.ts';
import type { CityTier, Institution, Ranking, Reference, Relation } from '../quadrant/reference.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';

type InstitutionRow = Omit<Institution, 'nameKeys' | 'relations'>;

/** Reads all reference data that the rules need, for one edition of city tiers. */
export function readReference(db: ReadableDb, edition: string): Reference {
  const institutions = new Map<number, Institution>();
  for (const row of db.all<InstitutionRow>(
    'SELECT id, institution_key AS key, name, kind, city, country, latitude, longitude FROM institutions',
  )) {
    institutions.set(row.id, { ...row, nameKeys: [], relations: [] });
  }
  for (const { id, key } of db.iterate<{ id: number; key: string }>(
    'SELECT institution_id AS id, name_key AS key FROM institution_names',
  ))
    institutions.get(id)?.nameKeys.push(storedKey(key));
  for (const { id, ...relation } of db.iterate<Relation & { id: number }>(
    'SELECT institution_id AS id, other_id AS other, kind, year FROM institution_relations',
  ))
    institutions.get(id)?.relations.push(relation);
  const tiers = new Map<string, CityTier>();
  for (const row of db.iterate<CityTier>(
    'SELECT city, country, tier, latitude, longitude FROM city_tiers WHERE edition = ?',
    edition,
  )) {
    tiers.set(cityAndCountry(row.city, row.country), row);
  }
  for (const [name, one] of soleStates(tiers.keys())) if (!tiers.has(name)) tiers.set(name, tiers.get(one) as CityTier);
  return { institutions, rankings: readRankings(db), tiers, edition };
}

function readRankings(db: ReadableDb): Map<string, Ranking> {
  const rankings = new Map<string, Ranking>();
  for (const { ranking, year, rows, deepest } of db.iterate<{
    ranking: string;
    year: number;
    rows: number;
    deepest: number;
  }>('SELECT * FROM ranking_years')) {
    const of = rankings.get(ranking) ?? { years: new Map(), entries: new Map(), graded: false };
    rankings.set(ranking, of);
    of.years.set(year, { rows, deepest });
  }
  for (const row of db.iterate<{
    ranking: string;
    key: string;
    year: number;
    low: number;
    high: number;
    country: string;
    grade: string | null;
  }>('SELECT ranking, name_key AS key, year, low, high, country, grade FROM rankings')) {
    const of = rankings.get(row.ranking);
    if (of && row.grade !== null) of.graded = true;
    const entries = of?.entries;
    const key = storedKey(row.key);
    const list = entries?.get(key);
    const entry = { year: row.year, low: row.low, high: row.high, country: row.country, grade: row.grade };
    if (list) list.push(entry);
    else entries?.set(key, [entry]);
  }
  return rankings;
}

export function editionsOf(db: ReadableDb): { edition: string; cities: number }[] {
  return db.all('SELECT edition, count(*) AS cities FROM city_tiers GROUP BY edition ORDER BY edition');
}

/** Complete are those that go as far as the codebook needs; a table of grades is. */
export function rankingYears(
  db: ReadableDb,
  book: Codebook,
): { ranking: string; year: number; rows: number; deepest: number; complete: boolean }[] {
  return db
    .all<{ ranking: string; year: number; rows: number; deepest: number; graded: number }>(
      'SELECT y.ranking, y.year, y.rows, y.deepest, EXISTS (SELECT 1 FROM rankings r WHERE r.ranking = y.ranking ' +
        'AND r.year = y.year AND r.grade IS NOT NULL) AS graded FROM ranking_years y ORDER BY y.ranking, y.year',
    )
    .map(({ graded, ...row }) => ({
      ...row,
      complete: graded === 1 || row.deepest >= completeFrom(row.ranking, book),
    }));
}
