import { CONVERSIONS, type EvaluationResult, type EvaluationSpec, PROTOCOLS } from '../../shared/contract/recommender.ts';
import { assignments, type Command, noMorePositionals, oneOf, required, UsageError, wholeNumber } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

export const evaluateCommand: Command = {
  name: 'evaluate',
  usage: 'evaluate --library FOLDER --protocol ratings|ranking --models a,b,c [options] [--json]',
  summary: 'Fit models afresh on a training part and measure them on the held-out part.',
  help: [
    '--protocol ratings    random triplets are held out (20 %); error of the predicted ratings',
    "--protocol ranking    a fifth of each listener's songs is held out; all other songs are ranked",
    `--conversion NAME     ${CONVERSIONS.join(' | ')} (default log-count)`,
    '--folds N             cross-validation; the metrics are then means, the spread is under "folds"',
    '--set MODEL.k=15      an option of one model; may be given several times',
    '--seed N              everything random follows from it (default 1)',
  ],
  options: {
    library: { type: 'string' },
    protocol: { type: 'string' },
    models: { type: 'string' },
    conversion: { type: 'string' },
    folds: { type: 'string' },
    seed: { type: 'string' },
    set: { type: 'string', multiple: true },
  },
  async run(input) {
    noMorePositionals(input, 0);
    required(input, 'protocol');
    const spec: Partial<EvaluationSpec> & Pick<EvaluationSpec, 'protocol' | 'models'> = {
      protocol: oneOf(input, 'protocol', PROTOCOLS, 'ratings'),
      models: required(input, 'models')
        .split(',')
        .map((model) => model.trim())
        .filter(Boolean),
      conversion: oneOf(input, 'conversion', CONVERSIONS, 'log-count'),
      folds: wholeNumber(input, 'folds', 1, 1, 20),
      seed: wholeNumber(input, 'seed', 1, 0, 0xffffffff),
      options: optionsByModel(assignments(input)),
    };
    return withLibrary(input, async (app) => {
      const { jobId } = await app.call('evaluation/start', spec);
      const result = await finishJob<EvaluationResult>(app, input, jobId);
      input.print(resultTable(result));
      return result;
    });
  },
};

function optionsByModel(pairs: [string, string][]): Record<string, Record<string, string>> {
  const options: Record<string, Record<string, string>> = {};
  for (const [name, value] of pairs) {
    const at = name.indexOf('.');
    if (at < 1) throw new UsageError(`--set takes MODEL.NAME=VALUE here, not ${JSON.stringify(`${name}=${value}`)}.`);
    options[name.slice(0, at)] = { ...options[name.slice(0, at)], [name.slice(at + 1)]: value };
  }
  return options;
}

const RATING_COLUMNS = ['mae', 'nmae', 'mse', 'rmse', 'msle'];
const RANKING_COLUMNS = ['precision@10', 'recall@10', 'f1@10', 'ndcg@10', 'ndcg@50'];

export function resultTable(result: EvaluationResult): string {
  const some = Object.values(result.models)[0] ?? {};
  const columns = [...RATING_COLUMNS, ...RANKING_COLUMNS].filter((column) => column in some);
  const rows = Object.entries(result.models).map(([model, values]) => model.padEnd(18) + columns.map((column) => cell(values[column]).padStart(13)).join(''));
  const head = 'model'.padEnd(18) + columns.map((column) => column.padStart(13)).join('');
  return [head, ...rows, ...result.notes].join('\n');
}

function cell(value: number | null | undefined): string {
  return value === null || value === undefined ? 'n/a' : value.toFixed(4);
}
