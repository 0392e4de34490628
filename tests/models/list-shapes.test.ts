import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import { ROOT, temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';

const TABLES = join(ROOT, 'tests', 'fixtures', 'tables');
const golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'referee', 'ranx.json'), 'utf8')) as {
  targets: Record<string, Record<string, number>>;
  lists: Record<string, string[]>;
  ranx: Record<string, number>;
};

function written(folder: string, files: Record<string, string>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function goldenSplit(folder: string): string {
  const test = Object.entries(golden.targets).flatMap(([who, songs]) =>
    Object.keys(songs).map((song) => `${who}\t${song}`),
  );
  const all = Array.from({ length: 60 }, (_, i) => `trained\ts${i}`);
  return written(folder, { 'test.tsv': `${test.join('\n')}\n`, 'train.tsv': `${all.join('\n')}\n` });
}

const spec = { format: 'auto', cutoffs: [10], seed: 1, answers: {} } as const;

interface Row {
  who: string;
  song: string;
  rank: number;
  score: number;
}

/** Rows of the golden lists, out of order unless told otherwise. */
function rowsOf(isShuffled = true): Row[] {
  const rows = Object.entries(golden.lists).flatMap(([who, songs]) =>
    songs.map((song, i) => ({ who, song, rank: i + 1, score: (50 - i) / 3 })),
  );
  return isShuffled ? rows.sort((a, b) => (a.song + a.who < b.song + b.who ? -1 : 1)) : rows;
}

const lines = (head: string | null, row: (one: Row) => string, isShuffled = true) =>
  `${[...(head === null ? [] : [head]), ...rowsOf(isShuffled).map(row)].join('\n')}\n`;

const perListener = (head: string | null, row: (who: string, songs: string[]) => string) =>
  [...(head === null ? [] : [head]), ...Object.entries(golden.lists).map(([who, songs]) => row(who, songs)), ''].join(
    '\n',
  );

const python = (songs: readonly string[]) => `[${songs.map((song) => `'${song}'`).join(', ')}]`;
const scores = (songs: readonly string[]) => `[${songs.map((_, i) => (50 - i) / 3).join(', ')}]`;
const object = <T>(of: (songs: string[]) => T) =>
  Object.fromEntries(Object.entries(golden.lists).map(([who, songs]) => [who, of(songs)]));
const records = rowsOf().map(({ who, song, score }) => ({ user: who, item: song, score }));
const byColumn = (name: keyof (typeof records)[number]) => Object.fromEntries(records.map((row, i) => [i, row[name]]));
const longest = Math.max(...Object.values(golden.lists).map((songs) => songs.length));
const wideHead = ['user_id', ...Array.from({ length: longest }, (_, i) => `rec_${i + 1}`)].join(',');
const wide = (who: string, songs: string[]) =>
  [who, ...Array.from({ length: longest }, (_, i) => songs[i] ?? '')].join(',');

/** The same lists as tools write them. */
const SHAPES: Record<string, string> = {
  'Elliot.tsv': lines(null, ({ who, song, score }) => `${who}\t${song}\t${score}`, false),
  'LensKit 0.14, by pandas with its index.csv': lines(
    ',item,score,user,rank,Algorithm',
    ({ who, song, score, rank }) => `0,${song},${score},${who},${rank},ALS`,
  ),
  'RecBole.inter': lines(
    'user_id:token\titem_id:token\tscore:float',
    ({ who, song, score }) => `${who}\t${song}\t${score}`,
  ),
  'Surprise, beside the true rating.csv': lines(
    'uid,iid,r_ui,est,details',
    ({ who, song, score, rank }) => `${who},${song},${rank % 3},${score},"{'was_impossible': False}"`,
  ),
  'Recommenders, beside the true rating.csv': lines(
    'userID,itemID,rating,prediction',
    ({ who, song, score, rank }) => `${who},${song},${rank % 3},${score}`,
  ),
  'PyTerrier.csv': lines(
    'qid,docid,docno,rank,score,query',
    ({ who, song, score, rank }) => `${who},7,${song},${rank},${score},q`,
  ),
  'ranx, by its columns.csv': lines('q_id,doc_id,score', ({ who, song, score }) => `${who},${song},${score}`),
  'song before listener.tsv': lines(null, ({ who, song, score }) => `${song}\t${who}\t${score}`),
  'a decimal comma.csv': lines(
    'user;item;score',
    ({ who, song, score }) => `${who};${song};${String(score).replace('.', ',')}`,
  ),
  'infinite scores.csv': lines(
    'user,item,score',
    ({ who, song, rank, score }) => `${who},${song},${rank === 1 ? 'inf' : score}`,
  ),
  'TREC of Lemur, a tag with blanks.run': lines(
    null,
    ({ who, song, rank, score }) => `${who} ITER ${song} ${rank} ${score} my tag`,
  ),
  'lists of Python in a field.csv': perListener('user_id,item_ids', (who, songs) => `${who},"${python(songs)}"`),
  'ReChorus.csv': perListener(
    'user_id\trec_items\trec_predictions',
    (who, songs) => `${who}\t${python(songs)}\t${scores(songs)}`,
  ),
  'numpy in a field.csv': perListener(
    'user,recs',
    (who, songs) => `${who},"${songs.map((song) => `np.str_('${song}')`).join(', ')}"`,
  ),
  'Kaggle.csv': perListener('customer_id,prediction', (who, songs) => `${who},${songs.join(' ')}`),
  'a field each.csv': perListener(wideHead, wide),
  'a field each, without a header.csv': perListener(null, wide),
  'MyMediaLite.txt': perListener(
    null,
    (who, songs) => `${who}\t[${songs.map((song, i) => `${song}:${9 - i / 9}`).join(',')}]`,
  ),
  'printed by Python.txt': perListener(null, (who, songs) => `${who} ${python(songs)}`),
  'pairs printed by Python.txt': perListener(
    null,
    (who, songs) => `${who} [${songs.map((song, i) => `('${song}', ${9 - i / 9})`).join(', ')}]`,
  ),
  'lists of listeners.json': JSON.stringify(object((songs) => songs)),
  'pairs of listeners, indented.json': JSON.stringify(
    object((songs) => songs.map((song, i) => [song, -i])),
    null,
    2,
  ),
  'scores of listeners, indented.json': JSON.stringify(
    object((songs) => Object.fromEntries(songs.map((song, i) => [song, -i]))),
    null,
    2,
  ),
  'a list of listeners.json': JSON.stringify(Object.entries(golden.lists).map(([user, items]) => ({ user, items }))),
  'pandas, records.json': JSON.stringify(records),
  'pandas, lines.jsonl': records.map((row) => JSON.stringify(row)).join('\n'),
  'pandas, columns.json': JSON.stringify({ user: byColumn('user'), item: byColumn('item'), score: byColumn('score') }),
  'pandas, split.json': JSON.stringify({
    columns: ['user', 'item', 'score'],
    data: records.map(({ user, item, score }) => [user, item, score]),
  }),
  'Spark.json': Object.entries(golden.lists)
    .map(([user, songs]) => JSON.stringify({ user, recommendations: songs.map((item, i) => ({ item, rating: -i })) }))
    .join('\n'),
  'scores in a list of their own.jsonl': Object.entries(golden.lists)
    .map(([user, songs]) => JSON.stringify({ user, items: [...songs].reverse(), scores: songs.map((_, i) => 3 * i) }))
    .join('\n'),
  ...nested({
    'songs and scores in a record': (user, items) => ({ user, rest: { recs: { items, scores: falling(items) } } }),
    'both in records': (id, items) => ({ user: { id, name: 'someone' }, recs: { items, scores: falling(items) } }),
    'a request and a response': (user_id, items) => ({ request: { user_id, n: 10 }, response: { items } }),
    'songs in records of their own': (id, songs) => ({
      listener: { key: id, country: 'x' },
      list: { songs: songs.map((song, i) => ({ item: { id: song, title: 't' }, score: -i })), of: 'als' },
    }),
    'an object of scores': (user, songs) => ({
      meta: { user },
      recs: Object.fromEntries(songs.map((song, i) => [song, -i])),
    }),
  }),
};

function nested(forms: Record<string, (who: string, songs: string[]) => object>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(forms).flatMap(([name, of]) => {
      const all = Object.entries(golden.lists).map(([who, songs]) => of(who, songs));
      return [
        [`${name}.json`, JSON.stringify(all)],
        [`${name}.jsonl`, all.map((one) => JSON.stringify(one)).join('\n')],
      ];
    }),
  );
}

function falling(songs: readonly string[]): number[] {
  return songs.map((_, i) => -i);
}

describe('ids as programs print them', () => {
  it.each([
    ['bytes.csv', lines('user,item,score', ({ who, song, score }) => `b'${who}',b"${song}",${score}`)],
    ['stars.txt', perListener(null, (who, songs) => `${who}:${songs.map((song) => ` (${song},0.5)*`).join('')}`)],
  ])('%s: every one is that of the split', async (name, text) => {
    const split = goldenSplit(join(temporaryFolder(), 'split'));
    const file = join(written(join(temporaryFolder(), 'lists'), { [name]: text }), name);
    const found = scoreFiles({ ...spec, files: [file], split }).then(({ lists }) => Object.values(lists)[0].counts);
    await expect(found).resolves.toMatchObject({ unknownSongs: 0, withoutList: 4, untestedListeners: 0 });
  });
});

describe('lists as other tools write them', () => {
  it.each(Object.keys(SHAPES))('%s', async (name) => {
    const folder = written(temporaryFolder(), { [name]: SHAPES[name] });
    const { lists, questions } = await scoreFiles({
      ...spec,
      files: [join(folder, name)],
      split: goldenSplit(join(folder, 'split')),
    });
    expect(questions).toEqual([]);
    const [{ measures, counts }] = Object.values(lists);
    expect(measures['ndcg@10']).toBeCloseTo(golden.ranx['ndcg@10'], 12);
    expect(measures['recall@10']).toBeCloseTo(golden.ranx['recall@10'], 12);
    expect(counts).toMatchObject({ withoutList: 4, repeated: 0, unknownSongs: 0, untestedListeners: 0 });
  });

  it.each(['lenskit-lists.parquet', 'spark-lists'])('%s: records in Parquet, in one file or in parts', async (name) => {
    const split = written(join(temporaryFolder(), 'split'), {
      'test_target.tsv': 'u1\ta\nu1\tb\nu2\tc\n',
      'catalogue.txt': 'a\nb\nc\nx\ny\n',
    });
    const { lists } = await scoreFiles({ ...spec, cutoffs: [3], files: [join(TABLES, name)], split });
    const [{ measures, counts }] = Object.values(lists);
    expect(measures['mrr-at@3']).toBe((1 + 1 / 2) / 2);
    expect(measures['precision@3']).toBeCloseTo((2 / 3 + 1 / 3) / 2, 12);
    expect(counts).toMatchObject({ withoutList: 0, shortLists: 0, unknownSongs: 0 });
  });

  it('of several models in one file are judged apart', async () => {
    const folder = temporaryFolder();
    const split = goldenSplit(join(folder, 'split'));
    const csv = (model: string, sign: number) =>
      lines(null, ({ who, song, score }) => `${model},${who},${song},${sign * score}`);
    const run = (model: string, sign: number) =>
      lines(null, ({ who, song, rank, score }) => `${who} Q0 ${song} ${rank} ${sign * score} ${model}`);
    written(folder, {
      'both.csv': `model,user,item,score\n${csv('A', 1)}${csv('B', -1)}`,
      'both.run': `${run('A', 1)}${run('B', -1)}`,
    });
    for (const file of ['both.csv', 'both.run']) {
      const { lists, notes } = await scoreFiles({ ...spec, files: [join(folder, file)], split });
      expect(Object.keys(lists)).toEqual(['both: A', 'both: B']);
      expect(lists['both: A'].measures['ndcg@10']).toBeCloseTo(golden.ranx['ndcg@10'], 12);
      expect(lists['both: B'].measures['ndcg@10']).not.toBeCloseTo(golden.ranx['ndcg@10'], 3);
      expect(notes).toContainEqual(
        expect.objectContaining({ id: 'referee.several-models', values: { models: ['A', 'B'] } }),
      );
    }
  });

  const small = (folder: string, targets: string) =>
    written(join(folder, 'split'), { 'test_target.tsv': targets, 'catalogue.txt': '1\n2\n3\n4\n' });

  it('whose order no name tells are asked about, or taken as they stand and said to be', async () => {
    const folder = written(temporaryFolder(), {
      'asked.csv': 'user,item,affinity\n1,2,0.1\n1,3,0.9\n',
      'plain.csv': 'user,item\n1,2\n1,3\n',
    });
    const split = small(folder, '1\t3\n');
    const run = (file: string, answers = {}) =>
      scoreFiles({ ...spec, cutoffs: [1], files: [join(folder, file)], split, answers });
    const asked = await run('asked.csv');
    expect(asked.questions).toMatchObject([{ id: 'ask.order-column' }]);
    expect((await run('asked.csv', { 'ask.order-column': 'affinity' })).lists.asked.measures['hit-rate@1']).toBe(1);
    const byFile = await run('asked.csv', { 'ask.order-column': 'order-of-file' });
    expect(byFile.lists.asked.measures['hit-rate@1']).toBe(0);
    for (const { notes } of [byFile, await run('plain.csv')])
      expect(notes).toContainEqual(expect.objectContaining({ id: 'referee.order-of-file', values: { listeners: 1 } }));
  });

  it('have songs without a score last, and ids of real numbers are the whole ones', async () => {
    const folder = written(temporaryFolder(), {
      'nan.csv': 'user,item,score\n1.0,2.0,\n1.0,3.0,0.5\n1.0,4.0,NaN\n1.0,1.0,0.7\n',
      'long.jsonl': '{"user": 9007199254740993, "items": [1, 3]}\n{"user": 1, "items": [2], "scores": [NaN]}\n',
    });
    const split = small(folder, '1\t3\n9007199254740993\t3\n');
    const files = ['nan.csv', 'long.jsonl'].map((name) => join(folder, name));
    const { lists, notes } = await scoreFiles({ ...spec, cutoffs: [2], files, split });
    expect(lists.nan.measures['mrr-at@2']).toBe(1 / 2 / 2);
    expect(lists.nan.counts).toMatchObject({ withoutList: 1, unknownSongs: 0 });
    expect(lists.long.counts).toMatchObject({ withoutList: 0, unknownSongs: 0 });
    expect(lists.long.measures['mrr-at@2']).toBe(1 / 2 / 2);
    expect(notes).toContainEqual(expect.objectContaining({ id: 'referee.unscored', values: { songs: 2 } }));
    expect(notes).toContainEqual(expect.objectContaining({ id: 'referee.ids-as-real', values: { ids: 8 } }));
  });

  it('that are broken are refused by line, and a folder that is not whole by its name', async () => {
    const folder = written(temporaryFolder(), {
      'word.csv': 'user,item,score\n1,2,0.5\n1,3,high\n',
      'broken.jsonl': '{"user": 1, "items": [2]}\n{"user": 1, "items": [[2, 3, 4]]}\n',
    });
    const split = small(folder, '1\t3\n');
    const run = (file: string) => scoreFiles({ ...spec, files: [join(folder, file)], split });
    await expect(run('word.csv')).rejects.toMatchObject(
      telling('referee.bad-score', { file: 'word.csv', line: 3, text: 'high' }),
    );
    await expect(run('broken.jsonl')).rejects.toMatchObject(
      telling('referee.bad-entry', { file: 'broken.jsonl', line: 2 }),
    );
    written(join(folder, 'half', '_temporary'), {});
    written(join(folder, 'half'), { 'part-00000.csv': '1,2\n' });
    await expect(run('half')).rejects.toMatchObject(telling('referee.no-whole-folder', { folder: 'half' }));
  });

  it('that are packed are asked to be unpacked', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lists.zip'), Buffer.from('PK\x03\x04'.padEnd(64, '\0'), 'latin1'));
    const run = scoreFiles({ ...spec, files: [join(folder, 'lists.zip')], split: small(folder, '1\t3\n') });
    await expect(run).rejects.toMatchObject(telling('referee.is-a-zip', { file: 'lists.zip' }));
  });

  it('have a header also where the first listeners are not tested', async () => {
    const folder = temporaryFolder();
    const split = small(folder, '1\t3\n2\t4\n');
    for (const [name, text] of Object.entries({
      'pairs.csv': `user,recs\nnobody,"[('9', 0.9)]"\n1,"[('3', 0.9)]"\n2,"[('4', 0.8)]"\n`,
      'known.csv': 'user_id,known,recommended\nnobody,"[9]","[8]"\n1,"[4]","[3]"\n2,"[3]","[4]"\n',
    })) {
      writeFileSync(join(folder, name), text);
      const { lists } = await scoreFiles({ ...spec, cutoffs: [1], files: [join(folder, name)], split });
      const [[, { counts, measures }]] = Object.entries(lists);
      expect(counts.untestedListeners, name).toBe(1);
      expect(measures['hit-rate@1'], name).toBe(1);
    }
  });

  it.each(['ids.npy', 'recommended.npz'])('as arrays of numpy have to be written with their ids: %s', async (name) => {
    const folder = temporaryFolder();
    const start = name.endsWith('z') ? 'PK\x03\x04' : '\x93NUMPY\x01\x00';
    writeFileSync(join(folder, name), Buffer.from(start.padEnd(64, '\0'), 'latin1'));
    const run = scoreFiles({ ...spec, files: [join(folder, name)], split: small(folder, '1\t3\n') });
    await expect(run).rejects.toMatchObject(telling('referee.is-numpy', { file: name }));
  });
});
