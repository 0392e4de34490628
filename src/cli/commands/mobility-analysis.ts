import { COMPARISONS } from '../../core/mobility/analysis/comparisons/registry.ts';
import { type Command, nameList, noMorePositionals, positional, required, UsageError } from '../command.ts';
import { withLibrary } from '../session.ts';

const INPUTS = {
  attribute: '--attribute NAME',
  covariates: '--covariates NAME,NAME [--reference NAME=CLASS,NAME=CLASS]',
  'other-transition': '[--other-transition FROM:TO]',
} as const;

export const mobilityCompareCommand: Command = {
  usage: 'mobility compare NAME --transition FROM:TO --library FOLDER [--json]',
  help: [
    ...COMPARISONS.map(({ name, question, inputs }) =>
      [`${name.padEnd(22)} ${question.text}`, ...inputs.map((input) => INPUTS[input])].join('  '),
    ),
    'Attributes are those of the codebook, such as gender or birthYear.',
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

function pairs(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((text) => {
      const [, name, level] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      if (level === undefined) throw new UsageError(`--reference takes NAME=CLASS, not ${text}`);
      return [name, level];
    }),
  );
}
