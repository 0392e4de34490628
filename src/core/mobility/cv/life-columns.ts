import type { DateToken } from './dates.ts';

/** Columns of a table that tell of somebody's life, not of a career. */
const OF_LIFE =
  /^\s*(?:出生(?:年月|日期|时间)?|生日|(?:入党|参加工作|参工)(?:时间|年月|日期)?|(?:date |year )?(?:of )?birth(?:day)?|d\.?o\.?b\.?)\s*$/i;

/** Dates of a table without those below a heading such as 出生年月. */
export function withoutDatesOfLife(dates: readonly DateToken[], text: string): DateToken[] {
  const spans: { from: number; to: number }[] = [];
  let columns = new Set<number>();
  let at = 0;
  for (const line of text.split('\n')) {
    const cells = line.split('\t');
    if (cells.length < 2) columns = new Set();
    else {
      // A row with a figure is no row of headings: in a form the value stands behind its label.
      const headed = /\d/.test(line) ? [] : cells.flatMap((cell, i) => (OF_LIFE.test(cell) ? [i] : []));
      if (headed.length > 0) columns = new Set(headed);
      let from = at;
      cells.forEach((cell, i) => {
        if (columns.has(i) || (i > 0 && OF_LIFE.test(cells[i - 1]))) spans.push({ from, to: from + cell.length });
        from += cell.length + 1;
      });
    }
    at += line.length + 1;
  }
  return dates.filter(({ from, to }) => !spans.some((span) => from < span.to && to > span.from));
}
