import { type PlaceToken, place } from './place.ts';
import { shortOfKind } from './short-schools.ts';
import { overlapping, type Span } from './spans.ts';
import { fitsBehindShort, isAfterLead } from './places-chinese.ts';

const ENDS_OF_SCHOOLS = /^(\p{Script=Han}{2,4}?)(\p{Script=Han}{0,3}(?:大学|学院))$/u;
const DEFINITION =
  /^ ?\((?:以下简称|简称|hereafter|henceforth)?:? ?"?([A-Z][A-Za-z&-]{1,9}|[\p{Script=Han}]{2,6})"?\)/u;
const COUNTRY_LETTERS = /^(?:UK|US|USA|PRC|UAE|GB|PhD|MA|BA)$/;

/** Do the letters of the abbreviation stand in the name in their order? */
function shortens(abbreviation: string, name: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of abbreviation.toLowerCase().replace(/[^\p{L}]/gu, '')) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return abbreviation.length < name.length;
}

/** "Northwestern Polytechnical University (NWPU)": from there on, and before, NWPU is that institution. */
export function withAbbreviations(text: string, places: readonly PlaceToken[]): PlaceToken[] {
  const defined = new Map<string, { whole: PlaceToken; at: number }>();
  for (const whole of places) {
    if (whole.back) continue;
    const short = DEFINITION.exec(text.slice(whole.to, whole.to + 30))?.[1];
    if (!short || defined.has(short) || COUNTRY_LETTERS.test(short) || !shortens(short, whole.name)) continue;
    if (/[a-z]/i.test(short) && (short.match(/[A-Z]/g) ?? []).length < 2) continue;
    defined.set(short, { whole, at: text.indexOf(short, whole.to) });
  }
  const more: PlaceToken[] = [];
  const over = new Set<PlaceToken>();
  for (const found of occurrences(text, [...defined.keys()])) {
    const { from, to } = found;
    const { whole, at } = defined.get(found.short) as { whole: PlaceToken; at: number };
    if (from === at || !standsAlone(text, from, to)) continue;
    const under = overlapping(places, from, to);
    if (under && (under.from < from || (under.to > to && under.known !== null))) continue;
    if (under) over.add(under);
    const { normal, name, city, known, sort } = whole;
    more.push(place(from, to, found.short, { normal: normal ?? name, city, known, sort }));
  }
  return [...places.filter((one) => !over.has(one)), ...more].sort((a, b) => a.from - b.from);
}

/** Letters that stand for a name: NTU, with or without the small words. */
function initials(name: string): string[] {
  const words = name.replace(/^The /, '').split(/[\s-]+/);
  const capital = words.filter((word) => /^\p{Lu}/u.test(word)).map((word) => word[0]);
  return [capital.join(''), words.map((word) => word[0].toUpperCase()).join('')];
}

/** Where somebody is: "at Delaware", "joined NTU". */
const LEADS_TO =
  /\b(?:[Aa]t|[Tt]o|[Jj]oin(?:ed|ing)|[Ll]eft|[Ll]eaving|[Ff]rom|[Bb]y|[Ww]ith|faculty of|staff of)(?: the)? $/;

const PART_AT = /^((?:\p{Lu}\S* )*(?:Institute|Cent(?:er|re)|School|Department|Faculty|Laboratory|Library)\b.*) at $/u;

/** Universities that a text goes on to call by their letters, or by a short name behind "at". */
export function withShortForms(text: string, places: readonly PlaceToken[]): PlaceToken[] {
  const forms = new Map<string, PlaceToken>();
  for (const [short, whole] of shortNames(places)) forms.set(short, whole);
  for (const whole of places)
    if (!whole.back && whole.sort === 'main' && /^(?:The )?\p{Lu}/u.test(whole.name))
      for (const letters of initials(whole.name))
        if (letters.length >= 3 && !COUNTRY_LETTERS.test(letters) && !forms.has(letters)) forms.set(letters, whole);
  for (const whole of places) for (const short of shortInChinese(whole)) if (!forms.has(short)) forms.set(short, whole);
  const more: PlaceToken[] = [];
  const over = new Set<PlaceToken>();
  for (const { short, from, to } of occurrences(text, [...forms.keys()])) {
    const { normal, name, city, known, sort } = forms.get(short) as PlaceToken;
    const isHan = /\p{Script=Han}/u.test(short);
    const isLetters = short === short.toUpperCase() && short.length >= 3;
    const led = LEADS_TO.test(text.slice(Math.max(0, from - 16), from)) && !/^ [A-Z]/.test(text.slice(to, to + 2));
    // "NUS's Example Institute": what belongs to the university whose letters stand before.
    const own = overlapping(places, from, to);
    if (own?.from === from && isLetters && /^'s? /.test(text.slice(to, to + 3)) && own.known === null) {
      over.add(own);
      more.push(place(from, to, short, { normal: normal ?? name, city, known, sort }));
      continue;
    }
    // "the Institute of Example Studies at Leipzig", where the text names the university
    const ahead = own && to === own.to && own.known === null ? text.slice(own.from, from) : '';
    if (own && own !== forms.get(short) && PART_AT.test(ahead)) {
      over.add(own);
      const [, part] = PART_AT.exec(ahead) as RegExpExecArray;
      more.push(place(own.from, own.from + part.length, part, { sort: 'part' }));
      more.push(place(from, to, short, { normal: normal ?? name, city, known, sort }));
      continue;
    }
    if (own || !standsAlone(text, from, to) || !(isLetters || led || isHan)) continue;
    more.push(place(from, to, short, { normal: normal ?? name, city, known, sort }));
  }
  return [...places.filter((one) => !over.has(one)), ...more].sort((a, b) => a.from - b.from);
}

/** 云科大 for 云林科技大学, in a text that names it whole. */
function shortInChinese({ name, normal, sort, back, known }: PlaceToken): string[] {
  if (back || sort !== 'main') return [];
  const [, own, kind] = ENDS_OF_SCHOOLS.exec((known?.chinese ?? normal ?? name).replace(/^国立|^私立/, '')) ?? [];
  const short = own && kind ? shortOfKind(kind) : null;
  return short ? [own[0] + short, own.slice(0, 2) + short] : [];
}

/** Where short names stand, the longest at each place, none inside another. */
function occurrences(text: string, names: readonly string[]): (Span & { short: string })[] {
  if (names.length === 0) return [];
  const longestFirst = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  return [...text.matchAll(new RegExp(longestFirst.join('|'), 'g'))].map(({ index, 0: short }) => ({
    short,
    from: index,
    to: index + short.length,
  }));
}

function standsAlone(text: string, from: number, to: number): boolean {
  if (/[A-Z]/.test(text[from]))
    return !/[\p{L}\p{N}]/u.test(`${text[from - 1] ?? ''}${text[to] ?? ''}`.replace(/\p{Script=Han}/gu, ''));
  const before = /[\p{Script=Han}]*$/u.exec(text.slice(Math.max(0, from - 12), from))?.[0] ?? '';
  const after = /^[\p{Script=Han}]*/u.exec(text.slice(to, to + 12))?.[0] ?? '';
  return (before === '' || isAfterLead(before)) && fitsBehindShort(after, text[to + after.length] ?? '');
}

const SHORT_NAME = new RegExp(
  String.raw`^(?:The )?University of ([A-Z]\w+(?: [A-Z]\w+)?)$|^([A-Z]\w+) (?:University|College)$|` +
    String.raw`^(\w+['’]s) (?:University|College)\b`,
);

/** Short names of the universities of a text: "Huddersfield" beside "University of Huddersfield". */
export function shortNames(places: readonly PlaceToken[]): ReadonlyMap<string, PlaceToken> {
  const short = new Map<string, PlaceToken>();
  for (const one of places) {
    const found = SHORT_NAME.exec(one.name);
    const name = found?.[1] ?? found?.[2] ?? found?.[3];
    if (name && !one.back && !short.has(name)) short.set(name, one);
  }
  return short;
}
