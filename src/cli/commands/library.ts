import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLibrary } from '../../core/storage/library.ts';
import { LIBRARY_FORMAT } from '../../core/storage/migrate.ts';
import { listModels } from '../../core/storage/model-rows.ts';
import { countLibrary } from '../../core/storage/song-queries.ts';
import { callerPath, type Command, noMorePositionals, positional } from '../command.ts';
import { withLibrary } from '../session.ts';

export const libraryCreateCommand: Command = {
  name: 'library create',
  usage: 'library create FOLDER [--json]',
  summary: 'Make an empty library in a new or empty folder.',
  help: [],
  options: {},
  async run(input) {
    const folder = callerPath(positional(input, 0, 'FOLDER'));
    noMorePositionals(input, 1);
    (await createLibrary(folder)).close();
    input.print(`Made an empty library in ${folder}.`);
    return { library: folder, format: LIBRARY_FORMAT };
  },
};

export const libraryInfoCommand: Command = {
  name: 'library info',
  usage: 'library info FOLDER [--json]',
  summary: 'Tell what a library holds.',
  help: [],
  options: {},
  async run(input) {
    const folder = positional(input, 0, 'FOLDER');
    noMorePositionals(input, 1);
    return withLibrary({ ...input, values: { library: folder } }, async (app) => {
      const { db, paths } = app.library;
      const models = listModels(db).map((model) => model.name);
      const info = { format: LIBRARY_FORMAT, ...countLibrary(db), models, bytes: folderBytes(paths.folder) };
      for (const [name, value] of Object.entries(info)) input.print(`${name.padEnd(10)} ${Array.isArray(value) ? value.join(', ') || '(none)' : value.toLocaleString('en')}`);
      return info;
    });
  },
};

function folderBytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  return bytes;
}
