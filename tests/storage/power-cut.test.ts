import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/core/app/create-app.ts';
import { melFile } from '../../src/core/recommender/audio/mel-file.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { createLibrary, type Library, libraryExists, openLibrary } from '../../src/core/storage/library.ts';
import { libraryPaths } from '../../src/core/storage/paths.ts';
import { openForeign, type ReadableDb } from '../../src/core/storage/sqlite.ts';
import { readState } from '../../src/main/state.ts';
import { Disk, printOfPath } from '../support/disk.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';
import { INSTITUTIONS, resumes } from '../support/mobility.ts';
import { bytesOf, STRACE, type SystemCall, systemCalls } from '../support/system-calls.ts';

/** Anywhere, besides those behind each acknowledgement. */
const CUTS = Number(process.env.QUADRILLE_POWER_CUTS ?? 20);
const SEED = Number(process.env.QUADRILLE_SEED ?? Date.now() % 1_000_000);
/** While a backup takes the place of the library, each set of its last changes may be lost. */
const LAST_CHANGES = 3;
const straceWorks = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
const LISTENERS = 600;
const SOUNDS = 3;
const SONGS_OF_OLD = 2000;

/** What the app had said when the power went. */
class Said {
  readonly #kinds = new Map<string, unknown>();
  readonly placed = new Map<string, string | null>();
  readonly codes: number[] = [];
  #codesBefore = 0;

  take(line: string, disk: Disk): void {
    const [, kind, json] = /^ack (\S+) (.*)$/.exec(line) ?? [];
    if (!kind) throw new Error(`${line} is no acknowledgement`);
    const value = JSON.parse(json) as never;
    if (kind === 'code') this.codes.push(value);
    else if (kind === 'placed') this.placed.set(value, disk.printOf(value));
    else this.#kinds.set(kind === 'imported' ? `imported ${value}` : kind, value);
    if (kind === 'restoring') this.#codesBefore = this.codes.length;
  }

  has(kind: string): boolean {
    return this.#kinds.has(kind);
  }

  /** Those in the backup, once it may have taken the library's place, and of later. */
  get codesInLibrary(): number[] {
    if (!this.has('restoring')) return this.codes;
    return [...this.codes.slice(0, this.#kinds.get('backup') as number), ...this.codes.slice(this.#codesBefore)];
  }
}

describe.skipIf(!straceWorks)('what was acknowledged before a power cut', { timeout: 3_600_000 }, () => {
  const home = straceWorks ? suiteFolder() : '';
  const [root, files, trace] = ['disk', 'files', 'trace'].map((name) => join(home, name));
  const folder = join(root, 'a person', 'library');
  const paths = libraryPaths(folder);
  const calls: SystemCall[] = [];
  /** All recordings sound the same. */
  let soundPrint: string | null = null;
  const { QUADRILLE_DATA } = process.env;

  beforeAll(() => {
    process.stderr.write(`quadrille: ${CUTS} power cuts, seed ${SEED} (repeat with QUADRILLE_SEED=${SEED})\n`);
    process.env.QUADRILLE_DATA = join(root, 'data');
    mkdirSync(root);
    mkdirSync(join(files, 'sounds'), { recursive: true });
    const person = (n: number) => `s${n},Scholar ${n},f,PhD,Alpha University,Alpha,1990,1995,`;
    const play = (n: number) => `listener ${n % LISTENERS}\tsong${(n * 7) % 90}\t${1 + (n % 5)}`;
    const lines = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n));
    writeFileSync(join(files, 'institutions.csv'), INSTITUTIONS);
    writeFileSync(join(files, 'resumes.csv'), resumes(...lines(30, person)));
    writeFileSync(join(files, 'plays.tsv'), `${lines(10 * LISTENERS, play).join('\n')}\n`);
    const sound = join(ROOT, 'tests', 'fixtures', 'tone.wav');
    for (let n = 0; n < SOUNDS; n++) copyFileSync(sound, join(files, 'sounds', `song${n}.wav`));
    const victim = join(ROOT, 'tests', 'storage', 'power-victim.ts');
    const env = { ...process.env, UV_USE_IO_URING: '0' };
    const run = spawnSync('strace', [...STRACE, '-o', trace, process.execPath, victim, root, files], { env });
    expect(String(run.stderr)).toBe('');
    expect(run.status).toBe(0);
    calls.push(...systemCalls(readFileSync(trace)));
    soundPrint = printOfPath(melFile(paths.mel, SOUNDS));
  });

  afterAll(() => {
    if (QUADRILLE_DATA === undefined) delete process.env.QUADRILLE_DATA;
    else process.env.QUADRILLE_DATA = QUADRILLE_DATA;
  });

  it('the disk of this model holds what the real one does', () => {
    const disk = new Disk(root);
    for (const call of calls) disk.repeat(call);
    expect(disk.printOf(root)).toBe(printOfPath(root));
  });

  it('is there after it', async () => {
    const random = new Random(SEED);
    const cuts = new Map<number, number>();
    for (let n = 0; n < CUTS; n++) {
      const at = Math.floor(random.uniform() * calls.length);
      cuts.set(at, (cuts.get(at) ?? 0) + 1);
    }
    const [disk, said] = [new Disk(root), new Said()];
    const faults: string[] = [];
    const cut = async (at: number, how: Random | null, survives?: (change: number) => boolean) => {
      rmSync(root, { recursive: true, force: true });
      disk.afterPowerCut(root, how, survives);
      faults.push(...(await faultsOf(disk, said)).map((fault) => `${at}: ${fault}`));
    };
    for (const [at, call] of calls.entries()) {
      disk.repeat(call);
      for (let n = cuts.get(at) ?? 0; n > 0; n--) await cut(at, random);
      if (said.has('restoring') && !said.has('restored') && call.name === 'rename') {
        const older = disk.unsure - LAST_CHANGES;
        for (let last = 0; last < 2 ** LAST_CHANGES; last++)
          await cut(at, null, (change) => change < older || ((last >> (change - older)) & 1) === 1);
      }
      const line = acknowledgement(call);
      if (line === null) continue;
      said.take(line, disk);
      // Right behind an acknowledgement nothing may be left but what surely is.
      if (!line.startsWith('ack code')) await cut(at, null);
    }
    expect(faults).toEqual([]);
    expect(said.codes.length).toBeGreaterThan(20);
  });

  function acknowledgement({ name, args }: SystemCall): string | null {
    if (name !== 'write' || !args[0].startsWith('1<')) return null;
    return bytesOf(args[1]).toString('utf8').trim();
  }

  async function faultsOf(disk: Disk, said: Said): Promise<string[]> {
    const faults: string[] = [];
    const check = async (what: string, holds: () => unknown) => {
      try {
        const answer = await holds();
        if (answer !== undefined) faults.push(`${what}: ${JSON.stringify(answer)}`);
      } catch (error) {
        faults.push(`${what}: ${(error as Error).message}`);
      }
    };
    for (const [path, print] of said.placed)
      await check('placed', () => {
        const found = printOfPath(path);
        if (found !== print && found !== disk.printOf(path)) return path;
      });
    await check('window', () => {
      const file = join(root, 'window.json');
      if (existsSync(file) && readState(file).recent.length === 0) return readFileSync(file, 'utf8');
    });
    if (!said.has('created')) {
      await check('created', async () => {
        const library = await (libraryExists(folder) ? openLibrary(folder) : createLibrary(folder));
        library.close();
      });
      return faults;
    }
    await check('opened', async () => {
      const library = await openLibrary(folder);
      const { db } = library;
      await check('integrity', () => {
        const verdict = db.pragma('integrity_check');
        if (verdict !== 'ok') return verdict;
      });
      await check('references', () => db.all('PRAGMA foreign_key_check')[0]);
      await check('codes', () => missing(db, said.codesInLibrary));
      if (said.has('restoring')) await check('codes set aside', () => nowhere(db, said.codes));
      await check('models', () =>
        db
          .all<{ file: string }>('SELECT file FROM models')
          .map(({ file }) => join(paths.models, file))
          .find((file) => !isAsSeen(disk, file)),
      );
      await finished(library, said, check);
      await check('spectrograms', () => {
        const copy = openForeign(paths.database);
        const ids = copy.all<{ id: number }>('SELECT id FROM clips').map(({ id }) => id);
        copy.close();
        return ids.map((id) => melFile(paths.mel, id)).find((file) => printOfPath(file) !== soundPrint);
      });
    });
    if (said.has('old'))
      await check('migrated', async () => {
        const library = await openLibrary(join(root, 'old'));
        const { n } = library.db.get<{ n: number }>('SELECT count(*) AS n FROM songs') as { n: number };
        library.close();
        if (n !== SONGS_OF_OLD) return n;
      });
    return faults;
  }

  function isAsSeen(disk: Disk, file: string): boolean {
    return existsSync(file) && disk.bytesOf(file)?.equals(readFileSync(file)) === true;
  }

  function missing(db: ReadableDb, codes: readonly number[]): number[] | undefined {
    const events = db.all<{ after: string }>("SELECT after FROM coding_events WHERE author = 'Ana'");
    const there = new Set(events.map(({ after }) => Number(JSON.parse(after).note)));
    const lost = codes.filter((code) => !there.has(code));
    return lost.length > 0 ? lost : undefined;
  }

  /** What was coded behind the backup is in the database that was set aside, if not in the library. */
  function nowhere(db: ReadableDb, codes: readonly number[]): string | undefined {
    if (!missing(db, codes)) return;
    const aside = join(folder, 'set-aside');
    const others = existsSync(aside) ? readdirSync(aside).map((name) => join(aside, name, 'library.sqlite')) : [];
    if (!others.some((file) => existsSync(file))) return 'no database was set aside';
  }

  /** What was cut off goes on, and is there as a whole or not at all. */
  async function finished(
    library: Library,
    said: Said,
    check: (what: string, holds: () => unknown) => Promise<void>,
  ): Promise<void> {
    const app = createApp({ library, spawnTrainer: spawnChildTrainer });
    const count = (table: string) => library.db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n;
    const whole = (name: string, table: string, all: number) => () => {
      const found = count(table);
      if (found !== all && (found !== 0 || said.has(`imported ${name}`))) return found;
    };
    try {
      for (const { id } of app.jobs.list(50)) await app.jobs.wait(id);
      await check('plays', whole('plays', 'listeners', LISTENERS));
      await check('sounds', whole('sounds', 'clips', SOUNDS));
    } finally {
      await app.close();
    }
  }
});
