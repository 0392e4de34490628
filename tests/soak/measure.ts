import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { processesOf, type Started } from '../support/electron.ts';

/** One number of one part of the app at one time, such as `Quadrille backend: MiB`. */
export type Sample = Record<string, number>;

/** What an ordinary part may grow by from the middle third of the run to the last, and still be called flat. */
interface Allowance {
  unit: string;
  /** Share of the middle third. */
  share: number;
  /** And this much more, for what garbage collection leaves lying. */
  more: number;
}

const ALLOWED: readonly Allowance[] = [
  { unit: 'MiB', share: 0.06, more: 6 },
  { unit: 'heap MiB', share: 0.1, more: 1.5 },
  { unit: 'open files', share: 0, more: 2 },
  { unit: 'page nodes', share: 0.1, more: 300 },
  { unit: 'page listeners', share: 0.1, more: 100 },
  { unit: 'processes', share: 0, more: 0 },
  // What was coded and which jobs ran is kept on purpose; a third of a run in eight hours writes less than this.
  { unit: 'KiB on disk', share: 0.02, more: 512 },
];

/** These fill up to a size on purpose and start again: what matters is that they stay below it. */
const BOUNDED_KIB: Readonly<Record<string, number>> = {
  // Written back every 4096 pages of 4 KiB (core/storage/sqlite.ts); the file keeps its size.
  'library.sqlite-wal: KiB on disk': 18 * 1024,
  // Three files of a mebibyte (core/app/log.ts).
  'logs/: KiB on disk': 3.1 * 1024,
};

function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // it has just ended
  }
}

/** What a process has open, by name; what it has just closed is left out. */
function filesOpen(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const name = (descriptor: string) => {
    try {
      return [readlinkSync(join(folder, descriptor))];
    } catch {
      return [];
    }
  };
  try {
    return readdirSync(folder).flatMap(name);
  } catch {
    return [];
  }
}

/**
 * Electron 22 leaves one `/dev/null` open in main for each utility process that it ever started, whatever its `stdio`
 * is, and a trainer that has nothing to do is ended: so those are counted apart, less the processes started.
 */
const DEV_NULL = '/dev/null';

/** Counts the processes that main starts from now on. */
export function countStarts({ app }: Started): Promise<void> {
  return app.evaluate(({ utilityProcess }) => {
    const fork = utilityProcess.fork;
    const counted = globalThis as { quadrilleStarts?: number };
    counted.quadrilleStarts = 0;
    utilityProcess.fork = (...given) => {
      counted.quadrilleStarts = (counted.quadrilleStarts ?? 0) + 1;
      return fork(...given);
    };
  });
}

function startsCounted({ app }: Started): Promise<number> {
  return app.evaluate(() => (globalThis as { quadrilleStarts?: number }).quadrilleStarts ?? 0);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Bytes of all pages, those in the log too: the file itself grows only where the log is written back. */
function pagesIn(database: string): number {
  const db = new Database(database, { readonly: true });
  try {
    return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  } finally {
    db.close();
  }
}

function bytesIn(folder: string): number {
  let sum = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) sum += sizeOf(join(entry.parentPath, entry.name));
  return sum;
}

/** Memory and open files of each process, the page's heap and nodes, the library's folders. */
export async function sample(started: Started, library: string): Promise<Sample> {
  const found: Sample = {};
  const add = (name: string, value: number) => {
    found[name] = (found[name] ?? 0) + value;
  };
  for (const { pid, type, name } of await processesOf(started)) {
    // Chromium's own services have no name of ours.
    const part = type === 'Utility' && name.startsWith('Quadrille') ? name : type;
    const kibibytes = Number(/^Private_Dirty:\s+(\d+)/m.exec(procFile(pid, 'smaps_rollup'))?.[1] ?? 0);
    if (kibibytes === 0) continue;
    add(`${part}: MiB`, kibibytes / 1024);
    const files = filesOpen(pid);
    const idle = files.filter((file) => file === DEV_NULL).length;
    add(`${part}: open files`, files.length - idle);
    if (type === 'Browser')
      add(`${part}, ${DEV_NULL} of no process: open files`, idle - (await startsCounted(started)));
    add(`${part}: processes`, 1);
  }
  const devtools = await started.page.context().newCDPSession(started.page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  await devtools.detach();
  add('page: heap MiB', usedSize / 2 ** 20);
  add('page: page nodes', nodes);
  add('page: page listeners', jsEventListeners);
  for (const entry of readdirSync(library, { withFileTypes: true })) {
    const path = join(library, entry.name);
    const isLibrary = entry.name === 'library.sqlite';
    const bytes = isLibrary ? pagesIn(path) : entry.isDirectory() ? bytesIn(path) : sizeOf(path);
    add(`${entry.isDirectory() ? `${entry.name}/` : entry.name}: KiB on disk`, bytes / 1024);
  }
  return found;
}

/** Files grow in steps, of which a median would see one or none. */
const GROWS_IN_STEPS = ': KiB on disk';

export interface Judgement {
  name: string;
  /** Of the middle and the last third of the run, the first being for warming up; what is bounded: the most. */
  before: number;
  after: number;
  allowed: number;
  flat: boolean;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Is each number as large in the last third of the run as in the middle? */
export function judge(samples: readonly Sample[]): Judgement[] {
  const names = [...new Set(samples.flatMap((one) => Object.keys(one)))].sort();
  const third = Math.floor(samples.length / 3);
  return names.flatMap((name) => {
    const allowance = ALLOWED.find(({ unit }) => name.endsWith(`: ${unit}`));
    if (!allowance) throw new Error(`no allowance for ${name}`);
    const values = (part: readonly Sample[]) => part.map((one) => one[name]).filter((value) => value !== undefined);
    const [middle, last] = [values(samples.slice(third, -third)), values(samples.slice(-third))];
    // A trainer goes when there is nothing to do, and is seen now and then only.
    if (middle.length === 0 || last.length === 0) return [];
    const bound = BOUNDED_KIB[name];
    if (bound !== undefined) {
      const most = Math.max(...values(samples));
      return [{ name, before: Math.max(...middle), after: most, allowed: bound, flat: most <= bound }];
    }
    const typical = name.endsWith(GROWS_IN_STEPS) ? mean : median;
    const [before, after] = [typical(middle), typical(last)];
    const allowed = before + before * allowance.share + allowance.more;
    return [{ name, before, after, allowed, flat: after <= allowed }];
  });
}
