import { NOT_APPLICABLE } from '../../shared/number-format.ts';
import type { Table } from '../../shared/table.ts';
import { escapeXml } from './svg-chart.ts';

const STYLE = `body{font:15px/1.5 system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #ccc}h3{font-size:1rem}table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums;margin:.5rem 0 1.5rem}
th,td{padding:2px 8px;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}th:first-child,td:first-child,td.text{text-align:left}.wide{overflow-x:auto}
.synthetic{background:#fff3cd;border:1px solid #e0b000;padding:.5rem .8rem}.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(430px,1fr));gap:1rem}figure{margin:0;break-inside:avoid}svg{max-width:100%;height:auto}code{font-size:12px}
@media print{.figures{grid-template-columns:repeat(3,1fr)}body{margin:0;max-width:none;font-size:11px}table{font-size:8px}h2{break-after:avoid}@page{size:A4 landscape;margin:12mm}}`;

/** A page that stands alone: no script, no outside file. */
export function page(title: string, body: readonly string[], language = 'en'): string {
  return `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escapeXml(title)}</title><style>${STYLE}</style></head><body>\n${body.filter(Boolean).join('\n')}\n</body></html>\n`;
}

export function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${escapeXml(line)}</li>`).join('')}</ul>`;
}

export function tableHtml({ title, head, rows }: Table): string {
  const cell = (value: string | number | null) =>
    typeof value === 'number'
      ? `<td>${Number.isInteger(value) ? value : Number(value.toPrecision(4))}</td>`
      : `<td class="text">${value === null ? NOT_APPLICABLE : escapeXml(value)}</td>`;
  return `<h3>${escapeXml(title)}</h3><div class="wide"><table><thead><tr>${head.map((name) => `<th>${escapeXml(name)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</tbody></table></div>`;
}
