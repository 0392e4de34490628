import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { assertPages } from '../../src/core/recommender/import/files/parquet-pages.ts';
import { ROOT, temporaryFolder } from '../support/fixtures.ts';

const TABLES = join(ROOT, 'tests', 'fixtures', 'tables');
const READER = `
  const { ParquetFile } = await import(process.argv[1]);
  const file = await ParquetFile.open(process.argv[2]);
  const names = file.columns.map(({ name }) => name);
  for await (const { rows } of file.read(names, () => {})) console.log(rows);`;

/** The pages of the first column; `changes` are bytes by their places in the file. */
function pagesOf(name: string, changes: Record<number, number> = {}) {
  const file = Buffer.from(readFileSync(join(TABLES, name)));
  const [{ columns }] = parquetMetadata(new Uint8Array(file).buffer).row_groups;
  const chunk = columns[0].meta_data;
  const start = Number(chunk?.dictionary_page_offset ?? chunk?.data_page_offset);
  for (const [at, byte] of Object.entries(changes)) file[Number(at)] = byte;
  const bytes = (from: number, to: number) => new Uint8Array(file.subarray(from, to)).buffer;
  const end = start + Number(chunk?.total_compressed_size);
  return { file, check: () => assertPages(bytes, { start, end, values: Number(chunk?.num_values) }) };
}

/** In `awkward.parquet`, a page of the second kind that begins at 4: 13 to 19 are the numbers of its own header. */
const WITHOUT_LENGTHS = { 13: 0, 15: 0, 16: 0x80 };

describe('pages of Parquet', () => {
  it.each(['awkward.parquet', 'lfm2b-counts.parquet', 'nested.parquet', 'yambda-listens.parquet'])('of %s', (name) => {
    expect(pagesOf(name).check).not.toThrow();
  });

  it.each([
    ['no length of its levels', WITHOUT_LENGTHS],
    ['no packed length', { 8: 0 }],
    ['a packed length below 0', { 9: 0x43 }],
    ['more values than its column', { 12: 0x0a }],
    ['a number that never ends', Object.fromEntries(Array.from({ length: 10 }, (_, i) => [9 + i, 0xff]))],
  ])('with %s are refused', (_what, changes) => {
    expect(pagesOf('awkward.parquet', changes).check).toThrow(/page at 4/);
  });

  it('that the library of Parquet would read for ever are refused as damaged', () => {
    const file = join(temporaryFolder(), 'x.parquet');
    writeFileSync(file, pagesOf('awkward.parquet', WITHOUT_LENGTHS).file);
    const module = join(ROOT, 'src', 'core', 'recommender', 'import', 'files', 'parquet.ts');
    const read = (name: string) =>
      spawnSync(process.execPath, ['--input-type=module', '-e', READER, module, name], {
        cwd: ROOT,
        encoding: 'utf8',
        timeout: 60_000,
      });
    expect(read(join(TABLES, 'awkward.parquet'))).toMatchObject({ status: 0, stdout: '4\n' });
    expect(read(file)).toMatchObject({ status: 1, stderr: expect.stringMatching(/damaged.*page at 4/) });
  });
});
