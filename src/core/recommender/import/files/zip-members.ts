import { createWriteStream, mkdirSync, statfsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ZipEntry, ZipFile } from '../../../imports/zip-file.ts';
import type { Checkpoint } from '../../../workers/worker-side.ts';
import { packingOf } from '../plays/packing.ts';
import { type Member, NOT_DATA } from './member.ts';
import { headOf, inspect, SNIFFED_BYTES } from './source.ts';

export const MOST_LOOKED_INTO = 500;

export function dataEntries(zip: ZipFile): ZipEntry[] {
  return zip.entries.filter(({ name, bytes }) => bytes > 0 && !NOT_DATA.test(name));
}

/** What an entry is, as far as its beginning tells. */
export function memberOf(zip: ZipFile, entry: ZipEntry, checkpoint: Checkpoint = () => {}): Member {
  const unpack = (to: string) => writeEntry(zip, entry, to, checkpoint);
  return { name: entry.name, ...headOfEntry(zip, entry), unpack };
}

/**
 * The same of many; those that nothing can be read of but from a file, as bzip2 and Parquet, are unpacked to a folder.
 *
 * @param most bytes of such an entry; larger ones stay unknown
 */
export async function membersOfZip(
  zip: ZipFile,
  entries: readonly ZipEntry[],
  folder: string,
  checkpoint: Checkpoint = () => {},
  most = Number.POSITIVE_INFINITY,
): Promise<Member[]> {
  const members: Member[] = [];
  for (const [i, entry] of entries.slice(0, MOST_LOOKED_INTO).entries()) {
    const member = memberOf(zip, entry, checkpoint);
    const isOpen = member.head === null && entry.bytes <= most && needsFile(zip, entry);
    members.push(isOpen ? await unpacked(member, entry, join(folder, `${i + 1}-${basename(entry.name)}`)) : member);
  }
  return members;
}

async function unpacked(member: Member, { name, bytes }: ZipEntry, path: string): Promise<Member> {
  assertRoom(dirname(dirname(path)), bytes);
  await member.unpack(path);
  try {
    return { name, head: { ...(await inspect(path)), name }, path, unpack: member.unpack };
  } catch (error) {
    return { ...member, path, ...(error instanceof AppError ? { problem: error } : {}) };
  }
}

function needsFile(zip: ZipFile, entry: ZipEntry): boolean {
  try {
    return ['bzip2', 'parquet'].includes(packingOf(zip.head(entry, SNIFFED_BYTES)));
  } catch {
    return false;
  }
}

function headOfEntry(zip: ZipFile, entry: ZipEntry): Pick<Member, 'head' | 'problem'> {
  try {
    return { head: headOf(entry.name, entry.bytes, zip.head(entry, SNIFFED_BYTES)) };
  } catch (error) {
    return { head: null, ...(error instanceof AppError ? { problem: error } : {}) };
  }
}

export async function writeEntry(zip: ZipFile, entry: ZipEntry, to: string, checkpoint: Checkpoint): Promise<void> {
  mkdirSync(dirname(to), { recursive: true });
  async function* reported() {
    for await (const part of zip.parts(entry)) {
      checkpoint(0, 'reading');
      yield part;
    }
  }
  await pipeline(reported, createWriteStream(to));
}

/** @throws disk-full */
export function assertRoom(folder: string, needed: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize > needed) return;
  const free = Math.floor((bavail * bsize) / 1e6);
  throw new AppError('disk-full', say('import.disk-too-full', { needed: Math.ceil(needed / 1e6), free }));
}
