import { OpusDecoder } from 'opus-decoder';
import { oggPackets, type OggPacket } from './ogg.ts';

export const OPUS_RATE_HZ = 48_000;
const HEAD = 'OpusHead';
const TAGS = 'OpusTags';
const HEAD_BYTES = 19;
/** What the decoder has room for, a channel: 120 ms at 256 kbit/s. */
const LARGEST_PACKET_BYTES = 3840;
const LARGEST_CHANNELS = 8;

/** How long frames are, by their configuration. */
const SILK_MS = [10, 20, 40, 60];
const HYBRID_MS = [10, 20];
const CELT_MS = [2.5, 5, 10, 20];

interface OpusHead {
  channels: number;
  preSkip: number;
  /** What samples are multiplied by. */
  gain: number;
  streamCount: number;
  coupledStreamCount: number;
  mapping: number[];
}

export interface DecodedOpus {
  channelData: Float32Array[];
  samplesDecoded: number;
  sampleRate: number;
  /** Packets that are damaged. */
  errors: unknown[];
  /** Samples a channel that the positions of the pages announce; null if no page has one. */
  announced: number | null;
}

/**
 * Decodes an Opus stream in Ogg (RFC 7845) at 48 kHz: without the samples before its beginning ("pre-skip") and those
 * behind the position of its last page, with the gain of its header. Of streams in a chain, the first.
 *
 * @throws Error if there is no stream that can be read
 */
export async function decodeOpus(file: Buffer): Promise<DecodedOpus> {
  const { head, packets } = opusStream(file);
  const decoder = new OpusDecoder({
    channels: head.channels,
    streamCount: head.streamCount,
    coupledStreamCount: head.coupledStreamCount,
    channelMappingTable: head.mapping,
    preSkip: head.preSkip,
  });
  await decoder.ready;
  try {
    const room = LARGEST_PACKET_BYTES * head.channels;
    const readable = packets.filter(({ bytes }) => bytes.length > 0 && bytes.length <= room);
    const { channelData, errors } = decoder.decodeFrames(readable.map(({ bytes }) => bytes));
    const announced = announcedBy(packets, head);
    const channels = channelData.map((samples) => scaled(samples.subarray(0, announced ?? samples.length), head.gain));
    const tooLong = packets.length - readable.length;
    return {
      channelData: channels,
      samplesDecoded: channels[0].length,
      sampleRate: OPUS_RATE_HZ,
      errors: [...errors, ...Array.from({ length: tooLong }, () => 'too long')],
      announced,
    };
  } finally {
    decoder.free();
  }
}

function scaled(samples: Float32Array, gain: number): Float32Array {
  return gain === 1 ? samples : samples.map((sample) => sample * gain);
}

function opusStream(file: Buffer): { head: OpusHead; packets: OggPacket[] } {
  let head: OpusHead | null = null;
  let serial = 0;
  const packets: OggPacket[] = [];
  for (const packet of oggPackets((at, bytes) => file.subarray(at, at + bytes), 0)) {
    const mark = packet.bytes.toString('latin1', 0, HEAD.length);
    if (mark === HEAD && head !== null) break;
    if (mark === HEAD) {
      head = readHead(packet.bytes);
      serial = packet.serial;
    } else if (head !== null && packet.serial === serial && mark !== TAGS) {
      packets.push(packet);
      if (packet.isLast) break;
    }
  }
  if (head === null) throw new Error('no OpusHead');
  return { head, packets };
}

/** The identification header (RFC 7845, section 5.1). */
function readHead(bytes: Buffer): OpusHead {
  if (bytes.length < HEAD_BYTES) throw new Error('OpusHead');
  const channels = bytes[9];
  const family = bytes[18];
  const preSkip = bytes.readUInt16LE(10);
  const gain = 10 ** (bytes.readInt16LE(16) / (20 * 256));
  const isCoupled = family === 0;
  if (channels < 1 || channels > (isCoupled ? 2 : LARGEST_CHANNELS)) throw new Error(`OpusHead: ${channels} channels`);
  const [streamCount, coupledStreamCount, ...mapping] = isCoupled
    ? [1, channels - 1, ...Array.from({ length: channels }, (_, channel) => channel)]
    : bytes.subarray(HEAD_BYTES, HEAD_BYTES + 2 + channels);
  if (mapping.length < channels) throw new Error('OpusHead');
  return { channels, preSkip, gain, streamCount, coupledStreamCount, mapping };
}

/** From where the first page begins to where the last one ends; recordings of broadcasts do not begin at 0. */
function announcedBy(packets: readonly OggPacket[], { preSkip }: OpusHead): number | null {
  const first = packets.findIndex(({ granule }) => granule !== null);
  const last = packets.findLast(({ granule }) => granule !== null)?.granule;
  if (first < 0 || last === undefined || last === null) return null;
  const before = packets.slice(0, first + 1).reduce((sum, { bytes }) => sum + samplesOf(bytes), 0);
  const start = Math.max(0, (packets[first].granule ?? 0) - before);
  return Math.max(0, last - start - preSkip);
}

/** The samples of a packet by its first bytes (RFC 6716, section 3.1). */
function samplesOf(packet: Buffer): number {
  const config = packet[0] >> 3;
  const [lengths, place] =
    config < 12 ? [SILK_MS, config & 3] : config < 16 ? [HYBRID_MS, config & 1] : [CELT_MS, config & 3];
  const code = packet[0] & 3;
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 63 : 2;
  return (lengths[place] * frames * OPUS_RATE_HZ) / 1000;
}
