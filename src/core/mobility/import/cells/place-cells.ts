import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import type { Questions } from '../../../imports/questions.ts';
import { countryToday } from '../../names/city.ts';
import { countryCode, isParted } from '../../names/country.ts';
import { CityReader, WAITING } from './city-questions.ts';
import { problem } from './fields.ts';
import type { TableRow } from '../table/table.ts';

/** Cities and countries of a table's rows; which of several cities is meant is asked about. */
export class PlaceCells {
  readonly #cities: CityReader;
  readonly #missing: readonly string[];
  readonly #doubts: Problem[];
  readonly #held: Set<number>;

  constructor(
    rows: readonly TableRow[],
    missing: readonly string[],
    { questions, doubts, held }: { questions: Questions; doubts: Problem[]; held: Set<number> },
  ) {
    this.#cities = new CityReader(rows, questions);
    this.#missing = missing;
    this.#doubts = doubts;
    this.#held = held;
  }

  read(row: TableRow, cityCell: string, countryCell: string): { city: string | null; country: string | null } {
    const city = this.#missing.includes(cityCell) ? null : cityCell;
    const country = this.#country(row, countryToday(countryCell, city));
    const meant = this.#cities.read(city, country);
    if (meant === WAITING) this.#held.add(row.line);
    return { city: meant === WAITING ? city : meant, country };
  }

  /** As a code; one that is not known is kept as written and asked about. */
  #country(row: TableRow, text: string): string | null {
    if (this.#missing.includes(text)) return null;
    const code = countryCode(text);
    if (code === null)
      this.#doubts.push(
        problem(
          row.line,
          'country',
          text,
          say(isParted(text) ? 'study-import.parted-country' : 'study-import.unknown-country', { given: text }),
          say('study-import.write-country'),
        ),
      );
    return code ?? text;
  }
}
