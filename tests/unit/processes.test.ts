import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTrainer } from '../../src/main/processes.ts';

const forked = new EventEmitter() as EventEmitter & { postMessage(message: unknown): void; kill(): void };
const sent: unknown[] = [];

vi.mock('electron', () => ({
  app: { getPath: () => '/nowhere' },
  utilityProcess: { fork: () => forked },
}));

beforeEach(() => {
  vi.stubEnv('QUADRILLE_PROCESSES', 'utility');
  forked.postMessage = (message) => sent.push(message);
});
afterEach(() => void vi.unstubAllEnvs());

it('nothing is sent to a process that is gone, not even by what hears of its end', () => {
  const trainer = startTrainer('/app');
  const cancel = { type: 'cancel' } as unknown as Parameters<typeof trainer.send>[0];
  trainer.onExit(() => trainer.send(cancel));
  trainer.send(cancel);
  expect(sent).toEqual([cancel]);
  forked.emit('exit', 9);
  trainer.send(cancel);
  expect(sent).toEqual([cancel]);
});
