import type { App } from '../../core/app/app.ts';
import { importerOf, MOBILITY_IMPORTERS } from '../../core/mobility/import/registry.ts';
import { schemaProblems } from '../../shared/messages/schema-problems.ts';
import { POSITION_ROLES, type PositionRole } from '../../shared/mobility/codebook.ts';
import {
  ENCODINGS,
  type Mapping,
  type MobilityImportResult,
  mappingSchema,
  ROWS_THAT_DIFFER,
  type ValueGroup,
} from '../../shared/mobility/imports.ts';
import {
  type Command,
  type CommandInput,
  commandError,
  givenFile,
  noMorePositionals,
  oneOf,
  positional,
  readJsonFile,
  required,
  UsageError,
  wholeNumber,
} from '../command.ts';
import { counted } from '../counted.ts';
import { inTerminal } from '../in-terminal.ts';
import { answersOf, printQuestions, waitingForAnswers } from '../questions.ts';
import { finishJob, withLibrary } from '../session.ts';
import { importSheets, type SheetResult } from './mobility-import-sheets.ts';

export const mobilityImportCommand: Command = {
  usage:
    'mobility import FILE [--map MAPPING.json] [--answer ID=CHOICE …] --library FOLDER [--kind KIND] [--sheet NAME] ' +
    '[--header-row N] [--encoding NAME] [--column FIELD=HEADER …] [--value FIELD:TEXT=MEANING …] ' +
    '[--correct HEADER:FROM=TO …] [--existing ask|refuse|add|replace] [--all-sheets] ' +
    '[--on-error skip|abort] [--preview] [--json]',
  help: [
    'FILE   CSV or XLSX (UTF-8, GB18030 …), JSON, text, or a folder of texts or ORCID records; what it is, is ' +
      'seen from its headers or said in the mapping',
    'MAPPING.json: every field may be left out, and is then guessed from the headers',
    ...MOBILITY_IMPORTERS.flatMap(({ kind, summary, example }) => [
      `  ${kind.padEnd(13)} ${summary}`,
      `  ${''.padEnd(13)} ${JSON.stringify({ kind, ...example })}`,
    ]),
    `  "encoding": ${ENCODINGS.join(' | ')}; "sheet"; "headerRow"; "missing": texts that mean unknown; "existing": ` +
      'ask | refuse | add | replace',
    `  roles: ${POSITION_ROLES.join(', ')}`,
    '--kind, --sheet, --header-row, --encoding, --column  as in the mapping, and over it; --column FIELD= takes a ' +
      'guess off',
    '--existing  what becomes of rows that differ from what is there: as "existing" in the mapping, and over it',
    '--all-sheets  every sheet that is shown and holds a table, each as what it is; what was not read is said',
    '--value     what a text means: --value role:教育=doctorate, --value kind:高校=university, --value tier:一线="tier 1"',
    '--correct   reads all cells FROM of a column as TO; HEADER@ROW:FROM=TO only one; the file stays as it is',
    '--on-error  skip (default) refuses single rows and imports the rest; abort imports nothing when one row is wrong',
    '--answer    answers a question that the file raised; the rows concerned wait for it',
    '--preview   check only, write nothing',
    'Example: quadrille mobility import arwu-2020.csv --library my-study --json',
  ],
  options: {
    library: { type: 'string' },
    map: { type: 'string' },
    kind: { type: 'string' },
    sheet: { type: 'string' },
    'all-sheets': { type: 'boolean' },
    existing: { type: 'string' },
    'header-row': { type: 'string' },
    encoding: { type: 'string' },
    column: { type: 'string', multiple: true },
    value: { type: 'string', multiple: true },
    correct: { type: 'string', multiple: true },
    'on-error': { type: 'string' },
    preview: { type: 'boolean' },
    answer: { type: 'string', multiple: true },
  },
  async run(input) {
    const name = positional(input, 0, 'FILE');
    noMorePositionals(input, 1);
    const onError = oneOf(input, 'on-error', ['skip', 'abort'], 'skip');
    const mapping = withOptions(
      input.values.map === undefined
        ? mappingSchema.parse({})
        : readMapping(givenFile(required(input, 'map'), 'mapping file')),
      input,
    );
    if (input.values['all-sheets'] && (input.values.preview || mapping.sheet !== undefined))
      throw new UsageError('--all-sheets goes without --preview and --sheet.');
    const file = givenFile(name);
    return withLibrary(input, async (app) => {
      const grant = app.grants.add(file);
      const answers = answersOf(input);
      if (input.values.preview) {
        const preview = await app.call('mobility/preview-import', { grant, mapping, answers });
        input.print(importText(preview, 'would be imported'));
        input.print(valuesText(preview.values));
        printQuestions(input, preview.questions);
        return preview;
      }
      if (input.values['all-sheets']) return allSheets(app, input, { grant, mapping, answers, onError });
      const { jobId } = await app.call('mobility/start-import', { grant, mapping, answers, onError });
      const result = await finishJob<MobilityImportResult>(app, input, jobId);
      input.print(importText(result, 'imported'));
      printQuestions(input, result.questions);
      return waitingForAnswers(input, result, result.imported + result.unchanged);
    });
  },
};

async function allSheets(app: App, input: CommandInput, given: Parameters<typeof importSheets>[2]) {
  const done = await importSheets(app, input, given, (result) => {
    input.print(`${result.sheet} · ${importText(result, 'imported')}`);
    printQuestions(input, result.questions);
  });
  for (const { sheet, error } of done.failed) input.print(`${sheet} · not imported: ${inTerminal(error.message)}`);
  if (done.failed.length > 0) input.fail();
  if (done.unknown.length > 0)
    input.print(`Not recognised, so not read (--sheet with --kind and --column): ${done.unknown.join(', ')}`);
  if (done.notRead.length > 0) input.print(`Not read, hidden or no table: ${done.notRead.join(', ')}`);
  const total = (count: (one: SheetResult) => number) => done.sheets.reduce((sum, one) => sum + count(one), 0);
  const sum = {
    ...done,
    imported: total((one) => one.imported),
    questions: done.sheets.flatMap((one) => one.questions),
  };
  return waitingForAnswers(input, sum, sum.imported + total((one) => one.unchanged));
}

/** The mapping with what the options say over it. */
function withOptions(mapping: Mapping, input: CommandInput): Mapping {
  const { kind, sheet, encoding } = input.values as Record<string, string | undefined>;
  const headerRow = input.values['header-row'] === undefined ? undefined : wholeNumber(input, 'header-row', 1, 1, 1e6);
  const existing = oneOf(input, 'existing', ROWS_THAT_DIFFER, mapping.existing);
  if (kind !== undefined) importerOf(kind);
  if (encoding !== undefined) oneOf(input, 'encoding', ENCODINGS, 'auto');
  const [columns, roles] = [{ ...mapping.columns }, { ...mapping.roles }];
  const values = Object.fromEntries(Object.entries(mapping.values).map(([field, texts]) => [field, { ...texts }]));
  for (const [field, header] of pairsOf(input, 'column', 'FIELD=HEADER')) columns[field] = header;
  for (const [place, meaning] of pairsOf(input, 'value', 'FIELD:TEXT=MEANING')) {
    const [field, text] = split(place, ':', 'value', 'FIELD:TEXT=MEANING');
    if (field !== 'role') values[field] = { ...values[field], [text]: meaning };
    else if (POSITION_ROLES.includes(meaning as never)) roles[text] = meaning as PositionRole;
    else throw new UsageError(`--value role:${text}= takes one of ${POSITION_ROLES.join(', ')}, not “${meaning}”.`);
  }
  const corrections = pairsOf(input, 'correct', 'HEADER:FROM=TO').map(([place, to]) => {
    const [header, from] = split(place, ':', 'correct', 'HEADER:FROM=TO');
    const [, column, row] = /^(.*?)(?:@(\d+))?$/.exec(header) ?? [];
    return { row: row === undefined ? null : Number(row), column, from, to };
  });
  return mappingSchema.parse({
    ...mapping,
    ...(kind === undefined ? {} : { kind }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(headerRow === undefined ? {} : { headerRow }),
    ...{ existing, columns, values, roles, corrections: [...mapping.corrections, ...corrections] },
  });
}

function pairsOf(input: CommandInput, option: string, form: string): [string, string][] {
  return ((input.values[option] as string[] | undefined) ?? []).map((text) => split(text, '=', option, form));
}

function split(text: string, sign: string, option: string, form: string): [string, string] {
  const at = text.indexOf(sign);
  if (at < 1) throw new UsageError(`--${option} takes ${form}, not ${JSON.stringify(text)}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** What the texts of a column are read as: what --value changes. */
function valuesText(groups: readonly ValueGroup[]): string {
  return groups
    .flatMap(({ field, header, entries }) => [
      `${field} (${header}):`,
      ...entries.slice(0, 20).map(({ text, meanings }) => {
        const meant = meanings.map(({ id, count }) => `${id || '?'} ${count}`).join(', ');
        return `  ${text}: ${meant}`;
      }),
      ...(entries.length > 20 ? [`  … ${entries.length - 20} more`] : []),
    ])
    .join('\n');
}

function readMapping(file: string): Mapping {
  const mapping = readJsonFile(file);
  const parsed = mappingSchema.safeParse(mapping);
  if (!parsed.success) {
    const [{ path, problem }] = schemaProblems(parsed.error, mapping);
    throw commandError(
      'bad-input',
      `${file}: ${path || 'the mapping'}: ${problem.text}. "quadrille mobility import --help" shows examples.`,
      { file, field: path },
    );
  }
  if (parsed.data.kind !== undefined) {
    try {
      importerOf(parsed.data.kind);
    } catch (error) {
      throw commandError('bad-input', `${file}: kind: ${(error as Error).message}`, { file, field: 'kind' });
    }
  }
  return parsed.data;
}

function importText(
  {
    kind,
    read,
    imported,
    unchanged,
    rejected,
    rejections,
    doubts,
    notes,
  }: Omit<MobilityImportResult, 'kind'> & {
    kind: string | null;
  },
  verb: string,
): string {
  return [
    `${kind}: ${read} read, ${imported} ${verb}, ${unchanged} unchanged, ${rejected} rejected.`,
    ...notes.map((note) => `  ${inTerminal(note)}`),
    ...problemLines(rejections),
    ...(doubts.length > 0
      ? [`${counted(doubts.length, 'row')} to look at (imported all the same):`, ...problemLines(doubts)]
      : []),
  ].join('\n');
}

const LINES_SHOWN = 20;
const ROWS_SHOWN = 8;

/** Problems alike are one line with its rows or, where they are of no row, what they are about. */
function problemLines(problems: MobilityImportResult['rejections']): string[] {
  const alike = Map.groupBy(
    problems,
    ({ field, problem, fix }) => `${field}: ${problem.text.replace(/[.。]$/, '')}. ${inTerminal(fix)}.`,
  );
  const lines = [...alike].map(([told, group]) => {
    const rows = group.flatMap(({ row }) => row ?? []);
    const about = rows.length > 0 ? rows : [...new Set(group.map(({ value }) => value))].filter(Boolean);
    const shown = about.slice(0, ROWS_SHOWN).join(', ');
    const more = about.length > ROWS_SHOWN ? ` and ${about.length - ROWS_SHOWN} more` : '';
    const what = rows.length > 1 ? 'rows ' : rows.length === 1 ? 'row ' : '';
    return about.length === 0 ? `  ${told}` : `  ${what}${shown}${more}, ${told}`;
  });
  const rest = lines.length - LINES_SHOWN;
  return [...lines.slice(0, LINES_SHOWN), ...(rest > 0 ? [`  … ${rest} more`] : [])];
}
