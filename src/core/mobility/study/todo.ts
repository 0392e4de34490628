import type { TodoItem } from '../../../shared/mobility/study.ts';
import { editionsOf, rankingYears } from '../rows/reference-rows.ts';
import { namesOfOtherYears } from '../institutions/other-years.ts';
import { usedInstitutions } from '../institutions/used.ts';
import { countOpenMentions } from '../institutions/reconcile.ts';
import { cityClassOf } from '../quadrant/city.ts';
import type { Institution } from '../quadrant/reference.ts';
import { listScholarSummaries } from '../scholars/list.ts';
import type { Study } from './study.ts';

const NAMES_SHOWN = 6;

/** What makes the results of a study wrong or incomplete, each with how much there is of it; the gravest first. */
export function todoOf(study: Study): TodoItem[] {
  const { db } = study;
  const { codebook } = study.book;
  const { table, fromYear, toYear } = codebook.reputation;
  const { edition } = codebook.cities;
  const scholars = listScholarSummaries(study, {});
  const years = rankingYears(db, codebook).filter(({ ranking }) => ranking === table);
  const places = placesWithout(study);
  const tiers = unknownTiers(study);
  const count = (id: TodoItem['id'], n: number, more: Partial<TodoItem> = {}): TodoItem => ({ id, count: n, ...more });
  const stages = scholars.flatMap((scholar) => scholar.stages);
  return [
    count('no-table', years.length === 0 ? 1 : 0, { name: table }),
    count('no-edition', editionsOf(db).some((one) => one.edition === edition) ? 0 : 1, { name: edition }),
    count('no-scholars', scholars.length === 0 ? 1 : 0),
    count('open-spellings', countOpenMentions(study)),
    count('not-in-table', years.length === 0 ? 0 : places.withoutRank, { name: table }),
    count('named-otherwise', namesOfOtherYears(study).length, { name: table }),
    count('no-city-class', places.withoutClass, { name: edition }),
    count('unknown-tiers', tiers.length, { name: tiers.slice(0, NAMES_SHOWN).join(' · ') }),
    count('cut-years', years.filter(({ year, complete }) => !complete && year >= fromYear && year <= toYear).length, {
      name: table,
    }),
    count('to-settle', scholars.filter(({ state }) => state === 'disagreement').length),
    count('blind', scholars.filter(({ state }) => state === 'blind').length),
    count('unfinished', scholars.filter(({ state }) => state === 'open' || state === 'begun').length, {
      of: scholars.length,
    }),
    count('unsure', stages.filter((sign) => sign === 'unsure').length),
    count('flagged', scholars.filter(({ flagged }) => flagged).length),
  ].filter((item) => item.count > 0);
}

/** Classes of the edition in force that the codebook neither orders nor sets apart. */
function unknownTiers(study: Study): string[] {
  const { book, reference } = study.placer();
  const known = new Set([...book.cities.order, ...book.cities.notComparable]);
  return [...new Set([...reference.tiers.values()].map(({ tier }) => tier))].filter((tier) => !known.has(tier));
}

/** Institutions in use that get no level from the table, or no class from the edition. */
function placesWithout(study: Study): { withoutRank: number; withoutClass: number } {
  const placer = study.placer();
  let withoutRank = 0;
  let withoutClass = 0;
  for (const key of usedInstitutions(study)) {
    const institution = placer.institution(key) as Institution;
    if (placer.reputation(institution, null, null).status === 'not-found') withoutRank++;
    if (cityClassOf(institution.city, institution.country, placer.book, placer.reference).name === null) withoutClass++;
  }
  return { withoutRank, withoutClass };
}
