import { say } from '../../../shared/messages/say.ts';
import { methodLabel } from '../../../shared/mobility/sentences.ts';
import { classLabels } from '../../../shared/mobility/class-words.ts';
import { attributeLabel, missingCvLabel } from '../../../shared/mobility/words.ts';
import type { PopulationReport } from '../../../shared/mobility/population.ts';
import type { CoderDrift } from '../../../shared/mobility/agreement.ts';
import type { KeyedTable, Word } from '../../../shared/table.ts';
import { studyColumn } from './columns.ts';

/** Whom the study is about, and whose résumé was found. */
export function populationTable(report: PopulationReport): KeyedTable {
  const { members, found, missing, unclear, coded, outside, reasons } = report;
  const plain = (key: string, label: Word['label'], count: number) => [{ key, label }, count, null, null, null];
  return {
    name: 'population',
    title: say('study-table.population'),
    sheet: say('study-table.population'),
    columns: (['measure', 'count', 'share', 'wilson_low', 'wilson_high'] as const).map(studyColumn),
    rows: [
      plain('population', say('population.members'), members),
      [
        { key: 'found', label: say('population.found') },
        found.count,
        found.share,
        found.interval?.[0] ?? null,
        found.interval?.[1] ?? null,
      ],
      plain('coded', say('population.coded'), coded),
      plain('missing', say('population.missing'), missing),
      ...reasons.map(({ reason, count }) =>
        plain(
          `missing: ${reason || 'no reason given'}`,
          say('population.missing-because', { reason: missingCvLabel(reason) }),
          count,
        ),
      ),
      plain('unclear', say('population.unclear'), unclear),
      plain('outside', say('population.outside'), outside),
    ],
  };
}

/** By attribute, how many were found, and whether those found are like those missing. */
export function coverageTable({ coverage }: PopulationReport): KeyedTable {
  return {
    name: 'coverage',
    title: say('study-table.coverage'),
    sheet: say('study-table.coverage'),
    columns: (
      [
        'attribute',
        'value',
        'count',
        'share',
        'wilson_low',
        'wilson_high',
        'share_of_found',
        'share_of_missing',
        'standardised_difference',
        'test',
        'statistic',
        'df',
        'p',
      ] as const
    ).map(studyColumn),
    rows: coverage.flatMap(({ attribute, classes, means, test }) => {
      const name = { key: attribute, label: attributeLabel(attribute) };
      const label = classLabels(
        attribute,
        classes.map(({ value }) => value),
      );
      const answer = test
        ? [
            { key: test.name, label: methodLabel(test.method) },
            test.statistic,
            typeof test.df === 'number' ? test.df : null,
            test.p,
          ]
        : [null, null, null, null];
      const none = [null, null, null, null];
      const rows = classes.map(({ value, members, coverage: found, ...one }) => [
        ...[
          name,
          { key: value, label: label(value) },
          members,
          found.share,
          found.interval?.[0] ?? null,
          found.interval?.[1] ?? null,
        ],
        ...[one.shareOfFound, one.shareOfMissing, one.difference],
      ]);
      const mean = means
        ? [
            [
              ...[name, { key: 'mean', label: say('population.mean') }, null, null, null, null],
              ...[means.found, means.missing, means.difference],
            ],
          ]
        : [];
      return [...rows, ...mean].map((row, i) => [...row, ...(i === 0 ? answer : none)]);
    }),
  };
}

/** Of each coder a quarter of the codes a row, in the order in which they were made. */
export function driftTable(drift: readonly CoderDrift[]): KeyedTable {
  return {
    name: 'coder-drift',
    title: say('study-table.drift'),
    sheet: say('study-table.drift'),
    columns: [
      ...(['who', 'quarter', 'from', 'to', 'codes', 'compared'] as const).map(studyColumn),
      ...(['percent', 'wilson_low', 'wilson_high', 'share_unsure', 'share_missing'] as const).map(studyColumn),
    ],
    rows: drift.flatMap(({ coder, parts }) =>
      parts.map(({ part, from, to, codes, compared, agreement, unsure, missing }) => [
        ...[coder, parts.length === 1 ? { key: 'all', label: say('drift.all') } : part],
        ...[from.slice(0, 10), to.slice(0, 10), codes, compared],
        ...[agreement.share, agreement.interval?.[0] ?? null, agreement.interval?.[1] ?? null],
        ...[unsure.share, missing.share],
      ]),
    ),
  };
}
