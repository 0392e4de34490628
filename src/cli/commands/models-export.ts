import type { ExportedOnnx } from '../../core/recommender/onnx/export-onnx-worker.ts';
import { callerPath, type Command, noMorePositionals, positional, required, UsageError } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

export const modelsExportCommand: Command = {
  usage: 'models export (MODEL | --encoder) --onnx FILE --library FOLDER [--json]',
  help: [
    'MODEL                 a trained model with a network: its network is written',
    '--encoder             the encoder that hears recordings (MusiCNN) instead',
    '--onnx FILE           a new file; in a folder that exists, one named after the model',
    '',
    'The file is of ONNX 1.12 (operator set 17). Its metadata say how inputs are made (preprocessing), and what the',
    'columns of tags, artist and decade are (vocabulary). Outputs: rating_factors, rating_bias, and preference_factors',
    'where the network predicts them, as the model stores them for each song; of the encoder: vectors.',
  ],
  options: { library: { type: 'string' }, onnx: { type: 'string' }, encoder: { type: 'boolean' } },
  async run(input) {
    const encoder = input.values.encoder === true;
    if (encoder && input.positionals.length > 0) throw new UsageError('Give either MODEL or --encoder.');
    const name = encoder ? null : positional(input, 0, 'MODEL');
    noMorePositionals(input, 1);
    const file = callerPath(required(input, 'onnx'));
    return withLibrary(input, async (app) => {
      const { jobId } = await app.call('models/export-onnx', { name, grant: app.grants.add(file) });
      const exported = await finishJob<ExportedOnnx & { file: string }>(app, input, jobId);
      input.print(`${exported.network}, ${exported.bytes.toLocaleString('en')} bytes: ${exported.file}`);
      return exported;
    });
  },
};
