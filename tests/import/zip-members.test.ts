import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src/shared/contract/imports.ts';
import { finish, freshApp, ROOT, temporaryFolder } from '../support/fixtures.ts';

const PACKED_PLAYS = Buffer.from(
  'QlpoOTFBWSZTWbdrBk0AABFLgAAwPgAAAK4pngAgADFMJpoDTEGoaDQaaYlwVdB8GYMDrDhKH6FibITnCfF3JFOFCQt2sGTQ',
  'base64',
);
const parquet = (name: string) => readFileSync(join(ROOT, 'tests', 'fixtures', 'tables', name));

function zipOf(files: Record<string, string | Uint8Array>): string {
  const bytes = Object.entries(files).map(([path, one]) => [path, typeof one === 'string' ? strToU8(one) : one]);
  const file = join(temporaryFolder(), 'study.zip');
  writeFileSync(file, zipSync(Object.fromEntries(bytes)));
  return file;
}

async function importOf(files: Record<string, string | Uint8Array>, answer?: string) {
  const app = await freshApp();
  const grant = app.grants.add(zipOf(files));
  const { kind } = await app.call('import/sniff', { grant });
  const answers: Record<string, string> = answer === undefined ? {} : { 'ask.file-in-zip': answer };
  const { jobId } = await app.call('import/start', { grant, kind: kind ?? 'listens', answers });
  const result = await finish<ImportResult>(app, jobId);
  const rows = app.library.db.all<{ name: string; plays: number }>(
    'SELECT listener_key AS name, plays FROM listeners ORDER BY 1',
  );
  return { kind, result, listeners: Object.fromEntries(rows.map(({ name, plays }) => [name, plays])) };
}

const spotify = (...titles: string[]) =>
  JSON.stringify(
    titles.map((trackName) => ({ endTime: '2020-01-01 10:00', artistName: 'A', trackName, msPlayed: 200_000 })),
  );
const listens = (...titles: string[]) =>
  titles
    .map((title) => `{"listened_at":1600000000,"track_metadata":{"artist_name":"A","track_name":"${title}"}}\n`)
    .join('');

describe('what lies in a zip', { timeout: 60_000 }, () => {
  it('may be packed with bzip2, or be Parquet', async () => {
    const packed = await importOf({ 'a/plays.tsv.bz2': PACKED_PLAYS, 'a/readme.txt': 'of 2021' });
    expect([packed.kind, packed.listeners]).toEqual(['triplets', { 1: 3, 2: 4 }]);
    const table = await importOf({ 'a/counts.parquet': parquet('lfm2b-counts.parquet') });
    expect([table.kind, table.result.rejected]).toEqual(['triplets', 0]);
    expect(table.result.imported).toBeGreaterThan(0);
  });

  it.each([
    ['of Spotify', { 'one.json': spotify('S', 'T'), 'two.json': spotify('S') }],
    ['of ListenBrainz', { 'one.jsonl': listens('S', 'T'), 'two.jsonl': listens('S') }],
    ['packed', { 'one.json.gz': gzipSync(spotify('S', 'T')), 'two.json.gz': gzipSync(spotify('S')) }],
  ])('histories of several people, %s: each has its own', async (_, files) => {
    const open = await importOf(files);
    expect(open.result.questions[0]?.choices.map(({ id }) => id)).toEqual(['each', ...Object.keys(files), 'all']);
    expect((await importOf(files, 'each')).listeners).toEqual({ one: 2, two: 1 });
    expect(Object.values((await importOf(files, 'all')).listeners)).toHaveLength(1);
  });
});
