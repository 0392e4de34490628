import fc from 'fast-check';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { askedByFile, askedFor } from '../../src/main/opening.ts';
import { pageFile } from '../../src/main/security.ts';
import { parseState } from '../../src/main/state.ts';
import { contract, type Method } from '../../src/shared/contract/index.ts';
import { ERROR_CODES, toErrorBody } from '../../src/shared/errors.ts';
import { DEFAULT_CODEBOOK } from '../../src/shared/mobility/codebook.ts';
import { portPair } from '../../src/shared/rpc/port.ts';
import { dispatch, serve } from '../../src/shared/rpc/server.ts';
import { importFile, suiteFolder } from '../support/fixtures.ts';
import { importStudyFile, fileOf, INSTITUTIONS, rankingCsv, resumes, TIERS } from '../support/mobility.ts';
import { fuzz, mutants } from './mutate.ts';
import { inOnePart } from './parts.ts';

const codeOf = (error: unknown) => toErrorBody(error).code;

/**
 * These start processes or minutes of work when their input is right; their schemas are fuzzed, their handlers are not
 * called.
 */
const HEAVY: readonly Method[] = [
  'app/doctor',
  'library/start-demo',
  'mobility/make-demo',
  'backups/create',
  'jobs/resume',
  'models/train',
  'models/map',
  'evaluation/start',
  'experiments/start',
  'experiments/resume',
  'audio/place',
];

type Schema = Record<string, unknown>;

/** Inputs of the shape that a method asks for, with values that a person would hardly choose. */
function shaped(schema: Schema): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.anyOf)) return fc.oneof(...(schema.anyOf as Schema[]).map(shaped));
  if (Array.isArray(schema.enum))
    return fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...(schema.enum as unknown[])) },
      { weight: 1, arbitrary: fc.anything() },
    );
  if ('const' in schema) return fc.constant(schema.const);
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(
        ([key, value]) => [key, shaped(value)] as const,
      );
      const required = ((schema.required as string[]) ?? []).filter((key) => properties.some(([name]) => name === key));
      return fc.record(Object.fromEntries(properties), { requiredKeys: required as never });
    }
    case 'array':
      return fc.array(shaped((schema.items ?? {}) as Schema), { maxLength: 4 });
    case 'string':
      return fc.oneof(
        fc.string({ maxLength: 12 }),
        fc.constantFrom(
          '',
          's1',
          'a',
          'doctorate',
          'doctorate:first-job',
          'Ana',
          'funk-svd',
          '歌',
          '../..',
          '__proto__',
          '%',
          '"',
          "' OR 1=1 --",
          '0'.repeat(32),
        ),
      );
    case 'integer':
      return fc.oneof(
        fc.integer({ min: -3, max: 60 }),
        fc.constantFrom(2 ** 31, -(2 ** 31), Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1),
      );
    case 'number':
      return fc.oneof(fc.double(), fc.integer({ min: -2, max: 20 }));
    case 'boolean':
      return fc.boolean();
    default:
      return fc.anything({ maxDepth: 2 });
  }
}

inOnePart();

describe('the RPC edge, with anything', { timeout: 3_600_000 }, () => {
  let app: App;

  beforeAll(async () => {
    app = createApp({ library: await createLibrary(join(suiteFolder(), 'library')), spawnTrainer: spawnChildTrainer });
    // With no plays, the audit would start a worker for each input, only to be told that there are none.
    const plays = Array.from({ length: 40 }, (_, i) => `u${i % 5}\ts${i % 8}\t${1 + (i % 3)}\n`).join('');
    await importFile(app, 'triplets', fileOf('plays.tsv', plays));
    await importStudyFile(app, fileOf('tiers.csv', TIERS));
    await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS));
    await importStudyFile(app, fileOf('ranking-arwu.csv', rankingCsv()));
    await importStudyFile(
      app,
      fileOf(
        'r.csv',
        resumes(
          's1,Ann,f,PhD,Alpha University,Alpha,1990,1995,',
          's2,Bob,m,professor,Beta University,Beta,1997,present,yes',
        ),
      ),
    );
  });

  afterAll(() => app.close());

  it.each(Object.keys(contract) as Method[])('%s', async (method) => {
    const schema = z.toJSONSchema(contract[method].input, { io: 'input', unrepresentable: 'any' }) as Schema;
    const inputs = fc.oneof({ weight: 3, arbitrary: shaped(schema) }, { weight: 1, arbitrary: fc.anything() });
    await fuzz(
      inputs,
      (input) => {
        if (HEAVY.includes(method) && contract[method].input.safeParse(input).success) return;
        return dispatch(app.handlers, method, input);
      },
      codeOf,
    );
  });

  it('messages of any form get an answer or none, and the next one is answered', async () => {
    const [near, far] = portPair();
    const stop = serve(far, app.handlers, app.events);
    const answers: { id: number; error?: { code: string } }[] = [];
    near.onMessage((message) => answers.push(message as never));
    await fuzz(
      fc.oneof(
        fc.anything(),
        fc.record({ id: fc.anything(), method: fc.anything(), input: fc.anything() }),
        fc.record({
          id: fc.nat(),
          method: fc.constantFrom('constructor', '__proto__', 'toString', 'app/info', ''),
          input: fc.anything(),
        }),
      ),
      (message) => near.send(message),
      codeOf,
    );
    const last = Number.MAX_SAFE_INTEGER;
    near.send({ id: last, method: 'jobs/list', input: {} });
    for (let i = 0; i < 200 && !answers.some(({ id }) => id === last); i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(answers.find(({ id }) => id === last)).toMatchObject({ result: expect.any(Array) });
    for (const { error } of answers) if (error) expect(ERROR_CODES).toContain(error.code);
    stop();
  });

  it('codebooks, changed at random', async () => {
    await fuzz(
      mutants(Buffer.from(JSON.stringify(DEFAULT_CODEBOOK))),
      (bytes) => {
        const codebook = parsed(bytes);
        return codebook === undefined ? undefined : app.call('mobility/preview-codebook', { codebook });
      },
      codeOf,
    );
  });
});

describe('what the shell reads, with anything', { timeout: 3_600_000 }, () => {
  it('its state, addresses and command lines', async () => {
    await fuzz(fc.anything(), (value) => void parseState(value), codeOf);
    await fuzz(fc.array(fc.string({ maxLength: 30 })), (words) => void askedFor(words, '/'), codeOf);
    await fuzz(fc.string(), (word) => void askedByFile(`/nowhere/${word}.quadrille`), codeOf);
    await fuzz(
      fc.webUrl().chain((url) => fc.constantFrom(url, url.replace(/^https?:/, 'app:'), `app://quadrille/${url}`)),
      (url) => {
        const file = pageFile('/app/renderer', url);
        if (file !== null && !file.startsWith('/app/renderer/')) throw new Error(`${url} led to ${file}`);
      },
      codeOf,
    );
  });
});

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
