import type { ExperimentRow } from '../../../shared/contract/experiments.ts';
import type { EvaluationResult } from '../../../shared/contract/recommender.ts';
import type { Table } from '../../../shared/table.ts';
import { findingsOf } from '../../../shared/findings.ts';
import { figuresOf } from './figures.ts';
import { escapeXml } from './svg-chart.ts';
import { tablesOf } from '../../../shared/result-tables.ts';

const STYLE = `body{font:15px/1.5 system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #ccc}h3{font-size:1rem}table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums;margin:.5rem 0 1.5rem}
th,td{padding:2px 8px;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}th:first-child,td:first-child,td.text{text-align:left}.wide{overflow-x:auto}
.synthetic{background:#fff3cd;border:1px solid #e0b000;padding:.5rem .8rem}.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(430px,1fr));gap:1rem}figure{margin:0;break-inside:avoid}svg{max-width:100%;height:auto}code{font-size:12px}
@media print{body{margin:0;max-width:none;font-size:11px}table{font-size:8px}h2{break-after:avoid}@page{size:A4 landscape;margin:12mm}}`;

/** A report that stands alone: no script, no outside file. Methods, data, results with tests, figures, versions and how to run it again. */
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
    ...tablesOf(row).map(tableHtml),
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
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escapeXml(row.title)}</title><style>${STYLE}</style></head><body>\n${body.filter(Boolean).join('\n')}\n</body></html>\n`;
}

/** What the tests say of the best model, in words; "no difference shown" where they show none. */
export function findings(evaluation: EvaluationResult): string[] {
  const found = findingsOf(evaluation);
  if (!found) return [];
  const { best, measure, value, listeners, lowerIsBetter, others } = found;
  const lines = others.map(({ other, difference, lower, upper, pHolm, shown }) => {
    const interval = `95 % ${lower.toFixed(4)} to ${upper.toFixed(4)}`;
    if (!shown) return `${best} and ${other}: no difference shown (${difference.toFixed(4)}, ${interval}, p = ${pHolm?.toFixed(3) ?? 'n/a'}, Holm).`;
    return `${best} ${difference > 0 ? 'above' : 'below'} ${other} by ${Math.abs(difference).toFixed(4)} (${interval}, ${(pHolm ?? 1) < 0.001 ? 'p < .001' : `p = ${pHolm?.toFixed(3)}`}, Holm).`;
  });
  return [`${evaluation.protocol}, ${measure}${lowerIsBetter ? ' (lower is better)' : ''}, ${listeners} listeners: best is ${best} (${value.toFixed(4)}).`, ...lines];
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
          .join(', ')} (rows and listeners summed over folds). Ratings by ${conversion}, from ${range.minimum.toFixed(3)} to ${range.maximum.toFixed(3)}, fitted on training rows.`,
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
  if (spec.search) lines.push(`Settings were chosen by random search, ${spec.search.budget} trials for each model, by ${spec.search.measure} on a part of the training rows.`);
  lines.push(`Chosen: ${JSON.stringify(result.chosen)}.`);
  lines.push(
    'RMSE and the other errors are per rating. Precision divides by N; recall by the number of relevant songs, its capped form by min(N, relevant). Tests are paired t tests over listeners with Holm’s adjustment; intervals are percentile bootstraps over listeners. Variance over seeds is stated apart.',
  );
  return [...lines, ...new Set(result.evaluations.flatMap(({ notes }) => notes))];
}

function list(lines: string[]): string {
  return `<ul>${lines.map((line) => `<li>${escapeXml(line)}</li>`).join('')}</ul>`;
}

function tableHtml({ title, head, rows }: Table): string {
  const cell = (value: string | number | null) =>
    typeof value === 'number' ? `<td>${Number.isInteger(value) ? value : Number(value.toPrecision(4))}</td>` : `<td class="text">${value === null ? 'n/a' : escapeXml(value)}</td>`;
  return `<h3>${escapeXml(title)}</h3><div class="wide"><table><thead><tr>${head.map((name) => `<th>${escapeXml(name)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</tbody></table></div>`;
}
