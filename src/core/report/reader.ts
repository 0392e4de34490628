import chinese from '../../../resources/translations/messages.zh-CN.json' with { type: 'json' };
import english from '../../../resources/translations/messages.en.json' with { type: 'json' };
import { type Catalogue, type Language, messageIn, type Reader } from '../../shared/messages/message.ts';

const CATALOGUES: Record<Language, Catalogue> = { en: english, 'zh-CN': chinese };

/** The reader of a report: everything in it is written in this language. */
export function readerOf(language: Language): Reader {
  return { language, said: (message) => messageIn(message, language, CATALOGUES[language]) };
}
