import { fstatSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { readAt } from '../../storage/read-at.ts';
import { checkedFormat, dataExtent, type PcmFormat, type PcmHeader } from './pcm.ts';

const HEADER_BYTES = 24;

const ENCODINGS: ReadonlyMap<number, Pick<PcmFormat, 'float' | 'bits' | 'law'>> = new Map([
  [1, { float: false, bits: 8, law: 'µ-law' as const }],
  [2, { float: false, bits: 8 }],
  [3, { float: false, bits: 16 }],
  [4, { float: false, bits: 24 }],
  [5, { float: false, bits: 32 }],
  [6, { float: true, bits: 32 }],
  [7, { float: true, bits: 64 }],
  [27, { float: false, bits: 8, law: 'a-law' as const }],
]);

/** Reads the header of Sun's and NeXT's format, in which GTZAN's genres were handed out (audio(5) of SunOS). */
export function readAuHeader(fd: number, name: string, start: number): PcmHeader {
  const header = readAt(fd, start, HEADER_BYTES);
  if (header.length < HEADER_BYTES) throw new AppError('bad-input', say('audio.format-chunk-cut-off', { name }));
  const [offset, size, encoding, sampleRate, channels] = [4, 8, 12, 16, 20].map((at) => header.readUInt32BE(at));
  const known = ENCODINGS.get(encoding);
  if (!known) throw new AppError('bad-input', say('audio.format-not-read', { name, format: `AU (${encoding})` }));
  const format = checkedFormat({ ...known, channels, sampleRate, isBigEndian: true, hasSignedBytes: true }, name);
  return { ...format, ...dataExtent(format, start + Math.max(offset, HEADER_BYTES), size, fstatSync(fd).size) };
}
