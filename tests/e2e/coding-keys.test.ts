import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { ROOT, suiteApp, suiteFolder } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, importStudyTables, resumes } from '../support/mobility.ts';

const ANSWER_DELAY_MS = 400;
const SCHOLARS = Array.from({ length: 24 }, (_, i) => `s${String(i + 1).padStart(2, '0')}`);

/** A scholar of whom there is a CV in free text only. */
const FREE = 'free';
const CV = '1995年毕业于Alpha University，获博士学位\n1995.7-2004.6 Beta University 讲师，2004年任教授';

/** A new scholar for each test. */
let taken = 0;

describe.skipIf(!existsSync(CHROMIUM))('keys of the coding page', () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  let keyboard: CDPSession;
  let scholar = '';
  let delayMs = 0;
  const problems: string[] = [];

  beforeAll(async () => {
    const folder = suiteFolder();
    app = await suiteApp(folder);
    await importStudyTables(app, folder);
    const rows = SCHOLARS.flatMap((key) => [
      `${key},Scholar ${key},f,PhD,Alpha University,Alpha,1990,1995,`,
      `${key},Scholar ${key},f,lecturer,Beta University,Beta,1995,2004,`,
      `${key},Scholar ${key},f,award,Beta University,Beta,2002,2002,`,
      `${key},Scholar ${key},f,professor,Alpha University,Alpha,2004,present,`,
      `${key},Scholar ${key},f,visiting,Somewhere Else College,Gamma,2000,2001,`,
      `${key},Scholar ${key},f,visiting,Nowhere Yet Academy,Gamma,2001,2001,`,
    ]);
    await importStudyFile(app, fileOf('resumes.csv', resumes(...rows), folder));
    await importStudyFile(app, fileOf(`Scholar ${FREE}.txt`, CV, folder));
    await app.call('mobility/save-institution', {
      key: 'qinghua',
      name: '清华大学',
      kind: 'university',
      city: '北京',
      country: 'CN',
      aliases: [{ name: 'Tsinghua University', from: null, to: null }],
    });
    // Ben sees no suggestions.
    await app.call('mobility/assign', { coder: 'Ben', what: 'all', suggestions: 'hidden' });
    const handlers: App['handlers'] = new Map(
      [...app.handlers].map(([method, handler]) => [
        method,
        async (...given) => {
          await new Promise((resolve) => setTimeout(resolve, delayMs));
          return handler(...given);
        },
      ]),
    );
    server = await startServer({ ...app, handlers }, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
    keyboard = await page.context().newCDPSession(page);
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Coding' }).click();
    await page.getByLabel('Coder', { exact: true }).fill('Ana');
    await page.keyboard.press('Enter');
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
    expect(problems).toEqual([]);
  });

  beforeEach(async () => {
    delayMs = 0;
    scholar = SCHOLARS[taken++];
    await open(scholar);
  });

  async function open(key: string): Promise<void> {
    await page.getByText('keys ready', { exact: true }).waitFor();
    await page.keyboard.press('f');
    await page.getByRole('textbox', { name: 'find' }).fill(key);
    await page.getByRole('button', { name: new RegExp(`^Scholar ${key}`) }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Scholar ${key}` }).waitFor();
    await page.getByRole('textbox', { name: 'find' }).waitFor({ state: 'detached' });
  }

  const stages = async (coder = 'Ana') =>
    (await app.call('mobility/get-scholar', { coder, scholarId: await idOf(app, scholar) })).stages;
  const codes = async (coder = 'Ana') =>
    (await stages(coder)).map(({ code }) => (code === null ? '-' : (code.institution ?? code.state))).join(' ');
  const line = (index: number) => page.getByRole('listbox', { name: 'Evidence' }).getByRole('option').nth(index);

  it('a digit puts its line into the stage whole: place, role, evidence, and the year of the stage', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('2');
    await expect.poll(() => codes()).toBe('a b - -');
    const [doctorate, firstJob] = await stages();
    expect(doctorate.code).toMatchObject({ institution: 'a', city: 'Alpha', year: 1995, role: 'doctorate' });
    expect(doctorate.code?.evidence?.snippet).toContain('PhD');
    expect(firstJob.code).toMatchObject({ institution: 'b', year: 1995, role: 'job' });
  });

  it('a digit takes what is proposed of free text, with the years that were dragged', async () => {
    await open(FREE);
    const taken = async (stage: number) => {
      const scholarId = await idOf(app, `Scholar ${FREE}`);
      return (await app.call('mobility/get-scholar', { coder: 'Ana', scholarId })).stages[stage].code;
    };
    expect(await line(0).locator('.proposal-institution').textContent()).toBe('Alpha University');
    await page.keyboard.press('1');
    await expect.poll(() => taken(0)).toMatchObject({ institution: 'a', year: 1995, role: 'doctorate' });
    expect(await taken(1)).toBeNull();
    const years = line(1).locator('.proposal-year').first();
    const grip = await line(1).locator('.proposal-grip[data-mark="year"]').first().boundingBox();
    const box = await years.boundingBox();
    if (!grip || !box) throw new Error('no years underlined');
    await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.55, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    expect(await years.textContent()).toMatch(/^-?2004\.6$/);
    await page.keyboard.press('2');
    await expect.poll(() => taken(1)).toMatchObject({ institution: 'b', year: 2004, role: 'job' });
  });

  it('a blind coder needs four digits for four stages', async () => {
    await page.getByRole('button', { name: 'Ana', exact: true }).click();
    await page.getByLabel('Coder', { exact: true }).fill('Ben');
    await page.keyboard.press('Enter');
    await page.getByText('coded blind').waitFor();
    await open(scholar);
    for (const digit of '1234') await page.keyboard.press(digit);
    await expect.poll(() => codes('Ben')).toBe('a b b a');
    await page.getByRole('button', { name: 'Ben', exact: true }).click();
    await page.getByLabel('Coder', { exact: true }).fill('Ana');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^accept all/ }).waitFor();
  });

  it('a line of an open institution is asked about: the editor has the rest and adds it', async () => {
    await page.keyboard.press('5');
    const institution = page.getByLabel('Institution', { exact: true }).first();
    await expect.poll(() => institution.inputValue()).toBe('Somewhere Else College');
    expect(await page.getByLabel('Year', { exact: true }).inputValue()).toBe('2000');
    expect(await codes()).toBe('- - - -');
    await institution.press('Enter');
    await page.getByLabel('Name', { exact: true }).press('Enter');
    await page.getByLabel('Name', { exact: true }).waitFor({ state: 'detached' });
    await institution.press('Enter');
    await expect.poll(() => codes()).toBe('somewhere-else-college - - -');
    expect((await stages())[0].code?.evidence?.snippet).toContain('Somewhere Else');
  });

  it('work after a click on a line and after marking a piece of it, which b binds', async () => {
    await line(1).click();
    await page.keyboard.press('a');
    await expect.poll(() => codes()).toBe('a - - -');
    const box = await line(1).boundingBox();
    if (!box) throw new Error('the line is not shown');
    await page.mouse.move(box.x + 12, box.y + 14);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y + 14);
    await page.mouse.up();
    const marked = await page.evaluate(() => String(getSelection()).trim());
    expect(marked.length).toBeGreaterThan(3);
    await page.keyboard.press('b');
    await expect.poll(async () => (await stages())[1].code?.evidence?.snippet).toBe(marked);
  });

  it.each([
    ['Caps Lock', { key: 'A', code: 'KeyA' }],
    ['a full-width letter', { key: 'ａ', code: 'KeyA' }],
    ['a Cyrillic layout', { key: 'ф', code: 'KeyA' }],
    ['an input method that keeps the key to itself', { key: 'Process', code: 'KeyA', keyCode: 229 }],
    ['a full-width digit', { key: '１', code: 'Digit1' }],
    ['a letter by its layout, not its place (AZERTY)', { key: 'a', code: 'KeyQ' }],
    ['a row that writes digits with Shift only (AZERTY)', { key: '&', code: 'Digit1' }],
  ])('work under %s', async (_what, init) => {
    await page.evaluate((sent) => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { ...sent, bubbles: true, cancelable: true }));
    }, init);
    await expect.poll(() => codes()).toBe('a - - -');
  });

  it('Option and AltGr, which write [ and ] on some keyboards, are no modifiers', async () => {
    const second = () => line(1).getAttribute('aria-selected');
    expect(await second()).toBe('false');
    await page.evaluate(() => {
      const sent = { key: ']', code: 'Digit6', altKey: true, bubbles: true };
      document.body.dispatchEvent(new KeyboardEvent('keydown', sent));
    });
    await expect.poll(second).toBe('true');
  });

  it('Enter and Escape of an input method are its own', async () => {
    await page.keyboard.press('e');
    const note = page.getByLabel('Note');
    await note.click();
    await keyboard.send('Input.imeSetComposition', { text: 'qing', selectionStart: 4, selectionEnd: 4 });
    for (const key of ['Escape', 'Enter']) {
      const windowsVirtualKeyCode = 229;
      await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode });
      await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode });
    }
    await keyboard.send('Input.insertText', { text: '清' });
    await expect.poll(() => note.inputValue()).toBe('清');
    expect(await codes()).toBe('- - - -');
    await page.keyboard.press('Escape');
    await note.waitFor({ state: 'detached' });
  });

  it('with slow answers, letters after e go into the field, none is a code, and none is lost', async () => {
    delayMs = ANSWER_DELAY_MS;
    await page.keyboard.press('a');
    await page.keyboard.press('e');
    await page.keyboard.type('beta mus', { delay: 20 });
    const institution = page.getByLabel('Institution', { exact: true }).first();
    await expect.poll(() => institution.inputValue()).toBe('beta mus');
    delayMs = 0;
    expect(await codes()).toBe('a - - -');
    await page.keyboard.press('Escape');
    await institution.waitFor({ state: 'detached' });
  });

  it('with slow answers, digits after a line that is asked about go into no other stage', async () => {
    delayMs = ANSWER_DELAY_MS;
    for (const digit of '1624') await page.keyboard.press(digit);
    const institution = page.getByLabel('Institution', { exact: true }).first();
    await expect.poll(() => institution.inputValue()).toBe('Nowhere Yet Academy');
    await page.waitForTimeout(3 * ANSWER_DELAY_MS);
    delayMs = 0;
    expect(await codes()).toBe('a - - -');
    expect(await institution.inputValue()).toBe('Nowhere Yet Academy');
    await page.keyboard.press('Escape');
    await institution.waitFor({ state: 'detached' });
  });

  it('are ready after an e that came before the first scholar was read', async () => {
    delayMs = ANSWER_DELAY_MS;
    await page.getByRole('link', { name: 'Work' }).click();
    await page.getByRole('heading', { name: 'Work', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Coding' }).click();
    await page.locator('.mantine-Skeleton-root').first().waitFor();
    await page.evaluate(() => {
      const sent = { key: 'e', code: 'KeyE', bubbles: true, cancelable: true };
      document.body.dispatchEvent(new KeyboardEvent('keydown', sent));
    });
    await page.getByText('keys ready', { exact: true }).waitFor();
    delayMs = 0;
    await open(scholar);
    await page.keyboard.press('1');
    await expect.poll(() => codes()).toBe('a - - -');
  });

  it('what is refused is told and ends nothing: no code without an institution', async () => {
    await page.evaluate(() => localStorage.clear());
    await page.keyboard.press('m');
    await expect.poll(() => codes()).toBe('missing - - -');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('b');
    await page.keyboard.press('a');
    await expect.poll(() => codes()).toBe('a - - -');
    await expect(
      app.call('mobility/code', { coder: 'Ben', scholarId: await idOf(app, scholar), stage: 'doctorate', value: {} }),
    ).rejects.toMatchObject({ code: 'bad-request', told: { id: 'coding.empty' } });
    expect(await codes('Ben')).toBe('- - - -');
  });

  it('institutions are found by pinyin initials and by their English names', async () => {
    for (const typed of ['qhdx', 'tsinghua']) {
      await page.keyboard.press('e');
      const institution = page.getByLabel('Institution', { exact: true }).first();
      await institution.fill(typed);
      await page.getByRole('option', { name: '清华大学 · 北京' }).waitFor();
      await institution.press('Escape');
      if (await institution.isVisible()) await page.keyboard.press('Escape');
      await institution.waitFor({ state: 'detached' });
    }
  });

  it('a new institution under the name of another is asked about, and changes nothing of it', async () => {
    await page.keyboard.press('e');
    await page.getByLabel('Institution', { exact: true }).first().fill('beta  university!');
    await page.keyboard.press('Enter');
    const taken = page.getByText('There is an institution of that name');
    await page.getByLabel('Name', { exact: true }).fill('Beta University');
    await taken.waitFor();
    await page.getByLabel('City', { exact: true }).last().fill('Delta');
    await page.getByRole('button', { name: 'Another one of the same name' }).click();
    await taken.waitFor({ state: 'detached' });
    const named = (await app.call('mobility/list-institutions', {})).filter(({ name }) => name === 'Beta University');
    expect(named.map(({ key, city }) => [key, city]).sort()).toEqual([
      ['b', 'Beta'],
      ['beta-university', 'Delta'],
    ]);
    await page.getByText('Scholar', { exact: false }).first().click();
    await page.keyboard.press('Escape');
    await page.getByLabel('Note').waitFor({ state: 'detached' });
  });

  it('undo goes back to the stage that it undid', async () => {
    await page.keyboard.press('a');
    await expect.poll(() => codes()).toBe('a - - -');
    await page.keyboard.press('z');
    await expect.poll(() => codes()).toBe('- - - -');
    await page.keyboard.press('a');
    await expect.poll(() => codes()).toBe('a - - -');
  });
});
