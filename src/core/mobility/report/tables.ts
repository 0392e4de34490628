import type { AgreementRow, Coefficient } from '../../../shared/mobility/agreement.ts';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import type { Move, Share, Summary } from '../../../shared/mobility/results.ts';
import { SUBTYPES } from '../../../shared/mobility/results.ts';
import type { Table } from '../../../shared/table.ts';
import { allAdjudications } from '../rows/scholar-rows.ts';
import { agreementReport } from '../agreement/measure.ts';
import { eventsOf } from '../coding/record.ts';
import { sensitivity } from '../analysis/sensitivity.ts';
import type { Study } from '../study/study.ts';

const EVENTS_EXPORTED = 1_000_000;

export interface StudyTables {
  careers: Table;
  moves: Table;
  summary: Table;
  sensitivity: Table;
  agreement: Table;
  events: Table;
}

/** The study as tables; every one tells the version of the codebook that it was made with. */
export function tablesOf(study: Study): StudyTables {
  const { codebook, version } = study.book;
  const transitions = transitionsOf(codebook);
  const moves = transitions.map((transition) => ({ transition, moves: study.moves(transition) }));
  const summaries = moves.map((one) => study.summary(one.transition, one.moves));
  return {
    careers: careersTable(study, version),
    moves: movesTable(moves, version),
    summary: summaryTable(summaries),
    sensitivity: sensitivityTable(study, transitions),
    agreement: agreementTable(study),
    events: eventsTable(study),
  };
}

function careersTable(study: Study, version: number): Table {
  const codes = study.finalCodes();
  const placer = study.placer();
  const { attributes } = placer.book;
  const adjudicated = new Set(allAdjudications(study.db).map(({ scholarId, stage }) => `${scholarId} ${stage}`));
  const rows = study.scholars().flatMap((scholar) =>
    placer.book.stages.map(({ key }) => {
      const code = codes.get(scholar.id)?.get(key);
      const place = placer.placeFinal(key, code);
      const { evidence } = code?.value ?? { evidence: null };
      return [
        scholar.key,
        scholar.name,
        ...attributes.map((name) => scholar.attributes[name] ?? null),
        key,
        place.missing ?? 'coded',
        place.institution,
        place.kind,
        place.level,
        place.meanRank,
        place.rankedYears,
        place.usableYears,
        place.city,
        place.tier,
        place.year,
        place.role,
        place.uncertain ? 1 : 0,
        adjudicated.has(`${scholar.id} ${key}`) ? 1 : 0,
        evidence?.file ?? null,
        evidence?.line ?? null,
        evidence?.snippet ?? null,
        version,
      ];
    }),
  );
  return {
    name: 'careers',
    title: 'Careers',
    head: [
      'scholar',
      'name',
      ...attributes,
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
      'codebook_version',
    ],
    rows,
  };
}

function movesTable(list: readonly { transition: string; moves: readonly Move[] }[], version: number): Table {
  return {
    name: 'moves',
    title: 'Moves',
    head: [
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
    ],
    rows: list.flatMap(({ transition, moves }) =>
      moves.map((move) => [
        move.scholar,
        move.name,
        transition,
        move.outcome,
        move.missing,
        move.comparable ? 1 : 0,
        move.reason,
        move.from.level,
        move.to.level,
        move.from.tier,
        move.to.tier,
        move.school,
        move.cityChange,
        move.direction,
        move.subtype,
        move.cityChangedInside ? 1 : 0,
        move.to.year,
        version,
      ]),
    ),
  };
}

export function summaryTable(summaries: readonly Summary[]): Table {
  const share = (
    transition: string,
    measure: string,
    of: string,
    { count, share: value, interval }: Share,
    version: number,
  ) => [transition, measure, count, of, value, interval?.[0] ?? null, interval?.[1] ?? null, version];
  const plain = (transition: string, measure: string, count: number, version: number) => [
    transition,
    measure,
    count,
    '',
    null,
    null,
    null,
    version,
  ];
  return {
    name: 'summary',
    title: 'Flow quadrants',
    head: ['transition', 'measure', 'count', 'share_of', 'share', 'wilson_low', 'wilson_high', 'codebook_version'],
    rows: summaries.flatMap((summary) => {
      const { transition, codebookVersion: version } = summary;
      return [
        plain(transition, 'scholars', summary.scholars, version),
        plain(transition, 'stayed', summary.stayed, version),
        plain(transition, 'stayed, in another city', summary.stayedCityChanged, version),
        plain(transition, 'moved', summary.moved, version),
        plain(transition, 'missing', summary.missing, version),
        plain(transition, 'not comparable', summary.notComparable.count, version),
        plain(transition, 'comparable moves', summary.comparableMoves, version),
        ...(['upward', 'downward', 'parallel'] as const).map((name) =>
          share(transition, name, 'comparable moves', summary[name], version),
        ),
        ...SUBTYPES.map((name) => share(transition, name, 'parallel moves', summary.parallel[name], version)),
      ];
    }),
  };
}

function sensitivityTable(study: Study, transitions: readonly string[]): Table {
  return {
    name: 'sensitivity',
    title: 'Sensitivity to the codebook',
    head: [
      'transition',
      'choice',
      'value',
      'current',
      'changed',
      'stayed',
      'comparable',
      'upward',
      'downward',
      'parallel',
    ],
    rows: transitions.flatMap((transition) =>
      sensitivity(study, transition).map(({ choice, value, isCurrent, changed, summary }) => [
        transition,
        choice,
        value,
        isCurrent ? 1 : 0,
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

function agreementTable(study: Study): Table {
  const { groups } = agreementReport(study);
  const numbers = (coefficient: Coefficient | null) => [
    coefficient?.estimate ?? null,
    coefficient?.interval?.[0] ?? null,
    coefficient?.interval?.[1] ?? null,
  ];
  const row = (group: string) => (one: AgreementRow) => [
    group,
    one.field,
    one.kind,
    one.units,
    one.excluded,
    one.percent.share,
    ...numbers(one.kappa),
    ...numbers(one.kappaLinear),
    ...numbers(one.fleiss),
    ...numbers(one.alpha),
    ...numbers(one.ac1),
  ];
  const three = (name: string) => [name, `${name}_low`, `${name}_high`];
  return {
    name: 'agreement',
    title: 'Agreement before adjudication',
    head: [
      'suggestions',
      'field',
      'kind',
      'units',
      'excluded',
      'percent',
      ...three('kappa'),
      ...three('kappa_linear'),
      ...three('fleiss'),
      ...three('alpha'),
      ...three('ac1'),
    ],
    rows: (['hidden', 'shown', 'all'] as const).flatMap((group) => groups[group].map(row(group))),
  };
}

function eventsTable(study: Study): Table {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return {
    name: 'audit-trail',
    title: 'Audit trail',
    head: [
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
    ],
    rows: eventsOf(study.db, null, EVENTS_EXPORTED)
      .reverse()
      .map((event) => [
        event.at,
        event.author,
        event.kind,
        event.scholar,
        event.stage,
        json(event.before),
        json(event.after),
        event.suggestions,
        event.accepted ? 1 : 0,
        event.codebookVersion,
        event.state,
        event.uid,
        event.refersTo,
      ]),
  };
}
