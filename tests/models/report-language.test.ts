import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import readXlsxFile from 'read-excel-file/node';
import type { ExperimentResult, ExportResult } from '../../src/shared/contract/experiments.ts';
import { runMobilityDemo } from '../../src/core/mobility/demo/run-demo.ts';
import { finish, freshApp, temporaryFolder } from '../support/fixtures.ts';
import { tasteLibrary } from '../support/tastes.ts';

/** Names of methods and measures that Chinese papers print as they are. */
const NAMES =
  /\b(?:MAE|NMAE|MSE|RMSE|MSLE|NDCG|MAP|MRR|AUC|F1|AC1|AC2|AC|Holm|Wilson|Fleiss|Krippendorff|Gwet|Bonferroni|UTC)\b/g;
/** Codes and data of the test: models and their options, versions, the command. */
const HASHES = /\b[0-9a-f]{12,64}\b/g;
const MODELS = /\b(?:Funk-SVD|Item-kNN|funk-svd|item-knn|popularity|k|epochs|neighbours|shrinkage|rate|reg)\b/g;

function latinIn(text: string, ...known: RegExp[]): string[] {
  const left = [NAMES, ...known].reduce((rest, words) => rest.replaceAll(words, ' '), text);
  return [...new Set(left.match(/[A-Za-z]{2,}/g) ?? [])];
}

/** What a page or a picture shows, without its markup. */
function shownIn(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/<style>.*?<\/style>|<details open>.*?<\/details>/gs, ' ')
    .replace(/<svg[^>]*aria-label="([^"]*)"/g, ' $1 <svg')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

describe('reports in Chinese', { timeout: 180_000 }, () => {
  it('of an experiment hold no English but names of models and measures', async () => {
    const app = await tasteLibrary();
    const spec = {
      name: '小实验',
      grid: { model: 'funk-svd', k: [3, 5], epochs: [2, 4] },
      search: { budget: 2 },
      data: { filter: { minListeners: 2, density: 0.9 } },
      evaluations: [
        { protocol: 'ranking', models: ['funk-svd', 'item-knn', 'popularity'], cutoffs: [5, 10], withRatings: true },
        { protocol: 'user-k-fold', models: ['item-knn', 'popularity'], cutoffs: [5, 10], repeats: 2, folds: 3 },
      ],
    };
    const { id } = await finish<ExperimentResult & { id: number }>(
      app,
      (await app.call('experiments/start', { spec: spec as never })).jobId,
    );
    const out = join(temporaryFolder(), 'out');
    const { jobId } = await app.call('experiments/export', { id, grant: app.grants.add(out), language: 'zh-CN' });
    await finish<ExportResult>(app, jobId);
    const report = shownIn(join(out, 'report.html'));
    expect(report).toMatch(/主要结果[\s\S]*听众：最佳为[\s\S]*如何重新运行/);
    const versions = /tables(?:\.xlsx)?|版本：.*?。|设置哈希 .*?。|quadrille reproduce BUNDLE/g;
    expect(latinIn(report, versions, HASHES, MODELS)).toEqual([]);
    const figures = readdirSync(join(out, 'figures'));
    expect(figures.length).toBeGreaterThan(5);
    for (const name of figures) {
      const figure = shownIn(join(out, 'figures', name));
      expect(figure, name).toMatch(/训练数据 [\d,]+ 行|n = [\d,]+ 位听众/);
      expect(latinIn(figure, MODELS), name).toEqual([]);
    }
    const sheets = await readXlsxFile(join(out, 'tables.xlsx'));
    for (const { sheet, data } of sheets)
      expect(latinIn(`${sheet} ${data.flat().join(' ')}`, HASHES, MODELS), sheet).toEqual([]);
    const latex = readFileSync(join(out, 'tables.tex'), 'utf8');
    for (const [, caption] of latex.matchAll(/\\caption\{(.*)\}/g)) expect(latinIn(caption, MODELS)).toEqual([]);
    expect(readFileSync(join(out, 'tables', '1-measures.csv'), 'utf8')).toMatch(/^\uFEFFmodel,mae,/);
  });

  it('of a study hold no English but names and fields of the codebook', async () => {
    const app = await freshApp();
    await runMobilityDemo(app.study, temporaryFolder(), () => {});
    const out = join(temporaryFolder(), 'out');
    const { jobId } = await app.call('mobility/export', {
      grant: app.grants.add(out),
      formats: ['csv', 'xlsx', 'report'],
      language: 'zh-CN',
    });
    await finish(app, jobId);
    // The demo's coders have names, as people do.
    const names =
      /Coder [AB] \(fictional\)|Fictional (?:demo study|reputation table)|The demo’s codebook, on fictional tables/g;
    const edition = /fictional/g;
    // The last list tells which fields of the codebook differ, by their names.
    const fields = /^.*(?:reputation\.table|cities\.edition|cities\.order|name): .*$/gm;
    const report = shownIn(join(out, 'report.html')).replaceAll('</li>', '\n');
    expect(report).toMatch(/虚构研究[\s\S]*博士 → 初职[\s\S]*未看建议[\s\S]*结果的前提与注意事项/);
    const listed = report.replace(/\s{2,}/g, '\n');
    expect(latinIn(listed, fields, names, edition)).toEqual([]);
    for (const name of readdirSync(join(out, 'figures'))) {
      const figure = shownIn(join(out, 'figures', name));
      expect(figure, name).toMatch(/虚构研究/);
      expect(latinIn(figure), name).toEqual([]);
    }
    const sheets = await readXlsxFile(join(out, 'study.xlsx'));
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      '学者履历',
      '流动',
      '流动象限',
      '敏感性分析',
      '编码员间信度',
      '操作记录',
      '编码员随时间的变化',
      '编码手册',
    ]);
    const data = ['学者编号', '姓名', '机构', '城市', '依据文件', '依据原文', '取值', '人员', '之前', '之后', '时间'];
    const more = ['事件编号', '所指事件', '编码手册', '性别', '学科', '海外学位'];
    for (const { sheet, data: rows } of sheets) {
      const [head, ...body] = rows;
      expect(latinIn(head.join(' ')), sheet).toEqual([]);
      const words = head.flatMap((name, column) => ([...data, ...more].includes(String(name)) ? [] : [column]));
      expect(latinIn(body.map((row) => words.map((column) => row[column]).join(' ')).join(' '), names), sheet).toEqual(
        [],
      );
    }
    expect(readFileSync(join(out, 'moves.csv'), 'utf8')).toMatch(/^\uFEFFscholar,name,transition,outcome,/);
    expect(existsSync(join(out, 'codebook.json'))).toBe(true);
  });
});
