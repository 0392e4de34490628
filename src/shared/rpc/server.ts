import { schemaProblems } from '../messages/schema-problems.ts';
import { contract, type Events, type Method, type Output, type Parsed } from '../contract/index.ts';
import { AppError, toErrorBody } from '../errors.ts';
import { say } from '../messages/say.ts';
import type { Port } from './port.ts';

export type Handlers = { [M in Method]: (input: Parsed<M>) => Output<M> | Promise<Output<M>> };

const METHODS = new Map(Object.entries(contract));

/**
 * Parses the input, runs the handler, checks the output against the contract. Dispatch goes through a Map: a plain
 * object lookup by a caller's string would reach `constructor`.
 */
export async function dispatch(
  handlers: Map<string, (input: never) => unknown>,
  method: unknown,
  input: unknown,
): Promise<unknown> {
  const spec = typeof method === 'string' ? METHODS.get(method) : undefined;
  const handler = typeof method === 'string' ? handlers.get(method) : undefined;
  if (!spec || !handler)
    throw new AppError('bad-request', say('connection.no-such-method', { method: String(method) }));
  const parsed = spec.input.safeParse(input);
  if (!parsed.success) {
    const [{ path, problem }] = schemaProblems(parsed.error, input);
    throw new AppError(
      'bad-request',
      say('connection.bad-input', {
        method: String(method),
        path: path || 'input',
        problem,
      }),
    );
  }
  const result = await handler(parsed.data as never);
  const checked = spec.output.safeParse(result);
  if (!checked.success) {
    const [{ path, problem }] = schemaProblems(checked.error, result);
    throw new AppError(
      'internal',
      say('connection.bad-output', { method: String(method), path: path || 'output', problem }),
    );
  }
  return result;
}

export function handlerMap(handlers: Handlers): Map<string, (input: never) => unknown> {
  return new Map(Object.entries(handlers) as [string, (input: never) => unknown][]);
}

export interface Emitter {
  subscribe(listener: <E extends keyof Events>(event: E, payload: Events[E]) => void): () => void;
}

/** Serves one port until it closes. Returns a function that stops. */
export function serve(port: Port, handlers: Map<string, (input: never) => unknown>, events: Emitter): () => void {
  const unsubscribe = events.subscribe((event, payload) => port.send({ event, payload }));
  port.onMessage((raw) => {
    const message = raw as { id?: unknown; method?: unknown; input?: unknown } | null;
    if (message === null || typeof message !== 'object' || typeof message.id !== 'number') return;
    const { id } = message;
    dispatch(handlers, message.method, message.input).then(
      (result) => port.send({ id, result }),
      (error) => port.send({ id, error: toErrorBody(error) }),
    );
  });
  port.onClose(unsubscribe);
  return unsubscribe;
}
