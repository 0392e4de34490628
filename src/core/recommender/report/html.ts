import { distinct } from '../../../shared/messages/message.ts';
import type { ExperimentRow } from '../../../shared/contract/experiments.ts';
import type { EvaluationResult } from '../../../shared/contract/recommender.ts';
import { findingsOf } from '../../../shared/findings.ts';
import { MEASURES } from '../measures/registry.ts';
import { figuresOf } from './figures.ts';
import { list, page, tableHtml } from '../../report/page.ts';
import { escapeXml } from '../../report/svg-chart.ts';
import { tablesOf } from '../../../shared/result-tables.ts';

/**
 * A report that stands alone: no script, no outside file. Methods, data, results with tests, figures, versions and how
 * to run it again.
 */
export function reportHtml(row: ExperimentRow): string {
  const { spec, result } = row;
  const body = [
    `<h1>${escapeXml(row.title)}</h1>`,
    row.synthetic
      ? '<p class="synthetic"><strong>Synthetic data.</strong> Songs and listeners were made by code, the listeners from audio properties of the songs. These numbers check the program; they are no evidence about music, about people, or for the paper.</p>'
      : '',
    spec.description ? `<p>${escapeXml(spec.description)}</p>` : '',
    '<h2>Findings</h2>',
    list(result.evaluations.flatMap(findings)),
    '<h2>Data</h2>',
    list(dataLines(row)),
    '<h2>Methods</h2>',
    list(methodLines(row)),
    '<h2>Figures</h2>',
    `<div class="figures">${figuresOf(row)
      .map(({ svg }) => `<figure>${svg}</figure>`)
      .join('\n')}</div>`,
    '<h2>Results</h2>',
    ...tablesOf(row, MEASURES).map(tableHtml),
    '<h2>To run it again</h2>',
    list([
      `Spec hash ${row.hash}; data hash ${result.dataHash}; engine ${result.engine ?? 'none needed'}.`,
      `Versions: ${Object.entries(row.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')}. Computed in ${result.seconds.toFixed(0)} s, ${row.createdAt}.`,
      'On the same engine the same spec and data give the same numbers, bit for bit. quadrille reproduce BUNDLE does it.',
    ]),
    `<details><summary>Spec</summary><pre><code>${escapeXml(JSON.stringify(spec, null, 2))}</code></pre></details>`,
  ];
  return page(row.title, body);
}

/** What the tests say of the best model, in words; "no difference shown" where they show none. */
export function findings(evaluation: EvaluationResult): string[] {
  const found = findingsOf(evaluation);
  if (!found) return [];
  const { best, measure, value, listeners, lowerIsBetter, others } = found;
  const lines = others.map(({ other, difference, lower, upper, pHolm, shown }) => {
    const interval = `95 % ${lower.toFixed(4)} to ${upper.toFixed(4)}`;
    if (!shown)
      return `${best} and ${other}: no difference shown (${difference.toFixed(4)}, ${interval}, p = ${pHolm?.toFixed(3) ?? 'n/a'}, Holm).`;
    return `${best} ${difference > 0 ? 'above' : 'below'} ${other} by ${Math.abs(difference).toFixed(4)} (${interval}, ${(pHolm ?? 1) < 0.001 ? 'p < .001' : `p = ${pHolm?.toFixed(3)}`}, Holm).`;
  });
  return [
    `${evaluation.protocol}, ${measure}${lowerIsBetter ? ' (lower is better)' : ''}, ${listeners} listeners: best is ${best} (${value.toFixed(4)}).`,
    ...lines,
  ];
}

const COUNT_WORDS: Record<string, string> = {
  trainingRows: 'training rows',
  testRows: 'test rows',
  testRowsWithoutTraining: 'test rows of songs without a training row',
  testListeners: 'test listeners',
  listenersSkipped: 'listeners skipped, having nothing to learn from',
  listenersNotSampled: 'listeners beyond the sample',
  songs: 'songs',
};

function dataLines({ spec, result, synthetic }: ExperimentRow): string[] {
  const { filter, dropMismatches } = spec.data;
  return [
    synthetic ? 'A synthetic library.' : 'A library of imported data.',
    filter ? `Part of it: ${JSON.stringify(filter)}; the library itself was not changed.` : 'All of it.',
    dropMismatches ? 'Songs on the mismatch list were left out.' : 'Songs on the mismatch list were kept.',
    ...result.evaluations.map(
      ({ protocol, conversion, counts, range }) =>
        `${protocol}: ${Object.entries(counts)
          .map(([name, n]) => `${n} ${COUNT_WORDS[name] ?? name}`)
          .join(
            ', ',
          )} (rows and listeners summed over folds). Ratings by ${conversion}, from ${range.minimum.toFixed(3)} to ${range.maximum.toFixed(3)}, fitted on training rows.`,
    ),
  ];
}

function methodLines({ spec, result }: ExperimentRow): string[] {
  const lines = spec.evaluations.map(
    ({ protocol, models, repeats, cutoffs }) =>
      `${protocol}: ${models.join(', ')}; ${repeats} fit(s) of each stochastic model; lists of ${cutoffs.join(', ')}; all candidates ranked, training songs masked, ties to the lower index.`,
  );
  if (spec.grid && result.grid)
    lines.push(
      `K and epoch were chosen by validation RMSE on a part of the training rows: K = ${result.grid.best.k}, epoch = ${result.grid.best.epochs} (${result.grid.best.rmse.toFixed(4)}; global mean ${result.grid.globalMeanRmse.toFixed(4)}). Only that cell was tested.`,
    );
  if (spec.search)
    lines.push(
      `Settings were chosen by random search, ${spec.search.budget} trials for each model, by ${spec.search.measure} on a part of the training rows.`,
    );
  lines.push(`Chosen: ${JSON.stringify(result.chosen)}.`);
  lines.push(
    'RMSE and the other errors are per rating. Precision divides by N; recall by the number of relevant songs, its capped form by min(N, relevant). Tests are paired t tests over listeners with Holm’s adjustment; intervals are percentile bootstraps over listeners. Variance over seeds is stated apart.',
  );
  return [...lines, ...distinct(result.evaluations.flatMap(({ notes }) => notes)).map(({ text }) => text)];
}
