import { counted } from '../counted.ts';
import { join } from 'node:path';
import { personNamed } from '../../core/mobility/coding/identity.ts';
import type { App } from '../../core/app/app.ts';
import { exportCoding } from '../../core/mobility/agreement/exchange.ts';
import type { AgreementRow, Coefficient, MergeResult } from '../../shared/mobility/agreement.ts';
import { LANGUAGES } from '../../shared/messages/message.ts';
import { EXPORT_FORMATS, FORMATS_FOR_OTHERS } from '../../shared/contract/mobility.ts';
import { INSTITUTION_KINDS } from '../../shared/mobility/codebook.ts';
import type { MobilityExportResult } from '../../core/mobility/report/export-job.ts';
import { nameKey } from '../../core/mobility/names/name-key.ts';
import {
  callerPath,
  type Command,
  type CommandInput,
  nameList,
  givenFile,
  noMorePositionals,
  oneOf,
  positional,
  required,
  UsageError,
  wholeNumber,
} from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

const library = { library: { type: 'string' } } as const;

export const mobilityInstitutionsCommand: Command = {
  usage: 'mobility institutions list|mentions|candidates|matches|reconcile|add|undo … --library FOLDER [--json]',
  help: [
    'list                                      every institution with its level and city tier',
    'mentions                                  every spelling in the résumés; those that nobody has settled come first',
    'candidates --mention TEXT                 institutions that a spelling may mean, with score and reasons',
    'reconcile --mention TEXT --institution KEY|none --coder NAME [--reason TEXT]   all lines that are spelled so',
    'matches [--accept sure|all --coder NAME]  open spellings and names in rankings that can mean one institution ' +
      'only; takes those with the very name, or all',
    'undo                                      take the latest decision back',
    'add --name NAME --kind university [--key KEY] [--city CITY] [--country CN] [--alias "OLD NAME" …] ' +
      '[--merged-into KEY [--year 1998]]',
    'Example: quadrille mobility institutions candidates --mention "Fictonal Aldmere Univ." --library my-demo',
  ],
  options: {
    ...library,
    mention: { type: 'string' },
    accept: { type: 'string' },
    institution: { type: 'string' },
    coder: { type: 'string' },
    reason: { type: 'string' },
    name: { type: 'string' },
    key: { type: 'string' },
    kind: { type: 'string' },
    city: { type: 'string' },
    country: { type: 'string' },
    alias: { type: 'string', multiple: true },
    'merged-into': { type: 'string' },
    year: { type: 'string' },
  },
  async run(input) {
    const what = positional(input, 0, 'list, mentions, candidates, matches, reconcile, add or undo');
    noMorePositionals(input, 1);
    const text = (name: string) => (typeof input.values[name] === 'string' ? (input.values[name] as string) : null);
    return withLibrary(input, async (app) => {
      switch (what) {
        case 'list': {
          const list = await app.call('mobility/list-institutions', {});
          input.print(
            list
              .map(
                ({ key, name, kind, level, tier, mentions }) =>
                  `${key}  ${name}  ${kind}  level ${level ?? '–'}  ${tier ?? '–'}  ${counted(mentions, 'line')}`,
              )
              .join('\n') || 'No institutions yet. Import a list, or add one.',
          );
          return { institutions: list };
        }
        case 'mentions': {
          const list = await app.call('mobility/list-mentions', {});
          input.print(
            list
              .map(
                ({ mention, count, state, institutionName }) =>
                  `${state.padEnd(10)} ${String(count).padStart(5)}  ` +
                  `${mention}${institutionName ? ` → ${institutionName}` : ''}`,
              )
              .join('\n') || 'No résumés yet.',
          );
          return { mentions: list };
        }
        case 'candidates': {
          const list = await app.call('mobility/list-candidates', { mentionKey: nameKey(required(input, 'mention')) });
          input.print(
            list
              .map(
                ({ institution, name, score, reasons }) =>
                  `${score.toFixed(2)}  ${institution}  ${name}  (${reasons.join(', ')})`,
              )
              .join('\n') || 'No institution is similar enough.',
          );
          return { candidates: list };
        }
        case 'matches':
          return matchesOf(app, input);
        case 'reconcile': {
          const institution = required(input, 'institution');
          const done = await app.call('mobility/reconcile', {
            mentionKey: nameKey(required(input, 'mention')),
            institution: institution === 'none' ? null : institution,
            author: required(input, 'coder'),
            reason: text('reason') ?? '',
          });
          input.print(`Settled for ${counted(done.positions, 'line')}.`);
          return done;
        }
        case 'undo': {
          const done = await app.call('mobility/undo-reconcile', {});
          input.print(`Taken back: ${done.mentionKey}`);
          return done;
        }
        case 'add': {
          const name = required(input, 'name');
          const aliases = ((input.values.alias as string[] | undefined) ?? []).map((alias) => ({
            name: alias,
            from: null,
            to: null,
          }));
          const key = text('key') ?? nameKey(name).replaceAll(' ', '-');
          const whole = text('merged-into');
          const relations =
            whole === null
              ? []
              : [
                  {
                    kind: 'merged-into' as const,
                    other: whole,
                    year: input.values.year === undefined ? null : wholeNumber(input, 'year', 0, 1000, 2200),
                  },
                ];
          const done = await app.call('mobility/save-institution', {
            key,
            name,
            kind: oneOf(input, 'kind', INSTITUTION_KINDS, 'university'),
            city: text('city'),
            country: text('country') ?? 'CN',
            aliases,
            relations,
          });
          input.print(`${key}: ${done.changed ? 'saved' : 'unchanged'}.`);
          return { institution: key, ...done };
        }
        default:
          throw new UsageError(
            `mobility institutions takes list, mentions, candidates, matches, reconcile, add or undo, not ` +
              `${JSON.stringify(what)}.`,
          );
      }
    });
  },
};

/** The matches that the page lists for one click, and with --accept what the click does. */
async function matchesOf(app: App, input: CommandInput) {
  const accept = oneOf(input, 'accept', ['none', 'sure', 'all'], 'none');
  const author = accept === 'none' ? '' : required(input, 'coder');
  const found = await app.call('mobility/list-clear-matches', {});
  const taken = found.filter(({ sure }) => accept === 'all' || (accept === 'sure' && sure));
  const matches = taken.map(({ kind, key, target, name }) => ({ kind, key, target, name }));
  const { accepted } =
    matches.length === 0 ? { accepted: 0 } : await app.call('mobility/accept-matches', { author, matches });
  const told = found.map((match) => {
    const state = taken.includes(match) ? 'taken' : match.sure ? 'sure' : 'to look at';
    const table = match.kind === 'ranking' ? ` in ${match.target}` : '';
    return `${state.padEnd(10)} ${match.score.toFixed(2)}  ${match.text} → ${match.name}${table}`;
  });
  input.print(told.join('\n') || 'No open spelling or institution has one candidate only.');
  if (accept !== 'none') input.print(`${counted(accepted, 'match', 'matches')} taken.`);
  return { matches: found, accepted };
}

export const mobilityAgreementCommand: Command = {
  usage: 'mobility agreement --library FOLDER [--json]',
  help: [
    'Apart for codes given with hidden and with shown suggestions; excluded counts units where a coder gave the ' +
      'field no value.',
    'Example: quadrille mobility agreement --library my-demo --json',
  ],
  options: library,
  async run(input) {
    noMorePositionals(input, 0);
    return withLibrary(input, async (app) => {
      const report = await app.call('mobility/get-agreement', {});
      const rows = report.groups.all.some(({ units }) => units > 0);
      input.print(
        rows
          ? [
              `${counted(report.doubleCodedUnits, 'scholar-stage')} coded twice, ` +
                `${counted(report.disagreements, 'disagreement')}, ${report.adjudicated} adjudicated.`,
              ...(['hidden', 'shown', 'pilot'] as const).flatMap((group) =>
                group === 'pilot' && report.pilotScholars === 0
                  ? []
                  : [
                      ``,
                      group === 'pilot' ? 'pilot round, in no other group:' : `suggestions ${group}:`,
                      AGREEMENT_HEAD,
                      ...report.groups[group].map(agreementLine),
                    ],
              ),
            ].join('\n')
          : 'Nothing was coded by two coders yet.',
      );
      return report;
    });
  },
};

const AGREEMENT_HEAD =
  `  ${'field'.padEnd(12)}${'units'.padStart(7)}${'excl.'.padStart(7)}${'percent'.padStart(9)}` +
  '   kappa                 alpha                 AC1';

function agreementLine(row: AgreementRow): string {
  const shown = ({ estimate, interval }: Coefficient) =>
    (estimate === null
      ? 'n/a'
      : `${estimate.toFixed(3)}${interval ? ` (${interval.map((bound) => bound.toFixed(2)).join('–')})` : ''}`
    ).padEnd(22);
  const percent = row.percent.share === null ? 'n/a' : `${(100 * row.percent.share).toFixed(1)} %`;
  return (
    `  ${row.field.padEnd(12)}${String(row.units).padStart(7)}${String(row.excluded).padStart(7)}` +
    `${percent.padStart(9)}   ${shown(row.kappa)}${shown(row.alpha)}${shown(row.ac1)}`
  );
}

export const mobilityMergeCommand: Command = {
  usage: 'mobility merge FILE --library FOLDER [--preview] [--despite-codebook] [--json]',
  help: [
    'FILE  what "mobility export-coding" wrote in a copy of this library',
    'What each side decided and undid is united; the last decision counts. Where neither side knew of the other, the',
    'conflict is listed.',
    '--preview           only say what the merge would do',
    '--despite-codebook  merge although the file was coded under another codebook',
    'Example: quadrille mobility merge ana.json --library my-library',
  ],
  options: { ...library, preview: { type: 'boolean' }, 'despite-codebook': { type: 'boolean' } },
  async run(input) {
    const name = positional(input, 0, 'FILE');
    noMorePositionals(input, 1);
    const file = givenFile(name);
    const despiteCodebook = input.values['despite-codebook'] === true;
    return withLibrary(input, async (app) => {
      const grant = app.grants.add(file);
      if (input.values.preview === true) {
        const preview = await app.call('mobility/preview-merge', { grant });
        input.print([...mergeLines(preview), ...preview.stops.map(({ text }) => text)].join('\n'));
        return preview;
      }
      const result = await app.call('mobility/merge-coding', { grant, despiteCodebook });
      input.print([...mergeLines(result), `Backup: backups/${result.backup}`].join('\n'));
      return result;
    });
  },
};

function mergeLines({ coder, added, updated, removed, unchanged, conflicts, notes }: Omit<MergeResult, 'backup'>) {
  return [
    `${coder}: ${added} added, ${updated} updated, ${removed} undone, ${unchanged} unchanged, ` +
      `${counted(conflicts.length, 'conflict')}.`,
    ...conflicts.map(
      ({ scholar, stage, problem, kept }) =>
        `  ${scholar}, ${stage}: ${problem.text}; the later code counts, that of ` +
        (kept === 'here' ? 'this library' : 'the file'),
    ),
    ...notes.map(({ text }) => `  ${text}`),
  ];
}

export const mobilityExportCodingCommand: Command = {
  usage: 'mobility export-coding FILE --coder NAME --library FOLDER [--json]',
  help: ['Example: quadrille mobility export-coding ana.json --coder Ana --library my-copy'],
  options: { ...library, coder: { type: 'string' } },
  async run(input) {
    const file = callerPath(positional(input, 0, 'FILE'));
    noMorePositionals(input, 1);
    return withLibrary(input, async (app) => {
      const coder = personNamed(app.study.db, required(input, 'coder'));
      const done = exportCoding(app.study, coder, file);
      input.print(`${counted(done.codes, 'code')} written to ${file}.`);
      return { file, ...done };
    });
  },
};

export const mobilityExportCommand: Command = {
  usage: 'mobility export FOLDER --library FOLDER [--formats csv,report] [--language en|zh-CN] [--json]',
  help: [
    'FOLDER             made if it does not exist; in one that exists, a new folder named after the study and the day',
    `--formats          ${EXPORT_FORMATS.join(', ')}`,
    '                   (default: all but the last two, which are for others and exclude each other: pseudonymised has',
    '                   people without names and texts, birth dates in bands; suppressed-tables has counts, without',
    '                   small ones and those from which they could be computed. Careers stay identifiable)',
    '--exact-years      pseudonymised: keep years of careers instead of five-year bands',
    '--suppress-below N suppressed-tables: leave out counts below N (default 5; 0 = none)',
    'Every table names the version of the codebook.',
    'Example: quadrille mobility export results --library my-demo --formats csv,report',
  ],
  options: {
    ...library,
    formats: { type: 'string' },
    language: { type: 'string' },
    'exact-years': { type: 'boolean' },
    'suppress-below': { type: 'string' },
  },
  async run(input) {
    const folder = callerPath(positional(input, 0, 'FOLDER'));
    noMorePositionals(input, 1);
    const formats = (
      input.values.formats === undefined
        ? EXPORT_FORMATS.filter((format) => !FORMATS_FOR_OTHERS.includes(format as never))
        : nameList(input, 'formats')
    ) as (typeof EXPORT_FORMATS)[number][];
    const unknown = formats.find((format) => !EXPORT_FORMATS.includes(format));
    if (unknown)
      throw new UsageError(`There is no format ${JSON.stringify(unknown)}. Known: ${EXPORT_FORMATS.join(', ')}.`);
    return withLibrary(input, async (app) => {
      const { jobId } = await app.call('mobility/export', {
        grant: app.grants.add(folder),
        formats,
        language: oneOf(input, 'language', LANGUAGES, 'en'),
        bandYears: input.values['exact-years'] !== true,
        suppressBelow: wholeNumber(input, 'suppress-below', 5, 0, 20),
      });
      const { folder: written, files, notes } = await finishJob<MobilityExportResult>(app, input, jobId);
      input.print([...files.map((file) => join(written, file)), ...notes.map(({ text }) => text)].join('\n'));
      return { folder: written, files, notes };
    });
  },
};
