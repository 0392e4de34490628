import { AGREEMENT_GROUPS, type AgreementRow, type Coefficient } from '../../../shared/mobility/agreement.ts';
import type { Label } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Codebook, transitionsOf } from '../../../shared/mobility/codebook.ts';
import { type Move, type Share, SUBTYPES, type Summary } from '../../../shared/mobility/results.ts';
import { classLabelsOf } from '../../../shared/mobility/class-words.ts';
import {
  attributeLabel,
  choiceLabel,
  choiceValueLabel,
  eventLabel,
  fieldLabel,
  flowLabel,
  kindLabel,
  reasonLabel,
  roleLabel,
  stageLabel,
  stageStateLabel,
  suggestionsLabel,
  tierLabel,
  transitionLabel,
} from '../../../shared/mobility/words.ts';
import type { Column, KeyedTable, Value, Word } from '../../../shared/table.ts';
import { coderDrift } from '../agreement/drift.ts';
import { agreementReport } from '../agreement/measure.ts';
import { sensitivity } from '../analysis/sensitivity.ts';
import { populationReport } from '../population/report.ts';
import { notesToExport } from '../scholars/notes.ts';
import { eventsOf } from '../rows/event-rows.ts';
import type { Study } from '../study/study.ts';
import { coefficientColumns, studyColumn } from './columns.ts';
import { memosTable } from './memos-table.ts';
import { testsTable } from './tests-table.ts';
import { coverageTable, driftTable, populationTable } from './population-tables.ts';

const EVENTS_EXPORTED = 1_000_000;

export interface StudyTables {
  careers: KeyedTable;
  moves: KeyedTable;
  summary: KeyedTable;
  sensitivity: KeyedTable;
  agreement: KeyedTable;
  events: KeyedTable;
  /** Where there is a list of the population. */
  population?: KeyedTable;
  coverage?: KeyedTable;
  /** Where something is coded. */
  drift?: KeyedTable;
  /** Where something is flagged or noted. */
  memos?: KeyedTable;
  /** Where something was tested. */
  tests?: KeyedTable;
}

/** The study as tables; each states its codebook version. */
export function tablesOf(study: Study): StudyTables {
  const { codebook, version } = study.book;
  const transitions = transitionsOf(codebook);
  const moves = transitions.map((transition) => ({ transition, moves: study.moves(transition) }));
  const summaries = moves.map((one) => study.summary(one.transition, one.moves));
  return {
    careers: careersTable(study, version),
    moves: movesTable(moves, codebook, version),
    summary: summaryTable(summaries, codebook),
    sensitivity: sensitivityTable(study, transitions),
    agreement: agreementTable(study),
    events: eventsTable(study),
    ...sampleTables(study),
    ...testsTable(study),
  };
}

function sampleTables(study: Study): Pick<StudyTables, 'population' | 'coverage' | 'drift' | 'memos'> {
  const report = populationReport(study);
  const drift = coderDrift(study);
  const memos = memosTable(study);
  return {
    ...(report.members > 0 ? { population: populationTable(report), coverage: coverageTable(report) } : {}),
    ...(drift.length > 0 ? { drift: driftTable(drift) } : {}),
    ...(memos.rows.length > 0 ? { memos } : {}),
  };
}

function word<K extends Value>(key: K, label: (key: K & string) => Label): Value | Word {
  return key === null ? null : { key, label: label(key as K & string) };
}

function yesNo(is: boolean): Word {
  return { key: is ? 1 : 0, label: say(is ? 'answer.yes' : 'answer.no') };
}

function change(by: Move['school']): Value | Word {
  if (by === null) return null;
  return { key: by, label: say(by > 0 ? 'change.rises' : by < 0 ? 'change.falls' : 'change.same') };
}

function careersTable(study: Study, version: number): KeyedTable {
  const codes = study.finalCodes();
  const placer = study.placer();
  const { attributes } = placer.book;
  const notes = notesToExport(study);
  const scholars = study.scholars();
  const classes = attributes.map((name) => ({ name, label: classLabelsOf(name, scholars) }));
  const rows = scholars.flatMap((scholar) =>
    placer.book.stages.map(({ key }) => {
      const code = codes.get(scholar.id)?.get(key);
      const place = placer.placeFinal(key, code, scholar.id);
      const { evidence } = code?.value ?? { evidence: null };
      return [
        scholar.key,
        scholar.name,
        ...classes.map(({ name, label }) => word(scholar.attributes[name] ?? null, label)),
        word(key, (stage) => stageLabel(placer.book, stage)),
        word(place.missing ?? 'coded', stageStateLabel),
        place.institution,
        word(place.kind, kindLabel),
        place.level,
        place.meanRank,
        place.rankedYears,
        place.usableYears,
        place.city,
        word(place.tier, tierLabel),
        place.year,
        word(place.role, roleLabel),
        yesNo(place.uncertain),
        yesNo(code?.settled === true),
        evidence?.file ?? null,
        evidence?.line ?? null,
        evidence?.snippet ?? null,
        code?.value?.note || null,
        yesNo(notes.get(scholar.key)?.flagged === true),
        notes.get(scholar.key)?.memo || null,
        version,
      ];
    }),
  );
  return {
    name: 'careers',
    title: say('study-table.careers'),
    sheet: say('study-table.careers'),
    columns: [
      studyColumn('scholar'),
      studyColumn('name'),
      ...attributes.map((name): Column => ({ key: name, label: attributeLabel(name) })),
      ...(
        [
          'stage',
          'state',
          'institution',
          'kind',
          'level',
          'mean_rank',
          'ranked_years',
          'usable_years',
          'city',
          'tier',
          'year',
          'role',
          'uncertain',
          'adjudicated',
          'evidence_file',
          'evidence_line',
          'evidence',
          'note',
          'flagged',
          'memo',
          'codebook_version',
        ] as const
      ).map(studyColumn),
    ],
    rows,
  };
}

function movesTable(
  list: readonly { transition: string; moves: readonly Move[] }[],
  book: Codebook,
  version: number,
): KeyedTable {
  return {
    name: 'moves',
    title: say('study-table.moves'),
    sheet: say('study-table.moves'),
    columns: (
      [
        'scholar',
        'name',
        'transition',
        'outcome',
        'missing',
        'comparable',
        'not_comparable_reason',
        'level_before',
        'level_after',
        'tier_before',
        'tier_after',
        'school_change',
        'city_change',
        'direction',
        'subtype',
        'city_changed_inside',
        'year',
        'codebook_version',
      ] as const
    ).map(studyColumn),
    rows: list.flatMap(({ transition, moves }) =>
      moves.map((move) => [
        move.scholar,
        move.name,
        word(transition, (name) => transitionLabel(book, name)),
        word(move.outcome, outcomeLabel),
        word(move.missing, stageStateLabel),
        yesNo(move.comparable),
        word(move.reason, reasonLabel),
        move.from.level,
        move.to.level,
        word(move.from.tier, tierLabel),
        word(move.to.tier, tierLabel),
        change(move.school),
        change(move.cityChange),
        word(move.direction, flowLabel),
        word(move.subtype, flowLabel),
        yesNo(move.cityChangedInside),
        move.to.year,
        version,
      ]),
    ),
  };
}

function outcomeLabel(outcome: string): Label {
  return outcome === 'missing' ? say('moves.missing') : flowLabel(outcome);
}

export function summaryTable(summaries: readonly Summary[], book: Codebook): KeyedTable {
  const comparable: Word = { key: 'comparable moves', label: say('moves.comparable') };
  const moved: Word = { key: 'moved', label: flowLabel('moved') };
  const parallel: Word = { key: 'parallel moves', label: say('moves.parallel') };
  return {
    name: 'summary',
    title: say('study-table.summary'),
    sheet: say('study-sheet.summary'),
    columns: (
      ['transition', 'measure', 'count', 'share_of', 'share', 'wilson_low', 'wilson_high', 'codebook_version'] as const
    ).map(studyColumn),
    rows: summaries.flatMap((summary) => {
      const transition = word(summary.transition, (name) => transitionLabel(book, name));
      const plain = (key: string, label: Label, count: number) => [
        transition,
        { key, label },
        count,
        '',
        null,
        null,
        null,
        summary.codebookVersion,
      ];
      const share = (name: string, of: Word, { count, share: value, interval }: Share, label?: Label) => [
        transition,
        label === undefined ? word(name, flowLabel) : { key: name, label },
        count,
        of,
        value,
        interval?.[0] ?? null,
        interval?.[1] ?? null,
        summary.codebookVersion,
      ];
      return [
        plain('scholars', say('moves.scholars'), summary.scholars),
        plain('stayed', flowLabel('stayed'), summary.stayed),
        plain('stayed, in another city', say('moves.stayed-in-another-city'), summary.stayedCityChanged),
        plain('moved', flowLabel('moved'), summary.moved),
        plain('missing', say('moves.missing'), summary.missing),
        share('not comparable', moved, summary.notComparable, say('moves.not-comparable')),
        plain('comparable moves', comparable.label, summary.comparableMoves),
        ...(['upward', 'downward', 'parallel'] as const).map((name) => share(name, comparable, summary[name])),
        ...SUBTYPES.map((name) => share(name, parallel, summary.parallel[name])),
      ];
    }),
  };
}

function sensitivityTable(study: Study, transitions: readonly string[]): KeyedTable {
  return {
    name: 'sensitivity',
    title: say('study-table.sensitivity'),
    sheet: say('study-sheet.sensitivity'),
    columns: [
      ...(['transition', 'choice', 'value', 'current', 'changed', 'stayed', 'comparable'] as const).map(studyColumn),
      ...['upward', 'downward', 'parallel'].map((key): Column => ({ key, label: flowLabel(key), numbers: 'percent' })),
    ],
    rows: transitions.flatMap((transition) =>
      sensitivity(study, transition).map(({ choice, value, isCurrent, changed, summary }) => [
        word(transition, (name) => transitionLabel(study.book.codebook, name)),
        word(choice, choiceLabel),
        word(value, choiceValueLabel),
        yesNo(isCurrent),
        changed,
        summary.stayed,
        summary.comparableMoves,
        summary.upward.share,
        summary.downward.share,
        summary.parallel.share,
      ]),
    ),
  };
}

function agreementTable(study: Study): KeyedTable {
  const { groups, pilotScholars } = agreementReport(study);
  const numbers = (coefficient: Coefficient | null) => [
    coefficient?.estimate ?? null,
    coefficient?.interval?.[0] ?? null,
    coefficient?.interval?.[1] ?? null,
  ];
  const row = (group: string) => (one: AgreementRow) => [
    word(group, suggestionsLabel),
    word(one.field, fieldLabel),
    word(one.kind, (kind) => say(kind === 'derived' ? 'agreed.derived' : 'agreed.judgement')),
    one.units,
    one.excluded,
    one.percent.share,
    ...numbers(one.kappa),
    ...numbers(one.kappaLinear),
    ...numbers(one.kappaQuadratic),
    ...numbers(one.fleiss),
    ...numbers(one.alpha),
    ...numbers(one.ac1),
    ...numbers(one.ac2),
  ];
  return {
    name: 'agreement',
    title: say('study-table.agreement'),
    sheet: say('study-sheet.agreement'),
    columns: [
      studyColumn('suggestions'),
      studyColumn('field'),
      { ...studyColumn('judgement'), key: 'kind' },
      { key: 'units', label: 'n', numbers: 'count' },
      studyColumn('excluded'),
      studyColumn('percent'),
      ...coefficientColumns(),
    ],
    rows: AGREEMENT_GROUPS.filter((group) => group !== 'pilot' || pilotScholars > 0).flatMap((group) =>
      groups[group].map(row(group)),
    ),
  };
}

const EVENT_STATES = {
  live: 'event-state.live',
  undone: 'event-state.undone',
  abandoned: 'event-state.abandoned',
} as const;

function eventsTable(study: Study): KeyedTable {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return {
    name: 'audit-trail',
    title: say('study-table.events'),
    sheet: say('study-table.events'),
    columns: (
      [
        'at',
        'who',
        'what',
        'scholar',
        'stage',
        'before',
        'after',
        'suggestions',
        'accepted',
        'codebook_version',
        'state',
        'event',
        'refers_to',
      ] as const
    ).map(studyColumn),
    rows: eventsOf(study.db, null, EVENTS_EXPORTED, study.isHidden())
      .reverse()
      .map((event) => [
        event.at,
        event.author,
        word(event.kind, eventLabel),
        event.scholar,
        word(event.stage, (stage) => stageLabel(study.book.codebook, stage)),
        json(event.before),
        json(event.after),
        word(event.suggestions, suggestionsLabel),
        yesNo(event.accepted),
        event.codebookVersion,
        word(event.state, (state) => say(EVENT_STATES[state as keyof typeof EVENT_STATES])),
        event.uid,
        event.refersTo,
      ]),
  };
}
