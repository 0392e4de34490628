const FNV_OFFSET = 0x811c9dc5;

/** Same hash as the parser computes while it scans a field. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}

/**
 * Numbers byte strings in order of first appearance, without making a JavaScript string of any: an arena of bytes and an open-addressing table.
 * A million 40-byte ids take about 60 MB.
 */
export class KeyTable {
  size = 0;
  #arena = new Uint8Array(1 << 16);
  #arenaLength = 0;
  #starts = new Uint32Array(1 << 12);
  #hashes = new Int32Array(1 << 12);
  #slots = new Uint32Array(1 << 13);

  /** The number of `bytes[start, end)`, given its hash; adds it when it is new. */
  intern(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = mix(hash) & mask;
    for (;;) {
      const entry = this.#slots[slot];
      if (entry === 0) return this.#add(bytes, start, end, hash, slot);
      if (this.#hashes[entry - 1] === hash && this.#equals(entry - 1, bytes, start, end)) return entry - 1;
      slot = (slot + 1) & mask;
    }
  }

  internString(text: string): number {
    const bytes = Buffer.from(text);
    return this.intern(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  }

  key(index: number): string {
    return Buffer.from(this.#arena.buffer, this.#starts[index], this.#end(index) - this.#starts[index]).toString('utf8');
  }

  #end(index: number): number {
    return index + 1 < this.size ? this.#starts[index + 1] : this.#arenaLength;
  }

  #equals(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[index];
    if (this.#end(index) - from !== end - start) return false;
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== this.#arena[j]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const length = end - start;
    if (this.#arenaLength + length > this.#arena.length) {
      const larger = new Uint8Array(Math.max(this.#arena.length * 2, this.#arenaLength + length));
      larger.set(this.#arena);
      this.#arena = larger;
    }
    if (this.size === this.#starts.length) {
      this.#starts = grown(this.#starts, new Uint32Array(this.size * 2));
      this.#hashes = grown(this.#hashes, new Int32Array(this.size * 2));
    }
    this.#arena.set(bytes.subarray(start, end), this.#arenaLength);
    const index = this.size++;
    this.#starts[index] = this.#arenaLength;
    this.#hashes[index] = hash;
    this.#arenaLength += length;
    this.#slots[slot] = index + 1;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let index = 0; index < this.size; index++) {
      let slot = mix(this.#hashes[index]) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = index + 1;
    }
  }
}

function mix(hash: number): number {
  const h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
