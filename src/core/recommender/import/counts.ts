import { say } from '../../../shared/messages/say.ts';
import type { ImportContext } from './importer.ts';

/** Groups of three digits between signs that never stand before decimals: spaces, apostrophes, or a repeated one. */
const GROUPED = /^\d{1,3}([ \u00a0\u2009\u202f'’]\d{3})+$|^\d{1,3}([.,])\d{3}(\2\d{3})+$/;
/** Groups, and zeros behind the other sign. */
const GROUPED_WITH_ZEROS = /^(\d{1,3}(?:,\d{3})+)\.0*$|^(\d{1,3}(?:\.\d{3})+),0*$/;
/** One group: `1,234` is 1234 in English and a little more than 1 in German, `1.234` the other way round. */
const OPEN = /^\d{1,3}[.,]\d{3}$/;

function withoutSigns(text: string): number {
  return Number(text.replaceAll(/\D/g, ''));
}

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
    const isOpen = OPEN.test(text);
    // `2.000` alone raises no question; where signs are known to stand between thousands, it is 2000.
    if (isPlainCount(text) && !(isOpen && this.#answer === 'thousands')) return Number(text);
    const [, ofEnglish, ofGerman] = GROUPED_WITH_ZEROS.exec(text) ?? [];
    const whole = ofEnglish ?? ofGerman ?? text;
    if (whole !== text || GROUPED.test(text)) return withoutSigns(whole);
    if (!isOpen) return null;
    if (this.#held++ === 0) this.#example = text;
    return this.#answer === 'thousands' ? withoutSigns(text) : null;
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
