import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { readAudioExcerpt } from './decode.ts';
import { CLIP_SECONDS } from './mel.ts';
import { resample } from './resample.ts';
import { toMono } from './wav.ts';

/** 60 dB below full scale: what a recording has before the music begins. */
const LEAST_PEAK = 1e-3;
/** Programs that pack three seconds lose a few milliseconds. */
const SHORTEST_SECONDS = CLIP_SECONDS - 0.05;

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
  const told = warning ?? toldOfLittle(samples, durationSeconds);
  return { samples, sampleRate, channels: channels.length, durationSeconds, warning: told };
}

/** A model hears a clip whatever is in it: that there is nothing, or less than it hears of others, shows nowhere. */
function toldOfLittle(samples: Float32Array, durationSeconds: number): Message | null {
  if (samples.every((sample) => Math.abs(sample) < LEAST_PEAK)) return say('audio.clip-is-silent');
  return durationSeconds < SHORTEST_SECONDS ? say('audio.clip-is-short', { seconds: durationSeconds }) : null;
}
