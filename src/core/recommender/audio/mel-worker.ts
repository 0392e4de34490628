import { toErrorBody } from '../../../shared/errors.ts';
import { writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { readAudioExcerpt } from './decode.ts';
import { CLIP_SECONDS, MelSpectrogram, quantise, SAMPLE_RATE_HZ } from './mel.ts';
import { resample } from './resample.ts';
import { toMono } from './wav.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { moveFile } from '../../storage/moves.ts';

export interface MelRequest {
  index: number;
  file: string;
  output: string;
}

export interface MelAnswer {
  index: number;
  clip: { sampleRate: number; channels: number; durationSeconds: number; warning: Message | null } | null;
  problem: Message | null;
}

const spectrogram = new MelSpectrogram();

async function answerTo(request: MelRequest): Promise<MelAnswer> {
  try {
    const { channels, sampleRate, durationSeconds, warning } = await readAudioExcerpt(request.file, 0, CLIP_SECONDS);
    const mono = resample(toMono(channels), sampleRate, SAMPLE_RATE_HZ);
    const values = quantise(spectrogram.compute(mono));
    const temporary = `${request.output}.tmp`;
    writeFileSync(temporary, values);
    moveFile(temporary, request.output);
    return {
      index: request.index,
      clip: { sampleRate, channels: channels.length, durationSeconds, warning },
      problem: null,
    };
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOSPC') throw error;
    return { index: request.index, clip: null, problem: toErrorBody(error).message };
  }
}

parentPort?.on(
  'message',
  (request: MelRequest) => void answerTo(request).then((answer) => parentPort?.postMessage(answer)),
);
