import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linksNotFollowed } from '../../src/core/imports/left-out.ts';
import { entriesBelow, filesBelow, linkedElsewhere, namesBelow } from '../../src/core/storage/files-below.ts';
import { freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';

const fixture = (name: string) => join(ROOT, 'tests', 'fixtures', name);
const listens = (song: string) =>
  JSON.stringify([{ endTime: '2023-05-01 10:00', artistName: 'A', trackName: song, msPlayed: 200_000 }]);
const playlist = (pid: number) =>
  JSON.stringify({
    info: { slice: '0-999' },
    playlists: [{ name: 'P', pid, tracks: [{ pos: 0, artist_name: 'A', track_uri: `spotify:track:${pid}` }] }],
  });
const tags = (track: string) =>
  JSON.stringify({ artist: 'A', similars: [], tags: [['rock', '100']], track_id: track, title: 'T' });
const high = (title: string) =>
  JSON.stringify({
    highlevel: { danceability: { all: { danceable: 0.9 }, probability: 0.9, value: 'danceable' } },
    metadata: { tags: { artist: ['A'], title: [title] } },
  });
const record = (path: string) => {
  const organization = { name: 'Alpha University', address: { city: 'Alpha', country: 'CN' } };
  const education = { 'role-title': 'PhD', 'start-date': { year: { value: '1990' } }, organization };
  const group = [{ summaries: [{ 'education-summary': education }] }];
  const name = { 'given-names': { value: 'Ann' }, 'family-name': { value: path } };
  const activities = { educations: { 'affiliation-group': group } };
  return JSON.stringify({ 'orcid-identifier': { path }, person: { name }, 'activities-summary': activities });
};
const npy = (values: readonly number[]) => {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${values.length},), }`.padEnd(117).concat('\n');
  const start = Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1');
  return Buffer.concat([start, Buffer.from(header), Buffer.from(Float32Array.from(values).buffer)]);
};

interface Case {
  kind: string;
  /** The names under which a file may stand that is read. */
  name: (n: number) => string;
  /** A text or bytes, or the name of a fixture. */
  content: (n: number) => string | Buffer | { fixture: string };
  /** Of two files; 2 unless it is given. */
  read?: number;
}

const CASES: Record<string, Case> = {
  'playlists of a data set': {
    kind: 'triplets',
    name: (n) => `mpd.slice.${n}-${n}.json`,
    content: playlist,
  },
  "a listener's history": {
    kind: 'listens',
    name: (n) => `StreamingHistory${n}.json`,
    content: (n) => listens(`Song ${n}`),
  },
  recordings: { kind: 'audio', name: (n) => `s${n}.wav`, content: () => ({ fixture: 'tags/id3.wav' }) },
  'tags of Last.fm': {
    kind: 'tags',
    name: (n) => `TRAAAAW128F429D53${n}.json`,
    content: (n) => tags(`TRAAAAW128F429D53${n}`),
  },
  'documents of AcousticBrainz': {
    kind: 'tags',
    name: (n) => `0000000${n}-0000-4000-8000-000000000000.json`,
    content: (n) => high(`Title ${n}`),
  },
  'vectors, a file for a song': { kind: 'vectors', name: (n) => `s${n}.npy`, content: (n) => npy([n, 1]) },
  'tables of the Million Song Dataset': {
    kind: 'metadata',
    name: (n) => `T${n}.h5`,
    content: () => ({ fixture: 'msd-aggregate.h5' }),
    read: 6,
  },
};

function put(file: string, content: ReturnType<Case['content']>): void {
  if (typeof content === 'object' && 'fixture' in content) copyFileSync(fixture(content.fixture), file);
  else writeFileSync(file, content);
}

/**
 * Two files, of which one is a link to a file elsewhere; and links to the other one, to a folder above, to nothing, to
 * itself, and to a folder elsewhere, in which there is a third file.
 */
function given({ name, content }: Omit<Case, 'kind'>): string {
  const folder = join(temporaryFolder(), 'given');
  const [data, other] = [join(folder, 'data'), join(temporaryFolder(), 'other')];
  for (const path of [data, other]) mkdirSync(path, { recursive: true });
  put(join(data, name(1)), content(1));
  put(join(other, 'far'), content(2));
  put(join(other, name(3)), content(3));
  symlinkSync(join(other, 'far'), join(data, name(2)));
  symlinkSync(name(1), join(data, name(4)));
  symlinkSync('..', join(data, 'above'));
  symlinkSync('nowhere', join(data, name(5)));
  symlinkSync(name(6), join(data, name(6)));
  symlinkSync(other, join(data, 'elsewhere'));
  return folder;
}

const SONGS = [
  'track_id,song_id,title,artist',
  'TRAAAAW128F429D531,s1,Halo,Beyoncé',
  'TRAAAAW128F429D532,s2,Title 1,A',
  'TRAAAAW128F429D533,s3,Title 2,A',
  '',
].join('\n');

const told = saying('import.links-not-followed', { count: 1, names: ['data/elsewhere'] });

describe.skipIf(process.platform === 'win32')('links in a folder', () => {
  it.each(Object.entries(CASES))('%s: each file is read once', async (_, one) => {
    const app = await freshApp();
    if (one.kind !== 'triplets' && one.kind !== 'listens') await importFile(app, 'tracks', fileOf('s.csv', SONGS));
    const folder = given(one);
    const seen = await app.call('import/preview', { grant: app.grants.add(folder), kind: one.kind });
    if (seen.extent === 'whole') expect(seen.notes).toContainEqual(told);
    const done = await importFile(app, one.kind, folder);
    expect(done).toMatchObject({ read: one.read ?? 2, rejected: 0 });
    expect(done.notes).toContainEqual(told);
  });

  it('records of ORCID: each is read once', async () => {
    const names = { name: (n: number) => `${n}.json`, content: (n: number) => record(`0000-000${n}`) };
    const app = await freshApp();
    const answer = await importStudyFile(app, given(names));
    expect(answer).toMatchObject({ kind: 'orcid', read: 2, imported: 2, rejected: 0 });
    expect(answer.notes).toContainEqual(told);
  });

  it('nothing is told of a file, or of a folder without such links', () => {
    const file = fileOf('a.json', '');
    for (const path of [file, dirname(file)]) expect(linksNotFollowed(path)).toEqual([]);
  });

  it('a file is found by its own name, and what is kept hidden by that of the link', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.annex'));
    writeFileSync(join(folder, '.annex', 'SHA256-1.wav'), 'a');
    writeFileSync(join(folder, 'z.wav'), 'b');
    symlinkSync(join('.annex', 'SHA256-1.wav'), join(folder, 'song.wav'));
    symlinkSync('z.wav', join(folder, 'a.wav'));
    expect(namesBelow(folder)).toEqual(['song.wav', 'z.wav']);
    const link = join(temporaryFolder(), 'link');
    symlinkSync(folder, link);
    expect(namesBelow(link)).toEqual(['song.wav', 'z.wav']);
    expect(filesBelow(link).sort()).toEqual([join(link, 'song.wav'), join(link, 'z.wav')]);
  });

  it('a link to a folder of the same folder is told nowhere', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    mkdirSync(`${folder}/ab`);
    symlinkSync(join(folder, 'a'), join(folder, 'ab', 'inside'));
    symlinkSync(`${folder}/ab`, join(folder, 'a', 'inside'));
    expect(linkedElsewhere(folder)).toEqual([]);
    expect(linkedElsewhere(join(folder, 'a'))).toEqual(['inside']);
    expect(entriesBelow(folder).folders.sort()).toEqual([join(folder, 'a'), join(folder, 'ab')]);
  });
});
