import { parentPort, workerData } from 'node:worker_threads';
import { toErrorBody } from '../../../shared/errors.ts';
import { openReader } from '../../storage/sqlite.ts';
import type { OpenDb } from '../../storage/sqlite.ts';
import { Study } from '../study/study.ts';
import { OPERATIONS } from './operations.ts';
import type { Question, Reply } from './study-thread.ts';

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread only');
const db = openReader((workerData as { file: string }).file) as OpenDb;
let study: Study | null = null;
let known: string | null = null;

port.on('message', async ({ id, name, asked, now, state, viewer }: Question) => {
  const reply = (answer: Reply) => port.postMessage(answer);
  try {
    // What was read stays read until the library's own process has written.
    if (study === null || known !== state) {
      study = new Study(db, () => new Date(now), 'another-reveals');
      known = state;
    }
    study.seeAs(viewer);
    const heard = (fraction: number) => reply({ id, fraction });
    const run = OPERATIONS[name] as (study: Study, asked: unknown, heard: (fraction: number) => void) => unknown;
    reply({ id, answer: await run(study, asked, heard) });
  } catch (error) {
    reply({ id, error: toErrorBody(error) });
  }
});
