import fc from 'fast-check';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { readPdfText } from '../../src/core/mobility/cv/files/pdf-text.ts';
import { mapsFolder, readCvBytes } from '../../src/core/mobility/cv/files/read-file.ts';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { docxOf, pdfOf } from '../support/documents.ts';
import { oggFlacOf } from '../support/ogg-flac.ts';
import { workbookOf } from '../support/workbook.ts';
import { readExchange } from '../../src/core/mobility/agreement/coding-file.ts';
import { MOBILITY_IMPORTERS } from '../../src/core/mobility/import/registry.ts';
import { previewImport } from '../../src/core/mobility/import/import-file.ts';
import { melFile } from '../../src/core/recommender/audio/mel-file.ts';
import { MEL_BANDS, MEL_FRAMES } from '../../src/core/recommender/audio/mel.ts';
import { readAudioExcerpt } from '../../src/core/recommender/audio/decode.ts';
import { readAudioTags } from '../../src/core/recommender/audio/tags.ts';
import { readWavExcerpt } from '../../src/core/recommender/audio/wav.ts';
import { libraryId } from '../../src/core/recommender/data/gather.ts';
import { writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { readMapping } from '../../src/core/recommender/import/audio/audio-mapping.ts';
import { chooseImporter, IMPORTERS, importKind, sniffKind } from '../../src/core/recommender/import/registry.ts';
import { inspect } from '../../src/core/recommender/import/files/source.ts';
import { stageImport } from '../../src/core/recommender/import/stage-import.ts';
import { readSafetensors } from '../../src/core/recommender/data/safetensors.ts';
import { readMel } from '../../src/core/recommender/networks/mel-input.ts';
import { readModelFile } from '../../src/core/recommender/models/model-file.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { importArchive } from '../../src/core/storage/archive.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import { toErrorBody } from '../../src/shared/errors.ts';
import { mappingSchema } from '../../src/shared/mobility/imports.ts';
import { finish, importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { importStudyFile, INSTITUTIONS, rankingCsv, resumes, TIERS } from '../support/mobility.ts';
import { fuzz, fuzzFile, RUNS } from './mutate.ts';
import { inOnePart } from './parts.ts';

const codeOf = (error: unknown) => toErrorBody(error).code;
const fixture = (name: string) => readFileSync(join(ROOT, 'tests', 'fixtures', name));

const TRIPLETS = Array.from(
  { length: 30 },
  (_, i) => `b80344d063b5ccb3212f76538f3d9e43d87dca${i % 5}e\tSOAKIMP12A8C13099${i % 9}\t${1 + (i % 5)}\n`,
).join('');
const LISTENS = JSON.stringify(
  Array.from({ length: 6 }, (_, i) => ({
    endTime: `2023-01-0${1 + i} 10:00`,
    artistName: `Artist ${i}`,
    trackName: `Song ${i}`,
    msPlayed: 200_000,
  })),
);
const LISTENBRAINZ = Array.from({ length: 4 }, (_, i) =>
  JSON.stringify({
    listened_at: 1_600_000_000 + i,
    track_metadata: { artist_name: `A${i}`, track_name: `T${i}`, additional_info: { recording_mbid: `m${i}` } },
  }),
).join('\n');
const SCROBBLER_LOG = '#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/Rockbox\n'.concat(
  ...Array.from({ length: 6 }, (_, i) => `A\tX\tOne\t3\t158\t${i % 3 ? 'L' : 'S'}\t${1_700_000_000 + 400 * i}\t\n`),
);
const LASTFM_JSON = JSON.stringify({
  track_id: 'TRAAAAW128F429D538',
  title: 'x',
  artist: 'y',
  tags: [
    ['rock', '100'],
    ['indie', '12'],
  ],
  similars: [],
});
const RATING_LINES = Array.from(
  { length: 20 },
  (_, i) => `${1 + (i % 4)},${1 + i},${0.5 + (i % 9) / 2},${1_200_000_000 + i}\n`,
);
const RATINGS = `userId,movieId,rating,timestamp\n${RATING_LINES.join('')}`;
const GENRES = 'TRAAAAW128F429D538\trock\tpop\nTRAAABD128F429CF47\tjazz\n';
const LASTFM_1K = Array.from(
  { length: 6 },
  (_, i) => `user_00000${i % 2}\t2009-05-04T23:08:57Z\tmbid-${i}\tArtist ${i}\tsong-${i}\tTitle ${i}`,
).join('\n');

const LASTFM_360K = Array.from(
  { length: 6 },
  (_, i) => `${String(i % 3).repeat(40)}\tmbid-${i}\tArtist ${i}\t${10 + i}`,
).join('\n');
const SCROBBLES = Array.from(
  { length: 6 },
  (_, i) => `"Artist ${i}","Album","Song, ${i}","1${i} Mar 2025, 14:30"`,
).join('\n');
const EVENTS = `user\tsong\ttimestamp\n${Array.from(
  { length: 6 },
  (_, i) => `user_${i % 2}\tsong${i}\t2020-01-0${1 + i} 10:00\n`,
).join('')}`;
const EXTENDED = JSON.stringify(
  Array.from({ length: 6 }, (_, i) => ({
    ts: `2023-01-0${1 + i}T10:00:00Z`,
    ms_played: 200_000,
    master_metadata_track_name: i === 5 ? null : `Song ${i}`,
    master_metadata_album_artist_name: `Artist ${i}`,
    master_metadata_album_album_name: `Album ${i}`,
  })),
);
const LISTENBRAINZ_ZIP = Buffer.from(zipSync({ 'listens/2023/1.jsonl': Buffer.from(LISTENBRAINZ) }));
const YOUTUBE_MUSIC = JSON.stringify(
  Array.from({ length: 4 }, (_, i) => ({
    header: 'YouTube Music',
    title: `Watched Song ${i}`,
    titleUrl: 'https://music.youtube.com/watch?v=x',
    subtitles: [{ name: `Artist ${i} - Topic` }],
    time: `2022-04-25T18:0${i}:04.784Z`,
  })),
);
const LASTFM_PAGE =
  '{"recenttracks":{"track":[{"artist":{"mbid":"","#text":"A"},"name":"T","album":{"#text":"B"},' +
  '"date":{"uts":"1600000000"}},{"artist":{"name":"C"},"name":"U","date":{"uts":"1600000100"}}],' +
  '"@attr":{"user":"RJ","totalPages":"1"}}}';
const MALOJA =
  '{"maloja":{"export_time":1690000000},"scrobbles":[{"time":1600000000,"track":{"artists":["A","B"],"title":"T",' +
  '"album":{"albumtitle":"C"},"length":200}}]}';
const LASTFMSTATS = '{"username":"x","scrobbles":[{"track":"T","artist":"A","album":"B","date":1600000000000}]}';
const SOUNDCLOUD =
  '{"collection":[{"played_at":1700000000000,"track_id":9,"track":{"title":"T","duration":200000,' +
  '"user":{"username":"A"}}}]}';
const RECENTLY_PLAYED =
  '{"items":[{"track":{"name":"T","duration_ms":200000,"artists":[{"name":"A"}],"album":{"name":"B"},' +
  '"uri":"spotify:track:t"},' +
  '"played_at":"2023-05-02T10:01:00.123Z","context":null}],"next":"https://x","cursors":{"after":"2","before":"1"}}';
const PLAYS_ZIP = Buffer.from(zipSync({ 'plays.csv': Buffer.from('user,song,plays\nu1,s1,3\nu2,s1,1\n') }));
const PLAYS_XLSX = workbookOf({
  name: 'Plays',
  rows: [
    ['user', 'song', 'plays'],
    ['u1', 's1', 3],
    ['u2', 's2', 1],
  ],
});
const SONG_TO_TRACKS =
  'SOAAAAA12A8C13AB79\tTRAAAAW128F429D538\nSOAAAAB12A8C13AB79\nSOAAAAC12A8C13AB79\tTRAAABD128F429CF47\n';

const ONE_EVENT =
  'event.play\t0\t1392387533\t{"playtime":0}\t{"subjects":[{"type":"user","id":1}],' +
  '"objects":[{"type":"track","id":9}]}';
const EVENTS_30MUSIC = `${ONE_EVENT}\n${ONE_EVENT.replace('"id":9', '"id":8')}\n`;
const TRACKS_30MUSIC =
  'track\t9\t-1\t{"duration":-1,"name":"Sonic+Youth/_/Kool+Thing"}\t{"artists":[{"type":"person","id":1}]}\n';
const ACOUSTICBRAINZ =
  '{"highlevel":{"danceability":{"probability":0.9,"value":"danceable"}},"metadata":{"tags":{"artist":["A"],' +
  '"title":["T"]}}}';

const APPLE_DAYS =
  'Media type,Date Played,Hours,Play Count,Track Description\nAUDIO,20230105,"14, 15",2,A - One\n' +
  'AUDIO,20230106,9,1,A - Two\n';

const TEXTS: [string, string, string, string | Buffer][] = [
  ['vectors', 'vectors', 'vectors.csv', 'song,v0,v1\ns1,0.5,1\ns2,1e-3,-2\ns1,3,4\n'],
  ['Taste Profile triplets', 'triplets', 'train_triplets.txt', TRIPLETS],
  ['triplets, gzip', 'triplets', 'train_triplets.txt.gz', gzipSync(TRIPLETS)],
  ['delimited triplets', 'triplets', 'plays.csv', `user,song,plays\n${TRIPLETS.replaceAll('\t', ',')}`],
  [
    'unique_tracks.txt',
    'tracks',
    'unique_tracks.txt',
    'TRMMMYQ128F932D901<SEP>SOQMMHC12AB0180CB8<SEP>Faster Pussy cat<SEP>Silent ' +
      'Night\nTRMMMKD128F425225D<SEP>SOVFVAK12A8C1350D9<SEP>Karkkiautomaatti<SEP>Tanssi vaan\n',
  ],
  [
    'sid_mismatches.txt',
    'mismatches',
    'sid_mismatches.txt',
    'ERROR: <SOUMNSI12AB0182807 TRMMGKQ128F9325E10> Digital Underground  -  The Way We Swing  !=  Linkwood  -  ' +
      'Whats up with the Underground\n',
  ],
  ['MovieLens ratings', 'ratings', 'ratings.csv', RATINGS],
  ['genre annotations', 'tags', 'genres.cls', GENRES],
  ['Last.fm JSON', 'tags', 'TRAAAAW128F429D538.json', LASTFM_JSON],
  ['Spotify history', 'listens', 'StreamingHistory0.json', LISTENS],
  ['Spotify history, two files joined in one', 'listens', 'StreamingHistory.json', `${LISTENS}\n${LISTENS}`],
  ['ListenBrainz', 'listens', 'listens.jsonl', LISTENBRAINZ],
  ['Last.fm 1K', 'listens', 'userid-timestamp-artid-artname-traid-traname.tsv', LASTFM_1K],
  ['Last.fm 360K', 'listens', 'usersha1-artmbid-artname-plays.tsv', LASTFM_360K],
  ['scrobbles', 'listens', 'scrobbles.csv', SCROBBLES],
  ['30Music', 'listens', 'events.idomaar', EVENTS_30MUSIC],
  ['tracks of 30Music', 'tracks', 'tracks.idomaar', TRACKS_30MUSIC],
  ['AcousticBrainz', 'tags', 'a.json', ACOUSTICBRAINZ],
  ['MovieLens 1M', 'tracks', 'movies.dat', '1::Toy Story (1995)::Animation|Comedy\n2::Jumanji (1995)::Adventure\n'],
  ['days of Apple Music', 'listens', 'Daily Tracks.csv', APPLE_DAYS],
  ['Rockbox log', 'listens', 'pod.scrobbler.log', SCROBBLER_LOG],
  ['listening events', 'listens', 'listening_history.csv', EVENTS],
  ['Spotify extended history', 'listens', 'Streaming_History_Audio_2023_0.json', EXTENDED],
  ['ListenBrainz, zipped', 'listens', 'export.zip', LISTENBRAINZ_ZIP],
  ['YouTube Music', 'listens', 'watch-history.json', YOUTUBE_MUSIC],
  ['a page of Last.fm', 'listens', 'page.json', LASTFM_PAGE],
  ['Maloja', 'listens', 'maloja_export_2023_07_22_04_26_40.json', MALOJA],
  ['lastfmstats.com', 'listens', 'lastfmstats-x.json', LASTFMSTATS],
  ['SoundCloud', 'listens', 'play_history.json', SOUNDCLOUD],
  ['Spotify, recently played', 'listens', 'recent.json', RECENTLY_PLAYED],
  ['a zip with a table', 'triplets', 'plays.zip', PLAYS_ZIP],
  ['a workbook', 'triplets', 'plays.xlsx', PLAYS_XLSX],
  ['UTF-16', 'triplets', 'wide.csv', Buffer.from('\uFEFFuser,song,plays\nu1,s1,3\nu2,s1,1\n', 'utf16le')],
  ['Windows-1252', 'triplets', 'west.csv', Buffer.from('user,song,plays\nu1,Bj\xf6rk,3\nu2,Beyonc\xe9,1\n', 'latin1')],
  [
    'plays, an object a line',
    'triplets',
    'plays.jsonl',
    '{"user":"u1","song":"s1","plays":3}\n{"user":"u2","song":"s2","plays":1}\n',
  ],
  [
    'a slice of playlists',
    'triplets',
    'mpd.slice.0-999.json',
    '{"playlists":[{"pid":0,"tracks":[{"track_uri":"spotify:track:1","track_name":"T","artist_name":"A"}]}]}',
  ],
  [
    'saved songs of Spotify',
    'triplets',
    'YourLibrary.json',
    '{"tracks":[{"artist":"A","album":"R","track":"T","uri":"spotify:track:1"}]}',
  ],
  [
    'a record of NetEase',
    'triplets',
    'record.json',
    '{"allData":[{"playCount":12,"song":{"id":1,"name":"T","ar":[{"name":"A"}],"al":{"name":"R"}}}]}',
  ],
  [
    'a playlist of NetEase',
    'triplets',
    'list.json',
    '{"playlist":{"id":5,"tracks":[{"id":1,"name":"T","ar":[{"name":"A"}],"dt":1000}]}}',
  ],
  ['text of word2vec', 'vectors', 'word2vec.txt', '2 2\ns1 0.5 1\ns2 -1e-3 2\n'],
  ['text of GloVe', 'vectors', 'glove.txt', 's1 0.5 1.5 -1e-3 0.2\ns2 -1e-3 2 0.1 0.4\n'],
  ['tags with a column each', 'tags', 'annotations.csv', 'clip_id\tno voice\tsinger\tduet\n2\t0\t1\t0\n6\t1\t0\t0\n'],
  ['song to tracks', 'tracks', 'taste_profile_song_to_tracks.txt', SONG_TO_TRACKS],
  [
    'tracks_per_year.txt',
    'tracks',
    'tracks_per_year.txt',
    '1922<SEP>TRAAAAW128F429D538<SEP>A<SEP>Title\n1930<SEP>TRAAABD128F429CF47<SEP>B<SEP>Other\n',
  ],
  ['tags of songs', 'tags', 'tags.tsv', 'SOMZWCG12A8C13C480\trock\t120\nSOCIWDW12A8C13D406\tjazz, cool\t3.5\n'],
  ['names of songs', 'tracks', 'names.tsv', 'song\tname\nSOMZWCG12A8C13C480\tA song\nSOCIWDW12A8C13D406\tB\n'],
  ['songs of Music4All', 'tracks', 'id_information.csv', 'id\tartist\tsong\talbum_name\ns1\tA\tB\tC\ns2\tD\tE\tF\n'],
  ['tags of Music4All', 'tags', 'id_tags.csv', 'id\ttags\ns1\trock,pop\ns2\tjazz\n'],
  ['LFM-1b', 'listens', 'LFM-1b_LEs.txt', '1\t2\t4\t4\t1385212958\n1\t2\t4\t5\t1385212642\n'],
  ['Kaggle songs', 'tracks', 'kaggle_songs.txt', 'SOSOUKN12A8C13AB79 1\nSOSOUKN12A8C13AB78 2\n'],
  ['Kaggle users', 'listeners', 'kaggle_users.txt', `${'0123456789'.repeat(4)}\n${'abcdef0123'.repeat(4)}\n`],
  ['HDF5 summary', 'metadata', 'msd-summary.h5', fixture('msd-summary.h5')],
  ['HDF5 aggregate', 'metadata', 'msd-aggregate.h5', fixture('msd-aggregate.h5')],
];

/** Texts of two characters as numpy writes them: `<U2`, four bytes each. */
function npyOfTexts(texts: readonly string[]): Buffer {
  const header = `{'descr': '<U2', 'fortran_order': False, 'shape': (${texts.length},), }`.padEnd(117).concat('\n');
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  const signs = Uint32Array.from(texts.join(''), (sign) => sign.charCodeAt(0));
  return Buffer.concat([start, Buffer.from(header), Buffer.from(signs.buffer)]);
}

inOnePart();

describe('files of music data, changed at random', { timeout: 3_600_000 }, () => {
  let libraryFile = '';
  let folder = '';
  let sources = '';
  let app: App;

  beforeAll(async () => {
    app = createApp({ library: await createLibrary(join(suiteFolder(), 'library')), spawnTrainer: spawnChildTrainer });
    libraryFile = app.library.db.file;
    folder = suiteFolder();
    sources = join(suiteFolder(), 'demo');
    writeDemoFiles(sources, { tracks: 8, listeners: 10, seed: 3 }, () => {});
    const terms = new Database(join(sources, 'artist_term.db'));
    terms.exec(`ATTACH '${join(sources, 'track_metadata.db')}' AS tracks;
      CREATE TABLE artist_term (artist_id TEXT, term TEXT);
      INSERT INTO artist_term SELECT artist_id, 'rock' FROM tracks.songs`);
    terms.close();
    await importFile(app, 'metadata', join(sources, 'track_metadata.db'));
    await importFile(
      app,
      'tracks',
      writeFor(
        'unique_tracks.txt',
        ['s1', 's2', 's3', 's4'].map((song) => `TR${song}<SEP>${song}<SEP>A<SEP>B\n`).join('') +
          'TRAAAAW128F429D538<SEP>SOMZWCG12A8C13C480<SEP>A<SEP>B\n' +
          'TRAAABD128F429CF47<SEP>SOCIWDW12A8C13D406<SEP>C<SEP>D\n',
      ),
    );
  });

  afterAll(() => app.close());

  const stage = (kind: string, name: string, bytes: Uint8Array, ids?: string) => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const scratch = join(folder, 'scratch');
    return stageImport(
      {
        kind,
        format: 'auto',
        file,
        mappingFile: null,
        listener: null,
        onError: 'skip',
        answers: {},
        idsFile: kind === 'vectors' ? (ids ?? writeFor('ids.txt', 's1\ns2\ns3\ns4\n')) : null,
        libraryFile,
        stagingFile: join(folder, 'staging.sqlite'),
        scratch,
        melFolder: folder,
        threads: 1,
      },
      () => {},
    ).finally(() => rmSync(scratch, { recursive: true, force: true }));
  };

  // The kind in the name lets the nightly parts divide the work.
  it.each(TEXTS)('%s (%s)', async (_name, kind, name, content) => {
    await fuzzFile(Buffer.from(content), (bytes) => stage(kind, name, bytes), codeOf);
  });

  const DATABASES = { 'track_metadata.db': 'metadata', 'lastfm_tags.db': 'tags', 'artist_term.db': 'tags' };

  it.each(Object.entries(DATABASES))('%s (%s)', async (name, kind) => {
    await fuzzFile(readFileSync(join(sources, name)), (bytes) => stage(kind, name, bytes), codeOf);
  });

  const TABLES = {
    'yambda-listens.parquet': 'listens',
    'yambda-sequential.parquet': 'listens',
    'lfm2b-events.parquet': 'listens',
    'ratings.parquet': 'ratings',
    'awkward.parquet': 'triplets',
    'userid_trackid_count.tsv.bz2': 'triplets',
    'vector-columns.parquet': 'vectors',
    'vector-list.parquet': 'vectors',
    'f4.npy': 'vectors',
    'f8-fortran.npy': 'vectors',
  };

  it.each(Object.entries(TABLES))('%s (%s)', async (name, kind) => {
    await fuzzFile(fixture(join('tables', name)), (bytes) => stage(kind, name, bytes), codeOf);
  });

  const IDS: [string, string, Uint8Array][] = [
    ['a list', 'ids.json', Buffer.from('["s1","s2","s3","s4"]')],
    ['places by id', 'places.json', Buffer.from('{"s1":0,"s2":1,"s3":2,"s4":3}')],
    ['a numpy array', 'ids.npy', npyOfTexts(['s1', 's2', 's3', 's4'])],
  ];

  it.each(IDS)('whose the rows of a numpy file are, as %s', async (_what, name, content) => {
    const vectors = fixture(join('tables', 'f4.npy'));
    await fuzzFile(content, (bytes) => stage('vectors', 'f4.npy', vectors, writeFor(name, Buffer.from(bytes))), codeOf);
  });

  it('zstd', async () => {
    await fuzzFile(zstdCompressSync(TRIPLETS), (bytes) => stage('triplets', 'x.zst', bytes), codeOf);
  });

  it('has a sample of every format that an importer reads', async () => {
    const files = [...TEXTS.map(([, kind, name, content]) => [kind, writeFor(name, content)] as const)];
    for (const [name, kind] of Object.entries(DATABASES)) files.push([kind, join(sources, name)]);
    for (const [name, kind] of Object.entries(TABLES))
      files.push([kind, join(ROOT, 'tests', 'fixtures', 'tables', name)]);
    const formats: string[] = [];
    for (const [kind, file] of files) {
      const head = await inspect(file);
      if (head.kind === 'zip') formats.push((await sniffKind(head, file)).format);
      else formats.push(chooseImporter(importKind(kind), 'auto', head, file).format);
    }
    // A folder of recordings: its recordings and its list of file names are targets of their own.
    formats.push('audio-folder');
    // Folders with files of vectors, whose targets are above.
    formats.push('factors-folder', 'npy-folder');
    const known = IMPORTERS.flatMap((importer) => importer.formats);
    expect(known.filter((format) => !formats.includes(format))).toEqual([]);
  });

  it('the list of file names and tracks for recordings', async () => {
    const file = join(folder, 'mapping.csv');
    await fuzzFile(
      Buffer.from('file,track_id\na.wav,TRAAAAW128F429D538\n"b, c.wav",TRAAABD128F429CF47\n'),
      (bytes) => {
        writeFileSync(file, bytes);
        readMapping(file);
      },
      codeOf,
    );
  });

  it('spectrograms in the cache', async () => {
    const cache = suiteFolder();
    await fuzzFile(
      Buffer.alloc(2 * MEL_BANDS * MEL_FRAMES, 7),
      (bytes) => {
        writeFileSync(melFile(cache, 1), bytes);
        readMel(cache, 1);
      },
      codeOf,
    );
  });

  it('weights in safetensors', async () => {
    const file = join(folder, 'weights.safetensors');
    const read = (header: unknown, data = Buffer.alloc(36, 1)) => {
      const text = Buffer.from(JSON.stringify(header));
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      writeFileSync(file, Buffer.concat([length, text, data]));
      return readSafetensors(file).tensors;
    };
    const whole = {
      __metadata__: { format: 'pt' },
      bias: { dtype: 'F32', shape: [3], data_offsets: [0, 12] },
      weight: { dtype: 'F32', shape: [2, 3], data_offsets: [12, 36] },
    };
    expect([...read(whole).keys()]).toEqual(['bias', 'weight']);
    await fuzzFile(
      readFileSync(file),
      (bytes) => {
        writeFileSync(file, bytes);
        readSafetensors(file);
      },
      codeOf,
    );
    // Headers that are JSON, but of any form: changed bytes are seldom JSON still.
    const number = fc.oneof(fc.integer({ min: -3, max: 12 }), fc.double(), fc.constantFrom(0.5, 2 ** 40));
    const entry = fc.record(
      {
        dtype: fc.constantFrom('F32', 'F64', 'U8', 'F16', null),
        shape: fc.oneof(fc.array(number, { maxLength: 3 }), fc.jsonValue()),
        data_offsets: fc.oneof(fc.tuple(number, number), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    const headers = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.oneof(entry, fc.jsonValue())));
    await fuzz(headers, (header) => void read(header), codeOf);
  });

  it('the library itself', async () => {
    const whole = join(suiteFolder(), 'library');
    await (await openedApp(whole, true)).close();
    const sample = readFileSync(join(whole, 'library.sqlite'));
    const target = join(folder, 'opened');
    await fuzzFile(
      sample,
      async (bytes) => {
        rmSync(target, { recursive: true, force: true });
        mkdirSync(target);
        writeFileSync(join(target, 'library.sqlite'), bytes);
        const opened = await openedApp(target, false);
        try {
          await opened.call('app/info', {});
          await opened.call('library/list-songs', {});
        } finally {
          await opened.close();
        }
      },
      codeOf,
    );
  });

  it('WAV', async () => {
    const file = join(folder, 'x.wav');
    await fuzzFile(
      fixture('tone.wav'),
      (bytes) => {
        writeFileSync(file, bytes);
        readWavExcerpt(file, 0, 3);
      },
      codeOf,
    );
  });

  it.each(['tone.mp3', 'tone.flac', 'tone.ogg', 'tone.oga', 'tone.opus', 'tone-sowt.aifc', 'tone.au'])(
    '%s',
    async (name) => {
      const file = join(folder, name);
      await fuzzFile(
        name === 'tone.oga' ? oggFlacOf(fixture('tone.flac')) : fixture(name),
        (bytes) => {
          writeFileSync(file, bytes);
          return readAudioExcerpt(file, 0, 3);
        },
        codeOf,
      );
    },
  );

  it.each([
    'id3-2.3-utf16.mp3',
    'id3-2.4-utf8.mp3',
    'comments.flac',
    'comments.ogg',
    'cover.opus',
    'id3.wav',
    'id3.aiff',
    'ape.mp3',
  ])('tags of %s', async (name) => {
    const file = join(folder, name);
    await fuzzFile(
      fixture(join('tags', name)),
      (bytes) => {
        writeFileSync(file, bytes);
        readAudioTags(file);
      },
      codeOf,
    );
  });

  it('fitted models', async () => {
    await importFile(app, 'triplets', writeFor('t.txt', TRIPLETS));
    await finish(app, (await app.call('models/train', { type: 'item-knn', name: 'm' })).jobId);
    const [name] = readdirSync(app.library.paths.models);
    const sample = readFileSync(join(app.library.paths.models, name));
    const file = join(folder, 'm.model');
    await fuzzFile(
      sample,
      (bytes) => {
        writeFileSync(file, bytes);
        readModelFile(file, libraryId(app.library.db));
      },
      codeOf,
    );
  });

  it('archives', async () => {
    const out = suiteFolder();
    await finish(app, (await app.call('library/export-archive', { folder: app.grants.add(out) })).jobId);
    const sample = readFileSync(join(out, readdirSync(out)[0]));
    const file = join(folder, 'x.quadrille-archive');
    const target = join(folder, 'unpacked');
    await fuzzFile(
      sample,
      async (bytes) => {
        writeFileSync(file, bytes);
        rmSync(target, { recursive: true, force: true });
        await importArchive(file, target, { progress: () => {} });
      },
      codeOf,
    );
  });

  async function openedApp(at: string, create: boolean): Promise<App> {
    const library = await (create ? createLibrary(at) : openLibrary(at));
    return createApp({ library, spawnTrainer: noTrainer });
  }

  /** What opening a library starts to learn about engines: a process for each input would take most of the time. */
  function noTrainer(): ReturnType<typeof spawnChildTrainer> {
    return { send: () => {}, onMessage: () => {}, onExit: () => {}, kill: () => {} };
  }

  function writeFor(name: string, content: string | Buffer): string {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  }
});

const RESUMES = resumes(
  's1,Ann,f,PhD,Alpha University,Alpha,1990,1995,',
  's1,Ann,f,postdoc,Beta University,Beta,1995,1997,',
  's2,Bob,m,professor,Alpha University,Alpha,1997,present,yes',
);
const ORCID = JSON.stringify({
  'orcid-identifier': { path: '0000-0002-1825-0097' },
  person: { name: { 'given-names': { value: 'A' }, 'family-name': { value: 'B' } } },
  'activities-summary': {
    educations: {
      'affiliation-group': [
        {
          summaries: [
            {
              'education-summary': {
                'role-title': 'PhD',
                organization: { name: 'Alpha University', address: { city: 'Alpha', country: 'CN' } },
                'start-date': { year: { value: '1990' } },
                'end-date': { year: { value: '1995' } },
              },
            },
          ],
        },
      ],
    },
  },
});
const ROR_2 = JSON.stringify([
  {
    id: 'https://ror.org/00x',
    names: [
      { value: 'Alpha University', types: ['ror_display', 'label'] },
      { value: 'AU', types: ['acronym'] },
    ],
    types: ['education'],
    status: 'active',
    established: 1922,
    locations: [{ geonames_details: { name: 'Alpha', country_code: 'CN', lat: 25, lng: 102 } }],
    relationships: [{ type: 'successor', id: 'https://ror.org/00y' }],
  },
  { id: 'https://ror.org/00y', names: [{ value: 'Beta', types: ['ror_display'] }], types: ['education'] },
]);
const ROR_1 = JSON.stringify([
  {
    id: 'https://ror.org/00x',
    name: 'Alpha University',
    aliases: ['Alpha'],
    acronyms: ['AU'],
    labels: [{ label: 'Universitas Alpha', iso639: 'la' }],
    types: ['Education'],
    status: 'active',
    country: { country_code: 'CN' },
    addresses: [{ city: 'Alpha', lat: 25, lng: 102 }],
    relationships: [{ type: 'Parent', id: 'https://ror.org/00y' }],
  },
]);
const STUDY_FILES: [string, string | Buffer][] = [
  ['résumés.csv', RESUMES],
  [
    'wide.csv',
    'scholar,name,doctorate institution,doctorate city,doctorate year,first job institution,first job ' +
      'year\ns1,Ann,Alpha University,Alpha,1995,Beta University,1997\n',
  ],
  ['orcid.json', ORCID],
  ['institutions.csv', INSTITUTIONS],
  ['ror.json', ROR_2],
  ['ror-of-schema-1.json', ROR_1],
  ['ranking-arwu.csv', rankingCsv()],
  ['tiers.csv', TIERS],
  ['学科评估2017.csv', '一级学科,学校代码,学校名称,评估结果\n音乐与舞蹈学,10045,Alpha University,A＋\n'],
  ['edges.csv', 'source,target,kind,year\ns1,s2,co-authorship,2001\ns2,s1,advisor,1990\n'],
  ['CVs in cells.csv', '编号,姓名,简历\ns1,Ann,"1990–1995 PhD, Alpha University; 1996– professor, Beta University"\n'],
  ['population.csv', '姓名,缺失原因\nAnn,\nBob,no CV online\n'],
  ['cv.txt', '1990–1995 PhD, Alpha University\n1996– professor, Beta University\n'],
  [
    'gb18030.csv',
    Buffer.from(
      '7363686f6c61722c6e616d652c726f6c652c696e737469747574696f6e2c636974792c73746172742c656e640a73312c' +
        'c0eec3f72c5068442cbcd7b4f3d1a72cbcd7b3c72c313939302c313939350a73322ccdf5b7bc2c70726f666573736f72' +
        '2cd2d2b4f3d1a72cd2d2b3c72c313939362c70726573656e740a',
      'hex',
    ),
  ],
];

describe('files of a study, changed at random', { timeout: 3_600_000 }, () => {
  let app: App;
  let folder = '';

  beforeAll(async () => {
    app = createApp({ library: await createLibrary(join(suiteFolder(), 'library')), spawnTrainer: spawnChildTrainer });
    folder = suiteFolder();
    for (const name of ['institutions.csv', 'tiers.csv', 'ranking-arwu.csv', 'résumés.csv']) {
      const file = join(folder, name);
      writeFileSync(file, (STUDY_FILES.find(([other]) => other === name) as [string, string])[1]);
      await importStudyFile(app, file);
    }
  });

  afterAll(() => app.close());

  it('has a sample of every kind that an importer reads', async () => {
    const kinds = new Set<string>();
    for (const [name, content] of STUDY_FILES) {
      const file = join(folder, `kind-${name}`);
      writeFileSync(file, content);
      kinds.add((await previewImport(app.study, file, mappingSchema.parse({}))).kind ?? 'none');
    }
    expect([...kinds].sort()).toEqual(MOBILITY_IMPORTERS.map(({ kind }) => kind).sort());
  });

  it.each(STUDY_FILES)('%s', async (name, content) => {
    const file = join(folder, `x-${name}`);
    const mapping = mappingSchema.parse({});
    await fuzzFile(
      Buffer.from(content),
      async (bytes) => {
        writeFileSync(file, bytes);
        await previewImport(app.study, file, mapping);
      },
      codeOf,
    );
  });

  it('a workbook', async () => {
    const { writeWorkbook } = await import('../../src/core/report/workbook.ts');
    const sample = join(folder, 'sample.xlsx');
    await writeWorkbook(sample, [
      {
        name: 'cv',
        title: 'cv',
        head: RESUMES.split('\n')[0].split(','),
        rows: RESUMES.split('\n')
          .slice(1, 4)
          .map((line) => line.split(',')),
      },
    ]);
    const file = join(folder, 'x.xlsx');
    await fuzzFile(
      readFileSync(sample),
      async (bytes) => {
        writeFileSync(file, bytes);
        await previewImport(app.study, file, mappingSchema.parse({}));
      },
      codeOf,
    );
  });

  it('a workbook that explains its codes', async () => {
    const sample = workbookOf(
      {
        name: 'data',
        rows: [
          ['id', 'name', 'gender', 'kind', 'institution', 'start', 'end'],
          ['s1', 'Ann Lee', 1, 'PhD', 'Alpha University', 1990, 1995],
          ['s2', 'Bo Chan', 2, 'PhD', 'Alpha University', 1991, 1996],
        ],
      },
      {
        name: 'codebook',
        rows: [
          ['variable', 'value', 'label'],
          ['gender', 1, 'female'],
          ['gender', 2, 'male'],
        ],
      },
    );
    const file = join(folder, 'codes.xlsx');
    const read = (bytes: Uint8Array) => {
      writeFileSync(file, bytes);
      return previewImport(app.study, file, mappingSchema.parse({}));
    };
    const told = (await read(sample)).notes.map(({ id }) => id);
    if (!told.includes('study-import.value-labels')) throw new Error(`codes are not explained: ${told}`);
    await fuzzFile(sample, read, codeOf);
  });

  it.each(['02-music.txt', '05-hk.txt', '07-us.txt', '10-narrative.txt'])('a CV: %s', async (name) => {
    await fuzzFile(
      readFileSync(join(ROOT, 'tests', 'fixtures', 'cv', name)),
      async (bytes) => {
        const text = await readCvBytes(Buffer.from(bytes), name);
        for (const { span } of readCv(text))
          if (!(span[0] >= 0 && span[0] < span[1] && span[1] <= text.length)) throw new Error(`span ${span}`);
      },
      codeOf,
    );
  });

  it('a CV in Word', async () => {
    const sample = docxOf(['简历', [['1993–1997', '云南大学', '学士']], '2000年至今 昆明理工大学 讲师']);
    await fuzzFile(sample, (bytes) => readCvBytes(Buffer.from(bytes), 'a.docx'), codeOf);
  });

  it('a CV as a web page', async () => {
    const page =
      '<!doctype html><html><head><title>CV</title><style>p { color: red }</style></head><body><script>1 < 2</script>' +
      '<table><tr><td>1993–1997</td><td>云南大学 &amp; 学士</td></tr></table><p>2000年至今 昆明理工大学<br>讲师</p></body></html>';
    await fuzzFile(Buffer.from(page), (bytes) => readCvBytes(Buffer.from(bytes), 'a.doc'), codeOf);
  });

  it('a CV in PDF', async () => {
    const task = { file: 'a.pdf', maps: mapsFolder() };
    await fuzzFile(
      pdfOf(['1993-1997 Yunnan University, BA', '2000-now Kunming University, lecturer']),
      (bytes) => readPdfText({ bytes, ...task }, () => {}),
      codeOf,
    );
  });

  it("a coder's work", async () => {
    const [scholar] = await app.call('mobility/list-scholars', { coder: 'Ana', search: '' });
    await app.call('mobility/code', {
      coder: 'Ana',
      scholarId: scholar.id,
      stage: 'doctorate',
      value: { institution: 'a', year: 1995 },
    });
    const out = join(folder, 'out');
    mkdirSync(out);
    const { file } = await app.call('mobility/export-coding', { coder: 'Ana', grant: app.grants.add(out) });
    const sample = readFileSync(join(out, file));
    const changed = join(folder, 'x.json');
    await fuzzFile(
      sample,
      (bytes) => {
        writeFileSync(changed, bytes);
        readExchange(changed);
      },
      codeOf,
    );
  });

  it('runs as many inputs as it says', () => {
    if (!(RUNS > 0)) throw new Error('QUADRILLE_FUZZ must be a number above 0');
  });
});
