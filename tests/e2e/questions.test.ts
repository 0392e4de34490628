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
import { dropFiles } from '../support/stage.ts';

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

  it('is asked in the dialog, beside what the file would bring, and nothing is open after the import', async () => {
    const dropped = join(folder, 'dropped');
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Library', exact: true }).click();
    await dropFiles(page, '#main', dropped, {
      'counts.csv': Buffer.from('user,song,plays\nu1,s1,3\nu2,s2,many\nu2,s1,few\n'),
      'scrobbles.csv': Buffer.from('artist,title,time\nEnsemble,One,03/04/2023 10:00\n'),
    });
    const dialog = page.getByRole('dialog', { name: 'Import files' });
    await dialog.getByText('1 row would be taken, 2 left out.').waitFor();
    await dialog.getByText('count: “many” is not a whole number above 0, and 1 more like it. Lines 3, 4').waitFor();
    await dialog.getByRole('cell', { name: 'many' }).waitFor();
    await dialog.getByRole('button', { name: 'scrobbles.csv Listening history', exact: true }).click();
    expect(await dialog.getByRole('combobox', { name: 'Format' }).inputValue()).toBe(
      'Table of plays with their times (Last.fm exports)',
    );
    await dialog.getByText('Nothing is taken before the question is answered.').waitFor();
    await dialog.getByRole('button', { name: 'the day (3 April 2021)' }).click();
    await dialog.getByRole('button', { name: 'Read the file with these answers' }).click();
    await dialog.getByText('1 row would be taken, none left out.').waitFor();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const jobs = await app.call('jobs/list', {});
    const results = await Promise.all(jobs.slice(0, 2).map(({ id }) => app.jobs.wait(id)));
    expect(results.map(({ result }) => result)).toMatchObject([
      { imported: 1, questions: [] },
      { imported: 1, rejected: 2 },
    ]);
  });
});
