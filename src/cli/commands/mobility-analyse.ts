import { FINDINGS } from '../../core/mobility/analysis/findings/registry.ts';
import { readerOf } from '../../core/report/reader.ts';
import { makeFolders } from '../../core/storage/durable.ts';
import { folderOfResults, OutputFolder } from '../../core/storage/output.ts';
import { findingOptions } from '../../shared/mobility/findings.ts';
import { toCsv, wordsOf, writtenRows } from '../../shared/table.ts';
import { callerPath, type Command, nameList, noMorePositionals, positional, UsageError } from '../command.ts';
import { FOCUS_HELP, FOCUS_OPTIONS, FOCUS_USAGE, focusOf } from '../focus.ts';
import { withLibrary } from '../session.ts';

const ENGLISH = readerOf('en');

const INPUTS = {
  transition: '--transition FROM:TO',
  attribute: '[--attribute NAME]',
  covariates: '--covariates NAME,NAME',
  group: '[--group origin|destination|origin-and-destination|cohort|ATTRIBUTE]',
  sequences:
    '[--states role,level,kind,tier --years N --clusters N --method OM|HAM|LCS --costs constant|transition-rates ' +
    '--linkage ward|pam]',
  programme: '[--programme-start YEAR --age-limit AGE]',
} as const;

export const mobilityAnalyseCommand: Command = {
  usage: `mobility analyse NAME --library FOLDER ${FOCUS_USAGE} [--code FOLDER] [--json]`,
  help: [
    ...FINDINGS.map(({ name, question, inputs }) =>
      [`${name.padEnd(14)} ${question.text}`, ...inputs.map((input) => INPUTS[input])].join('  '),
    ),
    ...FOCUS_HELP,
    '--code writes data.csv, without names, and analysis.R, which prints the same numbers: a new folder; in one that',
    'exists, one named after the analysis and the day.',
    'Example: quadrille mobility analyse chance --transition doctorate:first-job --library my-demo',
  ],
  options: {
    ...FOCUS_OPTIONS,
    ...Object.fromEntries(
      [
        'library',
        'code',
        'transition',
        'attribute',
        'covariates',
        'group',
        'states',
        'years',
        'clusters',
        'method',
        'costs',
        'linkage',
        'programme-start',
        'age-limit',
      ].map((name) => [name, { type: 'string' as const }]),
    ),
  },
  async run(input) {
    const name = positional(input, 0, 'NAME');
    noMorePositionals(input, 1);
    const text = (option: string) => input.values[option] as string | undefined;
    const list = (option: string) => (text(option) === undefined ? undefined : nameList(input, option));
    const number = (option: string) => {
      const given = text(option);
      if (given === undefined) return undefined;
      if (!/^\d+$/.test(given)) throw new UsageError(`--${option} takes a whole number, not ${given}`);
      return Number(given);
    };
    const options = findingOptions.safeParse({
      name,
      transition: text('transition') ?? '',
      attribute: text('attribute'),
      covariates: list('covariates'),
      group: text('group'),
      states: list('states'),
      years: number('years'),
      clusters: number('clusters'),
      method: text('method'),
      costs: text('costs'),
      linkage: text('linkage'),
      programmeStart: number('programme-start'),
      ageLimit: number('age-limit'),
    });
    if (!options.success) throw new UsageError(`--${options.error.issues[0].path.join('.')} has no such value`);
    return withLibrary(input, async (app) => {
      const finding = await app.call('mobility/get-finding', { ...options.data, focus: await focusOf(app, input) });
      const lines = finding.tables.flatMap((one) => {
        const table = wordsOf(one, ENGLISH);
        return ['', table.title, ...[table.head, ...writtenRows(table, 'en')].map((row) => `  ${row.join('  ')}`)];
      });
      const told = [...finding.sentences, ...finding.methods, ...finding.notes].map((one) => one.text);
      input.print([finding.title.text, ...lines, '', ...told].join('\n'));
      const folder = text('code');
      if (folder !== undefined) {
        const place = folderOfResults(callerPath(folder), options.data.name, new Date());
        makeFolders(place.folder);
        const target = new OutputFolder(place.path());
        target.write('data.csv', toCsv(finding.code.data));
        target.write('analysis.R', `${finding.code.script}\n`);
        target.sync();
        input.print(`The data and the code are in ${target.path}.`);
      }
      return finding;
    });
  },
};
