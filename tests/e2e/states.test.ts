import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { axeViolations } from '../support/axe.ts';
import { bothHalves } from '../support/both-halves.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { finish, importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';
import { Settling } from '../support/settled.ts';
import { dropFiles, LAPTOP } from '../support/stage.ts';
import { openPage } from '../support/open-page.ts';

/** More parts than a card shows notes. */
const PARTS = 7;

/** What a page shows while somebody works with it: these states are nowhere when it is merely opened. */
describe.skipIf(!existsSync(CHROMIUM))('a page at work', { timeout: 60_000 }, () => {
  let browser: Browser;
  let app: App;
  let server: RunningServer;
  let page: Page;
  let settling: Settling;
  let folder: string;

  beforeAll(async () => {
    folder = suiteFolder();
    app = await bothHalves(folder);
    server = await startServer(app, join(ROOT, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    const permissions = ['clipboard-read', 'clipboard-write'];
    page = await (await browser.newContext({ viewport: LAPTOP, permissions, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(15_000);
    settling = new Settling(page);
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Library', exact: true }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await app?.close();
  });

  async function show(hash: string): Promise<void> {
    await openPage(page, hash);
    await settling.settled();
  }

  const violations = () => axeViolations(page, settling);

  it.each([
    ['library', 'Songs'],
    ['scholars', 'Scholars'],
  ])('%s, with rows selected and a column filtered', async (id, name) => {
    await show(id);
    const grid = page.getByRole('grid', { name });
    await grid.focus();
    for (const key of ['ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await grid.getByRole('columnheader').first().hover();
    await grid
      .getByRole('button', { name: /^Filter by/ })
      .first()
      .click();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
  });

  const FAULT = `The clipboard ${'is held by another program, '.repeat(4)}`.trim();
  it.each([
    ['a message', 'library', null],
    ['a fault that takes two lines', 'library', FAULT],
    ['a fault that takes two lines', 'recommend', FAULT],
  ])('%s covers nothing that can be pressed, on %s', async (_what, shown, fault) => {
    await page.reload();
    await show(shown);
    await page.evaluate((text) => {
      if (text !== null) navigator.clipboard.write = () => Promise.reject(new Error(text));
    }, fault);
    await page.getByRole('button', { name: /^Copy the table/ }).click();
    await page.getByText(fault ?? 'The table is on the clipboard.').waitFor();
    const covered = await page.locator('.toasts .mantine-Notification-root').evaluate((toast) => {
      const over = toast.getBoundingClientRect();
      const acts = [...document.querySelectorAll('#root :is(a[href], button, input, [role="tab"])')];
      return acts
        .filter((act) => act.checkVisibility({ visibilityProperty: true }))
        .filter((act) => {
          const { left, right, top, bottom } = act.getBoundingClientRect();
          return left < over.right && right > over.left && top < over.bottom && bottom > over.top;
        })
        .map((act) => act.textContent ?? '');
    });
    expect(covered).toEqual([]);
    expect(await violations()).toEqual([]);
    if (process.env.QUADRILLE_TEST_PICTURES)
      await page.screenshot({ path: join(process.env.QUADRILLE_TEST_PICTURES, `message-${fault === null}.png`) });
    await page.reload();
  });

  it('of two messages the latest is seen, and the one before when that is gone', async () => {
    await page.reload();
    await show('recommend');
    const copy = page.getByRole('button', { name: /^Copy the table/ });
    await copy.click();
    await page.getByText('The table is on the clipboard.').waitFor();
    await page.evaluate((text) => {
      navigator.clipboard.write = () => Promise.reject(new Error(text));
    }, FAULT);
    await copy.click();
    await page.getByText(FAULT).waitFor();
    const toasts = page.locator('.toasts .mantine-Notification-root');
    expect(await toasts.count()).toBe(2);
    expect(await Promise.all([0, 1].map((at) => toasts.nth(at).isVisible()))).toEqual([false, true]);
    // Where the one before was: what makes room for that would bring it down to the buttons.
    await expect.poll(async () => (await toasts.nth(1).boundingBox())?.y).toBeLessThan(10);
    await toasts.nth(1).getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => toasts.count()).toBe(1);
    expect(await toasts.first().isVisible()).toBe(true);
    await page.reload();
  });

  it('what is cut is a hint in full while the mouse is on it, and no hint where there is room', async () => {
    await page.setViewportSize({ width: 900, height: 700 });
    await show('library');
    const sentence = page.getByText('The songs and listeners of this library, and what was imported about them.');
    const hint = () => sentence.getAttribute('title');
    await sentence.hover();
    await expect.poll(hint).toBe('The songs and listeners of this library, and what was imported about them.');
    await page.mouse.move(0, 0);
    await page.setViewportSize(LAPTOP);
    await settling.settled();
    await sentence.hover();
    await expect.poll(hint).toBe(null);
    const artist = page.getByRole('grid', { name: 'Songs' }).getByRole('gridcell').nth(7);
    await artist.hover();
    const cut = await artist.evaluate((cell) => cell.scrollWidth > cell.clientWidth);
    expect((await artist.getAttribute('title')) !== null).toBe(cut);
  });

  /** From the top of the page, where the browser itself holds nothing in place. */
  async function openList() {
    await page.reload();
    await show('referee');
    await page.getByRole('button', { name: 'Models of ours, format, seed' }).click();
    const field = page.getByRole('combobox', { name: 'Train beside them' });
    await field.click();
    const choice = page.getByRole('option', { name: 'Popularity' });
    await choice.waitFor();
    await settling.settled();
    const top = () => field.evaluate((input) => input.getBoundingClientRect().top);
    return { choice, top };
  }

  /** What comes above the form, in pixels, one height after the other. */
  const room = (heights: readonly number[], pause = 0) =>
    page.evaluate(
      async ([all, ms]) => {
        const above = document.querySelector<HTMLElement>('#above') ?? document.createElement('div');
        above.id = 'above';
        document.querySelector('form')?.prepend(above);
        for (const height of all) {
          above.style.height = `${height}px`;
          await new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), ms));
        }
      },
      [heights, pause] as const,
    );

  it.each([
    ['in each frame', 0],
    ['slowly, as the list is scrolled', 60],
  ])('an open list does not vanish when something grows above its field, %s', async (_what, pause) => {
    const { choice, top } = await openList();
    if (pause > 0) await page.keyboard.press('ArrowUp');
    const steps = Array.from({ length: 12 }, (_, step) => 40 * (step + 1));
    await room(steps, pause);
    await settling.settled();
    await expect.poll(top).toBeLessThan(720);
    expect(await choice.isVisible()).toBe(true);
  });

  it('an open list does not vanish when something comes above its field', async () => {
    const { choice, top } = await openList();
    for (const height of [150, 420]) {
      await room([height]);
      await settling.settled();
      await expect.poll(top).toBeLessThan(720);
      expect(await choice.isVisible(), `${height} pixels`).toBe(true);
    }
    // What somebody scrolls away is theirs.
    await room([1000]);
    await settling.settled();
    await page.getByText('Lengths of the lists').hover();
    await page.mouse.wheel(0, -2000);
    await expect.poll(top).toBeGreaterThan(768);
    await settling.settled();
    expect(await top()).toBeGreaterThan(768);
    await page.reload();
  });

  it('loads what draws charts while nobody does anything, before there is one', async () => {
    await page.reload();
    await show('library');
    const loaded = () =>
      page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('plotly')));
    await expect.poll(loaded, { timeout: 20_000 }).toBe(true);
    expect(await page.locator('.js-plotly-plot').count()).toBe(0);
  });

  it('has what draws charts compiled elsewhere before it runs, so that the page answers meanwhile', async () => {
    const assets = join(ROOT, 'out', 'renderer', 'assets');
    const [name] = readdirSync(assets).filter((file) => /^plotly.*\.js$/.test(file));
    // Without the wrapper of other loaders, in which it would be parsed again when it runs.
    expect(readFileSync(join(assets, name), 'utf8').slice(0, 200)).toMatch(
      /^\/\/# allFunctionsCalledOnLoad\n(\/\/.*\n)*var Plotly = \(\(\) => \{/,
    );
  });

  it('draws each chart after the page was painted, so that nothing waits for all of them', async () => {
    await show('library');
    await page.evaluate(() => {
      const drawn: number[] = [];
      let frame = 0;
      const count = () => {
        frame++;
        requestAnimationFrame(count);
      };
      count();
      new MutationObserver((changes) => {
        for (const { target } of changes)
          if ((target as Element).classList.contains('js-plotly-plot')) drawn.push(frame);
      }).observe(document.body, { subtree: true, attributeFilter: ['class'] });
      Object.assign(window, { drawn });
    });
    await openPage(page, 'experiments');
    const charts = () => page.locator('.js-plotly-plot').count();
    await expect.poll(charts, { timeout: 20_000 }).toBeGreaterThan(1);
    await settling.settled();
    const frames = await page.evaluate(() => (window as unknown as { drawn: number[] }).drawn);
    expect(frames.length).toBeGreaterThan(1);
    expect(new Set(frames).size).toBe(frames.length);
  });

  it('shows the measures of models with their intervals, none of them cut or divided', async () => {
    await show('experiments');
    const table = page
      .locator('.table-scroller')
      .filter({ hasText: /\[0\.\d+, 0\.\d+\]/ })
      .first();
    await table.waitFor();
    expect(await table.locator('th').count()).toBeGreaterThan(4);
    const { beyond, lines } = await table.evaluate((element) => ({
      beyond: element.scrollWidth - element.clientWidth,
      lines: [...element.querySelectorAll('.undivided')].map((part) => part.getClientRects().length),
    }));
    expect(beyond).toBeLessThanOrEqual(0);
    expect(new Set(lines)).toEqual(new Set([1]));
  });

  it('breaks every value of a table from its interval in the same place', async () => {
    await show('experiments');
    const table = page
      .getByRole('grid')
      .filter({ hasText: /\[0\.\d+, 0\.\d+\]/ })
      .first();
    const breaks = () =>
      table.evaluate((element) =>
        [...element.querySelectorAll('td:has(.undivided)')].map((cell) => {
          const [value, interval] = [...cell.querySelectorAll('.undivided')].map((part) =>
            part.getBoundingClientRect(),
          );
          return interval.top >= value.bottom - 1;
        }),
      );
    // Its column is as wide as a page of paper in every window.
    const seen: boolean[] = [];
    for (let width = 1500; width >= 700; width -= 50) {
      await table.evaluate((element, px) => {
        const panel = element.closest<HTMLElement>('.mantine-Paper-root');
        if (panel) panel.style.width = `${px}px`;
      }, width);
      await settling.settled();
      const found = [...new Set(await breaks())];
      expect(found, `${width} px`).toHaveLength(1);
      seen.push(...found);
    }
    expect([seen[0], seen.at(-1)]).toEqual([false, true]);
  });

  it('finds songs, listeners, models and scholars by name, beside the commands', async () => {
    await show('library');
    const [song] = (await app.call('library/list-songs', { limit: 1 })).rows;
    const [listener] = (await app.call('library/list-listeners', { limit: 1 })).rows;
    await app.call('library/name-listener', { listenerId: listener.listenerId, name: 'Wilhelmina' });
    const [scholar] = await app.call('mobility/list-scholars', { coder: 'Ana', limit: 1 });
    for (const [typed, entry, at] of [
      [song.title, /Song · /, `song/${song.songId}`],
      [song.songId, /Song · /, `song/${song.songId}`],
      ['wilhelm', /Wilhelmina\s*Listener · /, `recommend/${listener.listenerId}`],
      ['item-knn', /Songs played together.*\s*Model/, 'training'],
      [scholar.name, /Scholar · /, `career/${scholar.id}`],
    ] as const) {
      await page.keyboard.press('Control+k');
      const search = page.getByPlaceholder('Find a command, song');
      await search.fill(String(typed));
      const palette = page.getByRole('dialog');
      await palette.getByRole('button', { name: entry }).first().waitFor();
      expect(await violations(), String(typed)).toEqual([]);
      // Nothing but what was found is there: it is chosen already.
      if (typed === song.songId) await page.keyboard.press('Enter');
      else await palette.getByRole('button', { name: entry }).first().click();
      await search.waitFor({ state: 'detached' });
      expect(new URL(page.url()).hash).toBe(`#/${at}`);
    }
  });

  it.each([
    ['library', 'Columns', 'menu'],
    ['library', 'Save the table as a file', 'menu'],
    ['experiments', 'Save the chart', 'dialog'],
    ['training', 'Other machines', 'menu'],
  ] as const)(
    'on %s, what “%s” opens is a %s without a violation, and its hint lies below it',
    async (id, name, role) => {
      await show(id);
      const button = page.getByRole('button', { name, exact: true }).first();
      await button.hover();
      await button.click();
      const opened = page.getByRole(role).last();
      await opened.waitFor();
      await settling.settled();
      expect(await violations()).toEqual([]);
      const hidden = await opened.evaluate((list) =>
        [...list.querySelectorAll('button')]
          .filter((entry) => {
            const { left, top, width, height } = entry.getBoundingClientRect();
            return [0.05, 0.5, 0.95].some((share) => {
              const there = document.elementFromPoint(left + share * width, top + height / 2);
              return there?.closest('[role="tooltip"]') !== null && there !== null;
            });
          })
          .map((entry) => entry.textContent),
      );
      expect(hidden).toEqual([]);
      await page.keyboard.press('Escape');
      await opened.waitFor({ state: 'detached' });
      await page.mouse.move(0, 0);
    },
  );

  it('in a narrow window the list comes before the listeners fill it, and the map is no strip', async () => {
    await page.setViewportSize({ width: 900, height: 700 });
    await show('recommend');
    const first = page.getByRole('list', { name: 'Recommended songs' }).getByRole('listitem').first();
    const bottom = () => first.evaluate((item) => item.getBoundingClientRect().bottom);
    expect(await bottom()).toBeLessThan(660);
    await page.getByRole('button', { name: 'Give this listener a name' }).click();
    const field = page.getByRole('textbox', { name: 'Name of the listener' });
    expect((await field.boundingBox())?.width).toBeGreaterThan(150);
    await page.keyboard.press('Escape');
    await page.setViewportSize(LAPTOP);
  });

  it('a job says where it wrote, wherever it is told of', async () => {
    const target = join(folder, 'written');
    mkdirSync(target);
    const grant = app.grants.add(target);
    await finish(app, (await app.call('library/export-data', { grant, format: 'csv' })).jobId);
    const told = `Written to ${join(target, String(readdirSync(target)[0]))}`;
    await show('library');
    await page.getByRole('button', { name: /^Jobs/ }).click();
    await page.getByRole('dialog', { name: 'Jobs' }).getByText(told, { exact: true }).waitFor();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await show('jobs');
    await page.getByText(told, { exact: true }).waitFor();
  });

  it('a job shows its first notes, and all of them when asked', async () => {
    await show('library');
    const listens = [{ endTime: '2024-03-01 10:00', artistName: 'A', trackName: 'T', msPlayed: 200_000 }];
    const short = { endTime: '2024-03-01 10:05', artistName: 'A', trackName: 'U', msPlayed: 1_000 };
    mkdirSync(join(folder, 'history'));
    for (let part = 0; part < PARTS; part++) {
      const name = join('history', `StreamingHistory_music_${part}.json`);
      fileOf(name, JSON.stringify([...(part === 0 ? listens : []), short]), folder);
    }
    await importFile(app, 'listens', join(folder, 'history'));
    await show('jobs');
    const notes = page.getByText(/left out|skipped|shorter/i);
    const before = await notes.count();
    await page.getByRole('button', { name: /^Show \d+ more note/ }).click();
    expect(await notes.count()).toBeGreaterThan(before);
    expect(await violations()).toEqual([]);
  });

  it('a hybrid is made of models by their names, of two at least', async () => {
    await show('training');
    await page.getByRole('button', { name: 'New model…' }).click();
    const drawer = page.getByRole('dialog', { name: 'New model' });
    await drawer.getByRole('button', { name: /^Mixed hybrid/ }).click();
    const parts = drawer.getByRole('combobox', { name: 'Parts' });
    await parts.click();
    expect(await violations()).toEqual([]);
    await page.getByRole('option', { name: 'Popularity' }).click();
    await drawer.getByText('Choose at least two models, or none.').waitFor();
    await page.getByRole('option', { name: 'Songs played together (Item-kNN)' }).click();
    await parts.press('Escape');
    await drawer.getByText('Choose at least two models, or none.').waitFor({ state: 'detached' });
    await drawer.getByRole('textbox', { name: 'Name' }).fill('both');
    await drawer.getByRole('button', { name: 'Train only' }).click();
    await page
      .getByRole('gridcell', { name: /^both/ })
      .or(page.getByRole('cell', { name: /^both/ }))
      .first()
      .click();
    await page.getByText('Popularity, Songs played together (Item-kNN)').waitFor();
    // It has no network that could be saved.
    expect(await page.getByRole('button', { name: 'Save the network as ONNX…' }).count()).toBe(0);
    const row = (await app.call('models/list', {})).find(({ name }) => name === 'both');
    expect(row?.options).toMatchObject({ parts: 'popularity,item-knn' });
  });

  it('a wrong value that keeps a form from being sent gets the focus', async () => {
    await show('training');
    await page.getByRole('button', { name: 'New model…' }).click();
    const drawer = page.getByRole('dialog', { name: 'New model' });
    await drawer.getByRole('button', { name: /^Funk-SVD/ }).click();
    const factors = drawer.getByRole('textbox', { name: 'Factors' });
    await factors.fill('9999');
    const send = drawer.getByRole('button', { name: 'Train only' });
    await send.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => factors.evaluate((field) => field === document.activeElement)).toBe(true);
    await drawer.getByText('From 1 to 500.').waitFor();
    await drawer.getByRole('button', { name: 'Another model' }).click();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('what a network hears is chosen among what there is, by its name', async () => {
    await show('training');
    await page.getByRole('button', { name: 'New model…' }).click();
    const drawer = page.getByRole('dialog', { name: 'New model' });
    await drawer.getByRole('button', { name: /^Sound network \(1-D\)/ }).click();
    const encoder = drawer.getByRole('combobox', { name: 'Encoder of the sound' });
    expect(await encoder.inputValue()).toBe('None: the spectrograms themselves');
    await encoder.click();
    await page.getByRole('option', { name: 'MusiCNN', exact: true }).waitFor();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await drawer.getByRole('button', { name: 'Another model' }).click();
    await drawer.getByRole('button', { name: /^Similar tags and artist/ }).click();
    await drawer.getByRole('combobox', { name: 'Inputs' }).waitFor();
    await drawer.getByText('Tags, artist, decade', { exact: true }).waitFor();
    await drawer.getByRole('button', { name: 'Another model' }).click();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('a file that is asked about, in the dialog and on its job', async () => {
    await show('library');
    const plays = Buffer.from('who,what,often\nu1,s1,3\nu2,s1,1\n');
    await dropFiles(page, '#main', join(folder, 'dropped'), { 'which.csv': plays });
    const dialog = page.getByRole('dialog', { name: 'Import files' });
    await dialog.getByRole('combobox', { name: 'What the file is' }).click();
    await page.getByRole('option', { name: 'Play counts', exact: true }).click();
    await dialog.getByRole('group', { name: 'Which column holds the listener?' }).waitFor();
    expect(await violations()).toEqual([]);
    await dialog.getByRole('button', { name: 'the column who' }).first().click();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await importFile(app, 'triplets', fileOf('asked.csv', plays.toString(), folder));
    await show('jobs');
    await page.getByRole('group', { name: 'Which column holds the listener?' }).waitFor();
    expect(await violations()).toEqual([]);
  });

  it('a disagreement that is settled, a drawer, a coding form, and a question with a list of years', async () => {
    await page.evaluate(() => window.localStorage.setItem('mobility-coder', JSON.stringify('Ana')));
    await page.reload();
    await show('agreement');
    await page.getByRole('tab', { name: /^Settle/ }).click();
    await page.getByRole('textbox', { name: 'Who decides' }).fill('Zoe');
    await page.getByRole('main').getByText('All', { exact: true }).click();
    await page.getByRole('button', { name: /^Something else/ }).waitFor();
    expect(await violations(), 'settling').toEqual([]);
    await show('experiments');
    await page.getByRole('button', { name: 'New comparison…' }).click();
    expect(await violations(), 'the drawer').toEqual([]);
    await page.keyboard.press('Escape');
    await show('coding');
    await page.keyboard.press('1');
    await settling.settled();
    await page.keyboard.press('e');
    await page.getByText(/by hand: Enter saves/).waitFor();
    expect(await violations(), 'the form of a stage').toEqual([]);
    await page.keyboard.press('Escape');
    await show('study');
    const ranks = Buffer.from('rank,university,country\n1,Alpha,China\n2,Beta,China\n');
    await dropFiles(page, '#main', join(folder, 'ranks'), { 'ranks.csv': ranks });
    const dialog = page.getByRole('dialog', { name: 'Import into the study' });
    await dialog.getByRole('button', { name: 'Problems' }).click();
    const year = dialog.getByRole('combobox', { name: 'ranks.csv has no column for the year' });
    await year.fill('2012');
    await year.press('ArrowDown');
    expect(await violations(), 'a list of answers').toEqual([]);
    await year.press('Enter');
    expect(await year.inputValue()).toBe('The year 2012');
    await dialog.getByRole('button', { name: 'The ranking ARWU' }).click();
    await dialog.getByRole('button', { name: 'Read the file with these answers' }).click();
    await dialog.getByText('2 good').waitFor();
    await page.keyboard.press('Escape');
  });
});
