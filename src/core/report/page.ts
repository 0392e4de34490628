import type { Language } from '../../shared/messages/message.ts';
import { numericColumns, type Table, writtenRows } from '../../shared/table.ts';
import { emsOf } from '../../shared/figures/print-theme.ts';
import { escapeXml } from '../../shared/xml.ts';

const STYLE = `
body{font:15px/1.5 system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif;max-width:1000px;margin:2rem auto;
  padding:0 1rem;color:#111}
h1{font-size:1.6rem}
h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #ccc}
h3{font-size:1rem}
table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums;margin:.5rem 0 1.5rem}
th,td{padding:2px 8px;border-bottom:1px solid #ddd;text-align:right}
td{white-space:nowrap}
th{vertical-align:bottom}
th.text,td.text{text-align:left}
td.long{white-space:normal;max-width:24em;overflow-wrap:anywhere}
.synthetic{background:#fff3cd;border:1px solid #e0b000;padding:.5rem .8rem}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(430px,1fr));gap:1rem}
figure{margin:0;break-inside:avoid}
svg{max-width:100%;height:auto}
code{font-size:12px}
@media print{
  .figures{grid-template-columns:repeat(2,1fr)}
  body{margin:0;max-width:none;font-size:11px}
  table{font-size:9px}
  tr{break-inside:avoid}
  thead{display:table-header-group}
  pre{white-space:pre-wrap;overflow-wrap:anywhere}
  h2,h3,summary{break-after:avoid}
  @page{size:A4 landscape;margin:12mm}
}
`;

/** A self-contained page: no script, no external file. */
export function page(title: string, body: readonly string[], language: Language): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeXml(title)}</title>
<style>${STYLE}</style></head><body>
${body.filter(Boolean).join('\n')}
</body></html>
`;
}

export function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${escapeXml(line)}</li>`).join('')}</ul>`;
}

/** What fits on a page in ems of the table's text, on the screen as on A4 across. */
const WIDEST_EMS = 78;
const PADDING_EMS = 1.4;
/** Longer texts are broken into lines. */
const LONG_EMS = 22;
/** Columns that say what a row is about are repeated before each part of a wide table, unless they fill it. */
const MOST_REPEATED_EMS = 36;

/** A table whose columns do not fit beside each other is written in parts, each with the columns that name the rows. */
export function tableHtml(table: Table, language: Language, titled = true): string {
  const numeric = numericColumns(table);
  const rows = writtenRows(table, language);
  const cell = (tag: 'th' | 'td', text: string, column: number) => {
    const classes = [...(numeric[column] ? [] : ['text']), ...(emsOf(text) > LONG_EMS ? ['long'] : [])];
    return `<${tag}${classes.length > 0 ? ` class="${classes.join(' ')}"` : ''}>${escapeXml(text)}</${tag}>`;
  };
  const part = (columns: readonly number[]) => {
    const row = (tag: 'th' | 'td', cells: readonly string[]) =>
      `<tr>${columns.map((column) => cell(tag, cells[column], column)).join('')}</tr>`;
    return (
      `<table><thead>${row('th', table.head)}</thead>` +
      `<tbody>${rows.map((cells) => row('td', cells)).join('')}</tbody></table>`
    );
  };
  const widths = table.head.map((head, column) =>
    columnEms(
      head,
      rows.map((cells) => cells[column]),
    ),
  );
  const title = titled ? `<h3>${escapeXml(table.title)}</h3>` : '';
  return title + partsOf(widths, numeric).map(part).join('');
}

/** A head may break between its words. */
function columnEms(head: string, cells: readonly string[]): number {
  const words = Math.max(...head.split(/\s+/).map(emsOf), emsOf(head) / 3);
  const widest = cells.reduce((most, text) => Math.max(most, emsOf(text)), 0);
  return PADDING_EMS + Math.max(words, Math.min(LONG_EMS + 2, widest));
}

/** The columns of each part of a table. */
export function partsOf(widths: readonly number[], numeric: readonly boolean[]): number[][] {
  const all = [...widths.keys()];
  const total = (columns: readonly number[]) => columns.reduce((sum, column) => sum + widths[column], 0);
  if (total(all) <= WIDEST_EMS) return [all];
  const firstNumber = numeric.indexOf(true);
  const naming = all.slice(0, firstNumber <= 0 ? 1 : firstNumber);
  const repeated = total(naming) <= MOST_REPEATED_EMS ? naming : naming.slice(0, 1);
  const parts: number[][] = [];
  for (const column of all.slice(repeated.length)) {
    const last = parts[parts.length - 1];
    if (last && total(last) + widths[column] <= WIDEST_EMS) last.push(column);
    else parts.push([...repeated, column]);
  }
  return parts;
}
