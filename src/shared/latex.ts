import { CHINESE, letters, noteLabel, numericColumns, type Table, writtenRows } from './table.ts';

/** What LaTeX does not take as it stands; a bracket or star that begins a row would be an option of the line break. */
const ESCAPED: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '[': '{[}',
  '*': '{*}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '|': '\\textbar{}',
  '—': '---',
  '–': '--',
  '−': '$-$',
  '×': '$\\times$',
  '±': '$\\pm$',
  '<': '$<$',
  '>': '$>$',
  '≥': '$\\ge$',
  '≤': '$\\le$',
  '≠': '$\\ne$',
  '≈': '$\\approx$',
  '→': '$\\to$',
  '←': '$\\leftarrow$',
  '↑': '$\\uparrow$',
  '↓': '$\\downarrow$',
  '∞': '$\\infty$',
  '·': '$\\cdot$',
  '²': '$^2$',
  '³': '$^3$',
};
/** Letters that fonts for text lack. */
const GREEK: Record<string, string> = {
  α: '\\alpha',
  β: '\\beta',
  γ: '\\gamma',
  δ: '\\delta',
  ε: '\\varepsilon',
  ϵ: '\\epsilon',
  ζ: '\\zeta',
  η: '\\eta',
  θ: '\\theta',
  ϑ: '\\vartheta',
  ι: '\\iota',
  κ: '\\kappa',
  λ: '\\lambda',
  μ: '\\mu',
  ν: '\\nu',
  ξ: '\\xi',
  ο: 'o',
  π: '\\pi',
  ρ: '\\rho',
  σ: '\\sigma',
  ς: '\\varsigma',
  τ: '\\tau',
  υ: '\\upsilon',
  φ: '\\varphi',
  ϕ: '\\phi',
  χ: '\\chi',
  ψ: '\\psi',
  ω: '\\omega',
  Α: '\\mathrm{A}',
  Β: '\\mathrm{B}',
  Γ: '\\Gamma',
  Δ: '\\Delta',
  Ε: '\\mathrm{E}',
  Ζ: '\\mathrm{Z}',
  Η: '\\mathrm{H}',
  Θ: '\\Theta',
  Ι: '\\mathrm{I}',
  Κ: '\\mathrm{K}',
  Λ: '\\Lambda',
  Μ: '\\mathrm{M}',
  Ν: '\\mathrm{N}',
  Ξ: '\\Xi',
  Ο: '\\mathrm{O}',
  Π: '\\Pi',
  Ρ: '\\mathrm{P}',
  Σ: '\\Sigma',
  Τ: '\\mathrm{T}',
  Υ: '\\Upsilon',
  Φ: '\\Phi',
  Χ: '\\mathrm{X}',
  Ψ: '\\Psi',
  Ω: '\\Omega',
};
const SPECIAL = new RegExp(
  `× 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[${Object.keys(ESCAPED)
    .map((one) => `\\u{${one.codePointAt(0)?.toString(16)}}`)
    .join('')}${Object.keys(GREEK).join('')}]`,
  'gu',
);
const RAISED = '⁻⁰¹²³⁴⁵⁶⁷⁸⁹';
const LETTERS: Record<string, string> = {
  'G²': 'G^2',
  'χ²': '\\chi^2',
  'R²': 'R^2',
  df: '\\mathit{df}',
  SE: '\\mathit{SE}',
  SD: '\\mathit{SD}',
  κ: '\\kappa',
  α: '\\alpha',
};

/** Widths of a table in points, by its characters: beyond the first it may be wider than a column of text. */
const NARROW = 280;
const PORTRAIT = 560;
const POINTS = 5;
const BETWEEN = 12;
/** A head as long as this stays in one line. */
const SHORT_HEAD = 12;

function escaped(text: string): string {
  return text.replaceAll(SPECIAL, (whole, power?: string) => {
    if (power) return `$\\times 10^{${[...power].map((digit) => '-0123456789'[RAISED.indexOf(digit)]).join('')}}$`;
    return ESCAPED[whole] ?? `$${GREEK[whole]}$`;
  });
}

function lettered(text: string): string {
  return letters(text)
    .map((part) => (part.italic ? `$${LETTERS[part.text] ?? part.text}$` : escaped(part.text)))
    .join('');
}

/** Of a text as it is set: Chinese characters are as wide as two letters. */
function lengthOf(text: string): number {
  return [...text].reduce((sum, one) => sum + (/[\p{Script=Han}\u3000-\u30ff\uff00-\uffef]/u.test(one) ? 2 : 1), 0);
}

function longestOf(texts: readonly string[]): number {
  return texts.reduce((longest, text) => Math.max(longest, lengthOf(text)), 0);
}

/** The lines of a head that is longer than what stands below it. */
function headLines(head: string, cells: readonly string[]): string[] {
  const room = Math.max(SHORT_HEAD, longestOf(cells));
  return head.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && lengthOf(`${last} ${word}`) <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    return lines;
  }, []);
}

/**
 * A booktabs table, as people read it: numbers right-aligned, with the digits that pages show. A wide one is set
 * no wider than the text, and a very wide one on its side; its first line says what it needs.
 */
export function toLatex(table: Table, locale = 'en'): string {
  const { name, title, head, notes } = table;
  const rows = writtenRows(table, locale);
  const lines = head.map((one, column) =>
    headLines(
      one,
      rows.map((row) => row[column]),
    ),
  );
  const width = lines.reduce((sum, own, column) => {
    const longest = Math.max(longestOf(own), longestOf(rows.map((row) => row[column])));
    return sum + longest * POINTS + BETWEEN;
  }, 0);
  const float = width > PORTRAIT ? 'sidewaystable' : 'table';
  const fits = width <= NARROW;
  const numeric = numericColumns(table);
  const titled = lines.map((own, column) =>
    own.length === 1
      ? lettered(own[0])
      : `\\shortstack[${numeric[column] ? 'r' : 'l'}]{${own.map(lettered).join('\\\\')}}`,
  );
  return [
    needs([title, ...head, ...rows.flat(), notes?.text ?? ''].join(' '), { fits, float }),
    `\\begin{${float}}`,
    '  \\centering',
    `  \\caption{${escaped(title)}}`,
    `  \\label{tab:${name}}`,
    ...(fits ? [] : ['  \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%']),
    `  \\begin{tabular}{${numeric.map((right) => (right ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    `    ${titled.join(' & ')} \\\\`,
    '    \\midrule',
    ...rows.map((row) => `    ${row.map(escaped).join(' & ')} \\\\`),
    '    \\bottomrule',
    `  \\end{tabular}${fits ? '' : '}'}`,
    ...(notes
      ? [
          '  \\par\\medskip',
          `  {\\footnotesize\\raggedright \\emph{${escaped(noteLabel(notes))}}${lettered(notes.text)}\\par}`,
        ]
      : []),
    `\\end{${float}}`,
    '',
  ].join('\n');
}

/** The packages without which a text is not set, as a comment. */
function needs(text: string, { fits, float }: { fits: boolean; float: string }): string {
  const chinese = CHINESE.test(text);
  const packages = [
    'booktabs',
    ...(fits ? [] : ['graphicx']),
    ...(float === 'sidewaystable' ? ['rotating'] : []),
    ...(chinese ? ['ctex'] : []),
  ].map((one) => `\\usepackage{${one}}`);
  const letters = !chinese && /[«»\u0100-\u024f]|[đðþ]/iu.test(text);
  const others = /[\u0300-\u036f\u0400-\u1fff]/u.test(text.replaceAll(SPECIAL, ''));
  return [
    `% needs ${packages.join(', ')}`,
    ...(others
      ? ['set it with XeLaTeX or LuaLaTeX and a font that has all letters']
      : letters
        ? ['with pdfLaTeX also \\usepackage[T1]{fontenc}']
        : []),
  ].join('; ');
}
