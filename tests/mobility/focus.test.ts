import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { focusOf } from '../../src/cli/focus.ts';
import type { CommandInput } from '../../src/cli/command.ts';
import { banded, chosenWords } from '../../src/core/mobility/analysis/focus.ts';
import { findingInputOf } from '../../src/core/mobility/analysis/findings/gather.ts';
import { findingOptions } from '../../src/shared/mobility/findings.ts';
import { comparisonLook, findingLook } from '../../src/core/mobility/analysis/looks.ts';
import { type Focus, focusOptions } from '../../src/shared/mobility/focus.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { say } from '../../src/shared/messages/say.ts';
import { studyFigureNote } from '../../src/shared/mobility/words.ts';
import { suiteApp, suiteFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf, importStudyFile, importStudyTables } from '../support/mobility.ts';

const TRANSITION = 'doctorate:first-job';
const PEOPLE = Array.from({ length: 24 }, (_, i) => ({
  key: `s${i + 1}`,
  gender: i % 3 === 0 ? 'f' : 'm',
  born: 1955 + i,
  moves: i % 4 !== 0,
}));
const WOMEN: Partial<Focus> = { only: { gender: ['f'] } };
const BORN_IN_THE_SIXTIES: Partial<Focus> = { bands: { birthYear: 10 }, only: { birthYear: ['1960–1969'] } };

describe('whom results are about', () => {
  let app: App;

  beforeAll(async () => {
    const folder = suiteFolder();
    app = await suiteApp(folder);
    await importStudyTables(app, folder);
    const lines = PEOPLE.flatMap(({ key, gender, born, moves }) => [
      `${key},Scholar ${key},${gender},${born},PhD,Alpha University,Alpha,1985,1990`,
      `${key},Scholar ${key},${gender},${born},lecturer,${moves ? 'Beta' : 'Alpha'} University,,1991,2004`,
      ...(born % 2 ? [`${key},Scholar ${key},${gender},${born},postdoc,Beta University,Beta,1990,1991`] : []),
    ]);
    const text = ['scholar,name,gender,birthYear,role,institution,city,start,end', ...lines].join('\n');
    await importStudyFile(app, fileOf('born.csv', text, folder));
    const list = await app.call('mobility/list-scholars', { coder: 'Ana', search: '' });
    for (const { id, key } of list) {
      const { moves } = PEOPLE.find((one) => one.key === key) as (typeof PEOPLE)[number];
      for (const [stage, institution, year] of [
        ['doctorate', 'a', 1990],
        ['first-job', moves ? 'b' : 'a', 1991],
      ] as const)
        await app.call('mobility/code', { coder: 'Ana', scholarId: id, stage, value: { institution, year } });
    }
  });
  afterAll(() => app?.close());

  const counted = (is: (one: (typeof PEOPLE)[number]) => boolean) => PEOPLE.filter(is).length;
  const isWoman = ({ gender }: { gender: string }) => gender === 'f';
  const fromTheSixties = ({ born }: { born: number }) => born >= 1960 && born <= 1969;

  it.each([
    ['some classes of an attribute', WOMEN, isWoman],
    ['a band of a number', BORN_IN_THE_SIXTIES, fromTheSixties],
    [
      'both',
      { bands: { birthYear: 10 }, only: { ...WOMEN.only, ...BORN_IN_THE_SIXTIES.only } },
      (one: (typeof PEOPLE)[number]) => isWoman(one) && fromTheSixties(one),
    ],
  ] as const)('is %s, in every result and in the scholars that a number leads to', async (_, focus, is) => {
    const scholars = counted(is);
    const moved = counted((one) => is(one) && one.moves);
    expect(scholars).toBeGreaterThan(0);
    const { summary } = await app.call('mobility/get-moves', { transition: TRANSITION, focus } as never);
    expect([summary.moved, summary.stayed]).toEqual([moved, scholars - moved]);
    expect(summary.postdoc.count).toBe(counted((one) => is(one) && one.born % 2 === 1));
    const table = await app.call('mobility/get-transition-table', {
      transition: TRANSITION,
      unit: 'level',
      focus,
    } as never);
    expect(table.counts.flat().reduce((a, b) => a + b, 0) + table.excluded).toBe(scholars);
    const flows = await app.call('mobility/get-flows', { unit: 'level', focus } as never);
    expect(flows.incomplete + flows.links.reduce((a, link) => a + link.count, 0)).toBe(scholars);
    const timeline = await app.call('mobility/get-timeline', { focus } as never);
    expect(timeline.durations).toEqual([{ transition: TRANSITION, years: 1, count: scholars }]);
    // What is saved of a figure says it without the page around it.
    const plane = await app.call('mobility/get-plane', { transition: TRANSITION, focus } as never);
    const map = await app.call('mobility/get-city-map', { transition: TRANSITION, focus } as never);
    const whom = chosenWords(focusOptions.parse(focus).only);
    for (const result of [plane, table, flows, timeline, map]) expect(result.whom).toEqual(whom);
    const { told } = await app.call('mobility/get-sample', { focus } as never);
    expect(told).toMatchObject({ id: 'focus.only', values: { scholars, all: PEOPLE.length } });
    const rows = await app.call('mobility/list-scholar-summaries', {
      filter: { move: TRANSITION, outcome: 'moved', focus: JSON.stringify(focus) },
    } as never);
    expect(rows).toHaveLength(moved);
  });

  it('takes classes that have hyphens as they are, several of them too', async () => {
    const classes = ['1990-1995', '1996-2000', '1985–1989'].map((value) => ({ value, scholars: 1 }));
    const study = { call: async () => [{ attribute: 'cohort', numeric: false, classes }] } as unknown as App;
    const only = async (text: string) =>
      (await focusOf(study, { values: { filter: [text] } } as unknown as CommandInput)).only;
    expect(await only('cohort=1990-1995,1996-2000')).toEqual({ cohort: ['1990-1995', '1996-2000'] });
    expect(await only('cohort=1996-2000, 1985-1989')).toEqual({ cohort: ['1996-2000', '1985–1989'] });
  });

  it('is said on the command line by the same classes', async () => {
    const focus = (...words: string[]) => {
      const values = { filter: words.filter((one) => !/^bands /.test(one)), bands: words.flatMap(bandsOf) };
      return focusOf(app, { values } as unknown as CommandInput);
    };
    const bandsOf = (word: string) => (word.startsWith('bands ') ? [word.slice(6)] : []);
    expect(await focus()).toEqual({ bands: {}, only: {} });
    expect(await focus('gender=f', '性别=m')).toEqual({ bands: {}, only: { gender: ['f', 'm'] } });
    expect(await focus('gender=f,m')).toEqual(await focus('gender=f', 'gender=m'));
    const sixties = { bands: { birthYear: 10 }, only: { birthYear: ['1960–1969', '1970–1979'] } };
    expect(await focus('Birth year = 1960-1969, 1970–1979')).toEqual(sixties);
    expect(await focus('birthYear=1960')).toEqual({ bands: {}, only: { birthYear: ['1960'] } });
    expect(await focus('bands birthYear=20')).toEqual({ bands: { birthYear: 20 }, only: {} });
    for (const [wrong, reason] of [
      [['gender=x'], /no scholar has "x"\. There are: f \(8\), m \(16\)/],
      [['gender='], /name a class\. There are: f \(8\)/],
      [['gender'], /--filter takes NAME=CLASS/],
      [['height=1'], /no scholar has the attribute "height"\. There are: gender, birthYear/],
      [['birthYear=1963-1972'], /"1963–1972"\. There are: 1950–1959 \(5\), 1960–1969 \(10\)/],
      [['birthYear=1960-1969', 'bands birthYear=5'], /is a band of 10, where 5 is the width/],
      [['bands gender=5'], /not every value of gender is a number/],
      [['bands birthYear=1'], /whole number from 2 to 1000/],
    ] as const)
      await expect(focus(...wrong)).rejects.toThrow(reason);
  });

  it('stands in a figure in words of its reader, with the kinds of institution that were chosen', async () => {
    const focus = { bands: { birthYear: 10 }, only: { ...WOMEN.only, ...BORN_IN_THE_SIXTIES.only } };
    const ask = { transition: TRANSITION, kinds: 'university>university', focus };
    const { whom } = await app.call('mobility/get-plane', ask as never);
    const note = studyFigureNote(say('study-figure.moves', { n: 3 }), { whom, fictional: true });
    expect(readerOf('en').said(note)).toBe(
      'gender: woman; birth year: 1960–1969; University → University; n = 3 moves. Fictional study.',
    );
    expect(readerOf('zh-CN').said(note)).toMatch(/^性别：女；出生年：1960–1969；.*；n = 3 次流动/);
    const all = await app.call('mobility/get-plane', { transition: TRANSITION } as never);
    expect(all.whom).toBeNull();
    const options = { name: 'careers', transition: TRANSITION, focus };
    expect(findingInputOf(app.study, findingOptions.parse(options)).whom).toEqual(chosenWords(focus.only));
  });

  it('reads numbers in bands as groups and as words of a regression', async () => {
    const { groups, notes } = await app.call('mobility/get-comparison', {
      name: 'outcome-by-group',
      transition: TRANSITION,
      attribute: 'birthYear',
      focus: { bands: { birthYear: 10 } },
    } as never);
    expect(groups).toEqual(['1950–1959', '1960–1969', '1970–1979']);
    expect(notes).not.toContainEqual(saying('focus.only'));
    expect(banded({ born: '-3', name: 'x', year: '1999.5' }, { born: 5, name: 5, year: 10 })).toEqual({
      born: '-5–-1',
      name: 'x',
      year: '1990–1999',
    });
  });

  it('keeps what is written beside the bands, for analyses that read years', () => {
    const options = findingOptions.parse({ name: 'election', transition: TRANSITION, focus: BORN_IN_THE_SIXTIES });
    const { scholars } = findingInputOf(app.study, options);
    expect(scholars.map(({ attributes }) => attributes.birthYear)).toContain('1960–1969');
    expect(scholars.map(({ written }) => Number(written.birthYear))).toEqual(
      PEOPLE.filter(fromTheSixties).map(({ born }) => born),
    );
  });

  it('says so with a test, which the ledger keeps apart', async () => {
    const before = (await app.call('mobility/get-ledger', {})).tests.length;
    const ask = { name: 'outcome-by-group', transition: TRANSITION, attribute: 'gender' };
    const all = await app.call('mobility/get-comparison', ask as never);
    const some = await app.call('mobility/get-comparison', { ...ask, focus: BORN_IN_THE_SIXTIES } as never);
    expect(all.tests[0].n).toBe(PEOPLE.length);
    expect(some.tests[0].n).toBe(counted(fromTheSixties));
    const about = saying('focus.only', { scholars: counted(fromTheSixties), all: PEOPLE.length });
    for (const part of ['notes', 'sentences', 'methods'] as const) {
      expect(some[part], part).toContainEqual(about);
      expect(all[part], part).not.toContainEqual(saying('focus.only'));
    }
    const { tests } = await app.call('mobility/get-ledger', {});
    expect(tests).toHaveLength(before + 2);
    expect(tests.every(({ current }) => current)).toBe(true);
    const staying = { name: 'staying', transition: TRANSITION };
    const found = await app.call('mobility/get-finding', { ...staying, focus: WOMEN } as never);
    for (const part of ['notes', 'sentences', 'methods'] as const)
      expect(found[part], part).toContainEqual(saying('focus.only'));
    const sentences = async (focus: object) =>
      (await app.call('mobility/get-finding', { ...staying, ...focus } as never)).sentences[0].text;
    const women = await sentences({ focus: WOMEN });
    expect(women).not.toBe(await sentences({}));
    expect(await sentences({ focus: WOMEN })).toBe(women);
  });

  it('is one look of the ledger, whatever bands are not read and in whatever order it was chosen', () => {
    const comparison = (focus: Partial<Focus>, attribute = 'gender', covariates: string[] = []) =>
      comparisonLook(
        app.study,
        {
          name: covariates.length > 0 ? 'upward-logistic' : 'outcome-by-group',
          transition: TRANSITION,
          attribute,
          covariates,
          references: {},
          focus: focusOptions.parse(focus),
        },
        {},
      );
    const bands = { bands: { birthYear: 10 } };
    expect(comparison(bands)).toEqual(comparison({}));
    expect(comparison(bands, 'birthYear').asked).toMatchObject({ focus: bands });
    expect(comparison(bands, '', ['birthYear']).asked).toMatchObject({ focus: bands });
    expect(comparison(BORN_IN_THE_SIXTIES).asked).toMatchObject({ focus: BORN_IN_THE_SIXTIES });
    const [one, other] = [
      { bands: {}, only: { gender: ['m', 'f'], birthYear: ['1960', '1961'] } },
      { bands: {}, only: { birthYear: ['1961', '1960', '1961'], gender: ['f', 'm'] } },
    ].map((focus) => JSON.stringify(comparison(focus)));
    expect(one).toBe(other);
    const finding = (name: string, options: object) =>
      findingLook(app.study, findingOptions.parse({ name, transition: TRANSITION, focus: bands, ...options })).asked;
    expect(finding('staying', { attribute: 'birthYear' })).not.toHaveProperty('focus');
    for (const options of [{ attribute: 'birthYear' }, { covariates: ['birthYear'] }])
      expect(finding('election', options)).toMatchObject({ focus: bands });
    expect(finding('grouped', { group: 'birthYear' })).toMatchObject({ focus: bands });
  });

  it('offers what there is, and refuses what nobody is', async () => {
    const choices = await app.call('mobility/get-focus-choices', { bands: { birthYear: 20 } });
    expect(choices.find(({ attribute }) => attribute === 'gender')).toEqual({
      attribute: 'gender',
      numeric: false,
      classes: [
        { value: 'f', scholars: 8 },
        { value: 'm', scholars: 16 },
      ],
    });
    expect(choices.find(({ attribute }) => attribute === 'birthYear')).toMatchObject({
      numeric: true,
      classes: [{ value: '1940–1959' }, { value: '1960–1979' }],
    });
    const nobody = { only: { gender: ['x'] } };
    await expect(app.call('mobility/get-flows', { unit: 'level', focus: nobody } as never)).rejects.toEqual(
      telling('focus.nobody'),
    );
    await expect(
      app.call('mobility/list-scholar-summaries', { filter: { focus: '{' } } as never),
    ).rejects.toMatchObject({ details: { field: 'filter.focus' } });
  });

  it('can be the year of a stage as it is coded, which follows a code that is changed', async () => {
    const count = async (typed: Record<string, string[]>) => {
      const focus = await focusOf(app, { values: typed } as unknown as CommandInput);
      const { summary } = await app.call('mobility/get-moves', { transition: TRANSITION, focus } as never);
      return summary.moved + summary.stayed;
    };
    expect(await count({ filter: ['doctorateYear=1980-1989'], bands: ['doctorateYear=10'] }).catch(String)).toContain(
      'no scholar has',
    );
    const list = await app.call('mobility/list-scholars', { coder: 'Ana', search: '' });
    for (const { id } of list.slice(0, 3))
      await app.call('mobility/code', {
        coder: 'Ana',
        scholarId: id,
        stage: 'doctorate',
        value: { institution: 'a', year: 1985 },
      });
    expect(await count({ filter: ['doctorateYear=1980-1989'] })).toBe(3);
    expect(await count({ filter: ['博士毕业年份=1990'] })).toBe(PEOPLE.length - 3);
    expect(await count({ filter: ['year of first job=1990-1999'] })).toBe(PEOPLE.length);
    const { groups } = await app.call('mobility/get-comparison', {
      name: 'outcome-by-group',
      transition: TRANSITION,
      attribute: 'doctorateYear',
      focus: { bands: { doctorateYear: 10 } },
    } as never);
    expect(groups).toEqual(['1980–1989', '1990–1999']);
    const finding = { name: 'staying', transition: TRANSITION, focus: focusOptions.parse({}) };
    const { scholars } = findingInputOf(app.study, findingOptions.parse(finding));
    expect(scholars.map(({ attributes }) => attributes.doctorateYear).filter((year) => year === '1985')).toHaveLength(
      3,
    );
  });
});
