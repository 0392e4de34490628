import { say } from '../../../../shared/messages/say.ts';
import { transitionLabel } from '../../../../shared/mobility/words.ts';
import { usesOwnMoves } from '../../quadrant/own-moves.ts';
import { nullModel } from '../../../statistics/networks/null-model.ts';
import { unusable } from '../../../statistics/result.ts';
import { printed, readData } from '../r-code.ts';
import { column, decade, type FindingDefinition, HIGH, LOW, movesOf, table } from './finding.ts';

const DIRECTIONS = ['up', 'same', 'down'] as const;
const LABELS = { up: say('finding.up'), same: say('finding.same-level'), down: say('finding.down') };
type Counts = Record<(typeof DIRECTIONS)[number], number>;

/** Moves up and down the levels against what the numbers of leavers and arrivals make of them by chance. */
export const CHANCE: FindingDefinition = {
  name: 'chance',
  question: say('finding.chance'),
  inputs: ['transition'],
  reads: { moves: 'chosen', scholars: [] },
  compute(input) {
    if (usesOwnMoves(input.book)) throw unusable(say('finding.chance-own-moves'));
    const movers = movesOf(input).filter(({ outcome, from, to }) => outcome === 'moved' && from !== to);
    const ranked = movers.filter(({ fromLevel, toLevel }) => fromLevel !== null && toLevel !== null);
    const levels = levelsOf(ranked);
    const moves = ranked.map(({ from, to, toYear, fromYear }): [string, string, string] => [
      from,
      to,
      decade(toYear ?? fromYear),
    ]);
    if (moves.length < 2) throw unusable(say('statistics.null-model-needs-moves', { n: moves.length }));
    // A large study is drawn less often, so that it answers within seconds.
    const draws = moves.length > 2000 ? 1000 : 2000;
    const result = nullModel({ moves, levels, draws, seed: 1 });
    const { observed, expected, interval, pFewer } = result as unknown as {
      observed: Counts;
      expected: Counts;
      interval: Record<keyof Counts, [number, number]>;
      pFewer: Counts;
    };
    const p = result.p as unknown as Counts;
    const label = transitionLabel(input.book, input.options.transition);
    const names = [...new Set(moves.flat())];
    const data = {
      head: ['origin', 'destination', 'origin_level', 'destination_level', 'period'],
      rows: moves.map(([from, to, period]) => [
        names.indexOf(from) + 1,
        names.indexOf(to) + 1,
        levels[from],
        levels[to],
        period,
      ]),
    };
    return {
      p: p.down,
      title: say('finding.chance-title', { transition: label }),
      tables: [
        table(
          'chance',
          say('finding.observed-and-expected'),
          [
            column('direction', say('finding.direction')),
            column('observed', say('finding.observed'), 'count'),
            column('expected', say('finding.expected')),
            LOW,
            HIGH,
            column('p more', say('finding.p-more'), 'p'),
            column('p fewer', say('finding.p-fewer'), 'p'),
          ],
          DIRECTIONS.map((one) => [
            { key: one, label: LABELS[one] },
            observed[one],
            expected[one],
            ...interval[one],
            p[one],
            pFewer[one],
          ]),
        ),
      ],
      sentences: [
        say('finding.chance-sentence', {
          down: observed.down,
          n: moves.length,
          expected: { number: expected.down, style: 'result', decimals: 1 },
          p: { number: Math.min(p.down, pFewer.down), style: 'p' },
        }),
      ],
      methods: [say('finding.chance-methods', { draws })],
      notes: [
        ...(movers.length > ranked.length ? [say('finding.without-level', { n: movers.length - ranked.length })] : []),
        ...result.notes,
      ],
      plot: null,
      code: {
        data,
        packages: [],
        script: [
          readData(data),
          'level <- integer(0)',
          'level[data$origin] <- data$origin_level; level[data$destination] <- data$destination_level',
          'count <- function(to) { change <- level[to] - level[data$origin]',
          '  c(up = sum(change < 0), same = sum(change == 0), down = sum(change > 0)) }',
          'observed <- count(data$destination)',
          ...DIRECTIONS.map((one) => printed(one, `observed[["${one}"]]`)),
          '# Destinations exchanged within a period; an exchange that would leave somebody in place is not made.',
          'set.seed(1)',
          'draw <- function(to) { for (part in split(seq_along(to), data$period)) if (length(part) > 1)',
          '  for (step in seq_len(ceiling(length(part) * (log(length(part)) + 3)))) { k <- sample(part, 2)',
          '    if (to[k[2]] != data$origin[k[1]] && to[k[1]] != data$origin[k[2]]) to[k] <- to[rev(k)] }; to }',
          'to <- data$destination; draws <- t(sapply(1:1000, function(i) count(to <<- draw(to))))',
          'print(rbind(observed, expected = colMeans(draws)))',
          'print((colSums(draws >= rep(observed, each = nrow(draws))) + 1) / (nrow(draws) + 1))',
        ].join('\n'),
        values: { ...observed },
      },
    };
  },
};

/** An institution whose level changes with the year has the one that it has most often. */
function levelsOf(
  moves: readonly { from: string; to: string; fromLevel: number | null; toLevel: number | null }[],
): Record<string, number> {
  const seen = Map.groupBy(
    moves.flatMap(({ from, to, fromLevel, toLevel }) => [
      { name: from, level: fromLevel as number },
      { name: to, level: toLevel as number },
    ]),
    ({ name }) => name,
  );
  return Object.fromEntries(
    [...seen].map(([name, list]) => {
      const counts = [...Map.groupBy(list, ({ level }) => level)];
      counts.sort(([a, x], [b, y]) => y.length - x.length || a - b);
      return [name, counts[0][0]];
    }),
  );
}
