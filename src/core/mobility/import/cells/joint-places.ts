import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
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

/** A cell that names several institutions, which no institution of the study fits. */
export function jointPlaces(line: number, mention: string): Problem[] {
  const parts = mention.split(BETWEEN).filter((part) => part !== '');
  if (parts.length < 2 || !parts.every((part) => INSTITUTION.test(part) || ABBREVIATION.test(part))) return [];
  const what = say('study-import.several-institutions', { given: mention, names: parts });
  return [problem(line, 'institution', mention, what, say('study-import.row-for-each-institution'))];
}
