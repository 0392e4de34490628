import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { ROOT, suiteApp, suiteFolder } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, importStudyTables, resumes } from '../support/mobility.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';

const SCHOLARS = Array.from({ length: 30 }, (_, i) => `s${String(i + 1).padStart(2, '0')}`);

describe.skipIf(!existsSync(CHROMIUM))('coding in Chromium', () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  let folder = '';
  const problems: string[] = [];

  beforeAll(async () => {
    folder = suiteFolder();
    app = await suiteApp(folder);
    await importStudyTables(app, folder);
    const rows = SCHOLARS.flatMap((key) => [
      `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`,
      `${key},Scholar ${key},f,lecturer,Beta University,Beta,1995,2004,`,
      `${key},Scholar ${key},f,award,Beta University,Beta,2002,2002,`,
      `${key},Scholar ${key},f,professor,Alpha University,Alpha,2004,present,`,
    ]);
    await importStudyFile(app, fileOf('resumes.csv', resumes(...rows), folder));
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(server.url);
    await page.getByText('Quadrille').waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  const codes = async (key: string) => {
    const view = await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, key) });
    return view.stages
      .map(({ code }) =>
        code === null ? '-' : `${code.state === 'coded' ? code.institution : code.state}${code.uncertain ? '?' : ''}`,
      )
      .join(' ');
  };
  const shows = (name: string) => page.getByText(`Scholar ${name}`, { exact: true }).first().waitFor();

  it('asks who codes, then a career is four keys', async () => {
    await page.getByRole('link', { name: 'Coding' }).click();
    await page.getByLabel('Coder', { exact: true }).fill('Ana');
    await page.keyboard.press('Enter');
    await shows('s01');
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('a');
      await expect.poll(async () => (await codes('s01')).split(' ').filter((code) => code !== '-').length).toBe(i + 1);
    }
    expect(await codes('s01')).toBe('a b b a');
    await page.getByRole('img', { name: 'Doctorate → First job: Downward' }).waitFor();
    await page.getByRole('img', { name: 'First job → Elected: Stayed' }).waitFor();
    await page.getByRole('img', { name: 'Elected → Current: Upward' }).waitFor();
    await page.keyboard.press('n');
    await shows('s02');
  });

  it('missing, uncertain, skip, undo, redo', async () => {
    await page.keyboard.press('m');
    await expect.poll(() => codes('s02')).toBe('missing - - -');
    await page.keyboard.press('a');
    await expect.poll(() => codes('s02')).toBe('missing b - -');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('u');
    await expect.poll(() => codes('s02')).toBe('missing b? - -');
    await page.keyboard.press('z');
    await expect.poll(() => codes('s02')).toBe('missing b - -');
    await page.keyboard.press('y');
    await expect.poll(() => codes('s02')).toBe('missing b? - -');
    await page.keyboard.press('g');
    await expect.poll(() => codes('s02')).toBe('missing b? b a');
  });

  it('keys are letters while somebody types; Escape leaves, Enter saves', async () => {
    await page.keyboard.press('n');
    await shows('s03');
    await page.keyboard.press('e');
    await page.getByLabel('Note').fill('');
    await page.getByLabel('Note').pressSequentially('maz sung');
    expect(await codes('s03')).toBe('- - - -');
    await page.keyboard.press('Escape');
    await page.getByLabel('Note').waitFor({ state: 'detached' });
    await page.keyboard.press('e');
    await page.getByLabel('Institution', { exact: true }).first().fill('Beta Uni');
    await page.getByRole('option', { name: 'Beta University · Beta', exact: true }).click();
    await page.getByLabel('Note').fill('typed by hand');
    await page.keyboard.press('Enter');
    await expect.poll(() => codes('s03')).toBe('b - - -');
    // The document itself has the focus again.
    await page.keyboard.press('a');
    await expect.poll(() => codes('s03')).toBe('b b - -');
  });

  it('uncertain and bound to a line: on a stage that is not coded yet the suggestion is taken along', async () => {
    await page.keyboard.press('u');
    await expect.poll(() => codes('s03')).toBe('b b b? -');
    await page.keyboard.press(']');
    await page.keyboard.press('b');
    const evidence = async () =>
      (await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: await idOf(app, 's03') })).stages[2].code
        ?.evidence;
    await expect.poll(async () => (await evidence())?.line).toBe(11);
    expect((await evidence())?.snippet).toContain('lecturer');
  });

  it('a key can be changed, and is kept', async () => {
    await page.keyboard.press('?');
    const row = page.locator('.facts > div').filter({ hasText: /^missing/ });
    await row.getByRole('button', { name: 'missing: change' }).click();
    await page.keyboard.press('x');
    await expect.poll(() => row.locator('kbd').textContent()).toBe('x');
    await page.keyboard.press('Escape');
    await page.getByText('Keys work while').waitFor({ state: 'detached' });
    await page.reload();
    await shows('s03');
    await page.keyboard.press('x');
    await expect.poll(() => codes('s03')).toBe('b b b? missing');
  });

  it('a second coder is blind, disagreements are settled with a name and a reason', async () => {
    app.setFact('study-id', 'two'); // with which none of the agreements is drawn for the judge
    const [first] = SCHOLARS;
    const id = await idOf(app, first);
    for (const [stage, institution] of [
      ['doctorate', 'a'],
      ['first-job', 'a'],
      ['elected', 'b'],
      ['current', 'a'],
    ]) {
      const own = (await app.call('mobility/get-scholar', { coder: 'Ana', scholarId: id })).stages.find(
        ({ key }) => key === stage,
      )?.code;
      await app.call('mobility/code', { coder: 'Ben', scholarId: id, stage, value: { ...own, institution } });
    }
    await page.getByRole('link', { name: 'Agreement' }).click();
    await page.getByRole('tab', { name: /Settle/ }).click();
    await page.getByLabel('Who decides').fill('Ana'); // one of the two coders
    await page.getByText('Nothing is left to settle.').waitFor();
    await page.getByLabel('Who decides').fill('Chief');
    await page.getByText('Scholar s01 · First job').waitFor();
    expect(await page.getByText('Ben', { exact: true }).count(), 'sides have no names').toBe(0);
    await page.getByLabel('Why').fill('line 3 says so');
    await page.keyboard.press('Enter');
    const [, right] = (await app.call('mobility/list-settlement-questions', { judge: 'Chief' }))[0].sides;
    await page.keyboard.press('2');
    await page.getByText('Nothing is left to settle.').waitFor();
    const settled = async () => (await app.call('mobility/list-disagreements', { settled: 'all' }))[0].adjudicated;
    const decision = { author: 'Chief', reason: 'line 3 says so', value: { institution: right.value.institution } };
    expect(await settled()).toMatchObject(decision);
    await page.getByText('All', { exact: true }).click();
    await page.getByText('Scholar s01 · First job').click();
    await page.keyboard.press('w');
    await expect.poll(settled).toBeNull();
    await page.getByText('Open', { exact: true }).click();
    await page.getByText('Scholar s01 · First job').click();
    await page.keyboard.press('3');
    await page.getByLabel('Year').fill('1998');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing is left to settle.').waitFor();
    expect(await settled()).toMatchObject({ author: 'Chief', value: { year: 1998 } });
  });

  it('says what is wrong with a field in the language that was changed to', async () => {
    await page.getByRole('link', { name: 'Agreement' }).click();
    await page.getByRole('tab', { name: 'Coders' }).click();
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText('Fill this in.').waitFor();
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByText('请填写此项。').waitFor();
    await page.getByRole('button', { name: '语言' }).click();
    await page.getByText('Fill this in.').waitFor();
  });

  it('asks about an unsaved codebook before its page is left, and before the window closes', async () => {
    await page.getByRole('link', { name: 'Codebook' }).click();
    await page.getByRole('switch', { name: 'Whole, as JSON' }).check();
    await page.getByRole('textbox', { name: 'Whole, as JSON' }).fill('{}');
    await page.getByRole('link', { name: 'Coding' }).click();
    await page.getByRole('button', { name: 'Leave, keep changes' }).click();
    await page.getByText('There are unsaved changes.').waitFor({ state: 'hidden' });
    // What a browser asks the page before its window closes.
    const isHeld = () => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
    expect(await isHeld()).toBe(true);
    await page.getByRole('link', { name: 'Codebook' }).click();
    expect(await page.getByRole('textbox', { name: 'Whole, as JSON' }).inputValue()).toBe('{}');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('There are unsaved changes.').waitFor({ state: 'hidden' });
    expect(await isHeld()).toBe(false);
  });

  it('every page of the study opens, in both languages', async () => {
    for (const language of ['English', '中文']) {
      for (const [en, zh, content] of [
        ['Study', '研究', /ARWU/],
        ['Institutions', '院校机构', /./],
        ['Quadrants', '流动象限', /95 %/],
        ['Analysis', '分析', /./],
        // Institutions by their names, not by their keys.
        ['Audit trail', '操作记录', /^Alpha University · (.+ · )?\d{4}$/],
      ] as const) {
        await page.getByRole('link', { name: language === 'English' ? en : zh, exact: true }).click();
        await page.locator('main').getByText(content).first().waitFor();
      }
      if (language === 'English') await page.getByRole('button', { name: 'Language' }).click();
    }
    await page.getByRole('button', { name: '语言' }).click();
    expect(problems).toEqual([]);
  });
});
