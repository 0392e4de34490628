import { CAMPUSES, FIELD_IN_TOWN, PARENT } from './english-name-words.ts';
import { type Gazetteer, lookUp } from './gazetteer.ts';
import type { PlaceToken } from './place.ts';
import { COUNTRY_BEFORE } from './places-chinese.ts';
import { inTownSaid } from './town-said.ts';

/** A name with what stands around it that belongs to it: its country, its town, the whole that it is part of. */
export function withSurroundings(one: PlaceToken, text: string, gazetteer: Gazetteer): PlaceToken {
  const whole = withFields(withRestOfFirm(withParent(one, text, gazetteer), text, gazetteer), text, gazetteer);
  return inTownSaid(withCountry(withArticle(withTown(whole, text, gazetteer), text), text), text, gazetteer);
}

/** "University of Leeds, Music and Drama": a university called after its town has its fields behind it. */
const NAMES_FIELDS = new RegExp(
  String.raw`(?:(?:Institute|Cent(?:re|er)|School|Academy|Faculty|Department|Agency|Ministry|Laboratory|` +
    String.raw`Survey) (?:of|for) (?:the )?[A-Z]|(?:University|College) (?:of|for) (?:Agricultur|Arts?\b|Drama\b|` +
    String.raw`Engineering|Forestry|Life|Medic|Music|Natural|Science|Technology|Theat|Veterinar))[^,]*$`,
);
const CAPITALS = String.raw`\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+){0,2}`;
const MORE_FIELDS = new RegExp(
  String.raw`^(?:, (${CAPITALS})){1,3},? (?:and|&) (${CAPITALS})(?=[,.;:)\n\t|]|$| {2}| \(| (?:in|as|and|` +
    String.raw`from|at|where|since|until)\b)`,
  'u',
);

/** "Institute for Forest, Snow and Landscape Research": a name goes on over the commas between its fields. */
function withFields(one: PlaceToken, text: string, gazetteer: Gazetteer): PlaceToken {
  if (one.back || !NAMES_FIELDS.test(one.name)) return one;
  const more = MORE_FIELDS.exec(text.slice(one.to, one.to + 100));
  if (!more) return one;
  const words = more[0].split(/, | and | & /).filter((word) => word !== '');
  const isOther = (word: string) =>
    gazetteer.cities.has(word) || lookUp(gazetteer, word) !== null || NO_FIELD.test(word);
  if (words.some(isOther)) return one;
  const to = one.to + more[0].length;
  return { ...one, to, name: text.slice(one.from, to), normal: one.normal ?? one.name };
}

/** Posts, other institutions, months and lands, which stand behind a name and its comma. */
const NO_FIELD = new RegExp(
  String.raw`\b(?:Professor|Lecturer|Fellow|Reader|Director|Head|Dean|Chair|Member|Editor|Scientist|` +
    String.raw`Engineer|University|College|Institute|School|Department|Faculty|Germany|France|China|Japan|` +
    String.raw`Italy|Spain|Canada|Australia|India|UK|USA)\b`,
);

const OF_A_FIRM = new RegExp(
  String.raw`^ (?!(?:Inc|Ltd|LLC|GmbH|AG|Corp|plc)\b)${CAPITALS}(?=[,;:)\n\t|]|$| \(| (?:in|as|and|from|` +
    String.raw`until|where|since)\b)`,
  'u',
);
const NO_REST = new RegExp(
  String.raw`\b(?:Professor|Lecturer|Fellow\w*|Reader|Director|Head|Dean|Chair|Scholar\w*|Prof|Scientist|` +
    String.raw`Engineer|Press|` +
    String.raw`Residents?|Interns?|Officer|Manager|Consultant|Developer|Analyst|Architect|` +
    String.raw`Associate|Assistant|President|` +
    String.raw`Postdoc\w*|Visiting|Award|Prize|Medal|Program\w*|Department|Faculty|Ph\.?D|[BM]\.?A|[BM]\.?Sc)\b`,
);

/** "Siemens Healthineers", "Ove Arup & Partners": firms whose name begins or goes on with one that is known. */
function withRestOfFirm(one: PlaceToken, text: string, gazetteer: Gazetteer): PlaceToken {
  if (one.back || one.known === null || !/^\p{Lu}\p{Ll}+$/u.test(one.name)) return one;
  if (/Universit|School|College|Institute|Hospital|Academy|Conservator/.test(`${one.known.english}`)) return one;
  const partners = /^ (?:&|and|\+) (?:Partners|Associates|Company|Sons|Co)\b/.exec(text.slice(one.to, one.to + 20));
  const first = partners && /(?<![.\p{L}] )\b\p{Lu}\p{Ll}+ $/u.exec(text.slice(Math.max(0, one.from - 24), one.from));
  const from = first && !NO_REST.test(first[0]) ? one.from - first[0].length : one.from;
  const more = partners ?? OF_A_FIRM.exec(text.slice(one.to, one.to + 60));
  if (!more || NO_REST.test(more[0]) || gazetteer.cities.has(more[0].trim())) return one;
  const to = one.to + more[0].length;
  return { ...one, from, to, name: text.slice(from, to), normal: one.normal ?? one.name };
}

/** 日本KEK: in Chinese a country stands before a name as it does before one in characters. */
function withCountry(one: PlaceToken, text: string): PlaceToken {
  if (one.back || one.sort === 'society') return one;
  const country = COUNTRY_BEFORE.exec(text.slice(Math.max(0, one.from - 6), one.from))?.[0];
  if (country === undefined) return one;
  const from = one.from - country.length;
  return { ...one, from, name: text.slice(from, one.to), normal: one.normal ?? one.name };
}

/** "Institute of Physics, CAS", "Goldsmiths, University of London", "University of California, Davis" */
function withParent(one: PlaceToken, text: string, gazetteer: Gazetteer): PlaceToken {
  if (one.back || one.sort === 'society') return one;
  const rest = text.slice(one.to, one.to + 80);
  const parent = PARENT.exec(rest);
  if (parent && /Institut|Inst\.|Cent|Laborator|Observatory|Botanical/.test(one.name)) {
    const to = one.to + parent[0].length;
    return { ...one, to, name: text.slice(one.from, to), normal: one.normal ?? one.name, sort: 'main' };
  }
  // "CUHK (Shenzhen)": a campus that is a university of its own
  const town = /^ ?\((\p{Lu}[\p{L}]+(?: \p{Lu}[\p{L}]+)?)\)/u.exec(rest);
  const branch = town && one.known !== null ? lookUp(gazetteer, `${one.known.english}, ${town[1]}`) : null;
  if (town && branch) {
    const to = one.to + town[0].length;
    const name = text.slice(one.from, to);
    return { ...one, to, name, normal: branch.english, city: branch.cityEnglish, known: branch };
  }
  const campus = /^, ?(?!Co-)(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=[,;.\n\t)]|$| \(| and | as | in )/.exec(rest);
  if (campus && CAMPUSES.test(one.name) && !/^, \w+(?: \w+)?, (?:[A-Z]{2}|USA)\b/.test(rest)) {
    const to = one.to + campus[0].length;
    const name = text.slice(one.from, to);
    const known = lookUp(gazetteer, name);
    return {
      ...one,
      to,
      name,
      normal: known?.english ?? one.normal ?? one.name,
      city: campus[0].replace(/^, ?/, ''),
      known,
    };
  }
  const oxbridge = /^, (Cambridge|Oxford)\b(?! (?:MA|Mass))/.exec(rest);
  if (oxbridge && /Coll(?:\.|ege)$|College/.test(one.name)) {
    const to = one.to + oxbridge[0].length;
    return { ...one, to, name: text.slice(one.from, to), normal: `University of ${oxbridge[1]}`, city: oxbridge[1] };
  }
  const federal = /^, (?:the )?(University of (?:London|Wales|Oxford|Cambridge))\b/.exec(rest);
  if (federal && one.sort === 'main') {
    const to = one.to + federal[0].length;
    const name = text.slice(one.from, to);
    const known = lookUp(gazetteer, name);
    return { ...one, to, name, normal: known?.english ?? one.normal ?? federal[1], city: one.city, known };
  }
  return one;
}

const TOWN = String.raw`(\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?)`;
const GOES_ON =
  String.raw`(?=[,.;:)\n\t]|$| {2}| (?:in|as|and|from|to|where|until|since|for|on|with|` +
  String.raw`before) | \(| ?\d)`;
const IN_TOWN = new RegExp(`^ in ${TOWN}${GOES_ON}`, 'u');
const TOWN_BEHIND = new RegExp(`^ ${TOWN}${GOES_ON}`, 'u');

/**
 * "Academy of Music in Kraków", "Franklin College Switzerland": a name that many towns have is written with its town.
 * The name without it stands as the full one, so that either is found.
 */
function withTown(one: PlaceToken, text: string, gazetteer: Gazetteer): PlaceToken {
  if (one.back || one.sort !== 'main' || /\p{Script=Han}/u.test(one.name)) return one;
  const rest = text.slice(one.to, one.to + 60);
  const isTown = (name: string | undefined) => name !== undefined && gazetteer.cities.has(name);
  const within = FIELD_IN_TOWN.test(one.name) ? IN_TOWN.exec(rest) : null;
  const behind = /(?:University|College|Academy|Conservatory|Conservatoire)$/.test(one.name)
    ? TOWN_BEHIND.exec(rest)
    : null;
  const found = isTown(within?.[1]) ? within : isTown(behind?.[1]) || LANDS.test(behind?.[1] ?? '') ? behind : null;
  if (!found) return one;
  const to = one.to + found[0].length;
  return {
    ...one,
    to,
    name: text.slice(one.from, to),
    normal: one.normal ?? one.name,
    city: gazetteer.cities.get(found[1]) ?? one.city,
  };
}

const LANDS = /^(?:Australia|Canada|Switzerland|Ireland|Scotland|Malaysia|Germany|Japan|Netherlands|Denmark|Hungary)$/;

/** "The University of Example" where a cell or a line begins with it. */
function withArticle(one: PlaceToken, text: string): PlaceToken {
  if (one.back || one.sort !== 'main' || one.normal !== null || one.name.startsWith('The ')) return one;
  if (!/(?:^|[\n\t|]| {2}|, |; )The $/.test(text.slice(Math.max(0, one.from - 8), one.from))) return one;
  if (!/^(?:[\p{Lu}]\S* )*(?:University|Institute|College|Academy|Conservatory)\b/u.test(one.name)) return one;
  const from = one.from - 4;
  return { ...one, from, name: text.slice(from, one.to), normal: one.normal ?? one.name };
}
