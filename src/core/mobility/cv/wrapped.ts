/** What stands instead of the break behind a line: a space, nothing beside Chinese signs, or the break. */
type Join = ' ' | '' | null;

/** The width from which a line may be one that a program broke, where nothing says how wide the page was. */
const LEAST_WIDTH = 56;
/** Widths of pages in columns; what is narrower is a list, what is wider was not broken. */
const NARROWEST = 50;
const WIDEST = 120;
/** Breaks that a width must explain, more than there are long lines which it does not. */
const LEAST_BREAKS = 2;
/** The part of the width from which a line is long. */
const NEARLY = 0.75;

const BULLET = /^\s*(?:[-+*•·・■◆●▪○►◇➤]|\(?\d{1,2}[.、)](?!\d)|\(?[一二三四五六七八九十]{1,2}[、.)])/u;
const DATED =
  /^(?:\d|(?:[Ss]ince|[Ff]rom|[Uu]ntil) \d{4}|[A-Z][a-z]{2,8}\.?(?: ?- ?[A-Z][a-z]{2,8}\.?)? ?(?:19|20)\d\d|[A-Z]{3,})/;
/** A label, or a range of years, which only begins an entry. */
const BEGINS = new RegExp(
  String.raw`^(?:[A-Z][A-Za-z &]{2,28}:|\p{Script=Han}{2,8}:|` +
    String.raw`(?:19|20)\d\d(?:[./年] ?\d{1,2}(?:[./月]\d{0,2})?)? ?- ?(?:\d|至今|现在|[Pp]resent|[Nn]ow|$))`,
  'u',
);
/** Lines of a table, by tabs or by spaces. */
const COLUMNS = /\t|\S {3,}\S/;
const ENDS_SENTENCE = /[。.;:!?]["')]?\s*$/;
const ABBREVIATION = /\b(?:Univ|Inst|Dept|Prof|Dr|St|Mr|Ms|Mrs)\.\s*$/;
/** Nothing ends with these. */
const BREAKS_OFF = /(?:[,、-]|\b(?:of|and|[Tt]he|[Aa]t|[Ii]n|for|[Aa]s|to|a|by|from|with|de))\s*$/;
/** A reply to an e-mail has its mark before each line. */
const QUOTED = /^(?:> ?)+/;

/** A line in one way of writing, and as it was given: what is in full width takes more room. */
export interface WrittenLine {
  text: string;
  written: string;
}

interface Shape {
  text: string;
  blank: boolean;
  table: boolean;
  /** Beside a Chinese sign no space was where the line was broken. */
  beginsChinese: boolean;
  endsChinese: boolean;
  /** In columns: a Chinese sign has two. */
  width: number;
  indent: number;
  /** Of what could not be parted from the line's beginning. */
  first: number;
  /** Begins as entries of a list do, and as lines within a sentence may. */
  isEntry: boolean;
  /** Begins as nothing within a sentence does. */
  begins: boolean;
  isBullet: boolean;
}

export const unquoted = (line: string) => line.replace(QUOTED, '');
const widthOf = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2E80' ? 2 : 1), 0);
/** What a line begins with and is not parted: a Chinese sign or a word, with the signs that no line begins with. */
const FIRST = /^(?:[\u2E80-\uFFFF]|[^\s\u2E80-\uFFFF]+)[,.;:!?)"”’、。》，；：！？）」』]*/u;

function shapeOf({ text: line, written }: WrittenLine): Shape {
  const text = unquoted(line).trimEnd();
  const bare = text.trimStart();
  const wide = unquoted(written).trim();
  const first = FIRST.exec(wide)?.[0] ?? '';
  const isBullet = BULLET.test(bare);
  return {
    text,
    blank: bare === '',
    table: COLUMNS.test(bare),
    beginsChinese: /^[\u2E80-\uFFEF]/.test(wide),
    endsChinese: /[\u2E80-\uFFEF]$/.test(wide),
    width: widthOf(unquoted(written).trimEnd()),
    indent: text.length - bare.length,
    first: widthOf(first),
    isEntry: isBullet || DATED.test(bare) || BEGINS.test(bare),
    begins: isBullet || BEGINS.test(bare),
    isBullet,
  };
}

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
    let explained = 0;
    let other = 0;
    for (const { line, next } of breaks) {
      if (line.width > page) other++;
      else if (!next || next.isBullet || line.width < NEARLY * page) continue;
      else if (isFull(line, next, page)) explained++;
      else other++;
    }
    if (explained > other && explained - other >= best.explained) best = { page, explained: explained - other };
  }
  return best.explained < LEAST_BREAKS ? null : best.page;
}

/** Words that sentences have and entries of a list seldom: in a line of prose several stand. */
function isProse(text: string): boolean {
  if ((text.match(/;/g)?.length ?? 0) > 1) return true;
  if (/\p{Script=Han}.*[,。].*\p{Script=Han}.*。/su.test(text)) return true;
  return (
    (text.match(/\b(?:he|she|they|was|were|has|had|his|her|the|an?|and|in|at|of)\b/gi)?.length ?? 0) >= 4 &&
    /\b(?:he|she|they|was|were|has|had|his|her|which|who)\b/i.test(text)
  );
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
  const prose = proseOf(lines, full);
  const within = { entry: false, bulleted: false };
  return lines.map((line, i): Join => {
    const next = lines[i + 1];
    within.bulleted ||= line.isBullet;
    within.entry ||= line.isEntry;
    const wide = full[i] || prose[i] || line.width >= Math.max(LEAST_WIDTH, 0.72 * widest);
    if (wide && next && !line.blank && !next.blank)
      if (goesOn(line, next, { isFull: full[i], prose: prose[i], ...within }))
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
  prose: boolean;
  /** In an entry of a list, and in one with a sign before. */
  entry: boolean;
  bulleted: boolean;
}

function goesOn(line: Shape, next: Shape, { isFull, prose, entry, bulleted }: Broken): boolean {
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
  if (ends) return false;
  if (isFull && entry && (isDeeper || bulleted || !next.isEntry)) return true;
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
