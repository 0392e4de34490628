import { shortNames } from './abbreviations.ts';
import { afterStays } from './after-stays.ts';
import { type Found, type PositionKind, withoutRepetitions } from './career.ts';
import { placesOfColumns } from './columns-of-places.ts';
import { dateTokens, type EndYear } from './dates.ts';
import { valuesOfForms } from './forms.ts';
import { type Gazetteer, gazetteerWith, universityIn } from './gazetteer.ts';
import { partsOfHeadings, unknownHeadings } from './headings.ts';
import { withoutDatesOfLife } from './life-columns.ts';
import { partsLed } from './led-parts.ts';
import { type Line, linesOf } from './lines.ts';
import { namesInProse } from './names-in-prose.ts';
import type { PlaceToken } from './place.ts';
import { placeTokens } from './places.ts';
import { type PlainText, plainText } from './plain-text.ts';
import { type RoleToken, roleTokens } from './roles.ts';
import { Reader } from './reader.ts';
import { resolveRelative } from './relative-dates.ts';
import { inScriptOf } from './script.ts';
import { segmentsOf } from './segments.ts';
import { overlapping } from './spans.ts';

/** A position that a CV tells, bound to where it does. */
export interface CvPosition {
  kind: PositionKind;
  /** As the CV writes it. */
  institution: string | null;
  /** Today's full name. */
  institutionNormal: string | null;
  city: string | null;
  role: string | null;
  start: number | null;
  end: EndYear;
  /** Characters of the text, the end exclusive. */
  span: [number, number];
}

/** Where a position's years, institution and role stand in the text. */
export type CvMark = 'year' | 'institution' | 'role';

export interface MarkedPosition extends CvPosition {
  marks: { what: CvMark; span: [number, number] }[];
}

/** Reads the positions of a CV in free text, Chinese or English. */
export function readCv(original: string, gazetteer: Gazetteer = gazetteerWith()): CvPosition[] {
  return readMarkedCv(original, gazetteer).map(({ marks: _marks, ...position }) => position);
}

/** As `readCv`, with the places of what a position is made of. */
export function readMarkedCv(original: string, gazetteer: Gazetteer = gazetteerWith()): MarkedPosition[] {
  const plain = plainText(original);
  const { text } = plain;
  const dates = afterStays(withoutDatesOfLife(dateTokens(text), text), text);
  const named = placeTokens(text, resolveRelative(dates, text), gazetteer);
  const roles = withoutColumnOfKinds(text, besidePlaces(roleTokens(text), named.places)).filter(
    (role) => !isCalledSo(text, role, named.places),
  );
  const begins = new Set(roles.map(({ from }) => from));
  const elects = roles.filter(({ kind, text: role }) => kind === 'award' && /院士$|学部委员$/.test(role));
  const told = named.places.filter(
    ({ from, to, name }) =>
      !(PATRON.test(name) && begins.has(from)) && !paysFor(name, roles, to) && !isInside(elects, from, to),
  );
  const prose = namesInProse(text, { dates: named.dates, places: told, roles }, gazetteer);
  const places = [...told, ...prose].sort((a, b) => a.from - b.from);
  const lines = linesOf(
    plain,
    named.places.filter(({ back }) => !back),
  );
  const all = withValues({ dates: named.dates, places, roles }, text, lines);
  const known = { ...all, places: partsLed(text, partsOfHeadings(text, lines, all), roles) };
  const headings = [...unknownHeadings(text, lines, known), ...placesOfColumns(text, lines, known)];
  const tokens = { ...known, places: [...known.places, ...headings].sort((a, b) => a.from - b.from) };
  const reader = new Reader(text, (city) => universityIn(gazetteer, city), shortNames(named.places));
  for (const segment of segmentsOf(text, lines, tokens)) reader.read(segment);
  return withoutRepetitions(reader.positions()).map((found) => written(found, plain, original));
}

function withValues<T extends Parameters<typeof valuesOfForms>[2]>(tokens: T, text: string, lines: Line[]): T {
  const more = valuesOfForms(text, lines, tokens);
  const sorted = <S extends { from: number }>(list: readonly S[]) => [...list].sort((a, b) => a.from - b.from);
  return {
    ...tokens,
    places: sorted([...tokens.places, ...more.places]),
    roles: sorted([...tokens.roles, ...more.roles]),
  };
}

/** The years that a piece of a CV names, or null. */
export function yearsIn(original: string): Pick<CvPosition, 'start' | 'end'> | null {
  const { text } = plainText(original);
  const date = resolveRelative(dateTokens(text), text).find(({ start, end }) => start !== null || end !== null);
  return date ? { start: date.start, end: date.end } : null;
}

/** "British Academy Postdoctoral Fellow": who pays is no place of work. */
const PATRON = /(?:Academy|Society|Foundation|Council|Trust|Fund)$/;

/** 中国工程院院士: the academy that elects somebody does not employ them. */
function isInside(roles: readonly RoleToken[], from: number, to: number): boolean {
  const role = overlapping(roles, from, to);
  return role !== null && role.from <= from && role.to >= to;
}

/** "Royal Academy of Examples Industrial Secondment": who pays is not where somebody went. */
function paysFor(name: string, roles: readonly RoleToken[], to: number): boolean {
  return (
    /\b(?:Academy|Society|Foundation|Council|Trust)\b/.test(name) &&
    roles.some(({ from, text: role }) => from === to + 1 && /[Ss]econdment$/.test(role))
  );
}

/** Surnames of most people that are no words in front of a title: 任, 曾, 常 and 于 are. */
const SURNAME =
  /^[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹彭肖蔡潘田董袁余叶蒋杜苏魏程吕丁沈姚卢姜崔钟谭陆汪范廖石贾韦夏付白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵钱严武莫孔汤]$/;

/** 北京大学李教授: behind a surname, somebody else who is called so. */
function isCalledSo(text: string, { from, to, text: role }: RoleToken, places: readonly PlaceToken[]): boolean {
  if (!/^(?:教授|副教授|研究员|老师)$/.test(role)) return false;
  return (
    (SURNAME.test(text[from - 1] ?? '') || (text[from - 1] === '女' && /^(?:联谊|协)会/.test(text.slice(to)))) &&
    places.some((one) => one.to === from - 1)
  );
}

/** A table's first column may say the kind of position that another column tells by its role. */
function withoutColumnOfKinds(text: string, roles: readonly RoleToken[]): RoleToken[] {
  return roles.filter((role, i) => {
    if (text[role.to] !== '\t' || (role.from > 0 && text[role.from - 1] !== '\n')) return true;
    const end = text.indexOf('\n', role.to);
    const rest = roles.slice(i + 1, i + 6);
    return !rest.some(({ from, kind }) => kind === role.kind && kind === 'postdoc' && (end < 0 || from < end));
  });
}

/** A role inside a name is part of it; what a role shares with a name belongs to the name. */
function besidePlaces(roles: readonly RoleToken[], places: readonly PlaceToken[]): RoleToken[] {
  const names = places.filter(({ back }) => !back);
  return roles.flatMap((role) => {
    if (role.kind === 'award' || role.kind === 'none') return [role];
    const over = overlapping(names, role.from, role.to);
    if (!over || over.from > role.from) return [role];
    if (over.to >= role.to) return [];
    if (over.from === role.from && PATRON.test(over.name)) return [role];
    const rest = role.text.slice(over.to - role.from);
    const text = rest.trimStart();
    return text === '' ? [] : [{ ...role, from: role.to - text.length, text }];
  });
}

/** Of what stands in several lines of a column the span may begin with a later one. */
function spanOf(places: readonly number[]): [number, number] {
  return [places.reduce((a, b) => Math.min(a, b)), places.reduce((a, b) => Math.max(a, b)) + 1];
}

function written(found: Found, { origin }: PlainText, original: string): MarkedPosition {
  const slice = (from: number, to: number) =>
    original
      .slice(origin[from], origin[to - 1] + 1)
      .replace(/(?<=\p{Ll}{2})-\n *(?=\p{Ll}{3})/gu, '')
      .replace(/(?<=\p{L}-)\n\s*(?=\p{Lu})/gu, '')
      .replace(/(?<=\p{Script=Han})\s*\n\s*(?=\p{Script=Han})/gu, '')
      .replace(/\s*\n\s*/g, ' ');
  const { place } = found;
  const name = place && slice(place.from, place.to).replace(/(?<= \S*)['’]s$/, '');
  const normal = place?.normal ?? place?.name ?? null;
  return {
    kind: found.kind as PositionKind,
    institution: name,
    institutionNormal: normal && inScriptOf(name ?? '', normal.replace(/'s$/, ''), original),
    city: place?.city ?? null,
    role: found.roleAt && slice(...found.roleAt),
    start: found.start,
    end: found.end,
    span: spanOf(origin.slice(found.from, found.to)),
    marks: [
      { what: 'year' as const, at: found.dateAt },
      { what: 'institution' as const, at: place && ([place.from, place.to] as const) },
      { what: 'role' as const, at: found.roleAt },
    ].flatMap(({ what, at }) => (at ? [{ what, span: [origin[at[0]], origin[at[1] - 1] + 1] }] : [])),
  };
}
