import { type Bilingual, distinct, type Message, type Reader } from '../../../shared/messages/message.ts';
import { type MessageId, say } from '../../../shared/messages/say.ts';
import { type Codebook, DEFAULT_CODEBOOK, OWN_MOVES, transitionsOf } from '../../../shared/mobility/codebook.ts';
import type { Share, Summary } from '../../../shared/mobility/results.ts';
import { weightedSentence } from '../../../shared/mobility/sentences.ts';
import { tierLabel, transitionLabel } from '../../../shared/mobility/words.ts';
import { NOT_APPLICABLE } from '../../../shared/number-format.ts';
import { type KeyedTable, wordsOf } from '../../../shared/table.ts';
import { list, page, tableHtml } from '../../report/page.ts';
import { escapeXml } from '../../../shared/xml.ts';
import { sampleOf } from '../analysis/sample.ts';
import { weightedShares } from '../analysis/weighted.ts';
import { changedRules } from '../codebook/diff.ts';
import { factOf } from '../../storage/facts.ts';
import { ethicsOf } from '../study/ethics.ts';
import { ledgerOf } from '../analysis/ledger.ts';
import type { Study } from '../study/study.ts';
import { usesOwnMoves } from '../quadrant/own-moves.ts';
import { rankLevels } from '../quadrant/reputation.ts';
import { planeSvg } from './plane.ts';
import type { StudyTables } from './tables.ts';

const CAUTIONS: readonly MessageId[] = [
  'study-report.caution-superpopulation',
  'study-report.caution-selected',
  'study-report.caution-ceiling',
  'study-report.caution-fixed-mean',
  'study-report.caution-identifiable',
  'study-report.caution-no-prediction',
];

/** The study's report: findings, figures, tables, method, cautions; self-contained and printable. */
export function studyReport(
  study: Study,
  tables: StudyTables,
  reader: Reader,
  careerFigures: readonly string[] = [],
): string {
  const { codebook, version, note, createdAt } = study.book;
  const name = factOf(study.db, 'study-name') || codebook.name;
  const summaries = transitionsOf(codebook).map((transition) => study.summary(transition));
  const { language } = reader;
  const said = (message: Message) => escapeXml(reader.said(message));
  const head = (id: MessageId) => `<h2>${said(say(id))}</h2>`;
  const lines = (messages: readonly Message[]) => list(messages.map((message) => reader.said(message)));
  const figures = summaries.map((summary) => `<figure>${planeSvg(summary, codebook, reader)}</figure>`);
  const agreement = wordsOf(tables.agreement, reader);
  const compared = agreement.rows.filter((row) => Number(row[3]) > 0);
  const changed = changedRules(DEFAULT_CODEBOOK, codebook).map(
    ({ path, before, after }) => `${path}: ${before || NOT_APPLICABLE} → ${after || NOT_APPLICABLE}`,
  );
  const book = said(say('study-report.codebook', { version, date: createdAt.slice(0, 10) }));
  return page(
    name,
    [
      `<h1>${escapeXml(name)}</h1>`,
      study.fictional ? `<p class="synthetic"><strong>${said(say('study-report.fictional'))}</strong></p>` : '',
      `<p>${book}${note ? ` — ${escapeXml(note)}` : ''}</p>`,
      head('study-report.population'),
      ...sampleParts(study, tables, reader),
      head('study-report.findings'),
      lines(summaries.map((summary) => finding(summary, transitionLabel(codebook, summary.transition)))),
      lines(
        summaries.flatMap(({ transition }) => {
          const weighted = weightedShares(study, study.moves(transition));
          return weighted ? [weightedSentence(transitionLabel(codebook, transition), weighted)] : [];
        }),
      ),
      head('study-report.figures'),
      `<div class="figures">${[...figures, ...careerFigures.map((svg) => `<figure>${svg}</figure>`)].join('\n')}</div>`,
      head('study-report.tables'),
      tableHtml(wordsOf(tables.summary, reader), language),
      lines(distinct(summaries.flatMap(({ transition }) => sampleOf(study, [transition])?.told ?? []))),
      tableHtml(wordsOf(tables.sensitivity, reader), language),
      compared.length > 0 ? tableHtml({ ...agreement, rows: compared }, language) : '',
      head('study-report.method'),
      lines([...methodLines(codebook), ...(changed.length > 0 ? [say('study-report.differences')] : [])]),
      list(changed),
      tables.memos ? tableHtml(wordsOf(tables.memos, reader), language) : '',
      tables.tests ? tableHtml(wordsOf(tables.tests, reader), language) : '',
      lines(ledgerOf(study).notes),
      head('study-report.cautions'),
      lines([...(usesOwnMoves(codebook) ? [say('analysis.own-moves')] : []), ...CAUTIONS.map((id) => say(id))]),
    ],
    language,
  );
}

/** Whom the study is about, and what an ethics board and the law on personal information ask to be stated. */
function sampleParts(study: Study, { population, coverage, drift }: StudyTables, reader: Reader): string[] {
  const said = (message: Message) => escapeXml(reader.said(message));
  const { board, approval, date, personalInformation } = ethicsOf(study.db);
  const table = (one: KeyedTable | undefined) =>
    one && one.rows.length > 0 ? tableHtml(wordsOf(one, reader), reader.language) : '';
  const approved =
    board === '' && approval === ''
      ? say('study-report.no-ethics')
      : say('study-report.ethics', { board, approval: approval || NOT_APPLICABLE, date: date || NOT_APPLICABLE });
  const paragraphs = personalInformation.split(/\n+/).filter((text) => text.trim() !== '');
  return [
    population ? table(population) : `<p>${said(say('study-report.no-population'))}</p>`,
    table(coverage),
    coverage ? `<p>${said(say('study-report.coverage-method'))}</p>` : '',
    table(drift),
    drift ? `<p>${said(say('study-report.drift-method'))}</p>` : '',
    `<h2>${said(say('study-report.ethics-head'))}</h2>`,
    `<p>${said(approved)}</p>`,
    ...(paragraphs.length > 0
      ? paragraphs.map((text) => `<p>${escapeXml(text)}</p>`)
      : [`<p>${said(say('study-report.no-personal-information'))}</p>`]),
  ];
}

function finding(summary: Summary, transition: Bilingual): Message {
  const share = ({ count: n, share: value, interval }: Share) =>
    value === null || interval === null
      ? { number: n, style: 'count' as const }
      : say('study-report.share', {
          count: n,
          share: { number: value, style: 'percent' },
          low: { number: interval[0], style: 'percent' },
          high: { number: interval[1], style: 'percent' },
        });
  return say('study-report.finding', {
    transition,
    scholars: summary.scholars,
    stayed: summary.stayed,
    moved: summary.moved,
    missing: summary.missing,
    comparable: summary.comparableMoves,
    notComparable: summary.notComparable.count,
    leftOut: { number: summary.notComparable.share ?? 0, style: 'percent' },
    upward: share(summary.upward),
    downward: share(summary.downward),
    parallel: share(summary.parallel),
  });
}

function methodLines({ reputation, cities, positions, identity }: Codebook): Message[] {
  return [
    ...(usesOwnMoves({ reputation }) ? [say('study-report.own-moves', { levels: rankLevels({ reputation }) })] : []),
    ...(reputation.table === OWN_MOVES ? [] : [rankRule(reputation)]),
    say('study-report.cities', {
      edition: cities.edition,
      order: cities.order.map(tierLabel),
      notComparable: cities.notComparable.map(tierLabel),
    }),
    say('study-report.positions', {
      postdoc: positions.postdocIsFirstJob ? 'yes' : 'no',
      mergers: identity.mergers ? 'yes' : 'no',
    }),
    say('study-report.directions'),
  ];
}

function rankRule(reputation: Codebook['reputation']): Message {
  return say('study-report.reputation', {
    table: reputation.table,
    rule: reputation.rule === 'fixed-mean' ? 'fixed' : 'near',
    fromYear: String(reputation.fromYear),
    toYear: String(reputation.toYear),
    nearYears: reputation.nearYears,
    band: reputation.band,
    unranked: reputation.unranked === 'cap' ? 'cap' : 'left-out',
    cap: reputation.cap,
    cutPoints: reputation.cutPoints[reputation.levels],
  });
}
