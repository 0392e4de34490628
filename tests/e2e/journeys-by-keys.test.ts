import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from '../support/browser.ts';
import { suiteFolder } from '../support/fixtures.ts';
import { STAGES, type Stage } from '../support/stage.ts';
import { Words } from '../support/words.ts';

/** More stops than these nobody goes through to something that a page is for. */
const FAR = 30;

/** The first start and the demo without a mouse; single pages are walked in `focus.test.ts`. */
describe.skipIf(!existsSync(CHROMIUM))('by keys alone', { timeout: 120_000 }, () => {
  const words = new Words('en');
  const of: Words['of'] = (key, values) => words.of(key, values);
  let stage: Stage;
  let page: Page;

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
  beforeAll(async () => {
    stage = await STAGES.Chromium(suiteFolder(), 'en', 'light');
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
});
