import { closeSync, openSync, readSync } from 'node:fs';
import Bunzip from 'seek-bzip';
import { plainFile } from '../../../storage/plain-file.ts';

const INPUT_BYTES = 1 << 20;
/** A block decodes to at most 900,000 bytes before its runs are undone. */
const FIRST_OUTPUT_BYTES = 1 << 20;
const END = -1;

/**
 * The decoded blocks of a bzip2 file, one at a time, so that memory stays constant and a reader can stop. Files of
 * several streams one after the other, as parallel compressors write them, are read to their end.
 *
 * @param progress gets the number of bytes read from disk
 * @throws TypeError of the decoder for damaged or cut-off data
 */
export function* bzip2Blocks(file: string, progress: (bytesRead: number) => void): Generator<Buffer> {
  const fd = openSync(plainFile(file), 'r');
  try {
    const input = inputOf(fd);
    const output = new GrowingBuffer();
    const stream = new Bunzip(input, output);
    while (true) {
      if (stream._init_block()) {
        stream._read_bunzip();
        progress(input.position());
        yield output.take();
        continue;
      }
      const expected = stream.reader.read(32) >>> 0;
      if (expected !== stream.streamCRC) throw new TypeError('Bad stream CRC');
      if (input.eof()) return;
      stream._start_bunzip(input, output);
    }
  } finally {
    closeSync(fd);
  }
}

function inputOf(fd: number) {
  const buffer = Buffer.alloc(INPUT_BYTES);
  let [at, filled, before] = [0, 0, 0];
  const fill = () => {
    if (at < filled) return true;
    before += filled;
    filled = readSync(fd, buffer, 0, INPUT_BYTES, null);
    at = 0;
    return filled > 0;
  };
  return {
    /** @throws TypeError at the end: the decoder would take −1 for eight set bits and go on for ever */
    readByte(): number {
      if (!fill()) throw new TypeError('Unexpected input EOF');
      return buffer[at++];
    },
    read(target: Uint8Array, offset: number, length: number): number {
      let read = 0;
      for (; read < length && fill(); read++) target[offset + read] = buffer[at++];
      return read === 0 ? END : read;
    },
    eof: () => !fill(),
    position: () => before + at,
  };
}

class GrowingBuffer {
  #bytes = Buffer.allocUnsafe(FIRST_OUTPUT_BYTES);
  #used = 0;

  writeByte(byte: number): void {
    if (this.#used === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length);
    this.#bytes[this.#used++] = byte;
  }

  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#used));
    this.#used = 0;
    return taken;
  }
}
