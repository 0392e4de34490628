import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { sniffKind } from '../../src/core/recommender/import/registry.ts';
import { columnWords } from '../../src/core/recommender/import/text/columns.ts';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, importFile } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';
import { playsOf } from '../support/plays.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const latin1 = (text: string) => Buffer.from(text, 'latin1');

async function answered(app: App, kind: string, file: string, answers: Record<string, string>): Promise<ImportResult> {
  const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind, answers });
  return finish<ImportResult>(app, jobId);
}

const BJORK = { 'anna björk – jóga': 3, 'bert björk – jóga': 2 };

describe('headings in other languages', () => {
  it.each<[string, Buffer]>([
    ['German', latin1('Benutzer;Interpret;Titel;Wiedergaben\nanna;Bj\xf6rk;J\xf3ga;3\nbert;Bj\xf6rk;J\xf3ga;2\n')],
    ['French', latin1('Utilisateur;Artiste;Titre;\xc9coutes\nanna;Bj\xf6rk;J\xf3ga;3\nbert;Bj\xf6rk;J\xf3ga;2\n')],
    ['Spanish', Buffer.from('Usuario,Artista,Canción,Reproducciones\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n')],
    ['Swedish', Buffer.from('Användare,Artist,Låt,Antal spelningar\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n')],
    ['Danish', Buffer.from('Bruger,Kunstner,Sang,Afspilninger\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n')],
    [
      'Finnish',
      latin1('K\xe4ytt\xe4j\xe4;Esitt\xe4j\xe4;Kappale;Kuuntelukerrat\nanna;Björk;Jóga;3\nbert;Björk;Jóga;2\n'),
    ],
    ['Turkish', Buffer.from('Kullanıcı,Sanatçı,Şarkı,Dinlenme Sayısı\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n')],
    ['Polish', Buffer.from('Użytkownik,Wykonawca,Utwór,Odtworzenia\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n')],
    ['Russian', Buffer.from('Пользователь,Исполнитель,Песня,Прослушивания\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n')],
    ['Korean', Buffer.from('사용자,가수,노래,재생횟수\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n')],
    ['Japanese', Buffer.from('ユーザー,アーティスト,曲名,再生回数\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n')],
    ['traditional Chinese', Buffer.from('使用者,歌手,歌名,播放次數\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n')],
  ])('%s: plays of each listener are hers', async (_language, bytes) => {
    const app = await freshApp();
    expect(await importFile(app, 'triplets', fileOf('plays.csv', bytes))).toMatchObject({ imported: 2, questions: [] });
    expect(playsOf(app)).toEqual(BJORK);
  });

  it.each<[string, Buffer, string]>([
    // 사용자,가수,노래,재생횟수 and 철수,아이유,봄날,3
    [
      'EUC-KR',
      hex('bbe7bfebc0da2cb0a1bcf62cb3ebb7a12cc0e7bbfdc8bdbcf60ac3b6bcf62cbec6c0ccc0af2cbab9b3af2c330a'),
      '철수',
    ],
    // 使用者,歌手,歌名,播放次數 and 小明,周杰倫,晴天,3
    ['BIG5', hex('a8cfa5ceaacc2cba71a4e22cba71a6572cbcbda9f1a6b8bcc60aa470a9fa2ca950aa4eaddb2cb4b8a4d12c330a'), '小明'],
  ])('in %s are read, too', async (encoding, bytes, listener) => {
    const app = await freshApp();
    const { notes, imported } = await importFile(app, 'triplets', fileOf('plays.csv', bytes));
    expect(imported).toBe(1);
    expect(notes).toContainEqual(saying('import.read-as-utf-16', { encoding }));
    expect(Object.keys(playsOf(app))[0]).toContain(listener);
  });

  it('name ids, ratings and times', async () => {
    const app = await freshApp();
    const ratings = fileOf('r.csv', 'Nutzer-ID;Film-ID;Bewertung;Datum\n1;7;4,5;2020-01-01\n2;7;3;2020-01-02\n');
    expect(await importFile(app, 'ratings', ratings)).toMatchObject({ imported: 2, questions: [] });
    expect(['Identifiant utilisateur', 'ID de usuario', '使用者編號', 'Lied_ID', 'lat'].map(columnWords)).toEqual([
      'user id',
      'user id',
      'user id',
      'song id',
      'lat',
    ]);
  });
});

describe('a history', () => {
  const row = '10.03.2021 10:22;Björk;Jóga';
  it.each([
    ['German', 'Zeit;Interpret;Titel'],
    ['Portuguese', 'Data;Artista;Música'],
    ['Italian', 'Data e ora;Artista;Titolo'],
    ['Dutch', 'Tijd;Artiest;Nummer'],
    ['Danish', 'Tid;Kunstner;Sang'],
    ['Finnish', 'Aika;Esittäjä;Kappale'],
    ['Polish', 'Godzina;Wykonawca;Utwór'],
    ['Korean', '시간;가수;노래'],
  ])('with %s headings is none of song names', async (_language, header) => {
    const file = fileOf('h.csv', `${header}\n${row}\n13.03.2021 11:22;Björk;Hunter\n`);
    expect(await sniffKind(await inspect(file), file)).toMatchObject({ kind: 'listens' });
    const app = await freshApp();
    expect(await importFile(app, 'listens', file)).toMatchObject({ imported: 2, questions: [] });
  });

  it('with a heading that is not known asks for its times; a list of songs is told to be one', async () => {
    const file = fileOf('h.csv', `დრო;Artist;Title\n${row}\n13.03.2021 11:22;Björk;Hunter\n`);
    expect(await sniffKind(await inspect(file), file)).toMatchObject({ kind: 'listens' });
    const app = await freshApp();
    expect(await importFile(app, 'listens', file)).toMatchObject({
      imported: 0,
      questions: [{ id: 'ask.when-heard' }],
    });
    await answered(app, 'listens', file, { 'ask.when-heard': 'დრო' });
    expect(playsOf(app)).toEqual({ 'h björk – jóga': 1, 'h björk – hunter': 1 });
    const { jobId } = await app.call('import/start', {
      grant: app.grants.add(file),
      kind: 'listens',
      answers: { 'ask.when-heard': 'none' },
    });
    await expect(finish(app, jobId)).rejects.toEqual(telling('import.list-of-songs'));
  });

  it('is no list of songs with the times at which they were added', async () => {
    const file = fileOf('l.csv', `Added At;Artist;Title\n${row}\n13.03.2021 11:22;Björk;Hunter\n`);
    expect(await sniffKind(await inspect(file), file)).toMatchObject({ kind: 'tracks' });
  });
});

describe('a first column of which nothing is known', () => {
  const table = () => fileOf('plays.csv', 'Tunnus,Artist,Title,Plays\nanna,Björk,Jóga,3\nbert,Björk,Jóga,2\n');

  it('may name the listeners, which is asked', async () => {
    const app = await freshApp();
    expect(await importFile(app, 'triplets', table())).toMatchObject({
      imported: 0,
      questions: [{ id: 'ask.first-column-listener' }],
    });
    await answered(app, 'triplets', table(), { 'ask.first-column-listener': 'Tunnus' });
    expect(playsOf(app)).toEqual(BJORK);
    const other = await freshApp();
    await answered(other, 'triplets', table(), { 'ask.first-column-listener': 'one' });
    expect(Object.keys(playsOf(other))).toEqual(['plays björk – jóga']);
  });

  it('is asked about in a history as well', async () => {
    const app = await freshApp();
    const file = fileOf('h.csv', 'Tunnus,Artist,Title,Time\nanna,Björk,Jóga,2020-01-01T10:00:00Z\n');
    expect(await importFile(app, 'listens', file)).toMatchObject({ questions: [{ id: 'ask.first-column-listener' }] });
  });

  it.each([
    ['Proband Nr', ['1', '1', '2']],
    ['Student number', ['7', '7', '9']],
    ['Teilnehmer index', ['p0', 'p1', 'p0']],
    ['Kind', ['Anna', 'Anna', 'Bert']],
    ['Session', ['s1', 's1', 's2']],
    ['Proband', [...'dgbahecfj']],
    ['Proband', ['31', '17', '24']],
    ['Proband Nr', ['1', '2', '3']],
    ['Subject ID', ['a', 'b', 'c']],
  ])('%s may name people', async (heading, people) => {
    const rows = people.map((person, at) => `${person},Björk,Jóga ${at},2020-01-01 10:00\n`);
    const file = fileOf('h.csv', `${heading},Artist,Title,Time\n${rows.join('')}`);
    expect(await importFile(await freshApp(), 'listens', file)).toMatchObject({
      imported: 0,
      questions: [{ id: 'ask.first-column-listener' }],
    });
  });

  it.each([
    ['numbers the rows', 'No,Artist,Title,Plays\n1,Björk,Jóga,3\n2,Beyoncé,Halo,2\n'],
    ['has gaps', 'Age Bucket,Artist,Title,Plays\n,Björk,Jóga,3\nold,Beyoncé,Halo,2\n'],
    ['is known', 'Album,Artist,Title,Plays\nHomogenic,Björk,Jóga,3\nI am,Beyoncé,Halo,2\n'],
    ['says what a player is or does', 'Playback Device,Artist,Title,Plays\nPhone,Björk,Jóga,3\nTV,Beyoncé,Halo,2\n'],
    ['is of flags', 'Geliebt,Artist,Title,Plays\nja,Björk,Jóga,3\nnein,Beyoncé,Halo,2\n'],
    ['has an id for each row', 'Pozycja ID,Artist,Title,Plays\nx81,Björk,Jóga,3\ny17,Beyoncé,Halo,2\n'],
    ['tells the kind of a device', 'Device Type,Artist,Title,Plays\nPhone,Björk,Jóga,3\nTV,Beyoncé,Halo,2\n'],
    ['numbers the rows from another', 'Index,Artist,Title,Plays\n101,Björk,Jóga,3\n102,Beyoncé,Halo,2\n'],
  ])('is no listener where it %s', async (_what, text) => {
    const app = await freshApp();
    expect(await importFile(app, 'triplets', fileOf('p.csv', text))).toMatchObject({ rejected: 0, questions: [] });
    expect(new Set(Object.keys(playsOf(app)).map((pair) => pair.split(' ', 1)[0]))).toEqual(new Set(['p']));
  });
});

describe('the heading note', () => {
  const headed = async (header: string, notes: readonly string[]) => {
    const rows = notes.map((note, at) => `anna;s${at};${note}\n`);
    const file = fileOf('notes.csv', `${header}\n${rows.join('')}`);
    return { file, kind: (await sniffKind(await inspect(file), file)).kind };
  };

  it.each([
    ['up to five', ['4', '3,5', '1'], [8, 7, 2]],
    ['up to twenty', ['14', '20', '9.5'], [28, 40, 19]],
  ])('is of ratings in French, %s, and told', async (_how, notes, steps) => {
    const { file, kind } = await headed('utilisateur;chanson;note', notes);
    expect(kind).toBe('ratings');
    const app = await freshApp();
    const result = await importFile(app, 'ratings', file);
    expect(result).toMatchObject({ imported: 3, questions: [] });
    expect(JSON.stringify(result.notes)).toContain('{"id":"import.column-rating","values":{"column":"note"}');
    expect(Object.values(playsOf(app))).toEqual(steps);
  });

  it.each([
    ['in English', 'user;song;note', ['4', '3', '1']],
    ['in German, where 1 is the best', 'Nutzer;Lied;Note', ['4', '3', '1']],
    ['of words', 'utilisateur;chanson;note', ['bien', '3', '1']],
    ['of higher numbers', 'utilisateur;chanson;note', ['14', '99', '1']],
  ])('is none %s', async (_how, header, notes) => {
    expect((await headed(header, notes)).kind).not.toBe('ratings');
  });
});
