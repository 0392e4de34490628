import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import type { JobContext } from '../../src/core/jobs/kind.ts';
import { datasetHash, readDataset } from '../../src/core/recommender/data/dataset.ts';
import { gatherDataset } from '../../src/core/recommender/data/gather.ts';
import { gather } from '../../src/core/recommender/data/gather-job.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { openLibrary } from '../../src/core/storage/library.ts';
import { GatheredCache } from '../../src/core/recommender/data/gathered-cache.ts';
import { onCleanup, temporaryFolder } from '../support/fixtures.ts';
import { tasteLibrary } from '../support/tastes.ts';

/** What a job gathers: the file, which is the kept one if it has its inode, and what is in it. */
async function gathered(app: App, dropMismatches = true) {
  const folder = temporaryFolder();
  const context = { folder, signal: new AbortController().signal, progress() {} } as unknown as JobContext;
  const file = await gather(app.library, context, dropMismatches, []);
  return { inode: statSync(file).ino, hash: datasetHash(readDataset(file)), file };
}

/** Without any file. */
function now(app: App, dropMismatches = true): string {
  return datasetHash(gatherDataset(app.library.db, app.library.paths.mel, dropMismatches, () => {}));
}

const kept = (app: App) => readdirSync(app.library.paths.gathered);

describe('a gathered data set', () => {
  it('is taken by later jobs, also when the library was opened again, until the music changes', async () => {
    const folder = join(temporaryFolder(), 'library');
    let app = await tasteLibrary(folder);
    const first = await gathered(app);
    expect((await gathered(app)).inode).toBe(first.inode);
    await app.close();
    app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
    onCleanup(() => app.close());
    expect((await gathered(app)).inode).toBe(first.inode);
    const { db } = app.library;
    db.run("INSERT INTO facts VALUES ('title', 'says nothing of the music')");
    expect((await gathered(app)).inode).toBe(first.inode);
    const changes: [string, string][] = [
      ['a play', "UPDATE plays SET data = x'0107' WHERE listener_id = (SELECT min(id) FROM listeners)"],
      ['a listener', 'DELETE FROM plays WHERE listener_id = (SELECT max(id) FROM listeners)'],
      ['the name of a tag', "UPDATE tags SET name = 'louder' WHERE id = 1"],
      ['the weight of a tag', 'UPDATE track_tags SET weight = weight - 1 WHERE track_id = 1'],
      ['an artist', "UPDATE tracks SET artist = 'Nobody' WHERE id = 1"],
      ['a mismatch', "INSERT INTO mismatches SELECT song_key, 'TRX' FROM songs WHERE id = 3"],
      ['a time', "INSERT INTO listens SELECT min(id), x'' FROM listeners"],
      ['what values are', "INSERT INTO facts VALUES ('values', 'ratings')"],
    ];
    let last = first;
    for (const [what, sql] of changes) {
      expect(db.run(sql).changes, what).toBeGreaterThan(0);
      const next = await gathered(app);
      expect(next.inode, what).not.toBe(last.inode);
      expect(next.hash, what).toBe(now(app));
      last = next;
    }
    expect((await gathered(app)).inode).toBe(last.inode);
    expect(kept(app).length).toBe(1);
  });

  it('is gathered anew where its file is damaged or deleted; jobs keep their own', async () => {
    const app = await tasteLibrary();
    const first = await gathered(app);
    const [name] = kept(app);
    const bytes = readFileSync(join(app.library.paths.gathered, name));
    bytes[bytes.length - 9] ^= 1;
    // The job's file is another name of the same one: it stays as it is.
    rmSync(join(app.library.paths.gathered, name));
    writeFileSync(join(app.library.paths.gathered, name), bytes);
    const second = await gathered(app);
    expect(second.inode).not.toBe(first.inode);
    expect(second.hash).toBe(first.hash);
    for (const file of kept(app)) rmSync(join(app.library.paths.gathered, file));
    expect((await gathered(app)).hash).toBe(first.hash);
    expect(datasetHash(readDataset(first.file))).toBe(first.hash);
  });

  it('is kept for two settings at most, and not if the music changed while it was gathered', async () => {
    const app = await tasteLibrary();
    app.library.db.run("INSERT INTO mismatches SELECT song_key, 'TRX' FROM songs WHERE id = 3");
    const [all, clean] = [await gathered(app, false), await gathered(app, true)];
    expect(all.hash).not.toBe(clean.hash);
    expect([(await gathered(app, false)).inode, (await gathered(app, true)).inode]).toEqual([all.inode, clean.inode]);
    expect(kept(app).length).toBe(2);
    const cache = new GatheredCache(app.library);
    const file = cache.begin();
    writeFileSync(join(cache.folder, file), '');
    app.library.db.run("UPDATE tags SET name = 'louder' WHERE id = 1");
    cache.finish(file, { key: 'any', sha256: '', print: '' });
    expect(cache.kept('any')).toBe(null);
    expect(kept(app)).toEqual([]);
  });
});
