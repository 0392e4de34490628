import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { createFileChooser } from '../../src/core/app/file-chooser.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

describe.skipIf(!existsSync(CHROMIUM))('a question that a file raises', () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    folder = suiteFolder();
    const library = await createLibrary(join(folder, 'library'));
    app = createApp({ library, spawnTrainer: spawnChildTrainer, chooser: createFileChooser([folder]) });
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  it('stands on its job, and a click on each answer reads the file again', { timeout: 60_000 }, async () => {
    const file = fileOf('plays.csv', 'who,what,often\nu1,s1,3\nu2,s1,1\n', suiteFolder());
    expect(await importFile(app, 'triplets', file)).toMatchObject({ imported: 0 });
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Jobs' }).click();
    const read = page.getByRole('button', { name: 'Read the file with these answers' });
    await read.waitFor();
    expect(await read.isDisabled()).toBe(true);
    for (const [question, answer] of [
      ['Which column holds the listener?', 'the column who'],
      ['Which column holds the song?', 'the column what'],
      ['Which column holds the play count?', 'the column often'],
    ])
      await page.getByRole('group', { name: question }).getByRole('button', { name: answer }).click();
    if (process.env.QUADRILLE_TEST_PICTURES)
      await page.screenshot({ path: join(process.env.QUADRILLE_TEST_PICTURES, 'questions.png') });
    await read.click();
    await page.getByText('2 imported').waitFor();
    expect(app.library.db.get('SELECT count(*) AS n FROM songs')).toEqual({ n: 1 });
    if (process.env.QUADRILLE_TEST_PICTURES)
      await page.screenshot({ path: join(process.env.QUADRILLE_TEST_PICTURES, 'answered.png') });
  });

  it('vectors are named in the dialog, with their ids, and stand on the Library page with their coverage', async () => {
    copyFileSync(join(ROOT, 'tests', 'fixtures', 'tables', 'i2.npy'), join(folder, 'features.npy'));
    writeFileSync(join(folder, 'songs.txt'), 's1\nx2\nx3\nx4\n');
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Import…' }).first().click();
    const pick = async (name: string) => {
      await page
        .getByText(folder.split('/').at(-1) as string)
        .first()
        .click();
      await page.getByText(name, { exact: true }).click();
    };
    await page.getByRole('button', { name: 'Choose files…' }).click();
    await pick('features.npy');
    await page.getByRole('textbox', { name: 'Name of the vectors' }).fill('mert');
    await page.getByRole('button', { name: 'File of ids…' }).click();
    await pick('songs.txt');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('tab', { name: 'Vectors' }).click();
    const row = page.getByRole('row').filter({ hasText: 'mert' });
    await row.getByText('100').waitFor(); // one of one played song
    expect(await row.innerText()).toMatch(/features\.npy/);
  });
});
