import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../../src/core/app/app.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { freshApp, importFile, temporaryFolder } from './fixtures.ts';

const song = (n: number) => `SOSYN${String(n).padStart(13, '0')}`;
const track = (n: number) => `TRSYN${String(n).padStart(13, '0')}`;

/**
 * A small library of two tastes: even listeners play even songs, odd ones odd songs, with some noise; tags show which
 * is which. Synthetic.
 */
export async function tasteLibrary(folder?: string, size = { listeners: 120, songs: 60, each: 14 }): Promise<App> {
  const app = folder ? await freshApp(folder) : await freshApp();
  const files = temporaryFolder();
  const random = new Random(11);
  const lines: string[] = [];
  for (let u = 0; u < size.listeners; u++) {
    const own = new Set<number>();
    while (own.size < size.each) {
      const n = random.below(size.songs);
      if (n % 2 === u % 2 || random.uniform() < 0.15) own.add(n);
    }
    for (const n of own) lines.push(`listener-${u}\t${song(n)}\t${1 + random.below(9)}`);
  }
  const write = (name: string, text: string[]) => {
    const file = join(files, name);
    writeFileSync(file, `${text.join('\n')}\n`);
    return file;
  };
  const songs = Array.from({ length: size.songs }, (_, n) => n);
  await importFile(
    app,
    'tracks',
    write(
      'unique_tracks.txt',
      songs.map((n) => `${track(n)}<SEP>${song(n)}<SEP>Artist ${n % 12}<SEP>Title ${n}`),
    ),
  );
  await importFile(
    app,
    'tags',
    write(
      'genres.cls',
      songs.map((n) => `${track(n)}\t${n % 2 ? 'odd' : 'even'}\t${n % 3 ? 'loud' : 'quiet'}`),
    ),
  );
  await importFile(app, 'triplets', write('triplets.txt', lines));
  return app;
}
