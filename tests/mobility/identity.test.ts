import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { publishScholars } from '../../src/core/mobility/import/resumes/publish-scholars.ts';
import { evidenceOf } from '../../src/core/mobility/rows/scholar-rows.ts';
import { MIGRATIONS, migrate } from '../../src/core/storage/migrate.ts';
import { openScratch } from '../../src/core/storage/sqlite.ts';
import { freshApp, temporaryFolder } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile } from '../support/mobility.ts';

const HEAD = '编号,姓名,单位,类型,起始年,结束年\n';
const csv = (name: string, ...rows: string[]) => fileOf(name, `${HEAD}${rows.join('\n')}\n`);
const DOCTORATE = 's1,甲某,甲山大学,博士,1990,1995';
const JOB = 's1,甲某,乙水大学,讲师,1995,1999';
const CURRENT = 's1,甲某,丙城大学,教授,1999,至今';

/** What the rules see: institution, role, start and end. */
function careers(app: App): string[] {
  return [...app.study.allPositions().values()].flatMap((positions) =>
    positions.map(({ mention, startYear, endYear }) => `${mention} ${startYear}–${endYear}`),
  );
}

describe('the same line again', () => {
  it('the n-th equal text of a scholar is the n-th: three are read, three are there', async () => {
    const app = await freshApp();
    const head = 'id,name,institution,role,start,end,text\n';
    const row = (institution: string, start: number) => `s1,Ann,${institution},job,${start},${start + 1},see the CV`;
    const rows = [row('Alpha', 1990), row('Beta', 1992), row('Gamma', 1994)];
    const file = (...list: string[]) => fileOf('r.csv', `${head}${list.join('\n')}\n`);
    expect(await importStudyFile(app, file(...rows))).toMatchObject({ read: 3, imported: 3 });
    expect(careers(app)).toEqual(['Alpha 1990–1991', 'Beta 1992–1993', 'Gamma 1994–1995']);
    expect(await importStudyFile(app, file(rows[2], rows[0], rows[1]))).toMatchObject({ imported: 0, unchanged: 3 });
  });

  it('renamed, re-sorted or with a row inserted, a file adds what is new only', async () => {
    const app = await freshApp();
    await importStudyFile(app, csv('a.csv', DOCTORATE, CURRENT));
    const again = await importStudyFile(app, csv('b.csv', CURRENT, JOB, DOCTORATE));
    expect(again).toMatchObject({ imported: 1, unchanged: 2, rejected: 0, questions: [] });
    expect(careers(app).sort()).toEqual(['丙城大学 1999–null', '乙水大学 1995–1999', '甲山大学 1990–1995']);
  });
});

describe('a line that the file has otherwise now', () => {
  it('a corrected year in the same file revises, and so does a better mapping', async () => {
    const app = await freshApp();
    await importStudyFile(app, csv('a.csv', DOCTORATE.replace('1990', '1989'), JOB));
    const ids = app.library.db.all('SELECT id FROM positions');
    expect(await importStudyFile(app, csv('a.csv', DOCTORATE, JOB))).toMatchObject({ imported: 1, unchanged: 1 });
    expect(careers(app)).toEqual(['甲山大学 1990–1995', '乙水大学 1995–1999']);
    await importStudyFile(app, csv('c.csv', DOCTORATE, JOB), { roles: { 讲师: 'visiting' } });
    expect(app.library.db.all('SELECT id FROM positions')).toEqual(ids);
    expect(app.library.db.all('SELECT role FROM positions')).toEqual([{ role: 'doctorate' }, { role: 'visiting' }]);
  });

  it('another file with other lines is asked about; the answer adds them or puts them in their place', async () => {
    const library = async () => {
      const app = await freshApp();
      await importStudyFile(app, csv('a.csv', DOCTORATE));
      return app;
    };
    const other = csv('b.csv', JOB);
    const asked = await library();
    const held = await importStudyFile(asked, other);
    expect(held).toMatchObject({
      imported: 0,
      questions: [{ id: 'ask.other-lines', values: { keys: ['s1'] }, rows: 1 }],
    });
    expect(careers(asked)).toEqual(['甲山大学 1990–1995']);
    await importStudyFile(asked, other, {}, 'skip', { 'ask.other-lines': 'add' });
    expect(careers(asked)).toEqual(['甲山大学 1990–1995', '乙水大学 1995–1999']);
    const replaced = await library();
    await importStudyFile(replaced, other, { existing: 'replace' });
    expect(careers(replaced)).toEqual(['乙水大学 1995–1999']);
    expect(replaced.library.db.all('SELECT count(*) AS n FROM evidence')).toEqual([{ n: 1 }]);
    const refused = await library();
    await expect(importStudyFile(refused, other, { existing: 'refuse' })).rejects.toThrow(/in the library already/);
  });

  it('a line that a code stands on is withdrawn, not removed, and its code is flagged', async () => {
    const app = await freshApp();
    await importStudyFile(app, csv('a.csv', DOCTORATE, JOB));
    const scholarId = await idOf(app, 's1');
    await app.call('mobility/save-institution', {
      key: 'jia',
      name: '甲山大学',
      kind: 'university',
      city: null,
      country: 'CN',
    });
    await app.call('mobility/code', { coder: 'Ana', scholarId, stage: 'doctorate', accept: true });
    await importStudyFile(app, csv('b.csv', DOCTORATE.replace('1990', '1991'), JOB), { existing: 'replace' });
    expect(careers(app).sort()).toEqual(['乙水大学 1995–1999', '甲山大学 1991–1995']);
    const view = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId });
    expect(view.evidence.map(({ text, withdrawn }) => [text.includes('1990'), withdrawn ?? false])).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
    expect(view.stages[0]).toMatchObject({ code: { evidence: { file: 'a.csv', line: 2 } }, evidenceWithdrawn: true });
    expect(view.stages[1].evidenceWithdrawn).toBe(false);
    // the line comes back with its file
    await importStudyFile(app, csv('a.csv', DOCTORATE, JOB), { existing: 'replace' });
    const after = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId });
    expect(after.stages[0].evidenceWithdrawn).toBe(false);
  });
});

it('a library of format 60 opens, its lines stay and are known again', async () => {
  const db = openScratch(join(temporaryFolder(), 'old.sqlite'));
  migrate(
    db,
    MIGRATIONS.filter(({ version }) => version <= 60),
  );
  db.exec(`
    INSERT INTO scholars VALUES (1, 's1', '甲某', '{}');
    INSERT INTO evidence VALUES (1, 1, 'a.csv', 2, '甲山大学 · 博士 · 1990 · 1995');
  `);
  migrate(db);
  expect(evidenceOf(db, 1)).toEqual([{ id: 1, file: 'a.csv', line: 2, text: '甲山大学 · 博士 · 1990 · 1995' }]);
  const line = { row: 9, text: '甲山大学 · 博士 · 1990 · 1995', positions: [] };
  const scholar = { key: 's1', name: '甲某', attributes: {}, row: 9, lines: [line] };
  expect(publishScholars(db, [scholar], 'b.csv')).toEqual({ imported: 0, unchanged: 1 });
  db.close();
});
