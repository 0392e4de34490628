import { copyFileSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
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
  unpack(to: string): Promise<void>;
}

export const NOT_DATA = /(^|\/)(__MACOSX\/|\.)|(^|\/)(readme|licen[cs]e)[^/]*$/i;
/** More files are no export of a study: who gives a whole disk waits for nothing. */
export const MOST_IN_FOLDER = 5000;

/** The files of a folder and of all folders in it, in the order of their names. */
export async function membersOfFolder(folder: string): Promise<Member[]> {
  const members: Member[] = [];
  for (const path of filesBelow(folder).sort().slice(0, MOST_IN_FOLDER)) {
    const name = relative(folder, path).split(sep).join('/');
    if (NOT_DATA.test(name)) continue;
    const known = await inspect(path).then(
      (head) => ({ head }),
      (error) => ({ head: null, ...(error instanceof AppError ? { problem: error } : {}) }),
    );
    members.push({ name, ...known, path, unpack: async (to) => copyFileSync(path, to) });
  }
  return members;
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
