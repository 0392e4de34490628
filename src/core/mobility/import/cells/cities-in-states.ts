import type { ReadableDb } from '../../../storage/sqlite.ts';
import { cityOf } from '../../names/city.ts';
import { nameKey } from '../../names/name-key.ts';
import { cityAndCountry, withoutState } from '../../quadrant/location.ts';

/** Cities that the study has in several states, where a table writes their name alone. */
export class CitiesInStates {
  readonly #library: ReadableDb;
  /** The name alone → as the study knows it with a state → as the study writes it. */
  #known: Map<string, Map<string, string>> | null = null;

  constructor(library: ReadableDb) {
    this.#library = library;
  }

  /** Cities that may be meant; none if one alone may be, or the institution is known to be in one of them. */
  meantBy(city: string, country: string | null, institution: string): string[] {
    const { key } = cityOf(city, country);
    const countries = country === null ? ['US', 'CA'] : [country];
    const found = countries.flatMap((one) => [...(this.#cities().get(`${key}|${one}`) ?? [])]);
    if (found.length < 2) return [];
    const homes = this.#library.all<{ city: string; country: string | null }>(
      `SELECT i.city, i.country FROM institutions i JOIN institution_names n ON n.institution_id = i.id
       WHERE n.name_key = ? AND i.city IS NOT NULL`,
      nameKey(institution),
    );
    const isThere = homes.some((home) => found.some(([known]) => known === cityAndCountry(home.city, home.country)));
    return isThere ? [] : found.map(([, written]) => written);
  }

  #cities(): Map<string, Map<string, string>> {
    if (this.#known !== null) return this.#known;
    this.#known = new Map();
    const written = this.#library.all<{ city: string; country: string | null }>(
      `SELECT DISTINCT city, country FROM institutions WHERE city LIKE '%,%'
       UNION SELECT DISTINCT city, country FROM city_tiers WHERE city LIKE '%,%'`,
    );
    for (const { city, country } of written) {
      const known = cityAndCountry(city, country);
      const name = withoutState(known);
      if (name === null) continue;
      const cities = this.#known.get(name) ?? new Map<string, string>();
      if (!cities.has(known)) cities.set(known, city);
      this.#known.set(name, cities);
    }
    return this.#known;
  }
}
