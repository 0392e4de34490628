import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Questions } from '../../../imports/questions.ts';
import { type ZipEntry, ZipFile } from '../../../imports/zip-file.ts';
import { removeFolder } from '../../../storage/moves.ts';
import type { Checkpoint } from '../../../workers/worker-side.ts';
import { isKnownName } from '../text/columns.ts';
import { readDelimitedHead } from '../text/delimited.ts';
import { copiesAmong } from './copies.ts';
import { type Importer, isKnownTo } from '../importer.ts';
import { type ImportKind, LISTENS, RATINGS, TRIPLETS } from '../kinds.ts';
import { tableHeadOf } from '../text/json-table.ts';
import { firstLine, joinedJson, joinedTables, plainParts } from './joined-members.ts';
import { type LeftOutContext, noteLeftOut, tellOthers } from './left-out.ts';
import {
  isJsonMember,
  isTheFile,
  listenersByName,
  type Member,
  membersOfFolder,
  namesListeners,
  tableOfNobody,
  withListener,
} from './member.ts';
import { sheetsOf } from './sheets.ts';
import { type FileHead, inspect, type Source } from './source.ts';
import { assertRoom, dataEntries, membersOf, membersOfZip, SNIFFED, writeEntry } from './zip-members.ts';

const PLAYS_FIRST: readonly ImportKind[] = [LISTENS, RATINGS, TRIPLETS];
const NAMES_SHOWN = 8;
const WORKBOOK_PART = 'xl/workbook.xml';
/** Reasons that say what to do about a whole export. */
const TELLING: ReadonlySet<string> = new Set(['import.is-web-page', 'import.zip-encrypted', 'import.zip-method']);
/** Of a table whose columns would have to be asked about. */
const ASKED = 'asked';
/** A zip in a zip is opened, a third one is not. */
const MOST_INSIDE = 2;
const LARGEST_SNIFFED_WORKBOOK = 10e6;

interface Sniffed {
  kind: string;
  format: string;
}

export interface ContainerContext extends LeftOutContext {
  format: string;
  scratch: string;
  questions: Questions;
  checkpoint: Checkpoint;
  /** How many containers this one lies in. */
  inside?: number;
}

/** Whether a zip is one of an export's, or holds a file that an importer of a kind knows; for a dropped file. */
export async function sniffZip(file: string, importers: readonly Importer[]): Promise<Sniffed | null> {
  const zip = ZipFile.open(file);
  if (isWorkbook(zip)) return sniffWorkbook(file, importers);
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-zip-'));
  try {
    const members = await membersOfZip(zip, dataEntries(zip), join(folder, 'whole'), undefined, SNIFFED);
    return sniffMembers(members, importers);
  } finally {
    removeFolder(folder);
  }
}

/** Null for one that cannot be read, which the import then says, and for one that takes long. */
async function sniffWorkbook(file: string, importers: readonly Importer[]): Promise<Sniffed | null> {
  const { size } = statSync(file);
  if (size > LARGEST_SNIFFED_WORKBOOK) return null;
  const sheets = await sheetsOf(file, { name: basename(file), bytes: size }).catch(() => []);
  return sniffMembers(sheets, importers);
}

function isWorkbook({ entries }: ZipFile): boolean {
  return entries.some(({ name }) => name === WORKBOOK_PART);
}

/** The same for a folder that is no export of its own. */
export async function sniffFolder(file: string, importers: readonly Importer[]) {
  const members = await membersOfFolder(file);
  const known = sniffMembers(members, importers);
  if (!known) refuseArchives(members, file);
  return known;
}

/** Archives that a folder is full of are not opened: whose each is would have to be told. */
function refuseArchives(members: readonly Member[], file: string): void {
  const names = members.map(({ name }) => name).filter((name) => /\.zip$/i.test(name));
  if (names.length === 0 || 2 * names.length <= members.length) return;
  const shown = { file: basename(file), names: names.slice(0, NAMES_SHOWN), count: names.length };
  throw new AppError('bad-input', say('import.folder-of-archives', shown), { file });
}

function sniffMembers(members: readonly Member[], importers: readonly Importer[]) {
  const heads = members.map(({ head }) => head).filter((head) => head?.kind !== 'audio');
  const tables = heads.map((head) => head && tableHeadOf(head));
  const known = preferred(heads, importers) ?? preferred(tables, importers);
  if (known) return known;
  const ofNobody = members.map((member) => [member.head, tableOfNobody(member)] as const);
  for (const importer of importers)
    for (const [head, table] of ofNobody) {
      const format = importer.kind.pairs && head && table && importer.sniff(withListener(table, head), '');
      if (format) return { kind: importer.kind.name, format };
    }
  return null;
}

/** A data set is its plays first: songs and tags describe them, and are imported behind them. */
function preferred(heads: readonly (FileHead | null | undefined)[], importers: readonly Importer[]) {
  const found = heads.flatMap((head) => {
    const place = head ? importers.findIndex((importer) => importer.sniff(head, '') !== null) : -1;
    return head && place >= 0 ? [{ importer: importers[place], place, head }] : [];
  });
  const rank = ({ importer: { kind } }: (typeof found)[number]) =>
    PLAYS_FIRST.includes(kind) ? PLAYS_FIRST.indexOf(kind) : PLAYS_FIRST.length;
  const [best] = found.sort((a, b) => rank(a) - rank(b) || a.place - b.place);
  return best ? { kind: best.importer.kind.name, format: best.importer.sniff(best.head, '') as string } : null;
}

/**
 * What is read of a zip or workbook, in the import's scratch folder: the files of an export, the only file or sheet
 * that the kind's importers know, or the one that was answered.
 *
 * @throws bad-input if it holds nothing for the kind; UnansweredQuestions
 */
export async function openContainer(file: string, head: FileHead, context: ContainerContext): Promise<Source> {
  const zip = ZipFile.open(file);
  const folder = join(context.scratch, 'unpacked');
  mkdirSync(folder, { recursive: true });
  if (isWorkbook(zip)) {
    const members = await sheetsOf(file, head);
    return oneOf(members, file, head, folder, context, 'ask.sheet-of-workbook');
  }
  const entries = dataEntries(zip);
  const names = entries.map(({ name }) => name);
  const ofExport = context.importers.find((importer) => importer.takes?.(names));
  if (ofExport) {
    const parts = entries.filter(({ name, bytes }) => bytes > 0 && ofExport.isPart?.(name));
    const taken = new Set(parts);
    const rest = entries.filter((entry) => !taken.has(entry));
    const members = membersOf(zip, rest, SNIFFED.files);
    noteLeftOut(members, context);
    tellOthers(members, file, context);
    await unpackAll(zip, parts, folder, context);
    return { file: folder, head: folderHead(head) };
  }
  const whole = join(context.scratch, 'whole');
  const members = await membersOfZip(zip, entries, whole, context.checkpoint);
  return oneOf(members, file, head, folder, context, 'ask.file-in-zip');
}

/**
 * What is read of a folder that no importer of the kind takes as a whole: the tables of a study's participants or of
 * months. Null if there are none.
 */
export async function openFolder(file: string, head: FileHead, context: ContainerContext): Promise<Source | null> {
  const members = await membersOfFolder(file);
  if (knownOf(members, context).length === 0) {
    refuseArchives(members, file);
    return null;
  }
  const folder = join(context.scratch, 'unpacked');
  mkdirSync(folder, { recursive: true });
  return oneOf(members, file, head, folder, context, 'ask.file-in-folder');
}

function folderHead({ name }: FileHead): FileHead {
  return { name, bytes: 0, kind: 'folder', packing: 'none', head: Buffer.alloc(0) };
}

async function unpackAll(zip: ZipFile, entries: readonly ZipEntry[], folder: string, context: ContainerContext) {
  assertRoom(
    folder,
    entries.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const entry of entries) await writeEntry(zip, entry, join(folder, entry.name), context.checkpoint);
}

/** The member that is known as the kind's; asked about if there are several. */
async function oneOf(
  members: readonly Member[],
  file: string,
  head: FileHead,
  folder: string,
  context: ContainerContext,
  question: 'ask.file-in-zip' | 'ask.file-in-folder' | 'ask.sheet-of-workbook',
): Promise<Source> {
  const leftOut = question === 'ask.sheet-of-workbook' ? 'import.sheets-left-out' : 'import.folder-left-out';
  const broken = members.find(({ problem }) => problem?.told.id === 'import.damaged-zip')?.problem;
  if (broken) throw broken;
  const known = knownOf(members, context);
  const names = members.map(({ name }) => name);
  if (known.length === 0) {
    const [only, ...others] = members.filter(mayBeTable);
    if (only && others.length === 0) {
      noteLeftOut(except(members, [only]), context, leftOut);
      return taken([only], members, file, head, folder, context);
    }
    const telling = members.find(({ problem }) => problem && TELLING.has(problem.told.id))?.problem;
    if (telling) throw telling;
    const shown = names.slice(0, NAMES_SHOWN);
    const without = say('import.zip-without', { file: basename(file), kind: context.kind.name, names: shown });
    throw new AppError('bad-input', without, { file });
  }
  if (known.length === 1) {
    const [{ member }] = known;
    noteLeftOut(except(members, [member]), context, leftOut);
    return taken([member], members, file, head, folder, context);
  }
  const { questions, report } = context;
  const isAlike = known.every(
    ({ format, member }) => format === known[0].format && firstLine(member) === firstLine(known[0].member),
  );
  const whose = listenersByName(known.map(({ member }) => member.name));
  const areHistories = context.kind === LISTENS && known.every(({ member }) => isHistory(member, context));
  const areOfNobody = context.kind.pairs !== undefined && known.every(({ member }) => tableOfNobody(member) !== null);
  const each = { id: 'each', label: say('ask.each-of-its-listener', { listeners: whose.slice(0, NAMES_SHOWN) }) };
  const all = {
    id: 'all',
    label: areOfNobody && !areHistories ? say('ask.all-of-one-listener') : say('ask.all-members'),
  };
  const choices = [
    ...(isAlike && (areOfNobody || areHistories) ? [each] : []),
    ...known.map(({ member: { name } }) => ({ id: name, label: say('ask.this-member', { name }) })),
    ...(isAlike && !known.every(({ lacksListener }) => lacksListener) ? [all] : []),
  ];
  const isWhole = question === 'ask.file-in-folder' && isAlike && known.every(({ member }) => namesListeners(member));
  const answer = isWhole
    ? 'all'
    : questions.ask(say(question, { file: basename(file), names: known.map(({ member }) => member.name) }), choices);
  questions.stopIfOpen();
  const isAll = answer === 'all' || answer === 'each';
  const meant = known.filter(({ member }) => isAll || member.name === answer).map(({ member }) => member);
  if (answer === 'each')
    report.notes.push(say('import.listeners-by-name', { listeners: whose.slice(0, NAMES_SHOWN), count: whose.length }));
  noteLeftOut(except(members, meant), context, leftOut);
  const copies = copiesAmong(meant.map((one) => ({ one, bytes: one.head?.bytes ?? 0, digest: () => one.digest() })));
  const chosen = answer === 'each' ? meant : except(meant, [...copies.keys()]);
  if (copies.size > 0)
    report.notes.push(
      say(answer === 'each' ? 'import.copies-of-others' : 'import.copies-read-once', {
        names: [...copies].slice(0, NAMES_SHOWN).map(([copy, { name }]) => `${copy.name} = ${name}`),
        count: copies.size,
      }),
    );
  return taken(chosen, members, file, head, folder, context, answer === 'each' ? whose : null);
}

/** The members that are read as the kind: the sure ones, else those that a column of listeners would make so. */
function knownOf(members: readonly Member[], context: ContainerContext) {
  const found = members.flatMap((member) => {
    const format = member.head && formatOf(member.head, context);
    return format ? [{ member, format, lacksListener: false }] : [];
  });
  const sure = found.filter(({ format }) => format !== ASKED);
  if (sure.length > 0) return sure;
  const ofNobody = members.flatMap((member) => {
    const table = context.kind.pairs && member.head && tableOfNobody(member);
    const format = table && member.head && formatOf(withListener(table, member.head), context);
    return format && format !== ASKED ? [{ member, format, lacksListener: true }] : [];
  });
  return ofNobody.length > 1 ? ofNobody : found;
}

function except(members: readonly Member[], some: readonly Member[]): Member[] {
  const left = new Set(some);
  return members.filter((member) => !left.has(member));
}

/** Whether it could be a table that nobody recognises: its name says so, or nothing could be seen of it. */
function mayBeTable({ name, head, problem }: Member): boolean {
  return head === null ? isTheFile(name) && problem?.told.id !== 'import.empty-file' : isTableName(name);
}

function isTableName(name: string): boolean {
  return (
    extname(name) === '' ||
    /\.(csv|tsv|txt|dat|data|inter|xlsx|zip|parquet|gz|bz2|zst|npy|h5|hdf5|db|sqlite)$/i.test(name)
  );
}

function formatOf(head: FileHead, context: ContainerContext): string | null {
  const { importers, format } = context;
  for (const importer of importers) {
    const found = importer.sniff(head, '');
    if (found && (format === 'auto' || found === format)) return found;
  }
  const table = tableHeadOf(head);
  if (table) return formatOfTable(table, context);
  return format === 'auto' && importers.some((importer) => importer.asks?.(head)) ? ASKED : null;
}

/** Tables of JSON are alike where the columns are that readers know; others come and go from row to row. */
function formatOfTable(table: FileHead, context: ContainerContext): string | null {
  const found = formatOf(table, context);
  const columns = readDelimitedHead(table)?.rows[0].filter(isKnownName).sort() ?? [];
  return found === null || found === ASKED ? found : [found, ...columns].join('\t');
}

/** Unpacks what was chosen; several tables become one text with one header, several JSON files a folder. */
async function taken(
  members: readonly Member[],
  beside: readonly Member[],
  file: string,
  head: FileHead,
  folder: string,
  context: ContainerContext,
  listeners: readonly string[] | null = null,
): Promise<Source> {
  const names = members.map(({ name }) => name).slice(0, NAMES_SHOWN);
  context.report.notes.push(say('import.zip-member-taken', { file: basename(file), names }));
  tellOthers(except(beside, members), file, context);
  const areJson = members.length > 1 && members.every(isJsonMember);
  const areTables = areJson && members.every((member) => isJsonTable(member, context));
  const isExport = areJson && !areTables;
  const paths: string[] = [];
  for (const [i, member] of members.entries()) {
    const path = join(folder, `${i + 1}-${basename(member.name) || 'sheet'}`);
    if (member.path === undefined || isExport) await member.unpack(path);
    paths.push((isExport ? undefined : member.path) ?? path);
  }
  if (isExport) {
    const ownerOf = await plainParts(paths, listeners);
    return { file: folder, head: { ...folderHead(head), ownerOf, isOfOnePerson: ownerOf === undefined } };
  }
  const joined = (): Promise<{ path: string }> =>
    areTables ? joinedJson(paths, members, folder, listeners) : joinedTables(paths, members, folder, listeners);
  const { path, ...places } = paths.length === 1 ? { path: paths[0] } : await joined();
  const found = { ...(await inspect(path)), name: head.name, ...places };
  for (const member of beside) {
    const isCompanion = context.importers.some(({ companion }) => companion?.test(member.name));
    if (isCompanion && !members.includes(member)) await member.unpack(join(folder, basename(member.name)));
  }
  const inside = (context.inside ?? 0) + 1;
  if (found.kind !== 'zip' || inside >= MOST_INSIDE) return { file: path, head: found };
  return openContainer(path, found, { ...context, scratch: join(folder, 'inner'), inside });
}

/** JSON of a shape of its own. */
function isHistory(member: Member, context: ContainerContext): boolean {
  return isJsonMember(member) && !isJsonTable(member, context);
}

/** JSON of no shape of its own, whose names say what it is. */
function isJsonTable({ head }: Member, { importers }: ContainerContext): boolean {
  return head !== null && !isKnownTo(importers, head, '');
}
