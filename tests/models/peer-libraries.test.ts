import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import type { SplitForm } from '../../src/shared/contract/referee.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

const N = 10;

interface Library {
  form: SplitForm;
  /** Of the file with its lists. */
  ending: string;
  /** Decimal places: of single precision there are fewer. */
  digits?: number;
  /** What it prints, and the column of ours that has to be it. */
  prints: Record<string, string>;
}

const LIBRARIES: Record<string, Library> = {
  recbole: {
    form: 'recbole',
    ending: 'tsv',
    prints: {
      'ndcg@10': 'RecBole ndcg@10',
      'map@10': 'RecBole map@10',
      'recall@10': 'recall@10',
      'precision@10': 'precision@10',
      'mrr@10': 'mrr-at@10',
      'hit@10': 'hit-rate@10',
    },
  },
  cornac: {
    form: 'cornac',
    ending: 'tsv',
    prints: { 'NDCG@10': 'Cornac NDCG@10', 'Recall@10': 'recall@10', 'Precision@10': 'precision@10' },
  },
  lenskit: { form: 'lenskit', ending: 'tsv', prints: { ndcg: 'LensKit NDCG@10', recall: 'LensKit Recall@10' } },
  'lenskit-2025': {
    form: 'lenskit',
    ending: 'parquet',
    prints: {
      'NDCG@10': 'LensKit NDCG@10',
      'Recall@10': 'LensKit Recall@10',
      'Precision@10': 'precision@10',
      'RecipRank@10': 'mrr-at@10',
    },
  },
  warprec: {
    form: 'lenskit',
    ending: 'tsv',
    digits: 6,
    prints: {
      nDCG: 'WarpRec nDCG@10',
      nDCGRendle2020: 'ndcg@10',
      MAP: 'WarpRec MAP@10',
      Recall: 'recall@10',
      Precision: 'precision@10',
      MRR: 'mrr-at@10',
      HitRate: 'hit-rate@10',
    },
  },
  elliot: {
    form: 'elliot',
    ending: 'tsv',
    prints: {
      nDCG: 'Elliot nDCG@10',
      nDCGRendle2020: 'ndcg@10',
      MAP: 'Elliot MAP@10',
      Recall: 'recall@10',
      Precision: 'precision@10',
      MRR: 'mrr-at@10',
      HR: 'hit-rate@10',
    },
  },
};

/** `QUADRILLE_TEST_LENSKIT_2025` is a PYTHONPATH with that library, `…_PYTHON` the Python that it needs if another. */
const variable = (name: string) => `QUADRILLE_TEST_${name.toUpperCase().replace('-', '_')}`;

function there(name: string): boolean {
  const isThere = process.env[variable(name)] !== undefined;
  if (!isThere) process.stderr.write(`quadrille: no ${variable(name)}: its test is skipped\n`);
  return isThere;
}

function trained(name: string, split: string, lists: string): Record<string, number> {
  const script = join(ROOT, 'tests', 'support', 'peer_libraries.py');
  const python = process.env[`${variable(name)}_PYTHON`] ?? 'python3';
  const { status, stdout, stderr } = spawnSync(python, [script, name, split, lists, String(N)], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: process.env[variable(name)] },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trimEnd().split('\n').pop() ?? '') as Record<string, number>;
}

/** Each listener has a taste, and songs that others of it play too. */
const plays = Array.from({ length: 150 }, (_, u) =>
  Array.from({ length: 14 }, (_, i) => `u${u},s${(u % 5) * 12 + ((i * 7 + u * 3) % 24)},${1 + ((u * i) % 6)}\n`),
).flat();

describe.each(Object.keys(LIBRARIES))('%s learns from a split that was exported', (name) => {
  const { form, ending, prints, digits = 9 } = LIBRARIES[name];
  it.runIf(there(name))('and its lists have the values that it prints', { timeout: 600_000 }, async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${[...new Set(plays)].join('')}`));
    const grant = app.grants.add(join(temporaryFolder(), 'split'));
    const given = { protocol: 'ranking' as const, models: ['popularity'], form, grant };
    const { jobId } = await app.call('evaluation/export-split', given);
    const { folder: split } = await finish<{ folder: string }>(app, jobId);
    const file = join(temporaryFolder(), `theirs.${ending}`);
    const printed = trained(name, split, file);
    const spec = { files: [file], split, format: 'auto', cutoffs: [N], seed: 1, answers: {} } as const;
    const { lists } = await scoreFiles(spec);
    const { measures, conventions, counts } = lists.theirs;
    expect(counts).toMatchObject({ withoutList: 0, unknownSongs: 0, alreadyHeard: 0, repeated: 0 });
    const ours = {
      ...measures,
      ...Object.fromEntries(conventions.map((one) => [`${one.tool} ${one.measure}`, one.value])),
    };
    for (const [theirs, column] of Object.entries(prints))
      expect(printed[theirs], `${theirs} as ${column}`).toBeCloseTo(ours[column] as number, digits);
    // Better than lists without any taste: it has learned something.
    expect(measures['recall@10']).toBeGreaterThan(0.25);
  });
});
