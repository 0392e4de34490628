import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import type { Questions } from '../../../imports/questions.ts';
import { withoutNumber } from '../../names/person-key.ts';
import { LEAVE_OUT, ONE_PERSON, scholarChoice } from '../choices.ts';
import { problem } from '../cells/fields.ts';
import { rowsOf } from '../resumes/resume-questions.ts';
import type { StagedCv, StagedScholar } from '../staged.ts';

/** Scholars of a file and who of the library each is; null for whom a question or its answer leaves out. */
export type Identified = Map<StagedScholar, string | null>;

/**
 * The scholars of a file with the ids that they have in the library. Several who would be one there are asked about:
 * the later of them would take the rows of the earlier for an older version of its own.
 *
 * @param freeKey an id for somebody of this name who is new after all
 */
export function onePerScholar(
  keys: Identified,
  { questions, doubts, freeKey }: { questions: Questions; doubts: Problem[]; freeKey(name: string): string },
): { scholars: StagedScholar[]; held: Set<number> } {
  const held = new Set<number>();
  const identified = [...keys].flatMap(([one, key]) => (key === null ? [] : [{ one, key }]));
  const scholars = [...Map.groupBy(identified, ({ key }) => key)].flatMap(([key, group]) => {
    const people = group.map(({ one }) => one);
    if (people.length === 1) return [{ ...people[0], key }];
    const names = people.map((one) => (one.key === one.name ? one.key : `${one.key} (${one.name})`));
    const message = say('ask.one-scholar-twice', { key, people: names, scholars: people.length });
    const choices = [ONE_PERSON, ...people.map((one) => scholarChoice(one.key)), LEAVE_OUT];
    const answer = questions.ask(message, choices, people.flatMap(rowsOf).length, key);
    if (answer === ONE_PERSON.id) return [united(people, key, doubts)];
    if (answer === null) for (const row of people.flatMap(rowsOf)) held.add(row);
    if (answer === null || answer === LEAVE_OUT.id) return [];
    return people.map((one) => {
      if (one.key === answer) return { ...one, key };
      return one.key === key ? { ...one, key: freeKey(withoutNumber(key)) } : one;
    });
  });
  return { scholars, held };
}

/** All rows of several as those of one person. */
export function united(people: readonly StagedScholar[], key: string, doubts: Problem[]): StagedScholar {
  const attributes: StagedScholar['attributes'] = {};
  for (const one of people)
    for (const [name, value] of Object.entries(one.attributes)) {
      attributes[name] ??= value;
      if (attributes[name] === value) continue;
      const what = say('study-import.other-attribute', { key, value: attributes[name], row: people[0].row });
      doubts.push(problem(one.row, name, value, what, say('study-import.correct-one')));
    }
  const cvs = people.flatMap(({ cv }) => (cv ? [cv] : []));
  return {
    ...people[0],
    key,
    attributes,
    lines: people.flatMap(({ lines }) => lines).sort((a, b) => a.row - b.row),
    cv: cvs.length === 0 ? undefined : unitedCv(cvs),
  };
}

/** Lines of a CV are numbered on. */
function unitedCv(cvs: readonly StagedCv[]): StagedCv {
  const lines: StagedCv['lines'] = [];
  for (const cv of cvs) {
    const last = lines.at(-1)?.row ?? 0;
    lines.push(...cv.lines.map((line) => ({ ...line, row: last + line.row })));
  }
  return { ...cvs[0], lines };
}
