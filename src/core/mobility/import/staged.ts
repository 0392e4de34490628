import type { Message } from '../../../shared/messages/message.ts';
import type { Codebook, PositionRole } from '../../../shared/mobility/codebook.ts';
import type { ImportKind, Mapping, Problem, SheetInfo, ValueGroup } from '../../../shared/mobility/imports.ts';
import type { Questions } from '../../imports/questions.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';
import type { ReadTable, TableRow } from './table/table.ts';

/** A file as the preview shows it. */
export interface TableLook {
  read: number;
  headers: string[];
  sample: string[][];
  encoding: string;
  sheets?: SheetInfo[];
  sheet?: string | null;
  headerRow?: number;
  top?: TableRow[];
  rows?: readonly TableRow[];
}

/** A file's contents after reading and checking, before anything is written. */
export interface Staged extends TableLook {
  rejections: Problem[];
  /** Of rows that are imported all the same. */
  doubts: Problem[];
  /** Rows that wait for the answer to a question. */
  held?: number;
  notes: Message[];
  /** What cells that stand for something are read as. */
  values?: ValueGroup[];
  /** How the table was read, and what of it was not used. */
  tableNotes?: Message[];
  mapping: Mapping;
  /** Writes it inside one transaction; returns row counts. */
  publish(db: OpenDb): { imported: number; unchanged: number };
}

export interface StageContext {
  library: ReadableDb;
  book: Codebook;
  questions: Questions;
  /** The file's table, if recognising the file has read it. */
  table?: ReadTable | null;
}

export interface MobilityImporter extends ImportKind {
  /** What its files contain, for the command line's help. */
  summary: string;
  /** A mapping as the command line's help shows it. */
  example: Partial<Mapping>;
  /** Whether the headers of a table (and its rows), or the beginning of a text, look like this kind. */
  sniff(head: readonly string[], text: string, file: string, rows?: readonly TableRow[]): boolean;
  stage(file: string, mapping: Mapping, context: StageContext): Promise<Staged>;
}

/** A scholar as read from a file, with résumé lines and the positions found in them. */
export interface StagedScholar {
  key: string;
  name: string;
  attributes: Record<string, string>;
  /** First line of the scholar. */
  row: number;
  lines: StagedLine[];
  /** A CV in a cell of the table. */
  cv?: StagedCv;
  /** Where the lines stand, if not in the file itself. */
  file?: string;
}

/** A CV in free text that stands in a cell: its lines are those of the text, not of the table. */
export interface StagedCv {
  /** The file and the column. */
  file: string;
  /** Of the table. */
  row: number;
  lines: StagedLine[];
}

export interface StagedLine {
  row: number;
  text: string;
  /** Of prose: the texts of the lines as which earlier versions took it, in several ways. */
  earlier?: readonly (readonly string[])[];
  positions: StagedPosition[];
}

export interface StagedPosition {
  stage: string | null;
  role: PositionRole;
  /** The cell that the role was read from, where the role is derived from it again; else the role stands. */
  roleText?: string;
  title: string | null;
  mention: string;
  city: string | null;
  country: string | null;
  startYear: number | null;
  endYear: number | null;
  isCurrent: boolean;
  isPrimary: boolean;
}
