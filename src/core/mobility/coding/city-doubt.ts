import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import { CitiesInStates } from '../import/cells/cities-in-states.ts';
import { cityOf } from '../names/city.ts';
import { comparableCountry } from '../names/country.ts';
import { locationOf } from '../quadrant/location.ts';
import { isAtHome, placeDoubt } from '../quadrant/place-doubt.ts';
import type { Institution } from '../quadrant/reference.ts';

/** What a city that a coder wrote leaves open, and how it is counted; null if one city alone is meant. */
export function cityDoubt(
  db: ReadableDb,
  { state, city, country }: CodeValue,
  institution: Institution | undefined,
): Message | null {
  if (state !== 'coded' || city === null || isAtHome({ city, country }, institution)) return null;
  const home = locationOf({ city: null, country: null }, institution).country;
  const near = country === null ? home : comparableCountry(country);
  const { meanings } = cityOf(city, near);
  if (meanings.length > 1) return say('coding.city-of-several', { city, cities: meanings });
  const inStates = new CitiesInStates(db).meantBy(city, near, institution?.name ?? '');
  if (inStates.length > 0) return say('coding.city-of-several', { city, cities: inStates });
  const doubt = placeDoubt({ city, country }, institution);
  if (doubt?.kind === 'district-too') return say('coding.city-is-district-too', { city, around: doubt.around });
  if (doubt?.kind === 'several-countries')
    return say('coding.city-in-several-countries', { city, countries: doubt.countries });
  // The class of a Chinese city that no list has is shown as not known.
  return doubt === null || /\p{Script=Han}/u.test(city) ? null : say('coding.city-without-country', { city });
}
