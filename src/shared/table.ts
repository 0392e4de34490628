/** A table as it is exported: the same rows, whatever the format. */
export interface Table {
  /** File name without ending. */
  name: string;
  title: string;
  head: string[];
  rows: (string | number | null)[][];
}

/** RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read Chinese; numbers in full, missing values empty. */
export function toCsv({ head, rows }: Pick<Table, 'head' | 'rows'>): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? '' : String(value);
    // A leading = + - @ would be run as a formula; numbers are no formulas.
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function toTsv({ head, rows }: { head?: string[]; rows: Table['rows'] }): string {
  return [...(head ? [head] : []), ...rows]
    .map((row) => row.map((value) => String(value ?? '').replaceAll(/[\t\n\r]/g, ' ')).join('\t'))
    .join('\n');
}

const LATEX: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** A booktabs table; numbers right-aligned with four significant digits. */
export function toLatex({ name, title, head, rows }: Table): string {
  const escaped = (text: string) => text.replaceAll(/[\\{}$&#%_~^]/g, (character) => LATEX[character]);
  const cell = (value: string | number | null) =>
    value === null ? '---' : typeof value === 'number' ? latexNumber(value) : escaped(value);
  const numeric = head.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  return [
    '% needs \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escaped(title)}}`,
    `  \\label{tab:${name}}`,
    `  \\begin{tabular}{${numeric.map((right) => (right ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    `    ${head.map(escaped).join(' & ')} \\\\`,
    '    \\midrule',
    ...rows.map((row) => `    ${row.map(cell).join(' & ')} \\\\`),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

function latexNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) < 1e-4
    ? value.toExponential(1).replace(/e([+-]?\d+)/, '$\\times 10^{$1}$')
    : String(Number(value.toPrecision(4)));
}
