import { say } from '../../../../shared/messages/say.ts';
import type { Questions } from '../../../imports/questions.ts';
import { cityOf } from '../../names/city.ts';
import type { TableRow } from '../table/table.ts';

const AS_WRITTEN = 'as-written';
/** What a city is whose rows wait for an answer. */
export const WAITING = Symbol('waiting for an answer');

/** Cities as written; which one is meant by a name of several (Suzhou in pinyin) is asked, once a name. */
export class CityReader {
  readonly #rows: readonly TableRow[];
  readonly #questions: Questions;
  readonly #meant = new Map<string, string | null>();

  constructor(rows: readonly TableRow[], questions: Questions) {
    this.#rows = rows;
    this.#questions = questions;
  }

  read(city: string | null, country: string | null): string | null | typeof WAITING {
    const meanings = city === null ? [] : cityOf(city, country).meanings;
    if (city === null || meanings.length < 2) return city;
    const meant = this.#ask(city, meanings);
    if (meant === null) return WAITING;
    return meant === AS_WRITTEN ? city : meant;
  }

  #ask(city: string, meanings: readonly string[]): string | null {
    const known = this.#meant.get(city);
    if (known !== undefined) return known;
    const rows = this.#rows.filter(({ cells }) => cells.some((cell) => cell.trim() === city)).length;
    const choices = [...meanings, AS_WRITTEN].map((id) => ({
      id,
      label: id === AS_WRITTEN ? say('study-import-choice.as-written') : say('study-import-choice.city', { city: id }),
    }));
    const message = say('ask.which-city', { city, meanings: [...meanings] });
    const meant = this.#questions.ask(message, choices, rows, city);
    this.#meant.set(city, meant);
    return meant;
  }
}
