import { IntlMessageFormat, type PrimitiveType } from 'intl-messageformat';
import { type NumberStyle, writeNumber } from '../number-format.ts';

/** Data kept in both languages, such as a stage label in a codebook. */
export interface Bilingual {
  en: string;
  zh: string;
}

/** A number formatted by its kind, with sensible digits, separators and a real minus sign. */
export interface Quantity {
  number: number | null;
  style: NumberStyle;
  decimals?: number;
}

/** A message's values: data, inserted as is, or messages, rendered in the same language. */
export type MessageValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Message
  | Bilingual
  | Quantity
  | readonly (string | number | Message | Bilingual | Quantity)[];

/**
 * Text for the user: an error, a rejection, a note, a job title. It travels as data from where it
 * is created to where it is shown, so that the window can render it in its language.
 */
export interface Message {
  /** A `MessageId` of this version or of an older one, whose text is then shown as it was stored. */
  id: string;
  values?: Record<string, MessageValue>;
  /** In English: printed by the command line and the log, and shown if `id` is unknown. */
  text: string;
}

/** Text for the user: data in one language, data in both, or a message. */
export type Label = string | Bilingual | Message;

/** Messages by id, in ICU form. */
export type Catalogue = Readonly<Record<string, string>>;
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

const LIST_SEPARATOR: Record<Language, string> = { en: ', ', 'zh-CN': '、' };
const compiled: Record<Language, Map<string, IntlMessageFormat>> = { en: new Map(), 'zh-CN': new Map() };

/**
 * Fills an ICU message.
 * @param catalogue where messages that are values of this one are looked up
 */
export function formatMessage(
  pattern: string,
  language: Language,
  values: Readonly<Record<string, MessageValue>>,
  catalogue: Catalogue,
): string {
  let format = compiled[language].get(pattern);
  if (!format) {
    format = new IntlMessageFormat(pattern, language, undefined, { ignoreTag: true });
    compiled[language].set(pattern, format);
  }
  const filled = Object.entries(values).map(([name, value]) => [name, valueIn(value, language, catalogue)]);
  if (language === 'en') return format.format(Object.fromEntries(filled)) as string;
  const marked = filled.map(([name, value]) => [name, typeof value === 'string' ? new Inserted(value) : value]);
  return spaced(format.formatToParts<Inserted>(Object.fromEntries(marked)).map(({ value }) => value));
}

/** A text value, which the formatter keeps apart from the words around it. */
class Inserted {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The branch of a `select` is looked up by this. */
  toString(): string {
    return this.text;
  }
}

/**
 * Chinese sets a space between a Chinese character and a Latin letter or a digit, and none between two Chinese ones.
 * A message cannot know which of them its values begin and end with, so the spaces at values are decided here; those
 * inside a value stay as they are.
 */
function spaced(parts: readonly (string | Inserted)[]): string {
  return parts.reduce<string>((text, part, i) => {
    const next = String(part);
    const atValue = part instanceof Inserted || parts[i - 1] instanceof Inserted;
    if (!atValue || text === '' || next === '') return text + next;
    const left = part instanceof Inserted ? text.replace(/ $/, '') : text;
    const right = part instanceof Inserted ? next : next.replace(/^ /, '');
    if (CHINESE_END.test(left) && CHINESE_START.test(right)) return left + right;
    const apart = (HAN_END.test(text) && LATIN_START.test(next)) || (LATIN_END.test(text) && HAN_START.test(next));
    return apart ? `${text} ${next}` : text + next;
  }, '');
}

const HAN = '\\p{Script=Han}';
/** With the punctuation that is as wide as a character. */
const CHINESE = `${HAN}、，。；：？！“”‘’（）《》—…`;
const [CHINESE_END, CHINESE_START] = [new RegExp(`[${CHINESE}]$`, 'u'), new RegExp(`^[${CHINESE}]`, 'u')];
const [HAN_END, HAN_START] = [new RegExp(`${HAN}$`, 'u'), new RegExp(`^${HAN}`, 'u')];
const [LATIN_END, LATIN_START] = [/[A-Za-z0-9]$/, /^[A-Za-z0-9]/];

/** The message in a language, or its English text if this version's catalogue lacks the id or fills in other values. */
export function messageIn(message: Message, language: Language, catalogue: Catalogue): string {
  const pattern = catalogue[message.id];
  if (pattern === undefined) return message.text;
  try {
    return formatMessage(pattern, language, message.values ?? {}, catalogue);
  } catch {
    return message.text;
  }
}

/** A user's language, and a function that renders messages in it. */
export interface Reader {
  language: Language;
  said(message: Message): string;
}

export function labelIn(label: Label, { language, said }: Reader): string {
  if (typeof label === 'string') return label;
  return 'id' in label ? said(label) : inBoth(label, language);
}

/** A message stored in a library: versions up to 0.1 stored English sentences, which are shown unchanged. */
export function fromStored(stored: Message | string): Message {
  if (typeof stored !== 'string') return stored;
  return stored.startsWith('{"id":') ? (JSON.parse(stored) as Message) : { id: '', text: stored };
}

const SAID = ['reason', 'problem', 'fix', 'warning'];

/** A result stored in a library; versions up to 0.1 stored English sentences instead of messages. */
export function parseStored(json: string) {
  return JSON.parse(json, (key, value) => {
    if (key === 'notes' && Array.isArray(value)) return value.map(fromStored);
    return SAID.includes(key) && typeof value === 'string' ? fromStored(value) : value;
  });
}

/** Distinct messages, by their text, in order of first appearance. */
export function distinct(messages: readonly Message[]): Message[] {
  return [...new Map(messages.map((message) => [message.text, message])).values()];
}

function valueIn(value: MessageValue, language: Language, catalogue: Catalogue): PrimitiveType {
  if (value === undefined) return '';
  if (Array.isArray(value)) {
    return value.map((one) => String(valueIn(one, language, catalogue))).join(LIST_SEPARATOR[language]);
  }
  if (value === null || typeof value !== 'object') return value as PrimitiveType;
  if ('style' in value) return writeNumber(value.number, value.style, language, value.decimals);
  return 'zh' in value ? inBoth(value, language) : messageIn(value as Message, language, catalogue);
}

function inBoth({ en, zh }: Bilingual, language: Language): string {
  return language === 'zh-CN' ? zh : en;
}
