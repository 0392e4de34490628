import { MISSING_CV_REASONS, type Coverage, missingCvReason } from '../../shared/mobility/population.ts';
import type { Share } from '../../shared/mobility/results.ts';
import { labelIn } from '../../shared/messages/message.ts';
import { sentenceOf } from '../../shared/mobility/sentences.ts';
import { missingCvLabel } from '../../shared/mobility/words.ts';
import { readerOf } from '../../core/report/reader.ts';
import {
  assignments,
  type Command,
  nameList,
  noMorePositionals,
  positional,
  required,
  UsageError,
  wholeNumber,
} from '../command.ts';
import { counted } from '../counted.ts';
import { withLibrary } from '../session.ts';

const library = { library: { type: 'string' } } as const;
const ETHICS = ['board', 'approval', 'date', 'personalInformation'] as const;

export const mobilityPopulationCommand: Command = {
  usage: 'mobility population show|take-scholars|reason --library FOLDER [--json]',
  help: [
    'show            the numbers, and coverage by attribute with a test (found against missing)',
    'take-scholars   the scholars of the study are its population; else import a list of kind "population"',
    `reason --member KEY,KEY --reason ${MISSING_CV_REASONS.join('|')} [--note TEXT]   why there is no résumé`,
    'Example: quadrille mobility population show --library my-study',
  ],
  options: { ...library, member: { type: 'string' }, reason: { type: 'string' }, note: { type: 'string' } },
  async run(input) {
    const what = positional(input, 0, 'show, take-scholars or reason');
    noMorePositionals(input, 1);
    return withLibrary(input, async (app) => {
      if (what === 'take-scholars') {
        const done = await app.call('mobility/take-scholars-as-population', {});
        input.print(`The population is now ${counted(done.members, 'person', 'people')}.`);
        return done;
      }
      if (what === 'reason') {
        const reason = missingCvReason.safeParse(required(input, 'reason'));
        if (!reason.success) throw new UsageError(`--reason takes one of ${MISSING_CV_REASONS.join(', ')}.`);
        const note = input.values.note as string | undefined;
        const keys = nameList(input, 'member');
        const done = await app.call('mobility/set-missing-reason', {
          ...{ keys, reason: reason.data },
          ...(note === undefined ? {} : { note }),
        });
        input.print(`Reason given for ${counted(done.changed, 'person', 'people')}.`);
        return done;
      }
      if (what !== 'show')
        throw new UsageError(`mobility population takes show, take-scholars or reason, not ${JSON.stringify(what)}.`);
      const report = await app.call('mobility/get-population', {});
      if (report.members === 0) {
        input.print('There is no list of the population. Import one, or take the scholars of the study.');
        return report;
      }
      const reader = readerOf('en');
      input.print(
        [
          `Population ${report.members}; résumé found ${shareText(report.found)}, of these coded ${report.coded}; ` +
            `missing ${report.missing}; unclear ${report.unclear}; scholars on no list ${report.outside}.`,
          ...report.reasons.map(({ reason, count }) => `  ${labelIn(missingCvLabel(reason), reader)}: ${count}`),
          ...report.coverage.flatMap(coverageLines),
        ].join('\n'),
      );
      return report;
    });
  },
};

function coverageLines({ attribute, classes, means, test, notes }: Coverage): string[] {
  const difference = (value: number | null) => (value === null ? 'n/a' : value.toFixed(2));
  return [
    '',
    `${attribute}:`,
    ...classes.map(
      (one) =>
        `  ${one.value.padEnd(20)} found ${shareText(one.coverage)}, ` +
        `difference ${difference(one.difference)} standard deviations`,
    ),
    ...(means
      ? [
          `  mean of the found ${means.found.toFixed(2)}, of the missing ${means.missing.toFixed(2)}, ` +
            `difference ${difference(means.difference)} standard deviations`,
        ]
      : []),
    ...(test ? [`  ${sentenceOf(test).text}`] : []),
    ...notes.map(({ text }) => `  ${text}`),
  ];
}

function shareText({ count, share, interval }: Share): string {
  if (share === null || interval === null) return String(count);
  const percent = (value: number) => (100 * value).toFixed(1);
  return `${count} (${percent(share)} %, ${percent(interval[0])}–${percent(interval[1])})`;
}

export const mobilityEthicsCommand: Command = {
  usage: 'mobility ethics [--set FIELD=TEXT …] --library FOLDER [--json]',
  help: [
    `--set   ${ETHICS.join(', ')}; without it, what is stated is shown`,
    'Example: quadrille mobility ethics --set "board=Ethics board of the faculty" --set approval=2024-17 ' +
      '--library my-study',
  ],
  options: { ...library, set: { type: 'string', multiple: true } },
  async run(input) {
    noMorePositionals(input, 0);
    const given = Object.fromEntries(assignments(input));
    const unknown = Object.keys(given).find((field) => !(ETHICS as readonly string[]).includes(field));
    if (unknown) throw new UsageError(`--set takes ${ETHICS.join(', ')}, not ${JSON.stringify(unknown)}.`);
    return withLibrary(input, async (app) => {
      const statement =
        Object.keys(given).length > 0
          ? await app.call('mobility/set-ethics', given)
          : await app.call('mobility/get-ethics', {});
      input.print(ETHICS.map((field) => `${field}: ${statement[field] || '–'}`).join('\n'));
      return statement;
    });
  },
};

export const mobilityPilotCommand: Command = {
  usage: 'mobility pilot --coders NAME,NAME --count N --library FOLDER [--seed N] [--json]',
  help: ['Example: quadrille mobility pilot --coders Ana,Ben --count 20 --library my-study'],
  options: { ...library, coders: { type: 'string' }, count: { type: 'string' }, seed: { type: 'string' } },
  async run(input) {
    noMorePositionals(input, 0);
    const coders = nameList(input, 'coders');
    required(input, 'count');
    return withLibrary(input, async (app) => {
      const done = await app.call('mobility/draw-pilot', {
        coders,
        count: wholeNumber(input, 'count', 0, 1, 1000),
        seed: wholeNumber(input, 'seed', 1, 0, 2 ** 31),
      });
      input.print(`${counted(done.drawn, 'scholar')} drawn for the pilot round of ${coders.join(', ')}.`);
      return done;
    });
  },
};

export const mobilityDriftCommand: Command = {
  usage: 'mobility drift --library FOLDER [--json]',
  help: ['Quarters are of the codes in the order in which they were first made; pilot rounds are left out.'],
  options: library,
  async run(input) {
    noMorePositionals(input, 0);
    return withLibrary(input, async (app) => {
      const coders = await app.call('mobility/get-coder-drift', {});
      const p = (value: number | null) => (value === null ? '' : `, p ${value.toFixed(4)}`);
      input.print(
        coders
          .flatMap(({ coder, parts, agreementP, unsureP }) => [
            `${coder}:`,
            ...parts.map(
              ({ part, from, to, codes, compared, agreement, unsure, missing }) =>
                `  ${part}  ${from.slice(0, 10)} to ${to.slice(0, 10)}  ${counted(codes, 'code')}, ` +
                `${compared} compared, ` +
                `agreed ${shareText(agreement)}, unsure ${shareText(unsure)}, missing ${shareText(missing)}`,
            ),
            ...(parts.length > 1 ? [`  quarters alike? agreement${p(agreementP)}; unsure${p(unsureP)}`] : []),
          ])
          .join('\n') || 'Nothing is coded yet.',
      );
      return { coders };
    });
  },
};

export const mobilityRenameCoderCommand: Command = {
  usage: 'mobility rename-coder --coder NAME --name NEW --library FOLDER [--json]',
  help: ['Example: quadrille mobility rename-coder --coder ana --name "Ana Ruiz" --library my-study'],
  options: { ...library, coder: { type: 'string' }, name: { type: 'string' } },
  async run(input) {
    noMorePositionals(input, 0);
    const [coder, name] = [required(input, 'coder'), required(input, 'name')];
    return withLibrary(input, async (app) => {
      await app.call('mobility/rename-coder', { coder, name });
      input.print(`${coder} is now ${name}.`);
      return { coder, name };
    });
  },
};
