/** Numbers that come one by one, in typed arrays: a list of JavaScript ends the process at 134 million. */
export class Growing<Numbers extends Uint32Array | Float64Array> {
  #held: Numbers;
  #length = 0;
  readonly #make: (length: number) => Numbers;

  constructor(make: (length: number) => Numbers) {
    this.#make = make;
    this.#held = make(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#held.length) {
      const more = this.#make(this.#length * 2);
      more.set(this.#held);
      this.#held = more;
    }
    this.#held[this.#length++] = value;
  }

  /** What came so far; not a copy. */
  numbers(): Numbers {
    return this.#held.subarray(0, this.#length) as Numbers;
  }
}
