import readXlsxFile from 'read-excel-file/universal';
import { strFromU8, type Unzipped, unzipSync, zipSync } from 'fflate';
import { colouredCells, filledStyles } from './cell-colours.ts';
import { withoutEntities } from './entities.ts';

/** Cells that are one in a sheet, rows and columns from 0, the last included. */
export interface MergedCells {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export interface WorkbookSheet {
  name: string;
  hidden: boolean;
  cells: string[][];
  merged: MergedCells[];
  /** Cells with an error, or a formula that was never computed, which are read as empty: D3 #N/A. */
  broken: string[];
  /** Rows with cells that a filter or a person hides. */
  hiddenRows: number;
  /** Cells that a person coloured apart from others of their column. */
  coloured: number;
}

/**
 * The sheets of an XLSX file as texts. Hidden ones come last: a draft behind the data is not the data.
 *
 * @param dateText how dates are written; Excel keeps them without a time zone
 */
export async function readWorkbook(bytes: Buffer, dateText = dayOf): Promise<WorkbookSheet[]> {
  const files = unzipSync(bytes, { filter: ({ name }) => /\.(?:xml|rels)$/.test(name) });
  // Unzipped here and given as stored: the package's Node version unzips as a stream, which never ends on some damaged
  // files, and the other one starts a thread for each part that says it is large.
  const sheets = await readXlsxFile(Uint8Array.from(zipSync(files, { level: 0 })).buffer);
  const parts = partsOf(files);
  const found = sheets.map(({ sheet, data }) => ({
    name: sheet,
    hidden: parts.get(sheet)?.hidden ?? false,
    cells: (data as unknown[][]).map((row) => row.map((value) => cellText(value, dateText))),
    merged: parts.get(sheet)?.merged ?? [],
    broken: parts.get(sheet)?.broken ?? [],
    hiddenRows: parts.get(sheet)?.hiddenRows ?? 0,
    coloured: parts.get(sheet)?.coloured ?? 0,
  }));
  return [...found.filter(({ hidden }) => !hidden), ...found.filter(({ hidden }) => hidden)];
}

const BOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** What the package does not tell: which sheets and rows are hidden, merged cells, and cells without a value. */
function partsOf(files: Unzipped): Map<string, Omit<WorkbookSheet, 'name' | 'cells'>> {
  const text = (name: string) => (files[name] ? strFromU8(files[name]) : '');
  const styles = filledStyles(text('xl/styles.xml'));
  const targets = new Map(
    Array.from(text(RELATIONS).matchAll(/<Relationship\b[^>]*>/g), ([tag]) => [
      attribute(tag, 'Id'),
      attribute(tag, 'Target').replace(/^\/?(?:xl\/)?/, 'xl/'),
    ]),
  );
  return new Map(
    Array.from(text(BOOK).matchAll(/<sheet\b[^>]*>/g), ([tag]) => {
      const sheet = text(targets.get(attribute(tag, '\\w+:id')) ?? '');
      return [
        attribute(tag, 'name'),
        {
          hidden: /hidden/i.test(attribute(tag, 'state')),
          merged: mergedIn(sheet),
          broken: brokenIn(sheet),
          hiddenRows: sheet.match(/<row\b(?=[^>]*\shidden="(?:1|true)")[^>]*>\s*<c\b/g)?.length ?? 0,
          coloured: colouredCells(sheet, styles),
        },
      ];
    }),
  );
}

function attribute(tag: string, name: string): string {
  return withoutEntities(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function mergedIn(sheet: string): MergedCells[] {
  return Array.from(
    sheet.matchAll(/<mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g),
    ([, left, top, right, bottom]) => ({
      top: Number(top) - 1,
      bottom: Number(bottom) - 1,
      left: columnNumber(left),
      right: columnNumber(right),
    }),
  );
}

function brokenIn(sheet: string): string[] {
  if (!sheet.includes('<f') && !sheet.includes('t="e"')) return [];
  return Array.from(sheet.matchAll(/<c\b([^>]*[^>/])>(.*?)<\/c>/gs)).flatMap(([, given, content]) => {
    const tag = ` ${given.trim()}`;
    const value = /<v>([^<]+)<\/v>/.exec(content)?.[1];
    if (attribute(tag, 't') === 'e') return [`${attribute(tag, 'r')} ${withoutEntities(value ?? '')}`.trim()];
    const isEmptyText = attribute(tag, 't') === 'str' && /<v\s*\/>|<v><\/v>/.test(content);
    return /<f[\s>/]/.test(content) && value === undefined && !isEmptyText ? [attribute(tag, 'r')] : [];
  });
}

/** The program whose tables these are, if they are a spreadsheet that is not read. */
export function otherSpreadsheet(name: string, bytes: Buffer): string | null {
  const head = bytes.subarray(0, 4096).toString('latin1');
  if (head.startsWith('PK')) {
    if (head.includes('application/vnd.oasis.opendocument.spreadsheet')) return 'OpenDocument (.ods)';
    if (/\.xlsb$/i.test(name)) return 'Excel (.xlsb)';
    return /Index\/[\w/-]*\.iwa/.test(head) || /\.numbers$/i.test(name) ? 'Numbers' : null;
  }
  if (head.includes('urn:schemas-microsoft-com:office:spreadsheet')) return 'XML (Excel 2003)';
  return /\.xls$/i.test(name) && /<(?:html|table|!doctype html)/i.test(head) ? 'HTML (.xls)' : null;
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function cellText(value: unknown, dateText: (date: Date) => string): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  return String(value).replaceAll('\r\n', '\n').trim();
}
