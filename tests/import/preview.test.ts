import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ImportPreview } from '../../src/shared/contract/imports.ts';
import { freshApp, importFile, shared, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

const HISTORY = [
  { endTime: '2023-05-01 10:00', artistName: 'Ensemble', trackName: 'One', msPlayed: 200_000 },
  { endTime: '2023-05-01 10:05', artistName: 'Ensemble', trackName: 'Two', msPlayed: 180_000 },
  { endTime: 'yesterday', artistName: 'Ensemble', trackName: 'Two', msPlayed: 180_000 },
];

type App = Awaited<ReturnType<typeof freshApp>>;
const preview = (app: App, kind: string, file: string, more: object = {}) =>
  app.call('import/preview', { grant: app.grants.add(file), kind, ...more });
const shown = ({ understood }: ImportPreview) =>
  Object.fromEntries(
    understood.map(({ label, count, examples }) => [label.id.replace('import-part.', ''), { count, examples }]),
  );

describe('looking into a file before it is imported', () => {
  it('says what the import then brings, line for line, and keeps nothing', async () => {
    const app = await freshApp();
    const file = fileOf('StreamingHistory0.json', JSON.stringify(HISTORY));
    const scratch = temporaryFolder();
    vi.stubEnv('TMPDIR', scratch);
    const seen = await preview(app, 'listens', file);
    expect(seen).toMatchObject({ extent: 'whole', format: 'spotify-short', rows: [] });
    expect(shown(seen)).toMatchObject({
      listeners: { count: 1, examples: ['StreamingHistory0'] },
      songs: { count: 2 },
    });
    vi.unstubAllEnvs();
    expect(readdirSync(scratch)).toEqual([]);
    expect(app.library.db.all('SELECT * FROM songs')).toEqual([]);
    const done = await importFile(app, 'listens', file);
    const { seconds: _, extent: __, understood: ___, rows: ____, header: _____, ...counts } = seen;
    expect(done).toMatchObject(counts);
    expect(app.library.db.get('SELECT count(*) AS n FROM songs')).toEqual({ n: 2 });
  });

  it('shows the first rows as they stand, and lines that would be left out', async () => {
    const app = await freshApp();
    const file = fileOf('plays.csv', 'listener;song;plays\nann;s1;3\nann;s2;many\nben;s1;1\n');
    const seen = await preview(app, 'triplets', file);
    expect(seen.header).toBe(true);
    expect(seen.rows.slice(0, 2)).toEqual([
      ['listener', 'song', 'plays'],
      ['ann', 's1', '3'],
    ]);
    expect(seen).toMatchObject({ imported: 2, rejected: 1, rejections: [{ line: 3 }] });
    expect(shown(seen).listeners).toEqual({ count: 2, examples: ['ann', 'ben'] });
  });

  it('counts songs once, apart from those of no title, as the library then does', async () => {
    const app = await freshApp();
    const text = 'song_id,title,artist,year\ns1,One,Ann,2001\ns2,Two,Ann,2002\ns1,One,Ann,2001\ns3,,,2003\n';
    const seen = shown(await preview(app, 'tracks', fileOf('songs.csv', text)));
    expect(seen).toMatchObject({ tracks: { count: 2 }, songs: { count: 1, examples: ['s3'] } });
    await importFile(app, 'tracks', fileOf('songs.csv', text));
    expect(app.library.db.get('SELECT count(title) AS titled, count(*) AS songs FROM tracks')).toEqual({
      titled: seen.tracks.count,
      songs: seen.tracks.count + seen.songs.count,
    });
  });

  it('takes a wrong file for what it is', async () => {
    const app = await freshApp();
    const file = fileOf('letter.txt', 'Dear colleague,\nhow are you?\n');
    await expect(preview(app, 'triplets', file)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('of a very large table reads the beginning, whole lines only', async () => {
    const app = await freshApp();
    const line = (i: number) => `listener${String(i % 900).padStart(12, '0')}\tsong${String(i).padStart(20, '0')}\t1\n`;
    const file = fileOf('train_triplets.txt', Array.from({ length: 420_000 }, (_, i) => line(i)).join(''));
    const seen = await preview(app, 'triplets', file);
    expect(seen).toMatchObject({ extent: 'part', rejected: 0 });
    expect(seen.imported).toBeGreaterThan(50_000);
    expect(seen.imported).toBeLessThan(420_000);
  });

  it('asks before the import what the import would ask, and an answer is taken', async () => {
    const app = await freshApp();
    const file = fileOf(
      'history.csv',
      'artist,title,time\nEnsemble,One,03/04/2023 10:00\nEnsemble,Two,05/06/2023 10:00\n',
    );
    const open = await preview(app, 'listens', file);
    expect(open.questions.length).toBeGreaterThan(0);
    const answers = Object.fromEntries(open.questions.map(({ id, choices }) => [id, choices[0].id]));
    const answered = await preview(app, 'listens', file, { answers });
    expect(answered.questions.map(({ id }) => id)).not.toEqual(open.questions.map(({ id }) => id));
  });

  it('does not decode audio beforehand', async () => {
    const app = await freshApp();
    const clips = shared('data', 'game-music', 'clips');
    const file = clips && existsSync(clips) ? clips : join(import.meta.dirname, '..', 'fixtures', 'tone.wav');
    expect(await preview(app, 'audio', file)).toMatchObject({ extent: 'none', read: 0, understood: [] });
  });
});
