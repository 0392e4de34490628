import { globSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { FUZZ_PARTS } from '../../scripts/nightly-fuzz.ts';
import { ROOT } from '../support/fixtures.ts';
import { boundariesOf, packedIn } from './boundaries.ts';
import { mutants } from './mutate.ts';

/** What in a source file opens a file. */
const READS =
  /\b(?:readFileSync|readFile|openSync|createReadStream|openForeign|asyncBufferFromFile)\(|\bnew Database\(/;

/** Source files that read what comes from elsewhere → the target in this folder that gives them changed input. */
const FUZZED: Record<string, string> = {
  'core/recommender/audit/split-folder-audit.ts': 'what is told of an exported split',
  'core/recommender/handover/read-keras.ts': 'what a network was handed over with',
  'core/recommender/handover/spark-files.ts': 'what Spark was handed, and hands back',
  'core/imports/zip-file.ts': 'a zip with a table',
  'core/mobility/agreement/coding-file.ts': "a coder's work",
  'core/mobility/cv/files/pdf-text.ts': 'a CV in PDF',
  'core/mobility/cv/files/read-file.ts': 'a CV: %s',
  'core/mobility/import/institutions/institutions.ts': 'ror.json',
  'core/mobility/import/orcid/orcid-record.ts': 'orcid.json',
  'core/mobility/import/registry.ts': 'résumés.csv',
  'core/mobility/import/table/table.ts': 'gb18030.csv',
  'core/mobility/import/resumes/texts.ts': 'cv.txt',
  'core/recommender/audio/container.ts': 'tone.mp3',
  'core/recommender/audio/decode.ts': 'tone.flac',
  'core/recommender/audio/pcm.ts': 'WAV',
  'core/recommender/audio/tags.ts': 'tags of %s',
  'core/recommender/data/arrays-file.ts': 'fitted models',
  'core/recommender/data/safetensors.ts': 'weights in safetensors',
  'core/recommender/experiments/split-folder.ts': 'a split’s %s',
  'core/recommender/import/audio/audio-mapping.ts': 'the list of file names and tracks for recordings',
  'core/recommender/import/files/bzip2.ts': 'userid_trackid_count.tsv.bz2',
  'core/recommender/import/files/sheets.ts': 'a workbook',
  'core/recommender/import/files/npy.ts': 'whose the rows of a numpy file are, as %s',
  'core/recommender/import/vectors/row-ids.ts': 'whose the rows of a numpy file are, as %s',
  'core/recommender/import/vectors/factors.ts': 'whether a folder holds factors',
  'core/recommender/import/files/foreign-database.ts': 'track_metadata.db',
  'core/recommender/import/songs/acousticbrainz.ts': 'AcousticBrainz',
  'core/recommender/import/songs/key-tags.ts': 'Last.fm JSON',
  'core/recommender/import/listens/listens-json.ts': 'Spotify history',
  'core/recommender/import/plays/packing.ts': 'triplets, gzip',
  'core/recommender/import/files/parquet.ts': 'ratings.parquet',
  'core/recommender/import/listens/playlists.ts': 'a slice of playlists',
  'core/recommender/import/songs/song-tables.ts': 'songs of Music4All',
  'core/recommender/import/files/source.ts': 'Taste Profile triplets',
  'core/recommender/import/files/zstd-frames.ts': 'zstd',
  'core/recommender/networks/mel-input.ts': 'spectrograms in the cache',
  'core/recommender/report/bundle.ts': 'a bundle’s list of files',
  'core/storage/archive.ts': 'archives',
  'core/storage/identity.ts': 'the library itself',
  'core/storage/library.ts': 'the library itself',
  'core/storage/sqlite.ts': 'the library itself',
  'main/state.ts': 'its state, addresses and command lines',
};

/** Source files that read only what Quadrille has written itself, or what is shipped with it, or bytes as they are. */
const OWN: Record<string, string> = {
  'cli/command.ts': 'JSON that a schema checks next: experiments and codebooks have targets of their own',
  'cli/commands/mobility-cv.ts': 'a function of this name, which calls core/mobility/cv/files/read-file.ts',
  'core/app/doctor.ts': 'the version of Electron beside it',
  'core/app/log.ts': 'the log, line by line, each of which may be broken',
  'core/jobs/first-end.ts': 'what the job wrote in its folder',
  'core/jobs/marks.ts': "the key in the user's own data folder",
  'core/mobility/cv/gazetteer.ts': 'a shipped table',
  'core/recommender/encoding/listen-job.ts': 'what the job wrote in its folder',
  'core/recommender/evaluation/kept-file.ts': 'what the evaluation kept in the folder of its job',
  'core/recommender/experiments/run-experiment.ts': 'what the job wrote in its folder',
  'core/recommender/handover/write-keras.ts': 'it writes',
  'core/recommender/import/audio/spectrogram-cache.ts': 'its own number, and bytes, to compare them',
  'core/recommender/import/import-job.ts': 'what the job wrote in its folder',
  'core/recommender/import/plays/triplet-sorter.ts': 'what the job wrote in its folder',
  'core/recommender/import/preview-import.ts': 'the beginning of a file, copied for its reader',
  'core/recommender/import/undo.ts': 'what the job wrote in its folder',
  'core/report/delimited-file.ts': 'it writes',
  'core/storage/backups.ts': 'a backup, checked as the library itself is',
  'core/storage/check-worker.ts': 'the library, to check it',
  'core/storage/durable.ts': 'it flushes',
  'core/storage/file-hash.ts': 'bytes, for their hash',
  'core/storage/place.ts': "the system's list of mounts",
  'core/storage/placing.ts': 'what was written there before',
  'main/page.ts': "the app's page",
  'main/print.ts': 'a report that the app wrote',
  'main/whole-file.ts': 'it writes',
  'server/server.ts': "the app's page",
};

/** Source files of the above → how many lines open a file that was looked at before, or that is Quadrille's own. */
const INSIDE: Record<string, number> = {
  'core/recommender/handover/read-keras.ts': 1,
  'core/recommender/handover/spark-files.ts': 1,
  'core/imports/zip-file.ts': 3,
  'core/mobility/agreement/coding-file.ts': 1,
  'core/mobility/cv/files/read-file.ts': 1,
  'core/recommender/data/arrays-file.ts': 2,
  'core/recommender/data/safetensors.ts': 1,
  'core/recommender/import/audio/audio-mapping.ts': 1,
  'core/recommender/import/vectors/row-ids.ts': 1,
  'core/recommender/import/files/parquet.ts': 1,
  'core/recommender/networks/mel-input.ts': 1,
  'core/recommender/report/bundle.ts': 1,
  'core/storage/archive.ts': 1,
  'core/storage/identity.ts': 2,
  'core/storage/library.ts': 1,
  'core/storage/sqlite.ts': 1,
  'main/state.ts': 1,
};

/** Formats of recordings → the target. */
const RECORDINGS: Record<string, string> = {
  wav: 'WAV',
  aiff: 'tone-sowt.aifc',
  au: 'tone.au',
  mp3: 'tone.mp3',
  flac: 'tone.flac',
  'ogg-vorbis': 'tone.ogg',
  'ogg-flac': 'tone.oga',
  opus: 'tone.opus',
};

/** Functions that turn a document into the text of a CV → the target. */
const CV_FORMS: Record<string, string> = {
  readPdf: 'a CV in PDF',
  readDocx: 'a CV in Word',
  textOfHtml: 'a CV as a web page',
};

describe('targets of the fuzz tests', () => {
  const reading = globSync('src/**/*.ts', { cwd: ROOT })
    .filter((file) => READS.test(readFileSync(join(ROOT, file), 'utf8').replace(/^import .*$/gm, '')))
    .map((file) => file.split(sep).slice(1).join('/'))
    .sort();

  it('are there for every source file that reads one; a new one has to be added here', () => {
    expect(reading).toEqual([...Object.keys(FUZZED), ...Object.keys(OWN)].sort());
  });

  it('are read through what refuses pipes, sockets and devices; what lies in a library is ours', () => {
    const opens = /\b(?:readFileSync|openSync|createReadStream|openForeign)\(/;
    const unguarded = Object.keys(FUZZED).flatMap((file) =>
      readFileSync(join(ROOT, 'src', file), 'utf8')
        .split('\n')
        .filter((line) => opens.test(line) && !line.startsWith('import ') && !line.includes('plainFile('))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(unguarded.filter((one) => !(one.split(':')[0] in INSIDE))).toEqual([]);
    for (const [file, lines] of Object.entries(INSIDE))
      expect(unguarded.filter((one) => one.startsWith(`${file}: `)).length, file).toBe(lines);
  });

  it('are there under the names that are given here', () => {
    const tests = globSync('tests/fuzz/*.test.ts', { cwd: ROOT })
      .filter((file) => !file.endsWith('readers.test.ts'))
      .map((file) => readFileSync(join(ROOT, file), 'utf8'))
      .join('\n');
    const named = (target: string) => ["'", '"'].some((quote) => tests.includes(quote + target + quote));
    expect(
      [...Object.values(FUZZED), ...Object.values(RECORDINGS), ...Object.values(CV_FORMS)].filter(
        (target) => !named(target),
      ),
    ).toEqual([]);
  });

  it('are in files that have nightly parts, and that say so', () => {
    const files = globSync('tests/fuzz/*.test.ts', { cwd: ROOT }).filter((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      return (
        /import \{[^}]*\bfuzz(?:File)?\b[^}]*\} from '\.\/mutate\.ts'/.test(text) || text.includes('\ninOnePart();')
      );
    });
    for (const file of files) expect(readFileSync(join(ROOT, file), 'utf8'), file).toContain('\ninOnePart();');
    expect(files.map((file) => basename(file)).sort()).toEqual(
      [...new Set(Object.values(FUZZ_PARTS).map(({ file }) => file))].sort(),
    );
  });

  it('are there for every format of recordings', () => {
    const source = readFileSync(join(ROOT, 'src', 'core', 'recommender', 'audio', 'container.ts'), 'utf8');
    const [, formats] = /export type AudioFormat = (.*);/.exec(source) ?? [];
    expect(formats.split(' | ').map((format) => format.slice(1, -1))).toEqual(Object.keys(RECORDINGS));
  });

  it('are there for every form of a document that a CV may have', () => {
    const source = readFileSync(join(ROOT, 'src', 'core', 'mobility', 'cv', 'files', 'read-file.ts'), 'utf8');
    const textOf = source.slice(source.indexOf('async function textOf('), source.indexOf('async function readPdf('));
    expect([...textOf.matchAll(/(?:return|\?) (\w+)\(/g)].map(([, name]) => name)).toEqual(Object.keys(CV_FORMS));
  });
});

/** Parts of files as programs that others wrote make them → where its parts begin. */
const PARTED: Record<string, () => [file: Uint8Array, boundaries: number[]]> = {
  'lines of a table': () => [Buffer.from('a,b\r\nc,d\n'), [5, 8]],
  'objects in JSON': () => [Buffer.from('[{"a":1},{"a":2}]'), [8, 9]],
  'lines in UTF-16': () => [Buffer.from('\uFEFFa\nb\n', 'utf16le'), [6]],
  'chunks of a WAV file': () => [fixture('tone.wav'), [12, 36]],
  'chunks of an AIFF file': () => [fixture('tone-24.aiff'), [12, fixture('tone-24.aiff').indexOf('SSND')]],
  'boxes of MP4': () => [Buffer.from('\0\0\0\x10ftypM4A \0\0\0\0\0\0\0\x08mdat', 'latin1'), [16]],
  'blocks of FLAC': () => [fixture('tone.flac'), [4, 42]],
  'pages of Ogg': () => [fixture('tone.ogg'), [fixture('tone.ogg').indexOf('OggS', 4)]],
  'frames of MP3': () => [fixture('tone.mp3'), [fixture('tone.mp3').indexOf(Buffer.from([0xff, 0xf3]))]],
  'entries of a zip': () => {
    const zip = Buffer.from(zipSync({ 'a.txt': Buffer.from('a'), 'b.txt': Buffer.from('b') }));
    return [zip, [zip.indexOf('PK\u0003\u0004', 4), zip.indexOf('PK\u0001\u0002'), zip.indexOf('PK\u0005\u0006')]];
  },
  'row groups of Parquet': () => {
    const column = { name: 'a', data: Int32Array.from({ length: 30 }, (_, i) => i * 7), type: 'INT32' as const };
    const file = new Uint8Array(parquetWriteBuffer({ columnData: [column], rowGroupSize: 10 }));
    const groups = parquetMetadata(file.buffer).row_groups;
    expect(groups).toHaveLength(3);
    return [file, groups.map((group) => Number(group.columns[0].meta_data?.data_page_offset))];
  },
  'pages of SQLite': () => {
    const db = new Database(':memory:');
    db.exec('CREATE TABLE a (b)');
    const file = db.serialize();
    db.close();
    return [file, [100, 4096]];
  },
  'the head of a numpy array': () => [fixture(join('tables', 'f4.npy')), [128]],
};

const fixture = (name: string) => readFileSync(join(ROOT, 'tests', 'fixtures', name));
const tried = (sample: Uint8Array, inputs: number) =>
  new Set(fc.sample(mutants(sample), { numRuns: inputs, seed: 1 }).map((bytes) => Buffer.from(bytes).toString('hex')));
const hex = (...parts: Uint8Array[]) => Buffer.concat(parts).toString('hex');

describe('changed input', () => {
  it.each(Object.entries(PARTED))('is cut off, begins, lacks a part or has one twice at %s', (_what, partedFile) => {
    const [file, boundaries] = partedFile();
    expect(boundariesOf(file)).toEqual(expect.arrayContaining(boundaries));
    const at = boundaries[0];
    const changed = tried(file, 1500);
    const places = boundariesOf(file);
    const some = (of: (place: number) => string) => places.some((place) => changed.has(of(place)));
    if (places.length < 20) expect(changed).toContain(hex(file.subarray(0, at)));
    expect(some((place) => hex(file.subarray(0, place)))).toBe(true);
    expect(some((place) => hex(file.subarray(place)))).toBe(true);
    const pairs = places.flatMap((from, i) => places.slice(i + 1).map((to) => [from, to]));
    const somePair = (of: (from: number, to: number) => string) =>
      pairs.some(([from, to]) => changed.has(of(from, to)));
    if (pairs.length === 0 || pairs.length > 500) return;
    expect(somePair((from, to) => hex(file.subarray(0, from), file.subarray(to)))).toBe(true);
    expect(somePair((from, to) => hex(file.subarray(0, to), file.subarray(from)))).toBe(true);
  });

  it('is two files in one, with a line end between them or without', () => {
    const [file, line] = [Buffer.from('a,b\n1,2\n'), Buffer.from('\n')];
    const changed = tried(file, 3000);
    expect(changed).toContain(hex(file, file));
    expect(changed).toContain(hex(file, line, file));
    const table = Buffer.from('user,song,plays\nu1,s1,2\n');
    for (const both of [hex(file, table), hex(table, file)]) expect(changed).toContain(both);
    const [start, end] = [hex(file), [...changed].filter((bytes) => bytes.startsWith(hex(file)))];
    expect(end.some((bytes) => bytes.length > start.length && !bytes.endsWith(start))).toBe(true);
  });

  it('of packed files is packed anew, with parts lost inside', () => {
    const packed = gzipSync('a,b\n1,2\n3,4\n');
    const inside = [...tried(packed, 2000)].flatMap((bytes) => packedIn(Buffer.from(bytes, 'hex'))?.toString() ?? []);
    expect(inside).toEqual(expect.arrayContaining(['a,b\n', '1,2\n3,4\n', 'a,b\n3,4\n']));
  });

  const sample = Buffer.from(Array.from({ length: 4000 }, (_, i) => String.fromCharCode(97 + (i % 26))).join(''));
  const firstChange = (bytes: Uint8Array) => sample.findIndex((byte, i) => bytes[i] !== byte);

  it('is changed all over the file: half in its first kilobyte, where the headers are', () => {
    const places = fc
      .sample(mutants(sample), { numRuns: 2000, seed: 1 })
      .map(firstChange)
      .filter((at) => at >= 0);
    const share = (from: number, to: number) => places.filter((at) => at >= from && at < to).length / places.length;
    expect(share(0, 16)).toBeLessThan(0.25);
    expect(share(16, 512)).toBeGreaterThan(0.3);
    expect(share(512, 1024)).toBeGreaterThan(0.08);
    expect(share(1024, 4000)).toBeGreaterThan(0.05);
  });

  it('of JSON is JSON still in a good part, with other values at any depth', () => {
    const json = Buffer.from(JSON.stringify([{ id: 'a', names: [{ value: 'A', types: ['label'] }] }]));
    const parsed = fc.sample(mutants(json), { numRuns: 500, seed: 1 }).flatMap((bytes) => {
      try {
        return [JSON.parse(Buffer.from(bytes).toString())];
      } catch {
        return [];
      }
    });
    expect(parsed.length).toBeGreaterThan(200);
    const some = (test: (value: { id?: unknown; names?: { types?: unknown[] }[] }) => boolean) =>
      parsed.some((value) => Array.isArray(value) && value[0] && test(value[0]));
    expect(some((value) => value.names === null)).toBe(true);
    expect(some((value) => value.id === undefined)).toBe(true);
    expect(some((value) => Array.isArray(value.names) && value.names[0]?.types?.[0] === null)).toBe(true);
  });
});
