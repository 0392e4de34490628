import type { ThirdPartyModule } from 'i18next';
import { formatMessage, type Language, type MessageValue } from '../../shared/messages/message.ts';

/** The page's texts are ICU messages, like the backend's; i18next only looks them up. */
export const icuFormat = {
  type: 'i18nFormat',
  name: 'icu',
  init: () => {},
  parse: (text: unknown, values: Record<string, MessageValue>, language: Language) =>
    typeof text === 'string' ? formatMessage(text, language, values, {}) : text,
  /** Plurals are inside the messages, so only the requested key is looked up. */
  addLookupKeys: (keys: string[]) => keys,
} as unknown as ThirdPartyModule;
