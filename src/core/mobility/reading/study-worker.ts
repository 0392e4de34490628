import { parentPort, workerData } from 'node:worker_threads';
import { toThreadError } from '../../../shared/errors.ts';
import { openReader } from '../../storage/sqlite.ts';
import type { OpenDb } from '../../storage/sqlite.ts';
import { Study } from '../study/study.ts';
import { inOneState } from './one-state.ts';
import { OPERATIONS } from './operations.ts';
import type { Question, Reply } from './study-thread.ts';

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread only');
const reply = (answer: Reply) => port.postMessage(answer);
const db = openReader((workerData as { file: string }).file) as OpenDb;
let study: Study | null = null;
let known: string | null = null;

port.on('message', async ({ name, asked, state, viewer }: Question) => {
  try {
    const answer = await inOneState(db, () => {
      reply({ begun: true });
      // What was read stays read until the library's own process has written.
      if (study === null || known !== state) {
        study = new Study(db, () => new Date(), 'another-reveals');
        known = state;
      }
      study.seeAs(viewer);
      const heard = (fraction: number) => reply({ fraction });
      const run = OPERATIONS[name] as (study: Study, asked: unknown, heard: (fraction: number) => void) => unknown;
      return run(study, asked, heard);
    });
    reply({ answer });
  } catch (error) {
    reply({ error: toThreadError(error) });
  }
});
