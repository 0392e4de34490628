import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, importFile } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

async function answered(app: App, kind: string, file: string, answers: Record<string, string>): Promise<ImportResult> {
  const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind, answers });
  return finish<ImportResult>(app, jobId);
}

const tagsOf = (app: App) =>
  app.library.db.all(
    `SELECT s.song_key AS song, group_concat(g.name) AS tags FROM songs s LEFT JOIN tracks t ON t.song_id = s.id
     LEFT JOIN track_tags k ON k.track_id = t.id LEFT JOIN tags g ON g.id = k.tag_id GROUP BY s.id ORDER BY s.id`,
  );

/** Two songs of one name, of different albums; the second is played more. */
async function library(): Promise<App> {
  const app = await freshApp();
  const songs = 'song_id,title,artist,album\ns1,Halo,Beyoncé,A\ns2,Halo,Beyoncé,B\ns3,Jóga,Björk,C\n';
  await importFile(app, 'tracks', fileOf('s.csv', songs));
  await importFile(app, 'triplets', fileOf('p.csv', 'user,song,plays\nu,s1,1\nu,s2,5\nu,s3,2\n'));
  return app;
}

describe('tables of songs by artist and title', () => {
  it('give their tags to the songs of the library, whose ids they do not know; others are new', async () => {
    const app = await library();
    const tags = fileOf('t.csv', 'artist,title,tag\nBJÖRK,Jóga ,trip-hop\nNew,Song,rock\n');
    const { imported, questions, notes } = await importFile(app, 'tags', tags);
    expect([imported, questions]).toEqual([2, []]);
    expect(notes).toContainEqual(saying('import.matched-by-name', { songs: 1 }));
    expect(tagsOf(app)).toEqual([
      { song: 's1', tags: null },
      { song: 's2', tags: null },
      { song: 's3', tags: 'trip-hop' },
      { song: 'new – song', tags: 'rock' },
    ]);
  });

  it('are asked about where several songs have a name', async () => {
    const app = await library();
    const tags = fileOf('t.csv', 'artist,title,tag\nBeyoncé,Halo,soul\nBjörk,Jóga,trip-hop\n');
    const first = await importFile(app, 'tags', tags);
    expect(first).toMatchObject({ imported: 1, rejected: 1, questions: [{ id: 'ask.songs-of-name', rows: 1 }] });
    expect(tagsOf(app)).toMatchObject([{ tags: null }, { tags: null }, { tags: 'trip-hop' }]);
    const again = await answered(app, 'tags', tags, { 'ask.songs-of-name': 'most-played' });
    expect(again).toMatchObject({ imported: 2, rejected: 0, questions: [] });
    expect(tagsOf(app)).toMatchObject([{ tags: null }, { song: 's2', tags: 'soul' }, { tags: 'trip-hop' }]);
    const only = fileOf('one.csv', 'artist,title,tag\nBeyoncé,Halo,pop\n');
    await expect(answered(app, 'tags', only, { 'ask.songs-of-name': 'none' })).rejects.toMatchObject(
      telling('import.all-rejected'),
    );
  });

  it('are those of their album where they name one', async () => {
    const app = await library();
    const tags = fileOf('t.csv', 'artist,title,album,tag\nBeyoncé,Halo,a,soul\n');
    expect(await importFile(app, 'tags', tags)).toMatchObject({ imported: 1, questions: [] });
    expect(tagsOf(app)[0]).toEqual({ song: 's1', tags: 'soul' });
  });

  it('describe the song that has an id', async () => {
    const app = await library();
    const songs = fileOf('y.csv', 'artist,title,year\nBjörk,Jóga,1997\n');
    expect(await importFile(app, 'tracks', songs)).toMatchObject({ imported: 1 });
    expect(app.library.db.all("SELECT year FROM tracks WHERE title = 'Jóga'")).toEqual([{ year: 1997 }]);
  });
});
