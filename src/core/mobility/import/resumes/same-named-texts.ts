import { say } from '../../../../shared/messages/say.ts';
import type { Questions } from '../../../imports/questions.ts';
import { scholarKeyOf } from '../../names/full-name.ts';

export interface NamedText {
  file: string;
  name: string;
  /** Whether the text says the name; otherwise the file is called so. */
  isSaid: boolean;
}

/**
 * Which person of a name each text is about, from 1 on, where a name that a text says is also another's; null until
 * that is answered. Files that somebody called alike are one person's.
 *
 * @param isAsked false for names whose texts are asked about one by one
 */
export function personsOfTexts<Text extends NamedText>(
  texts: readonly Text[],
  questions: Questions,
  isAsked: (name: string) => boolean,
): Map<Text, number | null> {
  const found = new Map<Text, number | null>(texts.map((text) => [text, 1]));
  for (const alike of Map.groupBy(texts, ({ name }) => scholarKeyOf(name)).values()) {
    const [{ name }] = alike;
    if (alike.length < 2 || !alike.some(({ isSaid }) => isSaid) || !isAsked(name)) continue;
    const message = say('ask.texts-of-one-name', { name, texts: alike.length, files: alike.map(({ file }) => file) });
    const choices = [
      { id: 'same', label: say('study-import-choice.all-one-person') },
      { id: 'other', label: say('study-import-choice.namesakes-apart') },
    ];
    const answer = questions.ask(message, choices, alike.length, name);
    for (const [i, text] of alike.entries()) found.set(text, answer === null ? null : answer === 'same' ? 1 : i + 1);
  }
  return found;
}
