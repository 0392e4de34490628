import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { listBackups } from '../../src/core/storage/backups.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import { LIBRARY_FORMAT, MIGRATIONS, migrate } from '../../src/core/storage/migrate.ts';
import { openForeign, openReadWrite } from '../../src/core/storage/sqlite.ts';
import { importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, INSTITUTIONS, resumes } from '../support/mobility.ts';

/** 20 in the ordinary run, at least 200 in the nightly one: `QUADRILLE_KILLS=200`. */
const KILLS = Number(process.env.QUADRILLE_KILLS ?? 20);
const SEED = Number(process.env.QUADRILLE_SEED ?? Date.now() % 1_000_000);
const VICTIM = join(ROOT, 'tests', 'crash', 'victim.ts');
const random = new Random(SEED);
process.stderr.write(`quadrille: ${KILLS} kills, seed ${SEED} (repeat with QUADRILLE_SEED=${SEED})\n`);

const SCENARIOS = ['import', 'coding', 'merge', 'training', 'backup', 'archive', 'migration'] as const;
type Scenario = (typeof SCENARIOS)[number];
const killsOf = (scenario: Scenario) =>
  Math.floor(KILLS / SCENARIOS.length) + (SCENARIOS.indexOf(scenario) < KILLS % SCENARIOS.length ? 1 : 0);
let killed = 0;

/**
 * Starts a victim, kills it (or its whole group, or its trainer alone) after a random time once it has the library
 * open, and answers what it had acknowledged.
 */
async function murder(
  scenario: Scenario,
  library: string,
  files: string,
  lastAcknowledged: string,
  round = 0,
): Promise<string[]> {
  const victim = spawn(process.execPath, [VICTIM, scenario, library, files, lastAcknowledged], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let text = '';
  const said = (words: RegExp) =>
    new Promise<void>((resolve) => victim.stdout.on('data', () => words.test(text) && resolve()));
  victim.stdout.on('data', (data: Buffer) => {
    text += data.toString();
  });
  const opened = said(/^ack opened$/m);
  const acknowledged = said(/^ack (?!opened$|closed$)/m);
  const ended = new Promise<number | null>((resolve) => victim.once('exit', resolve));
  // A migration happens while the library opens; everything else after it.
  if (scenario === 'migration') await wait(120 + random.uniform() * 400);
  else {
    await Promise.race([opened, ended]);
    // The first time whenever it may be; from then on it lives until something was acknowledged, so that the test says
    // something on a slow machine too.
    if (lastAcknowledged === '-1' && round > 0) await Promise.race([acknowledged, ended]);
    await wait(random.uniform() * 900);
  }
  strike(victim, scenario);
  await ended;
  await orphansGone(victim.pid as number);
  killed++;
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith('ack ') && line !== 'ack opened' && line !== 'ack closed');
  return lines.map((line) => line.slice(4));
}

function strike(victim: ChildProcess, scenario: Scenario): void {
  const whole = random.uniform() < 0.5;
  if (scenario === 'training' && random.uniform() < 0.3) {
    // the trainer alone; the backend has to live on, and is killed a moment later
    const { error } = spawnSync('pkill', ['-KILL', '-P', String(victim.pid)]);
    if (error) throw error;
    spawnSync('sleep', ['0.05']);
  }
  try {
    process.kill(whole ? -(victim.pid as number) : (victim.pid as number), 'SIGKILL');
  } catch {
    // it had ended by itself
  }
}

/** Nothing of a killed app may go on running. */
async function orphansGone(group: number): Promise<void> {
  if (!Number.isSafeInteger(group) || group <= 1) throw new Error(`${group} is no group of a victim`);
  for (let i = 0; i < 100; i++) {
    try {
      process.kill(-group, 0);
    } catch {
      return; // nobody is left in it
    }
    await wait(100);
  }
  throw new Error(`processes of the killed app still run after 10 s (group ${group})`);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function reopened(library: string, work: (app: App) => Promise<void>): Promise<void> {
  const opened = await openLibrary(library);
  expect(opened.db.pragma('integrity_check')).toBe('ok');
  expect(opened.db.all('PRAGMA foreign_key_check')).toEqual([]);
  const app = createApp({ library: opened, spawnTrainer: spawnChildTrainer });
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

async function made(prepare?: (app: App) => Promise<void>): Promise<string> {
  const folder = join(suiteFolder(), 'library');
  const app = createApp({ library: await createLibrary(folder), spawnTrainer: spawnChildTrainer });
  await prepare?.(app);
  await app.close();
  return folder;
}

/** Coders work in copies of one study. */
function copyOf(library: string): string {
  const copy = join(suiteFolder(), 'library');
  cpSync(library, copy, { recursive: true });
  return copy;
}

async function study(app: App): Promise<void> {
  await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS));
  await importStudyFile(
    app,
    fileOf(
      'r.csv',
      resumes(...Array.from({ length: 40 }, (_, i) => `s${i},Scholar ${i},f,PhD,Alpha University,Alpha,1990,1995,`)),
    ),
  );
}

describe.skipIf(process.platform === 'win32')('killed at random', { timeout: 3_600_000 }, () => {
  let triplets = '';
  let plays = '';
  let coders = '';
  let studied = '';
  const LISTENERS = 2000;

  beforeAll(async () => {
    triplets = suiteFolder();
    for (let f = 0; f < 30; f++) {
      const lines: string[] = [];
      for (let u = 0; u < LISTENERS; u++)
        for (let i = 0; i < 10; i++)
          lines.push(`file${f}-listener${u}\tsong${(u * 31 + i * 977 + f) % 3000}\t${1 + ((u + i) % 7)}`);
      writeFileSync(join(triplets, `triplets-${String(f).padStart(2, '0')}.txt`), `${lines.join('\n')}\n`);
    }
    plays = join(triplets, 'triplets-00.txt');
    studied = await made(study);
    coders = suiteFolder();
    for (let c = 0; c < 5; c++) {
      await reopened(copyOf(studied), async (app) => {
        for (let i = 0; i < 40; i++)
          await app.call('mobility/code', {
            coder: `Coder ${c}`,
            scholarId: await idOf(app, `s${i}`),
            stage: 'doctorate',
            value: { institution: 'a', year: 1950 + c },
          });
        await app.call('mobility/export-coding', { coder: `Coder ${c}`, grant: app.grants.add(coders) });
      });
    }
  });

  afterAll(() => {
    expect(killed, 'each planned kill took place').toBe(KILLS);
  });

  it('imports: whole files or nothing, and what was being published goes on', async () => {
    const library = await made();
    let last = -1;
    for (let n = 0; n < killsOf('import'); n++) {
      const acknowledged = await murder('import', library, triplets, String(last), n);
      last = Math.max(last, ...acknowledged.map(Number));
      await reopened(library, async (app) => {
        for (const { id } of app.jobs.list(50)) await app.jobs.wait(id);
        const count = (f: number) =>
          app.library.db.get<{ n: number; songs: number }>(
            'SELECT count(*) AS n, coalesce(sum(songs), 0) AS songs FROM listeners WHERE listener_key LIKE ?',
            `file${f}-%`,
          );
        for (let f = 0; f < 30; f++) {
          const found = count(f);
          const whole = { n: LISTENERS, songs: LISTENERS * 10 };
          if (f <= last) expect(found, `file ${f} was acknowledged`).toEqual(whole);
          else if (found?.n !== 0) expect(found, `file ${f} is there by half`).toEqual(whole);
        }
      });
    }
    expect(last).toBeGreaterThanOrEqual(0);
  });

  it('coding: every acknowledged code is there', async () => {
    const library = await made(study);
    let last = -1;
    for (let n = 0; n < killsOf('coding'); n++) {
      const acknowledged = await murder('coding', library, triplets, String(last), n);
      last = Math.max(last, ...acknowledged.map(Number));
      await reopened(library, async (app) => {
        const events = app.library.db
          .all<{ after: string }>("SELECT after FROM coding_events WHERE author = 'Ana'")
          .map(({ after }) => Number(JSON.parse(after).note));
        const seen = new Set(events);
        for (let i = 0; i <= last; i++) expect(seen.has(i), `code ${i} of ${last}`).toBe(true);
        const current = app.library.db
          .all<{ value: string }>("SELECT value FROM codes WHERE coder = 'Ana'")
          .map(({ value }) => Number(JSON.parse(value).note));
        expect(Math.max(...current, -1), 'codes and their trail agree').toBe(Math.max(...events, -1));
      });
    }
    expect(last).toBeGreaterThan(0);
  });

  it('merging: all of a file or nothing of it', async () => {
    const library = copyOf(studied);
    let last = -1;
    for (let n = 0; n < killsOf('merge'); n++) {
      const acknowledged = await murder('merge', library, coders, String(last), n);
      last = Math.max(last, ...acknowledged.map(Number));
      await reopened(library, async (app) => {
        for (let c = 0; c < 5; c++) {
          const found = app.library.db.get<{ n: number }>(
            'SELECT count(*) AS n FROM codes WHERE coder = ?',
            `Coder ${c}`,
          )?.n;
          if (c <= last) expect(found).toBe(40);
          else expect([0, 40]).toContain(found);
        }
      });
    }
    expect(last).toBeGreaterThanOrEqual(0);
  });

  it('training: acknowledged models are there, the one that was cut off resumes', async () => {
    const library = await made(async (app) => void (await importFile(app, 'triplets', plays)));
    let last = -1;
    for (let n = 0; n < killsOf('training'); n++) {
      const acknowledged = await murder('training', library, triplets, String(last), n);
      last = Math.max(last, ...acknowledged.map(Number));
      await reopened(library, async (app) => {
        const names = (await app.call('models/list', {})).map(({ name }) => name);
        for (let i = 0; i <= last; i++) expect(names).toContain(`model-${i}`);
        for (const model of app.library.db.all<{ file: string }>('SELECT file FROM models'))
          expect(existsSync(join(app.library.paths.models, model.file))).toBe(true);
        const cut = app.jobs.list(5).find(({ state }) => state === 'interrupted' || state === 'failed');
        if (cut) {
          expect(cut.resumable).toBe(true);
          await app.call('jobs/resume', { id: cut.id });
          expect((await app.jobs.wait(cut.id)).state).toBe('done');
          const model = /model-(\d+)/.exec(cut.title.text)?.[1];
          last = Math.max(last, Number(model ?? last));
        }
      });
    }
    expect(last).toBeGreaterThanOrEqual(0);
  });

  it('backups: the last acknowledged one is whole, and no rest of a broken one stays', async () => {
    const library = await made(async (app) => void (await importFile(app, 'triplets', plays)));
    const folder = join(library, 'backups');
    for (let n = 0; n < killsOf('backup'); n++) {
      const acknowledged = await murder('backup', library, triplets, '-1');
      for (const { name } of listBackups(folder)) {
        const copy = openForeign(join(folder, name));
        expect(copy.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
        copy.close();
      }
      const last = acknowledged.pop();
      if (last) expect(existsSync(join(folder, last))).toBe(true);
      await reopened(library, async (app) => void (await app.call('backups/create', {})));
      expect(readdirSync(folder).filter((name) => !/^library-.*Z\.sqlite$/.test(name))).toEqual([]);
    }
  });

  it('archives: whole or not there', async () => {
    const library = await made(async (app) => void (await importFile(app, 'triplets', plays)));
    const out = suiteFolder();
    const { importArchive } = await import('../../src/core/storage/archive.ts');
    for (let n = 0; n < killsOf('archive'); n++) {
      await murder('archive', library, out, '-1');
      const whole = readdirSync(out).filter((name) => name.endsWith('.quadrille-archive'));
      for (const name of whole.slice(-2)) {
        const target = join(suiteFolder(), 'copy');
        await importArchive(join(out, name), target, { progress: () => {} });
        await reopened(target, async (app) =>
          expect((await app.call('app/info', {})).counts.listeners).toBe(LISTENERS),
        );
      }
      await reopened(library, async () => {});
    }
  });

  it('migrations: the old format or the new one, with every row', async () => {
    for (let n = 0; n < killsOf('migration'); n++) {
      const folder = join(suiteFolder(), 'library');
      mkdirSync(folder);
      const old = openReadWrite(join(folder, 'library.sqlite'));
      migrate(old, MIGRATIONS.slice(0, 1));
      old.transaction(() => {
        for (let i = 0; i < 20_000; i++) old.run('INSERT INTO songs (song_key) VALUES (?)', `song ${i}`);
      });
      old.close();
      await murder('migration', folder, triplets, '-1');
      await reopened(folder, async (app) => {
        expect(app.library.db.pragma('user_version')).toBe(LIBRARY_FORMAT);
        expect(app.library.db.get('SELECT count(*) AS n FROM songs')).toEqual({ n: 20_000 });
        expect(listBackups(app.library.paths.backups).length).toBeGreaterThan(0);
      });
    }
  });
});
