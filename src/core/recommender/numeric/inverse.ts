import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { layOut, sharedMemory } from '../../workers/instantiate.ts';
import { wasmBase64 } from '../kernels/inverse.wasm.ts';
import { KernelPool, pieces } from '../kernels/kernel-pool.ts';
import { giveWay, heldLong } from './yielding.ts';

const BLOCK = 32;
const ROWS_A_CALL = 64;
const ORDER_WORTH_THREADS = 512;

/** Bytes that inverting a matrix of order n takes. */
export function inverseBytes(n: number): number {
  const order = Math.ceil(n / BLOCK) * BLOCK;
  return 8 * (order * order + 3 * order * BLOCK + BLOCK * BLOCK);
}

/**
 * Inverts a symmetric positive definite matrix of order n (sweep operator, blocked, double precision, no pivoting, as a
 * ridge makes safe).
 *
 * @param fill writes the lower triangle into the zeroed matrix, whose rows are `stride` doubles apart
 * @returns the inverse's lower triangle, laid out the same
 * @throws bad-input when n is beyond 4 GiB, or the matrix is not positive definite
 */
export async function invert(
  n: number,
  threads: number,
  fill: (a: Float64Array, stride: number) => void | Promise<void>,
  progress: (fraction: number) => void,
): Promise<{ a: Float64Array; stride: number }> {
  const order = Math.ceil(n / BLOCK) * BLOCK;
  const { at, pages, fits } = layOut({
    a: 8 * order * order,
    columns: 8 * order * BLOCK,
    rows: 8 * order * BLOCK,
    scaled: 8 * order * BLOCK,
    pivot: 8 * BLOCK * BLOCK,
  });
  if (!fits) throw new AppError('bad-input', say('recommender.matrix-too-large', { n }));
  const memory = sharedMemory(pages);
  const a = new Float64Array(memory.buffer, at.a, order * order);
  for (let i = n; i < order; i++) a[i * order + i] = 1;
  await fill(a, order);
  let done = 0;
  const blocks = order / BLOCK;
  const report = () => progress(done / blocks);
  const pool = new KernelPool({ wasmBase64, memory }, n < ORDER_WORTH_THREADS ? 1 : threads, report);
  try {
    for (let block = 0; block < blocks; block++) {
      await pool.run([{ name: 'panel', args: [at.a, order, block, at.columns, at.rows, at.pivot] }]);
      await pool.run(
        pieces(order, 8 * ROWS_A_CALL).map(([from, to]) => ({
          name: 'scale',
          args: [from, to, at.columns, at.pivot, at.scaled],
        })),
      );
      // Long rows first: they are the longest calls.
      const rows = pieces(order, ROWS_A_CALL).reverse();
      await pool.run(rows.map(([from, to]) => ({ name: 'update', args: [from, to, at.a, order, at.scaled, at.rows] })));
      await pool.run([{ name: 'place', args: [at.a, order, block, at.scaled, at.pivot] }]);
      done++;
      report();
    }
  } finally {
    await pool.close();
  }
  for (let i = 0; i < order; i++) {
    if (heldLong()) await giveWay({ progress: report }, 1);
    for (let j = 0; j <= i; j++) a[i * order + j] = -a[i * order + j];
    if (!(a[i * order + i] > 0)) throw new AppError('bad-input', say('recommender.not-positive-definite'));
  }
  return { a, stride: order };
}
