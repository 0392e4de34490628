import type { Columns } from '../cells/fields.ts';
import type { ReadTable, TableRow } from '../table/table.ts';

const TIER = /^(?:超?(?:新?一|准?二|三|四|五)线(?:城市)?|(?:new )?tier[ -]?[1-5](?: cities)?)$/iu;
/** The headings that such a list is given as a table. */
const HEAD = ['city', 'tier'];

/** Whether each heading is a class of cities, with its cities below: 一线城市, 新一线城市, 二线城市. */
export function isTierColumns(head: readonly string[]): boolean {
  const named = head.filter((name) => name !== '');
  return named.length > 1 && named.every((name) => TIER.test(name.normalize('NFKC').trim()));
}

/** A table with a column a class as one with a row a city. */
export function withRowsOfCities(table: ReadTable): ReadTable {
  if (!isTierColumns(table.head)) return table;
  const rows = table.head.flatMap((tier, at) =>
    table.rows.flatMap(({ line, cells }): TableRow[] => {
      const city = (cells[at] ?? '').trim();
      return city === '' ? [] : [{ line, cells: [city, tier.replace(/城市$|\s+cities$/i, '')] }];
    }),
  );
  return { ...table, head: [...HEAD], rows, joined: [...(table.joined ?? [])] };
}

/** Rows whose cell lists all cities of a class, 成都、杭州、重庆, as a row each. */
export function listedCities(rows: readonly TableRow[], columns: Columns): { row: TableRow; city: string }[] {
  return rows.flatMap((row) => {
    const cell = columns.get(row, 'city');
    const cities = cell.split(/[、，,;；\n]+|\s{2,}/).map((city) => city.trim());
    const isList = /、/.test(cell) || cities.length > 3;
    return (isList ? cities.filter((city) => city !== '') : [cell]).map((city) => ({ row, city }));
  });
}
