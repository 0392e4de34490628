import i18next from 'i18next';
import english from '../../../resources/translations/messages.en.json';
import { AppError } from '../../shared/errors.ts';
import {
  type Catalogue,
  type Label,
  labelIn,
  type Language,
  type Message,
  messageIn,
  type Reader,
} from '../../shared/messages/message.ts';

const catalogues: Partial<Record<Language, Catalogue>> = { en: english };

/** Loads what the language needs, before the page is drawn in it. */
export async function loadMessages(language: Language): Promise<void> {
  if (language === 'zh-CN') {
    catalogues[language] ??= (await import('../../../resources/translations/messages.zh-CN.json')).default;
  }
}

/** What the backend tells (an error, a note, a title) in the language of the page. */
export function said(told: Message | Error): string {
  if (told instanceof Error && !(told instanceof AppError)) return told.message; // a fault of the page: no message
  const language = i18next.language as Language;
  return messageIn(told instanceof AppError ? told.told : told, language, catalogues[language] ?? english);
}

/** Whoever reads the page. */
export const READER: Reader = {
  get language() {
    return i18next.language as Language;
  },
  said,
};

/** What a label reads in the language of the page. */
export function labelled(label: Label): string {
  return labelIn(label, READER);
}
