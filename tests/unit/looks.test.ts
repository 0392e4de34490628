import { describe, expect, it } from 'vitest';
import { keepTestSetLook, looksAtTestSetsOf } from '../../src/core/recommender/experiments/looks.ts';
import { keepLook } from '../../src/core/storage/ledger.ts';
import { evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { lookMessages, looksTable } from '../../src/shared/looks.ts';
import { freshApp } from '../support/fixtures.ts';
import { generatedTitle } from '../../src/shared/result-names.ts';
import { saying } from '../support/messages.ts';

const spec = (more: object = {}) => evaluationSpec.parse({ protocol: 'leave-k-out', models: ['als', 'ease'], ...more });

describe('looks at test sets', () => {
  it('are numbered by test set, and one after other settings of a model is marked', async () => {
    const { db } = (await freshApp()).library;
    const look = (hash: string, about: object = {}, dataHash = 'data', chosen = {}) =>
      keepTestSetLook(db, { title: hash, hash, spec: spec(about), dataHash, chosen }, '2024-05-01T00:00:00.000Z');
    look('first');
    look('first');
    look('other data', {}, 'other');
    look('other split', { seed: 2 });
    look('more models', { models: ['als', 'bpr'], cutoffs: [10] });
    look('tuned', { options: { als: { k: 8 } } });
    look('chosen before', {}, 'data', { ease: { lambda: 5 } });
    const told = (hash: string) =>
      looksAtTestSetsOf(db, hash).map(({ hash: one, number, tuned }) => [one, number, tuned]);
    const all = [
      ['first', 1, false],
      ['more models', 2, false],
      ['tuned', 3, true],
      ['chosen before', 4, true],
    ];
    expect(told('first')).toEqual(all);
    expect(told('chosen before')).toEqual(all);
    expect(told('other data')).toEqual([['other data', 1, false]]);
    expect(told('nothing')).toEqual([]);
    const looks = looksAtTestSetsOf(db, 'tuned');
    expect(looks[2].options.als).toEqual({ k: 8, alpha: 4, reg: 10 });
    expect(looks[3].options.ease).toEqual({ lambda: 5 });
    expect(new Set(looks.map(({ testSet }) => testSet)).size).toBe(1);
    expect(lookMessages(looks, 'tuned')).toEqual([
      saying('looks.counted', { number: 3, all: 4 }),
      saying('looks.tuned'),
      saying('looks.unknown'),
    ]);
    expect(lookMessages(looks, 'first').map(({ id }) => id)).not.toContain('looks.tuned');
    const { columns, rows } = looksTable(looks);
    for (const row of rows) expect(row).toHaveLength(columns.length);
    const settings = columns.findIndex(({ key }) => key === 'settings');
    for (const options of [{}, { popularity: {} }] as (typeof looks)[0]['options'][])
      expect(looksTable([{ ...looks[0], options }]).rows[0][settings]).toMatchObject({
        label: { id: 'looks.defaults' },
      });
  });

  it('are at one test set whatever the folder of a split, the sample or settings without part in it', async () => {
    const { db } = (await freshApp()).library;
    const look = (hash: string, about: object) =>
      keepTestSetLook(db, { title: hash, hash, spec: spec(about), dataHash: 'data' }, '2024-05-01T00:00:00.000Z');
    const ranking = { protocol: 'ranking' };
    look('own', { ...ranking });
    look('sample', { ...ranking, mostTestListeners: 50, leaveOut: 3 });
    look('k of each', { leaveOut: 1 });
    look('other k', { leaveOut: 2 });
    look('given', { ...ranking, split: 'split', splitHash: 'rows' });
    look('renamed', { ...ranking, split: 'copy of split', splitHash: 'rows', seed: 9, options: { als: { k: 8 } } });
    look('other rows', { ...ranking, split: 'split', splitHash: 'others' });
    const told = (hash: string) => looksAtTestSetsOf(db, hash).map((one) => [one.hash, one.number, one.tuned]);
    expect(told('own')).toEqual([
      ['own', 1, false],
      ['sample', 2, false],
    ]);
    expect(told('other k')).toEqual([['other k', 1, false]]);
    expect(told('given')).toEqual([
      ['given', 1, false],
      ['renamed', 2, true],
    ]);
    expect(told('other rows')).toEqual([['other rows', 1, false]]);
  });

  it('that told a split by its folder count at the rows that were next read from it, which is said', async () => {
    const { db } = (await freshApp()).library;
    const look = (hash: string, about: object, dataHash = 'data') =>
      keepTestSetLook(
        db,
        { title: hash, hash, spec: spec({ protocol: 'ranking', ...about }), dataHash },
        '2024-05-01T00:00:00.000Z',
      );
    look('old', { split: 'folder', seed: 3 });
    look('elsewhere', { split: 'other folder' });
    look('new', { split: 'folder', splitHash: 'rows', options: { als: { k: 8 } } });
    look('changed', { split: 'folder', splitHash: 'other rows' });
    look('other data', { split: 'folder', splitHash: 'rows' }, 'other');
    const looks = looksAtTestSetsOf(db, 'new');
    expect(looks.map(({ hash, number, tuned }) => [hash, number, tuned])).toEqual([
      ['old', 1, false],
      ['new', 2, true],
    ]);
    expect(lookMessages(looks, 'new')).toContainEqual(saying('looks.assumed', { looks: 1 }));
    const others = looksAtTestSetsOf(db, 'changed');
    expect(others.map(({ hash }) => hash)).toEqual(['changed']);
    expect(lookMessages(others, 'changed').map(({ id }) => id)).not.toContain('looks.assumed');
    expect(looksAtTestSetsOf(db, 'elsewhere').map(({ hash, assumed }) => [hash, assumed])).toEqual([
      ['elsewhere', undefined],
    ]);
    expect(looksAtTestSetsOf(db, 'other data')).toHaveLength(1);
  });

  it('are named in words: what a comparison compares, unless somebody named it', async () => {
    const { db } = (await freshApp()).library;
    const look = (title: string, hash: string, about: object = {}) =>
      keepTestSetLook(db, { title, hash, spec: spec(about), dataHash: 'data' }, '2024-05-01');
    look(generatedTitle(spec()), 'one');
    look('My title', 'other', { cutoffs: [5] });
    expect(looksAtTestSetsOf(db, 'one').map(({ name }) => name)).toMatchObject([{ id: 'result.name-of' }, 'My title']);
  });

  it('with defaults of another edition, also of a part, come after other settings; a stated one does not', async () => {
    const { db } = (await freshApp()).library;
    const look = (hash: string, about: object) =>
      keepTestSetLook(db, { title: hash, hash, spec: spec(about), dataHash: 'data' }, '2024-05-01T00:00:00.000Z');
    const models = ['als', 'hybrid-weighted'];
    look('former', { models });
    look('said', { models: ['als'], options: { als: { k: 64, alpha: 4 } } });
    look('ease', { models: ['ease'], defaults: 2 });
    look('part', { models: ['hybrid-weighted'], defaults: 2 });
    look('without', { models: ['hybrid-mixed'], options: { 'hybrid-mixed': { parts: 'ease,item-knn' } } });
    look('alike', { models: ['hybrid-mixed'], options: { 'hybrid-mixed': { parts: 'ease,item-knn' } }, defaults: 2 });
    look('now', { models: ['als'], defaults: 2 });
    look('gone', { models: ['gone'], options: { gone: { a: 1 } } });
    const looks = looksAtTestSetsOf(db, 'now');
    expect(looks.filter(({ tuned }) => tuned).map(({ title }) => title)).toEqual(['part', 'now']);
    // The reader sees what the two differ in.
    expect(looks[0].options.als).toMatchObject({ k: 64, alpha: 4, reg: 10 });
    expect(looks[0].options['hybrid-weighted']).toMatchObject({ 'als.k': 64, 'bpr.rate': 0.05 });
    expect(looks.find(({ title }) => title === 'now')?.options).toEqual({});
    expect(looks.at(-1)?.options).toEqual({ gone: { a: 1 } });
  });

  it('of versions that kept no hash have that of their result', async () => {
    const { db } = (await freshApp()).library;
    const old = {
      kind: 'test-set' as const,
      subject: 'Old',
      state: 'data',
      spec: JSON.stringify(spec()),
      details: '{}',
    };
    keepLook(db, old, '2024-05-01T00:00:00.000Z');
    keepTestSetLook(db, { title: 'New', hash: 'new', spec: spec({ cutoffs: [5] }), dataHash: 'data' }, '2024-06-01');
    expect(looksAtTestSetsOf(db, 'new').map(({ title, number, hash }) => [title, number, hash])).toEqual([
      ['Old', 1, expect.stringMatching(/^[0-9a-f]{16}$/)],
      ['New', 2, 'new'],
    ]);
  });
});
