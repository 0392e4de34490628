const YEAR = String.raw`(?:19|20)\d\d`;
const MONTH = String.raw`(?:[./年-] ?\d{1,2}月?|年)?`;
const RANGE =
  String.raw`${YEAR}${MONTH} ?(?:-|至|到) ?(?:${YEAR}${MONTH}|至?今|现在|[Pp]resent)|` +
  String.raw`${YEAR}${MONTH} ?(?:起|至今)`;
/** A heading that a line begins with, and the years behind it. */
const HEADED = new RegExp(
  String.raw`^(\p{Script=Han}{2,4}(?:经历|背景|简历|履历)|学历|履历)?:? ?(?=(?:${RANGE}) )`,
  'u',
);
/** Years where an entry begins: behind a space, and before a name. */
const ENTRY = new RegExp(String.raw`(?<=[^\s,;:(、-]) (?=(?:${RANGE}) ?\p{Script=Han})`, 'gu');

/**
 * Where the entries of a list begin that a PDF gave as one line ("学习经历 1986.9-1990.7 某大学，学士 1990.9-1993.7 …"):
 * the places of the spaces before them. Only lines whose first entry begins with its years.
 */
export function entriesInLines(text: string): number[] {
  const breaks: number[] = [];
  let from = 0;
  for (const line of text.split('\n')) {
    const head = line.length > 40 ? HEADED.exec(line) : null;
    const inside = head ? [...line.matchAll(ENTRY)].map(({ index }) => index).filter((at) => at >= head[0].length) : [];
    if (head && inside.length > 0) {
      if (head[1] && line[head[0].length - 1] === ' ') breaks.push(from + head[0].length - 1);
      breaks.push(...inside.map((at) => from + at));
    }
    from += line.length + 1;
  }
  return breaks;
}
