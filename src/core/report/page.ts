import type { Language } from '../../shared/messages/message.ts';
import { numericColumns, type Table, writtenRows } from '../../shared/table.ts';
import { escapeXml } from '../../shared/xml.ts';

const STYLE = `
body{font:15px/1.5 system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif;max-width:1000px;margin:2rem auto;
  padding:0 1rem;color:#111}
h1{font-size:1.6rem}
h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #ccc}
h3{font-size:1rem}
table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums;margin:.5rem 0 1.5rem}
th,td{padding:2px 8px;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}
th.text,td.text{text-align:left}
.wide{overflow-x:auto}
.synthetic{background:#fff3cd;border:1px solid #e0b000;padding:.5rem .8rem}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(430px,1fr));gap:1rem}
figure{margin:0;break-inside:avoid}
svg{max-width:100%;height:auto}
code{font-size:12px}
@media print{
  .figures{grid-template-columns:repeat(3,1fr)}
  body{margin:0;max-width:none;font-size:11px}
  table{font-size:8px}
  h2{break-after:avoid}
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

export function tableHtml(table: Table, language: Language): string {
  const numeric = numericColumns(table);
  const cell = (tag: 'th' | 'td', text: string, column: number) =>
    `<${tag}${numeric[column] ? '' : ' class="text"'}>${escapeXml(text)}</${tag}>`;
  const row = (tag: 'th' | 'td', cells: readonly string[]) =>
    `<tr>${cells.map((text, column) => cell(tag, text, column)).join('')}</tr>`;
  const body = writtenRows(table, language).map((cells) => row('td', cells));
  return (
    `<h3>${escapeXml(table.title)}</h3><div class="wide"><table><thead>${row('th', table.head)}</thead>` +
    `<tbody>${body.join('')}</tbody></table></div>`
  );
}
