import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { cutBytes } from '../../shared/cut-bytes.ts';
import { makeFolders, moveDurably, syncTree, writeDurably } from './durable.ts';
import { filesBelow } from './files-below.ts';
import { removeFolder } from './moves.ts';

// A job may be killed at any moment and run again, and what it wrote where a person keeps files is written once and
// whole: under a name of its own until it is complete, then moved to its place. The job's folder remembers both names,
// each before it is used.

const MEMORY = 'output.json';
/** Of the final name; with what follows it, what every file system takes. */
const MOST_NAME_BYTES = 220;
/** Nobody else's file is called so: what has this name and is remembered may be removed. */
const UNFINISHED = /\.[0-9a-f]{16}\.part$/;

/** The name and size of each file, which say whether a path still holds what was moved there. */
type Listing = [name: string, bytes: number][];

interface Memory {
  unfinished: string;
  placed?: { path: string; listing: Listing; result: unknown };
}

export interface Placed<Result> {
  path: string;
  result: Result;
}

/** Where a result is to go. */
export interface Destination {
  /** A folder on the disk of the final path, for the unfinished form; it is made if it is missing. */
  folder: string;
  /** What the unfinished form is called after. */
  name: string;
  /** The final path, asked for when the result is complete: one that nobody has. */
  path(): string;
}

/**
 * Writes a file or a folder of results for the job whose folder is `jobFolder`. If the job was cut off after its result
 * had got its place, answers that; if before, removes the unfinished rest and writes again.
 */
export async function placeOnce<Result>(
  jobFolder: string,
  { folder, name, path }: Destination,
  write: (unfinished: string) => Promise<Result>,
): Promise<Placed<Result>> {
  const before = placedBefore<Result>(jobFolder);
  if (before) return before;
  removeUnfinished(jobFolder);
  makeFolders(folder);
  const unfinished = join(folder, `${cutBytes(name, MOST_NAME_BYTES)}.${randomBytes(8).toString('hex')}.part`);
  remember(jobFolder, { unfinished });
  try {
    const result = await write(unfinished);
    syncTree(unfinished); // whoever is told that it is done finds it after a power cut too
    const final = path();
    rememberPlace(jobFolder, unfinished, final, result);
    moveDurably(unfinished, final);
    return { path: final, result };
  } finally {
    removeFolder(unfinished);
  }
}

/** What an earlier run of the job moved to its place, if it is still there as it was. */
export function placedBefore<Result>(jobFolder: string): Placed<Result> | null {
  const placed = memoryOf(jobFolder)?.placed;
  if (!placed || JSON.stringify(listingOf(placed.path)) !== JSON.stringify(placed.listing)) return null;
  return { path: placed.path, result: placed.result as Result };
}

/** To be called when the result is complete and the next step is to move it. */
export function rememberPlace(jobFolder: string, unfinished: string, path: string, result: unknown): void {
  const listing = listingOf(unfinished);
  if (listing) remember(jobFolder, { unfinished, placed: { path, listing, result } });
}

/** Of a job that was cut off: nothing half written stays among a person's files until somebody resumes it. */
export function removeUnfinished(jobFolder: string): void {
  const left = memoryOf(jobFolder)?.unfinished;
  if (left && UNFINISHED.test(basename(left))) removeFolder(left);
}

function remember(jobFolder: string, memory: Memory): void {
  writeDurably(join(jobFolder, MEMORY), JSON.stringify(memory));
}

function memoryOf(jobFolder: string): Memory | null {
  const file = join(jobFolder, MEMORY);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Memory) : null;
}

function listingOf(path: string): Listing | null {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there) return null;
  if (!there.isDirectory()) return [['', there.size]];
  return filesBelow(path)
    .map((file): [string, number] => [relative(path, file), statSync(file).size])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
