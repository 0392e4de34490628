import { dirname } from 'node:path';
import { say } from '../../../../shared/messages/say.ts';
import type { Questions } from '../../../imports/questions.ts';
import { scholarKeyOf } from '../../names/full-name.ts';

export interface NamedText {
  file: string;
  name: string;
  /** Whether the text says the name; otherwise the file is called so. */
  isSaid: boolean;
}

const ONE_OR_SEVERAL = [
  { id: 'same', label: say('study-import-choice.all-one-person') },
  { id: 'other', label: say('study-import-choice.namesakes-apart') },
];
const NAMES_SHOWN = 5;

/**
 * Which person of a name each text is about, from 1 on, where a name that a text says is also another's, or files of
 * several folders are called alike; null until that is answered. Files of one folder that are called alike are one
 * person's.
 *
 * @param isAsked false for names whose texts are asked about one by one
 */
export function personsOfTexts<Text extends NamedText>(
  texts: readonly Text[],
  questions: Questions,
  isAsked: (name: string) => boolean,
): Map<Text, number | null> {
  const found = new Map<Text, number | null>(texts.map((text) => [text, 1]));
  const settle = (alike: readonly Text[], apart: (text: Text) => unknown, answer: string | null) => {
    const persons = [...new Set(alike.map(apart))];
    const person = (text: Text) => (answer === 'same' ? 1 : persons.indexOf(apart(text)) + 1);
    for (const text of alike) found.set(text, answer === null ? null : person(text));
  };
  const groups = [...Map.groupBy(texts, ({ name }) => scholarKeyOf(name)).values()].filter(
    (alike) => alike.length > 1 && isAsked(alike[0].name),
  );
  const isSaid = (alike: readonly Text[]) => alike.some((text) => text.isSaid);
  for (const alike of groups.filter(isSaid)) {
    const [{ name }] = alike;
    const message = say('ask.texts-of-one-name', { name, texts: alike.length, files: alike.map(({ file }) => file) });
    settle(alike, (text) => text, questions.ask(message, ONE_OR_SEVERAL, alike.length, name));
  }
  const folder = ({ file }: Text) => dirname(file);
  const across = groups.filter((alike) => !isSaid(alike) && new Set(alike.map(folder)).size > 1);
  if (across.length > 0) {
    const names = across.slice(0, NAMES_SHOWN).map(([{ name }]) => name);
    const message = say('ask.texts-of-several-folders', { names, count: across.length });
    const answer = questions.ask(message, ONE_OR_SEVERAL, across.flat().length);
    for (const alike of across) settle(alike, folder, answer);
  }
  return found;
}
