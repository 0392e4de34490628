import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createApp } from '../../core/app.ts';
import { createFileChooser } from '../../core/file-chooser.ts';
import { spawnTrainer } from '../spawn-trainer.ts';
import { createLibrary, libraryExists, openLibrary } from '../../core/storage/library.ts';
import { startServer } from '../../server/server.ts';
import { AppError } from '../../shared/errors.ts';
import { callerPath, type Command, noMorePositionals, wholeNumber } from '../command.ts';
import { userDataFolder } from './demo.ts';

export const serveCommand: Command = {
  name: 'serve',
  usage: 'serve [--library FOLDER] [--port N] [--root FOLDER …] [--open]',
  summary: 'The app in a browser, on this machine only (127.0.0.1), for where Electron cannot be had.',
  help: [
    '--library FOLDER  default: a library of its own among the user data',
    '--port N          default: any free port',
    '--root FOLDER     a folder that files may be chosen from, beside the home folder',
    '--open            open the default browser',
  ],
  options: { library: { type: 'string' }, port: { type: 'string' }, root: { type: 'string', multiple: true }, open: { type: 'boolean' } },
  async run(input) {
    noMorePositionals(input, 0);
    const folder = typeof input.values.library === 'string' ? callerPath(input.values.library) : join(userDataFolder(), 'library');
    const port = wholeNumber(input, 'port', 0, 0, 65_535);
    const page = join(import.meta.dirname, '..', '..', '..', 'out', 'renderer');
    if (!existsSync(join(page, 'index.html'))) throw new AppError('unavailable', 'The page is not built yet. Run "npm run build" first ("npm start" and "npm run serve" do it by themselves).');
    mkdirSync(dirname(folder), { recursive: true });
    const library = libraryExists(folder) || typeof input.values.library === 'string' ? await openLibrary(folder) : await createLibrary(folder);
    const roots = [homedir(), ...((input.values.root as string[] | undefined) ?? []).map(callerPath)];
    const app = createApp({ library, spawnTrainer, chooser: createFileChooser(roots) });
    const server = await startServer(app, page, port).catch(async (error) => {
      await app.close();
      throw error;
    });
    // The address is the result: printed at once, also with --json, since this command only ends when it is stopped.
    process.stdout.write(input.json ? `${JSON.stringify({ url: server.url })}\n` : `Quadrille is open at ${server.url}\nCtrl+C stops it.\n`);
    if (input.values.open) openBrowser(server.url);
    await new Promise<void>((resolve) => (input.signal.aborted ? resolve() : input.signal.addEventListener('abort', () => resolve(), { once: true })));
    await server.close();
    await app.close();
    return undefined;
  },
};

function openBrowser(url: string): void {
  const [command, ...args] = process.platform === 'win32' ? ['cmd', '/c', 'start', '""', url] : process.platform === 'darwin' ? ['open', url] : ['xdg-open', url];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
