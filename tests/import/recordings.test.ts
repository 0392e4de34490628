import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, source] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    copyFileSync(join(ROOT, 'tests', 'fixtures', source), join(folder, name));
  }
  return folder;
}

async function answered(app: App, file: string, answers: Record<string, string>): Promise<ImportResult> {
  const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind: 'audio', answers });
  return finish<ImportResult>(app, jobId);
}

const rows = (app: App) =>
  app.library.db.all(
    `SELECT s.song_key AS song, t.title, t.artist, t.year, (SELECT group_concat(g.name) FROM track_tags k
     JOIN tags g ON g.id = k.tag_id WHERE k.track_id = t.id) AS tags, c.file IS NOT NULL AS heard
     FROM songs s LEFT JOIN tracks t ON t.id = s.main_track_id LEFT JOIN clips c ON c.track_id = t.id ORDER BY s.id`,
  );

describe('recordings with tags', () => {
  it('name songs that had no row of a track, and their genres become tags', async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('plays.csv', 'user,song,plays\nu,SX,3\nu,SY,1\n'));
    const folder = folderOf({ 'SX.mp3': 'tags/id3-2.3-utf16.mp3' });
    const { imported, notes, questions } = await importFile(app, 'audio', folder);
    expect([imported, questions]).toEqual([1, []]);
    expect(notes).toContainEqual(saying('import.titles-from-tags', { tracks: 1 }));
    expect(notes).toContainEqual(saying('import.genres-from-tags', { tracks: 1 }));
    const named = { title: '晴天 ÿ', artist: '周杰伦', year: 2003, tags: 'genre: Rock', heard: 1 };
    expect(rows(app)[0]).toEqual({ song: 'SX', ...named });
  });

  it('replace those of an earlier import, which is said', async () => {
    const app = await freshApp();
    await importFile(app, 'tracks', fileOf('s.csv', 'song_id,title,artist\ns1,a,b\ns2,c,d\n'));
    const first = await importFile(app, 'audio', folderOf({ 's1.mp3': 'tone.mp3' }));
    expect(first.notes).not.toContainEqual(saying('import.clips-replaced'));
    const second = await importFile(app, 'audio', folderOf({ 's1.wav': 'tone.wav', 's2.wav': 'tone.wav' }));
    expect(second.notes).toContainEqual(saying('import.clips-replaced', { clips: 1 }));
  });

  it('belong to the song of their artist and title, whose titles and tags stay as they are', async () => {
    const app = await freshApp();
    await importFile(app, 'tracks', fileOf('s.csv', 'song_id,title,artist\ns1,JÓGA,"Björk,  Z"\ns2,Halo,Beyoncé\n'));
    await importFile(app, 'tags', fileOf('t.csv', 'song_id,tag,count\ns2,soul,3\n'));
    const folder = folderOf({ '01 track.flac': 'tags/comments.flac', 'x/02.wav': 'tags/id3.wav', 'y.mp3': 'tone.mp3' });
    const { imported, notes, rejections } = await importFile(app, 'audio', folder);
    expect(imported).toBe(2);
    expect(rejections).toMatchObject([{ field: 'y.mp3', reason: saying('import.no-such-track') }]);
    expect(notes).toContainEqual(saying('import.matched-by-tags', { files: 2 }));
    expect(rows(app)).toEqual([
      { song: 's1', title: 'JÓGA', artist: 'Björk,  Z', year: null, tags: 'genre: Trip-Hop,genre: Art Pop', heard: 1 },
      { song: 's2', title: 'Halo', artist: 'Beyoncé', year: null, tags: 'soul', heard: 1 },
    ]);
  });

  it('are asked about where several songs have their artist and title', async () => {
    const app = await freshApp();
    const songs = 'song_id,title,artist,album\ns1,Halo,Beyoncé,A\ns2,Halo,Beyoncé,B\n';
    await importFile(app, 'tracks', fileOf('s.csv', songs));
    await importFile(app, 'triplets', fileOf('plays.csv', 'user,song,plays\nu,s1,1\nu,s2,5\n'));
    const folder = folderOf({ '1.wav': 'tags/id3.wav' });
    expect(await importFile(app, 'audio', folder)).toMatchObject({
      imported: 0,
      rejected: 1,
      questions: [{ id: 'ask.songs-of-recording', rows: 1 }],
    });
    expect(await answered(app, folder, { 'ask.songs-of-recording': 'most-played' })).toMatchObject({ imported: 1 });
    expect(rows(app)).toMatchObject([{ heard: 0 }, { song: 's2', heard: 1 }]);
    expect(await answered(app, folder, { 'ask.songs-of-recording': 'none' })).toMatchObject({
      imported: 0,
      removed: 1,
    });
    expect(rows(app)).toMatchObject([{ heard: 0 }, { song: 's2', heard: 0 }]);
  });

  it('of one new song are counted as recordings and as one song', async () => {
    const app = await freshApp();
    const folder = folderOf({ '1.wav': 'tags/id3.wav', '2.wav': 'tags/id3.wav' });
    const told = saying('import.songs-from-tags', { recordings: 2, songs: 1 });
    expect((await importFile(app, 'audio', folder)).notes).toContainEqual(told);
  });

  it('of no song are added to an empty library, and asked about in another', async () => {
    const folder = folderOf({ '1.wav': 'tags/id3.wav' });
    const empty = await freshApp();
    expect((await importFile(empty, 'audio', folder)).notes).toContainEqual(
      saying('import.songs-from-tags', { recordings: 1, songs: 1 }),
    );
    const added = {
      song: 'beyoncé – halo',
      title: 'Halo',
      artist: 'Beyoncé',
      year: null,
      tags: 'genre: R&B',
      heard: 1,
    };
    expect(rows(empty)).toEqual([added]);
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('plays.csv', 'user,song,plays\nu,SX,3\n'));
    expect(await importFile(app, 'audio', folder)).toMatchObject({
      imported: 0,
      questions: [{ id: 'ask.add-recordings', rows: 1 }],
    });
    expect(await answered(app, folder, { 'ask.add-recordings': 'add' })).toMatchObject({ imported: 1, rejected: 0 });
    expect(rows(app)[1]).toEqual(added);
  });
});
