import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ImportReport } from '../report.ts';

/** What R, pandas, SQL and spreadsheets write where nothing is known; a few of these are names of artists and songs. */
const PERHAPS_MISSING = new Set('NA NaN nan NULL null None none N/A n/a'.split(' '));
const SURELY_MISSING = new Set('#N/A #NA <NA> \\N #REF! #VALUE! #NAME? #NULL! #DIV/0! #NV'.split(' '));
/** Fifteen digits are left of a long number in a spreadsheet, and three of them in a CSV file. */
const ROUNDED = /^\d(?:[.,]\d+)?E\+\d{2,3}$/i;
const AS_DECIMAL = /^\d+[.,]0+$/;
/** As word processors and mails make them of straight ones. */
const IN_QUOTES = /^(“.*”|„.*[“”]|«.*»|».*«|‘.*’)$/u;

export const isSurelyMissing = (text: string) => SURELY_MISSING.has(text);
export const mayBeMissing = (text: string) => PERHAPS_MISSING.has(text);

/** Ids of one file as other programs leave them: what identifies nothing is refused, what may not match is said. */
export class Ids {
  readonly #decimals = { ids: 0, example: '' };
  readonly #quoted = { ids: 0, example: '' };

  /** @returns why an id cannot be taken, or null */
  refusal(id: string): Message | null {
    if (id === '') return say('import.is-empty');
    if (isSurelyMissing(id) || mayBeMissing(id)) return say('import.id-is-missing', { id });
    if (ROUNDED.test(id)) return say('import.id-is-rounded', { id });
    if (AS_DECIMAL.test(id) && this.#decimals.ids++ === 0) this.#decimals.example = id;
    if (IN_QUOTES.test(id) && this.#quoted.ids++ === 0) this.#quoted.example = id;
    return null;
  }

  note(report: ImportReport): void {
    const { ids, example } = this.#decimals;
    if (ids > 0) report.notes.push(say('import.ids-as-decimals', { ids, example, whole: example.replace(/\D.*/, '') }));
    if (this.#quoted.ids > 0) report.notes.push(say('import.ids-in-quotes', this.#quoted));
  }
}
