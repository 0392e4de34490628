import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatMessage, type Language, type MessageValue } from '../../src/shared/messages/message.ts';
import { ROOT } from './root.ts';

type Values = Record<string, MessageValue>;
interface Texts {
  [key: string]: string | Texts;
}

/** Stands where a value is that a test does not know. */
const UNKNOWN = '\u2042';

/** The texts of the window and of the backend in one language, as a person reads them. */
export class Words {
  readonly #language: Language;
  readonly #page: Texts;
  readonly #messages: Record<string, string>;

  constructor(language: Language) {
    const read = (name: string) => JSON.parse(readFileSync(join(ROOT, 'resources', 'translations', name), 'utf8'));
    this.#language = language;
    this.#page = read(`${language}.json`);
    this.#messages = read(`messages.${language}.json`);
  }

  /** A text of the window, by its key, or of the backend, by `message:` and its id. */
  of(key: string, values: Values = {}): string {
    return formatMessage(this.#text(key), this.#language, values, {});
  }

  /** The text up to the first of these values, which are not known. */
  until(key: string, values: Values, ...unknown: string[]): string {
    return this.#parts(key, values, unknown)[0].trim();
  }

  /** The text, whatever these values are: beside a Chinese value there is no space. */
  pattern(key: string, values: Values, ...unknown: string[]): RegExp {
    const parts = this.#parts(key, values, unknown).map((part) => escaped(part.trim()));
    return new RegExp(parts.join('.*'));
  }

  /** The text with any number in the place of a count. */
  counted(key: string, name = 'count', values: Values = {}): RegExp {
    const some = [1, 3].map((count) =>
      escaped(this.of(key, { ...values, [name]: count })).replaceAll(/(?<!\d)[13](?!\d)/g, '\\d+'),
    );
    return new RegExp(some.join('|'));
  }

  #parts(key: string, values: Values, unknown: readonly string[]): string[] {
    return this.of(key, { ...values, ...Object.fromEntries(unknown.map((name) => [name, UNKNOWN])) }).split(UNKNOWN);
  }

  #text(key: string): string {
    if (key.startsWith('message:')) return this.#messages[key.slice('message:'.length)];
    let found: string | Texts | undefined = this.#page;
    for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
    if (typeof found !== 'string') throw new Error(`there is no text ${key}`);
    return found;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
