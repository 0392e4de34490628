import { commandError } from '../command.ts';
import { helpForStatistic } from '../stats-help.ts';
import { existsSync } from 'node:fs';
import { STATISTICS, statisticByName } from '../../core/statistics/catalogue/registry.ts';
import {
  callerPath,
  type Command,
  type CommandInput,
  noMorePositionals,
  positional,
  readGivenText,
  required,
  UsageError,
} from '../command.ts';

/** Width of the column of names in the help. */
const NAMES = Math.max(...STATISTICS.map(({ name }) => name.length)) + 2;

export const statsCommand: Command = {
  usage: 'stats NAME --data JSON | --data-file FILE.json [--json]',
  help: STATISTICS.flatMap(({ name, summary, example }) => [
    `${name.padEnd(NAMES)}${summary.text}`,
    `${''.padEnd(NAMES)}--data '${JSON.stringify(example)}'`,
  ]),
  helpFor: ([name]) => (name === undefined ? null : helpForStatistic(statisticByName(name))),
  options: { data: { type: 'string' }, 'data-file': { type: 'string' } },
  async run(input) {
    const { run } = statisticByName(positional(input, 0, 'NAME'));
    noMorePositionals(input, 1);
    const answer = run(dataOf(input));
    input.print(
      [
        answer.method,
        ...Object.entries(answer).flatMap(([name, value]) =>
          name === 'method' || name === 'notes' || value === null
            ? []
            : [`  ${name.padEnd(16)}${JSON.stringify(value)}`],
        ),
        ...answer.notes.map(({ text }) => text),
      ].join('\n'),
    );
    return answer;
  },
};

/** `--data` takes a file's name too. */
function dataOf(input: CommandInput): unknown {
  const named = input.values['data-file'] as string | undefined;
  if (named !== undefined && input.values.data !== undefined)
    throw new UsageError('Give --data or --data-file, not both.');
  const text = named ?? required(input, 'data');
  const option = named === undefined ? '--data' : '--data-file';
  if (named === undefined && /^\s*[[{]/.test(text)) return parsed(text, option);
  const file = callerPath(text);
  if (!existsSync(file))
    throw commandError(
      'not-found',
      named === undefined
        ? `--data is neither JSON (it would start with { or [) nor a file: ${text}`
        : `--data-file: there is no file ${text}`,
    );
  return parsed(readGivenText(file), option);
}

function parsed(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw commandError('bad-input', `${option} is no valid JSON: ${(error as Error).message}`);
  }
}
