// Works on a library until it is killed, and says `ack …` after everything that the app has acknowledged. Run by
// kill.test.ts.
import { readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { openLibrary } from '../../src/core/storage/library.ts';

const [scenario, folder, files, lastAcknowledged] = process.argv.slice(2);
const say = (text: string) => void writeSync(1, `${text}\n`);

const library = await openLibrary(folder);
say('ack opened');
const app = createApp({ library, spawnTrainer: spawnChildTrainer });
const job = async (id: number) => {
  const { state, error } = await app.jobs.wait(id);
  if (error) throw new Error(error.message.text);
  return state;
};

const WORK: Record<string, () => Promise<void>> = {
  migration: async () => {},
  import: async () => {
    const names = readdirSync(files)
      .filter((name) => name.startsWith('triplets-'))
      .sort();
    for (let i = Number(lastAcknowledged) + 1; ; i++) {
      const file = join(files, names[i % names.length]);
      await job((await app.call('import/start', { grant: app.grants.add(file), kind: 'triplets' })).jobId);
      say(`ack ${i}`);
    }
  },
  coding: async () => {
    const scholars = await app.call('mobility/list-scholars', { coder: 'Ana', search: '' });
    for (let i = Number(lastAcknowledged) + 1; ; i++) {
      const { id } = scholars[i % scholars.length];
      await app.call('mobility/code', {
        coder: 'Ana',
        scholarId: id,
        stage: 'doctorate',
        value: { institution: i % 2 ? 'a' : 'b', year: 1900 + (i % 100), note: String(i) },
      });
      say(`ack ${i}`);
    }
  },
  merge: async () => {
    const names = readdirSync(files)
      .filter((name) => name.endsWith('.json'))
      .sort();
    for (let i = Number(lastAcknowledged) + 1; ; i++) {
      await app.call('mobility/merge-coding', { grant: app.grants.add(join(files, names[i % names.length])) });
      say(`ack ${i}`);
    }
  },
  training: async () => {
    for (let i = Number(lastAcknowledged) + 1; ; i++) {
      const { jobId } = await app.call('models/train', {
        type: 'funk-svd',
        name: `model-${i}`,
        options: { k: 10, epochs: 200 },
      });
      await job(jobId);
      say(`ack ${i}`);
    }
  },
  backup: async () => {
    for (;;) say(`ack ${(await app.call('backups/create', {})).name}`);
  },
  archive: async () => {
    for (let i = Number(lastAcknowledged) + 1; ; i++) {
      await job((await app.call('library/export-archive', { folder: app.grants.add(files) })).jobId);
      say(`ack ${i}`);
    }
  },
};

await WORK[scenario]();
await app.close();
say('ack closed');
