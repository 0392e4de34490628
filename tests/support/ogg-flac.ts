/** CRC of a page of Ogg: the polynomial of Ethernet, neither turned round nor inverted. */
function pageSum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let i = 0; i < 8; i++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

function page(packet: Buffer, number: number, position: number, flags: number): Buffer {
  const lacing = [...Array.from({ length: Math.floor(packet.length / 255) }, () => 255), packet.length % 255];
  if (lacing.length > 255) throw new Error('a packet of more than one page');
  const head = Buffer.alloc(27);
  head.write('OggS');
  head[5] = flags;
  head.writeBigUInt64LE(BigInt(position), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(number, 18);
  head[26] = lacing.length;
  const whole = Buffer.concat([head, Buffer.from(lacing), packet]);
  whole.writeUInt32LE(pageSum(whole), 22);
  return whole;
}

/** The same FLAC in Ogg, a packet to a page. @param flac with blocks of one length and fewer than 128 of them */
export function oggFlacOf(flac: Buffer): Buffer {
  const metadata: Buffer[] = [];
  let at = 4;
  for (let last = false; !last; ) {
    last = (flac[at] & 0x80) !== 0;
    const end = at + 4 + flac.readUIntBE(at + 1, 3);
    metadata.push(flac.subarray(at, end));
    at = end;
  }
  const blockSamples = flac.readUInt16BE(8);
  const starts: number[] = [];
  for (; at < flac.length - 5; at++)
    if (flac[at] === 0xff && flac[at + 1] === 0xf8 && flac[at + 4] === starts.length) starts.push(at);
  const frames = starts.map((start, i) => flac.subarray(start, starts[i + 1] ?? flac.length));
  const first = Buffer.concat([Buffer.from([0x7f]), Buffer.from('FLAC'), Buffer.from([1, 0, 0, metadata.length - 1])]);
  const pages = [page(Buffer.concat([first, flac.subarray(0, 4), metadata[0]]), 0, 0, 2)];
  for (const block of metadata.slice(1)) pages.push(page(block, pages.length, 0, 0));
  frames.forEach((frame, i) => {
    const end = i === frames.length - 1;
    pages.push(page(frame, pages.length, (i + 1) * blockSamples, end ? 4 : 0));
  });
  return Buffer.concat(pages);
}
