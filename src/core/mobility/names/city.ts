import { addressParts } from './address.ts';
import { CHINESE_CITIES } from './chinese-cities.ts';
import { comparableCountry, countryCode, isParted } from './country.ts';
import { nameKey, nameWithArticle } from './name-key.ts';
import { countryOfState, isBritishCounty, isLettersOf, provinceOfCode, stateOf } from './regions.ts';
import { WORLD_CITIES } from './world-cities.ts';

/** What is without a country counts as this one's. */
export const HOME_COUNTRY = 'CN';
/** Their cities have classes of their own, even where a cell says China. */
const REGIONS = ['HK', 'MO', 'TW'];
/** Of the cities that share a pinyin, those that are meant where no province is given. */
const USUAL = ['苏州', '福州'];
/** Provinces that are cities: 北京朝阳 is in Beijing, whatever other city has the name of the district. */
const MUNICIPALITIES = ['北京', '天津', '上海', '重庆'];
/** Cities whose name or pinyin a district of one of these has: Chaoyang, Beijing and Baoshan, Shanghai. */
const LIKE_DISTRICTS = ['朝阳 北京', '保山 上海'];
/** Where City belongs to a name: Kansas City is not Kansas, nor Denver City Denver. Elsewhere it may be left out. */
const CITY_IN_NAMES = ['US', 'CA', 'AU', 'NZ'];
/** Bunkyo-ku, Tokyo; District 1, Ho Chi Minh City: what stands before a city and is a part of it. */
const WARD = /^(?:\S+-(?:ku|gu|dong)|(?:district|ward) \d+|\S+ (?:district|ward))[,，\s]+/i;
/** Where City translates the sign for one, so that it may be left out of names that are in no table. */
const CITY_TRANSLATED = ['CN', 'HK', 'MO', 'TW', 'JP', 'KR', 'VN'];

export interface City {
  /** The same for all spellings of the city. */
  key: string;
  /** As given, or as the city's name tells; null if neither does. */
  country: string | null;
  /** More than one if the spelling may mean several cities: 台州 and 泰州 are both Taizhou. */
  meanings: string[];
}

interface Known {
  key: string;
  country: string;
  /** Of China its name, of states the code. */
  province: string | null;
  /** Other countries have a city of that name too. */
  shared: boolean;
}

interface Gazetteer {
  cities: Map<string, Known[]>;
  /** Every spelling of a province → its name. */
  provinces: Map<string, string>;
}

let known: Gazetteer | null = null;
const remembered = new Map<string, City>();

/**
 * The city that a text names: 武汉, 武汉市, 武漢, 湖北武汉, Wuhan and Wuhan City are one, and Xi'an and Xian. A city that
 * is in no table is one with what is spelt like it. Cities of one name in two states (Springfield, IL and MA) are two.
 */
export function cityOf(text: string, country: string | null): City {
  const id = `${country ?? ''}|${text}`;
  let found = remembered.get(id);
  if (!found) remembered.set(id, (found = read(text, country === null ? null : comparableCountry(country))));
  return found;
}

function read(text: string, given: string | null): City {
  known ??= gazetteer();
  const { cities, provinces } = known;
  const [first = '', ...beside] = partsOfAddress(text);
  const states = beside.flatMap((part) => stateOf(part) ?? []);
  const plain = cityWords(first).replace(/^(?:中华人民共和国|中国)(?=\p{Script=Han}{2})/u, '');
  const besideProvinces = beside.map((part) => provinceOf(part, provinces));
  // Frankfurt (Oder) is a name of its own.
  const whole: Part[] = beside.length === 0 ? [] : [{ city: cityWords(text), province: null }];
  for (const { city, province, within } of [...whole, ...partsOf(plain, known)]) {
    const named = cities.get(spelling(city)) ?? [];
    const country = given ?? countryBeside(beside, named);
    const said = [province, ...besideProvinces].filter((one) => one !== null);
    const elsewhere = ({ key, country: of, province: its }: Known) =>
      states.some((state) => state.country === country && !(of === country && state.code === its)) ||
      (province !== null && MUNICIPALITIES.includes(province) && key !== province) ||
      besideProvinces.some((name) => LIKE_DISTRICTS.includes(`${key} ${name}`));
    const fitting = named.filter((one) => fits(one, country) && !elsewhere(one) && (within?.(one.country) ?? true));
    if (fitting.length === 0) continue;
    const inProvince = fitting.filter((one) => one.province !== null && said.includes(one.province));
    const meant = inProvince.length > 0 ? inProvince : fitting;
    const keys = [...new Set(meant.map(({ key }) => key))];
    const usual = keys.length === 1 ? keys[0] : keys.find((key) => USUAL.includes(key));
    if (usual === undefined) return { key: withoutSuffix(plain), country, meanings: keys };
    const [one, another] = meant.filter(({ key }) => key === usual);
    const own = another || one.shared ? country : one.country;
    return { key: usual, country: own, meanings: [usual] };
  }
  const around = besideProvinces.find((name) => name !== null && MUNICIPALITIES.includes(name));
  if (around) return { key: around, country: HOME_COUNTRY, meanings: [around] };
  const namesakes = cities.get(spelling(plain)) ?? [];
  const country = given ?? countryBeside(beside, namesakes);
  const state = states.find((one) => country === null || one.country === country);
  if (!state) return { key: unlisted(plain, country, provinces), country, meanings: [] };
  const name = namesakes[0]?.key ?? unlisted(plain, country, provinces);
  return { key: `${name}${STATE}${state.code}`, country, meanings: [] };
}

/** Stands between a city and its state in a key. */
const STATE = ', ';

/**
 * What the city of a key with a state is called where none is written; null if that is another city: Portland alone is
 * the one in Oregon, not in Maine.
 */
export function keyWithoutState(key: string, country: string | null): string | null {
  const [name, state] = key.split(STATE);
  if (state === undefined) return null;
  known ??= gazetteer();
  const namesakes = known.cities.get(spelling(name)) ?? [];
  return namesakes.some((one) => one.country === country && one.province !== null) ? null : name;
}

/** Whether two keys of a country are one city: with its state, and without. */
export function isSameCity(a: string, b: string, country: string | null): boolean {
  return a === b || keyWithoutState(a, country) === b || keyWithoutState(b, country) === a;
}

/**
 * A city as it is written where its state is known from elsewhere: Springfield, IL. Cities that are meant without a
 * state (Boston) stay as they are.
 */
export function cityInState<City extends string | null>(
  city: City,
  state: string,
  country: string | null,
): City | string {
  const known = stateOf(state.replace(/^(?:US|CA)-/, ''));
  if (city === null || known === null || known.country !== country) return city;
  const whole = `${city}, ${known.code}`;
  return !cityOf(city, country).key.includes(STATE) && cityOf(whole, country).key.includes(STATE) ? whole : city;
}

/** City, and what stands behind it. */
function partsOfAddress(text: string): string[] {
  known ??= gazetteer();
  const { cities, provinces } = known;
  const isListed = (name: string) => [name, withoutSuffix(name)].some((one) => cities.has(spelling(one)));
  const isProvince = (name: string) => provinces.has(spelling(nameKey(name)));
  const isCity = (name: string) => isListed(cityWords(name)) || isProvince(name);
  const parts = addressParts(text, { isCity, isProvince });
  const around = text.replace(WARD, '');
  if (around === text || isCity(parts[0] ?? '')) return parts;
  const ofCity = addressParts(around, { isCity, isProvince });
  return isCity(ofCity[0] ?? '') ? ofCity : parts;
}

/** Countries that the list has a city of this name in, where others have one too: Cambridge is in GB and US. */
export function countriesWith(city: string): string[] {
  known ??= gazetteer();
  const named = known.cities.get(spelling(cityWords(city))) ?? [];
  return named.some(({ shared }) => shared) ? [...new Set(named.map(({ country }) => country))] : [];
}

/** The city whose district has a city's name: of 朝阳 in Liaoning, 北京; null if the name says which one. */
export function alsoDistrictOf(city: string): string | null {
  known ??= gazetteer();
  const named = known.cities.get(spelling(cityWords(city))) ?? [];
  return LIKE_DISTRICTS.find((one) => named.some(({ key }) => one.startsWith(`${key} `)))?.split(' ')[1] ?? null;
}

/** What is in no table: 海南市 is not the province, Iowa City not Iowa. */
function unlisted(plain: string, country: string | null, provinces: Gazetteer['provinces']): string {
  const short = withoutSuffix(plain);
  if (provinces.has(short)) return plain;
  return country !== null && CITY_TRANSLATED.includes(country) ? withoutCity(short) : short;
}

/** St, Saint and Sankt are one word in cities' names, as are Fort and Mount with what is short for them. */
export function cityWords(text: string): string {
  return nameWithArticle(text)
    .replace(/(?<![^ ])(?:saint|sankt)(?= )/g, 'st')
    .replace(/(?<![^ ])sainte(?= )/g, 'ste')
    .replace(/^ft(?= )/, 'fort')
    .replace(/^mt(?= )/, 'mount');
}

/** A country, and of a state that became several (USSR, SU) the one that its city is in today, where that is known. */
export function countryToday(country: string, city: string | null): string {
  return city !== null && isParted(country) ? (cityOf(city, null).country ?? country) : country;
}

function provinceOf(text: string, provinces: Gazetteer['provinces']): string | null {
  return provinceOfCode(text) ?? provinces.get(spelling(nameKey(text))) ?? null;
}

/** The country after the city. CA after Berkeley is California, after Toronto Canada, after an unknown city neither. */
function countryBeside(beside: readonly string[], named: readonly Known[]): string | null {
  for (const part of [...beside].reverse()) {
    const code = countryCode(part);
    const state = countryOfState(part);
    const isIn = (of: string) => named.some(({ country }) => country === of);
    if (isProvinceOf(part, named)) return HOME_COUNTRY;
    const own = named.find((one) => isLettersOf(part, one.country, one.province));
    if (own) return own.country;
    if (code === null && isBritishCounty(part)) return 'GB';
    if (code !== null && (state === null || isIn(code))) return code;
    if (state !== null) return code === null || code === state || named.length > 0 ? state : null;
  }
  return named.every(({ shared }) => shared) ? countryOfCityBeside(beside) : null;
}

/** The country of a city that another stands before: Clear Water Bay, Kowloon. */
function countryOfCityBeside(beside: readonly string[]): string | null {
  for (const part of [...beside].reverse()) {
    const there = known?.cities.get(spelling(cityWords(part))) ?? [];
    const [country, ...others] = new Set(there.map((one) => one.country));
    if (country !== undefined && others.length === 0 && there.every(({ shared }) => !shared)) return country;
  }
  return null;
}

/** Whether a code is that of a province which has a city of the name: Chengdu, SC. */
function isProvinceOf(text: string, named: readonly Known[]): boolean {
  const own = provinceOfCode(text);
  return own !== null && named.some(({ province }) => province === own);
}

/**
 * The country of a state behind a comma (Springfield, MA), where neither the city's name nor anything else tells it;
 * null where the same letters are those of `near`, the country that is known around it.
 */
export function countryOfStateBehind(text: string, near: string | null): string | null {
  for (const part of partsOfAddress(text).slice(1).reverse()) {
    const code = countryCode(part);
    const state = countryOfState(part);
    if (state !== null) return code !== null && (code === near || part.trim().length > 2) ? null : state;
  }
  return null;
}

function fits(city: Known, country: string | null): boolean {
  if (country === null || city.country === country) return true;
  return country === HOME_COUNTRY ? REGIONS.includes(city.country) : city.shared;
}

interface Part {
  city: string;
  province: string | null;
  /** Whether a city of this country may be meant. */
  within?: (country: string) => boolean;
}

/** What a cell may name, from the whole to its parts: 湖北省武汉市洪山区 has 武汉市 in it, and that 武汉. */
function partsOf(plain: string, { cities, provinces }: Gazetteer): Part[] {
  const whole: Part[] = [
    { city: plain, province: null },
    { city: withoutSuffix(plain), province: null },
    { city: withoutCity(plain), province: null, within: (country) => !CITY_IN_NAMES.includes(country) },
    // 纽约州 and Kyoto Prefecture are no cities, 延边州 counts as one.
    {
      city: plain.replace(/(?<=..)州$| prefecture$/u, ''),
      province: null,
      within: (country) => country === HOME_COUNTRY,
    },
  ];
  if (!/\p{Script=Han}/u.test(plain)) return whole;
  const inside: Part[] = [{ city: plain, province: null }];
  for (const [spelt, province] of provinces) {
    if (!plain.startsWith(spelt)) continue;
    const after = plain.slice(spelt.length).replace(/^(?:省|市|(?:壮族|回族|维吾尔)?自治区)/u, '');
    if (after !== '') inside.unshift({ city: after, province });
  }
  return [
    ...whole,
    ...inside.flatMap(({ city, province }) => {
      const before = /^(.{2,}?)(?:市|地区|盟|自治州).+$/u.exec(city)?.[1];
      const district = /(?:[区县镇乡旗城园港]|新城|浦东)$/u.test(city)
        ? // 朝阳区 is a district of that name, which no city of that name has.
          [4, 3, 2].map((length) => city.slice(0, length)).find((start) => cities.has(start) && city !== `${start}区`)
        : undefined;
      const around = province !== null && MUNICIPALITIES.includes(province) ? province : undefined;
      return [city, withoutSuffix(city), before, district, around].flatMap((name) =>
        name === undefined ? [] : [{ city: name, province }],
      );
    }),
  ];
}

const PEOPLES =
  /(?<=..)(?:(?:蒙古|藏|羌|彝|苗|侗|布依|土家|壮|傣|白|哈尼|景颇|傈僳|朝鲜|回|哈萨克|柯尔克孜)族?)+自治州$/u;

function withoutSuffix(plain: string): string {
  return plain
    .replace(PEOPLES, '')
    .replace(/(?<=..)(?:市|自治州|地区|盟|特别行政区|林区)$/u, '')
    .replace(/ (?:shi|municipality)$/u, '');
}

function withoutCity(plain: string): string {
  return plain.replace(/ (?:metropolitan |special )?city$/u, '');
}

/** Latin letters without their spaces: Shi jia zhuang, Xi an. */
function spelling(plain: string): string {
  return /\p{Script=Han}/u.test(plain) ? plain : plain.replaceAll(' ', '');
}

function gazetteer(): Gazetteer {
  const cities = new Map<string, Known[]>();
  const provinces = new Map<string, string>();
  const add = (names: readonly string[], city: Known) => {
    for (const key of new Set(names.map((name) => spelling(cityWords(name)))))
      cities.set(key, [...(cities.get(key) ?? []), city]);
  };
  for (const { head, entries } of groups(CHINESE_CITIES)) {
    const [province] = head;
    for (const name of head) provinces.set(spelling(nameKey(name)), province);
    for (const { names } of entries) add(names, { key: names[0], country: HOME_COUNTRY, province, shared: false });
  }
  for (const { head, entries } of groups(WORLD_CITIES))
    for (const { names, shared } of entries) {
      const latin = names.find((name) => !/\p{Script=Han}/u.test(name)) as string;
      add(names, { key: nameKey(latin), country: head[0], province: head[1] ?? null, shared });
    }
  return { cities, provinces };
}

function groups(text: string): { head: string[]; entries: { names: string[]; shared: boolean }[] }[] {
  return text
    .trim()
    .replaceAll('\n  ', ' ')
    .split('\n')
    .map((line) => {
      const [head, list] = line.split(': ');
      const entries = list
        .split(', ')
        .map((entry) => ({ names: entry.replace('?', '').split('/'), shared: entry.endsWith('?') }));
      return { head: head.split('/'), entries };
    });
}
