import { say } from '../../../../shared/messages/say.ts';
import { transitionLabel } from '../../../../shared/mobility/words.ts';
import { wilsonInterval } from '../../../statistics/intervals.ts';
import { chiSquare } from '../../../statistics/tests/chi-square.ts';
import {
  column,
  COUNT,
  type FindingDefinition,
  HIGH,
  LOW,
  movesOf,
  P_VALUE,
  printed,
  READ_DATA,
  table,
} from './finding.ts';

const ROWS = ['postdoc', 'no postdoc'] as const;
const COLUMNS = ['stayed', 'upward', 'parallel', 'downward', 'other'] as const;
const LABELS = {
  stayed: say('flow.stayed'),
  upward: say('flow.upward'),
  parallel: say('flow.parallel'),
  downward: say('flow.downward'),
  other: say('finding.other'),
};

/** Academic inbreeding: who stayed at the institution that trained them; and where the others went, by postdoc. */
export const STAYING: FindingDefinition = {
  name: 'staying',
  question: say('finding.staying'),
  inputs: ['transition'],
  compute(input) {
    const moves = movesOf(input);
    const { transition } = input.options;
    const transitions = [...new Set(input.moves.map((move) => move.transition))];
    const shares = transitions.map((name) => {
      const all = input.moves.filter((move) => move.transition === name);
      const stayed = all.filter(({ outcome }) => outcome === 'stayed').length;
      return { name, stayed, all: all.length, interval: wilsonInterval(stayed, all.length) ?? [0, 1] };
    });
    const own = shares.find(({ name }) => name === transition) as (typeof shares)[number];
    const classOf = ({ outcome, direction }: (typeof moves)[number]) =>
      outcome === 'stayed' ? 'stayed' : (COLUMNS.find((one) => one === direction) ?? 'other');
    const rows = moves.map((move) => ({
      postdoc: input.scholars[move.scholar].didPostdoc ? ROWS[0] : ROWS[1],
      to: classOf(move),
    }));
    const counts = ROWS.map((row) =>
      COLUMNS.map((name) => rows.filter(({ postdoc, to }) => postdoc === row && to === name).length),
    );
    const test = testOf(counts);
    const percent = (count: number, total: number) => (total === 0 ? null : (100 * count) / total);
    return {
      title: say('finding.staying-title', { transition: transitionLabel(input.book, transition) }),
      tables: [
        table(
          'staying',
          say('finding.staying-shares'),
          [
            column('transition', say('finding.transition')),
            column('stayed', say('flow.stayed'), 'count'),
            COUNT,
            column('percent', '%'),
            LOW,
            HIGH,
          ],
          shares.map(({ name, stayed, all, interval }) => [
            { key: name, label: transitionLabel(input.book, name) },
            stayed,
            all,
            percent(stayed, all),
            100 * interval[0],
            100 * interval[1],
          ]),
        ),
        table(
          'by-postdoc',
          say('finding.by-postdoc'),
          [
            column('group', say('finding.group')),
            ...COLUMNS.flatMap((name) => [
              column(name, LABELS[name], 'count'),
              column(`${name} %`, say('finding.row-percent')),
              column(`${name} residual`, say('finding.residual')),
            ]),
            COUNT,
          ],
          ROWS.map((row, i) => {
            const total = counts[i].reduce((a, b) => a + b, 0);
            return [
              { key: row, label: row === 'postdoc' ? say('finding.with-postdoc') : say('finding.without-postdoc') },
              ...counts[i].flatMap((count, j) => [count, percent(count, total), test?.residual(i, j) ?? null]),
              total,
            ];
          }),
        ),
        ...(test
          ? [
              table(
                'test',
                say('finding.test'),
                [column('statistic', 'χ²'), column('df', say('finding.df')), P_VALUE],
                [[test.statistic, test.df, test.p]],
              ),
            ]
          : []),
      ],
      sentences: [
        say('finding.staying-sentence', {
          stayed: own.stayed,
          all: own.all,
          percent: { number: percent(own.stayed, own.all), style: 'result', decimals: 1 },
          low: { number: 100 * own.interval[0], style: 'result', decimals: 1 },
          high: { number: 100 * own.interval[1], style: 'result', decimals: 1 },
        }),
        ...(test
          ? [
              say('finding.postdoc-sentence', {
                statistic: { number: test.statistic, style: 'result', decimals: 2 },
                df: test.df,
                p: { number: test.p, style: 'p' },
              }),
            ]
          : []),
      ],
      methods: [say('finding.staying-methods')],
      notes: test?.notes ?? [],
      plot: null,
      code: {
        data: { head: ['postdoc', 'to'], rows: rows.map(({ postdoc, to }) => [postdoc, to]) },
        packages: [],
        script: [
          READ_DATA,
          'stayed <- sum(data$to == "stayed")',
          'share <- prop.test(stayed, nrow(data), correct = FALSE)',
          printed('share', 'unname(share$estimate)'),
          printed('low', 'share$conf.int[1]'),
          printed('high', 'share$conf.int[2]'),
          ...(test
            ? [
                'test <- suppressWarnings(chisq.test(table(data$postdoc, data$to), correct = FALSE))',
                printed('statistic', 'unname(test$statistic)'),
                printed('p', 'test$p.value'),
                'print(round(prop.table(table(data$postdoc, data$to), 1) * 100, 1))',
                'print(round(test$stdres, 2))',
              ]
            : []),
        ].join('\n'),
        values: {
          share: own.stayed / own.all,
          low: own.interval[0],
          high: own.interval[1],
          ...(test ? { statistic: test.statistic, p: test.p } : {}),
        },
      },
    };
  },
};

/** Null where there is only one row or column. */
function testOf(counts: number[][]) {
  const rows = counts.flatMap((row, i) => (row.some((count) => count > 0) ? [i] : []));
  const columns = counts[0].flatMap((_, j) => (counts.some((row) => row[j] > 0) ? [j] : []));
  if (rows.length < 2 || columns.length < 2) return null;
  const { statistic, df, p, standardisedResiduals, notes } = chiSquare({ table: counts });
  const residuals = standardisedResiduals as number[][];
  return {
    statistic: statistic as number,
    df: df as number,
    p: p as number,
    notes: notes.filter(({ id }) => id !== 'statistics.row-empty' && id !== 'statistics.column-empty'),
    residual: (i: number, j: number) => residuals[rows.indexOf(i)]?.[columns.indexOf(j)] ?? null,
  };
}
