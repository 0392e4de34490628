import { say } from '../../../shared/messages/say.ts';
import type { Questions } from '../../imports/questions.ts';
import type { Gazetteer } from './gazetteer.ts';
import { type Person, peopleIn } from './people.ts';
import { type CvPosition, readCv } from './read-cv.ts';

/** A position of a text that tells of several people, and whose it is. */
export interface PersonsPosition extends CvPosition {
  person: string;
}

/** What a text that seems to tell of several people is asked; null until it is answered. */
export function askWhose(
  file: string,
  people: readonly Person[],
  questions: Questions,
  rows = people.length,
): 'each' | 'one' | null {
  const named = people.map(({ name, line }) => `${name} (${line})`);
  const message = say('ask.several-people', { file, count: people.length, people: named });
  const choices = [
    { id: 'each', label: say('study-import-choice.each-person') },
    { id: 'one', label: say('study-import-choice.all-one-person') },
  ];
  return questions.ask(message, choices, rows, file) as 'each' | 'one' | null;
}

/** Positions of a text; of several people each one's by itself, until somebody says that they are one. */
export function readEach(
  file: string,
  text: string,
  gazetteer: Gazetteer,
  questions: Questions,
): { people: Person[]; positions: (CvPosition | PersonsPosition)[] } {
  const people = peopleIn(text, gazetteer);
  const isOne = people.length === 0 || askWhose(file, people, questions) === 'one';
  if (isOne) return { people: [], positions: readCv(text, gazetteer) };
  const positions = people.flatMap(({ name, span: [from, to] }) =>
    readCv(text.slice(from, to), gazetteer).map((one): PersonsPosition => {
      const span: [number, number] = [from + one.span[0], from + one.span[1]];
      return { ...one, span, person: name };
    }),
  );
  return { people, positions };
}
