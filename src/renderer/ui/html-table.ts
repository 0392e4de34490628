import { copiedCell, letters, noteLabel, numericColumns, type Table, writtenRows } from '../../shared/table.ts';

const NOTE = `font-family:'Times New Roman',SimSun,serif;font-size:9pt`;

/** A three-line table as HTML, which Word and spreadsheets take from the clipboard with its rules. */
export function htmlTable(table: Pick<Table, 'head' | 'rows' | 'numbers' | 'notes'>, locale: string): string {
  const { notes } = table;
  const numeric = numericColumns(table);
  const rows = writtenRows(table, locale);
  const cell = (text: string, column: number, rules: string) =>
    `<td style="${rules}padding:0 6pt;text-align:${numeric[column] ? 'right' : 'left'}">${text}</td>`;
  const line = (texts: readonly string[], rules: string) =>
    `<tr>${texts.map((text, column) => cell(text, column, rules)).join('')}</tr>`;
  const last = 'border-bottom:1.5pt solid black;';
  return [
    `<table style="border-collapse:collapse;font-family:'Times New Roman',SimSun,serif;font-size:10.5pt">`,
    line(
      table.head.map((text) => lettered(copiedCell(text))),
      'border-top:1.5pt solid black;border-bottom:.75pt solid black;',
    ),
    ...rows.map((texts, at) =>
      line(
        texts.map((text) => escaped(copiedCell(text))),
        at === rows.length - 1 ? last : '',
      ),
    ),
    '</table>',
    ...(notes ? [`<p style="${NOTE}"><i>${escaped(noteLabel(notes))}</i>${lettered(notes.text)}</p>`] : []),
  ].join('');
}

function lettered(text: string): string {
  return letters(text)
    .map((part) => (part.italic ? `<i>${escaped(part.text)}</i>` : escaped(part.text)))
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
