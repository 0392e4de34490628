import { toErrorBody } from '../../../shared/errors.ts';
import { writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { syncFile } from '../../storage/durable.ts';
import { type Clip, readClip } from './clip.ts';
import { MEL_BANDS, MEL_FRAMES, MelSpectrogram, quantise, SAMPLE_RATE_HZ } from './mel.ts';
import type { Message } from '../../../shared/messages/message.ts';

export interface MelRequest {
  index: number;
  file: string;
  /** In the import's own folder: nothing of the library is written before the import is published. */
  output: string;
}

export interface MelAnswer {
  index: number;
  clip: Omit<Clip, 'samples'> | null;
  problem: Message | null;
}

const spectrogram = new MelSpectrogram();
/** One for all clips: new pages for each cost more than its values. */
const quantised = new Uint16Array(MEL_BANDS * MEL_FRAMES);

async function answerTo(request: MelRequest): Promise<MelAnswer> {
  try {
    const { samples, ...clip } = await readClip(request.file, SAMPLE_RATE_HZ);
    const values = quantise(spectrogram.computeInPlace(samples), quantised);
    writeFileSync(request.output, values);
    syncFile(request.output);
    return { index: request.index, clip, problem: null };
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOSPC') throw error;
    return { index: request.index, clip: null, problem: toErrorBody(error).message };
  }
}

parentPort?.on(
  'message',
  (request: MelRequest) => void answerTo(request).then((answer) => parentPort?.postMessage(answer)),
);
