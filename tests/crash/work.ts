import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { PageClient } from '../support/page-client.ts';
import { resumes } from '../support/mobility.ts';

export const LISTENERS = 1500;
const SONGS_EACH = 40;
const SCHOLARS = 1200;

/** Something that a person has the app do, and what must hold afterwards, whatever was killed meanwhile. */
export interface Work {
  name: string;
  /** Of the job that it starts; null if the app does it before it answers. */
  job: string | null;
  /** Runs in a trainer, which can be killed alone. */
  trains: boolean;
  /** Asks for it; the answer is the job's number, or null if the app has done it before it answers. */
  ask(client: PageClient, round: number, folder: string): Promise<number | null>;
  /** Called once its job is done after all; `asked` are the rounds of which the app acknowledged the request. */
  check(client: PageClient, asked: readonly number[], folder: string): Promise<void>;
}

function file(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A folder of this round, as it was given to an export. */
function outOf(folder: string, round: number): string {
  const out = join(folder, `out-${round}`);
  mkdirSync(out, { recursive: true });
  return out;
}

function filesOf(folder: string, round: number): string[] {
  return readdirSync(outOf(folder, round), { recursive: true }).map(String);
}

export function plays(round: number): string {
  const line = (i: number) =>
    `round${round}-listener${Math.floor(i / SONGS_EACH)}\tsong${(i * 7919) % 3001}\t${1 + (i % 5)}\n`;
  return Array.from({ length: LISTENERS * SONGS_EACH }, (_, i) => line(i)).join('');
}

const SHORT_EXPERIMENT = {
  evaluations: [{ protocol: 'ranking', models: ['popularity', 'item-knn'], cutoffs: [5] }],
};

/** Imports come last: in the ordinary run all are done in one library, which they make larger. */
export const WORKS: readonly Work[] = [
  {
    name: 'training',
    job: 'train',
    trains: true,
    ask: async (client, round) =>
      (await client.call('models/train', { type: 'funk-svd', name: `model-${round}`, options: { k: 10, epochs: 60 } }))
        .jobId,
    check: async (client, asked) => {
      const names = (await client.call('models/list', {})).map(({ name }) => name);
      for (const round of asked) expect(names).toContain(`model-${round}`);
    },
  },
  {
    name: 'evaluation',
    job: 'evaluate',
    trains: true,
    ask: async (client) =>
      (await client.call('evaluation/start', { protocol: 'ranking', models: ['funk-svd'], cutoffs: [5, 10] })).jobId,
    check: async (client, asked) => {
      const jobs = (await client.call('jobs/list', { limit: 100 })).filter(({ kind }) => kind === 'evaluate');
      expect(jobs.length).toBeGreaterThanOrEqual(asked.length);
      const stored = (await client.call('evaluation/list-results', {})).length;
      expect(stored, 'each is stored, and none twice').toBe(jobs.length);
    },
  },
  {
    name: 'experiment',
    job: 'experiment',
    trains: true,
    ask: async (client, round) =>
      (await client.call('experiments/start', { spec: { name: `round ${round}`, ...SHORT_EXPERIMENT } as never }))
        .jobId,
    check: async (client, asked) => {
      const titles = (await client.call('experiments/list', {})).map(({ title }) => title);
      for (const round of asked) expect(titles).toContain(`round ${round}`);
    },
  },
  {
    name: 'experiment export',
    job: 'export',
    trains: false,
    ask: async (client, round, folder) => {
      const known = await client.call('experiments/list', {});
      if (known.length === 0) {
        const spec = { name: 'to export', ...SHORT_EXPERIMENT } as never;
        await client.ended((await client.call('experiments/start', { spec })).jobId);
      }
      const [{ id }] = await client.call('experiments/list', {});
      return (await client.call('experiments/export', { id, grant: await client.grant(outOf(folder, round), true) }))
        .jobId;
    },
    check: async (_client, asked, folder) => {
      for (const round of asked)
        expect(filesOf(folder, round).some((name) => name.endsWith('ro-crate-metadata.json'))).toBe(true);
    },
  },
  {
    name: 'archive',
    job: 'export-archive',
    trains: false,
    ask: async (client, round, folder) =>
      (await client.call('library/export-archive', { folder: await client.grant(outOf(folder, round), true) })).jobId,
    check: async (_client, asked, folder) => {
      for (const round of asked)
        expect(filesOf(folder, round)).toEqual([expect.stringMatching(/\.quadrille-archive$/)]);
    },
  },
  {
    name: 'unpacking',
    job: 'import-archive',
    trains: false,
    ask: async (client, round, folder) => {
      const sent = join(folder, 'sent');
      if (!existsSync(sent)) {
        mkdirSync(sent);
        const to = await client.grant(sent, true);
        await client.ended((await client.call('library/export-archive', { folder: to })).jobId);
      }
      const grant = await client.grant(join(sent, readdirSync(sent)[0]));
      const to = await client.grant(outOf(folder, round), true);
      return (await client.call('library/import-archive', { grant, folder: to, name: 'copy' })).jobId;
    },
    check: async (_client, asked, folder) => {
      for (const round of asked) {
        expect(readdirSync(outOf(folder, round))).toEqual(['copy']);
        expect(filesOf(folder, round)).toContain(join('copy', 'library.sqlite'));
      }
    },
  },
  {
    name: 'split',
    job: 'export-split',
    trains: false,
    ask: async (client, round, folder) => {
      const grant = await client.grant(outOf(folder, round), true);
      const spec = { protocol: 'ranking' as const, models: ['popularity'], cutoffs: [5] };
      return (await client.call('evaluation/export-split', { ...spec, grant })).jobId;
    },
    check: async (_client, asked, folder) => {
      for (const round of asked) {
        expect(readdirSync(outOf(folder, round)), 'one folder, and no half of another').toHaveLength(1);
        expect(filesOf(folder, round)).toEqual(expect.arrayContaining([expect.stringMatching(/\.tsv$/)]));
      }
    },
  },
  {
    name: 'data',
    job: 'export-data',
    trains: false,
    ask: async (client, round, folder) =>
      (await client.call('library/export-data', { grant: await client.grant(outOf(folder, round), true) })).jobId,
    check: async (_client, asked, folder) => {
      for (const round of asked) {
        expect(readdirSync(outOf(folder, round)), 'one folder, and no half of another').toHaveLength(1);
        expect(filesOf(folder, round)).toEqual(expect.arrayContaining([expect.stringMatching(/datapackage\.json$/)]));
      }
    },
  },
  {
    name: 'backup',
    job: null,
    trains: false,
    ask: async (client) => {
      await client.call('backups/create', {});
      return null;
    },
    check: async (client, asked) => {
      if (asked.length > 0) expect((await client.call('backups/list', {})).length).toBeGreaterThan(0);
    },
  },
  {
    name: 'study export',
    job: 'mobility-export',
    trains: false,
    ask: async (client, round, folder) => {
      const grant = await client.grant(outOf(folder, round), true);
      return (await client.call('mobility/export', { grant, formats: ['csv', 'xlsx'] })).jobId;
    },
    check: async (_client, asked, folder) => {
      for (const round of asked)
        expect(filesOf(folder, round)).toEqual(expect.arrayContaining([expect.stringMatching(/study\.xlsx$/)]));
    },
  },
  {
    name: 'import',
    job: 'import',
    trains: false,
    ask: async (client, round, folder) => {
      const grant = await client.grant(file(folder, `plays-${round}.tsv`, plays(round)));
      return (await client.call('import/start', { grant, kind: 'triplets' })).jobId;
    },
    check: async (client, asked) => {
      const { counts } = await client.call('app/info', {});
      expect(counts.listeners % LISTENERS, 'a file was imported by half').toBe(0);
      for (const round of asked) {
        const { total } = await client.call('library/list-listeners', { filter: `round${round}-`, limit: 1 });
        expect(total, `listeners of round ${round}`).toBe(LISTENERS);
      }
    },
  },
  {
    name: 'study import',
    job: 'mobility-import',
    trains: false,
    ask: async (client, round, folder) => {
      const rows = Array.from(
        { length: SCHOLARS },
        (_, i) => `r${round}-${i},Person ${round}a ${i},f,PhD,Alpha University,Alpha,1990,1995,`,
      );
      const grant = await client.grant(file(folder, `resumes-${round}.csv`, resumes(...rows)));
      return (await client.call('mobility/start-import', { grant })).jobId;
    },
    check: async (client, asked) => {
      for (const round of asked) {
        const found = await client.call('mobility/list-scholars', {
          coder: 'Ana',
          search: `Person ${round}a`,
          limit: 20_000,
        });
        expect(found.length, `scholars of round ${round}`).toBe(SCHOLARS);
      }
    },
  },
];
