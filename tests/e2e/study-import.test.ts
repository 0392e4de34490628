import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { ROOT, suiteApp, suiteFolder } from '../support/fixtures.ts';
import { fileOf, importStudyFile, TIERS } from '../support/mobility.ts';

const CV = '编号,姓名,单位,类型,起始年,结束年,城市\ns1,甲某,甲山大学,博士,1990,1995,甲城\n';
const ODD = 'wer,wo,ab\ns2,Alpha University,1990\n';

describe.skipIf(!existsSync(CHROMIUM))('importing several files into a study', () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;

  beforeAll(async () => {
    const folder = suiteFolder();
    app = await suiteApp(folder);
    await importStudyFile(app, fileOf('tiers.csv', TIERS, folder));
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
    await page.goto(server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  const picture = async (name: string) => {
    const folder = process.env.QUADRILLE_TEST_PICTURES;
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
  };
  const scholars = () => app.library.db.all<{ key: string }>('SELECT scholar_key AS key FROM scholars ORDER BY id');

  it('all dropped files are looked at, columns can be chosen for any, and the latest is undone', {
    timeout: 120_000,
  }, async () => {
    await page.getByRole('link', { name: 'Careers', exact: true }).click();
    await page.getByRole('heading', { name: 'Study' }).first().waitFor();
    await page.evaluate(
      ([cv, odd]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([cv], 'cv.csv'));
        transfer.items.add(new File([odd], 'odd.csv'));
        const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer });
        document.querySelector('main')?.dispatchEvent(drop);
      },
      [CV, ODD],
    );
    const dialog = page.getByRole('dialog', { name: 'Import into the study' });
    await dialog.getByText('One more file after this one: odd.csv').waitFor();
    const city = dialog.getByRole('combobox', { name: 'City', exact: true });
    await expect.poll(() => city.inputValue()).toBe('城市');
    await picture('import-first-of-two');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText(/not recognised by its headers/).waitFor();
    await dialog.getByRole('combobox', { name: 'What the file is' }).click();
    await page
      .getByRole('option', { name: /a row per position/ })
      .first()
      .click();
    for (const [field, header] of [
      ['Scholar id *', 'wer'],
      ['Institution *', 'wo'],
      ['Start', 'ab'],
    ]) {
      await dialog.getByRole('combobox', { name: field, exact: true }).click();
      await page.getByRole('option', { name: header, exact: true }).click();
    }
    await picture('import-columns-chosen');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect.poll(() => scholars().map(({ key }) => key)).toEqual(['s1', 's2']);
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('odd.csv', { exact: true }).waitFor();
    const undo = page.getByRole('button', { name: 'Undo (1 row)' });
    await undo.waitFor();
    await picture('import-list');
    await undo.click();
    await expect.poll(() => scholars().map(({ key }) => key)).toEqual(['s1']);
  });
});
