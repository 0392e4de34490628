import type { Message } from '../../../shared/messages/message.ts';
import { readAudioExcerpt } from './decode.ts';
import { CLIP_SECONDS } from './mel.ts';
import { resample } from './resample.ts';
import { toMono } from './wav.ts';

/** The beginning of a recording as networks hear it, and what its file was. */
export interface Clip {
  /** Three seconds at most, mono, full scale ±1, at the wanted rate. */
  samples: Float32Array;
  sampleRate: number;
  channels: number;
  durationSeconds: number;
  warning: Message | null;
}

/** @throws bad-input that names the file and says what is wrong with it */
export async function readClip(file: string, sampleRateHz: number): Promise<Clip> {
  const { channels, sampleRate, durationSeconds, warning } = await readAudioExcerpt(file, 0, CLIP_SECONDS);
  const samples = resample(toMono(channels), sampleRate, sampleRateHz);
  return { samples, sampleRate, channels: channels.length, durationSeconds, warning };
}
