import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { listBackups } from '../../src/core/storage/backups.ts';
import { createLibrary, openLibrary } from '../../src/core/storage/library.ts';
import { openForeign } from '../../src/core/storage/sqlite.ts';
import { electronThere, quit, type Started, startElectron, startScreen } from '../support/electron.ts';
import { suiteFolder } from '../support/fixtures.ts';
import { fileOf, idOf, importStudyFile, INSTITUTIONS, resumes } from '../support/mobility.ts';

const DISPLAY = ':93';
const WORK = ['import', 'coding', 'training', 'backup'] as const;
type Work = (typeof WORK)[number];

/** Each work once in the ordinary run, and a tenth of the nightly kills. */
const KILLS = Math.max(WORK.length, Math.floor(Number(process.env.QUADRILLE_KILLS ?? 0) / 10));
const SEED = Number(process.env.QUADRILLE_SEED ?? Date.now() % 1_000_000);
const LISTENERS = 2000;
const SONGS_EACH = 60;
const SCHOLARS = 60;

describe.skipIf(!electronThere)(
  'the whole app, killed at random while a person works in it',
  { timeout: 3_600_000 },
  () => {
    const random = new Random(SEED);
    let screen: ChildProcess | null = null;
    let config = '';
    let library = '';
    let running: Started | null = null;
    let coded = 0;
    let imported = 0;

    beforeAll(async () => {
      process.stderr.write(
        `quadrille: ${KILLS} kills of the whole app, seed ${SEED} (repeat with QUADRILLE_SEED=${SEED})\n`,
      );
      config = join(suiteFolder(), 'config');
      library = join(suiteFolder(), 'library');
      const app = createApp({ library: await createLibrary(library), spawnTrainer: spawnChildTrainer });
      await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS));
      await importStudyFile(
        app,
        fileOf(
          'r.csv',
          resumes(
            ...Array.from(
              { length: SCHOLARS },
              (_, i) => `s${String(i).padStart(3, '0')},Scholar ${i},f,PhD,Alpha University,Alpha,1990,1995,`,
            ),
          ),
        ),
      );
      await app.close();
      screen = startScreen(DISPLAY);
    });

    afterAll(async () => {
      if (running) await quit(running);
      screen?.kill();
    });

    /** Each is cut off at any point; what it counts in `coded` the window had shown as saved. */
    const works: Record<Work, (started: Started, round: number) => Promise<void>> = {
      import: async ({ app, page }, round) => {
        const file = join(suiteFolder(), 'plays.tsv');
        const line = (i: number) =>
          `round${round}-listener${Math.floor(i / SONGS_EACH)}\tsong${(i * 7919) % 4001}\t${1 + (i % 5)}\n`;
        writeFileSync(file, Array.from({ length: LISTENERS * SONGS_EACH }, (_, i) => line(i)).join(''));
        await app.evaluate(({ dialog }, chosen) => {
          dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
        }, file);
        await page.getByRole('link', { name: 'Library', exact: true }).click();
        await page.getByRole('button', { name: 'Import…' }).first().click();
        await page.getByRole('button', { name: 'Choose files…' }).click();
        await page.getByText('plays.tsv').waitFor();
        await page.getByRole('button', { name: 'Import', exact: true }).click();
      },
      coding: async ({ page }) => {
        await page.getByRole('link', { name: 'Coding' }).click();
        const coder = page.getByLabel('Coder');
        const scholar = page.getByText(/^Scholar \d+$/).first();
        await coder.or(scholar).first().waitFor();
        if (await coder.isVisible()) {
          await coder.fill('Ana');
          await page.keyboard.press('Enter');
        }
        for (;;) {
          await scholar.waitFor();
          const name = await scholar.textContent();
          for (let i = 0; i < 4; i++) await page.keyboard.press('m');
          await expect.poll(() => page.getByRole('img', { name: 'missing', exact: true }).count()).toBe(4);
          coded = Math.max(coded, Number(name?.split(' ')[1]) + 1);
          await page.keyboard.press('n');
          await expect.poll(() => scholar.textContent()).not.toBe(name);
        }
      },
      training: async ({ page }) => {
        await page.getByRole('link', { name: 'Training' }).click();
        await page.getByRole('combobox', { name: 'Model', exact: true }).click();
        await page.getByRole('option', { name: 'funk-svd' }).click();
        await page.getByRole('button', { name: 'Train', exact: true }).click();
      },
      backup: async ({ page }) => {
        await page.getByRole('link', { name: 'Settings' }).click();
        for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Back up now' }).click();
      },
    };

    /** The dead app's backend lets go of the library when it notices. */
    async function opened(): Promise<App> {
      for (const deadline = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
        try {
          return createApp({ library: await openLibrary(library), spawnTrainer: spawnChildTrainer });
        } catch (error) {
          if ((error as { code?: string }).code !== 'library-locked' || Date.now() > deadline) throw error;
        }
      }
    }

    async function check(): Promise<void> {
      const app = await opened();
      try {
        const { db, paths } = app.library;
        expect(db.pragma('integrity_check')).toBe('ok');
        for (const { id } of app.jobs.list(100)) {
          if (app.jobs.list(100).find((job) => job.id === id)?.state === 'interrupted')
            await app.call('jobs/resume', { id });
          const job = await app.jobs.wait(id);
          expect(job.state, `${job.title.text}: ${job.error?.message.text}`).toBe('done');
        }
        const rounds = db.all<{ n: number; songs: number }>(
          'SELECT count(*) AS n, sum(songs) AS songs FROM listeners GROUP BY substr(listener_key, 1, ' +
            "instr(listener_key, '-'))",
        );
        expect(rounds).toEqual(
          Array.from({ length: imported }, () => ({ n: LISTENERS, songs: LISTENERS * SONGS_EACH })),
        );
        for (let i = 0; i < coded; i++) {
          const { stages } = await app.call('mobility/get-scholar', {
            coder: 'Ana',
            scholarId: await idOf(app, `s${String(i).padStart(3, '0')}`),
          });
          expect(
            stages.map(({ code }) => code?.state),
            `Scholar ${i} of ${coded}`,
          ).toEqual(['missing', 'missing', 'missing', 'missing']);
        }
        for (const { name } of listBackups(paths.backups)) {
          const backup = openForeign(join(paths.backups, name));
          expect(backup.get('PRAGMA quick_check')).toEqual({ quick_check: 'ok' });
          backup.close();
        }
      } finally {
        await app.close();
      }
    }

    it('opens again each time; nothing that the window showed as saved is lost; jobs go on', async () => {
      for (let round = 0; round < KILLS; round++) {
        const work = WORK[round % WORK.length];
        running = await startElectron(DISPLAY, config, ['--library', library]);
        await running.page.getByRole('link', { name: 'Library', exact: true }).waitFor();
        const before = coded;
        const working = works[work](running, round).catch((error: Error) => error);
        // Coding goes on until it is killed, once it has shown something; the others are killed after their last click,
        // or before it had any effect.
        if (work === 'coding') await expect.poll(() => coded, { timeout: 60_000 }).toBeGreaterThan(before);
        else await working;
        await new Promise((resolve) => setTimeout(resolve, random.uniform() * 1200));
        const ended = new Promise((resolve) => running?.main.once('exit', resolve));
        running.main.kill('SIGKILL');
        await ended;
        const error = await working;
        if (work !== 'coding') expect(error, `the work was to end by itself: ${error}`).toBeUndefined();
        const app = await opened();
        // An import is asked for by then, or had not reached the backend yet.
        imported = app.jobs.list(100).filter(({ kind }) => kind === 'import').length;
        await app.close();
        await check();
        running = null;
      }
      expect(coded).toBeGreaterThan(0);
    });
  },
);
