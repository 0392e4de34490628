import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { cityInState } from '../../names/city.ts';
import { nameKey } from '../../names/name-key.ts';
import { countryOfStateOrTerritory } from '../../names/regions.ts';
import type { Columns } from '../cells/fields.ts';
import type { TableRow } from '../table/table.ts';

/** A heading of the United States' own registers (IPEDS). */
const OF_THE_STATES = nameKey('STABBR');

/**
 * Countries by a column of states. WA, SA and NT are states of Australia too, PA and SC of Brazil: one tells a country
 * only where all of its column are of the United States or Canada, or the heading is theirs.
 */
export class StateCountries {
  readonly #header: string | null;
  readonly #columns: Columns;
  readonly #isTheirs: boolean;
  #told = 0;
  #isUsed = false;

  constructor(columns: Columns, rows: readonly TableRow[], missing: readonly string[]) {
    this.#columns = columns;
    this.#header = columns.header('state');
    const states = rows.map((row) => columns.get(row, 'state')).filter((state) => !missing.includes(state));
    this.#isTheirs =
      nameKey(this.#header ?? '') === OF_THE_STATES ||
      states.every((state) => state === '' || countryOfStateOrTerritory(state) !== null);
  }

  /** The country of a row that names none. */
  of(row: TableRow): string | null {
    const country = this.#isTheirs ? countryOfStateOrTerritory(this.#columns.get(row, 'state')) : null;
    if (country !== null) this.#told++;
    return country;
  }

  /** The row's city, told apart from those of its name in other states. */
  cityOf<City extends string | null>(row: TableRow, city: City, country: string | null): City | string {
    const told = this.#isTheirs ? cityInState(city, this.#columns.get(row, 'state'), country) : city;
    if (told !== city) this.#isUsed = true;
    return told;
  }

  get notes(): Message[] {
    if (this.#told === 0) return [];
    return [say('study-import.country-of-state', { column: this.#header, institutions: this.#told })];
  }

  /** The columns that were found, without one of states that told nothing. */
  used({ state, ...found }: Record<string, string>): Record<string, string> {
    return (this.#told === 0 && !this.#isUsed) || state === undefined ? found : { ...found, state };
  }
}
