import { commandError } from '../command.ts';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { createFileChooser } from '../../core/app/file-chooser.ts';
import { Log, logUncaught } from '../../core/app/log.ts';
import { libraryPaths } from '../../core/storage/paths.ts';
import { LibraryHost } from '../../core/app/library-host.ts';
import { openBrowser } from '../open-browser.ts';
import { spawnTrainer } from '../spawn-trainer.ts';
import { privateFolder } from '../../server/private-folder.ts';
import { type PageServer, type RunningServer, startServer } from '../../server/server.ts';
import { fromErrorBody } from '../../shared/errors.ts';
import { callerPath, type Command, noMorePositionals, wholeNumber } from '../command.ts';
import { libraryPlaces } from '../../shared/data-folder.ts';
import { dataFolderHere } from '../../core/storage/data-folder.ts';

/**
 * The built page: from source in out/, in the bundle beside it. In a package the bundle lies beside the archive and the
 * page in it, where Electron's Node reads it.
 */
export function pageFolder(here: string): string {
  if (basename(here) === 'commands') return join(here, '..', '..', '..', 'out', 'renderer');
  const out = dirname(basename(here) === 'chunks' ? dirname(here) : here);
  return join(out.replace(`app.asar.unpacked${sep}`, `app.asar${sep}`), 'renderer');
}

const PAGE_FOLDER = pageFolder(import.meta.dirname);

export const serveCommand: Command = {
  usage: 'serve [--library FOLDER] [--port N] [--root FOLDER …] [--open]',
  help: [
    '--library FOLDER  default: a library of its own among the user data',
    '--port N          default: any free port',
    '--root FOLDER     a folder that files may be chosen from, beside the home folder',
    '--open            open the default browser',
  ],
  options: {
    library: { type: 'string' },
    port: { type: 'string' },
    root: { type: 'string', multiple: true },
    open: { type: 'boolean' },
  },
  async run(input) {
    noMorePositionals(input, 0);
    const folder =
      typeof input.values.library === 'string' ? callerPath(input.values.library) : libraryPlaces(dataFolderHere()).own;
    const port = wholeNumber(input, 'port', 0, 0, 65_535);
    if (!existsSync(join(PAGE_FOLDER, 'index.html')))
      throw commandError(
        'unavailable',
        'The page is not built yet. Run "npm run build" first ("npm start" and "npm run serve" do it by themselves).',
      );
    const roots = [homedir(), ...((input.values.root as string[] | undefined) ?? []).map(callerPath)];
    const server = await serveLibrary({ folder, create: typeof input.values.library !== 'string', roots, port });
    // The address is the result: printed at once, also with --json, since this command only ends when it is stopped.
    process.stdout.write(
      input.json
        ? `${JSON.stringify({ url: server.url })}\n`
        : `Quadrille is open at ${server.url}\nCtrl+C stops it.\n`,
    );
    const redirect = input.values.open ? privateFolder() : null;
    if (redirect) openBrowser(server.url, redirect.path);
    await new Promise<void>((resolve) =>
      input.signal.aborted ? resolve() : input.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    redirect?.remove();
    await server.close();
    return undefined;
  },
};

export interface Serving {
  folder: string;
  /** Creates the library if there is none. */
  create: boolean;
  /** Folders that files may be chosen from. */
  roots: readonly string[];
  port: number;
  pageServer?: PageServer;
}

/** Opens a library and serves it, until the server is closed. */
export async function serveLibrary({ folder, create, roots, port, pageServer }: Serving): Promise<RunningServer> {
  const host = await LibraryHost.open({
    folder,
    create,
    spawnTrainer,
    chooser: createFileChooser(roots),
    places: libraryPlaces(dataFolderHere()),
    automaticBackups: true,
  });
  // A damaged library is shown in the browser with its backups; any other error is reported here.
  if (host.problem && host.problem.code !== 'library-damaged') throw fromErrorBody(host.problem);
  const server = await startServer(host, PAGE_FOLDER, port, pageServer).catch(async (error) => {
    await host.close();
    throw error;
  });
  host.onReplaced(() => server.disconnect());
  const stopLogging = logUncaught(new Log(libraryPaths(folder).logs));
  return {
    ...server,
    close: async () => {
      stopLogging();
      await server.close();
      await host.close();
    },
  };
}
