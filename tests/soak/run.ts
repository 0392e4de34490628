// `node tests/soak/run.ts [--minutes 30] [--csv FILE]`: a working day in the real app, compressed: pages are opened,
// careers coded and codes taken back, files imported, models trained, the window reloaded, again and again. Memory and
// open files of every process, the page's heap, log and library have to be as large at the end as in the middle. Needs
// QUADRILLE_TEST_ELECTRON and Linux; the app has to be built (`npm run build`).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { RECORDS_KEPT } from '../../src/core/imports/undo.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { LISTED_PAGES } from '../../src/shared/pages.ts';
import { quit, type Started, startElectron, startScreen, utilityProcesses } from '../support/electron.ts';
import { PageClient } from '../support/page-client.ts';
import { prepareTestApp } from '../support/test-app.ts';
import { openPage } from '../support/open-page.ts';
import { countStarts, type Judgement, judge, type Sample, sample } from './measure.ts';

const DISPLAY = ':91';
const LISTENERS = 400;
const PLAYS = 12_000;
/** Below this the thirds say nothing. */
const FEWEST_CYCLES = 9;
const PAGE_MS = 250;
/** What a person does in a minute of an ordinary day is one cycle. */
const CAREERS_EACH_CYCLE = 3;

const { values: given } = parseArgs({ options: { minutes: { type: 'string' }, csv: { type: 'string' } } });

function playsFile(folder: string): string {
  const file = join(folder, 'plays.tsv');
  const line = (i: number) => `listener${i % LISTENERS}\tsong${(i * 7919) % 1009}\t${1 + (i % 5)}\n`;
  writeFileSync(file, Array.from({ length: PLAYS }, (_, i) => line(i)).join(''));
  return file;
}

/** Of somebody who works in it for long: it keeps as many imports to be undone as it ever will. */
async function makeLibrary(folder: string, plays: string): Promise<void> {
  const app = createApp({ library: await createLibrary(folder), spawnTrainer: spawnChildTrainer });
  await app.call('mobility/make-demo', {});
  for (let i = 0; i < RECORDS_KEPT; i++) {
    const { jobId } = await app.call('import/start', { grant: app.grants.add(plays), kind: 'triplets' });
    await app.jobs.wait(jobId);
  }
  await app.close();
}

async function openPages({ page }: Started): Promise<void> {
  for (const { id } of LISTED_PAGES) {
    await openPage(page, id);
    await page.waitForTimeout(PAGE_MS);
  }
}

/** From the keyboard: two codes, one of them taken back, on to the next career. */
async function code({ page }: Started): Promise<void> {
  await openPage(page, 'coding');
  const coder = page.getByLabel('Coder');
  const scholar = page.getByText(/^Fictional Scholar \d+$/).first();
  await coder.or(scholar).first().waitFor();
  if (await coder.isVisible()) {
    await coder.fill('Ana');
    await page.keyboard.press('Enter');
  }
  for (let i = 0; i < CAREERS_EACH_CYCLE; i++) {
    await scholar.waitFor();
    for (const key of ['m', 'm', 'z', 'z', 'n']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(60);
    }
  }
}

async function done(client: PageClient, jobId: number): Promise<void> {
  const { state, title, error } = await client.ended(jobId);
  if (state !== 'done') throw new Error(`${title.text}: ${state} ${error?.message.text ?? ''}`);
}

async function importAndTrain(started: Started, plays: string): Promise<void> {
  const client = await PageClient.connect(started);
  const grant = await client.grant(plays);
  await done(client, (await client.call('import/start', { grant, kind: 'triplets' })).jobId);
  const { jobId } = await client.call('models/train', { type: 'funk-svd', name: 'soak', options: { k: 8, epochs: 5 } });
  await done(client, jobId);
  await client.call('models/recommend', { listenerId: 'listener1', model: 'soak' });
  await client.call('models/delete', { name: 'soak' });
  await client.call('settings/set', { theme: 'light' });
}

async function cycle(started: Started, plays: string): Promise<void> {
  await openPages(started);
  await code(started);
  await importAndTrain(started, plays);
  await started.page.reload();
  await started.page.getByRole('link', { name: 'Music', exact: true }).waitFor();
}

function tell(judgements: readonly Judgement[]): void {
  for (const { name, before, after, allowed, flat } of judgements)
    process.stdout.write(
      `${flat ? 'flat    ' : 'GROWS   '} ${name}: ${before.toFixed(1)} → ${after.toFixed(1)} ` +
        `(at most ${allowed.toFixed(1)})\n`,
    );
}

function table(samples: readonly Sample[]): string {
  const names = [...new Set(samples.flatMap((one) => Object.keys(one)))].sort();
  const rows = samples.map((one) => names.map((name) => one[name]?.toFixed(2) ?? '').join(','));
  return `${names.map((name) => JSON.stringify(name)).join(',')}\n${rows.join('\n')}\n`;
}

async function main(): Promise<number> {
  const runtime = process.env.QUADRILLE_TEST_ELECTRON;
  if (!runtime || process.platform !== 'linux' || !utilityProcesses) {
    process.stdout.write('soak: needs QUADRILLE_TEST_ELECTRON with its database, on Linux\n');
    return 2;
  }
  const minutes = Number(given.minutes ?? 30);
  prepareTestApp(runtime);
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-soak-'));
  const library = join(folder, 'library');
  const screen = await startScreen(DISPLAY);
  const samples: Sample[] = [];
  let started: Started | undefined;
  try {
    const plays = playsFile(folder);
    await makeLibrary(library, plays);
    started = await startElectron(DISPLAY, join(folder, 'config'), ['--library', library]);
    await started.page.getByRole('link', { name: 'Music', exact: true }).waitFor();
    await countStarts(started);
    const until = Date.now() + minutes * 60_000;
    while (Date.now() < until || samples.length < FEWEST_CYCLES) {
      await cycle(started, plays);
      samples.push(await sample(started, library));
      if (given.csv) writeFileSync(given.csv, table(samples));
    }
  } finally {
    if (started) await quit(started);
    screen?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  const judgements = judge(samples);
  tell(judgements);
  const growing = judgements.filter(({ flat }) => !flat);
  process.stdout.write(
    `soak: ${samples.length} cycles in ${minutes} minutes, ${judgements.length} measures, ` +
      `${growing.length === 0 ? 'all flat' : `not flat: ${growing.map(({ name }) => name).join('; ')}`}\n`,
  );
  return growing.length === 0 ? 0 : 1;
}

process.exitCode = await main();
