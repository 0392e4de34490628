import { COMPARISONS } from '../../core/mobility/analysis/comparisons/registry.ts';
import { type Command, nameList, noMorePositionals, oneOf, positional, required, UsageError } from '../command.ts';
import { FAMILY_METHODS } from '../../shared/mobility/ledger.ts';
import { FOCUS_HELP, FOCUS_OPTIONS, FOCUS_USAGE, focusOf } from '../focus.ts';
import { withLibrary } from '../session.ts';

const INPUTS = {
  attribute: '--attribute NAME',
  covariates: '--covariates NAME,NAME [--reference NAME=CLASS,NAME=CLASS]',
  'other-transition': '[--other-transition FROM:TO]',
} as const;

export const mobilityCompareCommand: Command = {
  usage: `mobility compare NAME --transition FROM:TO --library FOLDER ${FOCUS_USAGE} [--json]`,
  help: [
    ...COMPARISONS.map(({ name, question, inputs }) =>
      [`${name.padEnd(22)} ${question.text}`, ...inputs.map((input) => INPUTS[input])].join('  '),
    ),
    'Attributes are those of the codebook, such as gender or birthYear.',
    ...FOCUS_HELP,
    'Example: quadrille mobility compare direction-by-group --transition doctorate:first-job --attribute gender ' +
      '--library my-demo',
  ],
  options: {
    library: { type: 'string' },
    transition: { type: 'string' },
    'other-transition': { type: 'string' },
    attribute: { type: 'string' },
    covariates: { type: 'string' },
    reference: { type: 'string' },
    ...FOCUS_OPTIONS,
  },
  async run(input) {
    const name = positional(input, 0, 'NAME');
    noMorePositionals(input, 1);
    const text = (option: string) => input.values[option] as string | undefined;
    const transition = required(input, 'transition');
    return withLibrary(input, async (app) => {
      const comparison = await app.call('mobility/get-comparison', {
        name,
        transition,
        otherTransition: text('other-transition'),
        attribute: text('attribute') ?? '',
        covariates: text('covariates') === undefined ? [] : nameList(input, 'covariates'),
        references: text('reference') === undefined ? {} : pairs(nameList(input, 'reference')),
        focus: await focusOf(app, input),
      });
      const { title, table, sentences, notes } = comparison;
      input.print(
        [
          title.text,
          ...[table.head, ...table.rows].map((row) => `  ${row.map((cell) => cell ?? '–').join('  ')}`),
          ...[...sentences, ...notes].map(({ text: sentence }) => sentence),
        ].join('\n'),
      );
      return comparison;
    });
  },
};

export const mobilityTestsCommand: Command = {
  usage: 'mobility tests --library FOLDER [--name-family NAME --comparisons A,B [--method METHOD]] [--json]',
  help: [
    'Lists which tests were made on which state of the codes (codebook/decisions/last/undone).',
    '--name-family NAME   before the first of them: the comparisons whose p values are adjusted together',
    `--method METHOD      ${FAMILY_METHODS.join(', ')}; ${FAMILY_METHODS[0]} by default`,
    'What was not named before is exploratory. Looks in copies of the library are not known.',
    'Example: quadrille mobility tests --library my-demo',
  ],
  options: {
    library: { type: 'string' },
    'name-family': { type: 'string' },
    comparisons: { type: 'string' },
    method: { type: 'string' },
  },
  async run(input) {
    noMorePositionals(input, 0);
    const name = input.values['name-family'] as string | undefined;
    return withLibrary(input, async (app) => {
      const ledger =
        name === undefined
          ? await app.call('mobility/get-ledger', {})
          : await app.call('mobility/name-family', {
              name,
              method: oneOf(input, 'method', FAMILY_METHODS, 'holm'),
              comparisons: nameList(input, 'comparisons'),
            });
      const number = (p: number | null) => (p === null ? '–' : p.toPrecision(3));
      input.print(
        [
          ...ledger.families.map((one) => `${one.name} (${one.method}): ${one.comparisons.join(', ')}`),
          ...ledger.tests.map((test) =>
            [test.at.slice(0, 16), test.name, test.asked.text, test.state, number(test.p), test.family ?? 'exploratory']
              .concat(test.adjustedP === null ? [] : number(test.adjustedP))
              .join('  '),
          ),
          ...ledger.notes.map(({ text }) => text),
        ].join('\n'),
      );
      return ledger;
    });
  },
};

function pairs(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((text) => {
      const [, name, level] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      if (level === undefined) throw new UsageError(`--reference takes NAME=CLASS, not ${text}`);
      return [name, level];
    }),
  );
}
