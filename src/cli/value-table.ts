/** A measured value as tables of the command line show it. */
export function valueText(value: number | null | undefined): string {
  return value === null || value === undefined ? 'n/a' : value.toFixed(4);
}

/** Lines of names with their values, below the names of the columns. */
export function valueTable(
  head: string,
  nameWidth: number,
  columns: readonly string[],
  rows: readonly (readonly [name: string, values: Readonly<Record<string, number | null>>])[],
): string[] {
  const line = (name: string, cells: readonly string[]) =>
    name.padEnd(nameWidth) + cells.map((cell, i) => cell.padStart(Math.max(10, columns[i].length + 2))).join('');
  return [
    line(head, columns),
    ...rows.map(([name, values]) =>
      line(
        name,
        columns.map((column) => valueText(values[column])),
      ),
    ),
  ];
}
