import { readClip } from '../../core/recommender/audio/clip.ts';
import { MUSICNN_SAMPLE_RATE_HZ, MusicnnMel } from '../../core/recommender/audio/musicnn-mel.ts';
import { assertFile } from '../../core/recommender/data/given-file.ts';
import { TrainerClient } from '../../core/recommender/training/trainer-client.ts';
import { writeNewFile } from '../../core/storage/output.ts';
import { resourceFile } from '../../core/workers/resource.ts';
import { callerPath, type Command, noMorePositionals, oneOf, positional, required } from '../command.ts';
import { inTerminal } from '../in-terminal.ts';
import { spawnTrainer } from '../spawn-trainer.ts';

export const encodeCommand: Command = {
  usage: 'encode FILE --out FILE [--engine auto|native|wasm] [--json]',
  help: [
    'The means over time of its front end (561 values) and of the three layers behind it (64 each), before its tags.',
    'It was trained on the tags of the Million Song Dataset: on songs of that set it has heard the answer.',
  ],
  options: { out: { type: 'string' }, engine: { type: 'string' } },
  async run(input) {
    const file = callerPath(positional(input, 0, 'FILE'));
    noMorePositionals(input, 1);
    const out = callerPath(required(input, 'out'));
    const choice = oneOf(input, 'engine', ['auto', 'native', 'wasm'], 'auto');
    assertFile(file);
    const { samples, sampleRate, durationSeconds, warning } = await readClip(file, MUSICNN_SAMPLE_RATE_HZ);
    const mels = new MusicnnMel().compute(samples);
    const trainer = new TrainerClient(spawnTrainer);
    try {
      const weightsFile = resourceFile('musicnn.safetensors');
      const task = { kind: 'encode' as const, weightsFile, mels, engine: choice };
      const { vectors, engine } = await trainer.run(task, input.signal, () => {});
      writeNewFile(out, new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
      if (warning) process.stderr.write(`quadrille: ${inTerminal(warning)}\n`);
      input.print(`Wrote ${vectors.length} values to ${out} (${engine}).`);
      return { encoder: 'musicnn', values: vectors.length, engine, sampleRate, seconds: durationSeconds, warning };
    } finally {
      trainer.close();
    }
  },
};
