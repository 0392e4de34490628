import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import { startServer } from '../../src/server/server.ts';
import type { BenchContext } from './context.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';

const ROWS = 10_000;
/** Pages with a row for each track, scholar, institution or spelling. */
const LONG_PAGES = [
  'library',
  'scholars',
  'institutions/spellings',
  'institutions/names',
  'institutions/list',
  'work',
  'coding',
];

interface Measured {
  page: string;
  /** From the address to the first content, and to the first row of the table. */
  paintMs: number;
  rowMs: number;
  /** Of what was done with the page, the longest by what the main thread computed, whatever else the machine does. */
  worst: string;
  worstCpuMs: number;
  /** The same by the clock. */
  worstMs: number;
}

/**
 * A library of 10,000 tracks and 10,000 scholars in Chromium: each long page is opened, then scrolled, sorted by each
 * column, searched and selected whole.
 */
export async function benchStart(context: BenchContext) {
  const page = join(import.meta.dirname, '..', '..', 'out', 'renderer');
  if (!existsSync(CHROMIUM) || !existsSync(page)) return { skipped: 'needs Chromium and a built page' };
  const folder = process.env.QUADRILLE_BENCH_LIBRARY ?? join(context.folder, 'start');
  if (!existsSync(folder)) await longLibrary(folder);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const started = performance.now();
  const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  const server = await startServer(app, page);
  const openMs = Math.round(performance.now() - started);
  const pages: Measured[] = [];
  for (const name of LONG_PAGES) {
    const measured = await measurePage(browser, server.url, name);
    if (process.env.QUADRILLE_BENCH_ALL) process.stderr.write(`${JSON.stringify(measured)}\n`);
    pages.push(measured);
  }
  await browser.close();
  await server.close();
  await app.close();
  return { rows: ROWS, openMs, pages };
}

async function measurePage(browser: Browser, url: string, name: string): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const tab = await context.newPage();
  // The token in the address is used up by the first page; the second is the one that is measured.
  await tab.goto(url);
  await tab.getByText('Quadrille').first().waitFor();
  await tab.evaluate((coder) => localStorage.setItem('mobility-coder', coder), JSON.stringify('Somebody'));
  await tab.goto('about:blank');
  const began = performance.now();
  await tab.goto(`${url.split('#')[0]}#/${name}`);
  await tab.locator('[role="grid"] tbody tr:nth-child(2), .evidence-lines li, [role="option"]').first().waitFor();
  const rowMs = performance.now() - began;
  const paintMs = await tab.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  const devtools = await context.newCDPSession(tab);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  let worst = { worst: '', worstCpuMs: 0, worstMs: 0 };
  for (const [what, act] of await interactions(tab)) {
    const cost = await costOf(tab, devtools, act);
    if (cost.cpuMs > worst.worstCpuMs) worst = { worst: what, worstCpuMs: cost.cpuMs, worstMs: cost.ms };
    if (process.env.QUADRILLE_BENCH_ALL) process.stderr.write(`${name} ${what}: ${cost.cpuMs} (${cost.ms}) ms\n`);
  }
  await context.close();
  return { page: name, paintMs: Math.round(paintMs), rowMs: Math.round(rowMs), ...worst };
}

async function interactions(tab: Page): Promise<[string, () => Promise<unknown>][]> {
  const list: [string, () => Promise<unknown>][] = [];
  const scroller = tab.locator('.table-scroller').first();
  if ((await scroller.count()) === 0) return [['down', () => tab.keyboard.press('ArrowDown')]];
  for (const part of [0.3, 0.9])
    list.push([
      `scroll to ${part}`,
      () => scroller.evaluate((element, at) => element.scrollTo(0, at * element.scrollHeight), part),
    ]);
  const heads = await tab.locator('.table-sort:not(:disabled)').count();
  for (let i = 0; i < heads; i++)
    list.push([`sort by column ${i}`, () => tab.locator('.table-sort:not(:disabled)').nth(i).click()]);
  const funnel = tab.locator('.table-funnel').first();
  if ((await funnel.count()) > 0)
    list.push(['open a filter', () => funnel.click({ force: true })], ['close it', () => tab.keyboard.press('Escape')]);
  const search = tab.getByRole('textbox', { name: /search/i }).first();
  if ((await search.count()) > 0) list.push(['search', () => search.fill('7')], ['all again', () => search.fill('')]);
  list.push(
    [
      'point at a row',
      () =>
        tab
          .locator('.table-row')
          .first()
          .click({ position: { x: 4, y: 10 } }),
    ],
    ['select all', () => tab.keyboard.press('Control+a')],
    [
      'select one',
      () =>
        tab
          .locator('.table-row')
          .last()
          .click({ position: { x: 4, y: 10 } }),
    ],
  );
  return list;
}

/** What the main thread computes until the page has been quiet for a moment. */
async function costOf(tab: Page, devtools: CDPSession, act: () => Promise<unknown>) {
  const busy = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  await tab.evaluate(() => {
    const noted = { worst: 0 };
    Object.assign(window, { noted });
    new PerformanceObserver((entries) => {
      for (const { duration } of entries.getEntries()) noted.worst = Math.max(noted.worst, duration);
    }).observe({ type: 'longtask' });
  });
  const before = await busy();
  await act();
  await tab.waitForTimeout(600);
  const cpuMs = Math.round((await busy()) - before);
  const ms = await tab.evaluate(() => (window as unknown as { noted: { worst: number } }).noted.worst);
  return { cpuMs, ms: Math.round(ms) };
}

/** The fictional study, its scholars many times over, beside tracks without files. */
async function longLibrary(folder: string): Promise<void> {
  await syntheticLibrary(folder, ROWS, 0);
  const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  await app.call('mobility/make-demo', {});
  const { db } = app.library;
  const most = (table: string) => db.get<{ n: number }>(`SELECT max(id) AS n FROM ${table}`)?.n ?? 0;
  const [scholars, lines, positions] = [most('scholars'), most('evidence'), most('positions')];
  db.transaction(() => {
    for (let copy = 1; copy * scholars < ROWS; copy++) {
      const [person, line, position] = [copy * scholars, copy * lines, copy * positions];
      db.run(
        'INSERT INTO scholars (id, scholar_key, name, attributes) ' +
          "SELECT id + ?, scholar_key || '-' || ?, name || ' ' || ?, attributes FROM scholars WHERE id <= ?",
        ...[person, copy, copy, scholars],
      );
      db.run(
        'INSERT INTO evidence (id, scholar_id, file, line, text) ' +
          'SELECT id + ?, scholar_id + ?, file, line + ?, text FROM evidence WHERE id <= ?',
        ...[line, person, line, lines],
      );
      db.run(
        'INSERT INTO positions (id, scholar_id, evidence_id, stage, role, title, mention, mention_key, city, ' +
          'country, start_year, end_year, is_current, is_primary, role_text) SELECT id + ?, scholar_id + ?, ' +
          "evidence_id + ?, stage, role, title, mention || ' ' || (id % 3 + ?), mention_key || ' ' || (id % 3 + ?), " +
          'city, country, start_year, end_year, is_current, is_primary, role_text FROM positions WHERE id <= ?',
        ...[position, person, line, 3 * copy, 3 * copy, positions],
      );
      db.run(
        'INSERT INTO codes (scholar_id, stage, coder, value, state, uncertain, event_uid, updated_at) ' +
          "SELECT scholar_id + ?, stage, coder, value, state, uncertain, event_uid || '-' || ?, updated_at " +
          'FROM codes WHERE scholar_id <= ?',
        ...[person, copy, scholars],
      );
    }
    const known = most('institutions');
    for (let i = known + 1; i <= known + 2000; i++) {
      const values = [i, `made-${i}`, `Made University ${i}`];
      db.run("INSERT INTO institutions (id, institution_key, name, kind) VALUES (?, ?, ?, 'university')", ...values);
      db.run(
        'INSERT INTO institution_names (institution_id, name, name_key) VALUES (?, ?, ?)',
        ...[i, `Made University ${i}`, `made university ${i}`],
      );
    }
  });
  await app.close();
}

/** Rows without files behind them: enough to see a table of that size. */
export async function syntheticLibrary(folder: string, tracks: number, scholars: number): Promise<void> {
  const library = await createLibrary(folder);
  library.db.transaction(() => {
    for (let i = 1; i <= tracks; i++) {
      library.db.run(
        'INSERT INTO songs (id, song_key, listeners, plays) VALUES (?, ?, ?, ?)',
        i,
        `SO${i}`,
        (i * 7919) % 900,
        (i * 104_729) % 9000,
      );
      library.db.run(
        'INSERT INTO tracks (id, track_key, song_id, title, artist, duration_seconds, year) VALUES (?, ?, ?, ?, ' +
          '?, 200, 2000)',
        i,
        `TR${i}`,
        i,
        `Title ${i}`,
        `Artist ${i % 700}`,
      );
      library.db.run('UPDATE songs SET main_track_id = ? WHERE id = ?', i, i);
    }
    for (let i = 1; i <= scholars; i++)
      library.db.run(
        "INSERT INTO scholars (id, scholar_key, name, attributes) VALUES (?, ?, ?, '{}')",
        i,
        `s${i}`,
        `Scholar ${i}`,
      );
  });
  library.close();
}
