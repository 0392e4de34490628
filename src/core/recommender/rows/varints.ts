/** Writes whole numbers below 2³² as LEB128 variable-length integers into a growing buffer that is used again. */
export class VarintWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  start(): void {
    this.#length = 0;
  }

  write(value: number): void {
    if (this.#length + 5 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** What was written since `start`; valid until the next `start`. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

export class VarintReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  read(): number {
    let shift = 0;
    let value = 0;
    let byte = this.#bytes[this.#position++];
    while (byte > 127) {
      value |= (byte & 127) << shift;
      shift += 7;
      byte = this.#bytes[this.#position++];
    }
    return (value | (byte << shift)) >>> 0;
  }
}
