import type { ExportedSpark } from '../../core/recommender/handover/export-spark-worker.ts';
import { modelDefinition } from '../../core/recommender/models/registry.ts';
import { assignments, callerPath, type Command, noMorePositionals, positional, wholeNumber } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';
import { givenSplit, SPLIT_OPTIONS, splitOf } from '../split-options.ts';

const ALS = modelDefinition('als').options.map(({ name, defaultValue }) => `${name}=${defaultValue}`);

export const exportSparkCommand: Command = {
  usage: 'export spark FOLDER --library FOLDER (--protocol NAME | --all) [--set k=64 …] [options] [--json]',
  help: [
    'FOLDER                is made; in one that exists, a folder named after the export and the day',
    '--protocol NAME       the plays of the training part of a split, with its test part beside it (the first fold)',
    '--all                 every play, without a split',
    `--set NAME=VALUE      settings of ALS: ${ALS.join(' ')}`,
    '--folds N, --seed N, --leave-out N, --min-listeners N, --min-songs N, --tag NAME, --split FOLDER as for evaluate',
    '',
    'Parquet files, spec.json and als.py, which factorises with Spark: "spark-submit als.py". Then bring it back with',
    '  import factors FOLDER --name NAME',
  ],
  options: {
    library: { type: 'string' },
    set: { type: 'string', multiple: true },
    all: { type: 'boolean' },
    ...SPLIT_OPTIONS,
  },
  async run(input) {
    const folder = callerPath(positional(input, 0, 'FOLDER'));
    noMorePositionals(input, 1);
    const split = input.values.all === true ? null : { ...splitOf(input), models: ['popularity'] };
    const als = Object.fromEntries(assignments(input));
    const seed = wholeNumber(input, 'seed', 1, 0, 0xffffffff);
    return withLibrary(input, async (app) => {
      const { jobId } = await app.call('handover/export-spark', {
        split: split && { ...split, ...givenSplit(app, input) },
        als,
        seed,
        grant: app.grants.add(folder),
      });
      const exported = await finishJob<ExportedSpark & { folder: string }>(app, input, jobId);
      const { training, test, listeners, songs } = exported;
      const count = (value: number) => value.toLocaleString('en');
      input.print(
        `${count(training)} rows of ${count(listeners)} listeners and ${count(songs)} songs to factorise` +
          `${test === 0 ? '' : `, ${count(test)} held out`}.`,
      );
      input.print(`spark-submit ${exported.folder}/als.py`);
      return exported;
    });
  },
};
