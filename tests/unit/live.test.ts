import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { followEvents } from '../../src/renderer/app/live.ts';

type Listener = (event: { what: string }) => void;

/** A page that follows a library; says which of these queries are asked again after a change. */
async function askedAgain(what: string, methods: readonly string[]): Promise<string[]> {
  const queries = new QueryClient();
  for (const method of methods) queries.setQueryData([method, {}], {});
  const listeners = new Map<string, Listener>();
  const client = {
    on: (event: string, listener: Listener) => void listeners.set(event, listener),
    call: async () => [],
  };
  followEvents(client as never, queries);
  listeners.get('library/changed')?.({ what });
  return methods.filter((method) => queries.getQueryState([method, {}])?.isInvalidated);
}

describe('a change of the library', () => {
  const counts = ['library/get-overview', 'library/get-audit'];

  it.each(['songs', 'listeners'])('of %s brings new counts and a new summary of the data', async (what) => {
    expect(await askedAgain(what, [...counts, 'app/about'])).toEqual(counts);
  });

  it('of models alone does not', async () => {
    expect(await askedAgain('models', ['models/list', ...counts])).toEqual(['models/list']);
  });
});
