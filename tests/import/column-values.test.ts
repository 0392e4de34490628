import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import { candidates, type RoleName } from '../../src/core/recommender/import/text/columns.ts';
import { fileOf } from '../support/mobility.ts';

const DAY = '2020-01-01 10:00';

describe('what a heading leaves open is told by the values below', () => {
  it.each<[string, string, string[], string | null]>([
    ['numbers are no titles', 'Nummer;Interpret;Titel;Wiedergaben', ['1;A;S;3', '2;B;T;4'], 'triplets'],
    ['lengths are no times', 'Interpret;Titel;Album;Zeit', ['A;S;C;3:10', 'B;T;C;1:02:03'], 'tracks'],
    ['seconds of a song are none', 'Name;Artist;Time;Year', ['S;A;200;1999', 'T;B;201;1999'], 'tracks'],
    ['days of a spreadsheet are', 'Time;Artist;Title', ['43831.5;A;S', '43832.25;B;T'], 'listens'],
    ['a time of day beside a date is', 'Time;Date;Artist;Title', ['10:22;2020-01-01;A;S'], 'listens'],
    ['seconds since 1970 are', 'Time;Artist;Title', ['1577836800;A;S', '1577836900;B;T'], 'listens'],
    ['played may count', 'user;song;played', ['u;A;1', 'v;B;2'], 'triplets'],
    ['listened may count', 'user;song;listened', ['u;A;1', 'v;B;1'], 'triplets'],
    ['played may say whether', 'user;song;played', ['u;A;yes', 'v;B;no'], null],
    ['played may say when', 'user;song;played', [`u;A;${DAY}`, `v;B;${DAY}`], 'listens'],
    ['played may say when in seconds', 'user;song;played', ['u;A;1577836800', 'v;B;1577836900'], 'listens'],
    ['added songs were not heard', 'artist;title;hinzugefügt am;year', [`A;S;${DAY};1999`], 'tracks'],
    ['nor is the last play a history', 'artist;title;year;last_listened', [`A;S;1999;${DAY}`], 'tracks'],
    ['files change', 'title;artist;mtime;year', [`S;A;${DAY};1999`], 'tracks'],
    ['lists tell lengths and years', 'title;artist;length;year;დრო', [`S;A;3:20;1999;${DAY}`], 'tracks'],
  ])('%s', async (_what, header, rows, kind) => {
    const file = fileOf('t.csv', `${[header, ...rows].join('\n')}\n`);
    expect((await sniffKind(await inspect(file), file)).kind).toBe(kind);
  });

  it.each<[RoleName, string[], string[][], number[]]>([
    ['title', ['Nummer', 'Titel'], [['1', 'S']], [1]],
    ['title', ['Titel', 'Nummer'], [['S', 'Jóga']], [0]],
    ['title', ['Nummer', 'Artiest'], [['Jóga', 'Björk']], [0]],
    ['title', ['Nummer', 'Artiest'], [['1', 'Björk']], []],
  ])('%s in %j', (role, header, rows, columns) => {
    expect(candidates(role, header, rows)).toEqual(columns);
  });
});
