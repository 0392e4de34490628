import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import { startServer } from '../../src/server/server.ts';
import type { BenchContext } from './context.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';

const TRACKS = 10_000;

/**
 * From opening a library of 10,000 tracks to a table that can be used, in Chromium; then the longest task while
 * scrolling and sorting.
 */
export async function benchStart(context: BenchContext) {
  const page = join(import.meta.dirname, '..', '..', 'out', 'renderer');
  if (!existsSync(CHROMIUM) || !existsSync(page)) return { skipped: 'needs Chromium and a built page' };
  const folder = join(context.folder, 'start');
  await syntheticLibrary(folder, TRACKS, 0);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const started = performance.now();
  const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  const server = await startServer(app, page);
  const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await tab.goto(server.url);
  await tab.getByText('Title ').first().waitFor();
  const interactiveMs = performance.now() - started;
  const longest = await tab.evaluate(async () => {
    let worst = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) worst = Math.max(worst, entry.duration);
    }).observe({ type: 'longtask' });
    const body = document.querySelector('.table-body') as HTMLElement;
    for (let i = 0; i < 40; i++) {
      body.scrollTop = (i * 7001) % body.scrollHeight;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    for (const head of document.querySelectorAll<HTMLElement>('.table-head button:not(:disabled)')) {
      head.click();
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return worst;
  });
  await browser.close();
  await server.close();
  await app.close();
  return { tracks: TRACKS, interactiveMs: Math.round(interactiveMs), longestTaskMs: Math.round(longest) };
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
