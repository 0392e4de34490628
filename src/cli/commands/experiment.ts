import { edgeMessages } from '../../shared/choice-words.ts';
import { phaseMessage } from '../../shared/phases.ts';
import { counted } from '../counted.ts';
import { commandError } from '../command.ts';
import { existsSync } from 'node:fs';
import type { App } from '../../core/app/app.ts';
import type { ExperimentResult, ExportResult } from '../../shared/contract/experiments.ts';
import { spawnTrainer } from '../spawn-trainer.ts';
import { reproduce } from '../../core/recommender/report/reproduce.ts';
import { LANGUAGES, type Language } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import {
  callerPath,
  type Command,
  type CommandInput,
  noMorePositionals,
  oneOf,
  positional,
  readJsonFile,
} from '../command.ts';
import { ANYWAY, ANYWAY_HELP, anywayOf } from '../anyway.ts';
import { printLooks } from '../looks.ts';
import { finishJob, withLibrary } from '../session.ts';
import { resultTable } from './evaluate.ts';

export const experimentRunCommand: Command = {
  usage: 'experiment run SPEC.json|paper --library FOLDER [--out FOLDER] [--language en|zh-CN] [--json]',
  help: [
    'paper         validation RMSE over K 5–50 × epoch 5–40, then all models at the best cell, N 5–50, ' +
      'all songs ranked',
    'SPEC.json     { name, data, conversion, seed, grid, search, evaluations: [{ protocol, models, … }] }; ' +
      'docs/experiments.md',
    '--out FOLDER  also write the report (HTML, PDF where a Chromium is), the tables (CSV, XLSX, LaTeX) and a ' +
      'research bundle there: a new folder; in one that exists, one named after the experiment and the day',
    '--language en|zh-CN  of the report, the figures and the tables for people (default en)',
    ANYWAY_HELP,
    'An experiment that was cut off is taken up by the same command where it stopped.',
  ],
  options: { library: { type: 'string' }, out: { type: 'string' }, language: { type: 'string' }, ...ANYWAY },
  async run(input) {
    const language = oneOf(input, 'language', LANGUAGES, 'en');
    const which = positional(input, 0, 'SPEC.json or paper');
    noMorePositionals(input, 1);
    return withLibrary(input, async (app) => {
      const spec = which === 'paper' ? await paper(app, language, input.print) : readSpec(callerPath(which));
      const result = await finishJob<ExperimentResult & { id: number }>(
        app,
        input,
        await startOrResume(app, input, spec),
      );
      input.print(summary(result));
      await printLooks(app, input, result.hash);
      if (typeof input.values.out !== 'string') return result;
      const { jobId } = await app.call('experiments/export', {
        id: result.id,
        grant: app.grants.add(callerPath(input.values.out)),
        language,
      });
      const { folder, files, notes } = await finishJob<ExportResult>(app, input, jobId);
      input.print([`Written to ${folder}: ${files.join(', ')}`, ...notes.map(({ text }) => text)].join('\n'));
      return { ...result, folder, files, notes };
    });
  },
};

async function paper(app: App, language: Language, print: (text: string) => void): Promise<object> {
  const { spec, notes } = await app.call('experiments/paper-spec', { language });
  for (const note of notes) print(note.text);
  return spec;
}

function readSpec(file: string): object {
  if (!existsSync(file))
    throw commandError(
      'not-found',
      `There is no experiment file ${file}. Give a JSON file, or "paper" for the paper's own experiment.`,
      { file },
    );
  return readJsonFile(file) as object;
}

/** Resumes a stopped experiment with exactly the same spec; otherwise starts a new one. */
async function startOrResume(app: App, input: CommandInput, spec: object): Promise<number> {
  const { jobId: resumed } = await app.call('experiments/resume', { spec: spec as never });
  return resumed ?? (await app.call('experiments/start', { spec: spec as never, ...anywayOf(input) })).jobId;
}

function summary(result: ExperimentResult): string {
  const lines: string[] = [];
  if (result.grid) {
    const { model, epochs, rows, best, globalMeanRmse } = result.grid;
    lines.push(`Validation RMSE of ${model} over K × epoch (the global mean has ${globalMeanRmse.toFixed(4)}):`);
    lines.push(`${'K'.padEnd(6)}${epochs.map((epoch) => String(epoch).padStart(9)).join('')}`);
    for (const { k, rmse } of rows)
      lines.push(`${String(k).padEnd(6)}${rmse.map((value) => (value?.toFixed(4) ?? 'failed').padStart(9)).join('')}`);
    for (const { k, error } of rows) if (error) lines.push(say('experiment.k-failed', { k, reason: error }).text);
    lines.push(`Best: K = ${best.k}, epoch = ${best.epochs} (${best.rmse.toFixed(4)}).`, '');
  }
  if (result.search) {
    const { measure, trials } = result.search;
    const failed = trials.filter(({ error }) => error);
    const failures = failed.length > 0 ? `, ${failed.length} of them failed` : '';
    lines.push(`Search by ${measure}: ${counted(trials.length, 'trial')}${failures}.`);
    for (const { model, options, error } of failed)
      lines.push(`  ${model} ${JSON.stringify(options)} failed: ${error?.text}`);
  }
  for (const { evaluation, fold, model, options } of result.choices ?? [])
    lines.push(`  comparison ${evaluation + 1}, fold ${fold + 1}, ${model}: ${JSON.stringify(options)}`);
  lines.push(...edgeMessages(result.choices).map(({ text }) => `  ${text}`), '');
  for (const evaluation of result.evaluations)
    lines.push(`${evaluation.protocol}, ${evaluation.conversion}`, resultTable(evaluation), '');
  lines.push(`${result.seconds.toFixed(0)} s, engine ${result.engine ?? 'none'}, hash ${result.hash}`);
  return lines.join('\n');
}

export const reproduceCommand: Command = {
  usage: 'reproduce BUNDLE [--json]',
  help: [
    'BUNDLE  the folder "bundle" that "experiment run … --out" wrote',
    'Exit code 0: the same, bit for bit or on another engine within 5 %; 1: not.',
  ],
  options: {},
  async run(input) {
    const folder = callerPath(positional(input, 0, 'BUNDLE'));
    noMorePositionals(input, 1);
    const result = await reproduce(folder, spawnTrainer, input.signal, (phase, fraction) =>
      input.progress(`${phaseMessage(phase).text} ${Math.round(100 * fraction)} %`),
    );
    const sameEngine = result.engine.before === result.engine.now;
    const verdict = result.identical
      ? `Reproduced: all ${result.compared} numbers are identical.`
      : `${result.differences.length} places or more differ; the largest relative difference is ` +
        result.largestRelativeDifference.toExponential(1) +
        `${sameEngine ? '' : ` (${result.engine.before} then, ${result.engine.now} now)`}.`;
    if (!result.identical && (sameEngine || result.largestRelativeDifference > OTHER_ENGINE_TOLERANCE))
      throw commandError('conflict', `Not reproduced. ${verdict}`, result);
    input.print([`${result.title}${result.synthetic ? ' (synthetic data)' : ''}`, verdict].join('\n'));
    return { ...result, reproduced: true };
  },
};

/** Float sums in another order change rankings a little. */
const OTHER_ENGINE_TOLERANCE = 0.05;
