import { toErrorBody } from '../../../shared/errors.ts';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { type Clip, readClip } from './clip.ts';
import { MEL_BANDS, MEL_FRAMES, MelSpectrogram, quantise, SAMPLE_RATE_HZ } from './mel.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { moveFile } from '../../storage/moves.ts';

export interface MelRequest {
  index: number;
  file: string;
  output: string;
}

export interface MelAnswer {
  index: number;
  clip: Omit<Clip, 'samples'> | null;
  /** The spectrogram that was there is the same to the last bit. */
  isSame: boolean;
  problem: Message | null;
}

const spectrogram = new MelSpectrogram();
/** One for all clips: new pages for each cost more than its values. */
const quantised = new Uint16Array(MEL_BANDS * MEL_FRAMES);

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

async function answerTo(request: MelRequest): Promise<MelAnswer> {
  try {
    const { samples, ...clip } = await readClip(request.file, SAMPLE_RATE_HZ);
    const values = quantise(spectrogram.computeInPlace(samples), quantised);
    const isSame = existsSync(request.output) && readFileSync(request.output).equals(bytesOf(values));
    const temporary = `${request.output}.tmp`;
    writeFileSync(temporary, values);
    moveFile(temporary, request.output);
    return { index: request.index, clip, isSame, problem: null };
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOSPC') throw error;
    return { index: request.index, clip: null, isSame: false, problem: toErrorBody(error).message };
  }
}

parentPort?.on(
  'message',
  (request: MelRequest) => void answerTo(request).then((answer) => parentPort?.postMessage(answer)),
);
