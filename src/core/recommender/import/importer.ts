import type { Checkpoint } from '../../workers/worker-side.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';
import type { ImportKind } from './kinds.ts';
import type { ImportReport } from './report.ts';
import type { Questions } from '../../imports/questions.ts';
import type { FileHead } from './files/source.ts';

/**
 * What an importer works with. It reads the library and writes only the staging database; publishing is not its
 * task.
 */
export interface ImportContext {
  file: string;
  /** Audio files that were given together with this one. */
  moreFiles: readonly string[];
  /** Whether the kind was seen from the file; what somebody said is doubted less. */
  isKindSeen: boolean;
  head: FileHead;
  format: string;
  mappingFile: string | null;
  /** The listener, if the file does not name one; by default the file's name. */
  listener: string;
  listenerGiven: boolean;
  /** The name that was given to what the file holds. */
  name: string | null;
  /** A file of ids beside one of values. */
  idsFile: string | null;
  library: ReadableDb;
  staging: OpenDb;
  report: ImportReport;
  questions: Questions;
  /** Folder for scratch files; emptied after the import. */
  scratch: string;
  /** Where spectrograms are staged, each named after the number of its track. */
  melFolder: string;
  threads: number;
  /** Files of a folder that were read or told of, by their paths; the others are told as left out. */
  seen: Set<string>;
  /** Reports progress (0 to 1) and throws if the import was cancelled. Cheap enough for every batch. */
  checkpoint: Checkpoint;
}

export interface Importer {
  kind: ImportKind;
  /** Format names for `--format`, the first being the usual one. */
  formats: readonly string[];
  /**
   * The format of a file, or null when this importer cannot read it. Where the person says the kind, what else the
   * file could be counts less.
   */
  sniff(head: FileHead, file: string, isKindSaid?: boolean): string | null;
  /** Whether it reads a file of its kind that nothing recognises, by asking what its columns are. */
  asks?(head: FileHead): boolean;
  /** Whether a folder or zip with these names, with forward slashes, is one of its exports. */
  takes?(names: readonly string[]): boolean;
  /** A file that it looks for beside the one that it reads; unpacked with it from a zip. */
  companion?: RegExp;
  /** Whether a file of such an export is one that it reads. */
  isPart?(name: string): boolean;
  stage(context: ImportContext): Promise<void>;
}

/** Whether one of the importers recognises a file as it is. */
export function isKnownTo(importers: readonly Importer[], head: FileHead, file: string): boolean {
  return importers.some((importer) => importer.sniff(head, file) !== null);
}
