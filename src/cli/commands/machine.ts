import { commandError } from '../command.ts';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeNewFile } from '../../core/storage/output.ts';
import { doctor } from '../../core/app/doctor.ts';
import { readClip } from '../../core/recommender/audio/clip.ts';
import { MEL_BANDS, MEL_FRAMES, MelSpectrogram, SAMPLE_RATE_HZ } from '../../core/recommender/audio/mel.ts';
import { assertFile } from '../../core/recommender/data/given-file.ts';
import { inTerminal } from '../in-terminal.ts';
import { spawnTrainer } from '../spawn-trainer.ts';
import { TrainerClient } from '../../core/recommender/training/trainer-client.ts';
import { callerPath, type Command, noMorePositionals, positional, required } from '../command.ts';

export const doctorCommand: Command = {
  usage: 'doctor [--json]',
  help: [],
  options: {},
  async run(input) {
    noMorePositionals(input, 0);
    const trainer = new TrainerClient(spawnTrainer);
    try {
      const report = doctor(await trainer.run({ kind: 'engines' }, input.signal, () => {}));
      input.print(
        `Node      ${report.node}\nSQLite    ${report.sqlite}\nElectron  ${report.electron.version ?? 'none'} ` +
          `(${report.electron.source.text})`,
      );
      for (const engine of report.engines)
        input.print(
          `Engine    ${engine.name}: ${engine.available ? 'available' : 'not available'}, ${engine.detail.text}`,
        );
      return report;
    } finally {
      trainer.close();
    }
  },
};

export const melCommand: Command = {
  usage: 'mel FILE --out FILE [--json]',
  help: ['The values equal librosa within 1e-3 dB for 22,050 Hz input; other rates are resampled first.'],
  options: { out: { type: 'string' } },
  async run(input) {
    const file = callerPath(positional(input, 0, 'FILE'));
    noMorePositionals(input, 1);
    const out = callerPath(required(input, 'out'));
    assertFile(file);
    const { samples, sampleRate, channels, durationSeconds, warning } = await readClip(file, SAMPLE_RATE_HZ);
    const values = new MelSpectrogram().compute(samples);
    writeNewFile(out, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    if (warning) process.stderr.write(`quadrille: ${inTerminal(warning)}\n`);
    input.print(`Wrote ${MEL_BANDS} × ${MEL_FRAMES} values to ${out}.`);
    return {
      bands: MEL_BANDS,
      frames: MEL_FRAMES,
      sampleRate,
      channels,
      seconds: durationSeconds,
      warning,
    };
  },
};

export const benchCommand: Command = {
  usage: 'bench [--only a,b] [--json]',
  help: [
    '--only NAMES   import, responsive, mel, funk-svd, als, networks, top10, growth, start, scale',
    'QUADRILLE_BENCH_PYTHON names a Python that has pandas, librosa, scikit-surprise, implicit and keras.',
  ],
  options: { only: { type: 'string' } },
  async run(input) {
    noMorePositionals(input, 0);
    const script = join(import.meta.dirname, '..', '..', '..', 'tests', 'bench', 'run.ts');
    if (!existsSync(script))
      throw commandError(
        'unavailable',
        'The benchmarks are part of the source checkout and are not installed. Get the source, then: npm run ' +
          'bench -- --json',
      );
    const only = input.values.only === undefined ? [] : ['--only', required(input, 'only')];
    const child = spawn(process.execPath, [script, ...only, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
    input.signal.addEventListener('abort', () => child.kill());
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
    });
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    if (code !== 0) throw commandError('internal', 'The benchmarks did not finish; what went wrong is above.');
    const result = JSON.parse(text) as object;
    input.print(JSON.stringify(result, null, 2));
    return result;
  },
};
