import { alsoDistrictOf, cityOf, countriesWith, HOME_COUNTRY } from '../names/city.ts';
import { comparableCountry } from '../names/country.ts';
import { locationOf, type Written } from './location.ts';

/** What a city leaves open where nothing says its country. */
export type PlaceDoubt =
  | { kind: 'district-too'; around: string }
  | { kind: 'several-countries'; countries: string[] }
  | { kind: 'unlisted' };

/** Whether a written city is the institution's own, whatever else bears its name. */
export function isAtHome({ city, country }: Written, institution: Written | undefined): boolean {
  const home = locationOf({ city: null, country: null }, institution);
  const place = locationOf({ city, country }, institution);
  return home.cityKey !== null && place.cityKey === home.cityKey && place.country === home.country;
}

/** What is open of a city away from its institution; null if its name, a country or the institution tells which. */
export function placeDoubt({ city, country }: Written, institution: Written | undefined): PlaceDoubt | null {
  if (city === null || isAtHome({ city, country }, institution)) return null;
  const home = locationOf({ city: null, country: null }, institution).country;
  const given = country === null ? null : comparableCountry(country);
  const around = alsoDistrictOf(city);
  if (around !== null && given === null) return { kind: 'district-too', around };
  const told = locationOf({ city, country: null }, undefined).country;
  if (given !== null || told !== null || (home !== null && home !== HOME_COUNTRY)) return null;
  const countries = countriesWith(city);
  if (countries.length > 0) return { kind: 'several-countries', countries };
  return cityOf(city, null).meanings.length === 0 ? { kind: 'unlisted' } : null;
}
