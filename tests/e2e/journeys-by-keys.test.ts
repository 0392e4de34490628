import { existsSync, mkdirSync, writeFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFiles, writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { CHROMIUM } from '../support/browser.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';
import { STAGES, type Stage } from '../support/stage.ts';
import { Words } from '../support/words.ts';

/** More stops than these nobody goes through to something that a page is for. */
const FAR = 30;

/** The journeys without a mouse; those of training, recommending and comparing are walked in `focus.test.ts`. */
describe.skipIf(!existsSync(CHROMIUM))('by keys alone', { timeout: 120_000 }, () => {
  const words = new Words('en');
  const of: Words['of'] = (key, values) => words.of(key, values);
  let stage: Stage;
  let page: Page;
  let folder = '';

  /** What the focus is on, as it is read out. */
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement as HTMLElement | null;
      return (at?.getAttribute('aria-label') ?? at?.innerText ?? '').trim();
    });
  /** Tab until the focus is on it. Returns how often. */
  const tabTo = async (name: string | RegExp) => {
    const seen: string[] = [];
    for (let tabs = 1; tabs <= FAR; tabs++) {
      await page.keyboard.press('Tab');
      const now = await focused();
      if (typeof name === 'string' ? now === name : name.test(now)) return tabs;
      seen.push(now);
    }
    throw new Error(`"${name}" is not among ${FAR} stops: ${seen.map((one) => one.slice(0, 30)).join(' | ')}`);
  };
  const press = async (name: string | RegExp) => {
    const tabs = await tabTo(name);
    await page.keyboard.press('Enter');
    return tabs;
  };
  const toPage = async (id: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    await page.keyboard.type(of(`nav.${id}`));
    await page
      .getByRole('dialog')
      .getByText(of(`nav.${id}`), { exact: true })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: of(`nav.${id}`), level: 2 }).waitFor();
  };
  /** Through the folders of the chooser, which begins with those that it may show. */
  const chosen = async (file: string) => {
    const there = page.getByRole('button', { name: basename(folder), exact: true });
    await there.waitFor();
    await press(basename(folder));
    await page.getByRole('button', { name: file }).waitFor();
    // The list of the folder has the focus: its entries come next, the folders first.
    expect(await tabTo(new RegExp(`^${file}`))).toBeLessThan(10);
    await page.keyboard.press('Enter');
  };

  beforeAll(async () => {
    folder = suiteFolder();
    stage = await STAGES.Chromium(folder, 'en', 'light');
    ({ page } = stage);
    page.setDefaultTimeout(20_000);
  }, 120_000);

  afterAll(() => stage?.close());

  it('1. what is beside is skipped, and the demo and one’s own files are near', async () => {
    await page.getByText(of('library.emptyTitle')).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(await tabTo(of('library.demo'))).toBeLessThan(6);
  });

  it('2. the demo is begun and left', async () => {
    await page.keyboard.press('Enter');
    await page.getByText(of('frame.library', { name: 'Demo (synthetic)' })).waitFor();
    await press(of('frame.leaveDemo'));
    await page.getByText(of('frame.library', { name: 'own' })).waitFor();
    await page.getByText(of('library.emptyTitle')).waitFor();
  });

  it('8. one’s own Spotify history is chosen, recognised and imported', async () => {
    const listens = Array.from({ length: 43 }, (_, i) => ({
      endTime: `2024-03-${String(1 + (i % 28)).padStart(2, '0')} 10:${String(i).padStart(2, '0')}`,
      artistName: `Artist ${i % 5}`,
      trackName: `Tune ${i % 9}`,
      msPlayed: 180_000,
    }));
    writeFileSync(join(folder, 'StreamingHistory_music_0.json'), JSON.stringify(listens));
    await toPage('library');
    await press(of('imports.open'));
    await page.getByRole('dialog', { name: of('imports.title') }).waitFor();
    await press(of('imports.chooseFiles'));
    await chosen('StreamingHistory_music_0.json');
    const dialog = page.getByRole('dialog', { name: of('imports.title') });
    const kind = dialog.getByRole('combobox', { name: of('imports.kind') });
    await expect.poll(() => kind.inputValue()).toBe(of('message:import-kind.listens'));
    await press(of('imports.start'));
    await page
      .getByRole('region', { name: of('jobs.news') })
      .getByText(words.until('imports.summary', { read: 43, imported: 43, rejected: 0 }, 'seconds'))
      .waitFor();
  });

  it('7. a recording is placed on the map', async () => {
    const source = join(folder, 'source');
    mkdirSync(source);
    writeDemoFiles(source, { tracks: 30, listeners: 40, seed: 4 }, () => {});
    const files = demoFiles(source);
    const done = async (jobId: number) => expect((await stage.ended(jobId)).state).toBe('done');
    for (const kind of ['metadata', 'audio', 'triplets'] as const)
      await done((await stage.call('import/start', { grant: await stage.grant(files[kind]), kind })).jobId);
    const options = { 'network-epochs': 1 };
    await done((await stage.call('models/train', { type: 'cnn', name: 'ears', options })).jobId);
    writeFileSync(join(folder, 'own.wav'), readFileSync(join(ROOT, 'tests', 'fixtures', 'tone.wav')));
    await toPage('map');
    await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
    await page.keyboard.press('Tab');
    await press(of('place.choose'));
    await chosen('own.wav');
    await page.getByText(of('place.nearest', { file: 'own.wav' })).waitFor();
  });
});
