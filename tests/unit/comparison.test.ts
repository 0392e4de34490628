import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MEASURES, measureInfos } from '../../src/core/recommender/measures/registry.ts';
import { widened } from '../../src/core/recommender/evaluation/differences.ts';
import { scoredSongs } from '../../src/core/recommender/models/scored-songs.ts';
import { modelTypes } from '../../src/core/recommender/models/registry.ts';
import { compare } from '../../src/core/recommender/report/reproduce.ts';
import { partsOf, tableHtml } from '../../src/core/report/page.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import {
  BEGINNING,
  comparisonInput,
  experimentInput,
  numbersIn,
  ONE_COMPARISON,
  suitingModels,
  valuesOfComparison,
  valuesOfExperiment,
} from '../../src/renderer/recommender/comparison-values.ts';
import { gridEdges } from '../../src/shared/choice-words.ts';
import { forestOf } from '../../src/shared/comparison-forest.ts';
import { bestCells, comparisonTables } from '../../src/shared/comparison-tables.ts';
import { experimentSpec } from '../../src/shared/contract/experiments.ts';
import { type EvaluationResult, evaluationSpec } from '../../src/shared/contract/recommender.ts';
import { modelLabel } from '../../src/shared/evaluation-words.ts';
import { forestPlot } from '../../src/shared/figures/forest-plot.ts';
import { strokeOf } from '../../src/shared/palette.ts';
import { DEFAULT_THEME } from '@mantine/core';
import { comparisonName, generatedTitle } from '../../src/shared/result-names.ts';
import { methodsText, reportingText } from '../../src/shared/result-texts.ts';
import { wordsOf } from '../../src/shared/table.ts';
import { verdictOf } from '../../src/shared/verdict.ts';
import { ROOT } from '../support/root.ts';

const [english, chinese] = [readerOf('en'), readerOf('zh-CN')];
const INFOS = measureInfos();

/** ease first, als second, popularity third, a ceiling above; Holm's p of the first pair as given. */
function result(firstPair: number, rest = 0.001): EvaluationResult {
  const values = { ease: 0.3, als: 0.29, popularity: 0.1, 'upper-bound': 0.9 };
  const names = Object.keys(values) as (keyof typeof values)[];
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => ({ a, b })));
  return {
    protocol: 'ranking',
    conversion: 'log-count',
    seed: 1,
    models: Object.fromEntries(names.map((name) => [name, { 'f1@10': values[name], rmse: 1 - values[name] / 10 }])),
    counts: { testListeners: 40, trainingRows: 300, testRows: 70 },
    range: { minimum: 0.7, maximum: 5 },
    engine: null,
    dataHash: 'x',
    seconds: 1,
    notes: [],
    fits: {},
    statistics: {
      primary: 10,
      standardErrors: {},
      seeds: {},
      intervals: Object.fromEntries(
        names.map((name) => [name, { 'f1@10': [values[name] - 0.02, values[name] + 0.02] as [number, number] }]),
      ),
      tests: pairs.map(({ a, b }) => {
        const difference = values[a] - values[b];
        const bounds = { lower: difference - 0.01, upper: difference + 0.01 };
        const pHolm = a === 'ease' && b === 'als' ? firstPair : rest;
        const simultaneous: [number, number] = [difference - 0.02, difference + 0.02];
        return { a, b, measure: 'f1@10', n: 40, difference, ...bounds, p: pHolm / 2, pHolm, simultaneous };
      }),
      bands: { popularity: [], history: [] },
    },
  };
}

const verdict = (evaluation: EvaluationResult, reader = english) => {
  const found = verdictOf(evaluation, INFOS);
  return found && reader.said(found);
};

describe('a comparison as it is read', () => {
  it('begins with a verdict: who is best, by how much, and whom it cannot be told apart from', () => {
    expect(verdict(result(0.01))).toBe(
      'EASE (linear, song to song) is best by F1@10: 0.300 (95 % 0.280 to 0.320). It leads ALS (latent factors), the ' +
        'next, by 0.0100 (95 % 0.0000 to 0.0200, p = 0.010, Holm), and can be told apart from every other model.',
    );
    expect(verdict(result(0.3))).toMatch(/cannot be told apart from ALS.*leads Popularity, the best of the rest/);
    expect(verdict(result(0.3, 0.2))).toMatch(/^EASE.*comes first.*apart from any of the 2 other models\.$/);
    expect(verdict(result(0.3), chinese)).toMatch(/^按 F1@10，EASE（歌曲间线性模型）居首.*无法与 ALS（隐因子）区分/);
    expect(verdictOf({ ...result(0.3), statistics: undefined }, INFOS)).toBeNull();
  });

  it('has each value with its interval in one cell, and both intervals beside both p', () => {
    const [errors, lists, against] = comparisonTables(result(0.3), INFOS);
    expect(errors.columns.map(({ key }) => key)).toEqual(['model', 'rmse']);
    expect(wordsOf(lists, english).rows[0]).toEqual(['EASE (linear, song to song)', '0.300 [0.280, 0.320]']);
    expect([...bestCells(lists, INFOS, [])]).toEqual(['0 1']);
    expect([...bestCells(lists, INFOS, ['ease'])]).toEqual(['1 1']);
    expect(wordsOf(against, english).rows[0].slice(3)).toEqual(['0.010 [0.000, 0.020]', '[−0.010, 0.030]', 0.3, 'no']);
  });

  it('is drawn with ties marked, and a ceiling that is far off is named instead', () => {
    const drawn = { measures: INFOS, synthetic: true, strokeOf: () => strokeOf(0), reader: english };
    const plot = forestOf(result(0.3), 'f1@10', drawn);
    expect(plot?.rows.map(({ place }) => place)).toEqual(['best', 'tied', 'apart']);
    expect(plot?.note).toMatch(/Synthetic data\.$/);
    const frame = { width: 640, size: 12, family: 'serif', ink: '#000', dim: '#444', grid: '#ddd', paper: '#fff' };
    const far = forestPlot(plot as never, { ...frame, titled: true });
    expect(far).toContain('→ own plays (in-sample) 0.900');
    expect(far).toContain('F1@10 of each model, Ranking');
    const near = { ...(plot as never as object), lines: [{ label: 'ceiling', value: 0.4 }] };
    expect(forestPlot(near as never, { ...frame, titled: false })).not.toContain('→');
  });

  it('is drawn with every name in full, and with another mark from five models to five', () => {
    const name = 'Songs played together by the same listeners (Item-kNN)';
    const drawn = { measures: INFOS, synthetic: false, reader: english };
    const strokes = [strokeOf(2), strokeOf(7), strokeOf(12)];
    let at = 0;
    const plot = forestOf(result(0.3), 'f1@10', { ...drawn, strokeOf: () => strokes[at++] });
    if (!plot) throw new Error('nothing to draw');
    const frame = { width: 640, size: 12, family: 'serif', ink: '#000', dim: '#444', grid: '#ddd', paper: '#fff' };
    const rows = plot.rows.map((row, i) => (i === 0 ? { ...row, label: name } : row));
    const svg = forestPlot({ ...plot, rows }, { ...frame, titled: true });
    const written = [...svg.matchAll(/text-anchor="end"[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(written.slice(0, -2).length).toBeGreaterThan(1);
    expect(written.slice(0, -2).join(' ')).toBe(name);
    const marks = [...svg.matchAll(/<path d="([^"]*)" fill="[^"]*" stroke="(?:#009E73|#a09600|#ff467d)"/g)];
    // Round, four corners of which two are level, four corners of which one is highest.
    const highest = (d: string) => {
      const heights = [...d.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
      return heights.filter((y) => y === Math.min(...heights)).length;
    };
    expect(marks.map(([, d]) => (d.includes('A') ? 'round' : highest(d)))).toEqual(['round', 2, 1]);
  });

  it('is described for a paper in both languages', () => {
    const described = {
      result: result(0.3),
      spec: { models: ['ease', 'als'], repeats: 1, cutoffs: [5, 10], options: { als: { k: 20 } } },
      ...{ folds: 5, synthetic: true, hash: 'abc', version: '0.1.0', engine: null },
    };
    const text = methodsText(described, []).map(english.said).join(' ');
    expect(text).toMatch(
      /synthetic.*5 folds \(seed 1\).*300 rows.*70 rows \(summed over folds\) of 40 listeners.*EASE.*K = 20.*0\.1\.0/s,
    );
    expect(reportingText(described, INFOS).map(chinese.said).join('')).toMatch(
      /合成.*F1@10：EASE.*0\.300，95 % CI \[0\.280, 0\.320\].*2 个模型中的 1 个.*全部两两比较 \[−0\.0100, 0\.0300\]/s,
    );
  });

  it.each([
    ['native', /\(engine: native TensorFlow\)/, /（引擎：原生 TensorFlow）/],
    ['wasm', /\(engine: WASM\)/, /（引擎：WASM）/],
    [null, /\(engine: none needed\)/, /（引擎：无需）/],
  ])('names the engine %s as the language does', (engine, inEnglish, inChinese) => {
    const described = {
      result: result(0.3),
      spec: { models: ['ease', 'als'], repeats: 1, cutoffs: [5, 10], options: {} },
      ...{ folds: 5, synthetic: true, hash: 'abc', version: '0.1.0', engine },
    };
    const texts = methodsText(described, []);
    expect(texts.map(english.said).join(' ')).toMatch(inEnglish);
    expect(texts.map(chinese.said).join('')).toMatch(inChinese);
  });

  it.each(['en', 'zh-CN'])('has notes in %s that are whole sentences: the methods run them together', (language) => {
    const file = join(ROOT, 'resources', 'translations', `messages.${language}.json`);
    const texts: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
    const notes = Object.entries(texts).filter(([id]) => id.startsWith('evaluation.'));
    expect(notes.length).toBeGreaterThan(30);
    expect(notes.filter(([, text]) => !/[.。]$/.test(text))).toEqual([]);
  });

  it('of new songs begins with models that know songs by more than plays, unless others were chosen', () => {
    const { models } = ONE_COMPARISON;
    const ofNew = suitingModels(models, false, true);
    expect(ofNew).toContain('ridge');
    expect(ofNew.filter((model) => models.includes(model))).toEqual([]);
    expect(suitingModels(ofNew, true, false)).toEqual(models);
    expect(suitingModels(['ease', 'als'], false, true)).toEqual(['ease', 'als']);
  });

  it('has the name that a person gave it, and otherwise says what it compares', () => {
    const spec = evaluationSpec.parse({ protocol: 'ranking', models: ['ease', 'als'] });
    expect(comparisonName({ title: 'Mine', spec })).toBe('Mine');
    for (const title of ['', generatedTitle(spec)])
      expect(chinese.said(comparisonName({ title, spec }) as never)).toBe(
        '排序：EASE（歌曲间线性模型）、ALS（隐因子）',
      );
    const more = { ...spec, models: ['ease', 'als', 'bpr', 'bias'], folds: 5 };
    expect(chinese.said(comparisonName({ title: '', spec: more }) as never)).toBe('排序：4 个模型，5 折');
  });
});

/** Of sRGB colours, by the definition of WCAG 2.2. */
function contrast(one: string, other: string): number {
  const light = (colour: string) => {
    const [r, g, b] = [1, 3, 5]
      .map((from) => Number.parseInt(colour.slice(from, from + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [lighter, darker] = [light(one), light(other)].sort((a, b) => b - a);
  return lighter / darker;
}

describe('models as they are shown', () => {
  it('have the title of their definition wherever only their type is known, and a stroke of their own', () => {
    for (const { type, title } of modelTypes()) expect(english.said(modelLabel(type) as never)).toBe(title.text);
    const places = modelTypes().map(({ colour }) => colour);
    expect(new Set(places).size).toBe(places.length);
    const colours = places.map((place) => strokeOf(place).colour);
    expect(new Set(colours).size).toBe(colours.length);
    const strokes = places.map((place) => JSON.stringify(strokeOf(place)));
    expect(strokes).not.toContain(JSON.stringify(strokeOf(undefined)));
    // In grey.
    expect(new Set(places.map((place) => `${strokeOf(place).dash} ${strokeOf(place).mark}`)).size).toBe(places.length);
  });

  it.each([
    ['white', '#ffffff'],
    ['dark', DEFAULT_THEME.colors.dark[7]],
  ])('stand out from the %s page, three to one (WCAG 2.2, 1.4.11)', (_, page) => {
    expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2); // the least grey for text, as WCAG's notes have it
    for (const { type, colour } of modelTypes())
      expect(contrast(strokeOf(colour).colour, page), type).toBeGreaterThanOrEqual(3);
  });

  it('have five errors with intervals', () => {
    const errors = MEASURES.filter(({ kind }) => kind === 'rating');
    expect(errors.map(({ interval }) => interval)).toEqual([true, true, true, true, true]);
  });
});

describe('the songs that a model can score', () => {
  it('are those that it knows something of for some listener', async () => {
    const set = {
      interactions: {
        ...{ listeners: 2, songs: 4 },
        offsets: Uint32Array.of(0, 1, 2),
        items: Uint32Array.of(0, 1),
        counts: Uint32Array.of(1, 1),
      },
      ratings: Float32Array.of(1, 1),
    };
    const known = [
      [1, Number.NaN, 0, Number.NaN],
      [Number.NaN, 1, 0, Number.NaN],
    ];
    const scores = ({ listener }: { listener: number }, out: Float64Array) => out.set(known[listener]);
    const unwatched = { progress: () => {} };
    expect(await scoredSongs({ scores, noEvidence: 0 } as never, set as never, false, unwatched)).toEqual({
      songs: 2,
      unplayed: 0,
    });
    expect(await scoredSongs({ scores } as never, set as never, false, unwatched)).toEqual({ songs: 3, unplayed: 0 });
  });
});

describe('bounds for all pairs', () => {
  it('are those of one pair, widened as quantiles of t are', () => {
    // qt(1 - 0.025 / 10, 39) / qt(0.975, 39) = 2.975609 / 2.022691
    const [lower, upper] = widened(1, [0.9, 1.2], 10, 39);
    expect([lower, upper]).toEqual([expect.closeTo(1 - 0.1 * 1.47111, 4), expect.closeTo(1 + 0.2 * 1.47111, 4)]);
    expect(widened(1, [0.9, 1.2], 1, 39)).toEqual([expect.closeTo(0.9, 12), expect.closeTo(1.2, 12)]);
  });

  it('are not missed in a bundle of before, and compared in one of now', () => {
    expect(compare({ p: 1 }, { p: 1, simultaneous: [1, 2] }).identical).toBe(true);
    expect(compare({ p: 1, simultaneous: [1, 2] }, { p: 1, simultaneous: [1, 3] }).identical).toBe(false);
  });
});

describe('the form of comparisons', () => {
  it('gives back what it was filled with', () => {
    const spec = evaluationSpec.parse({
      ...{ protocol: 'leave-k-out', models: ['als'], leaveOut: 3, cutoffs: [7], repeats: 2, ties: 'index' },
      ...{ options: { als: { k: 20 } }, filter: { minListeners: 3, tag: 'jazz' }, seed: 5, conversion: 'binary' },
    });
    const { split: _, ...given } = spec;
    expect(evaluationSpec.omit({ split: true }).parse(comparisonInput(valuesOfComparison(spec)))).toEqual(given);
    const experiment = experimentSpec.parse({
      name: 'x',
      grid: { model: 'als', k: [5, 10], epochs: [1, 2] },
      search: { budget: 3, measure: 'rmse' },
      evaluations: [
        { protocol: 'ranking', models: ['als'], folds: 2 },
        { protocol: 'item-cold', models: ['tags'], folds: 5, choose: false },
      ],
      onFailure: 'go-on',
    });
    const back = experimentInput(
      valuesOfExperiment(experiment, () => 1),
      'unnamed',
    );
    expect(experimentSpec.parse(back)).toEqual(experiment);
  });

  it('reads lists with commas of both languages, and nothing else', () => {
    expect(numbersIn('5, 10，20、 50')).toEqual([5, 10, 20, 50]);
    expect(numbersIn('5, ten')).toBeNull();
    expect(numbersIn('')).toBeNull();
  });

  it('leaves out settings of models that were taken out', () => {
    const one = { ...ONE_COMPARISON, models: ['als'], options: { als: { k: 3 }, ease: { lambda: 1 } } };
    expect(comparisonInput({ ...BEGINNING, comparisons: [one] }).options).toEqual({ als: { k: 3 } });
  });
});

describe('a report', () => {
  it('writes a wide table in parts, each with the column that names the rows', () => {
    expect(partsOf([20, 30, 30], [false, true, true])).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(partsOf([20, 30], [false, true])).toEqual([[0, 1]]);
    const head = ['model', ...Array.from({ length: 30 }, (_, i) => `measure ${i}`)];
    const html = tableHtml({ name: 't', title: 'T', head, rows: [['ease', ...head.slice(1).map(() => 0.1234)]] }, 'en');
    expect(html.match(/<table>/g)?.length).toBeGreaterThan(1);
    expect(html.match(/>ease</g)).toHaveLength(html.match(/<table>/g)?.length ?? 0);
    for (const name of head.slice(1)) expect(html).toContain(`>${name}</th>`);
  });

  it('says that the best cell of a grid lies on the edge of what was tried', () => {
    const grid = (k: number, epochs: number) => ({
      ...{ model: 'als', epochs: [5, 10, 20], globalMeanRmse: 1, best: { k, epochs, rmse: 0.7 } },
      rows: [5, 10, 20].map((one) => ({ k: one, rmse: [1, 1, 1], loss: [], validationLoss: [], engine: null })),
    });
    expect(gridEdges(grid(10, 10))).toEqual([]);
    expect(gridEdges(grid(20, 5)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/best K is 20, the highest/),
      expect.stringMatching(/is 5, the lowest/),
    ]);
    const edge = { option: 'k', value: 20, end: 'highest' as const };
    const choice = { evaluation: 0, fold: 0, model: 'als', options: {}, score: null, edges: [edge] };
    const choices = [
      { ...choice, by: 'grid' as const },
      { ...choice, by: 'search' as const, model: 'ease' },
    ];
    // What a search chose is told beside the search.
    expect(gridEdges(grid(20, 5), choices).map(({ text }) => text)).toEqual([
      expect.stringMatching(/best K is 20, the highest/),
    ]);
  });
});
