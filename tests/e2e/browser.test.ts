import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { createFileChooser } from '../../src/core/app/file-chooser.ts';
import { writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { AppError } from '../../src/shared/errors.ts';
import { say } from '../../src/shared/messages/say.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { finish, importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';

const there = existsSync(CHROMIUM);
if (!there)
  process.stderr.write(
    `quadrille: no Chromium at ${CHROMIUM}: the browser tests are skipped (set QUADRILLE_TEST_CHROMIUM)\n`,
  );

describe.skipIf(!there)('the app in Chromium', () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  const foreign: string[] = [];
  const problems: string[] = [];
  let folder = '';

  beforeAll(async () => {
    folder = suiteFolder();
    app = createApp({
      library: await createLibrary(join(folder, 'library')),
      spawnTrainer: spawnChildTrainer,
      chooser: createFileChooser([folder]),
    });
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (!['blob:', 'data:'].includes(protocol) && host !== `127.0.0.1:${server.port}`) foreign.push(request.url());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  it('opens an empty library with what to do next', async () => {
    await page.goto(server.url);
    await page.getByText('This library is empty.').waitFor();
    expect(page.url()).not.toContain('token');
    await page.reload();
    await page.getByText('This library is empty.').waitFor();
  });

  it('imports a file through its own chooser', async () => {
    writeFileSync(
      join(folder, 'plays.tsv'),
      Array.from({ length: 400 }, (_, i) => `listener${i % 20}\tsong${(i * 7) % 60}\t${1 + (i % 4)}\n`).join(''),
    );
    await page.getByRole('button', { name: 'Import…' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Choose files…' }).click();
    await page.getByRole('button', { name: basename(folder) }).click();
    await page.getByText('plays.tsv').click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('60 rows').waitFor();
    await page.getByText('20 listeners').waitFor();
  });

  it('takes files that are dropped anywhere: by the half of the app in front, an archive as a library', async () => {
    const drop = (name: string, content: string) =>
      page.evaluate(
        ([fileName, text]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], fileName));
          document
            .querySelector('.mantine-AppShell-main')
            ?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
        },
        [name, content],
      );
    await page.getByRole('link', { name: 'Jobs' }).click();
    await drop('more.tsv', 'listener1\tsong1\t3\n');
    const music = page.getByRole('dialog', { name: 'Import files' });
    await music.getByText('more.tsv').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Careers', exact: true }).click();
    await page.getByRole('link', { name: 'Coding' }).click();
    await drop('tiers.csv', 'city,country_code,tier,edition\nAlpha,CN,tier 1,2020\n');
    const study = page.getByRole('dialog', { name: 'Import into the study' });
    await study.getByText('tiers.csv').waitFor();
    await page.keyboard.press('Escape');
    await study.waitFor({ state: 'detached' });
    await drop('x.quadrille-archive', 'no archive');
    const archive = page.getByRole('dialog', { name: 'A library from an archive' });
    await archive.getByText('x.quadrille-archive').waitFor();
    await page.keyboard.press('Escape');
    await archive.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Music', exact: true }).click();
    await page.getByRole('link', { name: 'Library', exact: true }).click();
  });

  it('shows the synthetic demo: table, song, recommendations', async () => {
    const source = join(folder, 'source');
    writeDemoFiles(source, { tracks: 40, listeners: 60, seed: 4 }, () => {});
    for (const [kind, name] of [
      ['metadata', 'track_metadata.db'],
      ['tags', 'lastfm_tags.db'],
      ['audio', 'wav'],
      ['triplets', 'train_triplets.txt'],
    ] as const)
      await importFile(app, kind, join(source, name));
    for (const type of ['content', 'user-cf'])
      await finish(app, (await app.call('models/train', { type, name: type })).jobId);
    await page.getByRole('textbox', { name: 'Filter' }).fill('Synthetic waltz no. 1');
    await page.getByRole('link', { name: 'Synthetic waltz no. 1' }).first().click();
    await page.getByRole('img', { name: /Mel spectrogram/ }).waitFor();
    const lit = await page.evaluate(() => {
      const canvas = document.querySelector('canvas') as HTMLCanvasElement;
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, 256, 256);
      return new Set(Array.from({ length: 256 * 256 }, (_, i) => data[4 * i])).size;
    });
    expect(lit).toBeGreaterThan(20);
    await page.getByRole('link', { name: 'Recommend', exact: true }).click();
    await page.getByRole('list', { name: 'Recommended songs' }).getByRole('listitem').first().waitFor();
    await expect
      .poll(() => page.getByRole('list', { name: 'Recommended songs' }).getByRole('listitem').count())
      .toBe(20);
    await page.getByText('Nearest songs that this listener played').waitFor();
  });

  it('plays a clip', async () => {
    await page.getByRole('button', { name: 'Play the clip' }).first().click();
    await page.getByRole('button', { name: 'Stop' }).first().waitFor();
  });

  it('trains a network, live, and compares models with charts', async () => {
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    const { jobId } = await app.call('models/train', { type: 'tags', name: 'tags', options: { 'network-epochs': 4 } });
    await finish(app, jobId);
    await page.getByText('Loss of Tag network').waitFor();
    await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
    await page.getByRole('link', { name: 'Results', exact: true }).click();
    await page.getByRole('button', { name: 'New comparison…' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('img', { name: 'F1@10 of each model, Ranking' }).waitFor();
    await expect.poll(() => page.locator('.js-plotly-plot').count()).toBe(4);
    await page.getByRole('button', { name: 'Save the chart' }).first().click();
    await page.getByRole('button', { name: 'Save the numbers as CSV' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/ by F1@10: 0\.\d+ \(95 % 0\.\d+ to/).waitFor();
    await page.getByRole('button', { name: /more tables/ }).click();
    await page.getByText(/^Paired t tests over listeners/).waitFor();
  });

  it('a result is named by its reader, its texts are copied in either language, its picture too', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Rename this result' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Five models, first look');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Five models, first look/ }).waitFor();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('button', { name: 'Copy “Methods”' }).click();
    await expect.poll(copied).toMatch(/Protocol “Ranking”.*Popularity.*Computed with Quadrille/s);
    await page.getByText('中文', { exact: true }).last().click();
    await page.getByRole('button', { name: 'Copy “How to report”' }).click();
    await expect.poll(copied).toMatch(/F1@10：.*95 % CI/s);
    await page.getByRole('button', { name: 'Copy the picture' }).first().click();
    const types = () =>
      page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => [...item.types]));
    await expect.poll(types).toEqual(['image/png']);
  });

  it('saves every table as CSV, XLSX and LaTeX', async () => {
    const saved = async (name: string) => {
      await page.getByRole('button', { name: 'Save the table as a file' }).first().click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: readFileSync((await download.path()) as string) };
    };
    const [csv, xlsx, latex] = [await saved('Save as CSV'), await saved('Save as XLSX'), await saved('Save as LaTeX')];
    expect(csv.bytes.toString('utf8').replace(/^\uFEFF/, '')).toMatch(/^model,MAE,/);
    expect([xlsx.name.endsWith('.xlsx'), xlsx.bytes.toString('latin1', 0, 2)]).toEqual([true, 'PK']);
    expect(latex.bytes.toString('utf8')).toMatch(/\\begin\{tabular\}[\s\S]*Funk-SVD/);
  });

  it('draws a map of the songs and offers the paper’s experiment', async () => {
    await page.getByRole('link', { name: 'Map' }).click();
    await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
    await page.getByText('Click a point to hear its song.').waitFor();
    await page.getByRole('link', { name: 'Results', exact: true }).click();
    await page.getByRole('button', { name: 'The paper’s experiment…' }).click();
    const grid = page.getByRole('textbox', { name: 'K (numbers of factors)' });
    expect(await grid.inputValue()).toBe('5, 10, 15, 20, 25, 30, 35, 40, 45, 50');
    await page.getByText('10 × 8 = 80 cells for each fold').waitFor();
    await grid.fill('5, 900');
    await grid.blur();
    await page.getByText('Whole numbers from 1 to 500.').waitFor();
    expect(await grid.inputValue()).toBe('5, 900');
    await page.keyboard.press('Escape');
  });

  it('changes theme and language, and keeps them', async () => {
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('No backup yet.').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Find a command').fill('back up');
    await page.getByRole('dialog').getByText('Back up now').waitFor();
    await page.keyboard.press('Enter');
    // wherever a backup is asked for, the list knows of it
    await page.getByRole('button', { name: /^Restore/ }).waitFor();
    await page.getByText('Dark', { exact: true }).click();
    await page.getByText('简体中文').click();
    await page.getByText('训练引擎').waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe('dark');
    await page.reload();
    await page.getByText('训练引擎').waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => [document.documentElement.dataset.mantineColorScheme, document.documentElement.lang]),
      )
      .toEqual(['dark', 'zh-CN']);
    const untranslated = await page.evaluate(() =>
      [...document.querySelectorAll('nav a')]
        .map((link) => link.textContent ?? '')
        .filter((text) => !/[\u4e00-\u9fff]/.test(text)),
    );
    expect(untranslated).toEqual([]);
    const broken = join(folder, 'broken.txt');
    writeFileSync(broken, 'listener\tsong\tmany\n');
    await importFile(app, 'triplets', broken).catch(() => {});
    await page.getByRole('link', { name: '任务' }).click();
    await page.getByText(/broken\.txt.*没有可导入的内容.*第 1 行.*count.*many.*不是/).waitFor();
    await page.getByRole('link', { name: '设置' }).click();
    await page.getByText('English').click();
    await page.getByText('Training engine').waitFor();
  });

  it('runs no script that is not its own', async () => {
    const blocked = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = 1';
      document.body.append(script);
      // From a timer, since what a debugger evaluates directly is exempt from the policy.
      const evaluated = await new Promise((resolve) =>
        setTimeout(() => {
          try {
            resolve(new Function('return true')());
          } catch {
            resolve(false);
          }
        }),
      );
      return { injected: 'injected' in window, evaluated };
    });
    expect(blocked).toEqual({ injected: false, evaluated: false });
    problems.splice(
      0,
      problems.length,
      ...problems.filter((problem) => !/Content Security Policy|EvalError|unsafe-eval|inline script/i.test(problem)),
    );
  });

  it('asked nobody else for anything, and had no error', () => {
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('damage that is met after opening shows the rescue page with the backups, not a lost connection', async () => {
    await app.call('backups/create', {});
    const handlers = new Map(app.handlers);
    handlers.set('app/info', () => {
      throw new AppError('library-damaged', say('error.database-damaged', { reason: 'malformed' }));
    });
    const damaged = await startServer({ ...app, handlers }, join(ROOT, 'out', 'renderer'));
    const rescue = await browser.newPage({ locale: 'en-US' });
    await rescue.goto(damaged.url);
    await rescue.getByRole('alert').getByText('The database is damaged').waitFor();
    await rescue.getByRole('heading', { level: 1, name: /is damaged$/ }).waitFor();
    await rescue.getByRole('button', { name: 'Restore' }).first().waitFor();
    await rescue.close();
    await damaged.close();
  });
});
