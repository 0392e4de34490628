import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { auditLines } from '../../src/shared/audit-lines.ts';
import { auditSql } from '../../src/shared/audit-sql.ts';
import type { LibraryAudit } from '../../src/shared/contract/audit.ts';
import type { ExportedData } from '../../src/shared/contract/exports.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';
import { telling } from '../support/messages.ts';
import { peerPrints, peerThere } from '../support/peer-python.ts';

type Kind = 'listens' | 'ratings' | 'plays';

const sets = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'audit', 'audit.json'), 'utf8')) as Record<
  Kind,
  { rows: string[][]; songs?: string[][]; audit: LibraryAudit }
>;
const golden = sets.listens;

const HEADERS = { listens: 'user,song,time', ratings: 'userId,songId,rating,timestamp', plays: 'user,song,plays' };

const csv = (header: string, rows: readonly string[][]) =>
  fileOf('table.csv', [header, ...rows.map((row) => row.join(','))].map((line) => `${line}\n`).join(''));

async function withSet(kind: Kind): Promise<App> {
  const app = await freshApp();
  const { rows, songs } = sets[kind];
  await importFile(app, kind === 'plays' ? 'triplets' : kind, csv(HEADERS[kind], rows));
  if (songs) await importFile(app, 'tracks', csv('song_id,artist,title', songs));
  return app;
}

const withHistories = () => withSet('listens');

/** Every number by its path. */
function flat(value: unknown, path = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return { [path]: value };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, one]) => flat(one, path === '' ? key : `${path}.${key}`)),
  );
}

function expectAlike(found: Record<string, unknown>, wanted: Record<string, unknown>) {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, value] of Object.entries(wanted))
    if (typeof value === 'number') expect(found[name], name).toBeCloseTo(value, 12);
    else expect(found[name], name).toBe(value);
}

describe('the audit of a library', () => {
  it.each(Object.keys(sets) as Kind[])('says what pandas says of %s', async (kind) => {
    const app = await withSet(kind);
    expectAlike(flat(await app.call('library/get-audit', {})), flat(sets[kind].audit));
  });

  it('counts songs that share artist and title, and follows the data', async () => {
    const app = await freshApp();
    await expect(app.call('library/get-audit', {})).rejects.toEqual(telling('evaluation.no-plays'));
    await importFile(app, 'triplets', fileOf('plays.csv', 'user,song,plays\nu1,a,1\nu1,b,3\nu2,c,1\n'));
    await importFile(
      app,
      'tracks',
      fileOf('songs.csv', 'song_id,title,artist\na,One,Ann\nb,one ,ANN\nc,Two,Ann\nd,two,Ann\n'),
    );
    const audit = await app.call('library/get-audit', {});
    const { doubles, drift, repeats } = audit;
    expect(auditLines(audit).map(({ id }) => id)).toEqual([
      'audit.density',
      'audit.per-listener',
      'audit.per-song',
      'audit.long-tail',
      'audit.cold',
      'audit.repeats',
      'audit.doubles',
    ]);
    expect({ doubles, drift, repeats }).toEqual({ doubles: 2, drift: null, repeats: { plays: 0.4, pairs: 1 / 3 } });
  });

  it.runIf(peerThere('duckdb'))('is what DuckDB computes by its SQL, of the exported files', async () => {
    const app = await withHistories();
    const grant = app.grants.add(join(temporaryFolder(), 'out'));
    const { folder } = await finish<ExportedData>(app, (await app.call('library/export-data', { grant })).jobId);
    const columns = { listener: 'listener_id', song: 'song_id', plays: 'plays', time: 'time' };
    const files = { plays: join(folder, 'plays.parquet'), listens: join(folder, 'listens.parquet') };
    const script = `
import json, sys, duckdb
db = duckdb.connect()
db.execute("SET TimeZone = 'UTC'")
rows = lambda r: [dict(zip([c[0] for c in r.description], row)) for row in r.fetchall()]
# A statement that answers rows ends with a semicolon at the end of a line, as every statement here.
found = [rows(db.execute(s)) for s in sys.argv[1].split(";\\n") if s.strip() and not s.strip().startswith("!")]
print(json.dumps([f for f in found if f and "Count" not in f[0] and "Success" not in f[0]], default=str))`;
    const [[audit], quarters] = peerPrints<Record<string, number>[][]>(script, auditSql(files, columns));
    const wanted = flat(golden.audit);
    for (const [name, value] of Object.entries(audit))
      expect(Number(value), name).toBeCloseTo(wanted[name] as number, 12);
    expect(Object.keys(audit)).toHaveLength(22);
    const { from: _, ...first } = golden.audit.drift?.quarters[3] ?? { from: '' };
    expect(quarters).toHaveLength(4);
    for (const [name, value] of Object.entries(first)) expect(quarters[3][name], name).toBeCloseTo(value as number, 12);
  });
});
