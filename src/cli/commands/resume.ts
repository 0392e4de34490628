import { type Command, noMorePositionals, positional, UsageError } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

export const resumeCommand: Command = {
  usage: 'resume JOB --library FOLDER [--json]',
  help: ['JOB is the number that was printed when it stopped. The Jobs page of the app can resume it too.'],
  options: { library: { type: 'string' } },
  async run(input) {
    const text = positional(input, 0, 'JOB');
    noMorePositionals(input, 1);
    if (!/^[1-9][0-9]*$/.test(text))
      throw new UsageError(`JOB is a whole number above 0, not ${JSON.stringify(text)}.`);
    return withLibrary(input, async (app) => {
      const { id, title } = await app.call('jobs/resume', { id: Number(text) });
      const result = await finishJob(app, input, id);
      input.print(`Done: ${title.text}.`);
      return result;
    });
  },
};
