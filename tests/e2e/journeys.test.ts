// The nightly part `journeys`: QUADRILLE_JOURNEYS=on runs it. With QUADRILLE_TEST_PICTURES=FOLDER it also leaves
// pictures there.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWav16 } from '../../src/core/recommender/audio/wav.ts';
import { demoFiles, writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import type { Language } from '../../src/shared/messages/message.ts';
import { CHROMIUM } from '../support/browser.ts';
import { electronThere } from '../support/electron.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';
import { dropFiles, LAPTOP, STAGES, type Stage } from '../support/stage.ts';
import { Words } from '../support/words.ts';

const wanted = process.env.QUADRILLE_JOURNEYS === 'on';
/** Where the pictures go that somebody looks at; none are made without it. */
const PICTURES = process.env.QUADRILLE_TEST_PICTURES;
const MAIN = '.mantine-AppShell-main';

/** Four seconds of ten clicks a second: nothing that the demo's songs have in them. */
function clicks(): Buffer {
  const rate = 22_050;
  const samples = Float32Array.from({ length: 4 * rate }, (_, at) => (at % (rate / 10) === 0 ? 0.9 : 0));
  return encodeWav16(samples, rate);
}

if (!wanted) process.stderr.write('quadrille: the journeys are not made here ("npm run nightly -- journeys" does)\n');

const CASES: readonly { shell: keyof typeof STAGES; language: Language; scheme: 'dark' | 'light' }[] = [
  { shell: 'Chromium', language: 'en', scheme: 'dark' },
  { shell: 'Chromium', language: 'zh-CN', scheme: 'light' },
  { shell: 'Electron', language: 'en', scheme: 'light' },
  { shell: 'Electron', language: 'zh-CN', scheme: 'dark' },
];
const there = { Chromium: existsSync(CHROMIUM), Electron: electronThere };

/** What a person does with the music half, from the first start to the written list, on a laptop. */
describe.each(CASES)('a music researcher with $shell in $language', ({ shell, language, scheme }) => {
  describe.skipIf(!wanted || !there[shell])('makes a journey', { timeout: 180_000 }, () => {
    const words = new Words(language);
    const of: Words['of'] = (key, values) => words.of(key, values);
    let stage: Stage;
    let page: Page;
    let folder = '';
    const problems: string[] = [];

    const call: Stage['call'] = (method, input) => stage.call(method, input);
    const picture = async (name: string) => {
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${shell}-${language}-${scheme}.png`) });
    };
    const open = async (id: string) => {
      const name = of(`nav.${id}`);
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { name, level: 2 }).waitFor();
    };
    const drop = (on: string, files: Record<string, Buffer>) =>
      dropFiles(page, on, join(folder, `dropped-${Object.keys(files)[0]}`), files);
    const news = () => page.getByRole('region', { name: of('jobs.news') });
    const imported = (rows: number) =>
      words.until('imports.summary', { read: rows, imported: rows, rejected: 0 }, 'seconds');
    const button = (key: string, exact = true) => page.getByRole('button', { name: of(key), exact });
    const progressOf = async (id: number) => (await call('jobs/get', { id })).progress;
    const done = async (jobId: number) => {
      const { state, error } = await stage.ended(jobId);
      expect(state, error?.message.text).toBe('done');
    };

    beforeAll(async () => {
      if (PICTURES) mkdirSync(PICTURES, { recursive: true });
      folder = suiteFolder();
      stage = await STAGES[shell](folder, language, scheme);
      ({ page } = stage);
      page.on('pageerror', (error) => problems.push(error.message));
    }, 120_000);

    afterAll(() => stage?.close());

    it('1. the first start offers the demo and a place for own files, and Tab skips what is beside', async () => {
      await page.getByText(of('library.emptyTitle')).waitFor();
      expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe(scheme);
      await button('library.demo').waitFor();
      await page.getByRole('heading', { name: of('library.ownTile') }).waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(LAPTOP.height);
      await picture('1-first-start');
    });

    it('2. the demo is made in a library of its own, shows how far it is, and one’s own stays empty', async () => {
      await button('library.demo').click();
      await page.getByText(of('frame.library', { name: 'Demo (synthetic)' })).waitFor();
      await page.getByText(of('frame.synthetic')).first().waitFor();
      await news().getByText(of('jobState.running'), { exact: true }).first().waitFor();
      // Nothing is there to be shown around in yet.
      expect(await page.getByRole('dialog', { name: of('command.tour') }).count()).toBe(0);
      await picture('2-demo');
      await button('frame.leaveDemo').click();
      await page.getByText(of('frame.library', { name: 'own' })).waitFor();
      await page.getByText(of('library.emptyTitle')).waitFor();
      expect((await call('jobs/list', {})).length).toBe(0);
    });

    it('3. own data: what cannot be read is named and stops nothing, audio takes its mapping along', async () => {
      const songs = Array.from({ length: 12 }, (_, i) => `song${i}`);
      const plays = songs.flatMap((song, i) => [0, 1, 2].map((by) => `ann${(i + by) % 8}\t${song}\t${1 + by}\n`));
      const tone = readFileSync(join(ROOT, 'tests', 'fixtures', 'tone.wav'));
      await drop(MAIN, {
        'take one.wav': tone,
        'take two.wav': tone,
        'plays.tsv': Buffer.from(plays.join('')),
        'which.csv': Buffer.from('file;song_id\ntake one.wav;song1\ntake two.wav;song2\n'),
        'paper.pdf': Buffer.from('%PDF-1.4\0\0'),
        'letter.txt': Buffer.from('Dear colleague,\n'),
      });
      const dialog = page.getByRole('dialog', { name: of('imports.title') });
      await dialog.getByText(of('message:import.kind-not-read', { name: 'paper.pdf', kind: 'PDF' })).waitFor();
      await dialog.getByText(of('imports.unknown')).waitFor();
      await dialog.getByText(of('imports.leftOut', { count: 2 })).waitFor();
      await dialog.getByText(of('imports.several', { name: 'take one.wav', more: 1 })).waitFor();
      await dialog.getByText('which.csv').first().waitFor();
      await picture('3-import');
      await dialog.getByRole('button', { name: of('imports.start'), exact: true }).click();
      await news().getByText(imported(2)).waitFor();
      await news().getByText(imported(36)).waitFor();
      await picture('3-imported');
      await open('overview');
      await page
        .getByText(of('overview.have', { have: 2, of: 12 }), { exact: true })
        .first()
        .waitFor();
    });

    it('4. a training can be stopped and goes on, and its end is told where people look', async () => {
      const source = join(folder, 'source');
      writeDemoFiles(source, { tracks: 40, listeners: 60, seed: 4 }, () => {});
      const files = demoFiles(source);
      for (const kind of ['metadata', 'tags', 'audio', 'triplets'] as const)
        await done((await call('import/start', { grant: await stage.grant(files[kind]), kind })).jobId);
      const options = { 'network-epochs': 400, patience: 0 };
      const { jobId } = await call('models/train', { type: 'cnn', name: 'cnn', options });
      await expect.poll(async () => (await progressOf(jobId))?.phase, { timeout: 60_000 }).toBe('training');
      await expect.poll(async () => (await progressOf(jobId))?.fraction, { timeout: 60_000 }).toBeGreaterThan(0.05);
      await button('jobs.cancel').first().click();
      expect((await stage.ended(jobId)).state).toBe('cancelled');
      const stoppedAt = (await progressOf(jobId))?.fraction ?? 0;
      await page.getByRole('button', { name: new RegExp(`^${of('status.jobs')}`) }).click();
      const popover = page.getByRole('dialog', { name: of('status.jobs') });
      await popover.getByText(of('jobs.cure.none')).first().waitFor();
      await picture('4-stopped');
      await popover
        .getByRole('button', { name: of('jobs.resume') })
        .first()
        .click();
      // It goes on from its checkpoint, not from the beginning.
      await expect
        .poll(async () => (await progressOf(jobId))?.fraction ?? 0, { timeout: 60_000 })
        .toBeGreaterThan(stoppedAt * 0.8);
      await call('jobs/cancel', { id: jobId });
      await stage.ended(jobId);
      // Also where the focus was on the button that is gone.
      await page.keyboard.press('Escape');
      await expect.poll(() => popover.count()).toBe(0);
      const broken = await stage.grant(join(folder, 'dropped-take one.wav', 'letter.txt'));
      const failing = await call('import/start', { grant: broken, kind: 'metadata' });
      expect((await stage.ended(failing.jobId)).state).toBe('failed');
      const name = `${of('status.jobs')} ${of('jobs.unread', { count: 1 })}`;
      await page.getByRole('button', { name, exact: true }).click();
      await popover.getByText(of('jobState.failed')).first().waitFor();
      await picture('4-failed');
      await page.keyboard.press('Escape');
      await button('status.jobs').waitFor();
    });

    it('5. recommendations: a sentence of reasons, named listeners, two models joined, the list copied', async () => {
      for (const type of ['content', 'als', 'user-cf', 'popularity'])
        await done((await call('models/train', { type, name: type, options: type === 'als' ? { k: 8 } : {} })).jobId);
      await open('recommend');
      await page
        .getByRole('list', { name: of('recommend.list') })
        .getByRole('listitem')
        .first()
        .waitFor();
      await page.getByRole('combobox', { name: of('recommend.model') }).click();
      await page.getByRole('option', { name: of('message:model-title.content'), exact: true }).click();
      const nearest = words.until('recommend.because.nearest', {}, 'title');
      await page.getByText(words.pattern('recommend.because.sentence', {}, 'title', 'reason')).waitFor();
      await page.getByText(nearest).first().waitFor();
      // The listeners are one stop: the first song is reached after few keys.
      const listeners = page.getByRole('navigation', { name: of('recommend.listeners') });
      expect(await listeners.locator('a[tabindex="0"]').count()).toBe(1);
      await button('recommend.nameListener').click();
      await page.getByRole('textbox', { name: of('recommend.listenerName') }).fill('Ann');
      await page.keyboard.press('Enter');
      await listeners.getByText('Ann', { exact: true }).waitFor();
      await button('song.play').and(page.locator(':enabled')).first().click();
      const player = page.getByRole('region', { name: of('player.label') });
      await player.getByRole('button', { name: of('player.picture') }).waitFor();
      await picture('5-recommend');
      await player.getByRole('button', { name: of('player.close') }).click();
      await button('table.copyHint').first().click();
      await expect.poll(() => stage.clipboard()).toMatch(/^[^\t\n]+\t[^\t\n]+\t[^\t\n]+\t[^\t\n]+\t[^\t\n]+\n1\t/);
      await page.getByRole('combobox', { name: of('recommend.compare') }).click();
      await page.getByRole('option').first().click();
      await page
        .getByText(words.pattern('recommend.inBoth', { both: 3 }, 'both'))
        .or(page.locator('.compared'))
        .first()
        .waitFor();
      const lists = page.getByRole('list', { name: words.pattern('recommend.listOf', {}, 'name') });
      await expect.poll(() => lists.count()).toBe(2);
      await picture('5-compared');
    });

    it('6. four models in five folds are compared, and written up: methods and how to report are copied', async () => {
      const evaluation = {
        protocol: 'ranking',
        models: ['popularity', 'user-cf', 'als', 'content'],
        folds: 5,
        options: { als: { k: 8 } },
      };
      await done((await call('evaluation/start', evaluation)).jobId);
      const jobs = of('status.jobs');
      await page.getByRole('button', { name: new RegExp(`^${jobs} `) }).click();
      // Not another job's: the window may still hear that this one is done.
      await page
        .getByRole('dialog', { name: jobs })
        .locator('.mantine-Stack-root')
        .filter({ has: page.getByTitle(words.pattern('message:job.evaluate', {}, 'protocol', 'models')) })
        .last()
        .getByRole('button', { name: of('jobs.openResult') })
        .click();
      await page.locator('.js-plotly-plot').first().waitFor();
      // The list of jobs does not stay over the result.
      await expect.poll(() => page.getByRole('dialog', { name: jobs }).count()).toBe(0);
      await picture('6-result');
      for (const name of ['experiments.methods', 'experiments.reporting']) {
        const copy = page.getByRole('button', { name: of('experiments.copyText', { name: of(name) }) });
        await copy.scrollIntoViewIfNeeded();
        await copy.click();
        const isOfLanguage = language === 'en' ? /^[^\u4e00-\u9fff]{80,}$/ : /[\u4e00-\u9fff]{8}/;
        await expect.poll(() => stage.clipboard()).toMatch(isOfLanguage);
        expect(await page.locator(`[lang="${language}"]`).allInnerTexts()).toContain(await stage.clipboard());
      }
      await picture('6-write-up');
    });

    it('6b. the same as an experiment: its report is saved into a folder', async () => {
      const spec = {
        name: 'four models',
        evaluations: [
          {
            protocol: 'ranking',
            models: ['popularity', 'user-cf', 'als', 'content'],
            folds: 2,
            options: { als: { k: 8 } },
          },
        ],
      };
      await done((await call('experiments/start', { spec: spec as never })).jobId);
      await open('experiments');
      const results = page.getByRole('navigation', { name: of('nav.experiments') });
      await results.getByText('four models', { exact: true }).click();
      const target = join(folder, 'reports');
      mkdirSync(target);
      await stage.chooseFolder(target, () => button('experiments.export').click(), of('files.useFolder'));
      const report = () =>
        readdirSync(target, { recursive: true }).some((file) => String(file).endsWith('report.html'));
      await expect.poll(report, { timeout: 60_000 }).toBe(true);
      await picture('6-saved');
    });

    it('7. a recording is a star on the map, and what makes it doubtful leads', async () => {
      const options = { 'network-epochs': 1 };
      await done((await call('models/train', { type: 'cnn', name: 'ears', options })).jobId);
      await open('map');
      await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
      await page.getByRole('combobox', { name: of('recommend.model') }).click();
      await page.getByRole('option', { name: /ears/ }).click();
      await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
      const panel = page
        .locator('.mantine-Paper-root')
        .filter({ has: page.getByRole('heading', { name: of('place.title') }) });
      const star = (name: string) => page.locator('.js-plotly-plot text').filter({ hasText: name });
      const nearest = (file: string) => of('place.nearest', { file });
      const appeal = words.until('place.appeal', {}, 'share');
      const target = '.mantine-Paper-root[style*="dashed"]';
      // The same sound as a song of the library has.
      await drop(target, { 'known.wav': readFileSync(join(ROOT, 'tests', 'fixtures', 'tone.wav')) });
      await panel.getByText(nearest('known.wav')).waitFor();
      await expect.poll(() => star('known.wav').count()).toBe(1);
      await panel.getByText(appeal).waitFor();
      // It is half a second long, and nothing else is doubtful.
      const short = of('message:audio.clip-is-short', { seconds: 0.5 });
      const alerts = await panel.getByRole('alert').allInnerTexts();
      expect(alerts.map((text) => text.toLowerCase())).toEqual([short.toLowerCase()]);
      await drop(target, { 'clicks.wav': clicks() });
      await panel.getByText(nearest('clicks.wav')).waitFor();
      await expect.poll(() => star('clicks.wav').count()).toBe(1);
      const told = await panel.innerText();
      const warning = told.search(words.pattern('message:scoring.unlike-heard', {}, 'own', 'lower', 'upper'));
      expect(warning).toBeGreaterThan(-1);
      expect(told.indexOf(nearest('clicks.wav'))).toBeGreaterThan(warning);
      const sure = of('place.sure', { n: 1, median: '', lower: '', upper: '' }).split(/[:：]/)[0];
      for (const left of [appeal, of('place.audience'), sure]) expect(told).not.toContain(left);
      // On the map of another model there is no star, and the button leads back to it.
      await page.getByRole('combobox', { name: of('recommend.model') }).click();
      await page.getByRole('option', { name: of('message:model-title.als') }).click();
      await panel.getByText(of('place.notDrawn')).waitFor();
      await panel.getByRole('button', { name: of('place.show', { model: 'ears' }) }).click();
      await expect.poll(() => star('clicks.wav').count()).toBe(1);
      await page.getByRole('textbox', { name: of('map.search') }).fill('waltz');
      await page.getByText(words.counted('map.found')).first().waitFor();
      const foot = await page.locator('.js-plotly-plot').evaluate((plot) => plot.getBoundingClientRect().bottom);
      expect(foot).toBeLessThan(LAPTOP.height - 28);
      expect(foot).toBeGreaterThan(LAPTOP.height - 100);
      await picture('7-placed');
    });

    it('8. one’s own Spotify history is recognised as it comes, and nothing went wrong anywhere', async () => {
      // Not as many as any import before has rows.
      const listens = Array.from({ length: 43 }, (_, i) => ({
        endTime: `2024-03-${String(1 + (i % 28)).padStart(2, '0')} 10:${String(i).padStart(2, '0')}`,
        artistName: `Artist ${i % 5}`,
        trackName: `Tune ${i % 9}`,
        msPlayed: 180_000,
      }));
      await open('library');
      await drop(MAIN, { 'StreamingHistory_music_0.json': Buffer.from(JSON.stringify(listens)) });
      const dialog = page.getByRole('dialog', { name: of('imports.title') });
      const kind = dialog.getByRole('combobox', { name: of('imports.kind') });
      await expect.poll(() => kind.inputValue()).toBe(of('message:import-kind.listens'));
      await dialog.getByRole('button', { name: of('imports.start'), exact: true }).click();
      await news().getByText(imported(43)).waitFor();
      await picture('8-spotify');
      for (const id of ['overview', 'library', 'recommend', 'training', 'experiments', 'map']) {
        await open(id);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), id).toBe(LAPTOP.width);
        await picture(id);
      }
      expect(problems).toEqual([]);
    });
  });
});
