import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import type { Questions } from '../../../imports/questions.ts';
import type { ReadableDb } from '../../../storage/sqlite.ts';
import { countryToday } from '../../names/city.ts';
import { countryCode, isParted } from '../../names/country.ts';
import { placeDoubt, type PlaceDoubt } from '../../quadrant/place-doubt.ts';
import { CitiesInStates } from './cities-in-states.ts';
import { CityReader, WAITING } from './city-questions.ts';
import { problem } from './fields.ts';
import { KnownPlaces } from './known-places.ts';
import type { TableRow } from '../table/table.ts';

/** Cities and countries of a table's rows; which of several cities is meant is asked about. */
export class PlaceCells {
  readonly #cities: CityReader;
  readonly #inStates: CitiesInStates;
  readonly #known: KnownPlaces;
  readonly #missing: readonly string[];
  readonly #doubts: Problem[];
  readonly #held: Set<number>;

  constructor(
    rows: readonly TableRow[],
    missing: readonly string[],
    {
      library,
      questions,
      doubts,
      held,
    }: { library: ReadableDb; questions: Questions; doubts: Problem[]; held: Set<number> },
  ) {
    this.#cities = new CityReader(rows, questions);
    this.#inStates = new CitiesInStates(library);
    this.#known = new KnownPlaces(library);
    this.#missing = missing;
    this.#doubts = doubts;
    this.#held = held;
  }

  read(
    row: TableRow,
    get: (field: 'city' | 'country') => string,
    institution: string,
  ): { city: string | null; country: string | null } {
    const cityCell = get('city');
    const city = this.#missing.includes(cityCell) ? null : cityCell;
    const country = this.#country(row, countryToday(get('country'), city));
    const meant = this.#cities.read(city, country);
    if (meant === WAITING) this.#held.add(row.line);
    if (city !== null && !this.#doubtState(row, city, country, institution) && meant === city)
      this.#doubtCountry(row, { city, country }, institution);
    return { city: meant === WAITING ? city : meant, country };
  }

  #doubtState(row: TableRow, city: string, country: string | null, institution: string): boolean {
    const cities = this.#inStates.meantBy(city, country, institution);
    if (cities.length === 0) return false;
    const what = say('study-import.city-in-several-states', { city, cities });
    this.#doubts.push(problem(row.line, 'city', city, what, say('study-import.write-state')));
    return true;
  }

  /** Cities that count as in China only because nothing says their country. */
  #doubtCountry(row: TableRow, place: { city: string; country: string | null }, institution: string): void {
    const doubt = placeDoubt(place, this.#known.institution(institution));
    if (doubt === null) return;
    const { city } = place;
    const isChinese = /\p{Script=Han}/u.test(city);
    if (doubt.kind === 'unlisted' && isChinese && this.#known.hasTier(city)) return;
    const fix = isChinese ? say('study-import.write-prefecture') : say('study-import.write-country');
    this.#doubts.push(problem(row.line, 'city', city, whatIsOpen(city, doubt), fix));
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

function whatIsOpen(city: string, doubt: PlaceDoubt): Message {
  if (doubt.kind === 'district-too') return say('coding.city-is-district-too', { city, around: doubt.around });
  if (doubt.kind === 'unlisted') return say('study-import.city-in-no-list', { city });
  return say('study-import.city-in-several-countries', { city, countries: doubt.countries });
}
