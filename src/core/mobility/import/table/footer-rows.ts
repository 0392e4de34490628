const SUM =
  /^(?:合\s*计|总\s*计|共\s*计|小\s*计|总\s*数|(?:sub|grand )?totals?|sum)\s*[:：]?$|^共计?\s*\d+\s*[所个人位家校]/i;
const REMARK = new RegExp(
  '^(?:注|附注|备注|说明|资料来源|数据来源|来源|制表|填表|审核|统计|notes?|sources?|remarks?|data sources?)' +
    '\\s*(?:人|单位)?\\s*\\d*\\s*[:：.．]|^[*※†‡]\\s*\\S',
  'i',
);
/** 北京市（92所）: a row of its own above the rows of a part of the table. */
const SECTION = /[（(]\s*共?\s*\d+\s*(?:[所个家人名位校]|schools?|institutions?|universities)\s*[)）]$/i;
/** A table of fewer columns has no room to tell a sum or an unmarked remark from a row. */
const FEWEST_COLUMNS = 3;
/** Longer texts that stand alone below a table are remarks. */
const LONG_TEXT = 20;

/** What is no row of the table: the sum of a column, a note or a source below it, the name of a part above its rows. */
export function footerRows<Row extends { cells: readonly string[] }>(
  rows: readonly Row[],
  head: readonly string[],
): Row[] {
  const width = head.filter((name) => name !== '').length;
  const filled = ({ cells }: Row) => cells.filter((cell) => cell !== '');
  const lastRow = rows.findLastIndex((row) => filled(row).length > 1);
  return rows.filter((row, i) => {
    const cells = filled(row);
    const [first] = cells;
    if (REMARK.test(first)) return cells.length <= width / 2;
    if (width < FEWEST_COLUMNS) return false;
    if (SUM.test(first)) return cells.length < width;
    if (cells.length === 1 && SECTION.test(first)) return true;
    return cells.length === 1 && i > lastRow && lastRow >= 0 && first.length > LONG_TEXT;
  });
}
