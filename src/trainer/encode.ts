import * as tf from '@tensorflow/tfjs-core';
import { readClip } from '../core/recommender/audio/clip.ts';
import {
  MUSICNN_BANDS,
  MUSICNN_FRAMES,
  MUSICNN_SAMPLE_RATE_HZ,
  MusicnnMel,
} from '../core/recommender/audio/musicnn-mel.ts';
import { readSafetensors } from '../core/recommender/data/safetensors.ts';
import { writeHeard } from '../core/recommender/encoding/heard-file.ts';
import { MUSICNN_VALUES, type Musicnn, openMusicnn } from '../core/recommender/networks/musicnn.ts';
import { toErrorBody } from '../shared/errors.ts';
import type { EncodeTask, EngineChoice, ListenTask, PlaceTask, TrainerResults } from '../shared/trainer-protocol.ts';
import { chooseEngine } from './engines.ts';
import { startWasm } from './wasm-backend.ts';

const CLIPS_A_BATCH = 8;
const MEL_VALUES = MUSICNN_FRAMES * MUSICNN_BANDS;

/** The pooled features of MusiCNN, a few clips at a time. */
export async function encode(
  task: EncodeTask,
  progress: (fraction: number) => void,
): Promise<TrainerResults['encode']> {
  const clips = task.mels.length / MEL_VALUES;
  const vectors = new Float32Array(clips * MUSICNN_VALUES);
  const engine = await withMusicnn(task, async (musicnn) => {
    for (let clip = 0; clip < clips; clip += CLIPS_A_BATCH) {
      const mels = task.mels.subarray(clip * MEL_VALUES, (clip + CLIPS_A_BATCH) * MEL_VALUES);
      vectors.set(musicnn.features(mels), clip * MUSICNN_VALUES);
      await pause();
      progress(Math.min(1, (clip + CLIPS_A_BATCH) / clips));
    }
  });
  return { vectors, engine };
}

/** The same for recordings, into a file. One that cannot be read is told and left out. */
export async function listen(
  { clips, output, ...task }: ListenTask,
  progress: (fraction: number) => void,
): Promise<TrainerResults['listen']> {
  const songs: number[] = [];
  const vectors = new Float32Array(clips.length * MUSICNN_VALUES);
  const refused: TrainerResults['listen']['refused'] = [];
  const mel = new MusicnnMel();
  const engine = await withMusicnn(task, async (musicnn) => {
    for (let from = 0; from < clips.length; from += CLIPS_A_BATCH) {
      const mels: Float32Array[] = [];
      const first = songs.length;
      for (const { song, file } of clips.slice(from, from + CLIPS_A_BATCH)) {
        try {
          mels.push(mel.compute((await readClip(file, MUSICNN_SAMPLE_RATE_HZ)).samples));
          songs.push(song);
        } catch (error) {
          refused.push({ file, reason: toErrorBody(error).message });
        }
        await pause();
        progress(Math.min(1, from / clips.length));
      }
      const batch = new Float32Array(mels.length * MEL_VALUES);
      mels.forEach((one, i) => {
        batch.set(one, i * MEL_VALUES);
      });
      if (mels.length > 0) vectors.set(musicnn.features(batch), first * MUSICNN_VALUES);
      await pause();
      progress(Math.min(1, (from + CLIPS_A_BATCH) / clips.length));
    }
  });
  writeHeard(output, {
    songs: Uint32Array.from(songs),
    vectors: vectors.slice(0, songs.length * MUSICNN_VALUES),
  });
  return { refused, engine };
}

/** What the encoder hears in one recording. */
export async function encodeRecording(
  task: Pick<PlaceTask, 'recording' | 'weightsFile' | 'engine'>,
): Promise<Float32Array> {
  const { samples } = await readClip(task.recording, MUSICNN_SAMPLE_RATE_HZ);
  const { vectors } = await encode({ ...task, kind: 'encode', mels: new MusicnnMel().compute(samples) }, () => {});
  return vectors;
}

async function withMusicnn(
  { weightsFile, engine: choice }: { weightsFile: string; engine: EngineChoice },
  work: (musicnn: Musicnn) => Promise<void>,
): Promise<'native' | 'wasm'> {
  const engine = chooseEngine(choice);
  if (engine === 'wasm') await startWasm();
  else await tf.setBackend('tensorflow');
  await tf.ready();
  const musicnn = openMusicnn(readSafetensors(weightsFile).tensors);
  try {
    await work(musicnn);
  } finally {
    musicnn.close();
  }
  return engine;
}

/** Lets a cancel message in. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
