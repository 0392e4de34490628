import { writeFileSync } from 'node:fs';
import { doctor } from '../../core/doctor.ts';
import { readAudioExcerpt } from '../../core/recommender/audio/decode.ts';
import { CLIP_SECONDS, MEL_BANDS, MEL_FRAMES, MelSpectrogram, SAMPLE_RATE_HZ } from '../../core/recommender/audio/mel.ts';
import { resample } from '../../core/recommender/audio/resample.ts';
import { toMono } from '../../core/recommender/audio/wav.ts';
import { assertFile } from '../../core/recommender/jobs.ts';
import { spawnChildTrainer } from '../../core/recommender/spawn-child-trainer.ts';
import { TrainerClient } from '../../core/recommender/trainer-client.ts';
import { callerPath, type Command, noMorePositionals, positional, required } from '../command.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'doctor [--json]',
  summary: 'Tell what this machine has: Node, SQLite, Electron, training engines.',
  help: [],
  options: {},
  async run(input) {
    noMorePositionals(input, 0);
    const trainer = new TrainerClient(spawnChildTrainer);
    try {
      const report = doctor(await trainer.run({ kind: 'engines' }, input.signal, () => {}));
      input.print(`Node      ${report.node}\nSQLite    ${report.sqlite}\nElectron  ${report.electron.version ?? 'none'} (${report.electron.source})`);
      for (const engine of report.engines) input.print(`Engine    ${engine.name}: ${engine.available ? 'available' : 'not available'}, ${engine.detail}`);
      return report;
    } finally {
      trainer.close();
    }
  },
};

export const melCommand: Command = {
  name: 'mel',
  usage: 'mel FILE --out FILE [--json]',
  summary: 'Write the mel spectrogram of the first three seconds: 256 × 256 float32, little-endian, band major, in dB.',
  help: ['The values equal librosa within 1e-3 dB for 22,050 Hz input; other rates are resampled first.'],
  options: { out: { type: 'string' } },
  async run(input) {
    const file = callerPath(positional(input, 0, 'FILE'));
    noMorePositionals(input, 1);
    const out = callerPath(required(input, 'out'));
    assertFile(file);
    const { channels, sampleRate, durationSeconds, warning } = await readAudioExcerpt(file, 0, CLIP_SECONDS);
    const values = new MelSpectrogram().compute(resample(toMono(channels), sampleRate, SAMPLE_RATE_HZ));
    writeFileSync(out, values);
    if (warning) process.stderr.write(`quadrille: ${warning}\n`);
    input.print(`Wrote ${MEL_BANDS} × ${MEL_FRAMES} values to ${out}.`);
    return { bands: MEL_BANDS, frames: MEL_FRAMES, sampleRate, channels: channels.length, seconds: durationSeconds, warning };
  },
};
