import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { runMobilityDemo } from '../../src/core/mobility/demo/run-demo.ts';
import { writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { finish, importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { openPage } from '../support/open-page.ts';
import { Settling } from '../support/settled.ts';
import { Words } from '../support/words.ts';

const GUIDE = join(ROOT, 'resources', 'guide');
/**
 * `QUADRILLE_GUIDE_PICTURES=on` renews the guide's pictures; otherwise they are made, looked at for emptiness, and
 * thrown away.
 */
const renew = process.env.QUADRILLE_GUIDE_PICTURES === 'on';

const LANGUAGES = ['en', 'zh-CN'] as const;
const files = (language: string) => readdirSync(join(GUIDE, language)).sort();
const textOf = (language: string, file: string) => readFileSync(join(GUIDE, language, file), 'utf8');

describe("the guide's pages", () => {
  it('are the same in both languages, and each begins with its title', () => {
    expect(files('zh-CN')).toEqual(files('en'));
    expect(files('en').length).toBeGreaterThan(12);
    for (const language of LANGUAGES)
      for (const file of files(language)) expect(textOf(language, file), file).toMatch(/^# .+\n/);
    for (const file of files('zh-CN')) expect(textOf('zh-CN', file)).toMatch(/[\u4e00-\u9fff]/);
  });

  it('link to pages and pictures that are there, the same ones in both languages', () => {
    const slugs = files('en').map((file) => file.replace(/^\d+-|\.md$/g, ''));
    for (const file of files('en')) {
      const links = (language: string) =>
        [...textOf(language, file).matchAll(/\((page|picture):([\w-]+)\)/g)]
          .map(([, kind, name]) => `${kind} ${name}`)
          .sort();
      expect(links('zh-CN'), file).toEqual(links('en'));
      for (const link of links('en')) {
        const [kind, name] = link.split(' ');
        if (kind === 'page') expect(slugs, file).toContain(name);
        else
          for (const language of LANGUAGES)
            expect(
              existsSync(join(GUIDE, 'pictures', `${name}.${language}.png`)),
              `${name}.${language}.png: run this test with QUADRILLE_GUIDE_PICTURES=on`,
            ).toBe(true);
      }
    }
  });
});

/** `ready` names what the picture is of; each is taken of a page at rest. */
const PICTURES: { id: string; ready?: (page: Page) => Promise<unknown> }[] = [
  { id: 'library', ready: (page) => page.getByRole('row').nth(5).waitFor() },
  {
    id: 'training',
    ready: (page) => page.getByRole('gridcell', { name: 'hybrid-weighted' }).first().waitFor(),
  },
  { id: 'recommend', ready: (page) => page.getByRole('listitem').nth(5).waitFor() },
  { id: 'experiments', ready: (page) => page.locator('.js-plotly-plot').first().waitFor() },
  { id: 'study', ready: (page) => page.getByText('Fictional reputation table').first().waitFor() },
  { id: 'institutions' },
  {
    id: 'coding',
    ready: (page) =>
      page
        .getByText(/Fictional Scholar/)
        .first()
        .waitFor(),
  },
  { id: 'agreement' },
  { id: 'quadrants', ready: (page) => page.locator('.js-plotly-plot').first().waitFor() },
  { id: 'analysis', ready: (page) => page.locator('.js-plotly-plot').first().waitFor() },
  { id: 'settings' },
];

describe.skipIf(!existsSync(CHROMIUM))('the guide in the app, and its pictures', { timeout: 300_000 }, () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  let settling: Settling;
  const problems: string[] = [];

  beforeAll(async () => {
    const made = process.env.QUADRILLE_GUIDE_LIBRARY;
    const { openLibrary } = await import('../../src/core/storage/library.ts');
    app = createApp({
      library: made ? await openLibrary(made) : await createLibrary(join(suiteFolder(), 'library')),
      spawnTrainer: spawnChildTrainer,
    });
    if (!made) await fill(app);
    if (!app.study.fictional) await runMobilityDemo(app.study, suiteFolder(), () => {});
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1180, height: 720 }, reducedMotion: 'reduce' });
    settling = new Settling(page);
    page.on('pageerror', (error) => problems.push(error.message));
    const { coders } = await app.call('mobility/get-study', {});
    const [busiest] = coders.toSorted((a, b) => b.codes - a.codes);
    await page.addInitScript((coder) => {
      window.localStorage.setItem('mobility-coder', JSON.stringify(coder));
      window.localStorage.setItem('tour-seen', 'yes');
    }, busiest.name);
    await page.goto(server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  async function fill(into: App): Promise<void> {
    const source = join(suiteFolder(), 'source');
    writeDemoFiles(source, { tracks: 80, listeners: 90, seed: 5 }, () => {});
    into.setFact('synthetic', 'true');
    await importFile(into, 'metadata', join(source, 'track_metadata.db'));
    await importFile(into, 'tags', join(source, 'lastfm_tags.db'));
    await importFile(into, 'triplets', join(source, 'train_triplets.txt'));
    await finish(
      into,
      (await into.call('models/train', { type: 'hybrid-weighted', name: 'hybrid-weighted', options: {} })).jobId,
    ).catch(() => {});
    await finish(into, (await into.call('models/train', { type: 'item-knn', name: 'item-knn' })).jobId);
    await finish(
      into,
      (
        await into.call('evaluation/start', {
          protocol: 'ranking',
          models: ['popularity', 'item-knn'],
          cutoffs: [5, 10],
        })
      ).jobId,
    );
  }

  it.each(LANGUAGES)('pictures in %s', async (language) => {
    await app.call('settings/set', { language, theme: 'light' });
    await page.reload();
    await page.getByRole('navigation').getByRole('link').nth(6).waitFor();
    await page.getByText(new Words(language).of('engine.looking')).waitFor({ state: 'detached' });
    const out = renew ? join(GUIDE, 'pictures') : suiteFolder();
    mkdirSync(out, { recursive: true });
    for (const { id, ready } of PICTURES) {
      await openPage(page, id);
      await ready?.(page);
      await settling.settled();
      // Grey boxes stand in the place of what is still asked for.
      await expect.poll(() => page.locator('.mantine-Skeleton-root').count(), { timeout: 20_000 }).toBe(0);
      await settling.settled();
      const file = join(out, `${id}.${language}.png`);
      await page.screenshot({ path: file });
      expect(readFileSync(file).length, id).toBeGreaterThan(15_000);
    }
    expect(problems).toEqual([]);
  });

  it('is read, searched and followed', async () => {
    await app.call('settings/set', { language: 'en' });
    await page.reload();
    await page.getByRole('link', { name: 'Guide' }).waitFor();
    await page.keyboard.press('F1');
    await page.getByRole('heading', { name: 'First steps' }).waitFor();
    await page.getByLabel('Search the guide').fill('checkpoint');
    await page.getByRole('link', { name: /^Train a model/ }).click();
    await page.getByRole('heading', { name: 'Train a model' }).waitFor();
    await expect
      .poll(() =>
        page
          .locator('.guide img')
          .evaluateAll((images) => images.every((image) => (image as HTMLImageElement).naturalWidth > 300)),
      )
      .toBe(true);
    await page.getByRole('link', { name: 'how to add the native one' }).click();
    await page.getByRole('heading', { name: 'When something goes wrong' }).waitFor();
    await page.getByLabel('Search the guide').fill('zzzz');
    await page.getByText('Nothing found.').waitFor();
    await page.getByRole('button', { name: /Language/ }).click();
    await page.getByLabel('搜索使用指南').fill('象限');
    // In the guide's own list: the list of pages has a link of the same name.
    await page
      .getByRole('navigation', { name: '使用指南' })
      .getByRole('link', { name: /^流动象限/ })
      .click();
    await page.getByRole('heading', { name: '流动象限', exact: true }).waitFor();
  });
});
