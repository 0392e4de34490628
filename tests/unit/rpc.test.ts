import { describe, expect, it } from 'vitest';
import { exitCode, UsageError } from '../../src/cli/command.ts';
import { AppError, ERROR_CODES, fromErrorBody, toErrorBody } from '../../src/shared/errors.ts';
import { createClient } from '../../src/shared/rpc/client.ts';
import { dispatch, serve } from '../../src/shared/rpc/server.ts';
import { saying } from '../support/messages.ts';

/** A port whose other side is the test. */
function port() {
  const sent: { id: number; method?: string; result?: unknown; error?: { code: string } }[] = [];
  let onMessage: (message: unknown) => void = () => {};
  let onClose: () => void = () => {};
  const own = {
    send: (message: unknown) => void sent.push(message as never),
    onMessage: (listener: (message: unknown) => void) => {
      onMessage = listener;
    },
    onClose: (listener: () => void) => {
      onClose = listener;
    },
    close: () => onClose(),
  };
  return { own, sent, say: (message: unknown) => onMessage(message), cut: () => onClose() };
}

const thrown = (code: (typeof ERROR_CODES)[number]) => new AppError(code, { id: '', text: 'x' });

describe('a client', () => {
  it('gives each answer to the call that it belongs to', async () => {
    const { own, sent, say } = port();
    const client = createClient(own);
    const calls = [client.call('jobs/list', {}), client.call('jobs/list', {}), client.call('jobs/list', {})];
    say({ id: sent[1].id, result: 'second' });
    say({ id: sent[2].id, error: toErrorBody(thrown('conflict')) });
    say({ id: 99, result: 'nobody asked' });
    say({ id: sent[0].id, result: 'first' });
    expect(await calls[0]).toBe('first');
    expect(await calls[1]).toBe('second');
    await expect(calls[2]).rejects.toMatchObject({ code: 'conflict' });
  });

  it('rejects what is pending when the other side goes, and whatever is asked for later', async () => {
    const { own, cut } = port();
    const client = createClient(own);
    const heard: unknown[] = [];
    client.onGone(() => void heard.push('gone'));
    client.call('jobs/list', {}).catch((error: AppError) => void heard.push(error.code));
    cut();
    cut();
    client.call('jobs/list', {}).catch((error: AppError) => void heard.push(error.code));
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual(['gone', 'process-gone', 'process-gone']);
  });

  it('hears events until it stops listening', () => {
    const { own, say } = port();
    const client = createClient(own);
    const heard: unknown[] = [];
    const stop = client.on('library/changed', (payload) => void heard.push(payload));
    say({ event: 'library/changed', payload: 1 });
    say({ event: 'jobs/changed', payload: 2 });
    stop();
    say({ event: 'library/changed', payload: 3 });
    expect(heard).toEqual([1]);
  });
});

describe('a server', () => {
  const heard: number[] = [];
  const handlers = new Map<string, (input: never) => unknown>([
    ['jobs/list', ({ limit }: { limit: number }) => (heard.push(limit), [])],
    [
      'jobs/get',
      () => {
        throw new Error('at /home/ana/secret.ts:1');
      },
    ],
  ]);

  it('hands parsed input to a handler, fills in what was left out, and refuses what does not fit', async () => {
    expect(await dispatch(handlers, 'jobs/list', { limit: 7 })).toEqual([]);
    await dispatch(handlers, 'jobs/list', {});
    expect(heard).toEqual([7, expect.any(Number)]);
    for (const input of [{ limit: -1 }, { limit: '7' }, null, 'x'])
      await expect(dispatch(handlers, 'jobs/list', input)).rejects.toMatchObject({ code: 'bad-request' });
    for (const method of ['nothing', 'constructor', 3, undefined])
      await expect(dispatch(handlers, method, {})).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('hands on no output that does not fit the contract', async () => {
    const answering = (output: unknown) => new Map([['library/rename', () => output]]) as never;
    const ask = (output: unknown) => dispatch(answering(output), 'library/rename', { name: 'x' });
    expect(await ask({ name: 'x' })).toEqual({ name: 'x' });
    expect(await ask(Promise.resolve({ name: 'x' }))).toEqual({ name: 'x' });
    for (const output of [{ name: 7 }, {}, null, undefined, 'x'])
      await expect(ask(output), JSON.stringify(output)).rejects.toMatchObject({
        code: 'internal',
        told: saying('connection.bad-output', { method: 'library/rename' }),
      });
  });

  it('answers errors without their stack, and stops telling events to a side that has gone', async () => {
    const { own, sent, say, cut } = port();
    let emit: (event: never, payload: never) => void = () => {};
    serve(own, handlers, {
      subscribe: (listener) => {
        emit = listener as never;
        return () => {
          emit = () => {};
        };
      },
    });
    say({ id: 1, method: 'jobs/get', input: { id: 1 } });
    say({ id: 'no number', method: 'jobs/list', input: {} });
    say(null);
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent.map(({ id, error }) => [id, error?.code, 'stack' in (error ?? {})])).toEqual([[1, 'internal', false]]);
    emit('jobs/changed' as never, {} as never);
    expect(sent.length).toBe(2);
    cut();
    emit('jobs/changed' as never, {} as never);
    expect(sent.length).toBe(2);
  });
});

describe('errors', () => {
  it('keep their code across processes; the system’s own get the one that fits', () => {
    for (const code of ERROR_CODES) expect(fromErrorBody(toErrorBody(thrown(code))).code).toBe(code);
    const system = (code: string, message = '') => toErrorBody(Object.assign(new Error(message), { code })).code;
    expect(['ENOSPC', 'SQLITE_FULL', 'EDQUOT'].map((code) => system(code))).toEqual(new Array(3).fill('disk-full'));
    expect(['SQLITE_CORRUPT_INDEX', 'SQLITE_NOTADB'].map((code) => system(code))).toEqual(
      new Array(2).fill('library-damaged'),
    );
    expect(system('SQLITE_ERROR', 'unsupported file format')).toBe('library-damaged');
    expect(['EIO', 'SQLITE_IOERR_FSYNC', 'SQLITE_CANTOPEN'].map((code) => system(code))).toEqual(
      new Array(3).fill('library-gone'),
    );
    expect(['EACCES', 'SQLITE_READONLY_DBMOVED'].map((code) => system(code))).toEqual(new Array(2).fill('bad-input'));
    expect([system('ENOENT'), system('ABORT_ERR'), system('EPIPE')]).toEqual(['not-found', 'cancelled', 'internal']);
  });

  it('end the command line with 2 for wrong words, 130 for a cancelled run, 1 for the rest', () => {
    expect(exitCode(new UsageError('x'))).toBe(2);
    const codes = Object.fromEntries(ERROR_CODES.map((code) => [code, exitCode(thrown(code))]));
    expect(Object.entries(codes).filter(([, code]) => code !== 1)).toEqual([
      ['bad-request', 2],
      ['cancelled', 130],
    ]);
    expect(exitCode(new Error('x'))).toBe(1);
  });
});
