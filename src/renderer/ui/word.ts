import {
  AlignmentType,
  BorderStyle,
  Document,
  type IBorderOptions,
  Packer,
  PageOrientation,
  Paragraph,
  Table as WordTable,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { letters, noteLabel, numericColumns, type Table, writtenRows } from '../../shared/table.ts';
import { layoutOf, type TableLayout } from './word-layout.ts';

/** Eighths of a point. */
const THICK = 12;
const THIN = 6;
const NONE: IBorderOptions = { style: BorderStyle.NONE, size: 0 };
/** Half points. */
const TEXT_SIZE = 21;
const FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: 'SimSun', cs: 'Times New Roman' };
const NOTE_SIZE = 18;
/** Twentieths of a point: A4. */
const PAPER = { width: 11_906, height: 16_838 };
/** Longer tables may begin on one page and end on another. */
const LONGEST_KEPT = 25;

/** Three-line tables (APA, GB/T 7713.2): a rule above, one below the heads, one at the end, and none upright. */
export function wordDocument(tables: readonly Table[], locale: string): Document {
  return new Document({
    styles: { default: { document: { run: { font: FONT, size: TEXT_SIZE } } } },
    sections: sectionsOf(tables, locale).map(({ landscape, children }) => ({
      properties: {
        page: {
          size: { ...PAPER, orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
        },
      },
      children,
    })),
  });
}

/** Tables that are too wide stand on pages of their own, across. */
function sectionsOf(tables: readonly Table[], locale: string) {
  const sections: { landscape: boolean; children: (Paragraph | WordTable)[] }[] = [];
  for (const table of tables) {
    const layout = layoutOf(table, locale);
    if (sections.at(-1)?.landscape !== layout.landscape) sections.push({ landscape: layout.landscape, children: [] });
    sections.at(-1)?.children.push(caption(table.title), ruled(table, locale, layout), ...notesOf(table));
  }
  return sections;
}

/** Below the last rule, as APA and GB/T 7713.2 have it. */
function notesOf({ notes }: Table): Paragraph[] {
  if (!notes) return [new Paragraph('')];
  return [
    new Paragraph({
      spacing: { before: 60, after: 240 },
      children: [
        new TextRun({ text: noteLabel(notes), italics: /^\p{Script=Latin}/u.test(notes.label), size: NOTE_SIZE }),
        ...runsOf(notes.text, NOTE_SIZE),
      ],
    }),
  ];
}

function runsOf(text: string, size: number): TextRun[] {
  return letters(text).map((part) => new TextRun({ text: part.text, italics: part.italic, size }));
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

function ruled(table: Table, locale: string, { size, margin, widths }: TableLayout): WordTable {
  const numeric = numericColumns(table);
  const rows = writtenRows(table, locale);
  const kept = rows.length <= LONGEST_KEPT;
  const line = (texts: readonly string[], top: number, bottom: number, head: boolean, keepNext: boolean) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: texts.map(
        (text, column) =>
          new TableCell({
            borders: { top: rule(top), bottom: rule(bottom), left: NONE, right: NONE },
            width: { size: widths[column], type: WidthType.DXA },
            margins: { left: margin, right: margin },
            children: [
              new Paragraph({
                alignment: numeric[column] ? AlignmentType.RIGHT : AlignmentType.LEFT,
                keepNext,
                children: head
                  ? runsOf(text, size)
                  : [new TextRun({ text: numeric[column] ? unbroken(text) : text, size })],
              }),
            ],
          }),
      ),
    });
  return new WordTable({
    width: { size: widths.reduce((total, width) => total + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE },
    rows: [
      line(table.head, THICK, THIN, true, kept || rows.length > 0),
      ...rows.map((texts, at) => {
        const isLast = at === rows.length - 1;
        return line(texts, 0, isLast ? THICK : 0, false, isLast ? table.notes !== undefined : kept);
      }),
    ],
  });
}

/** `< 0.001` and `1.2 × 10⁵` stay on one line. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00A0');
}

function rule(size: number): IBorderOptions {
  return size === 0 ? NONE : { style: BorderStyle.SINGLE, size, color: '000000' };
}
