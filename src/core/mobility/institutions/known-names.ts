import { gazetteerWith, lookUp } from '../cv/gazetteer.ts';

/** A name is what the institution is called today; a former or short name is less certain. */
const TODAY = 0.95;
const OTHERWISE = 0.75;

/** Other names of a well-known institution, with how certain each is. */
export function otherNames(name: string): { name: string; score: number }[] {
  const known = lookUp(gazetteerWith(), name);
  if (!known) return [];
  const main = [known.chinese, known.english].filter((one) => one !== null && one !== '') as string[];
  const isMain = main.some((one) => one.toLowerCase() === name.trim().toLowerCase());
  return [
    ...main.map((one) => ({ name: one, score: isMain ? TODAY : OTHERWISE })),
    ...known.others.map((one) => ({ name: one, score: OTHERWISE })),
  ].filter((one) => one.name !== name);
}
