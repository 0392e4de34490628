import type { ThirdPartyModule } from 'i18next';
import { formatMessage, type Language, type MessageValue } from '../../shared/messages/message.ts';

/** Texts of the page are ICU messages, as those of the backend are; i18next only finds them. */
export const icuFormat = {
  type: 'i18nFormat',
  name: 'icu',
  init: () => {},
  parse: (text: unknown, values: Record<string, MessageValue>, language: Language) =>
    typeof text === 'string' ? formatMessage(text, language, values, {}) : text,
  /** Plurals are inside the messages, so no other key than the one that was asked for is looked up. */
  addLookupKeys: (keys: string[]) => keys,
} as unknown as ThirdPartyModule;
