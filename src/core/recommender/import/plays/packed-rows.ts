/** Of the first block; each one after is twice as large, since most files are small. */
const FIRST_BLOCK_BYTES = 1 << 16;
const LARGEST_BLOCK_BYTES = 1 << 24;

/** Packed rows by listener number, in memory: the full Taste Profile's are 170 MB. */
export class PackedRows {
  readonly songs: Uint32Array;
  readonly plays: Float64Array;
  readonly #rows: { block: Uint32Array; start: Uint32Array; length: Uint32Array };
  readonly #blocks: Buffer[] = [];
  #used = 0;

  constructor(listeners: number) {
    this.songs = new Uint32Array(listeners);
    this.plays = new Float64Array(listeners);
    this.#rows = {
      block: new Uint32Array(listeners),
      start: new Uint32Array(listeners),
      length: new Uint32Array(listeners),
    };
  }

  add(listener: number, songs: number, plays: number, data: Uint8Array): void {
    const last = this.#blocks.at(-1)?.length ?? -1;
    if (this.#used + data.length > last) {
      const next = Math.min(LARGEST_BLOCK_BYTES, Math.max(FIRST_BLOCK_BYTES, 2 * last));
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(next, data.length)));
      this.#used = 0;
    }
    const block = this.#blocks.length - 1;
    this.#blocks[block].set(data, this.#used);
    this.songs[listener] = songs;
    this.plays[listener] = plays;
    this.#rows.block[listener] = block;
    this.#rows.start[listener] = this.#used;
    this.#rows.length[listener] = data.length;
    this.#used += data.length;
  }

  has(listener: number): boolean {
    return this.#rows.length[listener] > 0;
  }

  read(listener: number): Buffer {
    const start = this.#rows.start[listener];
    return this.#blocks[this.#rows.block[listener]].subarray(start, start + this.#rows.length[listener]);
  }
}
