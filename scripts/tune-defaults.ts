// node scripts/tune-defaults.ts --library A --library B … [--models als,bpr] [--budget 24] [--set bpr.k=64] [--seed 1]
//
// Tries the same random settings of models on several libraries, on inner validation rows only (strong generalisation,
// NDCG@10), and prints for each setting its score as a share of the best one on that library. The default is the first
// trial. What is best on average is what a default should be; it says nothing of test rows.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { ExperimentResult, TrialResult } from '../src/shared/contract/experiments.ts';

const MOST_ROWS_SHOWN = 8;
const root = join(import.meta.dirname, '..');
const { values: given } = parseArgs({
  options: {
    library: { type: 'string', multiple: true },
    models: { type: 'string', default: 'als,bpr' },
    budget: { type: 'string', default: '24' },
    set: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
  },
});
const libraries = given.library ?? [];
if (libraries.length < 2) throw new Error('two libraries or more are needed: --library A --library B');

/** Settings that are not searched. */
function givenOptions(model: string): Record<string, string | number> {
  const own = given.set.filter((one) => one.startsWith(`${model}.`)).map((one) => one.slice(model.length + 1));
  return Object.fromEntries(
    own.map((one) => {
      const [name, value] = one.split('=');
      return [name, Number.isNaN(Number(value)) ? value : Number(value)];
    }),
  );
}

/** All trials of one library; the settings drawn depend on model, budget and seed alone. */
async function trialsOf(library: string, model: string): Promise<TrialResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-tune-'));
  const file = join(folder, 'spec.json');
  const spec = {
    name: `Defaults of ${model}`,
    data: { filter: { minListeners: 5 } },
    seed: Number(given.seed),
    search: { budget: Number(given.budget), measure: 'ndcg' },
    evaluations: [
      {
        protocol: 'strong-generalization',
        models: [model],
        cutoffs: [10, 100],
        options: { [model]: givenOptions(model) },
      },
    ],
    parallel: 1,
  };
  writeFileSync(file, JSON.stringify(spec));
  const command = ['src/cli/main.ts', 'experiment', 'run', file, '--library', library, '--json'];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, maxBuffer: 2 ** 28 });
    return (JSON.parse(stdout) as ExperimentResult).search?.trials ?? [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const model of given.models.split(',')) {
  const tables: TrialResult[][] = [];
  for (const library of libraries) tables.push(await trialsOf(library, model));
  const best = tables.map((trials) => Math.max(...trials.map(({ score }) => score ?? 0)));
  const rows = tables[0].map(({ options }, i) => {
    if (tables.some((trials) => JSON.stringify(trials[i].options) !== JSON.stringify(options)))
      throw new Error('libraries were searched with different settings');
    const scores = tables.map((trials) => trials[i].score ?? 0);
    const shares = scores.map((score, at) => score / best[at]);
    return { i, options, scores, mean: shares.reduce((sum, share) => sum + share, 0) / shares.length };
  });
  const ordered = rows.toSorted((a, b) => b.mean - a.mean);
  process.stdout.write(`\n${model}: ${rows.length} settings; NDCG@10 on validation rows\n\n`);
  process.stdout.write(`| setting | ${libraries.map((one) => basename(one)).join(' | ')} | mean share of the best |\n`);
  process.stdout.write(`|---|${libraries.map(() => '---|').join('')}---|\n`);
  for (const { i, options, scores, mean } of [...ordered.slice(0, MOST_ROWS_SHOWN), rows[0]]) {
    const name =
      i === 0
        ? 'default'
        : Object.entries(options)
            .map(([key, value]) => `${key} ${value}`)
            .join(', ');
    const place = ordered.findIndex((row) => row.i === i) + 1;
    process.stdout.write(
      `| ${place}. ${name} | ${scores.map((one) => one.toFixed(4)).join(' | ')} | ${mean.toFixed(4)} |\n`,
    );
  }
}
