import { describe, expect, it } from 'vitest';
import { toldOfTwins } from '../../src/core/recommender/import/text/other-forms.ts';
import { freshApp, importFile } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

const ID = '4uLU6hMCjMI75M1A2tKUQC';
const MBID = '6f9619ff-8b86-4011-b42d-00cf4fc964ff';

const idsOf = (...ids: string[]) => ({ ids, has: (id: string) => ids.includes(id) });

describe('ids that are written otherwise', () => {
  it.each([
    ['capitals', 'Bob', 'bob'],
    ['accents', 'cafe\u0301', 'caf\u00e9'],
    ['spaces', 'a  b', 'a b'],
    ["Spotify's URI", `spotify:track:${ID}`, ID],
    ["Spotify's address", `https://open.spotify.com/track/${ID}?si=1`, ID],
    ["Spotify's address and URI", `https://open.spotify.com/intl-de/track/${ID}`, `spotify:track:${ID}`],
    ["MusicBrainz' address", `https://musicbrainz.org/recording/${MBID}`, MBID],
    ['a UUID in capitals', MBID.toUpperCase(), MBID],
  ])('by %s are told, whichever is new, once', (_, example, plain) => {
    const told = [saying('import.ids-written-otherwise', { of: 'songs', ids: 1, example, plain })];
    expect(toldOfTwins('songs', idsOf(example), idsOf(plain))).toEqual(told);
    expect(toldOfTwins('songs', idsOf(plain), idsOf(example))).toEqual(told);
    expect(toldOfTwins('songs', idsOf(plain, example), idsOf())).toEqual(told);
    expect(toldOfTwins('songs', idsOf('x'), idsOf(plain, example))).toEqual([]);
  });

  it('by zeros are told apart from the others', () => {
    const zeros = saying('import.ids-with-zeros', { of: 'listeners', ids: 2, example: '007', plain: '7' });
    expect(toldOfTwins('listeners', idsOf('007', '7', '010'), idsOf('10'))).toEqual([zeros]);
  });

  it.each([
    ['songs of the Million Song Dataset', 'SOAAAAA12AB0180000', 'soaaaaa12ab0180000'],
    ["songs of Spotify's whose letters differ in size", ID, ID.toLowerCase()],
    ['others', 'a.b', 'ab'],
  ])('are not %s', (_, one, other) => {
    expect(toldOfTwins('songs', idsOf(one), idsOf(other))).toEqual([]);
  });
});

describe('tags', { timeout: 60_000 }, () => {
  it('that differ by capitals or spaces are told, also from those of before', async () => {
    const app = await freshApp();
    const tags = (...names: string[]) =>
      importFile(app, 'tags', fileOf('t.csv', `song_id,tag,count\n${names.map((name) => `s1,${name},1\n`).join('')}`));
    const told = (values: object) => saying('import.tags-written-otherwise', values as Record<string, unknown>);
    expect((await tags('rock', 'Rock', 'hip  hop', 'hip hop')).notes).toContainEqual(
      told({ tags: 2, example: 'Rock', plain: 'rock' }),
    );
    const other = await tags('jazz');
    expect(other.notes.map(({ id }) => id)).not.toContain('import.tags-written-otherwise');
    expect((await tags('JAZZ')).notes).toContainEqual(told({ tags: 1, example: 'JAZZ', plain: 'jazz' }));
  });
});

describe('songs of several files', { timeout: 60_000 }, () => {
  const PLAYS = 'user,song,plays\nu1,S1,3\nu1,s2,1\n';
  const SONGS = 'song_id,title,artist\ns1,One,A\ns2,Two,B\n';
  const TAGS = 'song_id,tag,count\ns1,rock,3\ns1,pop,1\ns2,pop,2\n';

  it.each([
    ['tracks', SONGS],
    ['tags', TAGS],
  ])('that nobody has played are told: %s', async (kind, text) => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('plays.csv', PLAYS));
    const { notes } = await importFile(app, kind, fileOf('songs.csv', text));
    expect(notes).toContainEqual(saying('import.songs-unheard', { fresh: 1, all: 2 }));
    expect(notes).toContainEqual(saying('import.ids-written-otherwise', { ids: 1, example: 'S1', plain: 's1' }));
    const again = await importFile(app, kind, fileOf('s2.csv', text.replaceAll('s1', 'S1')));
    expect(again.notes.map(({ id }) => id)).not.toContain('import.songs-unheard');
  });

  it('are told where plays are of none that is known', async () => {
    const app = await freshApp();
    const first = await importFile(app, 'tracks', fileOf('songs.csv', SONGS));
    expect(first.notes.map(({ id }) => id)).not.toContain('import.songs-unheard');
    const strangers = await importFile(app, 'triplets', fileOf('a.csv', 'user,song,plays\nu1,S1,3\nu1,t2,1\n'));
    expect(strangers.notes).toContainEqual(saying('import.no-song-known', { all: 2, known: 2 }));
    expect(strangers.notes).toContainEqual(saying('import.ids-written-otherwise', { example: 'S1', plain: 's1' }));
    const mixed = await importFile(app, 'triplets', fileOf('b.csv', 'user,song,plays\nu2,s1,3\nu2,t3,1\n'));
    expect(mixed.notes.map(({ id }) => id)).not.toContain('import.no-song-known');
  });
});
