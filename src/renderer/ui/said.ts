import i18next from 'i18next';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import english from '../../../resources/translations/messages.en.json';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
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

/** Loads a language's catalogue before the page is rendered in it. */
export async function loadMessages(language: Language): Promise<void> {
  if (language === 'zh-CN') {
    catalogues[language] ??= (await import('../../../resources/translations/messages.zh-CN.json')).default;
  }
}

/** A message of the backend (error, note, title) in the page's language. */
export function said(told: Message | Error): string {
  if (told instanceof Error && !(told instanceof AppError)) {
    return said(say('error.page-failed', { reason: told.message })); // a fault of the page itself
  }
  const language = i18next.language as Language;
  return messageIn(told instanceof AppError ? told.told : told, language, catalogues[language] ?? english);
}

export const READER: Reader = {
  get language() {
    return i18next.language as Language;
  },
  said,
};

/** A reader of another language than the page's, once its catalogue is loaded. */
export function useReader(language: Language): Reader | null {
  const [loaded, setLoaded] = useState<Language | null>(null);
  useEffect(() => {
    let gone = false;
    void loadMessages(language).then(() => {
      if (!gone) setLoaded(language);
    });
    return () => {
      gone = true;
    };
  }, [language]);
  const catalogue = catalogues[language];
  if (loaded !== language || !catalogue) return null;
  return { language, said: (message) => messageIn(message, language, catalogue) };
}

/** A label in the page's language. */
export function labelled(label: Label): string {
  return labelIn(label, READER);
}

/** Renders labels in the page's language; changes with the language, so that memoised values follow it. */
export function useWord(): (label: Label) => string {
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  return useCallback((label: Label) => labelIn(label, { language, said }), [language]);
}
