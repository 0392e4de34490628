import { joinedBytes } from './bytes.ts';

/** Length, type and checksum of a chunk; the first chunk (IHDR) follows the signature of 8 bytes. */
const SIGNATURE = 8;
const AROUND = 12;
const INCHES_PER_METRE = 1 / 0.0254;

/** The bytes of a picture in a data address: the page's policy lets it fetch nothing but its own files. */
export function bytesOfDataUrl(url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (sign) => sign.charCodeAt(0));
}

/** A PNG that says how large it is to be printed (the chunk pHYs), in place of what it said. */
export function withDensity(png: Uint8Array, dpi: number): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Uint8Array[] = [];
  for (let at = SIGNATURE; at + AROUND <= png.length; ) {
    const length = AROUND + view.getUint32(at);
    const chunk = png.subarray(at, at + length);
    const type = String.fromCharCode(...chunk.subarray(4, 8));
    if (type !== 'pHYs') chunks.push(chunk);
    if (type === 'IHDR') chunks.push(density(Math.round(dpi * INCHES_PER_METRE)));
    at += length;
  }
  return joinedBytes([png.subarray(0, SIGNATURE), ...chunks]);
}

function density(pixelsPerMetre: number): Uint8Array {
  const chunk = new Uint8Array(AROUND + 9);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set(new TextEncoder().encode('pHYs'), 4);
  view.setUint32(8, pixelsPerMetre);
  view.setUint32(12, pixelsPerMetre);
  chunk[16] = 1; // per metre
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  return chunk;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
