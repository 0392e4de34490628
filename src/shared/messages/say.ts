import english from '../../../resources/translations/messages.en.json' with { type: 'json' };
import { formatMessage, type Message, type MessageValue } from './message.ts';

/** Every message of the program; `npm run check` keeps the catalogues and the calls of `say` in step. */
export type MessageId = keyof typeof english;

/** A message with its values filled in; values keep their types, so that each language formats them itself. */
export function say(id: MessageId, values: Record<string, MessageValue> = {}): Message {
  return { id, values, text: formatMessage(english[id], 'en', values, english) };
}
