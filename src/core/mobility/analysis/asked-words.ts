import type { Label, Message } from '../../../shared/messages/message.ts';
import { type MessageId, say } from '../../../shared/messages/say.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Focus } from '../../../shared/mobility/focus.ts';
import { classLabels } from '../../../shared/mobility/class-words.ts';
import { andThen, attributeLabel, statePartLabel, transitionLabel } from '../../../shared/mobility/words.ts';
import { bandWords, chosenWords } from './focus.ts';

type Book = Pick<Codebook, 'stages'>;
type Asked = Readonly<Record<string, unknown>>;

const GROUPINGS: Readonly<Record<string, MessageId>> = {
  origin: 'finding.grouping-origin',
  destination: 'finding.grouping-destination',
  'origin-and-destination': 'asked.both-institutions',
  cohort: 'asked.cohort',
};

const labelsOf = (names: unknown): Label[] => (names as readonly string[]).map(attributeLabel);

/** What is asked of a test beside its name, in words; null where nothing was chosen. */
const WORDS: Readonly<Record<string, (value: unknown, book: Book) => Message | null | (Message | null)[]>> = {
  transition: (name, book) => say('asked.transition', { transition: transitionLabel(book, name as string) }),
  otherTransition: (name, book) => say('asked.other-transition', { transition: transitionLabel(book, name as string) }),
  attribute: (name) => (name === '' ? null : say('asked.attribute', { attribute: attributeLabel(name as string) })),
  covariates: (names) =>
    (names as readonly string[]).length === 0 ? null : say('asked.covariates', { covariates: labelsOf(names) }),
  references: (classes) => {
    const chosen = Object.entries(classes as Record<string, string>).map(([name, own]) =>
      say('focus.chosen', { attribute: attributeLabel(name), classes: [classLabels(name, [own])(own)] }),
    );
    return chosen.length === 0 ? null : say('asked.references', { references: chosen });
  },
  group: (name) => say('asked.group', { group: groupingLabel(name as string) }),
  states: (parts) => say('asked.states', { parts: (parts as readonly string[]).map(statePartLabel) }),
  years: (years) => say('asked.years', { years: years as number }),
  clusters: (clusters) => (clusters === null ? null : say('asked.clusters', { clusters: clusters as number })),
  method: (method) => say('asked.distance', { method: method as string }),
  costs: (costs) => say('asked.costs', { costs: costs as string }),
  linkage: (linkage) => say('asked.linkage', { linkage: linkage as string }),
  programmeStart: (year) => (year === null ? null : say('asked.programme-start', { year: String(year) })),
  ageLimit: (age) => (age === null ? null : say('asked.age-limit', { age: age as number })),
  focus: (focus) => focusWords(focus as Focus),
};

/**
 * What was asked of a test, as a person reads it. What only another version of the program asks stays as it is stored:
 * nothing of a question is left out.
 */
export function askedWords(asked: Asked, book: Book): Message {
  const known = Object.entries(WORDS).flatMap(([key, words]) =>
    Object.hasOwn(asked, key) ? [words(asked[key], book)].flat() : [],
  );
  const unknown = Object.entries(asked).flatMap(([key, value]) =>
    Object.hasOwn(WORDS, key) ? [] : [say('report.option', { option: key, value: written(value) })],
  );
  const [first, ...more] = [...known.filter((one) => one !== null), ...unknown];
  return first ? andThen([first, ...more]) : say('asked.nothing');
}

const written = (value: unknown): string[] =>
  [value].flat().map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one)));

function groupingLabel(name: string): Label {
  return Object.hasOwn(GROUPINGS, name) ? say(GROUPINGS[name]) : attributeLabel(name);
}

function focusWords({ bands, only }: Focus): (Message | null)[] {
  const chosen = chosenWords(only);
  return [...bandWords(bands), chosen && say('asked.focus', { conditions: chosen })];
}
