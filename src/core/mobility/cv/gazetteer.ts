import { readFileSync } from 'node:fs';
import { resourceFile } from '../../workers/resource.ts';
import { simplifiedSigns } from '../names/simplified.ts';

/** An institution that the reader knows by name, in Chinese and English where it has both. */
export interface KnownInstitution {
  chinese: string | null;
  english: string | null;
  cityChinese: string | null;
  cityEnglish: string | null;
  /** Short forms and former names. */
  others: readonly string[];
}

/** Names to look for, by how they begin, the longest first. */
export interface Gazetteer {
  byBeginning: ReadonlyMap<string, readonly KnownName[]>;
  byName: ReadonlyMap<string, KnownInstitution>;
  cities: ReadonlyMap<string, string>;
}

interface KnownName {
  name: string;
  institution: KnownInstitution;
}

const HAN = /\p{Script=Han}/u;

/** One way to write a name: simplified, without the note behind it. */
function plainName(name: string): string {
  return simplifiedSigns(name.normalize('NFKC'))
    .replace(/\s*\([^()]*\)$/, '')
    .replaceAll('’', "'")
    .trim();
}

/** Signs of Chinese that stand right behind a word in Latin letters (KEK任) are none of it. */
const FIRST_WORD = /^(?:(?!\p{Script=Han})[\p{L}\p{N}&'.-])+?(?=\p{Script=Han}|[^\p{L}\p{N}&'.]|$)/u;

/** What a name is found by: two characters of a Chinese name, the first word of another. */
export function beginning(text: string, at = 0): string {
  if (HAN.test(text[at] ?? '')) return text.slice(at, at + 2);
  return FIRST_WORD.exec(text.slice(at, at + 40))?.[0].toLowerCase() ?? '';
}

function makeGazetteer(institutions: Iterable<KnownInstitution>): Gazetteer {
  const byName = new Map<string, KnownInstitution>();
  const cities = new Map<string, string>();
  for (const institution of institutions) {
    for (const name of [institution.chinese, institution.english, ...institution.others]) {
      if (name === null || name.includes('(')) continue;
      const plain = plainName(name);
      for (const form of [plain, plain.replace(/^The (?=University )/, '')])
        if (form.length > 1 && !byName.has(form)) byName.set(form, institution);
    }
    for (const city of [institution.cityChinese, institution.cityEnglish])
      if (city) cities.set(plainName(city).replace(/, [A-Z]{2}$/, ''), city);
  }
  const byBeginning = new Map<string, KnownName[]>();
  for (const [name, institution] of byName) {
    const key = beginning(name);
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), { name, institution }]);
  }
  for (const names of byBeginning.values()) names.sort((a, b) => b.name.length - a.name.length);
  return { byBeginning, byName, cities };
}

let shipped: KnownInstitution[] | null = null;
let plain: Gazetteer | null = null;

function rowsOf(file: string): string[][] {
  return readFileSync(resourceFile(file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
}

/**
 * The institutions of `resources/institutions.tsv` and `chinese-colleges.tsv`, behind those that a study codes and
 * before names it only read.
 */
export function gazetteerWith(
  own: readonly KnownInstitution[] = [],
  read: readonly KnownInstitution[] = [],
): Gazetteer {
  shipped ??= [
    ...rowsOf('institutions.tsv').map(([chinese, english, cityChinese, cityEnglish, others]) => ({
      chinese,
      english,
      cityChinese,
      cityEnglish,
      others: others.split(';').filter((name) => name !== ''),
    })),
    ...rowsOf('chinese-colleges.tsv').map(([chinese, cityChinese]) => ({
      chinese,
      english: null,
      cityChinese,
      cityEnglish: null,
      others: [],
    })),
  ];
  if (own.length + read.length > 0) return makeGazetteer([...own, ...shipped, ...read]);
  plain ??= makeGazetteer(shipped);
  return plain;
}

export function lookUp(gazetteer: Gazetteer, name: string): KnownInstitution | null {
  return gazetteer.byName.get(plainName(name)) ?? null;
}

/** "PhD, Leeds": the university that is called by its city, or null where the name is no city's. */
export function universityIn(gazetteer: Gazetteer, city: string): string | null {
  const forms = [`University of ${city}`, `${city} University`, `${city} College London`, `${city} College`];
  const known = forms.map((form) => lookUp(gazetteer, form)).find((one) => one !== null);
  return known?.english ?? (gazetteer.cities.has(city) ? `University of ${city}` : null);
}

/** The known name that begins at a place of a text, or null. */
export function knownAt(gazetteer: Gazetteer, text: string, at: number): KnownName | null {
  const begins = beginning(text, at);
  const names = gazetteer.byBeginning.get(begins) ?? gazetteer.byBeginning.get(begins.replace(/\.$/, ''));
  for (const known of names ?? []) {
    if (!text.startsWith(known.name, at)) continue;
    if (!HAN.test(known.name) && /(?!\p{Script=Han})[\p{L}\p{N}]/u.test(text[at + known.name.length] ?? '')) continue;
    return known;
  }
  return null;
}
