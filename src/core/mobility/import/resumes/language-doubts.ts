import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import { unreadLanguage } from '../../cv/language.ts';
import { problem } from '../cells/fields.ts';

/** A text in a language that the reader of CVs does not know is evidence, but what is proposed there may be wrong. */
export function languageDoubts(
  { row, field, value }: Pick<Problem, 'row' | 'field' | 'value'>,
  text: string,
): Problem[] {
  const language = unreadLanguage(text);
  if (language === null) return [];
  return [problem(row, field, value, say('cv.language-not-read', { language }), say('cv.code-by-hand'))];
}
