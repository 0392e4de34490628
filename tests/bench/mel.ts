import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { entryFile } from '../../src/core/workers/entry.ts';
import { MelSpectrogram } from '../../src/core/recommender/audio/mel.ts';
import { readWavExcerpt, toMono } from '../../src/core/recommender/audio/wav.ts';
import { runPeer } from './peers.ts';
import type { BenchContext } from './context.ts';

const CLIP = join(import.meta.dirname, '..', 'golden', 'mel', 'chord.wav');
const CLIPS = 300;

const LIBROSA =
  `
import sys, time, json, librosa, numpy as np
y, sr = librosa.load(sys.argv[1], sr=None)
def one():
    e = librosa.effects.preemphasis(y, coef=0.97)
    return librosa.power_to_db(librosa.feature.melspectrogram(y=e, sr=22050, n_fft=2048, hop_length=259, ` +
  `n_mels=256), ref=np.max)
for _ in range(20): one()
start = time.time()
for _ in range(300): one()
print(json.dumps({'seconds': time.time() - start}))
`;

/**
 * Clips a second. `oneThread`: decoded samples to decibels, beside librosa on one thread. `twoThreads`: files to the
 * cache as an import does it (read, decode, spectrogram, write) on two
 * threads, beside one librosa process with as many threads as it takes itself.
 */
export async function benchMel(context: BenchContext) {
  const mel = new MelSpectrogram();
  const samples = toMono(readWavExcerpt(CLIP, 0, 3).channels);
  for (let i = 0; i < 20; i++) mel.compute(samples);
  const started = performance.now();
  for (let i = 0; i < CLIPS; i++) mel.compute(samples);
  const one = CLIPS / ((performance.now() - started) / 1000);
  const two = await importRate(context.folder);
  const rate = (threads: number) => {
    const peer = runPeer(context.python, LIBROSA, [CLIP], threads);
    return peer && CLIPS / peer.seconds;
  };
  const beside = (ours: number, librosa: number | null) => ({
    clipsPerSecond: Math.round(ours),
    librosa: librosa && Math.round(librosa),
    ratio: librosa && ours / librosa,
  });
  return { oneThread: beside(one, rate(1)), twoThreads: beside(two, rate(0)) };
}

async function importRate(folder: string): Promise<number> {
  const workers = [0, 1].map(() => new Worker(entryFile('core/recommender/audio/mel-worker', 'mel-worker')));
  const run = (clips: number) =>
    Promise.all(
      workers.map(
        (worker, w) =>
          new Promise<void>((resolve, reject) => {
            let done = 0;
            const give = () => worker.postMessage({ index: done, file: CLIP, output: join(folder, `${w}.mel`) });
            worker.removeAllListeners('message');
            worker.on('error', reject);
            worker.on('message', () => (++done < clips ? give() : resolve()));
            give();
          }),
      ),
    );
  await run(20);
  const started = performance.now();
  await run(CLIPS);
  const rate = (2 * CLIPS) / ((performance.now() - started) / 1000);
  await Promise.all(workers.map((worker) => worker.terminate()));
  return rate;
}
