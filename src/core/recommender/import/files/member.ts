import { copyFileSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { mayBeData } from '../../../imports/left-out.ts';
import { sha256OfFile } from '../../../storage/file-hash.ts';
import { filesBelow } from '../../../storage/files-below.ts';
import { candidates, isOfTags } from '../text/columns.ts';
import { type DelimitedHead, hasHeader, readDelimitedHead } from '../text/delimited.ts';
import { quotedRow } from '../text/quoted-lines.ts';
import { bareName, type FileHead, inspect } from './source.ts';

/** A file in a zip or a folder, or a sheet of a workbook. */
export interface Member {
  name: string;
  /** What it begins with; null if that is only known once it is unpacked. */
  head: FileHead | null;
  /** Why it is not known. */
  problem?: AppError;
  /** Where it lies already. */
  path?: string;
  /** Says whether it is the same as another of its length. */
  digest(): string;
  unpack(to: string): Promise<void>;
}

/** Copies that editors keep, and downloads that are not whole: not the file that they are called after. */
const NOT_THE_FILE = /(\.(bak|old|orig|tmp|part|partial|crdownload|download|swp)|~)$/i;
/** More files are no export of a study: who gives a whole disk waits for nothing. */
export const MOST_IN_FOLDER = 5000;

/** The files of a folder and of all folders in it, in the order of their names. */
export function membersOfFolder(folder: string): Promise<Member[]> {
  return membersOf(folder, filesBelow(folder), MOST_IN_FOLDER);
}

/**
 * The same of some of its files.
 *
 * @param most of them are looked into
 */
export async function membersOf(folder: string, files: readonly string[], most: number): Promise<Member[]> {
  const members: Member[] = [];
  for (const path of [...files].sort()) {
    const name = relative(folder, path).split(sep).join('/');
    if (!mayBeData(name)) continue;
    const known = members.length < most && isTheFile(name) ? await headIn(path) : { head: null };
    members.push({
      name,
      ...known,
      path,
      digest: () => sha256OfFile(path),
      unpack: async (to) => copyFileSync(path, to),
    });
  }
  return members;
}

function headIn(path: string): Promise<Pick<Member, 'head' | 'problem'>> {
  return inspect(path).then(
    (head) => ({ head }),
    (error) => ({ head: null, ...(error instanceof AppError ? { problem: error } : {}) }),
  );
}

export function isTheFile(name: string): boolean {
  return !NOT_THE_FILE.test(name);
}

export function isJsonMember({ head }: Pick<Member, 'head'>): boolean {
  return /^\s*[[{]/.test(head?.head.toString('utf8') ?? '');
}

/** The table of a member, if it has names of columns and none of them is of listeners. */
export function tableOfNobody(member: Member): DelimitedHead | null {
  const table = headedTable(member);
  if (!table || table.above.length > 0 || isOfTags(table.rows[0])) return null;
  return candidates('listener', table.rows[0]).length > 0 ? null : table;
}

export function namesListeners(member: Member): boolean {
  const table = headedTable(member);
  return table !== null && candidates('listener', table.rows[0]).length > 0;
}

function headedTable({ head }: Member): DelimitedHead | null {
  const table = head && readDelimitedHead(head);
  return table && hasHeader(table) && table.alike > 0.5 ? table : null;
}

/** The same beginning with a first column of listeners. */
export function withListener({ separator, rows: [header, ...rest] }: DelimitedHead, head: FileHead): FileHead {
  const lines = [['listener', ...header], ...rest.map((fields) => ['x', ...fields])];
  return { ...head, head: Buffer.from(lines.map((fields) => `${quotedRow(fields, separator)}\n`).join('')) };
}

/** Whose a file is by what it is called: by its own name, that of its folder, or both, whichever tells them apart. */
export function listenersByName(names: readonly string[]): string[] {
  const own = names.map((name) => bareName(basename(name)));
  const folders = names.map((name) => name.split('/').at(-2) ?? '');
  const whole = names.map(bareName);
  return [own, folders].find((some) => new Set(some).size === names.length && !some.includes('')) ?? whole;
}
