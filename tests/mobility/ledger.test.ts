import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { keepOnlyFor } from '../../src/core/mobility/agreement/work-package.ts';
import { askedWords } from '../../src/core/mobility/analysis/asked-words.ts';
import { keepTest } from '../../src/core/mobility/analysis/ledger.ts';
import { comparisonLook, readBy, stateOf } from '../../src/core/mobility/analysis/looks.ts';
import { FINDINGS, findingOf } from '../../src/core/mobility/analysis/findings/registry.ts';
import type { FindingInput } from '../../src/core/mobility/analysis/findings/finding.ts';
import { testsTable } from '../../src/core/mobility/report/tests-table.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { say } from '../../src/shared/messages/say.ts';
import { findingOptions } from '../../src/shared/mobility/findings.ts';
import { madeStudy } from '../support/findings.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile, resumes, smallStudy } from '../support/mobility.ts';

const PEOPLE = Array.from({ length: 8 }, (_, i) => `s${i + 1}`);
const TRANSITION = 'doctorate:first-job';

/** Everybody coded from Alpha to Alpha or Beta, by turns. */
async function codedStudy(): Promise<App> {
  const app = await smallStudy();
  const lines = PEOPLE.map(
    (key, i) => `${key},Scholar ${key},${i < 4 ? 'f' : 'm'},PhD,Alpha University,Alpha,1990,1995,`,
  );
  await importStudyFile(app, fileOf('r.csv', resumes(...lines)));
  for (const [i, key] of PEOPLE.entries()) {
    await code(app, key, 'doctorate', 'a', 1995);
    await code(app, key, 'first-job', i % 3 === 0 ? 'a' : 'b', 1996);
  }
  return app;
}

async function code(app: App, key: string, stage: string, institution: string, year: number) {
  const scholarId = await idOf(app, key);
  await app.call('mobility/code', { coder: 'Ana', scholarId, stage, value: { institution, year } });
}

describe('the ledger of tests', () => {
  let app: App;
  beforeEach(async () => {
    app = await codedStudy();
  });
  const compare = (options: object) =>
    app.call('mobility/get-comparison', { name: 'outcome-by-group', transition: TRANSITION, ...options } as never);
  const name = (family: string, comparisons: string[]) =>
    app.call('mobility/name-family', { name: family, comparisons });
  const ledger = () => app.call('mobility/get-ledger', {});

  // R 4.2: p.adjust(c(.03, .02, .001), method)
  it.each([
    ['holm', 0.04, 0.04, 0.003],
    ['hochberg', 0.03, 0.03, 0.003],
    ['hommel', 0.03, 0.03, 0.003],
    ['bonferroni', 0.09, 0.06, 0.003],
    ['bh', 0.03, 0.03, 0.003],
    ['by', 0.055, 0.055, 0.0055],
  ] as const)('adjusts a family by %s as R does', async (method, ...adjusted) => {
    const comparisons = ['outcome-by-group', 'stayed-before-after', 'levels-symmetry'];
    await app.call('mobility/name-family', { name: 'Directions', method, comparisons });
    const options = [
      { transition: TRANSITION, attribute: 'gender' },
      { transition: TRANSITION, otherTransition: 'first-job:elected' },
      { transition: TRANSITION },
    ];
    for (const [i, test] of comparisons.entries()) {
      const state = stateOf(app.study, test, options[i]) as string;
      keepTest(app.study, { name: test, asked: options[i], state }, [0.03, 0.02, 0.001][i]);
    }
    const { tests } = await ledger();
    for (const [i, { adjustedP }] of tests.entries()) expect(adjustedP).toBeCloseTo(adjusted[i] as number, 12);
    expect(tests).toHaveLength(3);
  });

  // R 4.2: p.adjust(.01, method, n = 3), and p.adjust(c(.03, .01), method, n = 3)
  it.each([
    ['holm', 0.03, 0.06],
    ['hochberg', 0.03, 0.06],
    ['hommel', 0.03, 0.06],
    ['bonferroni', 0.03, 0.09],
    ['bh', 0.03, 0.045],
    ['by', 0.055, 0.0825],
  ] as const)(
    'counts the named tests that are still to be made, by %s as R does with its n',
    async (method, first, second) => {
      const comparisons = ['outcome-by-group', 'stayed-before-after', 'levels-symmetry'];
      await app.call('mobility/name-family', { name: 'Directions', method, comparisons });
      const keep = (test: string, asked: Record<string, unknown>, p: number | null) =>
        keepTest(app.study, { name: test, asked: { ...asked }, state: stateOf(app.study, test, asked) as string }, p);
      const adjusted = async () => (await ledger()).tests.flatMap(({ adjustedP }) => adjustedP ?? []);
      const progress = async () => (await ledger()).families.map((one) => one.progress);
      const said = (made: number, n = 3) =>
        saying('ledger.progress', { name: 'Directions', made, named: 3, toMake: 3 - made, n });
      expect(await progress()).toEqual([said(0)]);
      keep('stayed-before-after', { transition: TRANSITION, otherTransition: 'first-job:elected' }, 0.01);
      expect(await adjusted()).toEqual([expect.closeTo(first, 12)]);
      expect(await progress()).toEqual([said(1)]);
      keep('outcome-by-group', { transition: TRANSITION, attribute: 'gender' }, 0.03);
      expect(await adjusted()).toEqual([first, second].map((p) => expect.closeTo(p, 12)));
      // One that was made and has no p takes no part; asked in another way, a test is one more.
      keep('levels-symmetry', { transition: TRANSITION }, null);
      expect(await progress()).toEqual([said(3, 2)]);
      keep('outcome-by-group', { transition: 'first-job:elected', attribute: 'gender' }, 0.5);
      expect(await progress()).toEqual([said(3, 3)]);
      expect((await ledger()).notes.at(-1)).toEqual(said(3, 3));
      const values = { name: 'Directions', made: 1, named: 3, toMake: 2, n: 3 };
      expect(say('ledger.progress', values).text).toContain('1 of 3 named tests has been made');
      expect(readerOf('zh-CN').said(say('ledger.progress', values))).toContain('3 项检验中，有 1 项');
    },
  );

  it('keeps each look once, tells earlier codes apart, and adjusts what was named before its first test', async () => {
    await name('Directions', ['outcome-by-group', 'stayed-before-after']);
    await expect(name('Others', ['levels-symmetry', 'stayed-before-after'])).rejects.toMatchObject(
      telling('ledger.in-another-family', { comparisons: ['stayed-before-after'] }),
    );
    const look = (test: string, asked: object, p: number | null) =>
      keepTest(
        app.study,
        { name: test, asked: { ...asked }, state: stateOf(app.study, test, { ...asked }) as string },
        p,
      );
    const gender = { transition: TRANSITION, attribute: 'gender' };
    const stayed = { transition: TRANSITION, otherTransition: 'first-job:elected' };
    expect(look('outcome-by-group', gender, 0.03)).toEqual([]);
    look('outcome-by-group', gender, 0.03);
    look('stayed-before-after', stayed, 0.02);
    look('levels-symmetry', { transition: TRANSITION }, 0.01);
    const { tests, notes } = await ledger();
    expect(tests.map(({ name: test, family, adjustedP }) => [test, family, adjustedP])).toEqual([
      ['outcome-by-group', 'Directions', 0.04],
      ['stayed-before-after', 'Directions', 0.04],
      ['levels-symmetry', null, null],
    ]);
    expect(tests[0].asked.text).toBe('transition Doctorate → First job; by gender');
    expect(notes).toEqual([
      saying('ledger.counted', { current: 3, earlier: 0, exploratory: 1 }),
      saying('ledger.unknown'),
      saying('ledger.progress', { name: 'Directions', made: 2, named: 2, toMake: 0, n: 2 }),
    ]);
    await expect(name('Late', ['levels-symmetry'])).rejects.toMatchObject(
      telling('ledger.family-after-test', { comparisons: ['levels-symmetry'] }),
    );
    await expect(name('Typed', ['level-change'])).rejects.toMatchObject(telling('ledger.no-such-test'));
    await code(app, 's2', 'first-job', 'a', 1996);
    const codes = app.study.finalCodes();
    look('outcome-by-group', gender, 0.04);
    expect(app.study.finalCodes()).toBe(codes);
    const after = await ledger();
    expect(after.tests.map(({ current }) => current)).toEqual([false, true, false, true]);
    expect(after.tests.map(({ adjustedP }) => adjustedP)).toEqual([null, 0.04, null, 0.04]);
    expect(testsTable(app.study).tests?.rows).toHaveLength(4);
    keepOnlyFor(app.library.db, 'Ana');
    expect((await ledger()).tests).toEqual([]);
  });

  it('is about the cases that were read: an import and a matched institution make another state', async () => {
    await compare({ attribute: 'gender' });
    const currents = async () => (await ledger()).tests.map(({ current }) => current);
    expect(await currents()).toEqual([true]);
    // What the test did not read leaves it as it is.
    await code(app, 's1', 'elected', 'b', 2000);
    expect(await currents()).toEqual([true]);
    const more = 's9,Scholar s9,m,PhD,Alpha University,Alpha,1990,1995,';
    await importStudyFile(app, fileOf('more.csv', resumes(more)));
    expect(await currents()).toEqual([true]);
    await code(app, 's9', 'doctorate', 'a', 1995);
    await code(app, 's9', 'first-job', 'b', 1997);
    expect(await currents()).toEqual([false]);
    await compare({ attribute: 'gender' });
    expect(await currents()).toEqual([false, true]);
    // The same persons, codes and codebook; only an attribute came in.
    await importStudyFile(app, fileOf('more.csv', resumes(more.replace(',m,', ',f,'))));
    await compare({ attribute: 'gender' });
    expect((await currents()).at(-1)).toBe(true);
    const { tests } = await ledger();
    expect(new Set(tests.map(({ state }) => state)).size).toBe(tests.length);
  });

  it('has one look for one test, whether a default is stated or left out', async () => {
    await compare({ attribute: 'gender' });
    await compare({ attribute: 'gender', otherTransition: 'first-job:elected', covariates: ['gender'] });
    expect((await ledger()).tests).toHaveLength(1);
    const finding = { name: 'staying', transition: TRANSITION };
    await app.call('mobility/get-finding', finding);
    await app.call('mobility/get-finding', { ...finding, years: 20, attribute: 'gender', group: 'cohort' });
    const { tests } = await ledger();
    expect(tests.map((one) => [one.name, one.asked.text])).toEqual([
      ['outcome-by-group', 'transition Doctorate → First job; by gender'],
      ['staying', 'transition Doctorate → First job'],
    ]);
    const regression = { name: 'upward-logistic', transition: TRANSITION, attribute: '', covariates: ['gender'] };
    const asked = (reference: string, covariates = regression.covariates) =>
      comparisonLook(
        app.study,
        { ...regression, covariates, references: { gender: reference } },
        { gender: { chosen: reference, classes: ['f', 'm'] } },
      ).asked;
    expect(asked('f')).toEqual({ transition: TRANSITION, covariates: ['gender'] });
    expect(asked('m')).toEqual({ transition: TRANSITION, covariates: ['gender'], references: { gender: 'm' } });
    expect(asked('f', ['gender', 'age'])).toEqual(asked('f', ['age', 'gender']));
  });

  it('says what was asked in words of its reader, whatever was asked', () => {
    const { name: _name, ...options } = findingOptions.shape;
    const asked = {
      ...Object.fromEntries(Object.keys(options).map((key) => [key, null])),
      transition: TRANSITION,
      otherTransition: 'first-job:elected',
      attribute: 'gender',
      covariates: ['birthYear', 'gender'],
      references: { gender: 'm' },
      group: 'origin-and-destination',
      states: ['role', 'tier'],
      years: 15,
      clusters: 3,
      method: 'OM',
      costs: 'transition-rates',
      linkage: 'pam',
      programmeStart: 1998,
      ageLimit: 45,
      focus: { bands: { birthYear: 10 }, only: { gender: ['f'] } },
    };
    const words = askedWords(asked, app.study.book.codebook);
    expect(words.text).toBe(
      'transition Doctorate → First job; and First job → Elected; by gender; explained by birth year, gender; ' +
        'compared with gender: man; grouped by both institutions, crossed; state of a year: role, city tier; ' +
        '15 years; 3 types; optimal matching; substitution costs from rates of transition; ' +
        'partitioning around medoids; programme began in 1998; age limit 45; birth year in bands of 10; ' +
        'only scholars with gender: woman',
    );
    // Nothing of another language, no raw option, no JSON.
    expect(readerOf('zh-CN').said(words).replace('PAM', '')).not.toMatch(/[a-z]{2}|[{}[\]"]/i);
    const none = {
      attribute: '',
      covariates: [],
      references: {},
      clusters: null,
      programmeStart: null,
      ageLimit: null,
    };
    expect(askedWords(none, app.study.book.codebook)).toEqual(saying('asked.nothing'));
    expect(askedWords({ later: ['x', 2] }, app.study.book.codebook).text).toBe('later = x, 2');
  });

  it('gives the result although the library cannot be written, and says that the look was not kept', async () => {
    await compare({ attribute: 'gender' });
    await code(app, 's2', 'first-job', 'a', 1996);
    app.library.db.pragma('query_only = ON');
    const { tests, notes } = await compare({ attribute: 'gender' });
    expect(tests[0].p).toEqual(expect.any(Number));
    expect(notes).toContainEqual(saying('ledger.not-kept'));
    const finding = await app.call('mobility/get-finding', { name: 'staying', transition: TRANSITION });
    expect(finding.notes).toContainEqual(saying('ledger.not-kept'));
    app.library.db.pragma('query_only = OFF');
    expect((await ledger()).tests).toHaveLength(1);
  });
});

describe('what an analysis reads', () => {
  const options = { covariates: ['gender', 'birthYear'], attribute: 'gender', clusters: 2 };
  const CHANGES: Record<string, (input: FindingInput) => void> = {
    'a move': ({ moves }) => Object.assign(moves[0], { to: 'University N', toLevel: 4, direction: 'downward' }),
    'a move in another transition': ({ moves }) => moves.push({ ...moves[0], transition: 'first-job:elected' }),
    'a spell': ({ scholars }) => Object.assign(scholars[0].spells[0], { until: 1979, role: 'visiting' }),
    'a postdoc': ({ scholars }) => Object.assign(scholars[0], { didPostdoc: !scholars[0].didPostdoc }),
    'a year of a stage': ({ scholars }) => Object.assign(scholars[0].stageYears, { doctorate: 1955 }),
    'an attribute': ({ scholars }) => Object.assign(scholars[0].attributes, { gender: 'man' }),
    'who was elected': ({ scholars }) => Object.assign(scholars[0].attributes, { elected: 'no' }),
    'the last year': (input) => Object.assign(input, { lastYear: 2030 }),
  };

  it.each(FINDINGS.map(({ name }) => name))('%s: another result is another state', (name) => {
    const made = () => {
      const input = madeStudy(60, { name, ...options });
      for (const [i, scholar] of input.scholars.entries()) if (i % 2 === 1) scholar.attributes.elected = 'no';
      return input;
    };
    const { reads } = FINDINGS.find((one) => one.name === name) as (typeof FINDINGS)[number];
    const resultOf = (input: FindingInput) => {
      const { tables, code } = findingOf(input, () => undefined);
      return JSON.stringify([tables.map(({ rows }) => rows), code.data]);
    };
    const [state, result] = [JSON.stringify(readBy(reads, made())), resultOf(made())];
    const changed = Object.keys(CHANGES).filter((change) => {
      const input = made();
      CHANGES[change](input);
      const sameState = JSON.stringify(readBy(reads, input)) === state;
      if (sameState) expect(resultOf(input), change).toBe(result);
      return !sameState;
    });
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(Object.keys(CHANGES).length);
  });
});
