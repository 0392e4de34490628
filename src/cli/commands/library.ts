import { phaseMessage } from '../../shared/phases.ts';
import { countScholars } from '../../core/mobility/rows/scholar-rows.ts';
import { commandError } from '../command.ts';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../../core/storage/files-below.ts';
import { importArchive } from '../../core/storage/archive.ts';
import { listBackups } from '../../core/storage/backups.ts';
import { createLibrary, openLibrary, restoreLibrary } from '../../core/storage/library.ts';
import { libraryPaths } from '../../core/storage/paths.ts';
import { LIBRARY_FORMAT } from '../../core/storage/migrate.ts';
import { listModels } from '../../core/recommender/rows/model-rows.ts';
import { countLibrary } from '../../core/recommender/rows/song-rows.ts';
import { callerPath, type Command, noMorePositionals, positional, required } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

export const libraryCreateCommand: Command = {
  usage: 'library create FOLDER [--json]',
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
  usage: 'library info FOLDER [--json]',
  help: [],
  options: {},
  async run(input) {
    const folder = positional(input, 0, 'FOLDER');
    noMorePositionals(input, 1);
    return withLibrary({ ...input, values: { library: folder } }, async (app) => {
      const { db, paths } = app.library;
      const models = listModels(db).map((model) => model.name);
      const info = {
        format: LIBRARY_FORMAT,
        ...countLibrary(db),
        scholars: countScholars(db),
        models,
        bytes: folderBytes(paths.folder),
      };
      for (const [name, value] of Object.entries(info))
        input.print(
          `${name.padEnd(10)} ${Array.isArray(value) ? value.join(', ') || '(none)' : value.toLocaleString('en')}`,
        );
      return info;
    });
  },
};

export const libraryBackupsCommand: Command = {
  usage: 'library backups FOLDER [--json]',
  help: [
    'Backups are made before a library changes its format or takes a merge, and by themselves every four hours ' +
      'while the app has it open.',
  ],
  options: {},
  async run(input) {
    const folder = callerPath(positional(input, 0, 'FOLDER'));
    noMorePositionals(input, 1);
    if (!existsSync(folder)) throw commandError('not-found', `There is no folder ${folder}.`);
    const backups = listBackups(libraryPaths(folder).backups);
    for (const { name, madeAt, bytes } of backups)
      input.print(`${name}  ${madeAt}  ${bytes.toLocaleString('en')} bytes`);
    if (backups.length === 0) input.print('(none)');
    return { backups };
  },
};

export const libraryBackupCommand: Command = {
  usage: 'library backup FOLDER [--json]',
  help: ['Three of today are kept, one of each earlier day, ten in all.'],
  options: {},
  async run(input) {
    const folder = positional(input, 0, 'FOLDER');
    noMorePositionals(input, 1);
    return withLibrary({ ...input, values: { library: folder } }, async (app) => {
      const made = await app.call('backups/create', {});
      input.print(`Made ${made.name} (${made.bytes.toLocaleString('en')} bytes).`);
      return made;
    });
  },
};

export const libraryRestoreCommand: Command = {
  usage: 'library restore FOLDER [--backup NAME] [--json]',
  help: ['--backup NAME  default: the newest; "library backups FOLDER" lists them'],
  options: { backup: { type: 'string' } },
  async run(input) {
    const folder = callerPath(positional(input, 0, 'FOLDER'));
    noMorePositionals(input, 1);
    if (!existsSync(folder)) throw commandError('not-found', `There is no folder ${folder}.`);
    const name =
      typeof input.values.backup === 'string'
        ? input.values.backup
        : listBackups(libraryPaths(folder).backups)[0]?.name;
    if (name === undefined) throw commandError('not-found', `There is no backup in ${libraryPaths(folder).backups}.`);
    const aside = await restoreLibrary(folder, name, new Date());
    (await openLibrary(folder)).close();
    input.print(`Restored ${name}.${aside ? ` What was there is in ${aside}.` : ''}`);
    return { restored: name, movedAside: aside };
  },
};

export const libraryExportCommand: Command = {
  usage: 'library export FOLDER --out FOLDER [--without-spectrograms] [--coder NAME | --include-blind] [--json]',
  help: [
    '--out FOLDER             where the archive goes; nothing there is overwritten',
    '--coder NAME             a work package: the scholars of this coder and what he or she coded, nothing of others',
    '--include-blind          a whole copy although scholars are being coded blind: only for who may see both sides',
    '--without-spectrograms   smaller; they are computed again from the audio files when these are imported again',
  ],
  options: {
    out: { type: 'string' },
    'without-spectrograms': { type: 'boolean' },
    coder: { type: 'string' },
    'include-blind': { type: 'boolean' },
  },
  async run(input) {
    const folder = positional(input, 0, 'FOLDER');
    noMorePositionals(input, 1);
    const out = callerPath(required(input, 'out'));
    return withLibrary({ ...input, values: { library: folder } }, async (app) => {
      const { jobId } = await app.call('library/export-archive', {
        folder: app.grants.add(out),
        withSpectrograms: input.values['without-spectrograms'] !== true,
        coder: typeof input.values.coder === 'string' ? input.values.coder : null,
        includeBlind: input.values['include-blind'] === true,
      });
      const result = await finishJob<{ file: string; bytes: number; files: number }>(app, input, jobId);
      input.print(`Wrote ${join(out, result.file)} (${result.bytes.toLocaleString('en')} bytes).`);
      return { ...result, file: join(out, result.file) };
    });
  },
};

export const libraryImportCommand: Command = {
  usage: 'library import FILE.quadrille-archive FOLDER [--json]',
  help: [],
  options: {},
  async run(input) {
    const file = callerPath(positional(input, 0, 'FILE'));
    const folder = callerPath(positional(input, 1, 'FOLDER'));
    noMorePositionals(input, 2);
    const result = await importArchive(file, folder, {
      progress: (fraction) => {
        input.signal.throwIfAborted();
        input.progress(`${phaseMessage('unpacking').text}: ${Math.round(fraction * 100)} %`);
      },
    });
    (await openLibrary(folder)).close();
    input.print(`Made the library ${JSON.stringify(result.name)} in ${result.folder}.`);
    return { name: result.name, library: result.folder };
  },
};

function folderBytes(folder: string): number {
  let bytes = 0;
  for (const file of filesBelow(folder)) bytes += statSync(file).size;
  return bytes;
}
