import { instantiate, layOut } from '../../workers/instantiate.ts';
import { wasmBase64 } from './optimal-matching.wasm.ts';

interface Kernel {
  rowAt(table: number, y: number, kept: number, rowBytes: number): number;
  fill(
    other: number,
    from: number,
    to: number,
    kept: number,
    table: number,
    savings: number,
    rowBytes: number,
    width: number,
  ): void;
}

/** Sequences whose tables are filled at once, each in a lane of a cell. */
const LANES = 4;
const CELL_BYTES = 8 * LANES;

/**
 * Optimal-matching distances of all pairs (Needleman & Wunsch 1970), as the rows of a triangle: of i and j < i at
 * i (i − 1) / 2 + j.
 *
 * Deleting one sequence whole and inserting the other costs indel × both lengths; each substitution saves 2 indel less
 * its cost, so the distance is that sum less the most that can be saved, and a cell of the table is the greatest of its
 * neighbours. Neighbours in `sequences` that begin alike share the first rows of their tables: in an order by their
 * states that is a good part of them. Four sequences at a time are compared with each other one.
 *
 * @param sequences indices of states, best in an order by their states
 * @param between substitution costs, 0 on the diagonal
 * @param indel of one insertion or deletion
 */
export function optimalMatching(
  sequences: readonly Int32Array[],
  between: readonly (readonly number[])[],
  indel: number,
): Float64Array {
  const alike = sequences.map((sequence, i) => (i === 0 ? 0 : commonBeginning(sequences[i - 1], sequence)));
  const saved = between.map((costs) => costs.map((cost) => Math.max(0, 2 * indel - cost)));
  const tables = new Tables(sequences, saved, alike);
  const distances = new Float64Array((sequences.length * (sequences.length - 1)) / 2);
  for (let first = 0; first < sequences.length; first += LANES) {
    const block = sequences.slice(first, first + LANES);
    tables.begin(block);
    for (let j = 0; j < first + block.length - 1; j++) {
      tables.fill(j, alike[j]);
      for (let lane = Math.max(0, j + 1 - first); lane < block.length; lane++) {
        const i = first + lane;
        distances[(i * (i - 1)) / 2 + j] =
          indel * (block[lane].length + sequences[j].length) - tables.most(j, lane, block[lane].length);
      }
    }
  }
  return distances;
}

/** What is saved with each beginning of a block of sequences and each beginning of another one. */
class Tables {
  readonly #sequences: readonly Int32Array[];
  readonly #saved: readonly (readonly number[])[];
  /** Of each sequence, where its states lie. */
  readonly #states: number[] = [];
  /** Rows that a next sequence may begin with. */
  readonly #kept: number;
  readonly #rowBytes: number;
  readonly #table: number;
  readonly #savings: number;
  readonly #memory: WebAssembly.Memory;
  readonly #kernel: Kernel;
  #width = 0;

  constructor(sequences: readonly Int32Array[], saved: readonly (readonly number[])[], alike: readonly number[]) {
    this.#sequences = sequences;
    this.#saved = saved;
    this.#kept = alike.reduce((most, length) => Math.max(most, length), 0);
    let longest = 0;
    let states = 0;
    for (const { length } of sequences) {
      longest = Math.max(longest, length);
      this.#states.push(states);
      states += 4 * length;
    }
    this.#rowBytes = (longest + 1) * CELL_BYTES;
    const table = (this.#kept + 3) * this.#rowBytes;
    const { at, pages } = layOut({ states, table, savings: saved.length * this.#rowBytes });
    this.#memory = new WebAssembly.Memory({ initial: pages });
    this.#table = at.table;
    this.#savings = at.savings;
    this.#kernel = instantiate<Kernel>(wasmBase64, this.#memory);
    for (const [i, sequence] of sequences.entries()) {
      this.#states[i] += at.states;
      new Int32Array(this.#memory.buffer, this.#states[i], sequence.length).set(sequence);
    }
  }

  /** What stands beyond the end of a shorter one is of no matter: a cell depends on places before it only. */
  begin(block: readonly Int32Array[]): void {
    this.#width = block.reduce((most, { length }) => Math.max(most, length), 0);
    for (const [state, saved] of this.#saved.entries()) {
      const row = new Float64Array(this.#memory.buffer, this.#savings + state * this.#rowBytes, this.#width * LANES);
      for (const [lane, one] of block.entries())
        for (let x = 0; x < one.length; x++) row[x * LANES + lane] = saved[one[x]];
    }
  }

  /** From where the sequence differs from the one that was filled in before it. */
  fill(sequence: number, from: number): void {
    const to = this.#sequences[sequence].length;
    const states = this.#states[sequence];
    this.#kernel.fill(states, from, to, this.#kept, this.#table, this.#savings, this.#rowBytes, this.#width);
  }

  most(sequence: number, lane: number, length: number): number {
    const row = this.#kernel.rowAt(this.#table, this.#sequences[sequence].length, this.#kept, this.#rowBytes);
    return new DataView(this.#memory.buffer).getFloat64(row + length * CELL_BYTES + lane * 8, true);
  }
}

function commonBeginning(a: Int32Array, b: Int32Array): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}
