import { say } from '../../../shared/messages/say.ts';
import type { ImportContext } from './importer.ts';

/** Signs between groups of three digits that never stand before decimals: spaces and apostrophes. */
const SPACED = /^\d{1,3}([ \u00a0\u2009\u202f'’]\d{3})+$/;
/** Two groups, or a group and zeros behind the other sign. */
const GROUPED = /^\d{1,3}([.,])\d{3}(\1\d{3})+$|^\d{1,3}(,\d{3})+\.0*$|^\d{1,3}(\.\d{3})+,0*$/;
/** One group: `1,234` is 1234 in English and a little more than 1 in German, `1.234` the other way round. */
const OPEN = /^\d{1,3}[.,]\d{3}$/;
const GROUP_SIGN = /(?<=\d)[.,](?=\d{3}(\D|$))/g;

export function isPlainCount(text: string): boolean {
  return /^\d+(\.0*)?$/.test(text) && Number(text) >= 1;
}

/**
 * Reads play counts that may have thousands separators. A count that could as well be a decimal number is held back and
 * asked about.
 */
export class CountReader {
  readonly #context: ImportContext;
  readonly #answer: string | null;
  #held = 0;
  #example = '';

  constructor(context: ImportContext) {
    this.#context = context;
    this.#answer = context.questions.answered(say('ask.thousands', { example: '' }));
  }

  /** Null if it is no whole number above 0, or held back. */
  count(text: string): number | null {
    if (isPlainCount(text)) return Number(text);
    if (SPACED.test(text)) return Number(text.replaceAll(/\D/g, ''));
    if (GROUPED.test(text)) return Number(text.replace(/[.,]0*$/, '').replaceAll(GROUP_SIGN, ''));
    if (!OPEN.test(text)) return null;
    if (this.#held++ === 0) this.#example = text;
    return this.#answer === 'thousands' ? Number(text.replace(/[.,]/, '')) : null;
  }

  /** Asks, or takes the answer to be one that the file raised. */
  ask(): void {
    if (this.#held === 0) return;
    this.#context.questions.ask(
      say('ask.thousands', { example: this.#example }),
      [
        { id: 'thousands', label: say('ask.is-thousands', { example: this.#example }) },
        { id: 'decimals', label: say('ask.is-decimal', { example: this.#example }) },
      ],
      this.#held,
    );
  }
}
