import { describe, expect, it } from 'vitest';
import { keepOnlyFor } from '../../src/core/mobility/agreement/work-package.ts';
import { keepTest } from '../../src/core/mobility/study/ledger.ts';
import { testsTable } from '../../src/core/mobility/report/tests-table.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

describe('the ledger of tests', () => {
  it('keeps each look once, tells earlier codes apart, and adjusts what was named before its first test', async () => {
    const app = await smallStudy();
    await importStudyFile(app, fileOf('r.csv', resumes('s1,Scholar s1,f,PhD,Alpha University,Alpha,1990,1995,')));
    const name = (family: string, comparisons: string[]) =>
      app.call('mobility/name-family', { name: family, comparisons });
    await name('Directions', ['direction-by-group', 'outcome-by-group']);
    const look = (comparison: string, attribute: string, p: number | null) =>
      keepTest(app.study, comparison, { attribute, covariates: [] }, p);
    look('direction-by-group', 'gender', 0.03);
    look('direction-by-group', 'gender', 0.03);
    look('outcome-by-group', 'gender', 0.02);
    look('level-change', '', 0.01);
    const { tests, notes } = await app.call('mobility/get-ledger', {});
    expect(tests.map(({ name: test, family, adjustedP }) => [test, family, adjustedP])).toEqual([
      ['direction-by-group', 'Directions', 0.04],
      ['outcome-by-group', 'Directions', 0.04],
      ['level-change', null, null],
    ]);
    expect(tests[0].asked).toBe('attribute gender');
    expect(notes).toEqual([
      saying('ledger.counted', { current: 3, earlier: 0, exploratory: 1 }),
      saying('ledger.unknown'),
    ]);
    await expect(name('Late', ['level-change'])).rejects.toMatchObject(
      telling('ledger.family-after-test', { comparisons: ['level-change'] }),
    );
    const scholarId = await idOf(app, 's1');
    const value = { institution: 'a', year: 1995 };
    await app.call('mobility/code', { coder: 'Ana', scholarId, stage: 'doctorate', value });
    const codes = app.study.finalCodes();
    look('direction-by-group', 'gender', 0.04);
    expect(app.study.finalCodes()).toBe(codes);
    const after = await app.call('mobility/get-ledger', {});
    expect(after.tests.map(({ current }) => current)).toEqual([false, false, false, true]);
    expect(after.tests[3].adjustedP).toBe(0.04);
    expect(testsTable(app.study).tests?.rows).toHaveLength(4);
    keepOnlyFor(app.library.db, 'Ana');
    expect((await app.call('mobility/get-ledger', {})).tests).toEqual([]);
  });
});
