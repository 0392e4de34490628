import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { Random } from '../../src/core/statistics/random.ts';
import { runPeer } from './peers.ts';
import type { BenchContext } from './context.ts';

const SONGS = 384_546;
const ROWS_PER_LISTENER = 47.5;
const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

/**
 * A synthetic file of the Taste Profile's shape: 40 hex, `SO` + 16, counts mostly 1, grouped by listener, songs by a
 * long-tailed popularity.
 */
export function writeTriplets(file: string, rows: number): void {
  const random = new Random(1);
  const songKey = Array.from(
    { length: SONGS },
    (_, i) =>
      `SO${((i * 7_919 + 1_000_003) % 60_466_176).toString(36).toUpperCase().padStart(5, 'A')}12A` +
      `${random.uint32().toString(16).toUpperCase().padStart(8, '0')}`,
  );
  const fd = openSync(file, 'w');
  let text: string[] = [];
  let written = 0;
  for (let listener = 0; written < rows; listener++) {
    const key = (random.uint32().toString(16).padStart(8, '0') + listener.toString(16).padStart(32, '0')).slice(0, 40);
    const n = Math.min(rows - written, 1 + Math.floor(-Math.log(1 - random.uniform()) * ROWS_PER_LISTENER));
    const seen = new Set<number>();
    while (seen.size < n) seen.add(Math.floor(SONGS * random.uniform() ** 3));
    for (const song of seen)
      text.push(`${key}\t${songKey[song]}\t${random.uniform() < 0.6 ? 1 : 1 + random.below(20)}\n`);
    written += n;
    if (text.length > 100_000) {
      writeSync(fd, text.join(''));
      text = [];
    }
  }
  writeSync(fd, text.join(''));
  closeSync(fd);
}

/** Peak resident memory of a process and its threads, in MiB, sampled until it ends. */
async function runMeasured(args: string[]): Promise<{ seconds: number; peakMiB: number; output: string }> {
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  let peak = 0;
  child.stdout.on('data', (data) => {
    output += data;
  });
  const timer = setInterval(() => {
    const status = `/proc/${child.pid}/status`;
    if (existsSync(status))
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0));
  }, 100);
  await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  return { seconds: (performance.now() - started) / 1000, peakMiB: Math.round(peak / 1024), output };
}

async function importOnce(context: BenchContext, rows: number) {
  const file = join(context.folder, `triplets-${rows}.txt`);
  const library = join(context.folder, `library-${rows}`);
  context.say(`writing ${rows} rows`);
  writeTriplets(file, rows);
  const megabytes = Math.round(statSync(file).size / 1e6);
  await (await createLibrary(library)).close();
  context.say('importing');
  const { seconds, peakMiB, output } = await runMeasured(['import', 'triplets', file, '--library', library, '--json']);
  const { imported, rejected } = JSON.parse(output);
  const libraryMegabytes = Math.round(statSync(join(library, 'library.sqlite')).size / 1e6);
  return {
    file,
    library,
    numbers: {
      rows,
      imported,
      rejected,
      seconds,
      rowsPerSecond: Math.round(rows / seconds),
      peakMiB,
      fileMegabytes: megabytes,
      libraryMegabytes,
    },
  };
}

const PANDAS = `
import sys, time, json, pandas
start = time.time()
table = pandas.read_csv(sys.argv[1], sep='\\t', header=None, names=['user', 'song', 'plays'])
u, users = pandas.factorize(table.user); s, songs = pandas.factorize(table.song)
print(json.dumps({'seconds': time.time() - start, 'rows': len(table)}))
`;

/**
 * File → committed library, start of the process included, beside pandas reading the same file into a factorised table
 * in memory.
 */
export async function benchImport(context: BenchContext) {
  const { file, library, numbers } = await importOnce(context, context.rows);
  context.say('pandas');
  const pandas = runPeer(context.python, PANDAS, [file]);
  rmSync(file);
  rmSync(library, { recursive: true });
  return {
    ours: numbers,
    pandas: pandas && { ...pandas, rowsPerSecond: Math.round(pandas.rows / pandas.seconds) },
    ratio: pandas ? pandas.seconds / numbers.seconds : null,
  };
}

/** The full shape of the Taste Profile, and smaller, so that growth can be seen. */
export async function benchScale(context: BenchContext) {
  const sizes = [];
  for (const rows of [3_000_000, 12_000_000, 24_000_000, 48_373_586]) {
    const { file, library, numbers } = await importOnce(context, rows);
    rmSync(file);
    rmSync(library, { recursive: true });
    context.say(JSON.stringify(numbers));
    sizes.push(numbers);
  }
  return sizes;
}

/** Pages and small writes on the backend's own thread while a large import runs beside it. */
export async function benchResponsiveness(context: BenchContext) {
  const file = join(context.folder, 'responsive.txt');
  context.say(`writing ${context.rows} rows`);
  writeTriplets(file, context.rows);
  const app = createApp({
    library: await createLibrary(join(context.folder, 'responsive')),
    spawnTrainer: spawnChildTrainer,
  });
  const { jobId } = await app.call('import/start', { grant: app.grants.add(file), kind: 'triplets' });
  context.say('paging and writing during the import');
  let running = true;
  const done = app.jobs.wait(jobId).then(() => {
    running = false;
  });
  const pages: number[] = [];
  const writes: number[] = [];
  for (let i = 0; running; i++) {
    // From a timer, so that waiting for the thread counts too.
    const asked = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1));
    await app.call('library/list-songs', { offset: (i * 37) % 1000, limit: 100, sort: 'listeners', descending: true });
    const paged = performance.now();
    await app.call('settings/set', { threads: i % 3 });
    pages.push(paged - asked - 1);
    writes.push(performance.now() - paged);
  }
  await done;
  await app.close();
  rmSync(file);
  rmSync(join(context.folder, 'responsive'), { recursive: true });
  return { rows: context.rows, requests: pages.length, pageMs: quantiles(pages), writeMs: quantiles(writes) };
}

function quantiles(values: number[]) {
  const sorted = values.sort((a, b) => a - b);
  const at = (q: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0).toFixed(2));
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
