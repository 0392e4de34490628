/** Fills that say nothing: white, and the colour of the window. */
const PLAIN = /rgb="(?:FF|00)?FFFFFF"|indexed="(?:9|64|65)"|theme="0"(?![^>]*tint="-)/i;

/** The styles of a workbook whose cells are filled with a colour, by their number, each with its fill. */
export function filledStyles(styles: string): Map<string, string> {
  const part = (name: string) => new RegExp(`<${name}\\b[^>]*>([\\s\\S]*?)</${name}>`).exec(styles)?.[1] ?? '';
  const fills = part('fills').match(/<fill\b[^>]*\/>|<fill\b[^>]*>[\s\S]*?<\/fill>/g) ?? [];
  const coloured = fills.map((fill) => {
    const colour = /<fgColor\b([^>]*)\/?>/.exec(fill)?.[1] ?? '';
    return /patternType="solid"/.test(fill) && colour !== '' && !PLAIN.test(colour) ? colour.trim() : null;
  });
  const formats = part('cellXfs').match(/<xf\b[^>]*>/g) ?? [];
  return new Map(
    formats.flatMap((format, i): [string, string][] => {
      const fill = coloured[Number(/fillId="(\d+)"/.exec(format)?.[1] ?? 0)];
      return fill ? [[String(i), fill]] : [];
    }),
  );
}

/**
 * How many cells of a sheet a person coloured apart from others of their column, as in a legend. Headings, columns of
 * one colour, and rows in turn, which only ease reading, are none.
 */
export function colouredCells(sheet: string, styles: ReadonlyMap<string, string>): number {
  if (styles.size === 0) return 0;
  const rows = Array.from(sheet.matchAll(/<row\b[^>]*>([\s\S]*?)<\/row>/g), ([, cells]) => cells).slice(1);
  const colours = rows.map((cells) =>
    Array.from(cells.matchAll(/<c\b([^>]*?)\/?>/g), ([, given]) => {
      const [, column = ''] = /\br="([A-Z]+)\d+"/.exec(given) ?? [];
      return { column, fill: styles.get(/\bs="(\d+)"/.exec(given)?.[1] ?? '') ?? '' };
    }),
  );
  const inTurn = colours.every((cells, i) => {
    const own = new Set(cells.map(({ fill }) => fill));
    return own.size <= 1 && (i < 2 || cells[0]?.fill === colours[i - 2][0]?.fill);
  });
  if (inTurn) return 0;
  const columns = Map.groupBy(colours.flat(), ({ column }) => column);
  const mixed = [...columns.values()].filter((cells) => new Set(cells.map(({ fill }) => fill)).size > 1);
  return mixed.flat().filter(({ fill }) => fill !== '').length;
}
