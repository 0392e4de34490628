import fc from 'fast-check';

/** 300 inputs for each target in the ordinary run, 10,000 in the nightly one: `QUADRILLE_FUZZ=10000`. */
export const RUNS = Number(process.env.QUADRILLE_FUZZ ?? 300);
/**
 * The ordinary run tries the same inputs every time, so that a change fails for what it changed; the nightly one tries
 * others each night.
 */
export const SEED = Number(
  process.env.QUADRILLE_SEED ?? (process.env.QUADRILLE_FUZZ ? Date.now() % 2_147_483_647 : 20_261_124),
);
const HANG_MS = 1000;
const MOST_GROWTH_BYTES = 500 * 2 ** 20;

process.stderr.write(`quadrille: ${RUNS} inputs for each target, seed ${SEED} (repeat with QUADRILLE_SEED=${SEED})\n`);

type Edit =
  | { kind: 'flip'; at: number; bit: number }
  | { kind: 'set'; at: number; bytes: Uint8Array }
  | { kind: 'insert'; at: number; bytes: Uint8Array }
  | { kind: 'delete'; at: number; length: number }
  | { kind: 'repeat'; at: number; length: number; times: number }
  | { kind: 'cut'; at: number };

const NASTY = [
  '',
  '\0',
  '\uFEFF',
  '"',
  ',',
  '\t',
  '\n',
  '\r\n',
  '{',
  '}',
  '[',
  ']',
  '<SEP>',
  'null',
  '-1',
  '1e999',
  '99999999999999999999',
  'NaN',
  '\\u0000',
  '歌',
  '😀',
  '../..',
  "'; DROP TABLE songs;--",
  'true',
  '__proto__',
  'constructor',
].map((text) => new TextEncoder().encode(text));
const EXTREME = [
  [0, 0, 0, 0],
  [255, 255, 255, 255],
  [255, 255, 255, 127],
  [0, 0, 0, 128],
  [1, 0, 0, 0],
].map((bytes) => Uint8Array.from(bytes));

const place = fc.double({ min: 0, max: 1, noNaN: true });
const piece = fc.oneof(fc.constantFrom(...NASTY), fc.constantFrom(...EXTREME), fc.uint8Array({ maxLength: 12 }));
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('set' as const), at: place, bytes: piece }),
  fc.record({ kind: fc.constant('insert' as const), at: place, bytes: piece }),
  fc.record({ kind: fc.constant('delete' as const), at: place, length: fc.nat(200) }),
  fc.record({
    kind: fc.constant('repeat' as const),
    at: place,
    length: fc.nat(60),
    times: fc.integer({ min: 1, max: 30 }),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
);

/** A valid file with a few bytes changed, or bytes that are no file at all. */
export function mutants(sample: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    {
      weight: 9,
      arbitrary: fc.array(edit, { minLength: 1, maxLength: 6 }).map((edits) => edits.reduce(apply, sample)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  );
}

function apply(bytes: Uint8Array, change: Edit): Uint8Array {
  // Half of the edits fall into the first kilobyte, where the headers are.
  const at = Math.floor(
    change.at < 0.5 ? change.at * 2 * Math.min(1024, bytes.length) : (change.at - 0.5) * 2 * bytes.length,
  );
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (change.kind) {
    case 'flip': {
      const copy = Uint8Array.from(bytes); // a Buffer's slice is a view: the sample itself would be changed for good
      if (at < copy.length) copy[at] ^= 1 << change.bit;
      return copy;
    }
    case 'set':
      return join(before, change.bytes, after.subarray(change.bytes.length));
    case 'insert':
      return join(before, change.bytes, after);
    case 'delete':
      return join(before, after.subarray(change.length));
    case 'repeat':
      return join(before, ...Array.from({ length: change.times }, () => after.subarray(0, change.length)), after);
    case 'cut':
      return before.slice();
  }
}

function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * Runs one target over its inputs: whatever comes in, it ends within a second, keeps its memory, and answers or throws
 * an error of the closed list that is not "internal".
 */
export async function fuzz<T>(
  inputs: fc.Arbitrary<T>,
  target: (input: T) => unknown,
  codeOf: (error: unknown) => string,
): Promise<void> {
  const before = process.memoryUsage().rss;
  const once = async (input: T) => {
    const started = performance.now();
    try {
      await target(input);
    } catch (error) {
      if (codeOf(error) === 'internal') throw error;
    }
    return performance.now() - started;
  };
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      let took = await once(input);
      if (took > HANG_MS) took = await once(input); // the machine may have been busy with something else
      if (took > HANG_MS) throw new Error(`took ${Math.round(took)} ms`);
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  const growth = process.memoryUsage().rss - before;
  if (growth > MOST_GROWTH_BYTES) throw new Error(`memory grew by ${Math.round(growth / 2 ** 20)} MiB`);
}

/**
 * The same over changed copies of a file, after the file itself was read without a complaint: otherwise only the first
 * check of a reader would ever run.
 */
export async function fuzzFile(
  sample: Uint8Array,
  target: (bytes: Uint8Array) => unknown,
  codeOf: (error: unknown) => string,
): Promise<void> {
  await target(sample);
  await fuzz(mutants(sample), target, codeOf);
}
