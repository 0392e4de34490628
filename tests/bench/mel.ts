import { join } from 'node:path';
import { MelSpectrogram } from '../../src/core/recommender/audio/mel.ts';
import { readWavExcerpt, toMono } from '../../src/core/recommender/audio/wav.ts';
import { runPeer } from './peers.ts';
import type { BenchContext } from './run.ts';

const CLIP = join(import.meta.dirname, '..', 'golden', 'mel', 'chord.wav');
const CLIPS = 300;

const LIBROSA = `
import sys, time, json, librosa, numpy as np
y, sr = librosa.load(sys.argv[1], sr=None)
def one():
    e = librosa.effects.preemphasis(y, coef=0.97)
    return librosa.power_to_db(librosa.feature.melspectrogram(y=e, sr=22050, n_fft=2048, hop_length=259, n_mels=256), ref=np.max)
for _ in range(20): one()
start = time.time()
for _ in range(300): one()
print(json.dumps({'seconds': time.time() - start}))
`;

/** Clips a second on one thread, decoded samples to decibels, beside librosa on one thread. */
export async function benchMel(context: BenchContext) {
  const mel = new MelSpectrogram();
  const samples = toMono(readWavExcerpt(CLIP, 0, 3).channels);
  for (let i = 0; i < 20; i++) mel.compute(samples);
  const started = performance.now();
  for (let i = 0; i < CLIPS; i++) mel.compute(samples);
  const ours = CLIPS / ((performance.now() - started) / 1000);
  const peer = runPeer(context.python, LIBROSA, [CLIP]);
  const librosa = peer ? CLIPS / peer.seconds : null;
  return { clipsPerSecond: Math.round(ours), librosaClipsPerSecond: librosa && Math.round(librosa), ratio: librosa && ours / librosa };
}
