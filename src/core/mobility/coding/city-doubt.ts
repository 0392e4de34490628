import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { CitiesInStates } from '../import/cells/cities-in-states.ts';
import { alsoDistrictOf, cityOf, countriesWith, HOME_COUNTRY } from '../names/city.ts';
import { comparableCountry } from '../names/country.ts';
import { locationOf } from '../quadrant/location.ts';
import type { Institution } from '../quadrant/reference.ts';

/** What a city that a coder wrote leaves open, and how it is counted; null if one city alone is meant. */
export function cityDoubt(
  db: ReadableDb,
  { state, city, country }: CodeValue,
  institution: Institution | undefined,
): Message | null {
  if (state !== 'coded' || city === null) return null;
  const home = locationOf({ city: null, country: null }, institution);
  const place = locationOf({ city, country }, institution);
  if (home.cityKey !== null && place.cityKey === home.cityKey && place.country === home.country) return null;
  const given = country === null ? null : comparableCountry(country);
  const { meanings } = cityOf(city, given ?? home.country);
  if (meanings.length > 1) return say('coding.city-of-several', { city, cities: meanings });
  const inStates = new CitiesInStates(db).meantBy(city, given ?? home.country, institution?.name ?? '');
  if (inStates.length > 0) return say('coding.city-of-several', { city, cities: inStates });
  const around = alsoDistrictOf(city);
  if (around !== null && given === null) return say('coding.city-is-district-too', { city, around });
  const told = locationOf({ city, country: null }, undefined).country;
  const isSaid = given !== null || told !== null || (home.country !== null && home.country !== HOME_COUNTRY);
  if (isSaid || /\p{Script=Han}/u.test(city)) return null;
  const countries = countriesWith(city);
  return countries.length > 0
    ? say('coding.city-in-several-countries', { city, countries })
    : say('coding.city-without-country', { city });
}
