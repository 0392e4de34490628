import type { ReadableDb } from '../../../storage/sqlite.ts';
import { nameKey } from '../../names/name-key.ts';
import { cityAndCountry, type Written } from '../../quadrant/location.ts';

/** What a library knows of institutions' places and of cities' classes. */
export class KnownPlaces {
  readonly #library: ReadableDb;
  readonly #institutions = new Map<string, Written | undefined>();
  #tiers: Set<string> | null = null;

  constructor(library: ReadableDb) {
    this.#library = library;
  }

  /** Where an institution is; undefined if its name is not known, or is that of several. */
  institution(name: string): Written | undefined {
    const key = nameKey(name);
    if (!this.#institutions.has(key)) {
      const found = this.#library.all<{ city: string | null; country: string | null }>(
        `SELECT DISTINCT i.city, i.country FROM institutions i JOIN institution_names n ON n.institution_id = i.id
         WHERE n.name_key = ?`,
        key,
      );
      this.#institutions.set(key, found.length === 1 ? found[0] : undefined);
    }
    return this.#institutions.get(key);
  }

  /** Whether a table of tiers has a city. */
  hasTier(city: string): boolean {
    this.#tiers ??= new Set(
      this.#library
        .all<{ city: string; country: string | null }>('SELECT DISTINCT city, country FROM city_tiers')
        .map((row) => cityAndCountry(row.city, row.country)),
    );
    return this.#tiers.has(cityAndCountry(city, null));
  }
}
