import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Mapping } from '../../../shared/mobility/imports.ts';
import { besideLinks, isPutThere } from '../../imports/left-out.ts';
import { namesBelow } from '../../storage/files-below.ts';
import { edgesImporter } from './edges.ts';
import { gradesImporter } from './rankings/grades.ts';
import { institutionsImporter } from './institutions/institutions.ts';
import { looksLikeJson } from './table/json-table.ts';
import { saysOrcid } from './orcid/orcid-record.ts';
import { isAuthorList, isPublications, isReferences, isWorks } from './publications.ts';
import { isRor } from './institutions/ror.ts';
import { orcidImporter } from './orcid/orcid.ts';
import { isOrcidXml } from './orcid/orcid-xml.ts';
import { populationImporter } from './population.ts';
import { introducesPeople } from './cells/cv-cells.ts';
import { guessedColumns } from './cells/fields.ts';
import { isCalledRanking } from './rankings/ranking-called.ts';
import { rankingsImporter } from './rankings/rankings.ts';
import { cvTableImporter, longImporter, wideImporter } from './resumes/resumes.ts';
import type { MobilityImporter } from './staged.ts';
import { refuseMisnamed, refuseUnreadable } from './table/misnamed.ts';
import { type ReadTable, type TableRow, readSheets, readTable, refuseOtherSpreadsheet } from './table/table.ts';
import { scholarSheets } from './table/scholar-sheets.ts';
import { textImporter } from './resumes/texts.ts';
import { type FormSheet, formsIn } from '../cv/files/form-sheets.ts';
import { isForm } from './table/form.ts';
import { tiersImporter } from './rankings/tiers.ts';
import { plainFile } from '../../storage/plain-file.ts';

/** Every importer of a study; a new one is a file and a line here. Order matters for sniffing: the strictest first. */
export const MOBILITY_IMPORTERS: readonly MobilityImporter[] = [
  orcidImporter,
  cvTableImporter, // before tables of institutions, which may have names, kinds and places too
  institutionsImporter,
  longImporter, // before tables of cities and ranks, whose words (级别, rank) also stand above posts
  tiersImporter,
  gradesImporter,
  rankingsImporter,
  wideImporter,
  edgesImporter,
  populationImporter, // after all others: any table of people with a name and an attribute could be one
  textImporter,
];

const HEAD_BYTES = 64 * 1024;
const FILES_SHOWN = 5;

export function importerOf(kind: string): MobilityImporter {
  const found = MOBILITY_IMPORTERS.find((importer) => importer.kind === kind);
  if (found) return found;
  throw new AppError(
    'bad-input',
    say('study-import.no-such-kind', { kind, kinds: MOBILITY_IMPORTERS.map((one) => one.kind) }),
    { field: 'kind' },
  );
}

export interface ChosenImporter {
  importer: MobilityImporter;
  table: ReadTable | null;
}

/** A file that no importer recognises; its table, if it is one, can be shown all the same. */
export class UnknownKind extends AppError {
  readonly table: ReadTable | null;

  constructor(table: ReadTable | null, told: Message, file: string) {
    super('bad-input', told, { file });
    this.table = table;
  }
}

/** The importer named by the mapping, otherwise the one that recognises the file, and the table that this has read. */
export async function chooseMobilityImporter(file: string, mapping: Mapping): Promise<ChosenImporter> {
  if (!existsSync(file)) throw new AppError('not-found', say('app.no-such-file', { file }), { file });
  const folder = statSync(file).isDirectory();
  const begin = folder ? Buffer.alloc(0) : readFileSync(plainFile(file)).subarray(0, HEAD_BYTES);
  refuseUnreadable(file, begin);
  if (mapping.kind) return { importer: importerOf(mapping.kind), table: null };
  const text = begin.toString('utf8');
  if (!folder) refuseOtherSpreadsheet(file, Buffer.from(text, 'utf8'));
  refuseMisnamed(file, begin);
  if (/^\uFEFF?\s*<(\?xml|[\w:-]+[\s>])/.test(text) && !isOrcidXml(text))
    throw new AppError('bad-input', say('study-import.is-xml', { file: basename(file) }), { file });
  const isRecords = /\.json$/i.test(file) && looksLikeJson(text) && !saysOrcid(text) && !isRor(text);
  const isTable = !folder && !isOrcidXml(text) && (!/\.(txt|md|json|docx|pdf)$/i.test(file) || isRecords);
  const table = isTable && !isWorks(text) ? await readTable(file, mapping) : null;
  const head = table?.head ?? [];
  if (isWorks(text) || isPublications(head) || isReferences(text))
    throw new AppError('bad-input', say('study-import.is-publications', { file: basename(file) }), { file });
  if (isAuthorList(head))
    throw new AppError('bad-input', say('study-import.is-author-list', { file: basename(file) }), { file });
  if (table !== null && isForm(table)) {
    if ((await formsOf(file, table)).length > 0) return { importer: textImporter, table: null };
    throw new UnknownKind(table, say('study-import.is-form', { file: basename(file) }), file);
  }
  const found = recognised(head, text, file, table?.rows);
  if (found) return { importer: found, table };
  const forms = await formsOf(file, table);
  if (forms.some(({ tables }) => tables > 1)) return { importer: textImporter, table: null };
  // A sheet of posts that names nobody may be one of several, a scholar each.
  if (table !== null && table.sheet !== null && longImporter.sniff(['name', ...head], text, file, table.rows)) {
    if ((await scholarSheets(file, mapping, table)) !== null) return { importer: longImporter, table };
  }
  if (forms.length > 0) return { importer: textImporter, table: null };
  const other = await otherSheet(file, mapping, table);
  if (other !== null) return other;
  // A ranking of indicators alone (Leiden) lacks the column of ranks: that is what is said.
  if (table !== null && isCalledRanking(table.file) && guessedColumns(head, ['ranked']).has('ranked'))
    return { importer: rankingsImporter, table };
  if (folder) throw besideLinks(new UnknownKind(null, folderNotRecognised(file), file), file);
  throw new UnknownKind(table, notRecognised(table, basename(file)), file);
}

/** The forms of a workbook whose sheet nobody recognised as a table. */
async function formsOf(file: string, table: ReadTable | null): Promise<FormSheet[]> {
  return table === null || table.sheet === null ? [] : (await formsIn(readFileSync(plainFile(file)))).forms;
}

/** The kind of a file. Introductions are CVs where nothing else fits; any list of people fits the population. */
function recognised(head: readonly string[], text: string, file: string, rows: readonly TableRow[] = []) {
  const found = MOBILITY_IMPORTERS.find(({ sniff }) => sniff(head, text, file, rows));
  const isOpen =
    found === undefined || (found === populationImporter && !guessedColumns(head, ['reason']).has('reason'));
  return isOpen && introducesPeople(head, rows) ? cvTableImporter : found;
}

function folderNotRecognised(folder: string): Message {
  const names = namesBelow(folder).filter(isPutThere);
  return say('study-import.folder-not-recognised', {
    folder: basename(folder),
    names: names.slice(0, FILES_SHOWN),
    files: names.length,
  });
}

/** What the headers are, and which other sheets there are to choose from. */
function notRecognised(table: ReadTable | null, file: string): Message {
  const head = table?.head ?? [];
  const told = say('study-import.not-recognised', {
    file,
    head,
    hasHeaders: head.length === 0 ? 'no' : isPlainlyRead(table) ? 'yes' : 'decoded',
    encoding: table?.encoding ?? '',
  });
  const others = (table?.sheets ?? []).filter(({ name, hidden, rows }) => name !== table?.sheet && !hidden && rows > 1);
  if (others.length === 0) return told;
  return say('study-import.not-recognised-sheet', {
    told,
    sheet: table?.sheet ?? '',
    others: others.map(({ name }) => name),
  });
}

/** The first sheet behind one that nobody recognises that is something: tables of contents and notes come first. */
async function otherSheet(file: string, mapping: Mapping, first: ReadTable | null): Promise<ChosenImporter | null> {
  if (first === null || first.sheet === null || mapping.sheet !== undefined) return null;
  for (const table of await readSheets(file, mapping)) {
    const importer = recognised(table.head, '', file, table.rows);
    if (importer !== undefined) return { importer, table };
  }
  return null;
}

/** Whether the encoding of a table is beyond doubt. */
function isPlainlyRead(table: ReadTable | null): boolean {
  return table === null || ['utf-8', 'xlsx'].includes(table.encoding);
}
