import { describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const DAY = '2021-03-04 10:0';

async function read(header: string, rows: readonly string[]) {
  const app = await freshApp();
  const text = [header, ...rows.map((row, i) => `Abba,Song ${i},${DAY}${i}:00,${row}`)].join('\n');
  const grant = app.grants.add(fileOf('rows.csv', `${text}\n`));
  const { jobId } = await app.call('import/start', { grant, kind: 'listens' });
  const { notes, imported, read: all } = await finish<ImportResult>(app, jobId);
  const songs = app.library.db.all<{ title: string }>('SELECT title FROM tracks ORDER BY title');
  return { notes, imported, all, places: songs.map(({ title }) => Number(title.slice(5))) };
}

describe('rows of a history that tell of something else than a play', () => {
  it.each([
    ['isPositive', ['true', 'false', 'true', 'false'], [0, 2], ['“false” (2)']],
    ['feedbackType', ['thumbs up', 'Thumbs_Down', 'THUMBS_UP'], [0, 2], ['“Thumbs_Down” (1)']],
    ['thumb', ['1', '-1', '-1'], [0], ['“-1” (2)']],
    ['event', ['like', 'dislike', 'like'], [0, 2], ['“dislike” (1)']],
    ['event', ['play', 'skip', 'like', 'teleport', 'play'], [0, 4], ['“skip” (1)', '“like” (1)', '“teleport” (1)']],
    ['action', ['play', 'complete', 'start', 'complete'], [1, 3], ['“play” (1)', '“start” (1)']],
    ['type', ['stream', 'skip'], [0], ['“skip” (1)']],
    ['media_type', ['track', 'episode', 'movie', 'track', ''], [0, 3, 4], ['“episode” (1)', '“movie” (1)']],
  ])('%s: %j', async (column, values, taken, leftOut) => {
    const { notes, imported, all, places } = await read(`artist,title,time,${column}`, values);
    expect([imported, all, places]).toEqual([taken.length, values.length, taken]);
    expect(notes).toContainEqual(saying('import.columns-of-listening', { columns: [column] }));
    const rows = values.length - taken.length;
    expect(notes).toContainEqual(saying('import.rows-no-plays', { name: 'rows.csv', rows, column, values: leftOut }));
  });

  it('says that what was liked counts as listened to', async () => {
    const liked = saying('import.liked-as-listens');
    expect((await read('artist,title,time,isPositive', ['true', 'false'])).notes).toContainEqual(liked);
    expect((await read('artist,title,time,event', ['play', 'like'])).notes).not.toContainEqual(liked);
  });

  it.each([
    // Somebody may dislike what was played to the end; most plays have no opinion.
    ['feedback', ['', 'dislike', 'like', '']],
    ['like', ['0', '1', '-1']],
    ['incognito_mode', ['true', 'false']],
    ['event', ['Glastonbury', 'Roskilde']],
    ['action', ['0', '1']],
    ['type', ['stream', 'download']],
    ['media_type', ['VIDEO', 'AUDIO']],
    ['media_type', ['episode', 'movie']],
  ])('takes all rows beside %s: %j', async (column, values) => {
    const { notes, imported } = await read(`artist,title,time,${column}`, values);
    expect(imported).toBe(values.length);
    const isSaid = saying('import.columns-unused', { columns: [column] });
    if (!values.includes('AUDIO')) expect(notes).toContainEqual(isSaid);
  });
});
