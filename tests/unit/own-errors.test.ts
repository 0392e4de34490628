import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { BackendLink } from '../../src/main/backend-link.ts';
import { keepOwnErrors } from '../../src/main/own-errors.ts';
import type { BackendProcess } from '../../src/main/processes.ts';
import type { FromBackend, ShellError, ToBackend } from '../../src/shared/backend-protocol.ts';

/** What main starts in the place of a backend. */
const backends = vi.hoisted(() => ({ started: [] as unknown[] }));
vi.mock('../../src/main/processes.ts', () => ({
  startBackend: () => {
    const sent: ToBackend[] = [];
    const listeners: ((message: FromBackend) => void)[] = [];
    const backend: BackendProcess = {
      send: (message) => void sent.push(message),
      onMessage: (listener) => void listeners.push(listener),
      onExit: () => {},
      kill: () => {},
    };
    backends.started.push({ sent, say: (message: FromBackend) => listeners.forEach((listen) => void listen(message)) });
    return backend;
  },
}));

interface Stand {
  sent: ToBackend[];
  say(message: FromBackend): void;
}

it('errors and rejections that nobody handles in main are told with their reason', () => {
  const emitter = new EventEmitter();
  const told: ShellError[] = [];
  keepOwnErrors((error) => told.push(error), emitter);
  emitter.emit('uncaughtException', new Error('nobody catches this'));
  emitter.emit('unhandledRejection', new Error('nobody waits for this'), Promise.resolve());
  emitter.emit('unhandledRejection', 'a text', Promise.resolve());
  expect(told.map(({ what }) => what)).toEqual([
    expect.stringContaining('nobody catches this'),
    expect.stringContaining('nobody waits for this'),
    expect.stringContaining('a text'),
  ]);
  expect(told[1].stack).toMatch(/own-errors\.test/);
});

it("they reach the library's log, also those of before it was open", async () => {
  const link = new BackendLink('/app', async () => true);
  link.log({ what: 'early', stack: 'at a' });
  await link.open({ folder: '/library', create: false });
  const [{ sent, say }] = backends.started as Stand[];
  const errors = () => sent.filter(({ type }) => type === 'shell-error');
  say({ type: 'opened' });
  expect(errors()).toEqual([{ type: 'shell-error', what: 'early', stack: 'at a' }]);
  link.log({ what: 'late', stack: undefined });
  expect(errors()).toEqual([errors()[0], { type: 'shell-error', what: 'late', stack: undefined }]);
});
