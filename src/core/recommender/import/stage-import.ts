import type { Checkpoint } from '../../workers/worker-side.ts';
import type { ImportResult } from '../../../shared/contract/imports.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Answers } from '../../../shared/questions.ts';
import { makeFolder } from '../../storage/durable.ts';
import { openReader, openScratch, type ReadableDb } from '../../storage/sqlite.ts';
import { isKnownTo } from './importer.ts';
import { ImportReport } from './report.ts';
import type { ImportKind } from './kinds.ts';
import { Questions, UnansweredQuestions } from '../../imports/questions.ts';
import { type ContainerContext, openContainer, openFolder } from './files/containers.ts';
import { chooseImporter, IMPORTERS, importersOf, importKind } from './registry.ts';
import { tellUnseen } from './files/left-out.ts';
import { toldOfSongs, toldOfTags } from './songs/in-common.ts';
import { bareName, inspect, type Source } from './files/source.ts';
import { jsonAsTable, tableHeadOf } from './text/json-table.ts';
import { inSettledEncoding } from './text/settled-encoding.ts';
import { removeFile } from '../../storage/moves.ts';
import { besideLinks, linksNotFollowed } from '../../imports/left-out.ts';

export interface ImportTask {
  kind: string;
  isKindSeen?: boolean;
  format: string;
  file: string;
  moreFiles?: string[];
  mappingFile: string | null;
  listener: string | null;
  name?: string | null;
  idsFile?: string | null;
  onError: 'skip' | 'abort';
  answers: Answers;
  libraryFile: string;
  stagingFile: string;
  scratch: string;
  /** Where spectrograms are staged; `publish` puts them into the library's cache. */
  melFolder: string;
  threads: number;
}

/**
 * Reads a file into a staging database; the library itself is only read.
 *
 * @param look is given what was staged, before it is closed
 */
export async function stageImport(
  task: ImportTask,
  checkpoint: Checkpoint,
  look: (staging: ReadableDb) => void = () => {},
): Promise<ImportResult> {
  const given = await inspect(task.file);
  const kind = importKind(task.kind);
  const questions = new Questions(task.answers);
  const report = new ImportReport(given.name, task.onError, questions);
  let format = task.format;
  makeFolder(task.scratch);
  removeFile(task.stagingFile);
  const library = openReader(task.libraryFile);
  const staging = openScratch(task.stagingFile);
  try {
    refuseMixture(library, kind);
    const importers = importersOf(kind);
    const others = IMPORTERS.filter((importer) => importer.kind !== kind);
    const inside = { kind, format, importers, others, scratch: task.scratch, report, questions, checkpoint };
    const opened = await openGiven({ file: task.file, head: given }, inside);
    const settled = await inSettledEncoding(opened, report, questions);
    const isKnown = () => isKnownTo(importers, settled.head, settled.file);
    const { file, head } =
      tableHeadOf(settled.head) && !isKnown()
        ? await jsonAsTable(settled, { scratch: task.scratch, report, checkpoint })
        : settled;
    const { importer, format: found } = chooseImporter(kind, task.format, head, file);
    format = found;
    const seen = new Set<string>();
    await importer.stage({
      file,
      isKindSeen: task.isKindSeen ?? false,
      moreFiles: task.moreFiles ?? [],
      head,
      format,
      mappingFile: task.mappingFile,
      listener: task.listener ?? bareName(head.name),
      listenerGiven: task.listener !== null,
      name: task.name ?? null,
      idsFile: task.idsFile ?? null,
      library,
      staging,
      report,
      questions,
      scratch: task.scratch,
      melFolder: task.melFolder,
      threads: task.threads,
      seen,
      checkpoint,
    });
    if (head.kind === 'folder') await tellUnseen(file, seen, inside);
    report.notes.push(...toldOfSongs(kind, library, staging), ...toldOfTags(library, staging));
    report.notes.push(...linksNotFollowed(task.file));
    questions.refuseUnasked();
    look(staging);
    return report.result(format);
  } catch (error) {
    if (error instanceof UnansweredQuestions) return report.unanswered(format);
    throw besideLinks(error, task.file);
  } finally {
    staging.close();
    library.close();
  }
}

/** What is read of a zip, or of a folder that no importer takes as a whole; else the file as it is. */
async function openGiven({ file, head }: Source, context: ContainerContext): Promise<Source> {
  if (head.kind === 'zip') return openContainer(file, head, context);
  if (head.kind !== 'folder' || isKnownTo(context.importers, head, file)) return { file, head };
  return (await openFolder(file, head, context)) ?? { file, head };
}

/** Plays and ratings are different things: one library holds one of them. */
function refuseMixture(library: ReadableDb, kind: ImportKind): void {
  if (!kind.pairs) return;
  if (library.get('SELECT 1 FROM plays LIMIT 1') === undefined) return;
  const ratings = library.get("SELECT 1 FROM facts WHERE name = 'values' AND value = 'ratings'") !== undefined;
  if (ratings && kind.pairs !== 'ratings') throw new AppError('conflict', say('import.library-has-ratings'));
  if (!ratings && kind.pairs === 'ratings') throw new AppError('conflict', say('import.library-has-counts'));
}
