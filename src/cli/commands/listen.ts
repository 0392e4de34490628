import type { ListenResult } from '../../shared/contract/vectors.ts';
import { type Command, noMorePositionals } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

export const listenCommand: Command = {
  usage: 'listen --library FOLDER [--again] [--json]',
  help: [
    '--again   also clips that were heard before',
    'Models take the vectors by --set inputs=musicnn (content, ridge), the network cnn by --set encoder=musicnn.',
    'MusiCNN was trained on the tags of the Million Song Dataset: on songs of that set it has heard the answer.',
  ],
  options: { library: { type: 'string' }, again: { type: 'boolean' } },
  async run(input) {
    noMorePositionals(input, 0);
    return withLibrary(input, async (app) => {
      const { jobId } = await app.call('vectors/listen', { again: input.values.again === true });
      const result = await finishJob<ListenResult>(app, input, jobId);
      const { heard, heardBefore, seconds, engine, notes } = result;
      input.print(
        `${heard.toLocaleString('en')} clips heard in ${seconds.toFixed(1)} s ` +
          `(${(heard / Math.max(0.001, seconds)).toFixed(1)} a second, ${engine}), ` +
          `${heardBefore.toLocaleString('en')} had been heard before.`,
      );
      for (const note of notes) input.print(`  ${note.text}`);
      return result;
    });
  },
};
