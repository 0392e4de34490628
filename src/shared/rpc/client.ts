import type { Events, Input, Method, Output } from '../contract/index.ts';
import { AppError, type ErrorBody, fromErrorBody } from '../errors.ts';
import { say } from '../messages/say.ts';
import type { Port } from './port.ts';

export interface RpcClient {
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>;
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** Called once when the other side is gone; every pending call is rejected with `process-gone` before that. */
  onGone(listener: () => void): void;
  close(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export function createClient(port: Port): RpcClient {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const goneListeners: (() => void)[] = [];
  let nextId = 1;
  let gone = false;

  port.onMessage((raw) => {
    const message = raw as { id?: number; result?: unknown; error?: ErrorBody; event?: string; payload?: unknown };
    if (typeof message.event === 'string') {
      for (const listener of listeners.get(message.event) ?? []) listener(message.payload);
      return;
    }
    const call = pending.get(message.id ?? -1);
    if (!call) return;
    pending.delete(message.id as number);
    if (message.error) call.reject(fromErrorBody(message.error));
    else call.resolve(message.result);
  });

  port.onClose(() => {
    if (gone) return;
    gone = true;
    for (const call of pending.values()) call.reject(processGone());
    pending.clear();
    for (const listener of goneListeners) listener();
  });

  return {
    call(method, input) {
      if (gone) return Promise.reject(processGone());
      const id = nextId++;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
        port.send({ id, method, input });
      });
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener as (payload: unknown) => void);
      return () => set.delete(listener as (payload: unknown) => void);
    },
    onGone: (listener) => void goneListeners.push(listener),
    close: () => port.close(),
  };
}

function processGone(): AppError {
  return new AppError('process-gone', say('connection.process-stopped'));
}
