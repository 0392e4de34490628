import type { ChildProcess } from 'node:child_process';
import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { listBackups } from '../../src/core/storage/backups.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { libraryPaths } from '../../src/core/storage/paths.ts';
import { openForeign } from '../../src/core/storage/sqlite.ts';
import { RESTART_DELAYS_MS } from '../../src/main/supervision.ts';
import type { JobSummary } from '../../src/shared/contract/jobs.ts';
import {
  isAlive,
  killProcess,
  notedEnd,
  processesOf,
  quit,
  type Started,
  startElectron,
  startScreen,
  utilityProcesses,
} from '../support/electron.ts';
import { importFile, ROOT, suiteFolder } from '../support/fixtures.ts';
import { fileOf, importStudyFile, INSTITUTIONS, resumes } from '../support/mobility.ts';
import { PageClient } from '../support/page-client.ts';
import { plays, type Work, WORKS } from './work.ts';

const DISPLAY = ':93';
/** Thirteen in all in the ordinary run, one for each work; a hundred for each in the nightly parts. */
const KILLS_EACH = Number(process.env.QUADRILLE_KILLS_EACH ?? 1);
const SEED = Number(process.env.QUADRILLE_SEED ?? Date.now() % 1_000_000);
/** Imports of a hundred rounds in one library would only make each round slower. */
const ROUNDS_PER_LIBRARY = 20;
/** The shorter jobs take this long. */
const MOST_MS_BEFORE = 400;
const ORPHANS_MS = 10_000;
const SCHOLARS = 60;

type Target = 'app' | 'backend' | 'trainer';
const PROCESS_NAMES = { backend: 'Quadrille backend', trainer: 'Quadrille trainer' };

const keyOf = (i: number) => `s${String(i).padStart(3, '0')}`;
const scholar = (i: number) => `${keyOf(i)},Scholar ${i},f,PhD,Alpha University,Alpha,1990,1995,`;
const isOver = ({ state }: JobSummary) => state !== 'queued' && state !== 'running';
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!utilityProcesses)(
  'the whole app in its processes, one of them killed at random',
  { timeout: 3_600_000 },
  () => {
    const random = new Random(SEED);
    let screen: ChildProcess | null = null;
    let base = '';
    let running: Started | null = null;
    /** Library and settings of the app that runs. */
    let shared: { config: string; library: string } | null = null;
    let kills = 0;
    let duringWork = 0;
    /** Of the app that runs. */
    let backendKills = 0;

    beforeAll(async () => {
      process.stderr.write(`quadrille: ${KILLS_EACH} kills for each work, seed ${SEED} (QUADRILLE_SEED=${SEED})\n`);
      base = join(suiteFolder(), 'library');
      const app = createApp({ library: await createLibrary(base), spawnTrainer: spawnChildTrainer });
      await importFile(app, 'triplets', fileOf('plays.tsv', plays(-1)));
      await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS));
      await importStudyFile(app, fileOf('r.csv', resumes(...Array.from({ length: SCHOLARS }, (_, i) => scholar(i)))));
      await app.close();
      screen = await startScreen(DISPLAY);
    });

    afterAll(async () => {
      if (running) await quit(running);
      screen?.kill();
      process.stderr.write(`quadrille: ${duringWork} of ${kills} kills while the job was running or queued\n`);
    });

    async function start(config: string, library: string): Promise<Started> {
      const started = await startElectron(DISPLAY, config, ['--library', library]);
      running = started;
      await started.page.getByRole('link', { name: 'Music', exact: true }).waitFor();
      return started;
    }

    async function gone(pids: readonly number[], what: string): Promise<void> {
      for (const deadline = Date.now() + ORPHANS_MS; pids.some(isAlive); await wait(50))
        if (Date.now() > deadline)
          throw new Error(`${what}: ${pids.filter(isAlive)} still run after ${ORPHANS_MS / 1000} s`);
    }

    /** Kills, checks that nothing is left behind, and answers a connection to the app as it is then. */
    async function kill(
      target: Target,
      started: Started,
      restart: () => Promise<Started>,
      killed = () => {},
    ): Promise<PageClient> {
      const utilities = (await processesOf(started)).filter(({ type }) => type === 'Utility');
      const pids = (name: string) => utilities.filter((one) => one.name === name).map(({ pid }) => pid);
      kills++;
      if (target === 'app') {
        backendKills = 0;
        const all = (await processesOf(started)).map(({ pid }) => pid);
        killProcess(started.main.pid as number);
        killed();
        await gone(all, 'processes of the killed app');
        return PageClient.connect(await restart());
      }
      const victims = pids(PROCESS_NAMES[target]);
      const told = target === 'backend' ? await notedEnd(started) : async () => {};
      for (const pid of victims) killProcess(pid);
      killed();
      await gone(victims, target);
      if (target === 'backend') {
        await gone(pids(PROCESS_NAMES.trainer), 'trainers of the killed backend');
        await told();
        const music = started.page.getByRole('link', { name: 'Music', exact: true });
        const reload = started.page.getByRole('button', { name: 'Reload' });
        // After the last restart that comes by itself the backend stays down until the page asks for it.
        const back = music.waitFor();
        if (++backendKills > RESTART_DELAYS_MS.length) await Promise.any([back, reload.click()]);
        await back;
      }
      return PageClient.connect(started);
    }

    /** Waits until the job has a trainer; false if it was over before. */
    async function trains(client: PageClient, started: Started, id: number | null): Promise<boolean> {
      for (;;) {
        if ((await processesOf(started)).some(({ name }) => name === PROCESS_NAMES.trainer)) return true;
        if (id === null || isOver(await client.call('jobs/get', { id }))) return false;
        await wait(20);
      }
    }

    /** Jobs that were cut off go on where somebody resumes them, and come to their end. */
    async function finishAll(client: PageClient): Promise<void> {
      for (const { id } of await client.call('jobs/list', { limit: 100 })) {
        const job = await client.ended(id);
        if (job.state === 'interrupted' || job.state === 'failed') {
          expect(job.resumable, `${job.title.text}: ${job.error?.message.text}`).toBe(true);
          await client.call('jobs/resume', { id });
        }
        const { state, title, error } = await client.ended(id);
        expect(state, `${title.text}: ${error?.message.text}`).toBe('done');
      }
    }

    function sound(library: string): void {
      const { database, backups } = libraryPaths(library);
      for (const file of [database, ...listBackups(backups).map(({ name }) => join(backups, name))]) {
        const opened = openForeign(file);
        expect(opened.get('PRAGMA quick_check'), file).toEqual({ quick_check: 'ok' });
        opened.close();
      }
    }

    it('kills a process, never a group of processes', () => {
      for (const pid of [0, -1, 1, Number.NaN, Number('')]) expect(() => killProcess(pid)).toThrow(/no process/);
    });

    it('has a nightly part for every work', () => {
      const parts = readFileSync(join(ROOT, 'scripts', 'nightly.ts'), 'utf8');
      const named = [...parts.matchAll(/appKills\(('[^)]*')\)/g)].flatMap(([, words]) => words.split(', '));
      expect(named.sort()).toEqual([...WORKS.map(({ name }) => `'${name}'`), "'coding'"].sort());
    });

    it('has a work for every kind of job but those that are named here', () => {
      const ELSEWHERE = {
        demo: 'it only starts the others',
        'export-onnx': 'it writes one file, as the export of data writes several',
        'export-keras': 'it is the first part of a training, and writes several files as the export of data does',
        'export-spark': 'it writes a split as Parquet, and both exports are here',
        'export-lists': 'it is an evaluation and an export, which are both here',
        'judge-lists': 'it writes nothing but its result',
        'judge-beside':
          'it is an evaluation, which is here; its look at the test set is kept once however often it runs',
        'audit-split': 'it writes nothing but its result',
        listen: 'parts are on the disk before they count; tests/models/listen.test.ts stops it and has it go on',
      };
      const sources = globSync('src/core/**/*.ts', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'));
      const kinds = sources.flatMap((text) =>
        [...text.matchAll(/kind: '([a-z-]+)',\s+lane:/g)].map(([, kind]) => kind),
      );
      const worked = WORKS.flatMap(({ job }) => job ?? []);
      expect(kinds.sort()).toEqual([...worked, ...Object.keys(ELSEWHERE)].sort());
    });

    const copied = (): { config: string; library: string } => {
      const folder = suiteFolder();
      const library = join(folder, 'library');
      cpSync(base, library, { recursive: true });
      return { config: join(folder, 'config'), library };
    };

    /** Where a work is done. With one kill for each work all share an app and its library: starting takes longest. */
    function place(): { config: string; library: string; folder: string } {
      shared ??= copied();
      return { ...shared, folder: suiteFolder() };
    }

    async function leave(): Promise<void> {
      if (running) await quit(running);
      running = null;
      shared = null;
    }

    afterEach(async ({ task }) => {
      if (KILLS_EACH > 1 || task.result?.state === 'fail') await leave();
    });

    async function rounds(work: Work, index: number, from: number, to: number): Promise<void> {
      const targets: Target[] = work.trains ? ['trainer', 'backend', 'app'] : ['app', 'backend'];
      const { config, library, folder } = place();
      const restart = () => start(config, library);
      let started = running ?? (await restart());
      let client = await PageClient.connect(started);
      const asked: number[] = [];
      for (let round = from; round < to; round++) {
        const asking = work.ask(client, round, folder).then(
          (id) => {
            asked.push(round);
            return id;
          },
          () => null,
        );
        // Some are killed while they are asked for, the others while they run or after.
        const id = random.uniform() < 0.8 ? await asking : null;
        let target = KILLS_EACH === 1 ? targets[index % targets.length] : targets[random.below(targets.length)];
        if (work.trains && target !== 'app' && !(await trains(client, started, id))) target = 'backend';
        await wait(random.uniform() * MOST_MS_BEFORE);
        if (id !== null && !isOver(await client.call('jobs/get', { id }))) duringWork++;
        client = await kill(target, started, restart);
        started = running as Started;
        await asking;
        await finishAll(client);
        await work.check(client, asked, folder);
        sound(library);
      }
    }

    it('coding: what the window showed as saved is there', async () => {
      const { config, library, folder } = place();
      const restart = () => start(config, library);
      let coded = 0;
      for (let round = 0; round < KILLS_EACH; round++) {
        const started = running ?? (await restart());
        const before = coded;
        const stop = { now: false };
        const working = code(
          started,
          (number) => {
            coded = Math.max(coded, number);
          },
          stop,
        ).catch((error: Error) => error);
        await expect.poll(() => coded, { timeout: 60_000 }).toBeGreaterThan(before);
        await wait(random.uniform() * 1200);
        const client = await kill(round % 2 === 0 ? 'app' : 'backend', started, restart, () => {
          stop.now = true;
        });
        await working;
        const scholars = await client.call('mobility/list-scholars', { coder: 'Ana', limit: 20_000 });
        for (let i = 0; i < coded; i++) {
          const scholarId = scholars.find(({ key }) => key === keyOf(i))?.id as number;
          const { stages } = await client.call('mobility/get-scholar', { coder: 'Ana', scholarId });
          const states = stages.map(({ code: given }) => given?.state);
          expect(states, `Scholar ${i} of ${coded}`).toEqual(['missing', 'missing', 'missing', 'missing']);
        }
        sound(library);
        // More for the next rounds, before all are coded.
        if (scholars.length - coded < 20) {
          const first = scholars.length;
          const more = Array.from({ length: SCHOLARS }, (_, i) => scholar(first + i));
          const file = join(folder, 'more.csv');
          writeFileSync(file, resumes(...more));
          const { jobId } = await client.call('mobility/start-import', { grant: await client.grant(file) });
          expect((await client.ended(jobId)).state).toBe('done');
        }
      }
    });

    it.each(WORKS.map((work, index) => [work.name, work, index] as const))('%s', async (_name, work, index) => {
      for (let from = 0; from < KILLS_EACH; from += ROUNDS_PER_LIBRARY) {
        if (from > 0) await leave();
        await rounds(work, index, from, Math.min(KILLS_EACH, from + ROUNDS_PER_LIBRARY));
      }
    });

    /** Codes by keyboard until it is told to stop, or the app is gone. */
    async function code({ page }: Started, saved: (number: number) => void, stop: { now: boolean }): Promise<void> {
      await page.getByRole('link', { name: 'Careers', exact: true }).click();
      await page.getByRole('link', { name: 'Coding' }).click();
      const coder = page.getByLabel('Coder');
      const shown = page.getByText(/^Scholar \d+$/).first();
      const missing = page.getByRole('img', { name: 'missing', exact: true });
      const holds = (test: () => Promise<boolean>) => expect.poll(async () => stop.now || (await test())).toBe(true);
      await coder.or(shown).first().waitFor();
      if (await coder.isVisible()) {
        await coder.fill('Ana');
        await page.keyboard.press('Enter');
      }
      while (!stop.now) {
        await holds(() => shown.isVisible());
        const name = await shown.textContent();
        for (let i = 0; i < 4; i++) await page.keyboard.press('m');
        await holds(async () => (await missing.count()) === 4);
        if (stop.now) return;
        saved(Number(name?.split(' ')[1]) + 1);
        await page.keyboard.press('n');
        await holds(async () => (await shown.textContent()) !== name);
      }
    }
  },
);
