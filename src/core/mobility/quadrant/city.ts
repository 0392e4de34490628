import type { Codebook } from '../../../shared/mobility/codebook.ts';
import { HOME_COUNTRY } from '../names/city.ts';
import { comparableCountry } from '../names/country.ts';
import { cityAndCountry, locationOf, withoutState } from './location.ts';
import type { CityTier, Reference } from './reference.ts';

export interface CityClass {
  /** The class by its name in the codebook, or null if the city is in no table. */
  name: string | null;
  /** Position in the codebook's order, 0 being the best; null if the class is not compared with any other. */
  rank: number | null;
}

const SPECIAL: Record<string, string> = { HK: 'Hong Kong', MO: 'Macao', TW: 'Taiwan' };

/** The class of a city: from the tier table; else abroad or a separate region, by its country; else unknown. */
export function cityClassOf(
  city: string | null,
  country: string | null,
  book: Codebook,
  reference: Reference,
): CityClass {
  const told = locationOf({ city, country }, undefined).country;
  const home = told === null ? HOME_COUNTRY : comparableCountry(told);
  const listed = city === null ? undefined : listedCity(reference, cityAndCountry(city, home))?.tier;
  const name = listed ?? SPECIAL[home] ?? (home === HOME_COUNTRY ? null : 'abroad');
  if (name === null) return { name: null, rank: null };
  const rank = book.cities.order.indexOf(name);
  return { name, rank: rank < 0 ? null : rank };
}

/** What the table of classes has for a city; one without states has it for the city of every state. */
export function listedCity({ tiers }: Reference, known: string): CityTier | undefined {
  const name = withoutState(known);
  return tiers.get(known) ?? (name === null ? undefined : tiers.get(name));
}
