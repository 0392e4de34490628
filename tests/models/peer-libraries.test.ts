import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import type { SplitForm } from '../../src/shared/contract/referee.ts';
import { finish, freshApp, importFile, ROOT, temporaryFolder } from '../support/fixtures.ts';
import { fileOf } from '../support/mobility.ts';

const N = 10;
/** Folders for PYTHONPATH with each library, as the variable of its name has them. */
const FOLDERS: Partial<Record<SplitForm, string | undefined>> = {
  recbole: process.env.QUADRILLE_TEST_RECBOLE,
  cornac: process.env.QUADRILLE_TEST_CORNAC,
  lenskit: process.env.QUADRILLE_TEST_LENSKIT,
};

/** What each prints, and the column of ours that has to be it. */
const PRINTS: Partial<Record<SplitForm, Record<string, string>>> = {
  recbole: {
    'ndcg@10': 'RecBole ndcg@10',
    'map@10': 'RecBole map@10',
    'recall@10': 'recall@10',
    'precision@10': 'precision@10',
    'mrr@10': 'mrr-at@10',
    'hit@10': 'hit-rate@10',
  },
  cornac: { 'NDCG@10': 'Cornac NDCG@10', 'Recall@10': 'recall@10', 'Precision@10': 'precision@10' },
  lenskit: { ndcg: 'LensKit NDCG@10', recall: 'LensKit Recall@10' },
};

function there(form: SplitForm): boolean {
  if (!FOLDERS[form]) process.stderr.write(`quadrille: no QUADRILLE_TEST_${form.toUpperCase()}: its test is skipped\n`);
  return FOLDERS[form] !== undefined;
}

function trained(form: SplitForm, split: string, lists: string): Record<string, number> {
  const script = join(ROOT, 'tests', 'support', 'peer_libraries.py');
  const { status, stdout, stderr } = spawnSync('python3', [script, form, split, lists, String(N)], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: FOLDERS[form] },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trimEnd().split('\n').pop() ?? '') as Record<string, number>;
}

/** Each listener has a taste, and songs that others of it play too. */
const plays = Array.from({ length: 150 }, (_, u) =>
  Array.from({ length: 14 }, (_, i) => `u${u},s${(u % 5) * 12 + ((i * 7 + u * 3) % 24)},${1 + ((u * i) % 6)}\n`),
).flat();

describe.each(['recbole', 'cornac', 'lenskit'] as const)('%s learns from a split that was exported', (form) => {
  it.runIf(there(form))('and its lists have the values that it prints', { timeout: 300_000 }, async () => {
    const app = await freshApp();
    await importFile(app, 'triplets', fileOf('plays.csv', `user,song,plays\n${[...new Set(plays)].join('')}`));
    const grant = app.grants.add(join(temporaryFolder(), 'split'));
    const given = { protocol: 'ranking' as const, models: ['popularity'], form, grant };
    const { jobId } = await app.call('evaluation/export-split', given);
    const { folder: split } = await finish<{ folder: string }>(app, jobId);
    const file = join(temporaryFolder(), `${form}.tsv`);
    const printed = trained(form, split, file);
    const spec = { files: [file], split, format: 'auto', cutoffs: [N], seed: 1, answers: {} } as const;
    const { lists } = await scoreFiles(spec);
    const { measures, conventions, counts } = lists[form];
    expect(counts).toMatchObject({ withoutList: 0, unknownSongs: 0, alreadyHeard: 0, repeated: 0 });
    const ours = {
      ...measures,
      ...Object.fromEntries(conventions.map((one) => [`${one.tool} ${one.measure}`, one.value])),
    };
    for (const [theirs, column] of Object.entries(PRINTS[form] ?? {}))
      expect(printed[theirs], `${theirs} as ${column}`).toBeCloseTo(ours[column] as number, 9);
    // Better than lists without any taste: it has learned something.
    expect(measures['recall@10']).toBeGreaterThan(0.25);
  });
});
