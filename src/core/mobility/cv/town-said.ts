import { cityInState } from '../names/city.ts';
import { countryCode } from '../names/country.ts';
import { stateOf } from '../names/regions.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { PlaceToken } from './place.ts';
import { NO_NAME } from './unknown-place.ts';

/** ", Oxford, OH", " (Jefferson City, Missouri)", ", Christchurch, New Zealand" */
const BEHIND = new RegExp(
  String.raw`^(?:,| -| \() ?(\p{Lu}[\p{L}.'-]+(?: \p{Lu}[\p{L}.'-]+){0,2}), ?` +
    String.raw`(\p{Lu}[\p{L}.]*(?: \p{Lu}[\p{L}.]+)?)(?=[\s,;:.)]|$)`,
  'u',
);

/**
 * "Miami University, Oxford, OH" is not in Miami: of a name that no list knows, the town that stands behind it with its
 * state or country, whatever town the name itself is like.
 */
export function inTownSaid(one: PlaceToken, text: string, gazetteer: Gazetteer): PlaceToken {
  // An organisation that is called by its letters may have houses in many towns: "INRAE, Montpellier, France".
  if (one.back || one.sort === 'society' || (one.known !== null && !/^\p{Lu}{3,}$/u.test(one.name))) return one;
  // "Miami University (OH)": a town in another state was guessed.
  const alone = /^ ?\(([A-Z]{2})\)/.exec(text.slice(one.to, one.to + 6));
  const state = alone && stateOf(alone[1]);
  if (one.known === null && state && !one.city?.endsWith(`, ${state.code}`)) return { ...one, city: null };
  const [, town, land] = BEHIND.exec(text.slice(one.to, one.to + 80)) ?? [];
  if (town === undefined || NO_NAME.test(town) || !/\p{Ll}/u.test(town)) return one;
  const isKnown = gazetteer.cities.has(town);
  // "Example College, Ceramics, MA": a degree has letters of a state.
  if (land === 'MA' && !isKnown) return one;
  const around = stateOf(land);
  if (around !== null) return { ...one, city: cityInState(town, around.code, around.country) };
  return countryCode(land) === null ? one : { ...one, city: gazetteer.cities.get(town) ?? town };
}
