import { scoreFiles } from '../../core/recommender/referee/score-files.ts';
import { type JudgedLists, MEANT, READ_FORMATS } from '../../shared/contract/referee.ts';
import { callerPath, type Command, numberList, oneOf, required, UsageError, wholeNumber } from '../command.ts';
import { answersOf, printQuestions } from '../questions.ts';
import { valueTable, valueText } from '../value-table.ts';

const SHOWN = ['ndcg', 'map', 'precision', 'recall', 'f1', 'mrr-at', 'hit-rate', 'coverage', 'gini', 'novelty'];
const SHOWN_ERRORS = ['mae', 'nmae', 'mse', 'rmse', 'msle'];
const NAME_WIDTH = 18;

export const scoreCommand: Command = {
  usage: 'score LISTS… --split FOLDER [--format tsv|trec|jsonl] [--as NAME] [--json]',
  help: [
    'LISTS                 a table of listener, song and perhaps rank or score, or of listeners with all their songs;',
    '                      a TREC run; JSON such as {"listener": "u", "songs": ["a", …]}; a folder of such parts;',
    '                      several files, or several models of one file, are compared',
    '--split FOLDER        test_target.tsv with test_fold_in.tsv and catalogue.txt; or the parts of another tool:',
    '                      test.tsv and train.tsv, NAME.test.inter and NAME.train.inter …',
    '--format NAME         tsv | trec | jsonl, where it cannot be told by the first line',
    '--as NAME             lists | predictions (of the held-out ratings: MAE, RMSE …); asked where both could be meant',
    '--cutoffs 5,10,20     list lengths (default 10)',
    '--seed N              of the bootstrap (default 1)',
    '--answer ID=CHOICE    answers a question that a file raised; may be repeated',
    '',
    'A tested listener without a list counts 0; unknown, already heard and repeated songs keep their place as misses.',
  ],
  options: {
    split: { type: 'string' },
    format: { type: 'string' },
    as: { type: 'string' },
    cutoffs: { type: 'string' },
    seed: { type: 'string' },
    answer: { type: 'string', multiple: true },
  },
  async run(input) {
    if (input.positionals.length === 0) throw new UsageError('LISTS is missing.');
    const result = await scoreFiles({
      files: input.positionals.map(callerPath),
      split: callerPath(required(input, 'split')),
      format: oneOf(input, 'format', ['auto', ...READ_FORMATS], 'auto'),
      meant: oneOf(input, 'as', MEANT, 'auto'),
      cutoffs: input.values.cutoffs === undefined ? [10] : numberList(input, 'cutoffs'),
      seed: wholeNumber(input, 'seed', 1, 0, 0xffffffff),
      answers: answersOf(input),
    });
    if (result.questions.length === 0) input.print(table(result));
    for (const note of result.notes) input.print(note.text);
    printQuestions(input, result.questions);
    if (result.questions.length > 0) input.fail();
    return result;
  },
};

function table({ lists, kind, statistics: { primary, tests } }: JudgedLists): string {
  const all = kind === 'predictions' ? SHOWN_ERRORS : SHOWN.map((name) => `${name}@${primary}`);
  const columns = all.filter((column) =>
    Object.values(lists).some(({ measures }) => typeof measures[column] === 'number'),
  );
  const rows = Object.entries(lists).map(([name, { measures }]) => [name, measures] as const);
  const lines = valueTable(kind ?? 'lists', NAME_WIDTH, columns, rows);
  lines.push('');
  for (const [name, { conventions }] of Object.entries(lists))
    for (const { tool, measure, value, ours, definition } of conventions.filter((one) =>
      one.measure.endsWith(`@${primary}`),
    ))
      lines.push(`${name}  ${tool} ${measure} ${valueText(value)} (ours ${valueText(ours)}): ${definition.text}`);
  lines.push('');
  for (const { a, b, measure, difference, lower, upper, pHolm } of tests) {
    const bounds = `(${valueText(lower)} to ${valueText(upper)})`;
    lines.push(`${a} − ${b}  ${measure} ${valueText(difference)} ${bounds}, Holm p ${valueText(pHolm)}`);
  }
  return lines.join('\n');
}
