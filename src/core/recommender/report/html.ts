import { auditLines } from '../../../shared/audit-lines.ts';
import { comparisonTables } from '../../../shared/comparison-tables.ts';
import { edgeMessages } from '../../../shared/choice-words.ts';
import type { ReportAudits } from '../../../shared/contract/audit.ts';
import type { ExperimentRow } from '../../../shared/contract/experiments.ts';
import {
  conversionLabel,
  engineLabel,
  measureLabel,
  modelLabel,
  protocolLabel,
} from '../../../shared/evaluation-words.ts';
import { findingMessages } from '../../../shared/finding-messages.ts';
import { PARTS_TABLE } from '../../../shared/hybrid-tables.ts';
import type { TestSetLook } from '../../../shared/contract/looks.ts';
import { lookMessages, looksTable } from '../../../shared/looks.ts';
import { distinct, type Message, type Quantity, type Reader } from '../../../shared/messages/message.ts';
import { type MessageId, say } from '../../../shared/messages/say.ts';
import { evaluationTables, optionsLabel, tablesOf } from '../../../shared/result-tables.ts';
import { splitLines, splitWarnings } from '../../../shared/split-audit-lines.ts';
import { type KeyedTable, wordsOf } from '../../../shared/table.ts';
import { testedListeners } from '../../../shared/tested-listeners.ts';
import { verdictOf } from '../../../shared/verdict.ts';
import { list, page, tableHtml } from '../../report/page.ts';
import { escapeXml } from '../../../shared/xml.ts';
import { filterParts } from '../data/filter.ts';
import { MEASURES } from '../measures/registry.ts';
import { figuresOf } from './figures.ts';

const REPRODUCE = 'quadrille reproduce BUNDLE';

/**
 * A self-contained report: no script, no external file. Methods, data, results with tests, figures, versions and how
 * to run it again, in the reader's language.
 */
export function reportHtml(
  row: ExperimentRow,
  reader: Reader,
  looks: readonly TestSetLook[] = [],
  audits: ReportAudits | null = null,
): string {
  const { spec, result } = row;
  const { language } = reader;
  const said = (id: MessageId) => escapeXml(reader.said(say(id)));
  const head = (id: MessageId) => `<h2>${said(id)}</h2>`;
  const lines = (messages: readonly Message[]) => list(messages.map((message) => reader.said(message)));
  const strong = (message: Message) => `<p><strong>${escapeXml(reader.said(message))}</strong></p>`;
  const figures = figuresOf(row, reader).map(({ svg }) => `<figure>${svg}</figure>`);
  const synthetic = `<strong>${said('report.synthetic-title')}</strong> ${said('report.synthetic')}`;
  const body = [
    `<h1>${escapeXml(row.title)}</h1>`,
    row.synthetic ? `<p class="synthetic">${synthetic}</p>` : '',
    spec.description ? `<p>${escapeXml(spec.description)}</p>` : '',
    head('report.findings'),
    ...result.evaluations.flatMap((evaluation) => verdictOf(evaluation, MEASURES) ?? []).map(strong),
    lines(result.evaluations.flatMap((evaluation) => findingMessages(evaluation, MEASURES))),
    head('report.data'),
    lines(dataLines(row)),
    ...(audits ? [head('report.audit'), ...auditParts(audits, reader)] : []),
    head('report.methods'),
    lines(methodLines(row)),
    head('report.figures'),
    `<div class="figures">${figures.join('\n')}</div>`,
    head('report.results'),
    ...readTables(row).map((table) => tableHtml(wordsOf(table, reader), language)),
    `<p>${said('report.rest-in-workbook')}</p>`,
    ...(looks.length > 0
      ? [
          head('looks.title'),
          lines(lookMessages(looks, row.hash)),
          tableHtml(wordsOf(looksTable(looks), reader), language, false), // the heading is its title
        ]
      : []),
    head('report.run-again'),
    lines(runLines(row)),
    // Open, since a printed page cannot be opened.
    `<details open><summary>${said('report.spec')}</summary>` +
      `<pre><code>${escapeXml(JSON.stringify(spec, null, 2))}</code></pre></details>`,
  ];
  return page(row.title, body, language);
}

/** What the data and each split are like; what should not be so of a split stands first. */
function auditParts({ library, splits }: ReportAudits, reader: Reader): string[] {
  const read = (messages: readonly Message[]) => list(messages.map((message) => reader.said(message)));
  return [
    read(auditLines(library)),
    ...splits.flatMap(({ protocol, folds, audit }) => {
      const warnings = splitWarnings(audit);
      const title = say('report.audit-of-split', { protocol: protocolLabel(protocol), folds });
      const told = warnings.length > 0 ? warnings : [say('split-audit.clean')];
      return [`<h3>${escapeXml(reader.said(title))}</h3>`, read([...told, ...splitLines(audit)])];
    }),
  ];
}

/** Trials of a search beyond so many are for the workbook. */
const MOST_ROWS = 40;
/** What a report shows of the tables of a comparison besides those that are made to be read. */
const SHOWN = ['over-best-part', 'by-popularity', 'by-history'];

/** Tables to be read; every pair, list length, fold and trial stands in the workbook and the CSV files. */
function readTables(row: ExperimentRow): KeyedTable[] {
  const { evaluations, ...chosen } = row.result;
  const settings = tablesOf({ result: { ...chosen, evaluations: [] } }, MEASURES);
  return [
    ...settings.filter(({ rows }) => rows.length <= MOST_ROWS),
    ...evaluations.flatMap((evaluation) => [
      ...comparisonTables(evaluation, MEASURES),
      ...evaluationTables(evaluation, null, MEASURES).filter(
        ({ name }) => SHOWN.includes(name) || name.startsWith(PARTS_TABLE),
      ),
    ]),
  ];
}

const result = (number: number): Quantity => ({ number, style: 'result' });

const COUNTS: Readonly<Record<string, MessageId>> = {
  trainingRows: 'report.count-training-rows',
  testRows: 'report.count-test-rows',
  testRowsWithoutTraining: 'report.count-rows-of-new-songs',
  listenersSkipped: 'report.count-skipped',
  listenersNotSampled: 'report.count-not-sampled',
  songs: 'report.count-songs',
};

function dataLines({ spec, result: { evaluations }, synthetic }: ExperimentRow): Message[] {
  const filters = spec.data.filter ? filterParts(spec.data.filter) : [];
  return [
    say(synthetic ? 'report.synthetic-library' : 'report.imported-library'),
    filters.length > 0 ? say('report.part-of-it', { filters }) : say('report.all-of-it'),
    say(spec.data.dropMismatches ? 'report.mismatches-left-out' : 'report.mismatches-kept'),
    ...evaluations.map((evaluation) => {
      const { protocol, conversion, counts, range } = evaluation;
      return say('report.counts', {
        protocol: protocolLabel(protocol),
        counts: Object.entries(counts).map(([name, n]) => {
          if (name === 'testListeners') return say('report.count-test-listeners', testedListeners(evaluation));
          return COUNTS[name] ? say(COUNTS[name], { n }) : `${name} = ${n}`;
        }),
        conversion: conversionLabel(conversion),
        minimum: result(range.minimum),
        maximum: result(range.maximum),
      });
    }),
  ];
}

function methodLines({ spec, result: { grid, chosen, choices, evaluations } }: ExperimentRow): Message[] {
  return [
    ...spec.evaluations.map(({ protocol, models, repeats, cutoffs }) =>
      say('report.method', { protocol: protocolLabel(protocol), models: models.map(modelLabel), repeats, cutoffs }),
    ),
    ...(grid
      ? [
          say('report.grid-method', {
            k: grid.best.k,
            epochs: grid.best.epochs,
            rmse: result(grid.best.rmse),
            mean: result(grid.globalMeanRmse),
          }),
        ]
      : []),
    ...(spec.search
      ? [
          say('report.search-method', {
            budget: spec.search.budget,
            measure: measureLabel(spec.search.measure, MEASURES),
          }),
        ]
      : []),
    ...(choices
      ? []
      : Object.entries(chosen).map(([model, options]) =>
          say('report.chosen', { model: modelLabel(model), options: optionsLabel(options) }),
        )),
    ...(choices && choices.length > 0 ? [say('report.chosen-in-folds')] : []),
    ...edgeMessages(choices),
    say('report.how-measured'),
    ...distinct(evaluations.flatMap(({ notes }) => notes)),
  ];
}

function runLines({ hash, versions, createdAt, result: { dataHash, engine, seconds } }: ExperimentRow): Message[] {
  return [
    say('report.hashes', { spec: hash, data: dataHash, engine: engineLabel(engine) }),
    say('report.versions', {
      versions: Object.entries(versions).map(([name, version]) => `${name} ${version}`),
      seconds: Math.round(seconds),
      at: createdAt,
    }),
    say('report.same-numbers', { command: REPRODUCE }),
  ];
}
