import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import { ROOT, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';

const golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'referee', 'ranx.json'), 'utf8')) as {
  targets: Record<string, Record<string, number>>;
  lists: Record<string, string[]>;
  ranx: Record<string, number>;
  numpy: Record<string, number>;
};

const lenskit = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'referee', 'lenskit.json'), 'utf8')) as {
  'ndcg@10': number;
  'recall@10': number;
};

type Values = Record<'plain' | 'graded', Record<string, number>>;
const trec = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'referee', 'trec.json'), 'utf8')) as Record<
  'trec_eval' | 'ir-measures',
  Values
>;

function written(folder: string, files: Record<string, string | Buffer>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const rows = (lists: Record<string, string[]>, row: (who: string, song: string, i: number) => string) =>
  `${Object.entries(lists)
    .flatMap(([who, songs]) => songs.map((song, i) => row(who, song, i)))
    .join('\n')}\n`;

/** The golden split: weights in the third column, as Elliot and others write them. */
function goldenSplit(folder: string): string {
  const test = Object.entries(golden.targets).flatMap(([who, songs]) =>
    Object.entries(songs).map(([song, weight]) => `${who}\t${song}\t${weight}`),
  );
  return written(folder, { 'test.tsv': `${test.join('\n')}\n`, 'train.tsv': songsOfAll() });
}

/** A training part of one listener who played every song, so that all are in the catalogue. */
const songsOfAll = () => `${Array.from({ length: 60 }, (_, i) => `trained\ts${i}\t1`).join('\n')}\n`;

const spec = { format: 'auto', cutoffs: [10], seed: 1, answers: {} } as const;

describe('the referee', () => {
  it('gives the numbers of ranx and of the tools by whose formulas it judges', async () => {
    const folder = temporaryFolder();
    const jsonl = Object.entries(golden.lists).map(([listener, songs]) => JSON.stringify({ listener, songs }));
    writeFileSync(join(folder, 'theirs.jsonl'), jsonl.join('\n'));
    const { lists, songs, targets } = await scoreFiles({
      ...spec,
      files: [join(folder, 'theirs.jsonl')],
      split: goldenSplit(join(folder, 'split')),
    });
    expect({ songs, targets }).toEqual({
      songs: 60,
      targets: Object.values(golden.targets).reduce((sum, own) => sum + Object.keys(own).length, 0),
    });
    const { measures, conventions, counts } = lists.theirs;
    for (const measure of ['ndcg@10', 'precision@10', 'recall@10', 'mrr-at@10', 'hit-rate@10'])
      expect(measures[measure], measure).toBeCloseTo(golden.ranx[measure], 12);
    expect(measures['map@10']).toBeCloseTo(golden.numpy['capped map@10'], 12);
    const by = Object.fromEntries(conventions.map((one) => [`${one.tool} ${one.measure}`, one.value]));
    expect(by['ranx, trec_eval ndcg@10']).toBeCloseTo(golden.ranx['graded ndcg@10'], 12);
    expect(by['ranx, trec_eval map@10']).toBeCloseTo(golden.ranx['map@10'], 12);
    expect(by['WarpRec nDCG@10']).toBeCloseTo(golden.ranx['graded burges@10'], 12);
    expect(by['Elliot MAP@10']).toBeCloseTo(golden.numpy['mean of precisions@10'], 12);
    // Elliot leaves out who has no list: the same sum over fewer.
    const { listeners, withoutList } = counts;
    expect(withoutList).toBe(4);
    const graded = (golden.ranx['graded burges@10'] * listeners) / (listeners - withoutList);
    expect(by['Elliot nDCG@10']).toBeCloseTo(graded, 12);
    expect(by['RecBole ndcg@10']).toBe(measures['ndcg@10']);
    expect(by['LensKit NDCG@10']).toBeCloseTo(lenskit['ndcg@10'], 12);
    expect(by['LensKit Recall@10']).toBeCloseTo(lenskit['recall@10'], 12);
  });

  describe('reads splits as people have them', () => {
    const pairs = {
      train: [
        ['a', 'z'],
        ['a', 'w'],
        ['b', 'z'],
        ['c', 'z'],
        ['c', 'y'],
        ['c', 'v'],
      ],
      test: [
        ['a', 'x'],
        ['b', 'y'],
      ],
    };
    const each = (part: 'train' | 'test', row: (who: string, song: string) => string) =>
      pairs[part].map(([who, song]) => row(who, song)).join('');
    const wide = (part: 'train' | 'test') =>
      ['a', 'b', 'c']
        .map((who) => [who, ...pairs[part].filter(([one]) => one === who).map(([, song]) => song)])
        .filter(({ length }) => length > 1)
        .map((fields) => `${fields.join(' ')}\n`)
        .join('');
    const tabs = (who: string, song: string) => `${who}\t${song}\t3\t881250949\n`;
    const commas = (who: string, song: string) => `${who},${song},3\n`;
    const FORMS: Record<string, [train: string, test: string, form: (part: 'train' | 'test') => string]> = {
      MovieLens: ['u1.base', 'u1.test', (part) => each(part, tabs)],
      NCF: ['m.train.rating', 'm.test.rating', (part) => each(part, tabs)],
      'LensKit, a fold': ['train-0.csv', 'test-0.csv', (part) => `user,item,rating\n${each(part, commas)}`],
      'a data frame each': ['train_df.csv', 'test_df.csv', (part) => `user,item,rating\n${each(part, commas)}`],
      'LightGCN, a song held out each': ['train.txt', 'test.txt', wide],
      'JSON, records': ['train.json', 'test.json', (part) => JSON.stringify(recordsOf(part), null, 1)],
      'JSON, records a line': ['train.jsonl', 'test.jsonl', (part) => `${recordsOf(part).map(toLine).join('')}`],
      'JSON, listeners with their songs': ['train.json', 'test.json', (part) => JSON.stringify(listed(part))],
      'JSON, a listener and their songs a line': [
        'train.jsonl',
        'test.jsonl',
        (part) =>
          Object.entries(listed(part))
            .map(([user_id, items]) => toLine({ user_id, items }))
            .join(''),
      ],
      'JSON, weights of songs, as ranx’ qrels': [
        'train.json',
        'test.json',
        (part) => JSON.stringify(Object.fromEntries(weighted(part).map(([who, ...songs]) => [who, weights(songs)]))),
      ],
      'JSON, pandas by columns': ['train.json', 'test.json', (part) => JSON.stringify(columnsOf(part))],
      'JSON, pandas split': [
        'train.json',
        'test.json',
        (part) => JSON.stringify({ columns: ['user', 'item'], index: [], data: pairs[part] }),
      ],
      'JSON, rows': ['train.json', 'test.json', (part) => JSON.stringify(pairs[part])],
    };
    const recordsOf = (part: 'train' | 'test') => pairs[part].map(([user, item]) => ({ user, item, rating: 3 }));
    const toLine = (value: unknown) => `${JSON.stringify(value)}\n`;
    const weighted = (part: 'train' | 'test') =>
      wide(part)
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' '));
    const weights = (songs: string[]) => Object.fromEntries(songs.map((song) => [song, 3]));
    const listed = (part: 'train' | 'test') =>
      Object.fromEntries(weighted(part).map(([who, ...songs]) => [who, songs]));
    const columnsOf = (part: 'train' | 'test') => {
      const column = (at: number) => Object.fromEntries(pairs[part].map((pair, i) => [i, pair[at]]));
      return { user: column(0), item: column(1) };
    };

    it.each(Object.keys(FORMS))('%s', async (name) => {
      const [train, test, form] = FORMS[name];
      const parts = { [train]: form('train'), [test]: form('test'), 'knowledge-base.tsv': '1\t2\n' };
      const split = written(join(temporaryFolder(), 'split'), parts);
      const [lists] = Object.values((await scoreFiles({ ...spec, cutoffs: [2], files: [theirLists()], split })).lists);
      expect(lists.counts).toMatchObject({ listeners: 2, unknownSongs: 0, alreadyHeard: 1 });
      expect(lists.measures['hit-rate@2']).toBe(1);
    });

    const theirLists = () => {
      const file = join(temporaryFolder(), 'theirs.tsv');
      writeFileSync(file, 'listener\tsong\trank\na\tz\t1\na\tx\t2\nb\ty\t1\nb\tv\t2\n');
      return file;
    };

    it('blocks are those of songs or of listeners, as Netflix’ files and others have them; it is asked', async () => {
      const blocks = (part: 'train' | 'test', by: 0 | 1) => {
        const heads = [...new Set(pairs[part].map((pair) => pair[by]))];
        const below = (head: string) => pairs[part].filter((pair) => pair[by] === head).map((pair) => pair[1 - by]);
        return heads
          .map(
            (head) =>
              `${head}:\n${below(head)
                .map((id) => `${id},4,2005-09-06\n`)
                .join('')}`,
          )
          .join('');
      };
      const score = (by: 0 | 1, answers: Record<string, string>) => {
        const parts = { 'train.txt': blocks('train', by), 'test.txt': blocks('test', by) };
        const split = written(join(temporaryFolder(), 'split'), parts);
        return scoreFiles({ ...spec, cutoffs: [2], files: [theirLists()], split, answers });
      };
      expect((await score(1, {})).questions).toMatchObject([{ id: 'ask.blocks-of' }]);
      for (const [by, blocksOf] of [
        [1, 'songs'],
        [0, 'listeners'],
      ] as const) {
        const judged = await score(by, { 'ask.blocks-of': blocksOf }).catch(() => null);
        expect(judged?.targets).toBe(2);
        const { lists } = judged as NonNullable<typeof judged>;
        expect(lists.theirs.counts).toMatchObject({ listeners: 2, unknownSongs: 0, alreadyHeard: 1 });
        expect(lists.theirs.measures['hit-rate@2']).toBe(1);
      }
      await expect(score(1, { 'ask.blocks-of': 'listeners' })).rejects.toMatchObject(
        telling('referee.no-listener-of-the-split'),
      );
    });

    it('JSON of another kind is refused with what to write; a table beside it is the part', async () => {
      const score = (files: Record<string, string>) => {
        const split = written(join(temporaryFolder(), 'split'), files);
        return scoreFiles({ ...spec, cutoffs: [2], files: [theirLists()], split });
      };
      const odd = { 'test.json': '{"seed": 1, "metric": "ndcg"}', 'train.json': '[]' };
      await expect(score(odd)).rejects.toMatchObject(telling('referee.bad-json-part', { file: 'test.json' }));
      const cut = { 'test.json': '{"a": ["x", "', 'train.json': '[]' };
      await expect(score(cut)).rejects.toMatchObject(telling('referee.broken-json', { file: 'test.json' }));
      const both = { ...odd, 'test.txt': wide('test'), 'train.txt': wide('train') };
      await expect(score(both)).resolves.toMatchObject({ targets: 2 });
    });

    it('a damaged row between titles with blanks is told, not read as a line of songs', async () => {
      const title = (i: number) => `A song of number ${i}${' x'.repeat(i % 4)}`;
      const test = Array.from({ length: 30 }, (_, u) => `u${u},${title(u)}${u === 7 ? ', live' : ''}\n`);
      const train = Array.from({ length: 30 }, (_, u) => `u${u},${title(u + 1)}\nu${u},${title(u + 2)}\n`);
      const split = written(join(temporaryFolder(), 'split'), {
        'test.csv': `user,song\n${test.join('')}`,
        'train.csv': `user,song\n${train.join('')}`,
      });
      const score = scoreFiles({ ...spec, files: [theirLists()], split });
      await expect(score).rejects.toMatchObject(telling('referee.bad-line', { file: 'test.csv', line: 9 }));
    });

    it('test.tsv is the part beside test_full.tsv, and names above wide rows are no listener', async () => {
      const head = 'user items\n';
      const split = written(join(temporaryFolder(), 'split'), {
        'train.txt': head + wide('train'),
        'train_full.txt': head + wide('train') + wide('test'),
        'test.txt': head + wide('test'),
        'test-data.txt': 'a x\n',
      });
      await expect(scoreFiles({ ...spec, cutoffs: [2], files: [theirLists()], split })).resolves.toMatchObject({
        lists: { theirs: { counts: { listeners: 2, unknownSongs: 0, alreadyHeard: 1 } } },
      });
    });

    it('folds in folders of their own and whole held-out listeners are refused with what to do', async () => {
      const folds = temporaryFolder();
      for (const fold of ['0', '1']) written(join(folds, fold), { 'train.tsv': 'a\tz\n', 'test.tsv': 'a\tx\n' });
      const score = (split: string) => scoreFiles({ ...spec, files: [theirLists()], split });
      await expect(score(folds)).rejects.toMatchObject(telling('referee.several-splits', { folders: ['0', '1'] }));
      const whole = written(join(temporaryFolder(), 'pro_sg'), {
        'train.csv': 'uid,sid\n1,2\n',
        'test_tr.csv': '',
        'test_te.csv': '',
      });
      await expect(score(whole)).rejects.toMatchObject(
        telling('referee.of-whole-listeners', { known: 'test_tr.csv', targets: 'test_te.csv' }),
      );
    });
  });

  it('says where held-out counts are more than another tool’s numbers hold, and does as that tool does', async () => {
    const folder = temporaryFolder();
    const judged = async (weight: number) => {
      const split = written(join(folder, String(weight)), {
        'test.tsv': `a\tx\t${weight}\nb\ty\t2\n`,
        'train.tsv': 'a\tz\t1\nb\tz\t1\n',
        'theirs.tsv': 'listener\tsong\trank\na\tx\t1\nb\ty\t1\n',
      });
      const { lists, notes } = await scoreFiles({ ...spec, files: [join(split, 'theirs.tsv')], split });
      const value = (tool: string) => lists.theirs.conventions.find((one) => one.tool === tool)?.value;
      return { elliot: value('Elliot'), warprec: value('WarpRec'), notes: notes.map(({ id }) => id) };
    };
    // 2^127 - 1 fits in single precision, 2^128 - 1 does not; the same of doubles with 2^1023 and 2^1024.
    expect(await judged(126)).toMatchObject({ elliot: 1, warprec: 1 });
    expect((await judged(126)).notes).not.toContain('referee.gain-is-0');
    const beyondSingles = await judged(127);
    expect(beyondSingles).toMatchObject({ elliot: 1, warprec: 0.5 });
    expect(beyondSingles.notes).toContain('referee.gain-is-0');
    expect(beyondSingles.notes).not.toContain('referee.gain-ends');
    expect((await judged(1022)).elliot).toBe(1);
    const beyondDoubles = await judged(1023);
    expect(beyondDoubles).toMatchObject({ elliot: null, warprec: 0.5 });
    expect(beyondDoubles.notes).toContain('referee.gain-ends');
  });

  it('gives the numbers of trec_eval and of ir-measures', async () => {
    const folder = temporaryFolder();
    const jsonl = Object.entries(golden.lists).map(([listener, songs]) => JSON.stringify({ listener, songs }));
    writeFileSync(join(folder, 'theirs.jsonl'), jsonl.join('\n'));
    const { lists } = await scoreFiles({
      ...spec,
      files: [join(folder, 'theirs.jsonl')],
      split: goldenSplit(join(folder, 'split')),
    });
    const { measures, conventions } = lists.theirs;
    const same: Record<string, [number, number]> = {
      'ndcg@10': [trec.trec_eval.plain.ndcg_cut_10, trec['ir-measures'].plain['nDCG@10']],
      'precision@10': [trec.trec_eval.plain.P_10, trec['ir-measures'].plain['P@10']],
      'recall@10': [trec.trec_eval.plain.recall_10, trec['ir-measures'].plain['R@10']],
      'mrr-at@10': [golden.ranx['mrr-at@10'], trec['ir-measures'].plain['RR@10']],
      'hit-rate@10': [golden.ranx['hit-rate@10'], trec['ir-measures'].plain['Success@10']],
    };
    for (const [measure, values] of Object.entries(same))
      for (const value of values) expect(measures[measure], measure).toBeCloseTo(value, 12);
    const by = Object.fromEntries(conventions.map((one) => [`${one.tool} ${one.measure}`, one.value]));
    for (const value of [trec.trec_eval.graded.ndcg_cut_10, trec['ir-measures'].graded['nDCG@10']])
      expect(by['ranx, trec_eval ndcg@10']).toBeCloseTo(value, 12);
    for (const value of [trec.trec_eval.plain.map_cut_10, trec['ir-measures'].plain['AP@10']])
      expect(by['ranx, trec_eval map@10']).toBeCloseTo(value, 12);
  });

  it('reads the same lists in every form', async () => {
    const folder = temporaryFolder();
    const split = goldenSplit(join(folder, 'split'));
    const score = (who: string, song: string, i: number) => `${who}\t${song}\t${(100 - i) / 7}`;
    const files: Record<string, string | Buffer> = {
      'scores.tsv': rows(golden.lists, score),
      'ranks.tsv': rows(golden.lists, (who, song, i) => `${who}\t${song}\t${i + 1}`),
      'headed.csv': `user_id,item_id,rank\n${rows(golden.lists, (who, song, i) => `${who},${song},${i}`)}`,
      'order.tsv': rows(golden.lists, (who, song) => `${who}\t${song}`),
      'run.trec': rows(golden.lists, (who, song, i) => `${who} Q0 ${song} ${i + 1} ${100 - i} tag`),
      'packed.tsv.gz': gzipSync(rows(golden.lists, score)),
      'saved.json': JSON.stringify(
        Object.fromEntries(
          Object.entries(golden.lists).map(([who, songs]) => [
            who,
            Object.fromEntries(songs.map((song, i) => [song, 100 - i])),
          ]),
        ),
      ),
    };
    written(folder, files);
    const { lists, statistics } = await scoreFiles({
      ...spec,
      files: Object.keys(files).map((name) => join(folder, name)),
      split,
    });
    const values = Object.values(lists).map(({ measures }) => measures);
    expect(values).toHaveLength(7);
    for (const measures of values) expect(measures).toEqual(values[0]);
    expect(values[0]['ndcg@10']).toBeCloseTo(golden.ranx['ndcg@10'], 12);
    expect(statistics.tests.every(({ difference, p }) => difference === 0 && p === 1)).toBe(true);
  });

  it('counts what lists have that they should not, and what they lack', async () => {
    const folder = temporaryFolder();
    const split = written(join(folder, 'split'), {
      'test_target.tsv': 'u1\ta\nu1\tb\nu2\tc\nu3\td\n',
      'test_fold_in.tsv': 'u1\tx\nu2\ty\n',
      'catalogue.txt': 'a\nb\nc\nd\nx\ny\nz\n',
    });
    written(folder, { 'mine.tsv': 'u1\tx\nu1\tnew\nu1\ta\nu1\ta\nu2\tz\nu2\tc\nu9\ta\n' });
    const { lists, notes } = await scoreFiles({ ...spec, cutoffs: [3, 4], files: [join(folder, 'mine.tsv')], split });
    expect(lists.mine.counts).toEqual({
      listeners: 3,
      withoutList: 1,
      untestedListeners: 1,
      shortLists: 1,
      unknownSongs: 1,
      alreadyHeard: 1,
      repeated: 1,
    });
    // u1 hits at rank 3 behind two misses, u2 at rank 2, u3 has no list.
    expect(lists.mine.measures['mrr-at@3']).toBeCloseTo((1 / 3 + 1 / 2 + 0) / 3, 12);
    // The second place of `a` is no second hit: one of two songs, and one of one.
    expect(lists.mine.measures['recall@4']).toBeCloseTo((1 / 2 + 1 + 0) / 3, 12);
    expect(lists.mine.ofListed['mrr-at@3']).toBeCloseTo((1 / 3 + 1 / 2) / 2, 12);
    expect(notes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['referee.without-list', 'referee.untested', 'referee.unknown-songs']),
    );
  });

  it('says that parts beside a split of whole listeners are not read', async () => {
    const folder = temporaryFolder();
    const own = { 'test_target.tsv': 'u1\ta\n', 'test_fold_in.tsv': 'u1\tb\n', 'catalogue.txt': 'a\nb\nc\n' };
    written(folder, { 'mine.tsv': 'u1\ta\n' });
    const notes = async (files: Record<string, string>, name: string) => {
      const split = written(join(folder, name), { ...own, ...files });
      return (await scoreFiles({ ...spec, files: [join(folder, 'mine.tsv')], split })).notes;
    };
    const files = ['train.tsv', 'valid.csv'];
    const stray = await notes({ 'train.tsv': 'u2\ta\n', 'valid.csv': 'u2,b\n', 'readme.txt': '' }, 'stray');
    expect(stray).toContainEqual(saying('split-folder.parts-unused', { files, count: 2 }));
    const ours = { 'train.tsv': 'u2\ta\n', 'tuning_users.txt': 'u2\n' };
    for (const [name, beside] of Object.entries({ plain: {}, ours }))
      expect((await notes(beside, name)).map(({ id }) => id)).not.toContain('split-folder.parts-unused');
  });

  it('says of whom every song that could be recommended is to be found: no list is better than another', async () => {
    const folder = temporaryFolder();
    const target = 'u1\ta\nu1\tb\nu2\ta\n';
    written(folder, { 'mine.tsv': 'u1\tb\nu1\ta\nu2\ta\n' });
    const notes = async (catalogue: string) => {
      const split = written(join(folder, `split-${catalogue.length}`), {
        'test_target.tsv': target,
        'test_fold_in.tsv': 'u1\tx\nu1\ty\nu2\tx\n',
        'catalogue.txt': catalogue,
      });
      return (await scoreFiles({ ...spec, cutoffs: [2], files: [join(folder, 'mine.tsv')], split })).notes;
    };
    expect(await notes('a\nb\nx\ny\n')).toContainEqual(saying('referee.all-relevant', { alike: 1, listeners: 2 }));
    expect((await notes('a\nb\nc\nx\ny\n')).map(({ id }) => id)).not.toContain('referee.all-relevant');
  });

  it('says how a file with two readings was read, or asks', async () => {
    const folder = temporaryFolder();
    const split = written(join(folder, 'split'), { 'test_target.tsv': 'u1\ta\nu2\tb\n', 'catalogue.txt': 'a\nb\nc\n' });
    written(folder, { 'third.tsv': 'u1\ta\t3\nu1\tb\t2\nu1\tc\t1\nu2\tb\t1\nu2\tc\t2\n' });
    const run = (answers: Record<string, string>) =>
      scoreFiles({ ...spec, cutoffs: [1], files: [join(folder, 'third.tsv')], split, answers });
    const asked = await run({});
    expect(asked.lists).toEqual({});
    expect(asked.questions).toMatchObject([{ id: 'ask.rank-or-score', rows: null }]);
    expect((await run({ 'ask.rank-or-score': 'score' })).lists.third.measures['hit-rate@1']).toBe(0.5);
    expect((await run({ 'ask.rank-or-score': 'rank' })).lists.third.measures['hit-rate@1']).toBe(0.5);
    expect((await run({ 'ask.rank-or-score': 'rank' })).lists.third.measures['recall@1']).toBe(0.5);
    written(folder, { 'trec.txt': 'u1 Q0 a 1 0.1 t\nu1 Q0 b 2 0.9 t\n' });
    const trec = await scoreFiles({ ...spec, cutoffs: [1], files: [join(folder, 'trec.txt')], split });
    expect(trec.lists.trec.measures['hit-rate@1']).toBe(0);
    expect(trec.notes.map(({ id }) => id)).toContain('referee.ranks-disagree');
  });

  it('asks whether a column that is called a score, and counts from 1 in every list, holds ranks', async () => {
    const folder = temporaryFolder();
    const split = written(join(folder, 'split'), { 'test_target.tsv': 'u1\ta\nu2\tb\n', 'catalogue.txt': 'a\nb\nc\n' });
    const run = (name: string, text: string, answers: Record<string, string> = {}) => {
      written(folder, { [name]: `user,item,${text}` });
      return scoreFiles({ ...spec, cutoffs: [1], files: [join(folder, name)], split, answers });
    };
    const ranks = 'score\nu1,a,1\nu1,b,2\nu1,c,3\nu2,c,2\nu2,b,1\n';
    expect((await run('ranks.csv', ranks)).questions).toMatchObject([{ id: 'ask.score-or-rank', rows: null }]);
    const hits = async (answer: string) =>
      (await run('ranks.csv', ranks, { 'ask.score-or-rank': answer })).lists.ranks.measures['hit-rate@1'];
    expect([await hits('rank'), await hits('score')]).toEqual([1, 0]);
    for (const points of ['score\nu1,a,3\nu1,b,2\nu1,c,1\nu2,b,1\nu2,c,0\n', 'score\nu1,a,4\nu1,b,3\nu2,b,5\nu2,c,4\n'])
      expect((await run('points.csv', points)).lists.points.measures['hit-rate@1']).toBe(1);
  });

  describe('says where the ids of lists count from another number, or are exchanged', () => {
    const all = Array.from({ length: 12 }, (_, i) => i + 1);
    const pairs = all.flatMap((who) =>
      [1, 2, 3].map((step): [number, number] => [who, ((who * 7 + step * 4) % 23) + 1]),
    );
    const TSV = (rows: readonly (readonly [number, number])[]) => `${rows.map((row) => row.join('\t')).join('\n')}\n`;
    async function found(list: (pair: [number, number]) => [number, number]) {
      const folder = temporaryFolder();
      const catalogue = `${Array.from({ length: 24 }, (_, i) => i + 1).join('\n')}\n`;
      const split = written(join(folder, 'split'), { 'test_target.tsv': TSV(pairs), 'catalogue.txt': catalogue });
      written(folder, { 'theirs.tsv': TSV(pairs.map(list)) });
      const { notes } = await scoreFiles({ ...spec, files: [join(folder, 'theirs.tsv')], split });
      return notes.flatMap(({ id, text }) => (id === 'referee.other-ids' ? [text] : []));
    }

    it.each<[string, (pair: [number, number]) => [number, number], RegExp]>([
      ['songs from 0', ([who, song]) => [who, song - 1], /added to the id of each song/],
      ['songs from 2', ([who, song]) => [who, song + 1], /taken off the id of each song/],
      ['everything from 0', ([who, song]) => [who - 1, song - 1], /added to the ids of listeners and songs/],
      ['everything from 2', ([who, song]) => [who + 1, song + 1], /taken off the ids of listeners and songs/],
      ['exchanged', ([who, song]) => [song, who], /listeners and songs were exchanged/],
      ['as they are', (pair) => pair, /^$/],
    ])('%s', async (_, list, told) => {
      expect((await found(list)).join('')).toMatch(told);
    });
  });

  it('refuses lists and splits that cannot be meant, with file and line', async () => {
    const folder = temporaryFolder();
    const split = written(join(folder, 'split'), { 'test_target.tsv': 'u1\ta\nu2\tb\n', 'catalogue.txt': 'a\nb\nc\n' });
    const run = (text: string, folderOfSplit = split) => {
      written(folder, { 'lists.tsv': text });
      return scoreFiles({ ...spec, files: [join(folder, 'lists.tsv')], split: folderOfSplit });
    };
    await expect(run('v1\ta\n')).rejects.toMatchObject(telling('referee.no-listener-of-the-split', { name: 'lists' }));
    await expect(run('u1\tq\n')).rejects.toMatchObject(telling('referee.no-song-of-the-split', { name: 'lists' }));
    await expect(run('session_type,labels\nu1_clicks,a b\nu1_orders,b\n')).rejects.toMatchObject(
      telling('referee.no-listener-of-the-split', { found: 'u1_clicks', wanted: 'u1', extra: ['_clicks', '_orders'] }),
    );
    await expect(run('u1\tspotify:track:a\n')).rejects.toMatchObject(
      telling('referee.no-song-of-the-split', { found: 'spotify:track:a', wanted: 'a', extra: ['spotify:track:'] }),
    );
    await expect(run('u1\ta\t1\nu1\tb\tx\n')).rejects.toMatchObject(telling('referee.bad-score'));
    const leaky = written(join(folder, 'leaky'), { 'test.tsv': 'u1\ta\t1\n', 'train.tsv': 'u1\ta\t1\n' });
    await expect(run('u1\ta\n', leaky)).rejects.toMatchObject(telling('referee.target-is-known'));
    const twice = written(join(folder, 'twice'), { 'a.test.inter': 'u\ta\n', 'b.test.inter': 'u\ta\n' });
    await expect(run('u1\ta\n', twice)).rejects.toMatchObject(telling('referee.several-parts'));
    await expect(run('u1\ta\n', written(join(folder, 'none'), {}))).rejects.toMatchObject(
      telling('referee.no-test-part'),
    );
  });

  it('reads the parts of RecBole by the names of their columns', async () => {
    const folder = temporaryFolder();
    const head = 'user_id:token\titem_id:token\trating:float\ttimestamp:float\n';
    const split = written(join(folder, 'ml'), {
      'ml.train.inter': `${head}u1\tx\t3\t1\nu2\ty\t4\t1\n`,
      'ml.valid.inter': `${head}u1\ty\t3\t2\n`,
      'ml.test.inter': `${head}u1\ta\t5\t3\nu2\tb\t2\t3\n`,
    });
    written(folder, { 'l.csv': 'user,item\nu1,y\nu1,a\nu2,b\n' });
    const { lists, form } = await scoreFiles({ ...spec, cutoffs: [2], files: [join(folder, 'l.csv')], split });
    expect(form).toBe('parts');
    expect(lists.l.counts).toMatchObject({ alreadyHeard: 1, listeners: 2 });
    expect(lists.l.measures['mrr-at@2']).toBe(0.75);
    expect(lists.l.measures['novelty@2']).toBeTypeOf('number');
  });
});
