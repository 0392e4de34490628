// The nightly part `journeys`: QUADRILLE_JOURNEYS=on runs it. With QUADRILLE_TEST_PICTURES=FOLDER it also leaves
// pictures there.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { LibraryHost } from '../../src/core/app/library-host.ts';
import { encodeWav16 } from '../../src/core/recommender/audio/wav.ts';
import { demoFiles, writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { finish, importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { Settling } from '../support/settled.ts';

const wanted = process.env.QUADRILLE_JOURNEYS === 'on';
/** Where the pictures go that somebody looks at; none are made without it. */
const PICTURES = process.env.QUADRILLE_TEST_PICTURES;
const LAPTOP = { width: 1366, height: 768 };

/** Four seconds of ten clicks a second: nothing that the demo's songs have in them. */
function clicks(): Buffer {
  const rate = 22_050;
  const samples = Float32Array.from({ length: 4 * rate }, (_, at) => (at % (rate / 10) === 0 ? 0.9 : 0));
  return encodeWav16(samples, rate);
}

if (!wanted) process.stderr.write('quadrille: the journeys are not made here ("npm run nightly -- journeys" does)\n');

/** What a person does with the music half, from the first start to the written list, on a laptop. */
describe.skipIf(!wanted || !existsSync(CHROMIUM))('the journeys of a music researcher', { timeout: 120_000 }, () => {
  let browser: Browser;
  let host: LibraryHost;
  let server: RunningServer;
  let context: BrowserContext;
  let page: Page;
  let folder = '';
  const problems: string[] = [];

  const app = () => host.app as App;
  const picture = async (name: string, of = page, look = 'en-dark') => {
    if (PICTURES) await of.screenshot({ path: join(PICTURES, `${name}-${look}.png`) });
  };
  const open = async (name: string) => {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, level: 2 }).waitFor();
  };
  /** Drops files on an element, as from the system's file manager. */
  const drop = (on: string, files: Record<string, Buffer>, at = 0) =>
    page
      .locator(on)
      .nth(at)
      .evaluate(
        (element, given) => {
          const transfer = new DataTransfer();
          for (const [name, base64] of given)
            transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
          element.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
        },
        Object.entries(files).map(([name, bytes]) => [name, bytes.toString('base64')] as const),
      );
  const news = () => page.getByRole('region', { name: 'What was started here' });

  beforeAll(async () => {
    if (PICTURES) mkdirSync(PICTURES, { recursive: true });
    folder = suiteFolder();
    const places = { own: join(folder, 'own'), demo: join(folder, 'demo', 'library') };
    host = await LibraryHost.open({ folder: places.own, create: true, spawnTrainer: spawnChildTrainer, places });
    server = await startServer(host, join(ROOT, 'out', 'renderer'));
    host.onReplaced(() => server.disconnect());
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    context = await browser.newContext({ viewport: LAPTOP, locale: 'en-US', colorScheme: 'dark' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await host?.close();
  });

  it('1. the first start offers the demo and a place for own files, and Tab skips what is beside', async () => {
    await page.goto(server.url);
    await page.getByText('This library is empty.').waitFor();
    await page.getByRole('button', { name: 'Open the demo' }).waitFor();
    await page.getByRole('heading', { name: 'Begin with your own data' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(LAPTOP.height);
    await picture('1-first-start');
  });

  it('2. the demo is made in a library of its own, shows how far it is, and one’s own stays empty', async () => {
    await page.getByRole('button', { name: 'Open the demo' }).click();
    await page.getByText('Library: Demo (synthetic)').waitFor();
    await page.getByText('Synthetic data').waitFor();
    await news().getByText('running', { exact: true }).first().waitFor();
    // Nothing is there to be shown around in yet.
    expect(await page.getByRole('dialog', { name: 'Take the tour' }).count()).toBe(0);
    await picture('2-demo');
    await page.getByRole('button', { name: 'Back to my library' }).click();
    await page.getByText('Library: own').waitFor();
    await page.getByText('This library is empty.').waitFor();
    expect((await app().call('jobs/list', {})).length).toBe(0);
  });

  it('3. own data: what cannot be read is named and stops nothing, audio takes its mapping along', async () => {
    const songs = Array.from({ length: 12 }, (_, i) => `song${i}`);
    const plays = songs.flatMap((song, i) => [0, 1, 2].map((by) => `ann${(i + by) % 8}\t${song}\t${1 + by}\n`));
    const tone = readFileSync(join(ROOT, 'tests', 'fixtures', 'tone.wav'));
    await drop('.mantine-AppShell-main', {
      'take one.wav': tone,
      'take two.wav': tone,
      'plays.tsv': Buffer.from(plays.join('')),
      'which.csv': Buffer.from('file;song_id\ntake one.wav;song1\ntake two.wav;song2\n'),
      'paper.pdf': Buffer.from('%PDF-1.4\0\0'),
      'letter.txt': Buffer.from('Dear colleague,\n'),
    });
    const dialog = page.getByRole('dialog', { name: 'Import files' });
    await dialog.getByText('paper.pdf is not a text file').waitFor();
    await dialog.getByText('Not recognised, so it is left out.').waitFor();
    await dialog.getByText('2 files are left out.').waitFor();
    await dialog.getByText('take one.wav and 1 more audio file').waitFor();
    await dialog.getByText('which.csv').waitFor();
    await picture('3-import');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await news().getByText('2 read, 2 imported, 0 rejected').waitFor();
    await news().getByText('36 read, 36 imported, 0 rejected').waitFor();
    await picture('3-imported');
    await open('Overview');
    await page
      .getByText(/^2 (of|\/) 12$/)
      .first()
      .waitFor();
  });

  it('4. a training can be stopped and goes on, and its end is told where people look', async () => {
    const source = join(folder, 'source');
    writeDemoFiles(source, { tracks: 40, listeners: 60, seed: 4 }, () => {});
    const files = demoFiles(source);
    for (const kind of ['metadata', 'tags', 'audio', 'triplets'] as const) await importFile(app(), kind, files[kind]);
    const options = { 'network-epochs': 400, patience: 0 };
    const { jobId } = await app().call('models/train', { type: 'cnn', name: 'cnn', options });
    await expect.poll(async () => (await app().call('jobs/get', { id: jobId })).progress?.phase).toBe('training');
    await expect
      .poll(async () => (await app().call('jobs/get', { id: jobId })).progress?.fraction, { timeout: 60_000 })
      .toBeGreaterThan(0.05);
    await page.getByRole('button', { name: 'Cancel' }).first().click();
    expect((await app().jobs.wait(jobId)).state).toBe('cancelled');
    const stoppedAt = (await app().call('jobs/get', { id: jobId })).progress?.fraction ?? 0;
    await page.getByRole('button', { name: /^Jobs/ }).click();
    const popover = page.getByRole('dialog', { name: 'Jobs' });
    await popover.getByText('Stopped as you asked.').first().waitFor();
    await picture('4-stopped');
    await popover.getByRole('button', { name: 'Resume' }).first().click();
    // It goes on from its checkpoint, not from the beginning.
    await expect
      .poll(async () => (await app().call('jobs/get', { id: jobId })).progress?.fraction ?? 0, { timeout: 60_000 })
      .toBeGreaterThan(stoppedAt * 0.8);
    await app().call('jobs/cancel', { id: jobId });
    await app().jobs.wait(jobId);
    await page.keyboard.press('Escape');
    const failing = app().jobs.start(
      'train',
      { id: '', text: 'Training: none' },
      { type: 'none', name: 'none', options: {} },
    );
    await app().jobs.wait(failing.id);
    await page.getByRole('button', { name: 'Jobs 1 new outcome', exact: true }).click();
    await popover.getByText('failed').first().waitFor();
    await picture('4-failed');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Jobs', exact: true }).waitFor();
  });

  it('5. recommendations: a sentence of reasons, named listeners, two models joined, the list copied', async () => {
    for (const type of ['content', 'als', 'user-cf', 'popularity'])
      await finish(
        app(),
        (await app().call('models/train', { type, name: type, options: type === 'als' ? { k: 8 } : {} })).jobId,
      );
    await open('Recommend');
    await page.getByRole('list', { name: 'Recommended songs' }).getByRole('listitem').first().waitFor();
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page
      .getByRole('option', { name: /content|tags/i })
      .first()
      .click();
    await page.getByText(/” is here because .*it is close to “/).waitFor();
    // The listeners are one stop: the first song is reached after few keys.
    const tabs = await page.evaluate(
      () =>
        [...document.querySelectorAll('nav[aria-label="Listeners"] a')].filter(
          (link) => link.getAttribute('tabindex') === '0',
        ).length,
    );
    expect(tabs).toBe(1);
    await page.getByRole('button', { name: 'Give this listener a name' }).click();
    await page.getByRole('textbox', { name: 'Name of the listener' }).fill('Ann');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Listeners' }).getByText('Ann', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Play the clip' }).and(page.locator(':enabled')).first().click();
    const player = page.getByRole('region', { name: 'Player' });
    await player.getByRole('button', { name: /Waveform/ }).waitFor();
    await picture('5-recommend');
    await player.getByRole('button', { name: 'Close the player' }).click();
    await page.getByRole('button', { name: 'Copy the table, for a spreadsheet' }).first().click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^[^\t\n]+\t[^\t\n]+\t[^\t\n]+\t[^\t\n]+\t[^\t\n]+\n1\t/);
    await page.getByRole('combobox', { name: 'Compare with…' }).click();
    await page.getByRole('option').first().click();
    await page.getByText(/in both lists/).waitFor();
    await expect.poll(() => page.getByRole('list', { name: /^Recommended by/ }).count()).toBe(2);
    await picture('5-compared');
  });

  it('6. four models in five folds: the status bar leads to the result', async () => {
    const { jobId } = await app().call('evaluation/start', {
      protocol: 'ranking',
      models: ['popularity', 'user-cf', 'als', 'content'],
      folds: 5,
      options: { als: { k: 8 } },
    });
    await finish(app(), jobId);
    await page.getByRole('button', { name: /^Jobs \d+ new outcomes?$/ }).click();
    await page.getByRole('dialog', { name: 'Jobs' }).getByRole('button', { name: 'Open result' }).first().click();
    await page.locator('.js-plotly-plot').first().waitFor();
    await picture('6-result');
  });

  it('7. a recording is a star on the map, and what makes it doubtful leads', async () => {
    const options = { 'network-epochs': 1 };
    await finish(app(), (await app().call('models/train', { type: 'cnn', name: 'ears', options })).jobId);
    await open('Map');
    await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: /ears/ }).click();
    await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
    const panel = page
      .locator('.mantine-Paper-root')
      .filter({ has: page.getByRole('heading', { name: 'A new recording' }) });
    const star = (name: string) => page.locator('.js-plotly-plot text').filter({ hasText: name });
    // The same sound as a song of the library has.
    const tone = readFileSync(join(ROOT, 'tests', 'fixtures', 'tone.wav'));
    await drop('.mantine-Paper-root[style*="dashed"]', { 'known.wav': tone });
    await panel.getByText('known.wav: nearest songs (ears)').waitFor();
    await expect.poll(() => star('known.wav').count()).toBe(1);
    await panel.getByText(/^Expected appeal/).waitFor();
    expect(await panel.getByRole('alert').count()).toBe(0);
    await drop('.mantine-Paper-root[style*="dashed"]', { 'clicks.wav': clicks() });
    await panel.getByText('clicks.wav: nearest songs (ears)').waitFor();
    await expect.poll(() => star('clicks.wav').count()).toBe(1);
    const told = await panel.innerText();
    expect(told).toMatch(/Unlike what the model has heard\s+Unlike .* is usual\.\s+clicks\.wav: nearest songs/);
    expect(told).not.toMatch(/Expected appeal|Predicted audience/);
    await page.getByRole('textbox', { name: 'Find a song or artist' }).fill('waltz');
    await page
      .getByText(/songs? found/)
      .first()
      .waitFor();
    const foot = await page.locator('.js-plotly-plot').evaluate((plot) => plot.getBoundingClientRect().bottom);
    expect(foot).toBeLessThan(LAPTOP.height - 28);
    expect(foot).toBeGreaterThan(LAPTOP.height - 100);
    await picture('7-placed');
  });

  it('8. one’s own Spotify history is recognised as it comes', async () => {
    // Not as many as any import before has rows.
    const listens = Array.from({ length: 43 }, (_, i) => ({
      endTime: `2024-03-${String(1 + (i % 28)).padStart(2, '0')} 10:${String(i).padStart(2, '0')}`,
      artistName: `Artist ${i % 5}`,
      trackName: `Tune ${i % 9}`,
      msPlayed: 180_000,
    }));
    await open('Library');
    await drop('.mantine-AppShell-main', { 'StreamingHistory_music_0.json': Buffer.from(JSON.stringify(listens)) });
    const dialog = page.getByRole('dialog', { name: 'Import files' });
    const kind = dialog.getByRole('combobox', { name: 'What the file is' });
    await expect.poll(() => kind.inputValue()).toMatch(/histor/i);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await news().getByText('43 read, 43 imported, 0 rejected').waitFor();
    await picture('8-spotify');
  });

  it('the same pages stand in Chinese and in light, and nothing went wrong anywhere', async () => {
    const chinese = await browser.newContext({ viewport: LAPTOP, locale: 'zh-CN', colorScheme: 'light' });
    const other = await chinese.newPage();
    other.on('pageerror', (error) => problems.push(error.message));
    const settling = new Settling(other);
    await other.goto(server.url);
    for (const id of ['overview', 'library', 'recommend', 'training', 'experiments', 'map', 'jobs']) {
      await other.evaluate((hash) => {
        window.location.hash = hash;
      }, `#/${id}`);
      await other
        .getByRole('heading', { level: 2 })
        .filter({ hasText: /[\u4e00-\u9fff]/ })
        .waitFor();
      await settling.settled();
      expect(await other.evaluate(() => document.documentElement.scrollWidth), id).toBe(LAPTOP.width);
      await picture(id, other, 'zh-light');
    }
    await chinese.close();
    expect(problems).toEqual([]);
  });
});
