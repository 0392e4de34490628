/** A packet of an Ogg stream, put together from the pages that it lies in. */
export interface OggPacket {
  /** The stream that it belongs to. */
  serial: number;
  bytes: Buffer;
  /** Samples until the end of this packet, or null where no page ends with it (RFC 3533, section 6). */
  granule: number | null;
  isLast: boolean;
}

const HEADER_BYTES = 27;
const FULL_SEGMENT = 255;
const FLAG = { continued: 1, last: 4 };
const NO_GRANULE = 0xffffffffffffffffn;
/** How far the next page is searched for behind damage. */
const SEARCH_BYTES = 1 << 20;
/** A page with all its segments. */
const LARGEST_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;

/**
 * The packets of all streams of an Ogg file in the order of their ends. Bytes between pages are passed over; a packet
 * whose beginning or end is lost is left out.
 *
 * @param read bytes of the file, fewer at its end
 */
export function* oggPackets(read: (at: number, bytes: number) => Buffer, from: number): Generator<OggPacket> {
  const open = new Map<number, { page: number; parts: Buffer[] }>();
  for (let at = pageFrom(read, from); at !== null; ) {
    const page = read(at, LARGEST_PAGE_BYTES);
    const lengths = page.subarray(HEADER_BYTES, HEADER_BYTES + page[26]);
    const serial = page.readUInt32LE(14);
    const granule = page.readBigUInt64LE(6);
    const number = page.readUInt32LE(18);
    // What another page began goes on if this is the next page and says that it does.
    const begun = open.get(serial);
    let held = (page[5] & FLAG.continued) === 0 ? [] : begun?.page === number - 1 ? begun.parts : undefined;
    open.delete(serial);
    let place = HEADER_BYTES + lengths.length;
    const lastEnd = lengths.findLastIndex((length) => length < FULL_SEGMENT);
    for (const [segment, length] of lengths.entries()) {
      held?.push(page.subarray(place, place + length));
      place += length;
      if (length === FULL_SEGMENT) continue;
      const isEnd = segment === lastEnd;
      const isWhole = place <= page.length;
      if (held && isWhole)
        yield {
          serial,
          bytes: Buffer.concat(held),
          granule: isEnd && granule !== NO_GRANULE ? Number(granule) : null,
          isLast: isEnd && (page[5] & FLAG.last) !== 0,
        };
      held = [];
    }
    if (held && held.length > 0) open.set(serial, { page: number, parts: held });
    at = pageFrom(read, at + place);
  }
}

/** Where the next whole header of a page stands. */
function pageFrom(read: (at: number, bytes: number) => Buffer, from: number): number | null {
  if (isPage(read(from, HEADER_BYTES))) return from;
  const search = read(from, SEARCH_BYTES);
  for (let at = search.indexOf('OggS'); at >= 0; at = search.indexOf('OggS', at + 1))
    if (isPage(search.subarray(at))) return from + at;
  return null;
}

function isPage(bytes: Buffer): boolean {
  return bytes.length >= HEADER_BYTES && bytes.toString('latin1', 0, 4) === 'OggS' && bytes[4] === 0;
}
