import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { electronThere, quit, startElectron, startScreen } from '../support/electron.ts';
import { prepareTestApp } from '../support/test-app.ts';
import type { BenchContext } from './context.ts';
import { syntheticLibrary } from './start.ts';

const TRACKS = 10_000;
const SCHOLARS = 10_000;
const DISPLAY = ':95';
const STARTS = 5;

/**
 * From starting the app to a table that can be used, and the memory of all its processes when idle: a library of 10,000
 * tracks and 10,000 scholars in a real Electron.
 */
export async function benchDesktop(context: BenchContext) {
  if (!electronThere || process.platform !== 'linux') return { skipped: 'needs QUADRILLE_TEST_ELECTRON on Linux' };
  if (!process.env.QUADRILLE_TEST_PACKAGE) prepareTestApp(process.env.QUADRILLE_TEST_ELECTRON as string);
  const folder = join(context.folder, 'desktop');
  await syntheticLibrary(folder, TRACKS, SCHOLARS);
  const screen = await startScreen(DISPLAY);
  const startsMs: number[] = [];
  let memory = { mebibytes: 0, processes: 0 };
  try {
    for (let i = 0; i < STARTS; i++) {
      const config = join(context.folder, `config-${i}`);
      const started = performance.now();
      const opened = await startElectron(DISPLAY, config, ['--library', folder]);
      const { page, main } = opened;
      await page.getByText('Title ').first().waitFor();
      startsMs.push(Math.round(performance.now() - started));
      if (i === STARTS - 1) {
        await page.waitForTimeout(20_000); // the training process, which told what engines there are, has gone to rest
        memory = memoryOf(main.pid as number);
      }
      await quit(opened);
      rmSync(config, { recursive: true, force: true });
    }
  } finally {
    screen?.kill();
  }
  return {
    tracks: TRACKS,
    scholars: SCHOLARS,
    firstStartMs: startsMs[0],
    medianStartMs: startsMs.toSorted((a, b) => a - b)[STARTS >> 1],
    idleMebibytes: memory.mebibytes,
    processes: memory.processes,
  };
}

/** Proportional memory of a process and all below it: what is shared is counted once. */
function memoryOf(root: number): { mebibytes: number; processes: number } {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const status =
      /^\d+$/.test(name) && existsSync(`/proc/${name}/stat`) ? readFileSync(`/proc/${name}/stat`, 'utf8') : '';
    if (status) parents.set(Number(name), Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const below = (pid: number): boolean =>
    pid === root || (parents.has(pid) && pid > 1 && below(parents.get(pid) as number));
  const own = [...parents.keys()].filter(below);
  const kibibytesOf = (pid: number) =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  if (process.env.QUADRILLE_BENCH_PARTS)
    for (const pid of own) {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 160);
      process.stderr.write(`${Math.round(kibibytesOf(pid) / 1024)} MiB ${words}\n`);
    }
  const kibibytes = own.reduce((sum, pid) => sum + kibibytesOf(pid), 0);
  return { mebibytes: Math.round(kibibytes / 1024), processes: own.length };
}
