import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { songKeyOf } from '../../src/core/recommender/import/listens/history-stager.ts';
import type { ImportContext } from '../../src/core/recommender/import/importer.ts';
import { Questions } from '../../src/core/imports/questions.ts';
import { ImportReport } from '../../src/core/recommender/import/report.ts';
import { TimeReader } from '../../src/core/recommender/import/text/times.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, importFile, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

let app: App;
beforeEach(async () => {
  app = await freshApp();
});

const take = (kind: string, text: string | Buffer, name = 'data.csv') => importFile(app, kind, fileOf(name, text));

async function answer(kind: string, file: string, answers: Record<string, string>, listener?: string) {
  const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind, answers, listener });
  return finish<ImportResult>(app, jobId);
}

/** listener|song|count, as stored. */
async function plays(): Promise<string[]> {
  const { rows } = await app.call('library/list-listeners', { limit: 100 });
  const found: string[] = [];
  for (const { listenerId } of rows)
    for (const one of (await app.call('library/get-listener', { listenerId })).plays)
      found.push(`${listenerId}|${one.songId}|${one.plays}`);
  return found.sort();
}

describe('columns by their names', () => {
  it.each([
    ['an index before them', ',user_id,song_id,play_count\n0,u1,s1,3\n1,u1,s2,1\n'],
    ['another order', 'song_id;listen_count;user\ns1;3;u1\ns2;1;u1\n'],
    ['a playlist', 'user_id|playlist_id|song_id|play_count\nu1|12|s1|3\nu1|12|s2|1\n'],
    ['a name beside the id', 'user_id\ttrack_name\ttrack_id\tplays\nu1\tIntro\ts1\t3\nu1\tIntro\ts2\t1\n'],
    ['what describes the listener', 'user_age,userId,country,item_id:token,count\n20,u1,DE,s1,3\n20,u1,DE,s2,1\n'],
    ['a space between them', 'user_id song_id listen_count\nu1 s1 3\nu1 s2 1\n'],
    ['no names, and semicolons', 'u1;s1;3\nu1;s2;1\n'],
    ['quoted fields', '"User-ID";"Song-ID";"Plays"\n"u1";"s1";"3"\n"u1";"s2";"1"\n'],
  ])('%s', async (_what, text) => {
    const result = await take('triplets', text);
    expect(result).toMatchObject({ imported: 2, rejected: 0, questions: [] });
    expect(result.notes).toContainEqual(saying('import.columns-taken'));
    expect(await plays()).toEqual(['u1|s1|3', 'u1|s2|1']);
  });

  it('says which columns it took', async () => {
    const { notes } = await take('triplets', 'user_id,country,track_id,plays\nu1,DE,T1,3\n');
    expect(notes.map(({ text }) => text)).toContain('Columns: listener ← user_id, song ← track_id, plays ← plays');
  });

  it('asks where two columns fit, imports nothing before the answer, and takes the answer', async () => {
    const file = fileOf('plays.csv', 'user_id,song_id,track_id,plays\nu1,s1,t1,3\n');
    const asked = await importFile(app, 'triplets', file);
    expect(asked).toMatchObject({ imported: 0, questions: [{ id: 'ask.column-song', rows: null }] });
    expect(asked.questions[0].choices.map(({ id }) => id)).toEqual(['song_id', 'track_id']);
    expect(await plays()).toEqual([]);
    expect(await answer('triplets', file, { 'ask.column-song': 'track_id' })).toMatchObject({ imported: 1 });
    expect(await plays()).toEqual(['u1|t1|3']);
  });

  it('asks for every column that no name tells', async () => {
    const file = fileOf('plays.csv', 'who,what,often\nu1,s1,3\n');
    const { questions, imported } = await importFile(app, 'triplets', file);
    expect(imported).toBe(0);
    expect(questions.map(({ id }) => id)).toEqual(['ask.column-listener', 'ask.column-song', 'ask.column-count']);
    const answers = { 'ask.column-listener': 'who', 'ask.column-song': 'what', 'ask.column-count': 'often' };
    await answer('triplets', file, answers);
    expect(await plays()).toEqual(['u1|s1|3']);
  });

  it('a job whose questions are open can be answered from the job', async () => {
    const grant = app.grants.add(fileOf('plays.csv', 'user_id,song_id,track_id,plays\nu1,s1,t1,3\n'));
    const { jobId } = await app.call('import/start', { grant, kind: 'triplets' });
    expect(await finish<ImportResult>(app, jobId)).toMatchObject({ imported: 0 });
    const again = await app.call('import/answer', { jobId, answers: { 'ask.column-song': 'song_id' } });
    expect(await finish<ImportResult>(app, again.jobId)).toMatchObject({ imported: 1, questions: [] });
  });

  it('refuses an answer that is no choice, and one to a question that was not asked', async () => {
    const file = fileOf('plays.csv', 'user_id,song_id,track_id,plays\nu1,s1,t1,3\n');
    const wrong = answer('triplets', file, { 'ask.column-song': 'user' });
    await expect(wrong).rejects.toEqual(telling('import.no-such-choice', { choices: ['song_id', 'track_id'] }));
    const unasked = answer('triplets', fileOf('b.csv', 'user,song,plays\nu,s,1\n'), { 'ask.column-song': 'song' });
    await expect(unasked).rejects.toEqual(telling('import.answer-to-no-question'));
  });

  it('rejects a row of another width by its line', async () => {
    const result = await take('triplets', 'user,song,plays\nu1,s1,3\nu1,a,b,1\n');
    expect(result).toMatchObject({ imported: 1, rejections: [{ line: 3, reason: saying('import.wrong-fields') }] });
  });

  it('ratings: any order, milliseconds, and times that cannot be read are said', async () => {
    const result = await take('ratings', 'item_id,user_id,stars,time\ni1,u1,4.5,1577836800123\ni2,u1,3,soon\n');
    expect(result).toMatchObject({ imported: 2 });
    expect(result.notes).toContainEqual(saying('import.unreadable-times', { times: 1, example: 'soon' }));
    expect(await plays()).toEqual(['u1|i1|9', 'u1|i2|6']);
  });

  it('listening events with ids (Music4All), also from gzip', async () => {
    const text =
      'user\tsong\ttimestamp\nu1\ts1\t2019-02-20 12:28\nu1\ts1\t2019-02-20 12:21\nu2\ts1\t2019-02-20 12:16\n';
    const result = await take('listens', gzipSync(text), 'listening_history.csv.gz');
    expect(result).toMatchObject({ format: 'listening-events', imported: 3 });
    expect(result.notes).toContainEqual(saying('import.times-as-utc', { times: 3 }));
    expect(await plays()).toEqual(['u1|s1|2', 'u2|s1|1']);
  });
});

describe('who listens', () => {
  const row = (username: string, title: string) => ({
    ts: '2024-01-02T14:28:33Z',
    username,
    ms_played: 60_000,
    master_metadata_track_name: title,
    master_metadata_album_artist_name: 'A',
  });

  it('the accounts of the rows, where there are several', async () => {
    const result = await take('listens', JSON.stringify([row('p1', 'One'), row('p2', 'Two')]), 'endsong_0.json');
    expect(result.notes).toContainEqual(saying('import.listeners-of-rows', { people: ['p1', 'p2'] }));
    expect(await plays()).toEqual([`p1|${songKeyOf('A', 'One')}|1`, `p2|${songKeyOf('A', 'Two')}|1`]);
  });

  it('the folders of participants are asked about where no row names an account', async () => {
    const folder = join(temporaryFolder(), 'donations');
    for (const person of ['P01', 'P02']) {
      mkdirSync(join(folder, person), { recursive: true });
      const listens = [{ endTime: '2023-01-05 14:28', artistName: 'A', trackName: person, msPlayed: 40_000 }];
      writeFileSync(join(folder, person, 'StreamingHistory0.json'), JSON.stringify(listens));
    }
    const asked = await importFile(app, 'listens', folder);
    expect(asked).toMatchObject({ imported: 0, questions: [{ id: 'ask.who-listens' }] });
    await answer('listens', folder, { 'ask.who-listens': 'each' });
    expect((await plays()).map((one) => one.split('|')[0])).toEqual(['P01', 'P02']);
  });

  it('the header of lastfmstats.com', async () => {
    await take('listens', '\uFEFFArtist;Album;AlbumId;Track;Date#sam\n"A";"";"";"x; y";"1612345678000"\n');
    expect(await plays()).toEqual([`sam|${songKeyOf('A', 'x; y')}|1`]);
  });
});

it('artist and title make one key only', () => {
  const keys = [
    ['A – B', 'C'],
    ['A', 'B – C'],
    ['A –– B', 'C'],
    ['A', '– B – C'],
  ].map(([a, t]) => songKeyOf(a, t));
  expect(new Set(keys).size).toBe(keys.length);
  expect(songKeyOf(' The  Band ', 'A Song')).toBe('the band – a song');
});

describe('rows without a header', () => {
  it('of more columns than plays have are asked about, whatever separates them', async () => {
    const file = fileOf('plays.txt', 'u1 s1 3 4 5\nu1 s2 1 2 3\nu2 s1 2 2 2\n');
    const { questions, imported } = await importFile(app, 'triplets', file);
    expect(imported).toBe(0);
    expect(questions.map(({ id }) => id)).toEqual(['ask.column-listener', 'ask.column-song', 'ask.column-count']);
    expect(questions[0].choices.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
    const answers = { 'ask.column-listener': '1', 'ask.column-song': '2', 'ask.column-count': '4' };
    const result = await answer('triplets', file, answers);
    expect(result.imported).toBe(3);
    expect(result.notes).toContainEqual(saying('import.no-header-row'));
    expect(await plays()).toEqual(['u1|s1|4', 'u1|s2|2', 'u2|s1|2']);
  });

  it.each([
    ['tracks', '1\tHim Kerosene\t3\n2\tWhole Lotta Love\t4\n'],
    ['tags', "1::Toy Story::Animation|Children's\n2::Jumanji::Adventure\n"],
  ])('are refused as %s, saying that names are needed above them', async (kind, text) => {
    await expect(take(kind, text, 'bare.dat')).rejects.toMatchObject(telling('import.table-without-header'));
  });
});

describe('ratings without a header', () => {
  const rows = (counts: string) => [...counts].map((count, i) => `${i % 7}\t${i}\t${count}\n`).join('');

  it('are asked about where they look like play counts, and refused as such', async () => {
    const file = fileOf('train_0.txt', rows('55513554555451534355'));
    const { questions, imported } = await importFile(app, 'triplets', file);
    expect([imported, questions.map(({ id }) => id)]).toEqual([0, ['ask.counts-or-ratings']]);
    await expect(answer('triplets', file, { 'ask.counts-or-ratings': 'ratings' })).rejects.toMatchObject(
      telling('import.ratings-are-no-plays'),
    );
    expect(await answer('triplets', file, { 'ask.counts-or-ratings': 'plays' })).toMatchObject({ imported: 20 });
  });

  it('are none where few songs have many plays', async () => {
    expect(await take('triplets', rows('11121112113112411251'), 'p.tsv')).toMatchObject({
      imported: 20,
      questions: [],
    });
  });
});

describe('columns of data sets', () => {
  it('MMTD: a tweet’s listener, song and time', async () => {
    const text =
      'tweet_tweetId\ttweet_userId\ttweet_artistId\ttweet_trackId\ttweet_datetime\n' +
      '168107248930619392\t18767690\t3037\t2146548\t2012-02-10 23:59:59\n';
    expect(await take('listens', text, 'mmtd.txt')).toMatchObject({ imported: 1, questions: [] });
    expect(await plays()).toEqual(['18767690|2146548|1']);
  });

  it('songs of playlists by artist and title: without a count each row may be a play', async () => {
    const text = '"user_id", "artistname", "trackname", "playlistname"\n"9cc0","Elvis","Red Shoes","ROCK 2010"\n';
    const file = fileOf('spotify_dataset.csv', text);
    const { questions } = await importFile(app, 'triplets', file);
    expect(questions.map(({ id }) => id)).toEqual(['ask.column-count']);
    expect(await answer('triplets', file, { 'ask.column-count': 'each-row' })).toMatchObject({ imported: 1 });
    expect(await plays()).toEqual(['9cc0|elvis – red shoes|1']);
  });

  it('KKBox: lengths that would be days are milliseconds, which is told', async () => {
    const text = 'song_id,song_length,artist_name\na,247640,X\nb,95000,Y\n';
    const { notes } = await take('tracks', text, 'songs.csv');
    expect(notes).toContainEqual(saying('import.durations-in-milliseconds', { column: 'song_length' }));
    expect(app.library.db.all('SELECT duration_seconds AS s FROM tracks ORDER BY id')).toEqual([
      { s: 247.64 },
      { s: 95 },
    ]);
  });
});

describe('times', () => {
  const reader = (sample: string[] = [], answers: Record<string, string> = {}) => {
    const questions = new Questions(answers);
    const report = new ImportReport('test', 'skip', questions);
    const context = { questions, report } as unknown as ImportContext;
    return { times: new TimeReader(context, [sample]), questions, report, context };
  };

  it.each([
    ['1577836800', '2020-01-01T00:00:00'],
    ['1577836800.9', '2020-01-01T00:00:00'],
    ['1577836800123', '2020-01-01T00:00:00'],
    ['1577836800123456', '2020-01-01T00:00:00'],
    ['2023-01-05 14:28:11.123', '2023-01-05T14:28:11'],
    ['2024-01-02T14:28:33+08:00', '2024-01-02T06:28:33'],
    ['2018-09-01 00:00:00 UTC', '2018-09-01T00:00:00'],
    ['15 Mar 2025, 14:30', '2025-03-15T14:30:00'],
    ['15 March 2025 14:30:05', '2025-03-15T14:30:05'],
    ['Mar 5, 2021 3:05 pm', '2021-03-05T15:05:00'],
    ['Tue, 05 Mar 2024 10:00:00 GMT', '2024-03-05T10:00:00'],
    ['2025/03/15 14:30', '2025-03-15T14:30:00'],
    ['2021-03-04', '2021-03-04T00:00:00'],
    ['15-03-2025 10:00', '2025-03-15T10:00:00'],
    ['20230105142911', '2023-01-05T14:29:11'],
    ['202301051429', '2023-01-05T14:29:00'],
    ['20230105', '2023-01-05T00:00:00'],
    ['Thu Jan  5 14:28:11 2023', '2023-01-05T14:28:11'],
    ['Thu Jan 05 14:28:11 +0100 2023', '2023-01-05T13:28:11'],
    ['01. März 2023, 14:30', '2023-03-01T14:30:00'],
    ['2 févr. 2023, 14:30', '2023-02-02T14:30:00'],
    ['3 de diciembre de 2023 14:30', '2023-12-03T14:30:00'],
    ['4 marraskuu 2023, 14:30', '2023-11-04T14:30:00'],
    ['5 октября 2023, 14:30', '2023-10-05T14:30:00'],
    ['Sept 6, 2023 2:30 PM', '2023-09-06T14:30:00'],
    ['2023年1月5日 下午2:28', '2023-01-05T14:28:00'],
    ['2023/01/05 午前0:28:11', '2023-01-05T00:28:11'],
    ['2023. 1. 5. 오후 2:28:11', '2023-01-05T14:28:11'],
  ])('%s', (text, iso) => {
    const { times } = reader(['15-03-2025']);
    expect(new Date(times.seconds(text) * 1000).toISOString().slice(0, 19)).toBe(iso);
  });

  it.each([
    '',
    '0',
    '-5',
    '5000000000',
    '5 listopadu 2023 x',
    '5 janwho 2023',
    '2024-02-30',
    '2024-13-01',
    '2024-01-01 25:00',
    'soon',
    '1577836800123x',
  ])('none in “%s”', (text) => {
    expect(reader().times.seconds(text)).toBe(0);
  });

  it('are days of a sheet where all are of that size and have a time of day', () => {
    const { times, report, context } = reader(['44927.6027777778', '44928']);
    expect(times.seconds('44927.6027777778')).toBe(Date.UTC(2023, 0, 1, 14, 28) / 1000);
    expect(times.seconds('44928')).toBe(Date.UTC(2023, 0, 2) / 1000);
    expect(times.seconds('1577836800')).toBe(0);
    times.note(context);
    expect(report.notes).toEqual([saying('import.times-as-days', { times: 2, example: '44927.6027777778' })]);
    expect(reader(['44927', '44928']).times.seconds('44927')).toBe(44_927);
  });

  it('asks which of day and month comes first where no row tells', () => {
    const open = reader(['03/04/2021 10:00', '05/06/2021 11:00']);
    expect(open.questions.open).toEqual([saying('ask.day-or-month')]);
    const answered = reader(['03/04/2021'], { 'ask.day-or-month': 'month-first' });
    expect(answered.times.seconds('03/04/2021')).toBe(Date.UTC(2021, 2, 4) / 1000);
    const told = reader(['03/04/2021', '25/04/2021']);
    expect(told.questions.open).toEqual([]);
    expect(told.times.seconds('03/04/2021')).toBe(Date.UTC(2021, 3, 3) / 1000);
    expect(reader(['03/25/2021', '25/03/2021']).questions.open).toHaveLength(1);
  });

  it('are the same wherever the machine is', () => {
    const zone = process.env.TZ;
    try {
      for (const elsewhere of ['Asia/Shanghai', 'America/New_York']) {
        process.env.TZ = elsewhere;
        expect(new Date(2021, 2, 4, 10).getTime(), elsewhere).not.toBe(Date.UTC(2021, 2, 4, 10));
        const { times } = reader();
        for (const text of [
          '2021-03-04 10:00',
          '2021-03-04 10:00:00 +0000',
          '4 Mar 2021, 10:00',
          'Mar 4, 2021 10:00 AM',
        ])
          expect(times.seconds(text), `${text} in ${elsewhere}`).toBe(Date.UTC(2021, 2, 4, 10) / 1000);
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('says how many had no zone', () => {
    const { times, report, context } = reader();
    times.seconds('2021-03-04 10:00');
    times.seconds('2021-03-04T10:00Z');
    times.note(context);
    expect(report.notes).toEqual([saying('import.times-as-utc', { times: 1 })]);
  });
});
