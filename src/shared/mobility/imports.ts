import { z } from 'zod';
import { POSITION_ROLES } from './codebook.ts';
import type { Label, Message } from '../messages/message.ts';
import type { Question } from '../questions.ts';

/** One kind of file that a study reads, as its importer in core defines it. */
export interface ImportKind {
  kind: string;
  label: Message;
  /** Fields that columns can be mapped to, and whether the kind needs them. */
  fields: { name: string; required: boolean }[];
  /** Settings the user may have to give besides columns. */
  settings: readonly ('ranking' | 'edition' | 'year')[];
}

/** Encodings that a table's text may be in; `auto` judges by its bytes. */
export const ENCODINGS = [
  'auto',
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1251',
  'latin1',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What may become of rows that differ from what the library has. */
export const ROWS_THAT_DIFFER = ['ask', 'refuse', 'add', 'replace'] as const;

export interface SheetInfo {
  name: string;
  hidden: boolean;
  rows: number;
  /** Whether several rows have several cells; others hold notes. */
  isTable: boolean;
}

/** What a cell says instead of what the file says; without a row, all cells of the column that say the same. */
const correctionSchema = z.object({
  row: z.number().int().min(1).nullable().default(null),
  column: z.string(),
  from: z.string(),
  to: z.string(),
});
export type Correction = z.infer<typeof correctionSchema>;

/** How a file's columns become fields. Anything omitted is guessed from the headers. */
export const mappingSchema = z
  .object({
    /** One of the registered kinds; recognised from the file by default. */
    kind: z.string().min(1).optional(),
    encoding: z.enum(ENCODINGS).default('auto'),
    /** Sheet of a workbook; the first that is shown and holds a table by default. */
    sheet: z.string().optional(),
    /** Line of the column headings; found by their words by default. */
    headerRow: z.number().int().min(1).optional(),
    /** Cells read otherwise than the file has them, which stays as it is. */
    corrections: z.array(correctionSchema).max(10_000).default([]),
    /** Field → header; an empty header stands for a field that is in no column, whatever the headers suggest. */
    columns: z.record(z.string(), z.string()).default({}),
    /** Wide résumés: stage → field → header. */
    stages: z.record(z.string(), z.record(z.string(), z.string())).default({}),
    /** Attribute → header. */
    attributes: z.record(z.string(), z.string()).default({}),
    /** Field → text of its cells → what it means: 大学 → university, 一线 → tier 1. */
    values: z.record(z.string(), z.record(z.string(), z.string())).default({}),
    /** Text in the role column → role. */
    roles: z.record(z.string(), z.enum(POSITION_ROLES)).default({}),
    /** Texts that mean "unknown". */
    missing: z.array(z.string()).default([
      ...['', '-', '–', '—', '--', '——', '/', '?', '？', 'NA', 'N/A', 'n/a', 'nan', 'NaN', 'null', 'NULL'],
      ...['无', '不详', '未知', '暂无', '不明', '未详', '空', '未填', '未填写', '不适用', '缺失'],
      // As questionnaires, SPSS, Stata, R and Python write cells without an answer.
      ...['(空)', '（空）', '(跳过)', '（跳过）', '.', '#N/A', '#NULL!', '<NA>', 'NaT', 'None', 'none', '(blank)'],
      ...['n.a.', 'N.A.', 'unknown', 'Unknown', 'UNKNOWN', 'not applicable', 'Not applicable', 'Not Applicable'],
    ]),
    /** The reputation table, by default as the file is called; year and edition if there is no column for them. */
    ranking: z.string().min(1).optional(),
    year: z.number().int().optional(),
    edition: z.string().min(1).optional(),
    /** The scholar a free text is about; by default the file's name. */
    scholar: z.string().optional(),
    /**
     * For rows that differ from what the library already has: ask (tables refuse), reject them, add résumé lines, or
     * put them in the place of the scholar's lines or of a table's year.
     */
    existing: z.enum(ROWS_THAT_DIFFER).default('ask'),
  })
  .strict();
export type Mapping = z.infer<typeof mappingSchema>;

/** A problem that rejects a row, or that is worth a look. */
export interface Problem {
  /** Line of the file, or row of the sheet. */
  row: number | null;
  field: string;
  value: string;
  problem: Message;
  fix: Message;
}

export interface MobilityImportResult {
  kind: string;
  file: string;
  read: number;
  imported: number;
  /** Already in the library, unchanged. */
  unchanged: number;
  rejected: number;
  rejections: Problem[];
  /** Imported, but worth a look. */
  doubts: Problem[];
  /** What the file leaves open; the rows concerned wait for the answer. */
  questions: Question[];
  notes: Message[];
}

export interface ValueChoice {
  id: string;
  label: Label;
}

/** The different cells of a column whose texts stand for something that the study knows. */
export interface ValueGroup {
  field: string;
  header: string;
  /** What they can mean; none where it is written. */
  choices: ValueChoice[];
  /** An empty meaning is none that is known; several, where other cells decide; `set` as the mapping says. */
  entries: { text: string; count: number; meanings: { id: string; count: number }[]; set: boolean }[];
}

export interface ImportPreview extends Omit<MobilityImportResult, 'kind'> {
  /** Null for a table that was not recognised. */
  kind: string | null;
  headers: string[];
  sample: string[][];
  encoding: string;
  /** The sheets of a workbook and the one that was read; the line of the headings, and the first lines as they are. */
  sheets: SheetInfo[];
  sheet: string | null;
  headerRow: number | null;
  top: { line: number; cells: string[] }[];
  values: ValueGroup[];
  /** The cells of rows with problems, corrections made. */
  problemRows: { line: number; cells: string[] }[];
  mapping: Mapping;
  fields: ImportKind['fields'];
}
