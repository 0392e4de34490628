import type { Join, Shape } from './line-shape.ts';
import { headingOf } from './sections.ts';

/** Entries that say how the others of a text are to be read. */
const LEAST_ENTRIES = 3;
const MOST = 0.8;
const BEGINS_DATED = /^\s*(?:19|20)\d\d ?(?:年|[./-])/;
const ENDS_SENTENCE = /[。;:!?]["')]?$/;
const ENDS_IN_YEARS = /(?:(?:19|20)\d\d|[Pp]resent|[Tt]o date)\)?$/;
/** Nothing that is whole ends so: "…, 2006-", "…, September 2011 - June". */
const TORN_OFF = /(?:,|(?:19|20)\d\d ?-|\d ?- (?:January|February|March|April|May|June|July|August|\w+ber))$/;

const isText = (line: Shape | undefined): line is Shape => line !== undefined && !line.blank && !line.table;

/**
 * Lines that a program broke wherever it liked, without a width that would tell: what of a list of sentences or of
 * entries that end in their years does not end so goes on in the next line.
 */
export function tornJoins(lines: readonly Shape[]): Map<number, Join> {
  return new Map<number, Join>([
    ...tornSentences(lines).map((i): [number, Join] => [i, '']),
    ...tornEntries(lines).map((i): [number, Join] => [i, ' ']),
  ]);
}

/** Chinese entries that begin with a date and end with a full stop. */
function tornSentences(lines: readonly Shape[]): number[] {
  const begins = (line: Shape | undefined) => line !== undefined && BEGINS_DATED.test(line.text);
  const before = lines.filter((line, i) => isText(line) && begins(lines[i + 1]) && headingOf(line.text) === null);
  const whole = before.filter(({ text }) => /。$/.test(text)).length;
  if (whole < LEAST_ENTRIES || whole < MOST * before.length) return [];
  const torn: number[] = [];
  let within = false;
  lines.forEach((line, i) => {
    const next = lines[i + 1];
    within = isText(line) && (begins(line) || within) && !ENDS_SENTENCE.test(line.text);
    const goesOn = within && isText(next) && !next.isBullet && !begins(next) && headingOf(next.text) === null;
    if (goesOn && /\p{Script=Han}/u.test(line.text)) torn.push(i);
  });
  return torn;
}

/** English entries that end in their years, of which several break off before them. */
function tornEntries(lines: readonly Shape[]): number[] {
  const ends = lines.filter((line) => isText(line) && ENDS_IN_YEARS.test(line.text)).length;
  const open = lines.flatMap((line, i) => {
    const next = lines[i + 1];
    const isOpen =
      isText(line) && isText(next) && !line.endsChinese && !ENDS_IN_YEARS.test(line.text) && !next.isBullet;
    return isOpen && !ENDS_SENTENCE.test(line.text) && [line, next].every(({ text }) => headingOf(text) === null)
      ? [i]
      : [];
  });
  const torn = open.filter((i) => TORN_OFF.test(lines[i].text) && /(?:19|20)\d\d/.test(lines[i + 1].text));
  const isSo = torn.length >= LEAST_ENTRIES && torn.length >= 0.3 * open.length && ends >= 0.7 * open.length;
  return isSo ? open : [];
}
