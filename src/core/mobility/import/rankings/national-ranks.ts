import { say } from '../../../../shared/messages/say.ts';
import type { Questions } from '../../../imports/questions.ts';
import { headingKeys } from '../table/heading-words.ts';

/** Headings of ranks among the universities of one country. */
export const DOMESTIC_RANKS = [
  ...['全国排名', '国内排名', '国家排名', '国家/地区排名', '本国排名', '中国排名', '内地排名'],
  ...['national rank', 'national/regional rank', 'country rank', 'domestic rank', 'regional rank', 'national ranking'],
];

/** Whether a heading says that the ranks below it are those within a country. */
export function isDomesticRank(heading: string): boolean {
  return headingKeys(heading).some((key) => DOMESTIC_KEYS.has(key));
}

const DOMESTIC_KEYS = new Set(DOMESTIC_RANKS.flatMap(headingKeys));

/**
 * The name of a ranking of the world of which a table has the ranks within a country alone, which are no places in the
 * world: as it is asked, a name of its own or the ranking's. Null while it is asked.
 */
export function namedByRanks(ranking: string, column: string, file: string, questions: Questions): string | null {
  const own = `${ranking} · ${column}`;
  const choices = [
    { id: 'own-ranking', label: say('study-import-choice.national-ranks-own', { name: own }) },
    { id: 'world-ranks', label: say('study-import-choice.national-ranks-world', { name: ranking }) },
  ];
  const answer = questions.ask(say('ask.national-ranks', { file, ranking, column }), choices);
  if (answer === null) return null;
  return answer === 'own-ranking' ? own : ranking;
}
