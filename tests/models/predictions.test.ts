import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { scoreFiles, type ScoreSpec } from '../../src/core/recommender/referee/score-files.ts';
import { looksOf } from '../../src/core/storage/ledger.ts';
import type { EvaluationResult } from '../../src/shared/contract/recommender.ts';
import type { ExportedLists, JudgedLists } from '../../src/shared/contract/referee.ts';
import { judgedTables } from '../../src/shared/judged-tables.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf } from '../support/mobility.ts';

type Row = [listener: string, song: string, value: number];
const golden = JSON.parse(readFileSync(join(ROOT, 'tests', 'golden', 'referee', 'predictions.json'), 'utf8')) as Record<
  'train' | 'test' | 'predictions',
  Row[]
> & { outside: number; all: Record<string, number>; 'without the first ten': Record<string, number> };

const lines = (rows: readonly Row[], line: (row: Row, at: number) => string) => rows.map(line).join('');
const truth = golden.test.map(([, , rating]) => rating);
const PREDICTIONS = { 'ask.lists-or-predictions': 'predictions' };

function split(files: Record<string, string> = {}): string {
  const folder = join(temporaryFolder(), 'split');
  mkdirSync(folder);
  const csv = (rows: readonly Row[]) => `user,item,rating\n${lines(rows, (row) => `${row.join(',')}\n`)}`;
  const all = { 'train.csv': csv(golden.train), 'test.csv': csv(golden.test), ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  return folder;
}

function score(text: string, more: Partial<ScoreSpec> = {}, name = 'theirs.txt'): Promise<JudgedLists> {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return scoreFiles({ format: 'auto', cutoffs: [10], seed: 1, answers: {}, files: [file], split: split(), ...more });
}

const { predictions } = golden;
const record = ([who, song, value]: Row, at: number) =>
  `Prediction(uid='${who}', iid='${song}', r_ui=${truth[at]}, est=${value}, details={'was_impossible': False})`;
const FORMS: Record<string, string> = {
  'Surprise, as a data frame': `,uid,iid,r_ui,est,details\n${lines(
    predictions,
    ([who, song, value], at) => `${at},${who},${song},${truth[at]},${value},{'was_impossible': False}\n`,
  )}`,
  'Surprise, a record a line': lines(predictions, (row, at) => `${record(row, at)}\n`),
  'Surprise, printed': `[${predictions.map(record).join(', ')}]\n`,
  'MyMediaLite, without a header': lines(predictions, (row) => `${row.join('\t')}\n`),
  LibRec: lines(predictions, (row) => `${row.join(',')}\n`),
  'LensKit, beside what was true': `user,item,rating,prediction\n${lines(
    predictions,
    ([who, song, value], at) => `${who},${song},${truth[at]},${value}\n`,
  )}`,
  'Microsoft Recommenders, both ratings': `userID,itemID,rating_true,rating_pred\n${lines(
    predictions,
    ([who, song, value], at) => `${who},${song},${truth[at]},${value}\n`,
  )}`,
  RecBole: `user_id:token\titem_id:token\trating:float\tscore:float\n${lines(
    predictions,
    ([who, song, value], at) => `${who}\t${song}\t${truth[at]}\t${value}\n`,
  )}`,
  'Spark, JSON': lines(
    predictions,
    ([userId, itemId, prediction], at) => `${JSON.stringify({ userId, itemId, rating: truth[at], prediction })}\n`,
  ),
};

describe('ratings that other tools predicted', () => {
  it.each(Object.keys(FORMS))('have the errors that numpy finds: %s', async (name) => {
    expect((await score(FORMS[name])).questions).toEqual([saying('ask.lists-or-predictions')]);
    const { lists, kind, scale, notes } = await score(FORMS[name], { answers: PREDICTIONS });
    expect({ kind, scale }).toEqual({ kind: 'predictions', scale: { minimum: 1, maximum: 5 } });
    expect(Object.keys(lists.theirs.measures)).toEqual(Object.keys(golden.all));
    for (const [measure, value] of Object.entries(golden.all))
      expect(lists.theirs.measures[measure], measure).toBeCloseTo(value, 10);
    expect(golden.outside).toBeGreaterThan(0);
    expect(lists.theirs.predictions).toMatchObject({ missing: 0, outside: golden.outside, otherTruth: 0 });
    expect(notes).toContainEqual(saying('referee.outside-scale', { predictions: golden.outside }));
  });

  it('are judged over those that are there; what is missing, unknown, repeated or not held out counts', async () => {
    const rest = predictions.map(([who, song, value], at): [string, string, string] => [
      who,
      song,
      at < 5 ? 'nan' : String(value),
    ]);
    const kept = rest.filter((_, at) => at < 5 || at >= 10).map((row) => `${row.join(',')}\n`);
    const [who] = golden.test[10];
    const more = `stranger,s1,3\n${who},unheard,3\n${rest[12].slice(0, 2).join(',')},1\n`;
    const found = await score(`user,item,prediction\n${kept.join('')}${more}`, { meant: 'predictions' });
    const { measures, predictions: counts, counts: ofListeners } = found.lists.theirs;
    for (const [measure, value] of Object.entries(golden['without the first ten']))
      expect(measures[measure], measure).toBeCloseTo(value, 10);
    expect(counts).toMatchObject({ pairs: 60, missing: 10, notHeldOut: 1, unknownSongs: 1 });
    expect(ofListeners).toMatchObject({ untestedListeners: 1, repeated: 1 });
    for (const id of ['missing-predictions', 'untested-predictions', 'not-held-out', 'predicted-again'] as const)
      expect(found.notes).toContainEqual(saying(`referee.${id}`));
  });

  it('say where the ratings beside them are not those of the split', async () => {
    const other = lines(predictions, ([who, song, value], at) => `${who},${song},${truth[at] * 2},${value}\n`);
    const { notes } = await score(`uid,iid,r_ui,est\n${other}`, { answers: PREDICTIONS });
    expect(notes).toContainEqual(saying('referee.other-truth', { ratings: 60, pairs: 60 }));
  });

  it.each([
    ['beside what was true, without a header', '', ['truth', 'value'], 'predictions'],
    ['the other way round', '', ['value', 'truth'], 'predictions'],
    ['behind the number of the row', '', ['row', 'truth', 'value'], 'predictions'],
    ['before a time', '', ['truth', 'value', 'time'], 'auto'],
    ['in a column whose name says nothing of predictions', 'user,item,rating,yhat', ['truth', 'value'], 'auto'],
    ['rating, pred_rating', 'user,item,rating,pred_rating', ['truth', 'value'], 'predictions'],
    ['observed, fitted', 'user,item,observed,fitted', ['truth', 'value'], 'auto'],
  ] as const)('are told from the ratings of the split: %s', async (_, header, columns, meant) => {
    const text = lines(predictions, ([who, song, value], at) => {
      const of = { truth: truth[at], value, time: 1_500_000_000 + at, row: at };
      const [before, behind] = [columns.filter((one) => one === 'row'), columns.filter((one) => one !== 'row')];
      return `${[...before.map((one) => of[one]), who, song, ...behind.map((one) => of[one])].join(',')}\n`;
    });
    const file = `${header}${header && '\n'}${text}`;
    const { lists, notes } = await score(file, { meant, ...(meant === 'auto' ? { answers: PREDICTIONS } : {}) });
    for (const [measure, value] of Object.entries(golden.all))
      expect(lists.theirs.measures[measure], measure).toBeCloseTo(value, 10);
    expect(lists.theirs.predictions).toMatchObject({ missing: 0, otherTruth: 0 });
    expect(notes).toContainEqual(saying('referee.held-out-column'));
  });

  it.each([
    ['as bytes', (id: string) => `b'${id}'`],
    ['with blanks', (id: string) => ` ${id} `],
  ])('are told from the ratings of the split also where ids are written %s', async (_, id) => {
    const text = lines(predictions, ([who, song, value], at) => `${id(who)},${id(song)},${truth[at]},${value}\n`);
    const { lists } = await score(`user,item,rating,yhat\n${text}`, { meant: 'predictions' });
    expect(lists.theirs.measures.mae).toBeCloseTo(golden.all.mae, 10);
  });

  it.each<[string, string, (who: string, song: string, rating: number, value: number) => string]>([
    [
      'printed by Surprise',
      '',
      (who, song, rating, value) =>
        `user: ${who.padEnd(10)} item: ${song.padEnd(10)} r_ui = ${rating.toFixed(2)}   est = ${value}   ` +
        "{'was_impossible': False}",
    ],
    [
      'of Beta-RecSys',
      ',col_user,col_item,col_rating,col_prediction\n',
      (who, song, rating, value) => `7,${who},${song},${rating},${value}`,
    ],
  ])('are read where numbers are ids of both listeners and songs: %s', async (_, header, line) => {
    const numbers = (rows: readonly Row[]) =>
      rows.map(([who, song, value]): Row => [who.replace(/\D/g, ''), song.replace(/\D/g, ''), value]);
    const csv = (rows: readonly Row[]) => `user,item,rating\n${lines(rows, (row) => `${row.join(',')}\n`)}`;
    const folder = split({ 'train.csv': csv(numbers(golden.train)), 'test.csv': csv(numbers(golden.test)) });
    const text = lines(numbers(predictions), ([who, song, value], at) => `${line(who, song, truth[at], value)}\n`);
    const { lists, questions } = await score(header + text, { split: folder, meant: 'predictions' });
    expect(questions).toEqual([]);
    expect(lists.theirs.measures.mae).toBeCloseTo(golden.all.mae, 10);
  });

  it('are asked for where neither names nor the split tell the column; an error of nothing is doubted', async () => {
    const two = lines(predictions, ([who, song, value], at) => `${who},${song},${value},${value + truth[at] / 7}\n`);
    const { questions } = await score(two, { meant: 'predictions' });
    expect(questions).toMatchObject([{ id: 'ask.column-predicted', choices: [{ id: '3' }, { id: '4' }] }]);
    const found = await score(two, { meant: 'predictions', answers: { 'ask.column-predicted': '3' } });
    expect(found.lists.theirs.measures.mae).toBeCloseTo(golden.all.mae, 10);
    const named = `user,item,rating,als\n${lines(predictions, (row, at) => `${row[0]},${row[1]},${truth[at]},4\n`)}`;
    expect((await score(named, { meant: 'predictions' })).questions).toMatchObject([
      { id: 'ask.column-predicted', choices: [{ id: 'als' }] },
    ]);
    const mean = await score(
      lines(predictions, ([who, song]) => `${who},${song},3.5\n`),
      { meant: 'predictions' },
    );
    expect(mean.lists.theirs.measures.mae).toBeCloseTo(
      truth.reduce((sum, one) => sum + Math.abs(one - 3.5), 0) / 60,
      10,
    );
    const same = lines(golden.test, (row) => `${row.join(',')}\n`);
    expect((await score(same, { meant: 'predictions' })).notes).toContainEqual(saying('referee.predicted-exactly'));
    expect((await score(FORMS.LibRec, { meant: 'predictions' })).notes).not.toContainEqual(
      saying('referee.predicted-exactly'),
    );
  });

  it.each(['lenskit.parquet', 'surprise.parquet'])('are read from Parquet as pyarrow writes it: %s', async (name) => {
    const files = [join(ROOT, 'tests', 'fixtures', 'tables', 'predictions', name)];
    const { lists, questions } = await score('', { files, meant: 'predictions' });
    expect(questions).toEqual([]);
    const [own] = Object.values(lists);
    for (const [measure, value] of Object.entries(golden.all))
      expect(own.measures[measure], measure).toBeCloseTo(value, 10);
    expect(own.predictions).toMatchObject({ missing: 0, outside: golden.outside, otherTruth: 0 });
  });

  it('are compared with intervals and paired tests, and told in tables of their own', async () => {
    const folder = temporaryFolder();
    const files = ['a', 'b'].map((name, worse) => {
      writeFileSync(
        join(folder, `${name}.tsv`),
        lines(predictions, ([who, song, value], at) => `${who}\t${song}\t${value + worse * (value - truth[at])}\n`),
      );
      return join(folder, `${name}.tsv`);
    });
    const judged = await score('', { files, meant: 'predictions' });
    const { tests, intervals } = judged.statistics;
    expect(judged.lists.b.measures.mae).toBeCloseTo(2 * golden.all.mae, 10);
    expect(tests.map(({ measure }) => measure)).toEqual(['mae', 'mse']);
    expect(tests[0].pHolm).toBeLessThan(0.001);
    expect(intervals.a.rmse[0]).toBeLessThan(golden.all.rmse);
    expect(intervals.a.rmse[1]).toBeGreaterThan(golden.all.rmse);
    const tables = judgedTables(judged, []);
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['judged-counts', 'judged-lists']));
    expect(tables[0].title).toMatchObject({ id: 'table.predictions-counted' });
    expect(tables[0].columns.map(({ key }) => key)).toContain('missing');
    expect(tables.find(({ name }) => name === 'judged-lists')?.columns.map(({ key }) => key)).toContain('rmse');
  });

  it('are no lists: not asked of ordinary lists, and refused beside lists or without ratings', async () => {
    const songs = Array.from({ length: 30 }, (_, s) => `s${s}`);
    const listed = [...new Set(golden.test.map(([who]) => who))].flatMap((who) =>
      songs.map((song, at) => `${who}\t${song}\t${5 - at / 7}\n`),
    );
    const { questions, kind, lists } = await score(listed.join(''));
    expect({ questions, kind }).toEqual({ questions: [], kind: undefined });
    expect(lists.theirs.measures['ndcg@10']).toBeGreaterThan(0);
    const asLists = await score(FORMS.LibRec, { meant: 'lists' });
    expect(asLists.lists.theirs.measures['mrr-at@10']).toBe(1);
    const unrated = split({ 'test.csv': `user,item\n${lines(golden.test, ([who, song]) => `${who},${song}\n`)}` });
    expect((await score(FORMS.LibRec, { split: unrated })).kind).toBeUndefined();
    await expect(score(FORMS.LibRec, { split: unrated, meant: 'predictions' })).rejects.toMatchObject(
      telling('referee.no-ratings-held-out'),
    );
    await expect(
      score(FORMS.LibRec, { answers: PREDICTIONS, more: { als: new Map([['u1', ['s1']]]) } }),
    ).rejects.toMatchObject(telling('referee.lists-and-predictions'));
    await expect(
      score(
        lines(golden.train, (row) => `${row.join(',')}\n`),
        { meant: 'predictions' },
      ),
    ).rejects.toMatchObject(telling('referee.nothing-predicted'));
  });

  it('of our own models come back to the errors of the evaluation', async () => {
    const app = await freshApp();
    await importFile(app, 'ratings', fileOf('ratings.csv', ratingsOfAll()));
    const spec = { protocol: 'ratings' as const, models: ['bias', 'funk-svd'], seed: 4 };
    const lists = { grant: app.grants.add(join(temporaryFolder(), 'out')), form: 'tsv' as const };
    type Found = EvaluationResult & { lists: ExportedLists };
    const { models, lists: out } = await finish<Found>(
      app,
      (await app.call('evaluation/start', { ...spec, lists })).jobId,
    );
    const grant = app.grants.add(join(temporaryFolder(), 'split'));
    const { jobId } = await app.call('evaluation/export-split', { ...spec, form: 'plain', grant });
    const { folder } = await finish<{ folder: string }>(app, jobId);
    const files = spec.models.map((model) => join(out.folder, 'predictions', `${model}.tsv`));
    const judged = await score('', { files, split: folder, answers: PREDICTIONS });
    for (const model of spec.models) {
      for (const measure of Object.keys(golden.all))
        expect(judged.lists[model].measures[measure], `${model} ${measure}`).toBeCloseTo(
          models[model][measure] as number,
          10,
        );
      expect(judged.lists[model].predictions?.otherTruth).toBe(0);
    }
    const splitGrant = app.grants.add(folder);
    const given = await finish<EvaluationResult>(
      app,
      (await app.call('evaluation/start', { ...spec, splitGrant })).jobId,
    );
    expect(given.models).toEqual(models);
    const looks = looksOf(app.library.db, ['test-set']).length;
    const beside = await finish<JudgedLists>(
      app,
      (
        await app.call('referee/judge-lists', {
          grants: files.map((file) => app.grants.add(file)),
          splitGrant,
          meant: 'predictions',
          models: ['popularity', 'bias'],
        })
      ).jobId,
    );
    expect(Object.keys(beside.lists)).toEqual(['bias', 'funk-svd', 'bias (Quadrille)']);
    expect(beside.lists['bias (Quadrille)']).toMatchObject({ model: 'bias', predictions: { otherTruth: 0 } });
    for (const measure of Object.keys(golden.all))
      expect(beside.lists['bias (Quadrille)'].measures[measure], measure).toBeCloseTo(
        models.bias[measure] as number,
        10,
      );
    expect(beside.statistics.intervals['bias (Quadrille)'].mae).toHaveLength(2);
    const pairs = beside.statistics.tests.filter(({ measure }) => measure === 'mae').map(({ a, b }) => [a, b].sort());
    expect(pairs).toContainEqual(['bias (Quadrille)', 'funk-svd']);
    expect(beside.notes).toContainEqual(saying('referee.ranks-only', { count: 1 }));
    expect(looksOf(app.library.db, ['test-set'])).toHaveLength(looks + 1);
  });
});

describe('models beside ratings that other tools predicted', () => {
  const besideIn = async (app: App, files: Record<string, string> = {}, models = ['bias']) => {
    const theirs = fileOf('theirs.csv', FORMS.LibRec);
    const { jobId } = await app.call('referee/judge-lists', {
      grants: [app.grants.add(theirs)],
      splitGrant: app.grants.add(split(files)),
      meant: 'predictions',
      models,
    });
    return finish<JudgedLists>(app, jobId);
  };

  it('learn the split’s training rows and are judged over the same ratings, with a paired test', async () => {
    const app = await freshApp();
    await importFile(app, 'ratings', fileOf('ratings.csv', ratingsOfAll()));
    const { lists, statistics, kind } = await besideIn(app);
    expect(kind).toBe('predictions');
    expect(lists.theirs.measures.mae).toBeCloseTo(golden.all.mae, 10);
    expect(lists['bias (Quadrille)'].predictions).toMatchObject({ pairs: 60, notHeldOut: 0, otherTruth: 0 });
    expect(lists['bias (Quadrille)'].measures.mae).toBeLessThan(golden.all.mae);
    const [test] = statistics.tests.filter(({ measure }) => measure === 'mae');
    expect(Math.abs(test.difference)).toBeGreaterThan(0);
    expect(test.lower).toBeLessThanOrEqual(test.difference);
  });

  it('are refused where the library holds plays, or lacks what is held out', async () => {
    const plays = await freshApp();
    await importFile(plays, 'triplets', fileOf('plays.csv', ratingsOfAll().replace('rating', 'plays')));
    await expect(besideIn(plays)).rejects.toMatchObject(telling('referee.predictions-of-plays'));
    const app = await freshApp();
    await importFile(app, 'ratings', fileOf('ratings.csv', ratingsOfAll()));
    const [[who]] = golden.test;
    const heard = new Set([...golden.train, ...golden.test].filter(([one]) => one === who).map(([, song]) => song));
    const [unheard] = golden.train.map(([, song]) => song).filter((song) => !heard.has(song));
    const more = `user,item,rating\n${lines(golden.test, (row) => `${row.join(',')}\n`)}${who},${unheard},3\n`;
    await expect(besideIn(app, { 'test.csv': more })).rejects.toMatchObject(
      telling('evaluation.split-ratings-absent', { rows: 1, all: 61 }),
    );
  });
});

function ratingsOfAll(): string {
  const all = [...golden.train, ...golden.test];
  return `userId,itemId,rating,timestamp\n${lines(all, (row, at) => `${row.join(',')},${1_500_000_000 + at}\n`)}`;
}
