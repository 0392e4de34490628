import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { runMobilityDemo } from '../../src/core/mobility/demo/run-demo.ts';
import { writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { LISTED_PAGES } from '../../src/shared/pages.ts';
import { finish, importFile, ROOT, suiteApp, suiteFolder } from '../support/fixtures.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { Settling } from '../support/settled.ts';
import { englishIn, shownOn } from '../support/language.ts';
import { openPage } from '../support/open-page.ts';

const text = JSON.parse(readFileSync(join(ROOT, 'resources/translations/zh-CN.json'), 'utf8'));

/** Columns of the library whose contents are names and data, which are shown in any language. */
const DATA: readonly (readonly [table: string, column: string])[] = [
  ['facts', 'value'],
  ['songs', 'song_key'],
  ['tracks', 'track_key'],
  ['tracks', 'title'],
  ['tracks', 'artist'],
  ['tracks', 'release'],
  ['listeners', 'listener_key'],
  ['tags', 'name'],
  ['models', 'name'],
  ['models', 'type'],
  ['scholars', 'scholar_key'],
  ['scholars', 'name'],
  ['evidence', 'file'],
  ['import_records', 'file'],
  ['evidence', 'text'],
  ['positions', 'title'],
  ['positions', 'mention'],
  ['positions', 'mention_key'],
  ['institution_names', 'name_key'],
  ['positions', 'city'],
  ['institutions', 'name'],
  ['institutions', 'institution_key'],
  ['institutions', 'city'],
  ['institutions', 'country'],
  ['institution_names', 'name'],
  ['rankings', 'ranking'],
  ['city_tiers', 'edition'],
  ['city_tiers', 'city'],
  ['coders', 'name'],
  ['edges', 'kind'],
  ['adjudications', 'reason'],
  ['codebooks', 'note'],
  ['codebooks', 'author'],
];

/** Names of the codebooks that are offered. */
const PRESETS = ['Education elites (Li & Li 2024)', 'Music education'];

describe.skipIf(!existsSync(CHROMIUM))('pages in Chinese', { timeout: 600_000 }, () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  let settling: Settling;
  let data: string[];

  beforeAll(async () => {
    const folder = suiteFolder();
    app = await suiteApp(folder);
    const source = join(folder, 'source');
    writeDemoFiles(source, { tracks: 60, listeners: 60, seed: 5 }, () => {});
    app.setFact('synthetic', 'true');
    await importFile(app, 'metadata', join(source, 'track_metadata.db'));
    await importFile(app, 'tags', join(source, 'lastfm_tags.db'));
    await importFile(app, 'triplets', join(source, 'train_triplets.txt'));
    for (const type of ['item-knn', 'als', 'funk-svd'])
      await finish(
        app,
        (await app.call('models/train', { type, name: type, options: type === 'item-knn' ? {} : { k: 8 } })).jobId,
      );
    const spec = {
      name: '小实验',
      grid: { model: 'funk-svd', k: [3, 5], epochs: [2, 4] },
      evaluations: [{ protocol: 'ranking', models: ['item-knn', 'popularity'], cutoffs: [5, 10], withRatings: true }],
    };
    await finish(app, (await app.call('experiments/start', { spec: spec as never })).jobId);
    await runMobilityDemo(app.study, folder, () => {});
    await app.call('settings/set', { language: 'zh-CN' });
    data = DATA.flatMap(([table, column]) =>
      app.library.db.all<{ value: string | null }>(`SELECT DISTINCT ${column} AS value FROM ${table}`),
    ).flatMap(({ value }) => (value && /[A-Za-z]{2}/.test(value) ? [value] : []));
    for (const { attributes } of app.library.db.all<{ attributes: string }>('SELECT attributes FROM scholars'))
      data.push(...Object.values(JSON.parse(attributes) as Record<string, string>));
    // A long id is cut off where it is shown; models, their options and kinds of files are named as in commands.
    data.push(...data.filter((value) => value.length > 18).map((value) => `${value.slice(0, 18)}…`));
    for (const { type, options } of await app.call('models/list-types', {}))
      data.push(type, ...options.flatMap(({ name, choices }) => [name, ...(choices ?? [])]));
    data.push(...(await app.call('import/list-kinds', {})).map(({ kind }) => kind));
    data.push('library', 'auto', 'PART.OPTION=VALUE', 'npm run serve -- --library');
    // Methods have the names, and settings the symbols, of their papers.
    data.push(
      'Funk-SVD',
      'SVD++',
      'User-CF',
      'Item-kNN',
      'ALS',
      'BPR',
      'EASE',
      'RP3β',
      'GiB',
      'lambda',
      'alpha',
      'beta',
    );
    data.push('train_triplets.txt', 'lastfm_tags.db', 'track_metadata.db');
    // Files and formats of other programs.
    data.push('test_target.tsv', 'train.tsv', 'test.tsv', 'NAME.train.inter', 'NAME.test.inter', 'TREC', 'JSON Lines');
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 }, reducedMotion: 'reduce' });
    settling = new Settling(page);
    const { coders } = await app.call('mobility/get-study', {});
    const [busiest] = coders.toSorted((a, b) => b.codes - a.codes);
    await page.addInitScript((coder) => {
      window.localStorage.setItem('mobility-coder', JSON.stringify(coder));
      window.localStorage.setItem('tour-seen', JSON.stringify('yes'));
    }, busiest.name);
    await page.goto(server.url);
    await page.getByRole('link', { name: text.nav.library, exact: true }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  /** What is on the page now, with the choices of every list that opens, that is neither Chinese nor a name. */
  async function english(more: readonly string[] = []): Promise<string[]> {
    await settling.settled();
    const found = await shownOn(page);
    for (const list of await page.locator('input[aria-haspopup="listbox"]:visible').all()) {
      await list.focus();
      await page.keyboard.press('ArrowDown');
      found.push(...(await shownOn(page)));
      await page.keyboard.press('Escape');
    }
    // Those of the settings change the language.
    const others = `.mantine-SegmentedControl-root:not([aria-label="${text.experiments.textLanguage}"])`;
    const switches = page.locator(`main:not(:has-text("简体中文")) ${others} .mantine-SegmentedControl-label:visible`);
    for (const choice of await switches.all()) {
      await choice.click();
      await settling.settled();
      found.push(...(await shownOn(page)));
    }
    return englishIn([...new Set(found)], [...data, ...more]);
  }

  const open = async (id: string) => {
    await openPage(page, id);
    await settling.settled();
  };

  it('finds an English sentence, a raw key and an English word in a Chinese one', () => {
    expect(englishIn(['Nothing has run yet.'], data)).toEqual(['Nothing has run yet.']);
    expect(englishIn(['flow.stayed'], data)).toEqual(['flow.stayed']);
    expect(englishIn(['博士 → first-job'], data)).toEqual(['博士 → first-job']);
    expect(englishIn(['全部可比流动：博士 → 初职', 'RMSE 0.92', data[0]], data)).toEqual([]);
  });

  it.each(LISTED_PAGES.filter(({ id }) => id !== 'guide').map(({ id }) => id))(
    '%s shows no English but names, on no tab and in no list',
    async (id) => {
      await open(id);
      const tabs = await page.getByRole('tab').all();
      const { codebook } = await app.call('mobility/get-study', {});
      const { stages, cities } = codebook.codebook;
      // The form of the codebook shows its keys and its texts in both languages.
      const book = stages.flatMap(({ key, label }) => [key, label.en]);
      book.push(...cities.order, ...cities.notComparable, ...PRESETS);
      const more = id === 'codebook' ? book : [];
      const found = [await english(more)];
      for (const tab of tabs.slice(1)) {
        await tab.click();
        found.push(await english(more));
      }
      expect([...new Set(found.flat())]).toEqual([]);
      if (tabs.length > 0) await tabs[0].click();
    },
  );

  it('a chart as a table shows none either', async () => {
    for (const id of ['quadrants', 'experiments', 'map', 'training']) {
      await open(id);
      const asTable = page.getByRole('button', { name: text.chart.table });
      while ((await asTable.count()) > 0) await asTable.first().click();
      expect(await english(), id).toEqual([]);
    }
  });

  it.each(['import-music', 'import-study', 'shortcuts', 'export-archive', 'import-archive', 'palette'])(
    'the dialog of %s shows none either',
    async (command) => {
      await open('library');
      await page.keyboard.press('Control+k');
      const search = page.getByPlaceholder(text.palette.search);
      await search.waitFor();
      if (command !== 'palette') {
        await search.fill(text.command[command]);
        await page.keyboard.press('Enter');
        await search.waitFor({ state: 'hidden' });
        await page.getByRole('dialog').first().waitFor();
      }
      expect(await english()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').first().waitFor({ state: 'hidden' });
    },
  );
});
