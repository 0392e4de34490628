import { expect, it } from 'vitest';
import { receiveInTurns } from '../../src/shared/parent-port.ts';

it("a message of Electron's is received in a turn of Node, in order", async () => {
  const listeners: ((event: { data: number }) => void)[] = [];
  const heard: number[] = [];
  receiveInTurns<number>({ on: (_event, listener) => listeners.push(listener) }, (message) => heard.push(message));
  for (const data of [1, 2]) listeners[0]({ data });
  await Promise.resolve();
  expect(heard, 'neither while Electron delivers it nor in the microtasks after').toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual([1, 2]);
});
