import { renameSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { CLIP_SECONDS, MelSpectrogram, quantise, SAMPLE_RATE_HZ } from './mel.ts';
import { resample } from './resample.ts';
import { readWavExcerpt, toMono } from './wav.ts';

export interface MelRequest {
  index: number;
  file: string;
  output: string;
}

export interface MelAnswer {
  index: number;
  clip: { sampleRate: number; channels: number; durationSeconds: number; warning: string | null } | null;
  problem: string | null;
}

const spectrogram = new MelSpectrogram();

function answerTo(request: MelRequest): MelAnswer {
  try {
    const { header, channels } = readWavExcerpt(request.file, 0, CLIP_SECONDS);
    const mono = resample(toMono(channels), header.sampleRate, SAMPLE_RATE_HZ);
    const values = quantise(spectrogram.compute(mono));
    const temporary = `${request.output}.tmp`;
    writeFileSync(temporary, values);
    renameSync(temporary, request.output);
    const clip = { sampleRate: header.sampleRate, channels: header.channels, durationSeconds: header.frames / header.sampleRate, warning: header.warning };
    return { index: request.index, clip, problem: null };
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOSPC') throw error;
    return { index: request.index, clip: null, problem: (error as Error).message };
  }
}

parentPort?.on('message', (request: MelRequest) => parentPort?.postMessage(answerTo(request)));
