import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { moveFile, removeFile } from '../../../storage/moves.ts';
import { readDelimitedHead, tableRows } from '../text/delimited.ts';
import { objectsAsLines } from '../text/json-table.ts';
import { quotedRow } from '../text/quoted-lines.ts';
import type { Member } from './member.ts';
import { unpackedParts } from '../plays/packing.ts';
import { type FileHead, inspect, textLines, unpackedName } from './source.ts';

const JSON_ENDING = /\.(json|jsonl|ndjson)$/i;

/** Several members as one text, and where in which of them each of its lines stands. */
export interface Joined extends Required<Pick<FileHead, 'lineOf' | 'fileOf'>> {
  path: string;
}

/** The first line of a table, if it names columns. */
export function firstLine({ head }: Pick<Member, 'head'>): string {
  const [line] = head?.head.toString('utf8').split('\n', 1) ?? [''];
  return /\d/.test(line) || /^\s*[[{]/.test(line) ? '' : line.replace(/\r$/, '');
}

/**
 * The objects of several files, a line each.
 *
 * @param listeners whose each of them is: put into each object
 */
export async function joinedJson(
  paths: readonly string[],
  members: readonly Member[],
  folder: string,
  listeners: readonly string[] | null,
): Promise<{ path: string }> {
  const path = join(folder, 'joined.jsonl');
  await pipeline(async function* () {
    for (const [i, file] of paths.entries()) {
      const head = { ...(await inspect(file)), name: members[i].name };
      for await (const line of objectsAsLines({ file, head }))
        yield listeners ? line.replace(/^\s*\{/, `{"listener":${JSON.stringify(listeners[i])},`) : line;
    }
  }, createWriteStream(path));
  return { path };
}

/**
 * Makes plain files called `.json` of the parts of an export, where they lie.
 *
 * @returns the listener of a part by its name, if each has one
 */
export async function plainParts(
  paths: readonly string[],
  listeners: readonly string[] | null,
): Promise<ReadonlyMap<string, string> | undefined> {
  const owners = new Map<string, string>();
  for (const [i, path] of paths.entries()) {
    const { packing } = await inspect(path);
    const name = packing === 'none' ? path : unpackedName(path);
    const plain = `${name.replace(JSON_ENDING, '')}.json`;
    if (packing === 'none') moveFile(path, plain);
    else {
      const text = unpackedParts(path, packing, () => {});
      await pipeline(text, createWriteStream(plain));
      removeFile(path);
    }
    owners.set(basename(plain), listeners?.[i] ?? '');
  }
  return listeners ? owners : undefined;
}

/**
 * Tables of the same columns below each other, with one header if they have any.
 *
 * @param listeners whose each of them is: put into a first column
 */
export async function joinedTables(
  paths: readonly string[],
  members: readonly Member[],
  folder: string,
  listeners: readonly string[] | null,
): Promise<Joined> {
  const path = join(folder, 'joined');
  const isHeaded = firstLine(members[0]) !== '';
  const starts: { line: number; shift: number; name: string }[] = [];
  let written = 0;
  const linesOf = (text: string) => text.split('\n').length;
  async function* all() {
    for (const [i, file] of paths.entries()) {
      const head = await inspect(file);
      const table = readDelimitedHead(head) ?? { separator: ',', above: [] };
      starts.push({ line: written + 1, shift: isHeaded && i > 0 ? 1 - written : -written, name: members[i].name });
      const rows = listeners
        ? tableRows(
            textLines(file, head, () => {}),
            table,
          )
        : textLines(file, head, () => {});
      for await (const { line, text } of rows) {
        if (isHeaded && i > 0 && line === 1) continue;
        const first = listeners && quotedRow([i === 0 && line === 1 ? 'listener' : listeners[i]], table.separator);
        const row = first === null ? text : first + table.separator + text;
        written += linesOf(row);
        yield `${row}\n`;
      }
    }
  }
  await pipeline(all, createWriteStream(path));
  const startOf = (line: number) => starts.findLast((start) => start.line <= line) ?? starts[0];
  return { path, lineOf: (line) => line + startOf(line).shift, fileOf: (line) => startOf(line).name };
}
