import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';

export const HASH_OF_NOTHING = 0x811c9dc5;
const SLOT_WORDS = 4;
/** Of a key that is looked up with others: start, length, hash, and the number that is found. */
export const LOOKUP_WORDS = 4;
/** Where a key starts is kept in 31 bits. */
const MOST_BYTES = 2 ** 31 - 1;

/** In bytes: what programs write for nothing, and rounded numbers, are shorter than ids of services. */
const LONGEST_REFUSED = 32;

/** Whether each of four bytes is a character of ASCII and none a tab or the end of a line. */
export function isPlain(word: number): boolean {
  return (((word - 0x20202020) | word) & 0x80808080) === 0;
}

/** The hash with one value more, as MurmurHash3 takes it: four plain bytes, the first one lowest, or a single byte. */
export function hashWith(hash: number, value: number): number {
  const product = Math.imul(value, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((product << 15) | (product >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** Four bytes at a time while they are plain, then byte by byte, as the parser does while it looks for the end. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_OF_NOTHING;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    if (!isPlain(word)) break;
    hash = hashWith(hash, word);
  }
  for (; at < end; at++) hash = hashWith(hash, bytes[at]);
  return hash;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Numbers byte strings in order of first appearance, without creating JavaScript strings: an arena of bytes and
 * an open-addressing table.
 * A million 40-byte ids take about 60 MB.
 */
export class KeyTable {
  size = 0;
  /** Keys that are not added; asked of a key that is not there yet, so that it costs nothing for each row. */
  refuses: ((key: string) => boolean) | null = null;
  #arena = new Uint8Array(1 << 16);
  #arenaView = viewOf(this.#arena);
  #arenaLength = 0;
  #starts = new Uint32Array(1 << 12);
  /**
   * Four words per slot, so that a look-up touches one cache line before the key's bytes: hash, the key's number plus
   * one (0 = free), its start and its length.
   */
  #slots = new Int32Array(1 << 15);
  readonly #mostBytes: number;

  /** @param mostBytes of all keys together */
  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /**
   * The number of `bytes[start, end)`, given its hash; adds it when it is new. −1 if it is refused.
   *
   * @param view of `bytes`, where many keys are in them
   */
  intern(bytes: Uint8Array, start: number, end: number, hash: number, view: DataView | null = null): number {
    const slot = this.#slotOf(bytes, start, end, hash, view);
    const entry = this.#slots[slot + 1];
    return entry === 0 ? this.#add(bytes, start, end, hash, slot) : entry - 1;
  }

  /**
   * Looks up many keys at once and writes their numbers, or −1 for those that `intern` has to see. A look-up waits for
   * the memory of its slot and of its key, which are in no cache where there are many; these wait for each together.
   *
   * @param lookups `LOOKUP_WORDS` for each of `n` keys
   */
  findMany(lookups: Int32Array, n: number, bytes: Uint8Array, view: DataView): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const end = n * LOOKUP_WORDS;
    for (let at = 0; at < end; at += LOOKUP_WORDS) {
      const hash = lookups[at + 2];
      const slot = (mix(hash) * SLOT_WORDS) & mask;
      lookups[at + 3] = slots[slot] === hash && slots[slot + 3] === lookups[at + 1] ? slots[slot + 1] - 1 : -1;
    }
    for (let at = 0; at < end; at += LOOKUP_WORDS) {
      const number = lookups[at + 3];
      if (number >= 0 && !this.#equals(this.#starts[number], bytes, lookups[at], lookups[at + 1], view))
        lookups[at + 3] = -1;
    }
  }

  /** Whether a key is there; adds nothing. */
  has(text: string): boolean {
    const bytes = Buffer.from(text);
    return this.#slots[this.#slotOf(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length), null) + 1] !== 0;
  }

  /** Where a key is, or would be: there its second word is 0. */
  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number, view: DataView | null): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const length = end - start;
    let slot = (mix(hash) * SLOT_WORDS) & mask;
    while (
      slots[slot + 1] !== 0 &&
      !(slots[slot] === hash && slots[slot + 3] === length && this.#equals(slots[slot + 2], bytes, start, length, view))
    )
      slot = (slot + SLOT_WORDS) & mask;
    return slot;
  }

  internString(text: string): number {
    const bytes = Buffer.from(text);
    return this.intern(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  }

  key(index: number): string {
    return Buffer.from(this.#arena.buffer, this.#starts[index], this.#end(index) - this.#starts[index]).toString(
      'utf8',
    );
  }

  /** Numbers from `from` on in the order of their bytes (as SQLite's BINARY collation has them). */
  sortedFrom(from: number): Uint32Array {
    const order = Uint32Array.from({ length: this.size - from }, (_, i) => from + i);
    const common = this.#commonPrefix(from);
    const prefixes = Float64Array.from(order, (index) => this.#prefix(index, common));
    return order.sort((a, b) => prefixes[a - from] - prefixes[b - from] || this.#compare(a, b));
  }

  /** Length in bytes of the common prefix of all keys from `from` on. */
  #commonPrefix(from: number): number {
    if (from >= this.size) return 0;
    const first = this.#starts[from];
    let common = this.#end(from) - first;
    for (let index = from + 1; index < this.size; index++) {
      const start = this.#starts[index];
      common = Math.min(common, this.#end(index) - start);
      let same = 0;
      while (same < common && this.#arena[start + same] === this.#arena[first + same]) same++;
      common = same;
    }
    return common;
  }

  /** Six bytes after the common prefix as one number: decides most comparisons. */
  #prefix(index: number, skip: number): number {
    const start = this.#starts[index] + skip;
    const end = this.#end(index);
    let value = 0;
    for (let i = 0; i < 6; i++) value = value * 256 + (start + i < end ? this.#arena[start + i] : 0);
    return value;
  }

  #compare(a: number, b: number): number {
    return Buffer.compare(
      this.#arena.subarray(this.#starts[a], this.#end(a)),
      this.#arena.subarray(this.#starts[b], this.#end(b)),
    );
  }

  #end(index: number): number {
    return index + 1 < this.size ? this.#starts[index + 1] : this.#arenaLength;
  }

  #equals(from: number, bytes: Uint8Array, start: number, length: number, view: DataView | null): boolean {
    const arena = this.#arena;
    const arenaView = this.#arenaView;
    let i = 0;
    if (view)
      for (; i + 4 <= length; i += 4)
        if (view.getInt32(start + i, true) !== arenaView.getInt32(from + i, true)) return false;
    for (; i < length; i++) if (bytes[start + i] !== arena[from + i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const length = end - start;
    if (this.refuses && length <= LONGEST_REFUSED && this.refuses(Buffer.from(bytes.subarray(start, end)).toString()))
      return -1;
    if (this.#arenaLength + length > this.#arena.length) {
      if (this.#arenaLength + length > this.#mostBytes)
        throw new AppError('bad-input', say('import.too-many-ids', { ids: this.size, bytes: this.#mostBytes }));
      const larger = new Uint8Array(
        Math.min(this.#mostBytes, Math.max(this.#arena.length * 2, this.#arenaLength + length)),
      );
      larger.set(this.#arena);
      this.#arena = larger;
      this.#arenaView = viewOf(larger);
    }
    if (this.size === this.#starts.length) {
      this.#starts = grown(this.#starts, new Uint32Array(this.size * 2));
    }
    this.#arena.set(bytes.subarray(start, end), this.#arenaLength);
    const index = this.size++;
    this.#starts[index] = this.#arenaLength;
    this.#slots.set([hash, index + 1, this.#arenaLength, length], slot);
    this.#arenaLength += length;
    if (this.size * 2 * SLOT_WORDS > this.#slots.length) this.#rehash();
    return index;
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length - 1;
    for (let at = 0; at < old.length; at += SLOT_WORDS) {
      if (old[at + 1] === 0) continue;
      let slot = (mix(old[at]) * SLOT_WORDS) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + SLOT_WORDS) & mask;
      for (let word = 0; word < SLOT_WORDS; word++) slots[slot + word] = old[at + word];
    }
    this.#slots = slots;
  }
}

function mix(hash: number): number {
  const h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 3;
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
