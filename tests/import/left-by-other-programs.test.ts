import { describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

type Case = [what: string, name: string, text: string, plays: Record<string, number>, said: object[]];

const refused = (line: number, field: string, reason: object) => ({ line, field, reason });

/** What was read of each file, and what was said of the rest. */
const CASES: Case[] = [
  [
    'R writes NA, of a listener too',
    'r.csv',
    '"","user","song","plays"\n"1","u1","s1",3\n"2",NA,"s1",2\n"3","u1",NA,2\n',
    { 'u1 s1': 3 },
    [
      refused(3, 'user', saying('import.id-is-missing', { id: 'NA' })),
      refused(4, 'song', saying('import.id-is-missing', { id: 'NA' })),
    ],
  ],
  [
    'Hive writes \\N',
    'hive.csv',
    'user,song,plays\nu1,s1,3\n\\N,s1,2\n',
    { 'u1 s1': 3 },
    [refused(3, 'user', saying('import.id-is-missing', { id: '\\N' }))],
  ],
  [
    'Excel rounds long ids',
    'excel.csv',
    'user,song,plays\nu1,s1,3\n1.00E+15,s1,2\nu2,"4,5E+17",1\n',
    { 'u1 s1': 3 },
    [
      refused(3, 'user', saying('import.id-is-rounded', { id: '1.00E+15' })),
      refused(4, 'song', saying('import.id-is-rounded', { id: '4,5E+17' })),
    ],
  ],
  [
    'tabs and no header',
    'na.txt',
    'u1\ts1\t3\nNA\ts1\t2\nu1\t\\N\t2\nu1\ts1\t1\nNA\ts2\t4\nNAD\tNA1\t1\n2.0\ts1\t1\n',
    { 'u1 s1': 4, 'NAD NA1': 1, '2.0 s1': 1 },
    [
      refused(2, 'listener', saying('import.id-is-missing', { id: 'NA' })),
      refused(3, 'song', saying('import.id-is-missing', { id: '\\N' })),
      refused(5, 'listener', saying('import.id-is-missing', { id: 'NA' })),
      saying('import.ids-as-decimals', { ids: 1, example: '2.0', whole: '2' }),
    ],
  ],
  [
    'tabs, no header and counts in words of a spreadsheet',
    'written.txt',
    'u1\ts1\t3.0\nNA\ts1\t2.0\nu2\t1.2E+18\t1.0\n',
    { 'u1 s1': 3 },
    [
      refused(2, 'listener', saying('import.id-is-missing', { id: 'NA' })),
      refused(3, 'song', saying('import.id-is-rounded', { id: '1.2E+18' })),
    ],
  ],
  [
    'songs without ids',
    'songs.csv',
    'song_id,title,artist\n1.23457E+18,a,b\nNA,c,d\n3.0,NA,X\n',
    {},
    [
      refused(2, 'song', saying('import.id-is-rounded', { id: '1.23457E+18' })),
      refused(3, 'song', saying('import.id-is-missing', { id: 'NA' })),
      saying('import.ids-as-decimals', { ids: 1, example: '3.0', whole: '3' }),
    ],
  ],
  [
    'tags of no song',
    'tags.csv',
    'song_id,tag,count\nnull,rock,5\ns1,rock,5\n',
    {},
    [refused(2, 'song', saying('import.id-is-missing', { id: 'null' }))],
  ],
  [
    'pandas writes whole numbers with a point',
    'pandas.csv',
    ',user,song,plays\n0,1.0,10.0,3.0\n1,2.0,10.0,1.0\n',
    { '1.0 10.0': 3, '2.0 10.0': 1 },
    [saying('import.ids-as-decimals', { ids: 4, example: '1.0', whole: '1' })],
  ],
  [
    'a spreadsheet took the zeros of some ids away',
    'zeros.csv',
    'user,song,plays\n007,s1,3\n7,s1,2\n0,s1,1\n00x,s1,1\n08,s1,1\n',
    { '007 s1': 3, '7 s1': 2, '0 s1': 1, '00x s1': 1, '08 s1': 1 },
    [saying('import.ids-with-zeros', { of: 'listeners', ids: 1, example: '007', plain: '7' })],
  ],
  [
    'SPSS writes them with a comma',
    'spss.csv',
    '\ufeffUserID;SongID;PlayCount\n1,00;10,00;3,00\n',
    { '1,00 10,00': 3 },
    [saying('import.ids-as-decimals', { ids: 2, example: '1,00', whole: '1' })],
  ],
  [
    'a word processor made other quotes of them',
    'quotes.csv',
    'user,song,plays\n“u1”,„s1“,3\n“u1”,“Heroes” (live),1\n',
    { '“u1” „s1“': 3, '“u1” “Heroes” (live)': 1 },
    [saying('import.ids-in-quotes', { ids: 3, example: '“u1”' })],
  ],
  [
    'ratings without a listener',
    'ratings.csv',
    'user,item,rating\nu1,i1,4\nnan,i1,2\n',
    { 'u1 i1': 8 },
    [refused(3, 'user', saying('import.id-is-missing', { id: 'nan' }))],
  ],
  [
    'events without a song, begun and ended',
    'events.csv',
    'user,song,started_at,ended_at\nu1,s1,2021-01-01T10:00:00Z,2021-01-01T10:03:00Z\nu1,NULL,2021-01-02T10:00:00Z,\n',
    { 'u1 s1': 1 },
    [refused(3, 'song', saying('import.id-is-missing', { id: 'NULL' }))],
  ],
  [
    'a diary of Excel',
    'diary.csv',
    'Artist,Track,Played\nA,T1,1/5/21 14:30\nB,T2,1/15/21 2:05 PM\n',
    { 'diary a – t1': 1, 'diary b – t2': 1 },
    [
      saying('import.times-as-utc', { times: 2 }),
      saying('import.date-order', { order: 'month', example: '1/15/21 2:05 PM' }),
    ],
  ],
  [
    'JSON with the artist inside the track',
    'history.json',
    JSON.stringify({
      user: 'anna',
      history: ['A', 'B'].map((name, i) => ({
        track: { name: 'T', artist: { name } },
        played_at: `2021-01-0${i + 1}T10:00:00Z`,
      })),
    }),
    { 'anna a – t': 1, 'anna b – t': 1 },
    [],
  ],
];

describe('tables as other programs leave them', { timeout: 60_000 }, () => {
  it.each(CASES)('%s', async (_, name, text, plays, said) => {
    const app = await freshApp();
    const grant = app.grants.add(fileOf(name, text));
    const { kind } = await app.call('import/sniff', { grant });
    const { jobId } = await app.call('import/start', { grant, kind: kind as string });
    const { rejections, notes } = await finish<ImportResult>(app, jobId);
    expect(playsOf(app)).toEqual(plays);
    for (const one of said) expect([...rejections, ...notes]).toContainEqual(one);
    expect(rejections).toHaveLength(said.filter((one) => 'line' in one).length);
  });
});
