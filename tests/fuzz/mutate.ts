import { appendFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect } from 'vitest';
import { boundariesOf, packedIn } from './boundaries.ts';

/** 80 inputs for each target in the ordinary run, 10,000 in the nightly one: `QUADRILLE_FUZZ=10000`. */
export const RUNS = Number(process.env.QUADRILLE_FUZZ ?? 80);
/**
 * The ordinary run tries the same inputs every time, so that a change fails for what it changed; the nightly one tries
 * others each night.
 */
export const SEED = Number(
  process.env.QUADRILLE_SEED ?? (process.env.QUADRILLE_FUZZ ? Date.now() % 2_147_483_647 : 20_261_124),
);
/** Where to write how many milliseconds of the processor each target took for an input, by which the parts are cut. */
const TIMES = process.env.QUADRILLE_FUZZ_TIMES;
/** Time of the processor, which a busy machine does not make longer; and a guard against waiting for ever. */
const MOST_CPU_MS = 1000;
const MOST_WALL_MS = 20_000;
const MOST_GROWTH_BYTES = 500 * 2 ** 20;
/** More than before: by workers and databases that are kept. */
const MOST_OPENED = 12;

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

/** Anywhere in a file, evenly: `fc.double` would be below 0.001 nine times of ten. */
const place = fc.noBias(fc.nat(999_999)).map((millionths) => millionths / 1e6);
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

const JSON_VALUES = [null, true, 0, -1, 1e300, '', 'x', '2020-13-45', [], [null], {}, { x: null }];
const jsonEdit = fc.record({
  at: place,
  /** `undefined` takes the value away. */
  to: fc.oneof(fc.constantFrom(undefined, ...JSON_VALUES), fc.jsonValue({ maxDepth: 2 })),
});

type Holder = Record<string, unknown>;

/** Every place in a value where another could stand. */
function placesIn(value: unknown): [holder: Holder, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    [value as Holder, key] as [Holder, string],
    ...placesIn((value as Holder)[key]),
  ]);
}

/** The value of a file of JSON, or of JSON in lines; undefined if it holds anything else. */
function jsonOf(sample: Uint8Array): unknown[] | undefined {
  const text = new TextDecoder().decode(sample).trim();
  if (!/^[[{]/.test(text)) return undefined;
  for (const parts of [[text], text.split('\n')])
    try {
      return parts.map((part) => JSON.parse(part));
    } catch {
      // not in this form
    }
  return undefined;
}

/** JSON still, but with other values in some places: changed bytes are seldom JSON, and end at the parser. */
function changedJson(sample: Uint8Array): fc.Arbitrary<Uint8Array> | undefined {
  const values = jsonOf(sample);
  if (!values) return undefined;
  return fc.array(jsonEdit, { minLength: 1, maxLength: 3 }).map((edits) => {
    const root = { values: structuredClone(values) };
    for (const { at, to } of edits) {
      const places = placesIn(root).slice(1);
      const [holder, key] = places[Math.floor(at * places.length)] ?? [root.values as unknown as Holder, '0'];
      if (to === undefined && !Array.isArray(holder)) delete holder[key];
      else holder[key] = structuredClone(to ?? null);
    }
    return new TextEncoder().encode(root.values.map((value) => JSON.stringify(value)).join('\n'));
  });
}

/** What is lost or doubled is a whole part of the file: its end, its beginning, or what lies between two boundaries. */
const PARTS = ['before', 'behind', 'without', 'twice'] as const;

function takenApart(sample: Uint8Array): fc.Arbitrary<Uint8Array> | undefined {
  const places = boundariesOf(sample);
  if (places.length === 0) return undefined;
  const boundary = fc.noBias(fc.nat(places.length - 1)).map((i) => places[i]);
  // A byte more or less is where readers miscount.
  const near = fc.tuple(boundary, fc.constantFrom(0, 0, 0, -1, 1)).map(([at, by]) => at + by);
  return fc.tuple(fc.constantFrom(...PARTS), near, near).map(([kind, one, other]) => {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    switch (kind) {
      case 'before':
        return sample.slice(0, one);
      case 'behind':
        return sample.slice(one);
      case 'without':
        return join(sample.subarray(0, from), sample.subarray(to));
      case 'twice':
        return join(sample.subarray(0, to), sample.subarray(from));
    }
  });
}

/** What else lies in the folders of people who join their files, or what programs hang on their end. */
const OTHER_FILES = [
  new TextEncoder().encode('user,song,plays\nu1,s1,2\n'),
  new TextEncoder().encode('{"user":"u1","song":"s1"}\n'),
  new TextEncoder().encode('<!doctype html><p>404</p>'),
  Uint8Array.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)]),
  new Uint8Array(gzipSync('u1\ts1\t2\n')),
  Uint8Array.from([0x54, 0x41, 0x47, ...Array<number>(125).fill(32)]),
];
const BETWEEN = ['', '', '\n', '\r\n', '\0', '\uFEFF'].map((text) => new TextEncoder().encode(text));

/** Two files in one: the same once more, a damaged copy of it, or another one, before or behind it. */
function joined(sample: Uint8Array, damaged: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const other = fc.oneof(fc.constant(sample), damaged, fc.constantFrom(...OTHER_FILES));
  return fc
    .tuple(other, fc.constantFrom(...BETWEEN), fc.boolean())
    .map(([file, between, isFirst]) => (isFirst ? join(file, between, sample) : join(sample, between, file)));
}

/** A valid file with a few bytes changed, with parts lost, or another file in it; or bytes that are no file at all. */
export function mutants(sample: Uint8Array): fc.Arbitrary<Uint8Array> {
  const changed = changedJson(sample);
  const edited = fc.array(edit, { minLength: 1, maxLength: 6 }).map((edits) => edits.reduce(apply, sample));
  const apart = takenApart(sample);
  const packed = packedIn(sample);
  const repacked = packed && takenApart(packed);
  return fc.oneof(
    ...(changed ? [{ weight: 9, arbitrary: changed }] : []),
    { weight: 9, arbitrary: edited },
    ...(apart ? [{ weight: 2, arbitrary: apart }] : []),
    ...(repacked ? [{ weight: 2, arbitrary: repacked.map((bytes) => new Uint8Array(gzipSync(bytes))) }] : []),
    { weight: 2, arbitrary: joined(sample, edited) },
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

/** Where the system lists them. Some close a moment after the error that they belong to. */
async function openFiles(most = 0): Promise<number> {
  if (process.platform !== 'linux') return 0;
  for (let left = 20; ; left--) {
    const count = readdirSync('/proc/self/fd').length;
    if (count <= most || left === 0) return count;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Runs one target over its inputs: whatever comes in, it ends within a second of the processor, keeps its memory,
 * closes its files, and answers or throws an error of the closed list that is not "internal".
 */
export async function fuzz<T>(
  inputs: fc.Arbitrary<T>,
  target: (input: T) => unknown,
  codeOf: (error: unknown) => string,
): Promise<void> {
  const before = process.memoryUsage().rss;
  const mostOpen = (await openFiles(Number.POSITIVE_INFINITY)) + MOST_OPENED;
  const atStart = process.cpuUsage();
  const once = async (input: T) => {
    const started = performance.now();
    const cpuBefore = process.cpuUsage();
    try {
      await target(input);
    } catch (error) {
      if (codeOf(error) === 'internal') throw error;
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    return { cpuMs: (user + system) / 1000, wallMs: performance.now() - started };
  };
  const hung = ({ cpuMs, wallMs }: { cpuMs: number; wallMs: number }) => cpuMs > MOST_CPU_MS || wallMs > MOST_WALL_MS;
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      let took = await once(input);
      if (hung(took)) took = await once(input); // something else of this process may have run meanwhile
      if (hung(took)) throw new Error(`took ${Math.round(took.cpuMs)} ms of CPU, ${Math.round(took.wallMs)} ms in all`);
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  if (TIMES) {
    const { user, system } = process.cpuUsage(atStart);
    appendFileSync(TIMES, `${((user + system) / 1000 / RUNS).toFixed(2)}\t${expect.getState().currentTestName}\n`);
  }
  // What is only waiting to be collected is not kept: a Word document leaves fifty kilobytes of it.
  (globalThis as { gc?: () => void }).gc?.();
  const growth = process.memoryUsage().rss - before;
  if (growth > MOST_GROWTH_BYTES) throw new Error(`memory grew by ${Math.round(growth / 2 ** 20)} MiB`);
  const open = await openFiles(mostOpen);
  if (open > mostOpen) throw new Error(`${open} files are open, at most ${mostOpen} were expected`);
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
