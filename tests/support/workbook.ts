import { strToU8, zipSync } from 'fflate';
import { escapeXml } from '../../src/shared/xml.ts';

export interface TestSheet {
  name: string;
  rows: (string | number)[][];
  hidden?: boolean;
  /** As Excel writes ranges: A2:A4. */
  merged?: string[];
  /** Rows that are hidden, from 1. */
  hiddenRows?: number[];
  /** What stands in cells as they are in the file: a formula without its value, or an error (e #N/A). */
  raw?: Record<string, string>;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE_RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function sheetXml({ rows, merged = [], hiddenRows = [], raw = {} }: TestSheet): string {
  const letter = (column: number) => String.fromCharCode(65 + column);
  const data = rows.map((row, r) => {
    const cells = row.map((cell, c) => {
      const place = `${letter(c)}${r + 1}`;
      const [, error] = /^e (.*)$/.exec(raw[place] ?? '') ?? [];
      if (error !== undefined) return `<c r="${place}" t="e"><v>${error}</v></c>`;
      if (raw[place] !== undefined) return `<c r="${place}">${raw[place]}</c>`;
      if (cell === '') return '';
      return typeof cell === 'number'
        ? `<c r="${place}"><v>${cell}</v></c>`
        : `<c r="${place}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
    });
    const hidden = hiddenRows.includes(r + 1) ? ' hidden="1"' : '';
    return `<row r="${r + 1}"${hidden}>${cells.join('')}</row>`;
  });
  const ranges = merged.map((range) => `<mergeCell ref="${range}"/>`).join('');
  return (
    `<worksheet xmlns="${MAIN}"><sheetData>${data.join('')}</sheetData>` +
    `${ranges === '' ? '' : `<mergeCells count="${merged.length}">${ranges}</mergeCells>`}</worksheet>`
  );
}

/** A workbook as Excel writes it, with merged cells and hidden sheets, which write-excel-file does not make. */
export function workbookOf(...sheets: TestSheet[]): Buffer {
  const entries = sheets.map(
    ({ name, hidden }, i) =>
      `<sheet name="${escapeXml(name)}" sheetId="${i + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
  );
  const relations = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${RELATION}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  const files: Record<string, Uint8Array> = {
    '[Content_Types].xml': strToU8('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets>${entries.join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="${PACKAGE_RELATIONS}">${relations.join('')}</Relationships>`,
    ),
  };
  for (const [i, sheet] of sheets.entries()) files[`xl/worksheets/sheet${i + 1}.xml`] = strToU8(sheetXml(sheet));
  return Buffer.from(zipSync(files));
}
