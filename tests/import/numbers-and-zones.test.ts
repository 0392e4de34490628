import { describe, expect, it } from 'vitest';
import { CountReader } from '../../src/core/recommender/import/text/counts.ts';
import type { ImportContext } from '../../src/core/recommender/import/importer.ts';
import { unpackListens } from '../../src/core/recommender/rows/packed-listens.ts';
import { TimeReader } from '../../src/core/recommender/import/text/times.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { Questions, UnansweredQuestions } from '../../src/core/imports/questions.ts';
import { finish, freshApp, importFile } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

function context(answers: Record<string, string> = {}) {
  const report = { notes: [] };
  const questions = new Questions(answers);
  return { report, questions } as unknown as ImportContext & { report: { notes: unknown[] } };
}

const utc = (...texts: string[]) => {
  const given = context();
  const times = new TimeReader(given, [texts]);
  expect(given.questions.open).toEqual([]);
  return texts.map((text) => new Date(times.seconds(text) * 1000).toISOString().slice(0, 16));
};

const readBy = (texts: readonly string[]) => {
  const given = context();
  const times = new TimeReader(given, [texts]);
  const seconds = texts.map((text) => times.seconds(text));
  times.note(given);
  return { seconds, questions: given.questions.open, notes: given.report.notes };
};

describe('bare numbers are one thing in a whole column', () => {
  it('seconds of a beginning of their own, some of which look like dates (Yambda)', () => {
    const own = [39420, 1125860, 19460400, 20000105, 20000110, 19991231, 25999995];
    expect(readBy(own.map(String)).seconds).toEqual(own);
    expect(readBy(['20000105', '20000190', '20000275']).seconds).toEqual([20000105, 20000190, 20000275]);
  });

  it('dates, if most of them are days that there are; the others are none then', () => {
    const { seconds, notes } = readBy(['20230105', '20230106', '20230230', '20240229', '']);
    expect(seconds).toEqual([1672876800, 1672963200, 0, 1709164800, 0]);
    expect(notes).toContainEqual(saying('import.times-as-dates', { times: 3, example: '20230105' }));
    expect(readBy(['202301051429', '202301051430']).seconds).toEqual([1672928940, 1672929000]);
    expect(readBy(['20230105142911']).seconds).toEqual([1672928951]);
    expect(readBy(['16600105']).seconds).toEqual([16600105]);
  });

  it('days of a spreadsheet, if one has a share of a day, however short', () => {
    const { seconds, notes } = readBy(['45000.5', '45001', '45001.25']);
    expect(seconds).toEqual([1678881600, 1678924800, 1678946400]);
    expect(notes).toContainEqual(saying('import.times-as-days', { times: 3, example: '45000.5' }));
    expect(readBy(['45000', '45001']).seconds).toEqual([45000, 45001]);
    expect(readBy(['45000.0', '45001.0']).seconds).toEqual([45000, 45001]);
    expect(readBy(['45000.5', '190000.5']).seconds).toEqual([45000, 190000]);
  });

  it('counts of .NET, Windows and Chrome, which begin in the years 1 and 1601, are said to be', () => {
    const moment = Date.UTC(2020, 0, 1) / 1000;
    for (const [text, year] of [
      ['637134336000000000', '1'],
      ['132223104000000000', '1601'],
      ['13222310400000000', '1601'],
    ]) {
      const { seconds, notes } = readBy([text, text]);
      expect(seconds).toEqual([moment, moment]);
      expect(notes).toEqual([saying('import.times-since', { times: 2, example: text, year })]);
    }
    expect(readBy(['1577836800000000000', '1577836800000000']).seconds).toEqual([moment, moment]);
  });

  it('by columns: seconds beside days', () => {
    const times = new TimeReader(context(), [['1672928951'], ['20230105']]);
    expect([times.seconds('1672928952', null, 0), times.seconds('20230106', null, 1)]).toEqual([
      1672928952, 1672963200,
    ]);
    expect(times.seconds('20230106', null, 0)).toBe(20230106);
  });
});

describe('years of two digits', () => {
  const days = (texts: readonly string[]) =>
    readBy(texts).seconds.map((one) => new Date(one * 1000).toISOString().slice(0, 16));

  it('in the order that the dates settle, as for four digits', () => {
    expect(days(['3/13/21 22:11', '12/1/99 9:05 PM'])).toEqual(['2021-03-13T22:11', '1999-12-01T21:05']);
    expect(days(['13.03.21 22:11', '01.02.21 07:00'])).toEqual(['2021-03-13T22:11', '2021-02-01T07:00']);
    expect(days(['70/03/13', '21/03/14', '21/04/01']).slice(1)).toEqual(['2021-03-14T00:00', '2021-04-01T00:00']);
    expect(days(['13-03-21', '14-03-21', '00-00-00'])[1]).toBe('2021-03-14T00:00');
  });

  it('are asked about where nothing does', () => {
    const ids = (texts: string[]) =>
      readBy(texts).questions.map(({ id, choices }) => [id, choices.map((one) => one.id)]);
    expect(ids(['3/4/21 10:00'])).toEqual([['ask.day-or-month', ['day-first', 'month-first']]]);
    expect(ids(['03/04/05'])).toEqual([['ask.day-month-or-year', ['day-first', 'month-first', 'year-first']]]);
    const monthly = Array.from({ length: 12 }, (_, month) => `01/${String(month + 1).padStart(2, '0')}/20 10:00`);
    for (const dates of [monthly, ['10/01/21 10:00', '10/02/20', '10/03/21'], ['21/03/13', '21/03/14', '21/04/01']])
      expect(ids(dates)).toEqual([['ask.day-month-or-year', expect.arrayContaining(['day-first', 'year-first'])]]);
    expect(ids(['13/13/2021', '3/13/2021'])).toEqual([]);
  });
});

describe('zones by name', () => {
  it('are read with their summer time, as are abbreviations with one meaning', () => {
    expect(utc('2020-01-01 12:00 Europe/Berlin', '2020-07-01 12:00 Europe/Berlin')).toEqual([
      '2020-01-01T11:00',
      '2020-07-01T10:00',
    ]);
    expect(utc('2020-07-01 12:00 CET', '2020-07-01 12:00:30 CEST', '01 Jul 2020, 12:00 America/New_York')).toEqual([
      '2020-07-01T10:00',
      '2020-07-01T10:00',
      '2020-07-01T16:00',
    ]);
    expect(utc('Tue Jan 05 14:28:11 PST 2021', '2021-01-05 02:28 PM', '2021-01-05 14:28 GMT')).toEqual([
      '2021-01-05T22:28',
      '2021-01-05T14:28',
      '2021-01-05T14:28',
    ]);
  });

  it('may stand in brackets, as Java writes them', () => {
    expect(utc('2025-03-15T14:30:00[Europe/Berlin]', '2025-03-15T14:30:00+01:00[Europe/Berlin]')).toEqual([
      '2025-03-15T13:30',
      '2025-03-15T13:30',
    ]);
  });

  it('at the ends of summer time: the first of two equal times, and behind a gap', () => {
    expect(utc('2020-10-25 02:30 Europe/Berlin', '2020-10-25 03:30 Europe/Berlin')).toEqual([
      '2020-10-25T00:30',
      '2020-10-25T02:30',
    ]);
    expect(utc('2020-10-25 02:30 CEST', '2020-10-25 02:30 CET', '2020-10-25 01:30 CET')).toEqual([
      '2020-10-25T00:30',
      '2020-10-25T01:30',
      '2020-10-24T23:30',
    ]);
    expect(utc('2020-03-29 01:30 Europe/Berlin', '2020-03-29 02:30 Europe/Berlin')).toEqual([
      '2020-03-29T00:30',
      '2020-03-29T01:30',
    ]);
    expect(utc('2020-03-29 12:00 Europe/Berlin', '2020-10-25 12:00 Europe/Berlin')).toEqual([
      '2020-03-29T10:00',
      '2020-10-25T11:00',
    ]);
  });

  it('with several meanings, or none that is known, are asked about', () => {
    const asked = context();
    new TimeReader(asked, [['2020-01-01 12:00 CST', '2020-01-01 12:00 XYZT']]);
    expect(asked.questions.open.map(({ id, choices }) => [id, choices.map((choice) => choice.id)])).toEqual([
      ['ask.which-zone:CST', ['America/Chicago', 'Asia/Shanghai', 'America/Havana', 'UTC', 'none']],
      ['ask.which-zone:XYZT', ['UTC', 'none']],
    ]);
    expect(() => asked.questions.stopIfOpen()).toThrow(UnansweredQuestions);
    const answered = context({ 'ask.which-zone:CST': 'Asia/Shanghai', 'ask.which-zone:XYZT': 'none' });
    const times = new TimeReader(answered, [['2020-01-01 12:00 CST', '2020-01-01 12:00 XYZT']]);
    expect(new Date(times.seconds('2020-01-01 12:00 CST') * 1000).toISOString()).toBe('2020-01-01T04:00:00.000Z');
    expect(times.seconds('2020-01-01 12:00 XYZT')).toBe(0);
    times.note(answered);
    expect(answered.report.notes).toContainEqual(saying('import.named-zones', { zones: ['Asia/Shanghai'] }));
  });
});

describe('zones in a column of their own', () => {
  const noon = '2020-07-01 12:00:00';
  const table = (name: string, ...zones: string[]) =>
    fileOf(
      'events.csv',
      [
        `user,song,played_at,${name}`,
        ...zones.map((zone, i) => `u${String(i).padStart(2, '0')},s,${noon},${zone}`),
      ].join('\n'),
    );
  const importWith = async (file: string, answers: Record<string, string> = {}) => {
    const app = await freshApp();
    const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind: 'listens', answers });
    const result = await finish<ImportResult>(app, jobId);
    const rows = app.library.db.all<{ data: Buffer }>('SELECT data FROM listens ORDER BY listener_id');
    const hours = rows.map(({ data }) => unpackListens(data)[0].seconds[0] / 3600 - 442_656);
    return { result, hours };
  };
  const local = { 'ask.zone-column': 'local' };

  it('are asked about, since times beside them may be in UTC', async () => {
    const file = table('time_zone', 'Europe/Berlin', 'America/New_York');
    const { result } = await importWith(file);
    expect(result).toMatchObject({ imported: 0, questions: [{ id: 'ask.zone-column', rows: null }] });
    expect(result.questions[0].choices.map(({ id }) => id)).toEqual(['local', 'utc']);
    expect((await importWith(file, local)).hours).toEqual([10, 16]);
    expect((await importWith(file, { 'ask.zone-column': 'utc' })).hours).toEqual([12, 12]);
  });

  it.each([
    ['tz', ['+02:00', '', 'UTC-5', 'PST'], [10, 12, 17, 20]],
    ['utc_offset', ['-18000', '7200'], [17, 10]],
    ['timezone', ['+0530', '-0300'], [6.5, 15]],
    ['utcOffset', ['2', '-3.5'], [10, 15.5]],
    ['zeitzone', ['60', '-300'], [11, 17]],
    ['tz_offset', [...Array(60).fill('0'), '60', '1', '3600'], [...Array(60).fill(12), 11, 11, 11]],
  ])('%s of %j', async (name, zones, hours) => {
    expect((await importWith(table(name, ...zones), local)).hours).toEqual(hours);
  });

  it('in minutes may count to the west, and a zone that nobody knows takes its row out', async () => {
    const west = { 'ask.zone-column': 'local-behind' };
    expect((await importWith(table('tz', '-120', '300'), west)).hours).toEqual([10, 17]);
    const { result, hours } = await importWith(table('tz', 'Mars', 'UTC'), local);
    expect(hours).toEqual([12]);
    expect(result.rejections).toMatchObject([{ line: 2, reason: saying('import.unknown-zone', { zone: 'Mars' }) }]);
  });

  it('with several meanings are asked about; beside seconds since 1970 none is needed', async () => {
    const { result } = await importWith(table('tz', 'CST'), local);
    expect(result.questions).toMatchObject([{ id: 'ask.which-zone:CST' }]);
    const counted = fileOf('events.csv', 'user,song,timestamp,tz\nu0,s,1593604800,CST\n');
    expect((await importWith(counted)).result.notes).toContainEqual(
      saying('import.zones-not-needed', { column: 'tz' }),
    );
  });
});

describe('counts', () => {
  it('with signs between thousands are read; with a single one it is asked', () => {
    const given = context();
    const counts = new CountReader(given);
    const read = ['5', '5.0', '1,234,567', '1.234.567', "12'345", '1 234', '1,234.00', '1.234,0'].map((text) =>
      counts.count(text),
    );
    expect(read).toEqual([5, 5, 1_234_567, 1_234_567, 12_345, 1234, 1234, 1234]);
    expect(['1,500,000', '2.000.000', '1,500,000.00', '1 000'].map((text) => counts.count(text))).toEqual([
      1_500_000, 2_000_000, 1_500_000, 1000,
    ]);
    const none = ['0', '-3', '1,23', '12,3456', '1,234.5', '1.5', 'x', '', '0.500', '0,000', '1e-3', '1.5e0', '1万'];
    expect(none.map((text) => counts.count(text))).toEqual(none.map(() => null));
    counts.ask();
    expect(given.questions.open).toEqual([]);
  });

  it('in the digits of other scripts, as powers of ten and in groups of hundreds are counts', () => {
    const counts = new CountReader(context());
    const written = [
      '１２',
      '１，２３４，５６７',
      '٣',
      '١٬٢٣٤',
      '۱۲',
      '१२',
      '1e3',
      '1e+05',
      '1.2E2',
      '1,00,000',
      '1_234',
      '5,0',
    ];
    expect(written.map((text) => counts.count(text))).toEqual([
      12, 1_234_567, 3, 1234, 12, 12, 1000, 100_000, 120, 100_000, 1234, 5,
    ]);
  });

  it('that may be decimal numbers, 2.000 like 1,234, are held back until it is answered what the sign is', () => {
    const open = ['1,234', '1.234', '2.000', '2,000', '١٫٢٣٤', '１，２３４'];
    const given = context();
    const counts = new CountReader(given);
    expect(open.map((text) => counts.count(text))).toEqual(open.map(() => null));
    expect(counts.refusal('2.000')).toMatchObject(saying('import.count-waits'));
    expect(counts.refusal('1.5')).toMatchObject(saying('import.not-a-count'));
    counts.ask();
    expect(given.questions.open).toMatchObject([{ id: 'ask.thousands', rows: 6 }]);
    const thousands = new CountReader(context({ 'ask.thousands': 'thousands' }));
    expect([...open, '2.0', '7'].map((text) => thousands.count(text))).toEqual([
      1234, 1234, 2000, 2000, 1234, 1234, 2, 7,
    ]);
    const decimals = new CountReader(context({ 'ask.thousands': 'decimals' }));
    expect(open.map((text) => decimals.count(text))).toEqual([null, null, 2, 2, null, null]);
    expect(decimals.refusal('1.234')).toMatchObject(saying('import.not-a-count'));
  });

  it('are held back alike with tabs and without a header, and where a song is an artist', async () => {
    for (const [kind, rows] of [
      ['triplets', 'ann\ts1\t2.000\nann\ts2\t5\nbob\ts1\t1 234\n'],
      ['triplets', 'ann;s1;2.000\nann;s2;5\nbob;s1;1 234\n'],
      ['listens', 'ann\t\ts1\t2.000\nann\t\ts2\t5\nbob\t\ts1\t1 234\n'],
    ]) {
      const app = await freshApp();
      const file = fileOf('plays.tsv', rows);
      const first = await importFile(app, kind, file);
      expect([first.imported, first.rejected, first.questions.map(({ id }) => id)]).toEqual([2, 1, ['ask.thousands']]);
      expect(playsOf(app)).toEqual({ 'ann s2': 5, 'bob s1': 1234 });
      const answers = { 'ask.thousands': 'thousands' };
      const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind, answers });
      expect(await finish<ImportResult>(app, jobId)).toMatchObject({ imported: 3, questions: [] });
      expect(playsOf(app)).toEqual({ 'ann s1': 2000, 'ann s2': 5, 'bob s1': 1234 });
    }
  });

  it('in a file: the others are taken, those asked about are held back; ratings may have a decimal comma', async () => {
    const app = await freshApp();
    const plays = 'user_id;song_id;play_count\nann;s1;1.234\nann;s2;5\n';
    const { questions, imported, notes } = await importFile(app, 'triplets', fileOf('plays.csv', plays));
    expect([questions.map(({ id, rows }) => [id, rows]), imported]).toEqual([[['ask.thousands', 1]], 1]);
    expect(notes).toContainEqual(saying('import.columns-taken'));
    expect(playsOf(app)).toEqual({ 'ann s2': 5 });
    const ratings = await freshApp();
    await importFile(ratings, 'ratings', fileOf('r.csv', 'userId,movieId,rating\n1,1,"4,5"\n1,2,"3,0"\n'));
    expect(playsOf(ratings)).toEqual({ '1 1': 9, '1 2': 6 });
  });
});
