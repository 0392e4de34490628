import { commandError } from '../command.ts';
import { existsSync, readFileSync } from 'node:fs';
import { STATISTICS, statisticByName } from '../../core/statistics/catalogue/registry.ts';
import { callerPath, type Command, noMorePositionals, positional, required } from '../command.ts';

export const statsCommand: Command = {
  name: 'stats',
  usage: 'stats NAME --data JSON|FILE.json [--json]',
  summary: 'Compute one statistical test from data given on the command line, with effect size and interval.',
  help: STATISTICS.flatMap(({ name, summary, example }) => [
    `${name.padEnd(17)}${summary.text}`,
    `${''.padEnd(17)}--data '${JSON.stringify(example)}'`,
  ]),
  options: { data: { type: 'string' } },
  async run(input) {
    const { run } = statisticByName(positional(input, 0, 'NAME'));
    noMorePositionals(input, 1);
    const answer = run(readData(required(input, 'data')));
    input.print(
      [
        answer.method,
        ...Object.entries(answer).flatMap(([name, value]) =>
          name === 'method' || name === 'notes' || value === null
            ? []
            : [`  ${name.padEnd(16)}${JSON.stringify(value)}`],
        ),
        ...answer.notes,
      ].join('\n'),
    );
    return answer;
  },
};

function readData(text: string): unknown {
  const inline = /^\s*[[{]/.test(text);
  const file = callerPath(text);
  if (!inline && !existsSync(file))
    throw commandError('not-found', `--data is neither JSON (it would start with { or [) nor a file: ${text}`);
  try {
    return JSON.parse(inline ? text : readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw commandError('bad-input', `--data is no valid JSON: ${(error as Error).message}`);
  }
}
