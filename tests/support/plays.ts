import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { unpack } from '../../src/core/recommender/rows/packed-plays.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { MIGRATIONS, migrate } from '../../src/core/storage/migrate.ts';
import { openReadWrite } from '../../src/core/storage/sqlite.ts';
import { freshApp, onCleanup, ROOT, temporaryFolder } from './fixtures.ts';

/** "listener song" → count, as the library holds it. */
export function playsOf(app: App): Record<string, number> {
  const { db } = app.library;
  const keys = new Map(
    db.all<{ id: number; key: string }>('SELECT id, song_key AS key FROM songs').map(({ id, key }) => [id, key]),
  );
  return Object.fromEntries(
    db
      .all<{ listener: string; data: Buffer }>(
        'SELECT l.listener_key AS listener, p.data FROM plays p JOIN listeners l ON l.id = p.listener_id',
      )
      .flatMap(({ listener, data }) => {
        const { songs, counts } = unpack(data);
        return Array.from(songs, (song, i) => [`${listener} ${keys.get(song)}`, counts[i]]);
      }),
  );
}

/** A library of format 30 with the rows of tests/fixtures/library-30.sql, opened by this version. */
export async function library30(): Promise<App> {
  const folder = join(temporaryFolder(), 'library');
  const app = await freshApp(folder);
  const { database } = app.library.paths;
  await app.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${database}${end}`, { force: true });
  const db = openReadWrite(database);
  migrate(
    db,
    MIGRATIONS.filter(({ version }) => version <= 30),
  );
  db.exec(readFileSync(join(ROOT, 'tests', 'fixtures', 'library-30.sql'), 'utf8'));
  db.close();
  const opened = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  onCleanup(() => opened.close());
  return opened;
}
