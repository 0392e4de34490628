import { existsSync } from 'node:fs';
import type { App } from '../../core/app/app.ts';
import { formatsOf, IMPORT_KINDS } from '../../core/recommender/import/registry.ts';
import type { ImportResult } from '../../shared/contract/imports.ts';
import { answersOf, printQuestions, waitingForAnswers } from '../questions.ts';
import {
  callerPath,
  type Command,
  type CommandInput,
  noMorePositionals,
  oneOf,
  positional,
  required,
  UsageError,
} from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

export const importCommand: Command = {
  usage: 'import [KIND] PATH --library FOLDER [options]',
  help: [
    'Without KIND, what a file is, is seen from it and said. KIND is one of',
    ...IMPORT_KINDS.map(({ name, summary }) => `${name.padEnd(12)}${summary}`),
    `${'weights'.padEnd(12)}a folder of "export keras" whose network was trained; --name names the model`,
    '',
    '--format NAME         a format name instead of "auto"',
    '--mapping FILE.csv    which track an audio file is of: columns file, track_id',
    '--listener NAME       whose history it is, where the file does not say (default: its name)',
    '--name NAME           of a set of vectors (default: the file’s name)',
    '--ids IDS.txt         the song of each row of a numpy file, one id a line',
    '--answer ID=CHOICE    answers a question that the file raised; may be repeated',
    '--on-error skip|abort skip refuses single lines and imports the rest (default); abort imports nothing when ' +
      'one line is wrong',
  ],
  options: {
    library: { type: 'string' },
    format: { type: 'string' },
    'on-error': { type: 'string' },
    mapping: { type: 'string' },
    listener: { type: 'string' },
    name: { type: 'string' },
    ids: { type: 'string' },
    answer: { type: 'string', multiple: true },
  },
  async run(input) {
    const said = positional(input, 0, 'PATH');
    if (said === 'weights') return (await import('./hand-over.ts')).importWeights(input);
    const named = IMPORT_KINDS.find(({ name }) => name === said);
    if (!named && !existsSync(callerPath(said))) {
      const names = IMPORT_KINDS.map(({ name }) => name).join(', ');
      throw new UsageError(`There is no import kind and no file ${JSON.stringify(said)}. Known kinds: ${names}.`);
    }
    const file = callerPath(named ? positional(input, 1, 'PATH') : said);
    noMorePositionals(input, named ? 2 : 1);
    if (named) oneOf(input, 'format', formatsOf(named), 'auto');
    const onError = oneOf(input, 'on-error', ['skip', 'abort'], 'skip');
    const mapping = input.values.mapping as string | undefined;
    const ids = input.values.ids as string | undefined;
    return withLibrary(input, async (app) => {
      const grants = {
        grant: app.grants.add(file),
        ...(ids ? { idsGrant: app.grants.add(callerPath(ids)) } : {}),
        ...(mapping ? { mappingGrant: app.grants.add(callerPath(mapping)) } : {}),
      };
      const kind = named?.name ?? (await recognised(app, input, grants.grant));
      const { jobId } = await app.call('import/start', {
        ...grants,
        kind,
        isKindSeen: named === undefined,
        format: (input.values.format as string | undefined) ?? 'auto',
        onError,
        answers: answersOf(input),
        ...(input.values.name === undefined ? {} : { name: required(input, 'name') }),
        ...(input.values.listener === undefined ? {} : { listener: required(input, 'listener') }),
      });
      const result = await finishJob<ImportResult>(app, input, jobId);
      const rate = Math.round(result.read / Math.max(0.001, result.seconds));
      input.print(
        `${result.read.toLocaleString('en')} read, ${result.imported.toLocaleString('en')} imported, ` +
          `${result.rejected.toLocaleString('en')} rejected in ${result.seconds.toFixed(2)} s ` +
          `(${rate.toLocaleString('en')} a second).`,
      );
      for (const note of result.notes) input.print(`  ${note.text}`);
      for (const { line, field, reason } of result.rejections.slice(0, 10))
        input.print(`  ${line === null ? '' : `line ${line}, `}${field}: ${reason.text}`);
      printQuestions(input, result.questions);
      if (result.rejected > 10) input.print(`  … ${result.rejected - 10} more`);
      return waitingForAnswers(input, result);
    });
  },
};

/** The kind of a file of which nothing was said; it is told before anything is read. */
async function recognised(app: App, input: CommandInput, grant: string): Promise<string> {
  const { name, kind } = await app.call('import/sniff', { grant });
  if (kind === null) {
    const names = IMPORT_KINDS.map((known) => known.name).join(', ');
    throw new UsageError(`What ${name} is cannot be seen from it. Say its kind before it, one of ${names}.`);
  }
  input.print(`${name} is read as ${kind} (another kind: import KIND PATH).`);
  return kind;
}
