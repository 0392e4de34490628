import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { Data } from 'plotly.js';
import type { EvaluationResult, MeasureInfo } from '../../shared/contract/recommender.ts';
import { figureNote, protocolLabel, rowLabel } from '../../shared/evaluation-words.ts';
import { markPath } from '../../shared/figures/mark-path.ts';
import { say } from '../../shared/messages/say.ts';
import { decimalsFor } from '../../shared/number-format.ts';
import { DASH_ARRAYS, type Stroke } from '../../shared/palette.ts';
import { curvesOf, cutoffsOf } from '../../shared/result-tables.ts';
import { testedListeners } from '../../shared/tested-listeners.ts';
import { Chart } from '../ui/chart.tsx';
import { resultNumber } from '../ui/format.ts';
import { labelled, said } from '../ui/said.ts';
import { useModelTypes } from './model-types.ts';

const NORMAL_95 = 1.96;
const HEIGHT = 250;
/** Numbers at the ends of lines stand at least so far apart, as a share of the drawing's height. */
const APART = 0.075;

interface Line {
  model: string;
  /** Beside the line's end and in the legend. */
  number: number;
  name: string;
  stroke: Stroke;
}

/** Measures of lists by their length, small beside each other: one legend, whose numbers stand at the lines' ends. */
export function CutoffCharts({
  result,
  measures,
  synthetic,
  strokeOf,
}: {
  result: EvaluationResult;
  measures: readonly MeasureInfo[];
  synthetic: boolean;
  /** Of rows that are no models of ours. */
  strokeOf?(row: string): Stroke;
}) {
  const types = useModelTypes();
  const stroke = strokeOf ?? types.stroke;
  const shown = curvesOf(measures, 'figure').filter(({ name }) => cutoffsOf(result.models, name).length > 1);
  if (shown.length === 0) return null;
  const last = shown[shown.length - 1].name;
  const longest = Math.max(...cutoffsOf(result.models, last));
  const at = (model: string) => result.models[model][`${last}@${longest}`] ?? Number.NEGATIVE_INFINITY;
  const lines = Object.keys(result.models)
    .filter((model) => Number.isFinite(at(model)))
    .sort((a, b) => at(b) - at(a))
    .map(
      (model, i): Line => ({ model, number: i + 1, name: labelled(rowLabel(result, model)), stroke: stroke(model) }),
    );
  return (
    <Stack gap="xs">
      <Legend lines={lines} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
        {shown.map((measure) => (
          <CutoffChart key={measure.name} result={result} measure={measure} lines={lines} synthetic={synthetic} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function Legend({ lines }: { lines: readonly Line[] }) {
  return (
    <ul className="legend">
      {lines.map(({ model, number, name, stroke }) => (
        <li key={model}>
          <svg width={30} height={10} aria-hidden>
            <line
              x1={0}
              x2={30}
              y1={5}
              y2={5}
              stroke={stroke.colour}
              strokeWidth={2}
              strokeDasharray={DASH_ARRAYS[stroke.dash]}
            />
            <path d={markPath(stroke.mark, 15, 5, 3.5)} fill={stroke.colour} />
          </svg>
          <Text size="xs" component="span">
            {number} {name}
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** One measure by list length, every model with a 95 % band over listeners. */
function CutoffChart({
  result,
  measure,
  lines,
  synthetic,
}: {
  result: EvaluationResult;
  measure: MeasureInfo;
  lines: readonly Line[];
  synthetic: boolean;
}) {
  const cutoffs = cutoffsOf(result.models, measure.name);
  const column = (n: number) => `${measure.name}@${n}`;
  const at = (model: string, n: number) => result.models[model][column(n)] ?? null;
  const error = (model: string, n: number) => NORMAL_95 * (result.statistics?.standardErrors[model]?.[column(n)] ?? 0);
  const heading = labelled(measure.heading);
  const decimals = decimalsFor(lines.flatMap(({ model }) => cutoffs.map((n) => at(model, n))));
  const data = lines.flatMap(({ model, name, stroke }): Data[] => {
    const values = cutoffs.map((n) => at(model, n) ?? Number.NaN);
    const [low, high] = [-1, 1].map((sign) => cutoffs.map((n, i) => values[i] + sign * error(model, n)));
    return [
      {
        type: 'scatter',
        x: [...cutoffs, ...[...cutoffs].reverse()],
        y: [...high, ...[...low].reverse()],
        mode: 'lines',
        fill: 'toself',
        fillcolor: `${stroke.colour}22`,
        line: { width: 0 },
        hoverinfo: 'skip',
        showlegend: false,
        legendgroup: model,
      },
      {
        type: 'scatter',
        mode: 'lines+markers',
        x: cutoffs,
        y: values,
        name,
        hovertext: cutoffs.map(
          (n, i) =>
            `${name} · N ${n} · ${heading} ${resultNumber(values[i], decimals)} ` +
            `[${resultNumber(low[i], decimals)}, ${resultNumber(high[i], decimals)}]`,
        ),
        hoverinfo: 'text',
        legendgroup: model,
        line: { color: stroke.colour, dash: stroke.dash, width: 1.6 },
        marker: { size: 5, symbol: stroke.mark },
      },
    ] as unknown as Data[];
  });
  const names = lines.map(({ name }) => name);
  return (
    <Chart
      title={said(say('figure.by-length', { measure: measure.heading, protocol: protocolLabel(result.protocol) }))}
      heading={heading}
      note={said(figureNote(say('figure.of-listeners', testedListeners(result)), synthetic))}
      data={data}
      layout={{
        margin: { l: 48, r: 26, t: 6, b: 40 },
        xaxis: { title: { text: said(say('figure.length')) }, nticks: 6 },
        yaxis: { title: { text: heading }, rangemode: 'tozero', nticks: 4 },
        annotations: endNumbers(lines, at, cutoffs),
      }}
      legendApart
      table={{
        head: ['N', ...names.flatMap((name) => [name, `${name} ±`])],
        rows: cutoffs.map((n) => [n, ...lines.flatMap(({ model }) => [at(model, n), error(model, n)])]),
        numbers: ['count'],
      }}
      height={HEIGHT}
    />
  );
}

/** The number of each line at its end; those of lines that end close together move apart. */
function endNumbers(
  lines: readonly Line[],
  at: (model: string, n: number) => number | null,
  cutoffs: readonly number[],
) {
  const last = cutoffs[cutoffs.length - 1];
  const ends = lines
    .map((line) => ({ ...line, y: at(line.model, last) }))
    .filter((line): line is Line & { y: number } => line.y !== null)
    .sort((a, b) => a.y - b.y);
  const highest = Math.max(0, ...lines.flatMap(({ model }) => cutoffs.map((n) => at(model, n) ?? 0)));
  const step = highest * APART;
  const places: number[] = [];
  for (const { y } of ends) places.push(Math.max(y, (places[places.length - 1] ?? Number.NEGATIVE_INFINITY) + step));
  return ends.map(({ number, stroke }, i) => ({
    x: last,
    y: places[i],
    text: String(number),
    showarrow: false,
    xanchor: 'left' as const,
    xshift: 6,
    font: { size: 11, color: stroke.colour },
  }));
}
