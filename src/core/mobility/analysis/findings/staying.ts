import { say } from '../../../../shared/messages/say.ts';
import { transitionLabel } from '../../../../shared/mobility/words.ts';
import { wilsonInterval } from '../../../statistics/intervals.ts';
import { crossCells, crossColumns, crossTest } from './cross-table.ts';
import { printed, readData } from '../r-code.ts';
import { chiSquareTable, column, COUNT, type FindingDefinition, HIGH, LOW, movesOf, table } from './finding.ts';

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
  reads: { moves: 'all', scholars: ['didPostdoc'] },
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
    const test = crossTest(counts);
    const percent = (count: number, total: number) => (total === 0 ? null : (100 * count) / total);
    const data = { head: ['postdoc', 'to'], rows: rows.map(({ postdoc, to }) => [postdoc, to]) };
    return {
      p: test?.p ?? null,
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
            ...crossColumns(COLUMNS.map((name) => ({ key: name, label: LABELS[name] }))),
          ],
          ROWS.map((row, i) => [
            { key: row, label: row === 'postdoc' ? say('finding.with-postdoc') : say('finding.without-postdoc') },
            ...crossCells(counts, i, test),
          ]),
        ),
        ...(test ? [chiSquareTable('test', say('finding.test'), test)] : []),
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
        data,
        packages: [],
        script: [
          readData(data),
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
