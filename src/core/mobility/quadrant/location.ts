import { cityOf, countryOfStateBehind, HOME_COUNTRY, isSameCity, keyWithoutState } from '../names/city.ts';
import { comparableCountry } from '../names/country.ts';

/** A city and its country as written; either may be blank. */
export interface Written {
  city: string | null;
  country: string | null;
}

export interface Location extends Written {
  /** The city's key: the same for all its spellings; null without a city. */
  cityKey: string | null;
}

/** Where a code puts a scholar: what it leaves blank comes from the institution, then from the city's name. */
export function locationOf({ city, country }: Written, institution: Written | undefined): Location {
  const home = institution ? located(institution.city, institution.country) : NOWHERE;
  const given = country === null ? null : comparableCountry(country);
  if (city === null) {
    if (given === null || given === home.country) return home;
    return { ...located(home.city, given), country: given };
  }
  const { key, meanings } = cityOf(city, given ?? home.country);
  const atHome =
    home.cityKey !== null && (isSameCity(key, home.cityKey, home.country) || meanings.includes(home.cityKey));
  if (atHome && (given === null || given === home.country)) return { ...home, city };
  const own = located(city, given, home.country);
  return { ...own, country: own.country ?? home.country };
}

const NOWHERE: Location = { city: null, country: null, cityKey: null };

/** @param near the country that is known around it, for letters that are a state and a country */
function located(city: string | null, country: string | null, near: string | null = null): Location {
  const given = country === null ? null : comparableCountry(country);
  if (city === null) return { city, country: given, cityKey: null };
  const { key, country: told } = cityOf(city, given);
  const known = told ?? given;
  const byState = known === null ? countryOfStateBehind(city, near) : null;
  return byState === null ? { city, country: known, cityKey: key } : located(city, byState);
}

/** City and country as one value. */
export function cityAndCountry(city: string, country: string | null): string {
  const { cityKey, country: told } = located(city, country);
  return `${cityKey}|${told ?? HOME_COUNTRY}`;
}

/** The same of a city that is written without its state: the class of Springfield is that of Springfield, IL. */
export function withoutState(known: string): string | null {
  const [key, country] = known.split('|');
  const name = keyWithoutState(key, country);
  return name === null ? null : `${name}|${country}`;
}

/** Cities of which one state alone is named: as they are known without it → with it. */
export function soleStates(known: Iterable<string>): Map<string, string> {
  const found = new Map<string, Set<string>>();
  for (const one of known) {
    const name = withoutState(one);
    if (name !== null) found.set(name, (found.get(name) ?? new Set()).add(one));
  }
  return new Map([...found].flatMap(([name, [one, ...others]]) => (others.length === 0 ? [[name, one]] : [])));
}
