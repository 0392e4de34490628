import { closeSync, openSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ImportPreview, Understood } from '../../../shared/contract/imports.ts';
import { makeFolder } from '../../storage/durable.ts';
import { filesBelow } from '../../storage/files-below.ts';
import { readAt } from '../../storage/read-at.ts';
import type { Checkpoint } from '../../workers/worker-side.ts';
import { hasHeader, readDelimitedHead } from './text/delimited.ts';
import { type FileHead, inspect } from './files/source.ts';
import { type ImportTask, stageImport } from './stage-import.ts';
import { understoodIn } from './understood.ts';
import { plainFile } from '../../storage/plain-file.ts';

/** What is looked into as a whole: it takes a second or two. */
const LARGEST_WHOLE_BYTES = 16 * 2 ** 20;
/** Of a larger table its beginning. */
const PART_BYTES = 4 * 2 ** 20;
const ROWS_SHOWN = 6;
const MOST_FILES = 500;
/** Would be decoded: only an import does that. */
const NOT_LOOKED_INTO = new Set(['audio']);
const JSON_TEXT = /^\s*[[{]/;

/**
 * Reads a file as an import does and keeps nothing: what it would bring, what would be left out, what it asks. The
 * task's staging file and scratch folder are the caller's to throw away.
 */
export async function previewImport(task: ImportTask, checkpoint: Checkpoint): Promise<ImportPreview> {
  const head = await inspect(task.file);
  const rows = firstRows(head);
  const extent = NOT_LOOKED_INTO.has(task.kind) ? 'none' : extentOf(task.file, head);
  if (extent === 'none') return { ...NOTHING, ...rows, extent, format: task.format };
  makeFolder(task.scratch);
  const file = extent === 'part' ? beginningOf(task) : task.file;
  let understood: Understood[] = [];
  const result = await stageImport({ ...task, file, onError: 'skip' }, checkpoint, (staging) => {
    understood = understoodIn(staging);
  });
  return { ...result, ...rows, extent, understood };
}

const NOTHING = {
  read: 0,
  imported: 0,
  rejected: 0,
  rejections: [],
  seconds: 0,
  notes: [],
  questions: [],
  understood: [],
};

/** The first rows of a table as they stand in the file. */
function firstRows(head: FileHead): Pick<ImportPreview, 'rows' | 'header'> {
  const table = tableOf(head);
  if (!table) return { rows: [], header: false };
  return {
    rows: table.rows.slice(0, ROWS_SHOWN).map((row) => [...row]),
    header: table.rows.length > 1 && hasHeader(table),
  };
}

function tableOf(head: FileHead) {
  const table = readDelimitedHead(head);
  return table && table.alike > 0.5 && !JSON_TEXT.test(head.head.toString('utf8', 0, 100)) ? table : null;
}

function extentOf(file: string, head: FileHead): ImportPreview['extent'] {
  if (head.kind === 'folder') return isSmallFolder(file) ? 'whole' : 'none';
  if (head.kind === 'hdf5') return 'none';
  if (head.bytes <= LARGEST_WHOLE_BYTES) return 'whole';
  return head.packing === 'none' && tableOf(head) ? 'part' : 'none';
}

function isSmallFolder(folder: string): boolean {
  const files = filesBelow(folder);
  if (files.length > MOST_FILES) return false;
  return files.reduce((sum, file) => sum + statSync(file).size, 0) <= LARGEST_WHOLE_BYTES;
}

/** A copy of the first lines, under the file's own name. */
function beginningOf({ file, scratch }: ImportTask): string {
  const folder = join(scratch, 'beginning');
  makeFolder(folder);
  const copy = join(folder, basename(file));
  const fd = openSync(plainFile(file), 'r');
  try {
    const bytes = readAt(fd, 0, PART_BYTES);
    writeFileSync(copy, bytes.subarray(0, bytes.lastIndexOf(10) + 1));
  } finally {
    closeSync(fd);
  }
  return copy;
}
