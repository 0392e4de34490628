import { isDegree } from './career.ts';
import type { DateToken } from './dates.ts';
import type { Line } from './lines.ts';
import type { Section } from './sections.ts';
import { isInstitution, type PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import { sentences } from './sentences.ts';
import { stackedDates } from './stacked-dates.ts';
import { within } from './spans.ts';

interface Range {
  from: number;
  to: number;
  /** What two dates over each other tell, instead of both. */
  stacked?: DateToken;
  section: Section;
  narrative: boolean;
  withHonours: boolean;
  teaching: boolean;
  visiting: boolean;
  /** The first of its line. */
  first: boolean;
}

/** What belongs together: a sentence, a line of a list, or the lines of one entry. */
export interface Segment extends Range {
  dates: DateToken[];
  places: PlaceToken[];
  roles: RoleToken[];
  /** Ends of its clauses. */
  clauses: readonly number[];
}

interface Tokens {
  dates: readonly DateToken[];
  places: readonly PlaceToken[];
  roles: readonly RoleToken[];
}

/** "He was given an honorary professorship in recognition of his work.": a sentence tells no part of the line below. */
const SHORT_SENTENCE =
  /^(?=.{40})(?:\S+ ){0,8}(?:[Hh]e|[Ss]he) (?:was|is|had|has|became|went|came|gained|took|joined|\w+ed)\b.*[.!]\s*$/;

/** Lines with roles above the place that they have in common. */
const MOST_ROLES_OF_ONE = 6;

/** Sentences and entries of the lines; `;` and 。 end one. */
export function segmentsOf(text: string, lines: readonly Line[], tokens: Tokens): Segment[] {
  const ranges: Range[] = [];
  for (const line of lines) {
    if (line.section === 'skip') continue;
    const { section, withHonours, teaching, visiting } = line;
    const narrative = isNarrative(text.slice(line.from, line.to));
    const told = narrative ? sentences(text, line) : wholeEntries(sentences(text, line), tokens);
    const parts = told.flatMap((part) => entriesOfRow(text, part, tokens));
    parts.forEach(([from, to], i) =>
      ranges.push({ from, to, section, withHonours, teaching, visiting, narrative, first: i === 0 }),
    );
  }
  return blocks(text, ranges, lines, tokens).map((range) => {
    const { stacked } = range;
    const segment = {
      ...range,
      dates: stacked ? [stacked] : within(tokens.dates, range.from, range.to),
      places: within(tokens.places, range.from, range.to),
      roles: within(tokens.roles, range.from, range.to),
    };
    return { ...segment, clauses: clausesOf(text, segment) };
  });
}

/**
 * "1979-1985 Musicology, University of X; Magister Artium", "1998-2002 Doctorate in Music. University of X": a degree
 * alone behind what its entry says else, and a place alone behind a degree or post with its years, are the entry's own.
 */
function wholeEntries(parts: [number, number][], { dates, places, roles }: Tokens): [number, number][] {
  const tellsOf = (from: number, to: number) => {
    const own = within(roles, from, to);
    const names = within(places, from, to);
    return {
      date: within(dates, from, to).length > 0,
      place: names.some(isInstitution),
      bare: names.length === 0,
      one: own.length === 1 && own[0].kind !== 'none',
      none: own.length === 0,
      degree: own.length === 1 && isDegree(own[0].kind),
    };
  };
  const result: [number, number][] = [];
  for (const [from, to] of parts) {
    const before = result.at(-1);
    const above = before && tellsOf(...before);
    const here = tellsOf(from, to);
    const isDegreeAlone = here.degree && here.bare && !here.date && above?.place && above.none;
    const isPlaceAlone = here.place && here.none && !here.date && above?.one && above.bare;
    const isPlaceAhead = above?.place && above.none && !above.date && here.bare && here.date && !here.none;
    if (before && ((above?.date && (isDegreeAlone || isPlaceAlone)) || isPlaceAhead)) before[1] = to;
    else result.push([from, to]);
  }
  return result;
}

/** Cells of a row that each begin with years and tell a post or a degree: a form's cell with an entry a paragraph. */
function entriesOfRow(text: string, [from, to]: [number, number], { dates, roles }: Tokens): [number, number][] {
  const parts: [number, number][] = [];
  let start = from;
  let tells = false;
  for (let at = from; at < to; ) {
    const tab = text.indexOf('\t', at);
    const end = tab < 0 || tab > to ? to : tab;
    const own = within(roles, at, end).length > 0 && within(dates, at, end)[0]?.from === at;
    if (own && tells) {
      parts.push([start, at]);
      start = at;
    }
    tells = own;
    at = end + 1;
  }
  return [...parts, [start, to]];
}

function isNarrative(line: string): boolean {
  if (/\t/.test(line)) return false;
  if (/[。]/.test(line)) return line.length > 40;
  return line.length > 110 && /\b(?:he|she|they|was|has|his|her|received|joined|is)\b/i.test(line);
}

/**
 * Entries over several lines: a university, below it the degree and the year. Lines are put together as long as each
 * adds what the entry lacks.
 */
function blocks(text: string, ranges: readonly Range[], lines: readonly Line[], tokens: Tokens): Range[] {
  const gaps = new Set(lines.filter(({ gap }) => gap).map(({ from }) => from));
  const has = ({ from, to }: Range) => ({
    role: within(tokens.roles, from, to).some(({ kind }) => kind !== 'none' && kind !== 'leave'),
    place: within(tokens.places, from, to).some(isInstitution),
    date: within(tokens.dates, from, to).length > 0,
  });
  const result: Range[] = [];
  let open: (Range & { filled: ReturnType<typeof has> }) | null = null;
  let placesFirst: boolean | null = null;
  let datesFirst: boolean | null = null;
  let section: Section | null = null;
  /** Do lines with roles follow that name no place, and then one that names only a place? */
  const endsInPlace = (from: number): boolean => {
    for (let i = from; i < ranges.length && i < from + MOST_ROLES_OF_ONE; i++) {
      const { role, place, date } = has(ranges[i]);
      if (!ranges[i].first || ranges[i].narrative || gaps.has(ranges[i].from) || ranges[i].section !== section)
        return false;
      if (place) return !role && !date;
      if (!role) return false;
    }
    return false;
  };
  for (const [i, range] of ranges.entries()) {
    const filled = has(range);
    const line = text.slice(range.from, range.to);
    const simple = range.first && !range.narrative && range.to - range.from < 160 && !SHORT_SENTENCE.test(line);
    if (range.section !== section) placesFirst = datesFirst = null;
    section = range.section;
    const count = Number(filled.role) + Number(filled.place) + Number(filled.date);
    if (!simple) {
      open = null;
      result.push(range);
      continue;
    }
    if (count === 0) continue;
    const clash =
      open !== null &&
      ((filled.role && open.filled.role) || (filled.place && open.filled.place) || (filled.date && open.filled.date));
    const isDateAlone = filled.date && count === 1;
    datesFirst ??= isDateAlone;
    const opensPlace = (placesFirst === true && filled.place && !filled.role) || (datesFirst && isDateAlone);
    const complete =
      open?.filled.role && open.filled.date && (open.filled.place || (open.section === 'honours' && !filled.place));
    if (
      open !== null &&
      !clash &&
      !complete &&
      !opensPlace &&
      !gaps.has(range.from) &&
      open.section === range.section
    ) {
      open.to = range.to;
      open.filled = {
        role: open.filled.role || filled.role,
        place: open.filled.place || filled.place,
        date: open.filled.date || filled.date,
      };
      continue;
    }
    const stacked = open && !gaps.has(range.from) ? stackedDates(text, open, range, tokens) : null;
    if (open !== null && stacked !== null && open.section === range.section) {
      Object.assign(open, { to: range.to, stacked, filled: { role: true, place: true, date: true } });
      continue;
    }
    // "at the Institute of X," over "University of Y": the whole of what the comma left open, and no next entry.
    const isLeftOpen = open !== null && complete && /,\s*$/.test(text.slice(open.from, open.to));
    if (open !== null && isLeftOpen && filled.place && count === 1 && placesFirst !== true)
      if (!gaps.has(range.from) && open.section === range.section) {
        open.to = range.to;
        continue;
      }
    // "2020 Professor, …" over "Professor, …" over their university.
    if (
      open?.filled.role &&
      open.filled.date &&
      !open.filled.place &&
      filled.role &&
      !filled.place &&
      placesFirst === false
    )
      if (!gaps.has(range.from) && open.section === range.section && endsInPlace(i + 1)) {
        open.to = range.to;
        open.filled.date ||= filled.date;
        continue;
      }
    if (placesFirst === null && count < 3) placesFirst = filled.place && !filled.role;
    open = { ...range, filled };
    result.push(open);
  }
  return result.sort((a, b) => a.from - b.from);
}

/** Where clauses end: commas, tabs, line ends, and words between clauses; not inside brackets. */
function clausesOf(text: string, { from, to, dates, places }: Omit<Segment, 'clauses'>): number[] {
  const ends: number[] = [];
  const inToken = (at: number) => [dates, places].some((tokens) => inside(tokens, at));
  let depth = 0;
  for (let at = from; at < to; at++) {
    const sign = text[at];
    if (sign === '(' || sign === '[') depth++;
    if (sign === ')' || sign === ']') depth = Math.max(0, depth - 1);
    const splits =
      /[,\t\n;]/.test(sign) ||
      (sign === ' ' && /^ (?:and (?!at )|while |where |whose |then |before |after )/.test(text.slice(at, at + 9)));
    if (splits && depth === 0 && !inToken(at)) ends.push(at);
  }
  ends.push(to);
  return ends;
}

function inside(tokens: readonly (DateToken | PlaceToken)[], at: number): boolean {
  return tokens.some((token) => at > token.from && at < token.to);
}

export function clauseAt({ clauses }: Segment, at: number): number {
  return clauses.findIndex((end) => at <= end);
}

/** The end of the clause before, or where the segment begins. */
export function clauseStart({ clauses, from }: Segment, index: number): number {
  return index > 0 ? clauses[index - 1] : from;
}

/** How far the line of a place begins to the right. */
export function indentAt(text: string, at: number): number {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1, at + 1))![0].length;
}
