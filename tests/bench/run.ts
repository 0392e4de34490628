// `npm run bench -- [--json] [--rows N] [--only NAMES]`, NAMES being some of import, scale, responsive, mel, funk-svd,
// als, networks, cold-start, top10, growth, start, desktop, coding: measures ours and, in the same run, the peer's
// where Python and the peer are installed (QUADRILLE_BENCH_PYTHON names the interpreter).
// Prints the ratio; asserts nothing.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAls } from './als.ts';
import { benchCoding } from './coding.ts';
import { benchColdStart } from './cold-start.ts';
import { benchDesktop } from './desktop.ts';
import { benchFunkSvd } from './funk-svd.ts';
import { benchImport, benchResponsiveness, benchScale } from './import.ts';
import { benchMel } from './mel.ts';
import { benchNetworks } from './networks.ts';
import { benchGrowth, benchTop10 } from './ranking.ts';
import type { BenchContext } from './context.ts';
import { benchStart } from './start.ts';

const BENCHES: Record<string, (context: BenchContext) => Promise<unknown>> = {
  import: benchImport,
  responsive: benchResponsiveness,
  mel: benchMel,
  'funk-svd': benchFunkSvd,
  als: benchAls,
  networks: benchNetworks,
  'cold-start': benchColdStart,
  top10: benchTop10,
  growth: benchGrowth,
  start: benchStart,
  desktop: benchDesktop,
  coding: benchCoding,
  scale: benchScale,
};
const BY_DEFAULT = [
  'import',
  'responsive',
  'mel',
  'funk-svd',
  'als',
  'networks',
  'cold-start',
  'top10',
  'growth',
  'start',
  'desktop',
  'coding',
];

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, only: { type: 'string' }, rows: { type: 'string' } },
});
const folder = mkdtempSync(join(tmpdir(), 'quadrille-bench-'));
const result: Record<string, unknown> = {
  machine: {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  },
  measured: new Date().toISOString(),
};
try {
  for (const name of values.only?.split(',') ?? BY_DEFAULT) {
    if (!BENCHES[name]) throw new Error(`there is no benchmark ${name}; known: ${Object.keys(BENCHES).join(', ')}`);
    const context: BenchContext = {
      folder,
      rows: Number(values.rows ?? 5_000_000),
      python: process.env.QUADRILLE_BENCH_PYTHON ?? 'python3',
      say: (text) => void process.stderr.write(`${name}: ${text}\n`),
    };
    result[name] = await BENCHES[name](context);
    if (!values.json) process.stdout.write(`${name} ${JSON.stringify(result[name], null, 2)}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}
