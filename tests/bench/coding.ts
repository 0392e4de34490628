import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { rebuildCodes } from '../../src/core/mobility/coding/fold.ts';
import { addEvent } from '../../src/core/mobility/rows/event-rows.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import { startServer } from '../../src/server/server.ts';
import { EMPTY_CODE, type ScholarView } from '../../src/shared/mobility/coding.ts';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { ROOT } from '../support/root.ts';
import type { BenchContext } from './context.ts';

const SCHOLARS = 10_557;
const CODES = 37_000;
const INSTITUTIONS = 900;
const KEYS_PRESSED = 25;
const STAGES = ['doctorate', 'first-job', 'elected', 'current'];

/**
 * From the key to the next scholar's name and lines on the page, in a study of 10,557 scholars with five lines each:
 * for a coder without codes, and for one with 37,000.
 */
export async function benchCoding(context: BenchContext) {
  const folder = join(context.folder, 'coding');
  (await createLibrary(folder)).close();
  const app = createApp({ library: await openLibrary(folder), spawnTrainer: spawnChildTrainer });
  try {
    const importSeconds = await importCareers(app, context);
    codesOf(app, 'Ben');
    context.say(`${app.library.db.get<{ n: number }>('SELECT count(*) AS n FROM codes')?.n} codes`);
    const answersMs = { newCoder: await answers(app, 'Ana'), with37000Codes: await answers(app, 'Ben') };
    const page = join(ROOT, 'out', 'renderer');
    const paintedMs =
      existsSync(CHROMIUM) && existsSync(page)
        ? { newCoder: await painted(app, page, 'Ana'), with37000Codes: await painted(app, page, 'Ben') }
        : 'needs Chromium and the built page';
    return { scholars: SCHOLARS, lines: SCHOLARS * 5, codes: CODES, importSeconds, answersMs, paintedMs };
  } finally {
    await app.close();
  }
}

/** Fictional careers: a doctorate, two posts, an award and the post of today. */
async function importCareers(app: App, { folder }: BenchContext): Promise<number> {
  const school = (i: number) => `University ${i % INSTITUTIONS}`;
  const institutions = Array.from(
    { length: INSTITUTIONS },
    (_, i) => `u${i},${school(i)},university,City ${i % 90},CN`,
  );
  writeFileSync(join(folder, 'institutions.csv'), `key,name,kind,city,country\n${institutions.join('\n')}\n`);
  const rows = Array.from({ length: SCHOLARS }, (_, i) => {
    const [a, b, c] = [i * 7, i * 11 + 3, i * 13 + 5].map(school);
    const year = 1985 + (i % 20);
    return [
      `s${i},Scholar ${i},doctorate,${a},${year},${year + 4}`,
      `s${i},Scholar ${i},job,${b},${year + 4},${year + 9}`,
      `s${i},Scholar ${i},job,${c},${year + 9},${year + 14}`,
      `s${i},Scholar ${i},award,${c},${year + 12},${year + 12}`,
      `s${i},Scholar ${i},job,${c},${year + 14},present`,
    ].join('\n');
  });
  writeFileSync(join(folder, 'careers.csv'), `scholar,name,role,institution,start,end\n${rows.join('\n')}\n`);
  await imported(app, join(folder, 'institutions.csv'));
  const started = performance.now();
  await imported(app, join(folder, 'careers.csv'));
  return Math.round(performance.now() - started) / 1000;
}

async function imported(app: App, file: string): Promise<void> {
  const { jobId } = await app.call('mobility/start-import', { grant: app.grants.add(file), mapping: {} });
  for (;;) {
    const { state } = await app.call('jobs/get', { id: jobId });
    if (state === 'done') return;
    if (state === 'failed' || state === 'cancelled' || state === 'interrupted')
      throw new Error(`the import of ${file} ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a coder has decided, as events, of every scholar from the last to the first. */
function codesOf({ library: { db } }: App, author: string): void {
  db.transaction(() => {
    for (let i = 0; i < CODES; i++)
      addEvent(
        db,
        {
          ...{ uid: `bench-${i}`, tick: i + 1, kind: 'set', author, before: null, suggestions: 'shown' },
          ...{ scholar: `s${SCHOLARS - 1 - Math.floor(i / STAGES.length)}`, stage: STAGES[i % STAGES.length] },
          ...{ after: { ...EMPTY_CODE, institution: `u${i % INSTITUTIONS}`, year: 1990 + (i % 30) } },
          ...{ accepted: false, codebookVersion: 0, refersTo: null, reason: '', basis: null },
          at: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(),
        },
        false,
      );
    rebuildCodes(db, author, new Date().toISOString());
  });
}

interface Times {
  median: number;
  slowest: number;
}

function times(measured: readonly number[]): Times {
  const sorted = measured.map(Math.round).toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], slowest: sorted[sorted.length - 1] };
}

/** The backend's part: from the call to the whole answer. */
async function answers(app: App, coder: string): Promise<Times> {
  const measured: number[] = [];
  let from: number | null = null;
  for (let i = 0; i <= KEYS_PRESSED; i++) {
    const started = performance.now();
    const view: ScholarView | null = await app.call('mobility/next-scholar', {
      coder,
      from,
      step: from === null ? 'open' : 'next',
    });
    if (i > 0) measured.push(performance.now() - started);
    from = view?.id ?? null;
  }
  return times(measured);
}

async function painted(app: App, page: string, coder: string): Promise<Times> {
  const server = await startServer(app, page);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const tab = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await tab.goto(server.url);
    await tab.getByRole('link', { name: 'Coding' }).click();
    await tab.getByLabel('Coder').fill(coder);
    await tab.keyboard.press('Enter');
    await tab.getByText('keys ready', { exact: true }).waitFor();
    const measured: number[] = [];
    for (let i = 0; i < KEYS_PRESSED; i++) measured.push(await nextOnPage(tab));
    return times(measured);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Measured on the page itself: from the key to the frame after the one with another scholar's name. */
function nextOnPage(tab: Page): Promise<number> {
  return tab.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const name = () => Array.from(document.querySelectorAll('h1, h2, h3'), (one) => one.textContent).join('|');
        const before = name();
        const started = performance.now();
        const look = () => {
          if (name() === before) requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.now() - started));
        };
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', code: 'KeyN', bubbles: true }));
        requestAnimationFrame(look);
      }),
  );
}
