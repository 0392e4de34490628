import { type MessageId, say } from '../../../../shared/messages/say.ts';
import { transitionLabel } from '../../../../shared/mobility/words.ts';
import { mobilityTable } from '../../../statistics/models/mobility-table.ts';
import { usedClasses } from '../../../statistics/count-tables.ts';
import { crossCells, crossColumns, crossTest } from './cross-table.ts';
import { printed, readData } from '../r-code.ts';
import { column, type FindingDefinition, movesOf, P_VALUE, table } from './finding.ts';

const MODELS = {
  independence: 'finding.independence',
  quasiIndependence: 'finding.quasi-independence',
  symmetry: 'finding.symmetry',
  quasiSymmetry: 'finding.quasi-symmetry',
} as const satisfies Record<string, MessageId>;
/** As glm writes the same models; `diagonal` and `pair` are made by the script. */
const FORMULAS: Record<keyof typeof MODELS, string> = {
  independence: 'n ~ i + j',
  quasiIndependence: 'n ~ i + j + diagonal',
  symmetry: 'n ~ pair',
  quasiSymmetry: 'n ~ i + j + pair',
};

interface ModelFit {
  statistic: number;
  df: number;
  p: number | null;
  dissimilarity: number;
}

/** Levels before and after: what moves because the levels are differently common, and what is exchange. */
export const LEVEL_TABLE: FindingDefinition = {
  name: 'level-table',
  question: say('finding.level-table'),
  inputs: ['transition'],
  reads: { moves: 'chosen', scholars: [] },
  compute(input) {
    const all = movesOf(input);
    const moves = all.filter(({ fromLevel, toLevel }) => fromLevel !== null && toLevel !== null);
    const levels = Array.from({ length: input.levels }, (_, i) => i + 1);
    const counts = levels.map((from) =>
      levels.map((to) => moves.filter((one) => one.fromLevel === from && one.toLevel === to).length),
    );
    const { table: kept, used } = usedClasses(counts);
    const result = mobilityTable({ table: kept });
    const test = crossTest(kept);
    const labels = used.map((i) => ({ key: levels[i], label: say('finding.level', { level: levels[i] }) }));
    const models = result.models as Record<keyof typeof MODELS, ModelFit>;
    const names = (Object.keys(MODELS) as (keyof typeof MODELS)[]).filter((name) => models[name]);
    const [moved, structural] = [result.moved as number, (result.structural as number) * result.n];
    const label = transitionLabel(input.book, input.options.transition);
    const data = { head: ['before', 'after'], rows: moves.map(({ fromLevel, toLevel }) => [fromLevel, toLevel]) };
    return {
      p: (models.quasiIndependence ?? models.independence)?.p ?? null,
      title: say('finding.level-table-title', { transition: label }),
      tables: [
        table(
          'levels',
          say('finding.levels-before-after'),
          [
            column('before', say('finding.level-before')),
            ...crossColumns(labels.map(({ key, label }) => ({ key: `${key}`, label }))),
          ],
          labels.map((level, i) => [level, ...crossCells(kept, i, test)]),
        ),
        table(
          'models',
          say('finding.log-linear-models'),
          [
            column('model', say('finding.model')),
            column('G2', 'G²'),
            column('df', say('finding.df')),
            P_VALUE,
            column('dissimilarity', say('finding.dissimilarity')),
          ],
          names.map((name) => [
            { key: name, label: say(MODELS[name]) },
            models[name].statistic,
            models[name].df,
            models[name].p,
            models[name].dissimilarity,
          ]),
        ),
      ],
      sentences: [
        say('finding.structural-sentence', {
          moved,
          n: result.n,
          structural,
          circulation: moved - structural,
          share: { number: moved === 0 ? null : (100 * structural) / moved, style: 'result', decimals: 1 },
        }),
        ...(models.quasiIndependence
          ? [
              say('finding.quasi-independence-sentence', {
                statistic: { number: models.quasiIndependence.statistic, style: 'result', decimals: 2 },
                df: models.quasiIndependence.df,
                p: { number: models.quasiIndependence.p, style: 'p' },
              }),
            ]
          : []),
      ],
      methods: [say('finding.level-table-methods')],
      notes: [
        ...(all.length > moves.length ? [say('finding.without-level', { n: all.length - moves.length })] : []),
        ...result.notes,
      ],
      plot: null,
      code: {
        data,
        packages: [],
        script: [
          readData(data),
          'classes <- sort(unique(c(data$before, data$after)))',
          'counts <- table(factor(data$before, classes), factor(data$after, classes))',
          'print(counts); print(round(prop.table(counts, 1) * 100, 1))',
          printed('structural', 'sum(abs(rowSums(counts) - colSums(counts))) / 2'),
          'cells <- data.frame(n = c(counts), i = factor(row(counts)), j = factor(col(counts)))',
          'cells$diagonal <- factor(ifelse(row(counts) == col(counts), row(counts), 0))',
          'cells$pair <- factor(paste(pmin(row(counts), col(counts)), pmax(row(counts), col(counts))))',
          'fit <- function(formula) suppressWarnings(glm(formula, poisson, cells, control = glm.control(1e-12, 60)))',
          ...names.map((name) => printed(name, `fit(${FORMULAS[name]})$deviance`)),
        ].join('\n'),
        values: { structural, ...Object.fromEntries(names.map((name) => [name, models[name].statistic])) },
      },
    };
  },
};
