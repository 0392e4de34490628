import type { CodecFrame, FLACHeader } from 'codec-parser';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { oggPackets } from './ogg.ts';

/** How sound is counted. A decoder answers the last one it met, whatever it met before. */
export interface SoundKind {
  sampleRate: number;
  channels: number;
}

const FLAC_IN_OGG_INFO = 17; // the mark, the mapping's version, packets of headers, `fLaC` and the head of its block
const OPUS_RATE_HZ = 48_000;

/**
 * Files that were joined end to end, and recordings of broadcasts, may go on at another rate or with other channels.
 * Told as one sound they would be played too fast or lose a channel, in silence.
 *
 * @throws bad-input that tells both kinds
 */
export function assertOneSound(name: string, kinds: readonly SoundKind[]): void {
  const [first] = kinds;
  const other = kinds.find(
    ({ sampleRate, channels }) => sampleRate !== first.sampleRate || channels !== first.channels,
  );
  if (!other) return;
  throw new AppError(
    'bad-input',
    say('audio.sound-changes', {
      name,
      rate: first.sampleRate,
      channels: first.channels,
      thenRate: other.sampleRate,
      thenChannels: other.channels,
    }),
  );
}

/** What the heads of an Ogg file's streams say of their sound: more than one where streams follow one another. */
export function oggSoundKinds(bytes: Buffer): SoundKind[] {
  const kinds: SoundKind[] = [];
  for (const { bytes: packet } of oggPackets((at, size) => bytes.subarray(at, at + size), 0)) {
    const kind = kindOfHead(packet);
    if (kind) kinds.push(kind);
  }
  return kinds;
}

function kindOfHead(packet: Buffer): SoundKind | null {
  const starts = (mark: string) => packet.toString('latin1', 0, mark.length) === mark;
  if (starts('\x01vorbis') && packet.length >= 16) return { sampleRate: packet.readUInt32LE(12), channels: packet[11] };
  if (starts('OpusHead') && packet.length > 9) return { sampleRate: OPUS_RATE_HZ, channels: packet[9] };
  if (starts('\x7fFLAC') && packet.length >= FLAC_IN_OGG_INFO + 18)
    return flacSoundKind(packet.subarray(FLAC_IN_OGG_INFO));
  return null;
}

/** By a block STREAMINFO (RFC 9639, section 8.2). */
function flacSoundKind(info: Buffer): SoundKind {
  return { sampleRate: info.readUIntBE(10, 3) >> 4, channels: ((info[12] >> 1) & 7) + 1 };
}

/** What the frames of a FLAC stream say; one may leave its rate to STREAMINFO, and is then no other. */
export function flacSoundKinds(frames: readonly CodecFrame[]): SoundKind[] {
  const told = frames
    .map(({ header }) => header as FLACHeader)
    .filter(({ sampleRate }) => typeof sampleRate === 'number');
  return told.map(({ sampleRate, channels }) => ({ sampleRate, channels }));
}
