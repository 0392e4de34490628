import { shortNames } from './abbreviations.ts';
import { type Found, type PositionKind, withoutRepetitions } from './career.ts';
import { dateTokens, type EndYear, resolveRelative } from './dates.ts';
import { type Gazetteer, gazetteerWith } from './gazetteer.ts';
import { linesOf } from './lines.ts';
import type { PlaceToken } from './place.ts';
import { placeTokens } from './places.ts';
import { type PlainText, plainText } from './plain-text.ts';
import { type RoleToken, roleTokens } from './roles.ts';
import { Reader } from './reader.ts';
import { segmentsOf } from './segments.ts';

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

/** Reads the positions of a CV in free text, Chinese or English. */
export function readCv(original: string, gazetteer: Gazetteer = gazetteerWith()): CvPosition[] {
  const plain = plainText(original);
  const { text } = plain;
  const named = placeTokens(text, resolveRelative(dateTokens(text), text), gazetteer);
  const tokens = { dates: named.dates, places: named.places, roles: besidePlaces(roleTokens(text), named.places) };
  const reader = new Reader(text, (name) => gazetteer.cities.has(name), shortNames(named.places));
  for (const segment of segmentsOf(text, linesOf(plain), tokens)) reader.read(segment);
  return withoutRepetitions(reader.positions()).map((found) => written(found, plain, original));
}

/** A role inside a name is part of it; what a role shares with a name belongs to the name. */
function besidePlaces(roles: readonly RoleToken[], places: readonly PlaceToken[]): RoleToken[] {
  return roles.flatMap((role) => {
    if (role.kind === 'award' || role.kind === 'none') return [role];
    const over = places.find(({ from, to, back }) => !back && from < role.to && to > role.from);
    if (!over || over.from > role.from) return [role];
    if (over.to >= role.to) return [];
    const from = over.to;
    return [{ ...role, from, text: role.text.slice(from - role.from) }];
  });
}

function written(found: Found, { origin }: PlainText, original: string): CvPosition {
  const slice = (from: number, to: number) =>
    original.slice(origin[from], origin[to - 1] + 1).replace(/\s*\n\s*/g, ' ');
  const { place } = found;
  const name = place && slice(place.from, place.to).replace(/(?<= \S*)['’]s$/, '');
  const normal = place?.normal ?? place?.name ?? null;
  return {
    kind: found.kind as PositionKind,
    institution: name,
    institutionNormal: normal?.replace(/'s$/, '') ?? null,
    city: place?.city ?? null,
    role: found.roleAt && slice(...found.roleAt),
    start: found.start,
    end: found.end,
    span: [origin[found.from], origin[found.to - 1] + 1],
  };
}
