import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { plainFile } from '../../../storage/plain-file.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const BYTES_OF_DICTIONARY_ID = [0, 1, 2, 4];
const BYTES_OF_CONTENT_SIZE = [0, 2, 4, 8];
const RLE_BLOCK = 1;

/**
 * Where the frames of a zstd file lie (RFC 8878), `end` exclusive. A decompressor of Node ends after the first frame
 * without an error, though parallel compressors and `cat` write several. What follows the last frame that can be
 * followed is given as one more, for the decompressor to refuse.
 */
export function* zstdFrames(file: string): Generator<{ start: number; end: number }> {
  const fd = openSync(plainFile(file), 'r');
  try {
    const { size } = fstatSync(fd);
    for (let start = 0; start < size; ) {
      const frame = frameAt(fd, start, size);
      if (frame.hasContent) yield { start, end: frame.end };
      start = frame.end;
    }
  } finally {
    closeSync(fd);
  }
}

function frameAt(fd: number, start: number, size: number): { end: number; hasContent: boolean } {
  const head = Buffer.alloc(9);
  readSync(fd, head, 0, head.length, start);
  const magic = head.readUInt32LE(0);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC)
    return { end: Math.min(size, start + 8 + head.readUInt32LE(4)), hasContent: false };
  if (magic !== MAGIC) return { end: size, hasContent: true };
  const descriptor = head[4];
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const contentSize = BYTES_OF_CONTENT_SIZE[descriptor >> 6] || (isSingleSegment ? 1 : 0);
  let at = start + 5 + (isSingleSegment ? 0 : 1) + BYTES_OF_DICTIONARY_ID[descriptor & 3] + contentSize;
  const block = Buffer.alloc(3);
  for (let isLast = false; !isLast; ) {
    if (at + 3 > size || readSync(fd, block, 0, 3, at) < 3) return { end: size, hasContent: true };
    const header = block.readUIntLE(0, 3);
    isLast = (header & 1) === 1;
    at += 3 + ((header >> 1) % 4 === RLE_BLOCK ? 1 : header >> 3);
  }
  const hasChecksum = (descriptor & 4) !== 0;
  return { end: Math.min(size, at + (hasChecksum ? 4 : 0)), hasContent: true };
}
