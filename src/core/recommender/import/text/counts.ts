import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext } from '../importer.ts';
import { LARGEST_COUNT } from '../plays/triplet-parser.ts';

/** Groups of three digits between signs that never stand before decimals: spaces, apostrophes, or a repeated one. */
const GROUPED = /^[1-9]\d{0,2}([ \u00a0\u2009\u202f'’٬_]\d{3})+$|^[1-9]\d{0,2}([.,])\d{3}(\2\d{3})+$/;
/** `1,00,000`, as in India. */
const GROUPED_BY_HUNDREDS = /^[1-9]\d?(,\d{2})+,\d{3}$/;
/** Groups, and zeros behind the other sign. */
const GROUPED_WITH_ZEROS = /^([1-9]\d{0,2}(?:[,'’ ]\d{3})+)\.0*$|^([1-9]\d{0,2}(?:[.'’ ]\d{3})+),0*$/;
/** One group: `1,234` is 1234 in English and a little more than 1 in German, `2.000` the other way round. */
const OPEN = /^[1-9]\d{0,2}[.,]\d{3}$/;
/** As R and spreadsheets write 100 000: `1e+05`. */
const POWER = /^\d+(\.\d+)?e\+?\d{1,2}$/i;
const DECIMAL_ZEROS = /^\d+([.,]0*)?$/;

const FULL_WIDTH_SIGNS: Readonly<Record<string, string>> = { '，': ',', '．': '.', '٫': '.', '＇': "'", '\u3000': ' ' };

/** Digits of other scripts, and their signs, as the plain ones; decimal digits stand in blocks of ten. */
function plainDigits(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text.trim();
  return text
    .replaceAll(/[，．٫＇\u3000]/g, (sign) => FULL_WIDTH_SIGNS[sign])
    .replaceAll(/[٠-٩۰-۹०-९０-９]/g, (digit) => String(digitValue(digit.codePointAt(0) as number)))
    .trim();
}

function digitValue(point: number): number {
  const zero = [0x660, 0x6f0, 0x966, 0xff10].findLast((first) => first <= point) as number;
  return point - zero;
}

function withoutSigns(text: string): number {
  return Number(text.replaceAll(/\D/g, ''));
}

function withinLimit(count: number | null): number | null {
  return count !== null && count <= LARGEST_COUNT ? count : null;
}

/** Whether a text is a count, or one that has to be asked about. */
export function looksLikeCount(given: string): boolean {
  const text = plainDigits(given);
  return OPEN.test(text) || settledCount(text) !== null;
}

/** The count from 1 that a text is whatever the signs of the file mean, which does not hold of an open one. */
function settledCount(text: string): number | null {
  const [, ofEnglish, ofGerman] = GROUPED_WITH_ZEROS.exec(text) ?? [];
  const groups = ofEnglish ?? ofGerman ?? text;
  if (groups !== text || GROUPED.test(text) || GROUPED_BY_HUNDREDS.test(text)) return withoutSigns(groups);
  const number = DECIMAL_ZEROS.test(text) ? Number(text.replace(',', '.')) : POWER.test(text) ? Number(text) : 0;
  return Number.isInteger(number) && number >= 1 ? number : null;
}

/**
 * Reads play counts that may have thousands separators, in the digits of any of several scripts. A count that could as
 * well be a decimal number, such as `1,234` or `2.000`, is held back and asked about.
 */
export class CountReader {
  readonly #context: Pick<ImportContext, 'questions'>;
  readonly #answer: string | null;
  #held = 0;
  #example = '';

  constructor(context: Pick<ImportContext, 'questions'>) {
    this.#context = context;
    this.#answer = context.questions.answered(say('ask.thousands', { example: '' }));
  }

  /** Null if it is no whole number above 0, or held back. */
  count(given: string): number | null {
    const text = plainDigits(given);
    if (!OPEN.test(text)) return withinLimit(settledCount(text));
    if (this.#held++ === 0) this.#example = text;
    if (this.#answer === 'thousands') return withoutSigns(text);
    const isWhole = this.#answer === 'decimals' && text.endsWith('000');
    return isWhole ? Number(text.slice(0, -'.000'.length)) : null;
  }

  /** Why a text gave no count. */
  refusal(plays: string): Message {
    const text = plainDigits(plays);
    const isHeld = this.#answer === null && OPEN.test(text);
    if (!isHeld && (settledCount(text) ?? 0) > LARGEST_COUNT)
      return say('import.is-above', { count: plays, largest: LARGEST_COUNT });
    return isHeld ? say('import.count-waits', { plays }) : say('import.not-a-count', { plays });
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
