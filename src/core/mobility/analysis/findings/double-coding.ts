import { say } from '../../../../shared/messages/say.ts';
import { transitionLabel } from '../../../../shared/mobility/words.ts';
import { AC1_SAMPLE_SIZE, KAPPA_SAMPLE_SIZE } from '../../../statistics/agreement/sample-size.ts';
import { unusable } from '../../../statistics/result.ts';
import { printed, readData } from '../r-code.ts';
import { column, type FindingDefinition, movesOf, table } from './finding.ts';

const AGREEMENTS = [0.7, 0.8, 0.9];
const HALF_WIDTHS = [0.1, 0.05];
/** What the interval's lower end is to exceed; below it nobody reports the codes as reliable. */
const LEAST = 0.6;
const SIMULATIONS = 200;
/** Of the sentence and of the R code. */
const USUAL = { agreement: 0.8, halfWidth: 0.1 };

/** How many moves two people have to code so that agreement is known well enough, with this study's own margins. */
export const DOUBLE_CODING: FindingDefinition = {
  name: 'double-coding',
  question: say('finding.double-coding'),
  inputs: ['transition'],
  reads: { moves: 'chosen', scholars: [] },
  compute(input) {
    const moves = movesOf(input);
    const classes = moves.map(({ outcome, direction }) => (outcome === 'stayed' ? 'stayed' : (direction ?? 'other')));
    const margins = [...Map.groupBy(classes, (one) => one).values()].map(({ length }) => length);
    if (margins.length < 2) throw unusable(say('statistics.margins-need-two-classes'));
    const rows = AGREEMENTS.flatMap((agreement) =>
      HALF_WIDTHS.map((halfWidth) => {
        const wish = { margins, halfWidth, least: LEAST, simulations: SIMULATIONS };
        const kappa = KAPPA_SAMPLE_SIZE.run({ ...wish, kappa: agreement });
        const ac1 = AC1_SAMPLE_SIZE.run({ ...wish, ac1: agreement });
        return { agreement, halfWidth, kappa, ac1 };
      }),
    );
    const usual = rows.find((row) => row.agreement === USUAL.agreement && row.halfWidth === USUAL.halfWidth);
    const units = usual?.kappa.units as number;
    const data = { head: ['class'], rows: classes.map((one) => [one]) };
    return {
      p: null,
      title: say('finding.double-coding-title', { transition: transitionLabel(input.book, input.options.transition) }),
      tables: [
        table(
          'units',
          say('finding.double-coding-units'),
          [
            column('agreement', say('finding.assumed-agreement')),
            column('half width', say('finding.half-width')),
            column('kappa', say('finding.units-for-kappa'), 'count'),
            column('power', say('finding.power-above', { least: LEAST })),
            column('ac1', say('finding.units-for-ac1'), 'count'),
            column('ac1 power', say('finding.power-above-ac1', { least: LEAST })),
          ],
          rows.map(({ agreement, halfWidth, kappa, ac1 }) => [
            agreement,
            halfWidth,
            kappa.units as number,
            kappa.power as number | null,
            ac1.units as number,
            ac1.power as number | null,
          ]),
        ),
      ],
      sentences: [say('finding.double-coding-sentence', { units, moves: moves.length, ...USUAL })],
      methods: [say('finding.double-coding-methods', { simulations: SIMULATIONS })],
      notes: [say('finding.double-coding-note')],
      plot: null,
      code: {
        data,
        packages: [],
        script: [
          readData(data),
          'shares <- c(prop.table(table(data$class)))',
          'chance <- sum(shares^2)',
          'units <- function(kappa, half) {',
          '  cells <- outer(shares, shares) * (1 - kappa) + diag(kappa * shares)',
          '  part <- diag(length(shares)) - chance - (1 - kappa) * (outer(shares, shares, "+") - 2 * chance)',
          '  ceiling(qnorm(.975)^2 * sum(cells * (part / (1 - chance) - kappa)^2) / half^2 - 1e-9)',
          '}',
          printed('chance', 'chance'),
          printed('units', `units(${USUAL.agreement}, ${USUAL.halfWidth})`),
        ].join('\n'),
        values: { chance: margins.reduce((total, count) => total + (count / moves.length) ** 2, 0), units },
      },
    };
  },
};
