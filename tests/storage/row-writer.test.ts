import { describe, expect, it } from 'vitest';
import { RowWriter } from '../../src/core/storage/row-writer.ts';
import { openScratch } from '../../src/core/storage/sqlite.ts';
import { onCleanup } from '../support/fixtures.ts';

describe('rows written many at a time', () => {
  it.each([0, 1, 31, 32, 33, 100])('%i are all there, in their order', (n) => {
    const db = openScratch(':memory:');
    onCleanup(() => db.close());
    db.exec('CREATE TABLE t (number INTEGER, name TEXT, data BLOB)');
    const rows = Array.from({ length: n }, (_, i) => ({ number: i, name: `n ${i}`, data: Buffer.from([i, 255 - i]) }));
    const writer = new RowWriter(db, 't', 3);
    for (const { number, name, data } of rows) writer.add(number, name, data);
    writer.end();
    writer.end();
    expect(db.all('SELECT * FROM t ORDER BY rowid')).toEqual(rows);
  });
});
