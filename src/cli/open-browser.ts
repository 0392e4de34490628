import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Opens an address that contains a token. Other users of the machine can read command lines, so the browser is given
 * a file that leads there, which only this user can read.
 *
 * @param folder a private one, in which the file stays until the server ends
 */
export function openBrowser(url: string, folder: string): void {
  const file = join(folder, 'open.html');
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Quadrille</title>
<meta http-equiv="refresh" content="0; url=${url}"><a href="${url}">Quadrille</a>\n`,
    { mode: 0o600, flag: 'wx' },
  );
  const [command, ...args] =
    process.platform === 'win32'
      ? ['cmd', '/c', 'start', '""', file]
      : process.platform === 'darwin'
        ? ['open', file]
        : ['xdg-open', file];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
