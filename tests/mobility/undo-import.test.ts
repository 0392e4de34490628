import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { listImports, recordImport, undoImport } from '../../src/core/imports/undo.ts';
import { MIGRATIONS, migrate } from '../../src/core/storage/migrate.ts';
import { openScratch } from '../../src/core/storage/sqlite.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, INSTITUTIONS, rankingCsv, resumes, smallStudy } from '../support/mobility.ts';

const GOOD = ['s1,Ann,f,PhD,Alpha University,Alpha,1990,1995,', 's1,Ann,f,job,Beta University,Beta,1995,present,'];

/** Every table but those about jobs, with rowids. */
function everything(app: App): Record<string, unknown[]> {
  const { db } = app.library;
  const tables = db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  return Object.fromEntries(
    tables.filter(({ name }) => name !== 'jobs').map(({ name }) => [name, db.all(`SELECT * FROM ${name}`)]),
  );
}

async function undo(app: App): Promise<void> {
  const [{ id }] = await app.call('mobility/list-imports', {});
  await app.call('mobility/undo-import', { id });
}

describe('an import is undone as a whole', () => {
  it.each([
    ['new scholars', 'r.csv', resumes(...GOOD, 's2,Bob,m,PhD,Alpha University,Alpha,1990,1995,'), {}],
    ['lines that are revised', 'first.csv', resumes(GOOD[0].replace('1990', '1991'), GOOD[1]), {}],
    ['lines that are replaced', 'r.csv', resumes('s1,Ann,f,job,Old College,Alpha,1980,1985,'), { existing: 'replace' }],
    ['ranks that are replaced', 'arwu.csv', rankingCsv().replaceAll('50,Alpha', '77,Alpha'), { existing: 'replace' }],
    [
      'tiers that are replaced',
      't.csv',
      'city,country_code,tier,edition\n甲城,CN,tier 2,2020\n',
      { existing: 'replace' },
    ],
    ['institutions that are renamed', 'i.csv', INSTITUTIONS.replace('Alpha Cons', 'Alpha New Cons'), {}],
  ])('%s: all tables are as before, and it can be imported again', async (_what, name, content, mapping) => {
    const app = await smallStudy();
    await importStudyFile(app, fileOf('first.csv', resumes(...GOOD)));
    const before = everything(app);
    const file = fileOf(name, content);
    const { imported } = await importStudyFile(app, file, mapping);
    expect(imported).toBeGreaterThan(0);
    const after = everything(app);
    await undo(app);
    expect(everything(app)).toEqual(before);
    await importStudyFile(app, file, mapping);
    const again = everything(app);
    for (const tables of [after, again]) delete tables.import_records;
    expect(again).toEqual(after);
  });

  it('one after the other, the latest first, back to an empty study', async () => {
    const app = await smallStudy();
    await importStudyFile(app, fileOf('first.csv', resumes(...GOOD)));
    const list = await app.call('mobility/list-imports', {});
    expect(list.map(({ kind, canBeUndone }) => [kind, canBeUndone])).toEqual([
      ['long', true],
      ['rankings', false],
      ['institutions', false],
      ['tiers', false],
    ]);
    await expect(app.call('mobility/undo-import', { id: list[1].id })).rejects.toMatchObject({ code: 'conflict' });
    for (const _import of list) await undo(app);
    const left = Object.entries(everything(app)).filter(([, rows]) => rows.length > 0);
    expect(left.map(([name]) => name)).toEqual(['facts']);
  });

  it('not when it was coded or changed since: nothing is touched then', async () => {
    const app = await smallStudy();
    await importStudyFile(app, fileOf('first.csv', resumes(...GOOD)));
    const scholarId = await idOf(app, 's1');
    await app.call('mobility/code', { coder: 'Ana', scholarId, stage: 'doctorate', accept: true });
    const coded = everything(app);
    await expect(undo(app)).rejects.toThrow(/coded or decided/);
    expect(everything(app)).toEqual(coded);
    const changed = await smallStudy();
    await importStudyFile(changed, fileOf('i.csv', 'key,name,kind\nx,X University,university\n'));
    await changed.call('mobility/save-institution', {
      key: 'x',
      name: 'Y University',
      kind: 'university',
      city: null,
      country: null,
    });
    await expect(undo(changed)).rejects.toThrow(/changed since/);
  });
});

it('a library of format 70 opens; imports of before are not listed, the next one is', async () => {
  const db = openScratch(join(temporaryFolder(), 'old.sqlite'));
  migrate(
    db,
    MIGRATIONS.filter(({ version }) => version <= 70),
  );
  db.exec("INSERT INTO edges VALUES ('s1', 's2', 'advisor', 0.1, 1999)");
  migrate(db);
  expect(listImports(db)).toEqual([]);
  const about = { kind: 'edges', file: 'e.csv', at: '' };
  db.transaction(() =>
    recordImport(db, about, () => {
      db.run("INSERT OR REPLACE INTO edges VALUES ('s1', 's2', 'advisor', 3, 1999), ('s3', 's2', 'advisor', 1, 2000)");
      return { imported: 2 };
    }),
  );
  expect(listImports(db)).toMatchObject([{ kind: 'edges', imported: 2, canBeUndone: true }]);
  undoImport(db, 1);
  // the weight to its last digit
  expect(db.all('SELECT * FROM edges')).toEqual([
    { source: 's1', target: 's2', kind: 'advisor', weight: 0.1, year: 1999 },
  ]);
  db.close();
});
