import {
  AlignmentType,
  BorderStyle,
  Document,
  type IBorderOptions,
  Packer,
  Paragraph,
  Table as WordTable,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { numericColumns, type Table, writtenRows } from '../../shared/table.ts';

/** Eighths of a point. */
const THICK = 12;
const THIN = 6;
const NONE: IBorderOptions = { style: BorderStyle.NONE, size: 0 };
/** Half points. */
const TEXT_SIZE = 21;
const FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: 'SimSun', cs: 'Times New Roman' };
/** Symbols of statistics, which are set in italics. */
const ITALIC = /^(p|n|N|t|z|F|df|SE|SD|M|r|W|U|H|Q|G²|χ²|κ|α)$/u;

/** Three-line tables (APA, GB/T 7713.2): a rule above, one below the heads, one at the end, and none upright. */
export function wordDocument(tables: readonly Table[], locale: string): Document {
  return new Document({
    styles: { default: { document: { run: { font: FONT, size: TEXT_SIZE } } } },
    sections: [
      { children: tables.flatMap((table) => [caption(table.title), ruled(table, locale), new Paragraph('')]) },
    ],
  });
}

export async function wordFile(tables: readonly Table[], locale: string): Promise<Blob> {
  return Packer.toBlob(wordDocument(tables, locale));
}

function caption(text: string): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    keepNext: true,
    children: [new TextRun({ text, bold: true })],
  });
}

function ruled(table: Table, locale: string): WordTable {
  const numeric = numericColumns(table);
  const rows = writtenRows(table, locale);
  const line = (texts: readonly string[], top: number, bottom: number, head: boolean) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: texts.map(
        (text, column) =>
          new TableCell({
            borders: { top: rule(top), bottom: rule(bottom), left: NONE, right: NONE },
            margins: { left: 80, right: 80 },
            children: [
              new Paragraph({
                alignment: numeric[column] ? AlignmentType.RIGHT : AlignmentType.LEFT,
                children: [new TextRun({ text, italics: head && ITALIC.test(text) })],
              }),
            ],
          }),
      ),
    });
  return new WordTable({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE },
    rows: [
      line(table.head, THICK, THIN, true),
      ...rows.map((texts, at) => line(texts, 0, at === rows.length - 1 ? THICK : 0, false)),
    ],
  });
}

function rule(size: number): IBorderOptions {
  return size === 0 ? NONE : { style: BorderStyle.SINGLE, size, color: '000000' };
}
