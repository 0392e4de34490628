import { MEASURES } from '../../core/recommender/measures/registry.ts';
import { PROTOCOLS } from '../../core/recommender/protocols/registry.ts';
import { modelText } from '../../shared/evaluation-words.ts';
import { hybridTables, overBestPartMessages } from '../../shared/hybrid-tables.ts';
import { keysOf } from '../../shared/table.ts';
import { CONVERSIONS, type EvaluationResult } from '../../shared/contract/recommender.ts';
import { LIST_FORMS, type ListForm } from '../../shared/contract/exports.ts';
import type { ExportedLists } from '../../shared/contract/referee.ts';
import type { App } from '../../core/app/app.ts';
import {
  assignments,
  callerPath,
  type Command,
  type CommandInput,
  nameList,
  noMorePositionals,
  numberList,
  oneOf,
  required,
  UsageError,
  wholeNumber,
} from '../command.ts';
import { ANYWAY, ANYWAY_HELP, anywayOf } from '../anyway.ts';
import { printLooks } from '../looks.ts';
import { finishJob, withLibrary } from '../session.ts';
import { givenSplit, SPLIT_OPTIONS, splitOf } from '../split-options.ts';
import { valueTable, valueText } from '../value-table.ts';

/** Of the column of models. */
const NAME_WIDTH = 24;
const splitting = (form: 'listeners' | 'parts') =>
  PROTOCOLS.filter(({ takesSplit }) => takesSplit === form)
    .map(({ name }) => name)
    .join(', ');

export const evaluateCommand: Command = {
  usage: 'evaluate --library FOLDER --protocol NAME --models a,b,c [options] [--json]',
  help: [
    ...PROTOCOLS.map(({ name, summary }) => `--protocol ${name.padEnd(22)} ${summary.text}`),
    '--split FOLDER        a split of your own: catalogue.txt, test_fold_in.tsv, test_target.tsv …',
    `                      (${splitting('listeners')})`,
    `                      or train.tsv and test.tsv, NAME.train.inter … (${splitting('parts')})`,
    `--conversion NAME     ${CONVERSIONS.join(' | ')} (default: explicit in a library of ratings, else log-count)`,
    '--folds N             cross-validation; the metrics are then means, the spread is under "folds"',
    '--repeats N           fits with so many seeds; the spread over seeds is under "statistics"',
    '--cutoffs 5,10,20     list lengths',
    '--min-listeners N, --min-songs N, --density SHARE, --tag NAME, --years FROM-TO   a part of the library',
    '--set MODEL.k=15      an option of one model; may be given several times (a part of a hybrid: HYBRID.cnn.k=15)',
    '--lists FOLDER        also writes lists, predictions and values of single listeners, for "score" and other tools',
    `--lists-format NAME   ${LIST_FORMS.join(' | ')} (default tsv)`,
    '--seed N              everything random follows from it (default 1)',
    '--ties NAME           equal scores: auto | seeded | index (auto: by index with catalogue.txt, else seeded)',
    '--keep-mismatches     also use songs on the mismatch list',
    ANYWAY_HELP,
    '',
    'What is measured (of lists of N songs it is called NAME@N):',
    ...MEASURES.map(({ name, summary }) => `${name.padEnd(22)}${summary.text}`),
  ],
  options: {
    library: { type: 'string' },
    models: { type: 'string' },
    conversion: { type: 'string' },
    repeats: { type: 'string' },
    cutoffs: { type: 'string' },
    set: { type: 'string', multiple: true },
    ties: { type: 'string' },
    lists: { type: 'string' },
    'lists-format': { type: 'string' },
    ...ANYWAY,
    ...SPLIT_OPTIONS,
  },
  async run(input) {
    noMorePositionals(input, 0);
    const cutoffs = input.values.cutoffs === undefined ? {} : { cutoffs: numberList(input, 'cutoffs') };
    const spec = {
      ...splitOf(input),
      models: nameList(input, 'models'),
      conversion: oneOf(input, 'conversion', ['auto', ...CONVERSIONS], 'auto'),
      repeats: wholeNumber(input, 'repeats', 1, 1, 20),
      options: optionsByModel(assignments(input)),
      ties: oneOf(input, 'ties', ['auto', 'seeded', 'index'], 'auto'),
      ...cutoffs,
    };
    return withLibrary(input, async (app) => {
      const { jobId } = await app.call('evaluation/start', {
        ...spec,
        ...givenSplit(app, input),
        ...listsOf(app, input),
        ...anywayOf(input),
      });
      const result = await finishJob<EvaluationResult & { lists?: ExportedLists }>(app, input, jobId);
      input.print(resultTable(result));
      await printLooks(app, input);
      if (result.lists) input.print(result.lists.folder);
      return result;
    });
  },
};

function listsOf(app: App, input: CommandInput): { lists?: { grant: string; form: ListForm } } {
  const form = oneOf(input, 'lists-format', LIST_FORMS, 'tsv');
  if (input.values.lists !== undefined)
    return { lists: { grant: app.grants.add(callerPath(required(input, 'lists'))), form } };
  if (input.values['lists-format'] !== undefined) throw new UsageError('--lists-format needs --lists FOLDER.');
  return {};
}

function optionsByModel(pairs: [string, string][]): Record<string, Record<string, string>> {
  const options: Record<string, Record<string, string>> = {};
  for (const [name, value] of pairs) {
    const at = name.indexOf('.');
    if (at < 1) throw new UsageError(`--set takes MODEL.NAME=VALUE here, not ${JSON.stringify(`${name}=${value}`)}.`);
    options[name.slice(0, at)] = { ...options[name.slice(0, at)], [name.slice(at + 1)]: value };
  }
  return options;
}

export function resultTable(result: EvaluationResult): string {
  const primary = result.statistics?.primary ?? 10;
  const columns = MEASURES.flatMap(({ name, kind, printedAt = [] }) =>
    kind === 'rating' ? [name] : printedAt.map((n) => (kind === 'ranking' ? name : `${name}@${n === 0 ? primary : n}`)),
  ).filter((column) => Object.values(result.models).some((values) => column in values));
  const rows = Object.entries(result.models).map(([model, values]) => [modelText(model, result), values] as const);
  const table = valueTable('model', NAME_WIDTH, columns, rows);
  return [...table, ...hybridLines(result), ...result.notes.map(({ text }) => text)].join('\n');
}

/** Weights and ablation of hybrids, and what they add to the part that validation would have taken alone. */
function hybridLines(result: EvaluationResult): string[] {
  const [, ...parts] = hybridTables(result, MEASURES);
  const tables = parts.flatMap((table) => {
    const { head, rows } = keysOf(table);
    const line = (values: readonly unknown[]) =>
      values.map((value, i) => (i === 0 ? String(value).padEnd(NAME_WIDTH) : shown(value).padStart(10))).join('');
    return ['', table.title.text, line(head), ...rows.map(line), ''];
  });
  return [...tables, ...overBestPartMessages(result, MEASURES).map(({ text }) => text)];
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : valueText(value as number | null);
}
