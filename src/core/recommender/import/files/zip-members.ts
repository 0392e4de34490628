import { createWriteStream, mkdirSync, statfsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { mayBeData } from '../../../imports/left-out.ts';
import type { ZipEntry, ZipFile } from '../../../imports/zip-file.ts';
import type { Checkpoint } from '../../../workers/worker-side.ts';
import { packingOf } from '../plays/packing.ts';
import { isTheFile, type Member, MOST_IN_FOLDER } from './member.ts';
import { headOf, inspect, SNIFFED_BYTES } from './source.ts';

export function dataEntries(zip: ZipFile): ZipEntry[] {
  return zip.entries.filter(({ name }) => mayBeData(name));
}

/** The entries, each with what it is as far as its beginning tells. */
export function membersOf(
  zip: ZipFile,
  entries: readonly ZipEntry[],
  most: number,
  checkpoint: Checkpoint = () => {},
): Member[] {
  return entries.map((entry, i) => {
    const unpack = (to: string) => writeEntry(zip, entry, to, checkpoint);
    const known = i < most && isTheFile(entry.name) ? headOfEntry(zip, entry) : { head: null };
    return { name: entry.name, ...known, digest: () => String(entry.crc), unpack };
  });
}

/** What is looked into of a zip that may be any. */
export const SNIFFED = { files: 500, bytes: 64e6 };

/**
 * The same, and those that nothing can be read of but from a file, as bzip2 and Parquet, are unpacked to a folder.
 *
 * @param most files that are looked into, and bytes of one that is unpacked; the others stay unknown
 */
export async function membersOfZip(
  zip: ZipFile,
  entries: readonly ZipEntry[],
  folder: string,
  checkpoint: Checkpoint = () => {},
  most = { files: MOST_IN_FOLDER, bytes: Number.POSITIVE_INFINITY },
): Promise<Member[]> {
  const members = membersOf(zip, entries, most.files, checkpoint);
  for (const [i, entry] of entries.slice(0, most.files).entries())
    if (members[i].head === null && isTheFile(entry.name) && entry.bytes <= most.bytes && needsFile(zip, entry))
      members[i] = await unpacked(members[i], entry, join(folder, `${i + 1}-${basename(entry.name)}`));
  return members;
}

async function unpacked({ problem, ...member }: Member, { name, bytes }: ZipEntry, path: string): Promise<Member> {
  assertRoom(dirname(dirname(path)), bytes);
  await member.unpack(path);
  try {
    return { ...member, head: { ...(await inspect(path)), name }, path };
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
  const { name } = entry;
  if (entry.bytes === 0) return { head: null, problem: new AppError('bad-input', say('import.empty-file', { name })) };
  try {
    return { head: headOf(name, entry.bytes, zip.head(entry, SNIFFED_BYTES)) };
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
