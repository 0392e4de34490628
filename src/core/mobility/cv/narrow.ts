import { isRest } from './hanging.ts';
import type { Shape } from './line-shape.ts';
import { headingOf } from './sections.ts';

/** Columns of a page that is narrow, and those that a broken line may have less than the widest. */
const NARROW = 50;
const NEARLY_FULL = 4;
/** Breaks inside a word that say a page was narrow. */
const LEAST_BREAKS = 2;
/** 研究|所, 博士|后, 教|授: nothing but a break parts these. */
const INSIDE_A_WORD = [
  [/(?:研究|实验|博士|工作)$/, /^(?:[所院员室站]|后(?!来))/],
  [/[大科哲文理医]$/, /^学/],
  [/[教讲助]$/, /^[授师教]/],
  [/研$/, /^究/],
  [/中$/, /^心/],
  [/公$/, /^司/],
] as const;

/** A line that an address or a path begins is an entry of a list of them. */
const ADDRESS = /^\s*["'<(]?(?:\w+:\/\/|www\.|\/|\S+@\S)/;
/** A sentence goes on: in small letters, or behind what nothing ends with. */
const IN_A_SENTENCE = /[,、]\s*$|\b(?:of|and|[Tt]he|[Aa]t|[Ii]n|for|[Aa]s|to|a|by|from|with|de)\s*$/;
/** Of such lines a page of columns that are narrow has so many, and this part of all its full ones. */
const LEAST_SAID = 4;
const PART_SAID = 0.3;

/** Do lines break off where only the edge of a narrow column breaks them? A list of short lines breaks nowhere. */
export function isNarrowPage(breaks: readonly { line: Shape; next: Shape }[]): boolean {
  const said = breaks.filter(
    ({ line, next }) =>
      !next.isEntry &&
      !ADDRESS.test(next.text) &&
      (/^\s*\p{Ll}/u.test(next.text) || IN_A_SENTENCE.test(line.text) || isBetweenSigns(line.text, next.text)),
  );
  return said.length >= LEAST_SAID && said.length >= PART_SAID * breaks.length;
}

/** Pairs of lines of a list, and the part of them that the width of its column must explain. */
const LEAST_PAIRS = 4;
const EXPLAINED = 0.85;

/** Is nearly all that stands below the first line of a dated entry there because that line was full? */
export function isNarrowList(lines: readonly Shape[], isFull: (line: Shape, next: Shape) => boolean): boolean {
  let within = false;
  let [pairs, full] = [0, 0];
  lines.forEach((line, i) => {
    const next = lines[i + 1];
    within = !line.blank && !line.table && (line.isEntry || within);
    if (!within || next === undefined || next.blank || next.table) return;
    if (next.isEntry || headingOf(next.text.trim()) !== null) within = false;
    else {
      pairs++;
      full += Number(isFull(line, next));
    }
  });
  return pairs >= LEAST_PAIRS && full >= EXPLAINED * pairs;
}

/** A Chinese line is full to its last sign; that several are by chance is rare. */
const isBetweenSigns = (line: string, next: string) =>
  /\p{Script=Han}\s*$/u.test(line) && /^\s*\p{Script=Han}/u.test(next);

function isInsideAWord(line: string, next: string): boolean {
  return INSIDE_A_WORD.some(([end, start]) => end.test(line) && start.test(next));
}

/** Lines of a list with years that a narrow page broke, whatever else stands in it. */
export function narrowBreaks(lines: readonly Shape[]): number[] {
  const isDated = (line: Shape) => line.isEntry && !line.table && !line.blank && /^\s*(?:19|20)\d\d/.test(line.text);
  const widest = lines.reduce((most, line) => (isDated(line) ? Math.max(most, line.width) : most), 0);
  if (widest >= NARROW) return [];
  const broken = lines.flatMap((line, i) =>
    isDated(line) && line.endsChinese && line.width >= widest - NEARLY_FULL && isRest(lines[i + 1], widest) ? [i] : [],
  );
  const inside = broken.filter((i) => isInsideAWord(lines[i].text, lines[i + 1].text));
  return inside.length < LEAST_BREAKS ? [] : broken;
}
