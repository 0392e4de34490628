import type { InstitutionOtherYears } from '../../../shared/mobility/study.ts';
import { countryCode } from '../names/country.ts';
import type { Institution, Ranking } from '../quadrant/reference.ts';
import { completeFrom, stateOf } from '../quadrant/reputation.ts';
import type { Study } from '../study/study.ts';
import { tellingWords } from './match.ts';
import { usedInstitutions } from './used.ts';

const NAMES = 3;
const HAN = /\p{Script=Han}/u;
/** What parts two institutions of one place: University of Georgia, Georgia State University. */
const PARTS = new Set(['state', 'technology', 'technological', 'technical', 'medical', 'health', 'normal', 'women']);

/**
 * Institutions in use that the codebook's table lists in some years, and whose other years count as beyond the
 * cap, although in just such years the table has a like name: University of Birchland until 2012, University of
 * Birchland - Alder from 2013. A list does not call one institution by two names in a year, so a name that stands
 * beside an own one in any year is another's; so is one that another institution of the study has.
 */
export function namesOfOtherYears(study: Study): readonly InstitutionOtherYears[] {
  return study.cached('names of other years', () => findOtherYears(study));
}

function findOtherYears(study: Study): InstitutionOtherYears[] {
  const placer = study.placer();
  const { table, fromYear, toYear } = placer.book.reputation;
  const ranking = placer.reference.rankings.get(table);
  if (!ranking || ranking.graded) return [];
  const depth = completeFrom(table, placer.book);
  let near: ReturnType<typeof nearIndex> | null = null;
  return [...usedInstitutions(study)].flatMap((key): InstitutionOtherYears[] => {
    const institution = placer.institution(key) as Institution;
    const entries = institution.nameKeys.flatMap((name) => ranking.entries.get(name) ?? []);
    if (entries.length === 0) return [];
    const absent = [...ranking.years.keys()].filter(
      (year) => year >= fromYear && year <= toYear && stateOf(year, entries, ranking.years, depth) === 'censored',
    );
    if (absent.length === 0) return [];
    near ??= nearIndex(ranking, placer.reference.institutions.values());
    const own = new Set(entries.map(({ year }) => year));
    const found = near(institution).flatMap((name) => {
      const years = [...new Set(ranking.entries.get(name)?.map(({ year }) => year))].sort((a, b) => a - b);
      if (years.some((year) => own.has(year)) || !years.some((year) => absent.includes(year))) return [];
      if (isElsewhere(institution, ranking, name)) return [];
      return [{ name: shownName(study, table, name), years }];
    });
    if (found.length === 0) return [];
    const names = found.sort((a, b) => b.years.length - a.years.length).slice(0, NAMES);
    return [{ key, name: institution.name, ranking: table, absent: absent.sort((a, b) => a - b), names }];
  });
}

const shownName = (study: Study, table: string, key: string): string =>
  study.db.get<{ name: string }>('SELECT name FROM rankings WHERE ranking = ? AND name_key = ?', table, key)?.name ??
  key;

function isElsewhere({ country }: Institution, ranking: Ranking, name: string): boolean {
  const own = country === null ? null : countryCode(country);
  const codes = (ranking.entries.get(name) ?? []).map((entry) => countryCode(entry.country));
  return own !== null && codes.some((code) => code !== null && code !== own);
}

/** Names of the ranking that no institution of the study has, and that say more, or less, than one of its names. */
function nearIndex(ranking: Ranking, institutions: Iterable<Institution>): (institution: Institution) => string[] {
  const taken = new Set([...institutions].flatMap(({ nameKeys }) => nameKeys));
  const free = [...ranking.entries.keys()].filter((name) => !taken.has(name));
  const byWord = new Map<string, string[]>();
  for (const name of free) for (const word of wordsOf(name)) byWord.set(word, [...(byWord.get(word) ?? []), name]);
  return ({ nameKeys }) => {
    const own = nameKeys.filter((name) => HAN.test(name) || name.includes(' '));
    const near = new Set(own.flatMap((name) => wordsOf(name).flatMap((word) => byWord.get(word) ?? [])));
    return [...near].filter((name) => own.some((one) => saysMore(one, name) || saysMore(name, one)));
  };
}

/** Of Chinese, which has no spaces, pairs of characters. */
function wordsOf(name: string): string[] {
  if (!HAN.test(name)) return tellingWords(name);
  return Array.from({ length: Math.max(1, name.length - 1) }, (_, i) => name.slice(i, i + 2));
}

function saysMore(short: string, long: string): boolean {
  if (HAN.test(short)) return long.includes(short);
  const [less, more] = [new Set(tellingWords(short)), new Set(tellingWords(long))];
  return (
    less.size > 0 && [...less].every((word) => more.has(word)) && ![...more].some((w) => !less.has(w) && PARTS.has(w))
  );
}
