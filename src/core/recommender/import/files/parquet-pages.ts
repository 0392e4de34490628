/** Bytes at a place of a file; fewer where it ends. */
type Bytes = (start: number, end: number) => ArrayBuffer;

/** The pages of one column in one row group. */
interface Chunk {
  start: number;
  end: number;
  values: number;
}

/** Statistics of long texts stand in a header too. */
const FIRST_BYTES = 1 << 12;
const MOST_BYTES = 1 << 24;
const MOST_DEPTH = 8;
const LONGEST_VARINT_BYTES = 10;
const [DATA_PAGE, DICTIONARY_PAGE, DATA_PAGE_2] = [0, 2, 3];
/** Fields of a header: those of each kind of page that are a number, in the structure of that number. */
const LENGTHS: Readonly<Record<number, { structure: number; fields: readonly number[] }>> = {
  [DATA_PAGE]: { structure: 5, fields: [1] },
  [DICTIONARY_PAGE]: { structure: 7, fields: [1] },
  [DATA_PAGE_2]: { structure: 8, fields: [1, 2, 3, 5, 6] },
};

type Structure = Map<number, unknown>;

/**
 * Sees that each page says how long it is and how many values it has, which the library that reads them takes on trust:
 * where a length is missing, it goes on at no place at all, and for ever.
 *
 * @throws RangeError naming the place of the first page that does not
 */
export function assertPages(bytes: Bytes, { start, end, values }: Chunk): void {
  let found = 0;
  for (let at = start; at < end - 1 && found < values; ) {
    const { header, length } = headerAt(bytes, at, end);
    const packed = numberOf(header, 3);
    const type = numberOf(header, 1);
    const told = type === null ? undefined : LENGTHS[type];
    const own = told && header.get(told.structure);
    const numbers = told?.fields.map((field) => (own instanceof Map ? numberOf(own, field) : null)) ?? [];
    const isSound = packed !== null && numberOf(header, 2) !== null && numbers.every((number) => number !== null);
    if (!isSound || (type !== DICTIONARY_PAGE && (numbers[0] ?? 0) > values)) throw new RangeError(`page at ${at}`);
    if (type !== DICTIONARY_PAGE) found += numbers[0] ?? 0;
    at += length + packed;
  }
}

/** A length or a number of things; null if it is none. */
function numberOf(structure: Structure, field: number): number | null {
  const value = structure.get(field);
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

function headerAt(bytes: Bytes, at: number, end: number): { header: Structure; length: number } {
  for (let room = FIRST_BYTES; ; room *= 16) {
    const reader = new Reader(new DataView(bytes(at, Math.min(end, at + room))));
    try {
      return { header: reader.structure(), length: reader.offset };
    } catch (error) {
      if (!(error instanceof RangeError) || at + room >= end || room >= MOST_BYTES)
        throw new RangeError(`page at ${at}`);
    }
  }
}

/** Thrift's compact protocol, as far as headers of pages use it. */
class Reader {
  readonly #view: DataView;
  offset = 0;

  constructor(view: DataView) {
    this.#view = view;
  }

  structure(depth = 0): Structure {
    if (depth > MOST_DEPTH) throw new RangeError('depth');
    const fields: Structure = new Map();
    for (let field = 0; ; ) {
      const byte = this.#byte();
      const [step, type] = [byte >> 4, byte & 15];
      if (type === 0) return fields;
      field = step > 0 ? field + step : this.#signed();
      fields.set(field, this.#value(type, depth));
    }
  }

  #value(type: number, depth: number): unknown {
    if (type === 1 || type === 2) return type === 1;
    if (type === 3) return this.#byte();
    if (type >= 4 && type <= 6) return this.#signed();
    if (type === 7) return this.#skip(8);
    if (type === 8) return this.#skip(this.#varint());
    if (type === 12) return this.structure(depth + 1);
    if (type !== 9 && type !== 10) throw new RangeError(`type ${type}`);
    const byte = this.#byte();
    const length = byte >> 4 === 15 ? this.#varint() : byte >> 4;
    for (let i = 0; i < length; i++) this.#value((byte & 15) < 3 ? 3 : byte & 15, depth + 1);
    return null;
  }

  #byte(): number {
    return this.#view.getUint8(this.offset++);
  }

  #skip(length: number): null {
    this.offset += length;
    if (this.offset > this.#view.byteLength) throw new RangeError('end');
    return null;
  }

  #varint(): number {
    let value = 0;
    for (let i = 0; i < LONGEST_VARINT_BYTES; i++) {
      const byte = this.#byte();
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return value;
    }
    throw new RangeError('number');
  }

  #signed(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
