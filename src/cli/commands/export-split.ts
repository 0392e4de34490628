import type { ExportedSplit } from '../../core/recommender/experiments/export-split-worker.ts';
import { SPLIT_FORMS } from '../../shared/contract/referee.ts';
import { callerPath, type Command, noMorePositionals, oneOf, positional } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';
import { givenSplit, SPLIT_OPTIONS, splitOf } from '../split-options.ts';

export const exportSplitCommand: Command = {
  usage: 'export split FOLDER --library FOLDER --protocol NAME [--form NAME] [options] [--json]',
  help: [
    'FOLDER                is made; in one that exists, a folder named after the protocol and the day',
    '--form NAME           plain (default) | recbole | elliot | cornac | lenskit',
    '--folds N, --seed N, --leave-out N, --min-listeners N, --min-songs N, --tag NAME … as for evaluate',
    '--split FOLDER        a split of your own, as "evaluate --split" takes it',
    '',
    'plain: train.tsv and test.tsv (listener, song, count); where whole listeners are held out, the files that',
    '       "evaluate --split" and "score --split" read, and train.tsv',
    'recbole: data_path: FOLDER, dataset: quadrille, benchmark_filename: [train, test, test];',
    'elliot: strategy: fixed with train_path and test_path;',
    'cornac: Reader().read(file, sep="\\t"); lenskit: train.csv and test.csv with user_id, item_id, rating',
  ],
  options: {
    library: { type: 'string' },
    form: { type: 'string' },
    ...SPLIT_OPTIONS,
  },
  async run(input) {
    const folder = callerPath(positional(input, 0, 'FOLDER'));
    noMorePositionals(input, 1);
    const spec = {
      ...splitOf(input),
      models: ['popularity'],
      form: oneOf(input, 'form', SPLIT_FORMS, 'plain'),
    };
    return withLibrary(input, async (app) => {
      const grant = app.grants.add(folder);
      const { jobId } = await app.call('evaluation/export-split', { ...spec, ...givenSplit(app, input), grant });
      const exported = await finishJob<ExportedSplit & { folder: string }>(app, input, jobId);
      exported.folds.forEach(({ training, foldIn, test, listeners, songs }, fold) => {
        const known = foldIn === 0 ? '' : `, ${foldIn} known of test listeners`;
        input.print(
          `Fold ${fold + 1}: ${training} rows to train on${known}, ${test} held out; ` +
            `${listeners} test listeners, ${songs} songs.`,
        );
      });
      input.print(exported.folder);
      return exported;
    });
  },
};
