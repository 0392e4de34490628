import { describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const QUESTION = 'ask.missing-names';
const DAY = '2021-03-04 10:0';

/** Files that know their songs by artist and title, as programs leave them that write something where nothing is. */
const FILES: [kind: string, name: string, text: string, named: string[], asked: number, refused: number][] = [
  [
    'listens',
    'pandas.csv',
    `artist,track,time\nBjörk,Jóga,${DAY}0:00\nNaN,NaN,${DAY}1:00\nNull,Kill Me,${DAY}2:00\nBjörk,None,${DAY}3:00\n`,
    ['björk – jóga', 'null – kill me'],
    2,
    2,
  ],
  [
    'listens',
    'hive.csv',
    `artist,track,time\nBjörk,Jóga,${DAY}0:00\n\\N,Song,${DAY}1:00\nBjörk,#N/A,${DAY}2:00\n`,
    ['björk – jóga'],
    0,
    2,
  ],
  ['triplets', 'r.csv', 'user,artist,track,plays\nu,Björk,Jóga,3\nu,NA,Song,2\nu,NA,Other,2\n', ['björk – jóga'], 2, 2],
  ['ratings', 'stars.csv', 'user,artist,track,rating\nu,Björk,Jóga,3\nu,none,Song,2\n', ['björk – jóga'], 1, 1],
  ['tags', 'tags.csv', 'artist,title,tag\nBjörk,Jóga,rock\nBjörk,null,pop\n', ['björk – jóga'], 1, 1],
];

describe.each(FILES)('%s by artist and title in %s', (kind, name, text, named, asked, refused) => {
  const read = async (answers: Record<string, string> = {}) => {
    const app = await freshApp();
    const { jobId } = await app.call('import/start', { grant: app.grants.add(fileOf(name, text)), kind, answers });
    const result = await finish<ImportResult>(app, jobId);
    const keys = app.library.db.all<{ key: string }>('SELECT song_key AS key FROM songs ORDER BY song_key');
    return { result, keys: keys.map(({ key }) => key) };
  };

  it('has no song of what stands for a missing name, and is asked where it may be one', async () => {
    const { result, keys } = await read();
    expect(keys).toEqual(named);
    expect(result.rejected).toBe(refused);
    const questions = asked > 0 ? [expect.objectContaining({ id: QUESTION, rows: asked })] : [];
    expect(result.questions).toEqual(questions);
  });

  it.runIf(asked > 0)('leaves the rows out or takes the names, as is answered', async () => {
    const [missing, names] = [await read({ [QUESTION]: 'missing' }), await read({ [QUESTION]: 'names' })];
    expect([missing.keys, missing.result.rejected, missing.result.questions]).toEqual([named, refused, []]);
    expect(missing.result.rejections[0].reason).toMatchObject(saying('import.name-is-missing'));
    expect([names.keys.length, names.result.rejected]).toEqual([named.length + asked, 0]);
  });
});
