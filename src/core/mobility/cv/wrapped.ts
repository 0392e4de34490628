import { hangingJoins } from './hanging.ts';
import { type Join, type Shape, shapeOf, type WrittenLine } from './line-shape.ts';
import { isNarrowList, isNarrowPage, narrowBreaks } from './narrow.ts';
import { headingOf } from './sections.ts';
import { tornJoins } from './torn.ts';

/** The width from which a line may be one that a program broke, where nothing says how wide the page was. */
const LEAST_WIDTH = 56;
/** Widths of pages in columns; what is narrower is a list, what is wider was not broken. */
const NARROWEST = 34;
/** A page of fewer must show that it breaks sentences. */
const NARROW = 50;
const WIDEST = 120;
/** Breaks that a width must explain, more than there are long lines which it does not. */
const LEAST_BREAKS = 2;
/** Of lines that letters of several widths fill. */
const NEARLY_FULL = 0.9;
const MOST_LINES = 5000;
const DATED_LINE = /^\s*(?:19|20)\d\d/;
/** The part of the width from which a line is long. */
const NEARLY = 0.75;

const ENDS_SENTENCE = /[。.;:!?]["')]?\s*$/;
const ABBREVIATION = /\b(?:Univ|Inst|Dept|Prof|Dr|St|Mr|Ms|Mrs)\.\s*$/;
/** Nothing ends with these. */
const BREAKS_OFF = /(?:[,、]|(?<!(?:19|20)\d\d ?)-|\b(?:of|and|[Tt]he|[Aa]t|[Ii]n|for|[Aa]s|to|a|by|from|with|de))\s*$/;
/** "Hochschule Magdeburg-": a name with a hyphen goes on in the next line. */
const HYPHENED = /\p{Lu}\p{Ll}+-$/u;
const GOES_ON = /^\s*(?!Professor|Lecturer|Reader|Assistant|Associate|Senior|Visiting|Research|Post)\p{Lu}\p{Ll}+/u;
/** An entry that says until when is told to its end. */
const ENDS_IN_YEARS = /(?:(?:19|20)\d\d|[Pp]resent|至今)\)?\s*$/;

/** Was there no room on the line for what the next begins with? */
function isFull({ width, endsChinese }: Shape, next: Shape, page: number): boolean {
  const space = endsChinese || next.beginsChinese ? 0 : 1;
  return width <= page && width + space + next.first > page;
}

/** The width in columns at which most of the long lines of a text were broken, or null where none is. */
function pageOf(lines: readonly Shape[]): number | null {
  let best = { page: 0, explained: 0 };
  const breaks = lines.flatMap((line, i) => {
    const next = lines[i + 1];
    return line.blank || line.table ? [] : [{ line, next: next?.blank || next?.table ? undefined : next }];
  });
  const most = breaks.reduce((sum, { line }) => Math.max(sum, line.width), 0);
  for (let page = NARROWEST; page <= Math.min(WIDEST, most); page++) {
    const explained: { line: Shape; next: Shape }[] = [];
    let other = 0;
    for (const { line, next } of breaks) {
      if (line.width > page) other++;
      else if (!next || next.isBullet || line.width < NEARLY * page) continue;
      else if (isFull(line, next, page)) explained.push({ line, next });
      else other++;
    }
    const inPage = (line: Shape, next: Shape) => isFull(line, next, page);
    if (page < NARROW && !isNarrowPage(explained) && !isNarrowList(lines, inPage)) continue;
    const more = explained.length - other;
    if (more > 0 && more >= best.explained) best = { page, explained: more };
  }
  return best.explained < LEAST_BREAKS ? null : best.page;
}

/** Words that sentences have and entries of a list seldom: in a line of prose several stand. */
function isProse(text: string): boolean {
  if ((text.match(/;/g)?.length ?? 0) > 1) return true;
  if (isChineseProse(text)) return true;
  return (
    (text.match(/\b(?:he|she|they|was|were|has|had|his|her|the|an?|and|in|at|of)\b/gi)?.length ?? 0) >= 4 &&
    /\b(?:he|she|they|was|were|has|had|his|her|which|who)\b/i.test(text)
  );
}

/** Signs with a comma or a stop between them, and a stop behind; each pattern goes over the text once. */
function isChineseProse(text: string): boolean {
  const inside = text.slice(text.search(/[,。]/) + 1, text.lastIndexOf('。') + 1);
  return /^[^,。]*\p{Script=Han}[^,。]*[,。]/u.test(text) && /\p{Script=Han}[^。]*。/u.test(inside);
}

/** For each line how it goes on: lines that were broken at the width of a page are put together. */
export function joinsOf(given: readonly WrittenLine[]): Join[] {
  const lines = given.map(shapeOf);
  const page = pageOf(lines);
  const widest = lines.reduce((most, { width }) => Math.max(most, width), 0);
  const full = lines.map((line, i) => {
    const next = lines[i + 1];
    return next !== undefined && !line.blank && !next.blank && page !== null && isFull(line, next, page);
  });
  const texts = lines.filter(({ table }) => !table).map(({ width }) => width);
  // Letters of several widths (a PDF) fill their lines with more or fewer of them.
  const most = page === null ? Math.max(0, ...texts.slice(0, MOST_LINES)) : 0;
  const nearlyFull = (line: Shape) =>
    most > LEAST_WIDTH && most <= WIDEST && !line.table && line.width >= NEARLY_FULL * most;
  const prose = proseOf(lines, full);
  const hanging = hangingJoins(lines);
  for (const i of narrowBreaks(lines)) hanging[i] ??= '';
  for (const [i, join] of tornJoins(lines)) hanging[i] ??= join;
  const within = { entry: false, bulleted: false };
  return lines.map((line, i): Join => {
    const next = lines[i + 1];
    within.bulleted ||= line.isBullet;
    within.entry ||= line.isEntry;
    if (next && HYPHENED.test(line.text) && !line.table && !next.blank && GOES_ON.test(next.text)) return '';
    const inColumn = hanging[i];
    if (inColumn !== undefined) return inColumn;
    const wide = full[i] || prose[i] || line.width >= Math.max(LEAST_WIDTH, 0.72 * widest);
    if (wide && next && !line.blank && !next.blank)
      if (goesOn(line, next, { isFull: full[i], nearlyFull: nearlyFull(line), prose: prose[i], ...within }))
        return line.endsChinese || next.beginsChinese ? '' : ' ';
    within.bulleted = false;
    within.entry = false;
    return null;
  });
}

/** For each line whether it stands in a paragraph of prose that was broken: most of its lines are full. */
function proseOf(lines: readonly Shape[], full: readonly boolean[]): boolean[] {
  const prose: boolean[] = [];
  for (let from = 0; from < lines.length; ) {
    let to = from;
    const goesOver = () => {
      const [line, next] = [lines[to], lines[to + 1]];
      return next && !line.blank && !next.blank && !line.table && !next.table && !next.isBullet;
    };
    while (goesOver()) to++;
    const own = lines.slice(from, to + 1);
    const is = full.slice(from, to).filter(Boolean).length >= 0.4 * (to - from);
    const broken = to > from && is && isProse(own.map(({ text }) => text).join(' '));
    for (; from <= to; from++) prose.push(broken);
  }
  return prose;
}

interface Broken {
  isFull: boolean;
  nearlyFull: boolean;
  prose: boolean;
  /** In an entry of a list, and in one with a sign before. */
  entry: boolean;
  bulleted: boolean;
}

function goesOn(line: Shape, next: Shape, { isFull, nearlyFull, prose, entry, bulleted }: Broken): boolean {
  if (line.table || next.table || next.isBullet) return false;
  if (line.isBullet && next.indent < line.indent) return false;
  const ends =
    ENDS_SENTENCE.test(line.text) &&
    !ABBREVIATION.test(line.text) &&
    !(isFull && /[;:]$/.test(line.text) && /^\s*\p{Ll}/u.test(next.text));
  const isDeeper = next.indent > line.indent;
  const breaksOff = isFull && (isOpen(line.text) || (!ends && BREAKS_OFF.test(line.text)));
  if (breaksOff) return true;
  if (next.begins) return false;
  if (isFull && prose && !(isDeeper && !entry)) return true;
  if (ends || headingOf(next.text.trim()) !== null || (ENDS_IN_YEARS.test(line.text) && !isDeeper)) return false;
  if (isFull && entry && (isDeeper || bulleted || !next.isEntry)) return true;
  if (nearlyFull && line.isEntry && DATED_LINE.test(line.text) && !next.isEntry && !next.endsInYears) return true;
  return !next.isEntry && isUnfinished(line.text, next.text);
}

/** A bracket was opened and not closed. */
function isOpen(text: string): boolean {
  return /[(][^()]*$/.test(text);
}

function isUnfinished(line: string, next: string): boolean {
  if (/\p{Script=Han}/u.test(next.trim()[0])) return /[\p{Script=Han},、)(\d]\s*$/u.test(line);
  if (/^\s*[,、;。)]/.test(next)) return true;
  if (isProse(line) && /^\s*\p{Lu}/u.test(next) && !/[,]\s*$/.test(line)) return true;
  return (
    /^\s*[\p{Ll}(]/u.test(next) ||
    BREAKS_OFF.test(line) ||
    /^\s*(?:University|College|Institute|School|Professor)\b/.test(next)
  );
}
