import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import { otherNames } from '../../institutions/known-names.ts';
import { idByName } from '../../rows/institution-rows.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { problem } from './fields.ts';

/** An ampersand or a plus within a name (Texas A&M) parts nothing; between Chinese names it needs no spaces. */
const BETWEEN = /\s*[/／;；、＆|]\s*|\s+(?:and|和|与|[&+])\s+|(?<=\p{Script=Han})[&+](?=\p{Script=Han})/u;
const INSTITUTION = new RegExp(
  'universi|college|instit|academ|conservator|polytech|hochschule|[ée]cole|laborator|' +
    '大学|大學|学院|學院|研究院|研究所|科学院|音乐院|医院',
  'i',
);
/** “Mary” and “Arts” are no such. */
const ABBREVIATION = /^[A-Z]{3,5}$/;
/** What says of which kind an institution is, or what it teaches, and not which one it is. */
const KIND_WORDS = new RegExp(
  '\\b(?:the|of|for|at|in|de|la|higher|national|state|royal|graduate|medical|technical|teachers|community|' +
    'technolog(?:y|ical)|sciences?|arts?|music|education|research|medicine|engineering|' +
    'schools?|cent(?:er|re)s?|facult(?:y|ies)|departments?|' +
    '(?:universi|college|instit|academ|conservat|polytech|hochschul|[ée]cole|laborator)\\p{L}*)(?!\\p{L})|' +
    '国立|省立|市立|大学|大學|学院|學院|研究生院|研究院|研究所|科学院|医院|音乐院?|师范|理工|医科|附属',
  'giu',
);

const namesOne = (part: string) =>
  ABBREVIATION.test(part) || (INSTITUTION.test(part) && /\p{L}/u.test(part.replace(KIND_WORDS, '')));

/**
 * A cell that names several institutions, which no institution of the study fits. “Oberlin College and Conservatory” is
 * one: what stands on one side names none without the other.
 */
export function jointPlaces(line: number, mention: string, library: ReadableDb): Problem[] {
  const parts = mention.split(BETWEEN).filter((part) => part !== '');
  if (parts.length < 2 || !parts.every(namesOne)) return [];
  if (idByName(library, mention) !== null || otherNames(mention).length > 0) return [];
  const what = say('study-import.several-institutions', { given: mention, names: parts });
  return [problem(line, 'institution', mention, what, say('study-import.row-for-each-institution'))];
}
