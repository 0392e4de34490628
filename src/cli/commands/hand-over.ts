import { networkModels } from '../../core/recommender/handover/export-keras-job.ts';
import type { Message } from '../../shared/messages/message.ts';
import { callerPath, type Command, type CommandInput, noMorePositionals, positional, required } from '../command.ts';
import { MODEL_SETTINGS, modelSettingsOf } from '../model-settings.ts';
import { finishJob, withLibrary } from '../session.ts';

export const exportKerasCommand: Command = {
  usage: 'export keras FOLDER --library FOLDER --model MODEL [--set k=15 …] [--conversion NAME] [--seed N] [--json]',
  help: [
    'FOLDER                is made; in one that exists, a folder named after the model and the day',
    `--model MODEL         ${networkModels().join(', ')}`,
    '--set, --conversion, --seed as for train',
    '',
    'Everything but the network is learned here. The folder has the arrays that the network learns from, and train.py',
    '(Keras 3): run it on a machine with a GPU or many cores, and bring the folder back with',
    '  import weights FOLDER --name NAME',
  ],
  options: {
    library: { type: 'string' },
    model: { type: 'string' },
    ...MODEL_SETTINGS,
  },
  async run(input) {
    const folder = callerPath(positional(input, 0, 'FOLDER'));
    noMorePositionals(input, 1);
    const model = { type: required(input, 'model'), ...modelSettingsOf(input) };
    return withLibrary(input, async (app) => {
      const { jobId } = await app.call('handover/export-keras', { ...model, grant: app.grants.add(folder) });
      const exported = await finishJob<{ folder: string; songs: number; files: string[] }>(app, input, jobId);
      input.print(`${exported.songs.toLocaleString('en')} songs: ${exported.folder}`);
      input.print('Run "python train.py" there, then "import weights" with this folder.');
      return exported;
    });
  },
};

/** `import weights FOLDER --name NAME` */
export function importWeights(input: CommandInput): Promise<unknown> {
  const folder = callerPath(positional(input, 1, 'FOLDER'));
  noMorePositionals(input, 2);
  const name = required(input, 'name');
  return withLibrary(input, async (app) => {
    const { jobId } = await app.call('handover/import-weights', { name, grant: app.grants.add(folder) });
    const result = await finishJob<{ type: string; engine: string; notes?: Message[] }>(app, input, jobId);
    input.print(`${name} (${result.type}), trained by ${result.engine}.`);
    for (const note of result.notes ?? []) input.print(`  ${note.text}`);
    return result;
  });
}
