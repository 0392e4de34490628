import { describe, expect, it } from 'vitest';
import { unpackListens } from '../../src/core/recommender/rows/packed-listens.ts';
import { freshApp, importFile } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const SECONDS = Date.UTC(2023, 10, 14, 22, 13, 20) / 1000;

/** The stored seconds of all listens of an imported file. */
async function taken(name: string, text: string, kind = 'listens') {
  const app = await freshApp();
  const result = await importFile(app, kind, fileOf(name, text));
  const rows = app.library.db.all<{ data: Buffer }>('SELECT data FROM listens ORDER BY listener_id');
  const seconds = rows.flatMap(({ data }) => unpackListens(data).flatMap((one) => Array.from(one.seconds)));
  return { ...result, seconds };
}

describe('the gate for times', () => {
  it('reads one moment however it is written', async () => {
    const written = [
      '1700000000',
      '1700000000.5',
      '1700000000123',
      '1700000000123456',
      '2023-11-14T22:13:20Z',
      '2023-11-14T23:13:20+01:00',
      '2023-11-14T23:13:20+01',
      '2023-11-14 17:13:20 -0500',
      '20231114T221320Z',
      '2023-11-14 22:13:20.123 UTC',
      'Tue, 14 Nov 2023 22:13:20 GMT',
      'Tue Nov 14 2023 23:13:20 GMT+0100 (Central European Standard Time)',
      '2023年11月14日 22:13:20 UTC',
    ];
    const rows = written.map((time, i) => `u,s${i},"${time}"\n`).join('');
    const { seconds, rejected, notes } = await taken('listens.csv', `user_id,track_id,timestamp\n${rows}`);
    expect(rejected).toBe(0);
    expect(new Set(seconds)).toEqual(new Set([SECONDS]));
    expect(seconds).toHaveLength(written.length);
    expect(notes.map(({ id }) => id)).not.toContain('import.times-as-utc');
  });

  it('a column of dates with names of months or a half of the day is below a header all the same', async () => {
    for (const time of ['11/14/2023 10:13 PM', 'Tue, 14 Nov 2023 22:13:00 GMT']) {
      const { seconds } = await taken('listens.csv', `user_id,track_id,timestamp\nu,s,"${time}"\nv,t,"${time}"\n`);
      expect(seconds).toEqual([SECONDS - 20, SECONDS - 20]);
    }
  });

  it('says that times count days or from another beginning, instead of taking them for 1970', async () => {
    const { notes } = await taken('listens.csv', 'uid,item_id,timestamp\n100,8,39420\n200,9,45244\n');
    expect(notes).toContainEqual(saying('import.early-times', { times: 2, example: '39420' }));
    const usual = await taken('listens.csv', `uid,item_id,timestamp\n100,8,${SECONDS}\n200,9,${SECONDS}\n`);
    expect(usual.notes.map(({ id }) => id)).not.toContain('import.early-times');
  });

  it('a zone is missing only where the time that was taken has none', async () => {
    const text = `uts,utc_time,artist,album,track\n${SECONDS},"14 Nov 2023, 22:13",A,L,T\n`;
    expect((await taken('rob.csv', text)).notes.map(({ id }) => id)).not.toContain('import.times-as-utc');
  });
});

describe('dates with the day or the month first', () => {
  it.each([
    ['02/03/2023 10:00', '14/11/2023 22:13', 'day'],
    ['02/03/2023 10:00', '11/14/2023 22:13', 'month'],
  ])('%s and %s: which is said, with the date that settles it', async (open, example, order) => {
    const { notes } = await taken('listens.csv', `user_id,track_id,timestamp\nu,s,${open}\nv,t,${example}\n`);
    expect(notes).toContainEqual(saying('import.date-order', { order, example }));
  });

  it('nothing is said of dates in another form', async () => {
    const { notes } = await taken('listens.csv', 'user_id,track_id,timestamp\nu,s,2023-11-14 22:13\n');
    expect(notes.map(({ id }) => id)).not.toContain('import.date-order');
  });
});

describe('plays that are no listens', () => {
  it.each([
    ['ts,ms_played,track_name,artist_name', '2023-11-14 22:13:20Z', '29999', '30000'],
    ['Date,Listening Time,Song Title,Artist', '2023-11-14 22:13:20Z', '29', '30'],
    ['timestamp,listeningTimeMs,trackName,artistName', '2023-11-14 22:13:20Z', '29999', '30000'],
    ['entry_date,stream_duration_ms,track_title,artist_name', '2023-11-14 22:13:20Z', '29999', '30000'],
  ])('%s: less than 30 s is counted, not taken', async (header, time, short, long) => {
    const { imported, rejected, notes } = await taken(
      'history.csv',
      `${header}\n${time},${short},A,X\n${time},${long},B,X\n${time},,C,X\n`,
    );
    expect({ imported, rejected }).toEqual({ imported: 2, rejected: 0 });
    expect(notes).toContainEqual(saying('import.short-plays', { name: 'history.csv', plays: 1 }));
    expect(notes).toContainEqual(saying('import.columns-of-listening', { columns: [header.split(',')[1]] }));
  });

  it('skipped, where no duration says how long they were heard', async () => {
    const rows = 'T,A,X,true,\nT,B,X,false,\nT,C,X,TRUE,45000\nT,D,X,,45000\nT,E,X,TRUE,9000\n'.replaceAll(
      'T,',
      `${SECONDS},`,
    );
    const header = 'timestamp,track_name,artist_name,skipped';
    const timed = await taken('history.csv', `${header},ms_played\n${rows}`);
    expect(timed.imported).toBe(3);
    expect(timed.notes).toContainEqual(saying('import.skipped-plays', { name: 'history.csv', plays: 1 }));
    expect(timed.notes).toContainEqual(saying('import.short-plays', { name: 'history.csv', plays: 1 }));
    const untimed = await taken('history.csv', `${header}\n${rows.replaceAll(/,\d*$/gm, '')}`);
    expect(untimed.imported).toBe(2);
    expect(untimed.notes).toContainEqual(saying('import.skipped-plays', { name: 'history.csv', plays: 3 }));
  });

  it('how often songs were skipped leaves nothing out, and is said not to be used', async () => {
    const rows = [0, 1, 2, 3].map((skips) => `${SECONDS},S${skips},X,${skips}\n`).join('');
    const { imported, notes } = await taken('history.csv', `timestamp,track_name,artist_name,skipped\n${rows}`);
    expect(imported).toBe(4);
    expect(notes).toContainEqual(saying('import.columns-unused', { columns: ['skipped'] }));
    expect(notes).not.toContainEqual(saying('import.skipped-plays', { name: 'history.csv' }));
  });

  it('Apple Music: other events than the end of a play', async () => {
    const row = (event: string, ms: string, song: string) => `L,X,${event},2023-11-14T22:13:20.678Z,${ms},${song}\n`;
    const header = 'Album Name,Artist Name,Event Type,Event End Timestamp,Play Duration Milliseconds,Song Name\n';
    const text = header + row('PLAY_END', '240000', 'A') + row('LYRIC_DISPLAY', '', 'A') + row('PLAY_END', '4000', 'B');
    const { imported, seconds, notes } = await taken('Apple Music Play Activity.csv', text);
    expect(imported).toBe(1);
    expect(seconds).toEqual([SECONDS]);
    const name = 'Apple Music Play Activity.csv';
    expect(notes).toContainEqual(
      saying('import.rows-no-plays', { name, rows: 1, column: 'Event Type', values: ['“LYRIC_DISPLAY” (1)'] }),
    );
    expect(notes).toContainEqual(saying('import.short-plays', { name, plays: 1 }));
  });
});

it('ratings with decimal commas are read where no comma separates fields', async () => {
  const app = await freshApp();
  const file = fileOf('ratings.csv', 'user;item;rating\n1;296;4,5\n1;306;3,0\n2;306;2\n');
  expect(await importFile(app, 'ratings', file)).toMatchObject({ imported: 3, rejected: 0 });
  expect(app.library.db.get('SELECT plays FROM songs WHERE song_key = ?', '296')).toEqual({ plays: 9 });
});
