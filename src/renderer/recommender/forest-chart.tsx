import { Select, useComputedColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forestOf } from '../../shared/comparison-forest.ts';
import { testedMeasures } from '../../shared/comparison-tables.ts';
import type { EvaluationResult, MeasureInfo } from '../../shared/contract/recommender.ts';
import { measureLabel } from '../../shared/evaluation-words.ts';
import { type ForestFrame, forestPlot } from '../../shared/figures/forest-plot.ts';
import { FONT_FAMILIES, POINTS_PER_MM } from '../../shared/figures/print-theme.ts';
import type { Stroke } from '../../shared/palette.ts';
import { columnsOf } from '../../shared/result-tables.ts';
import { ChartFrame } from '../ui/chart-frame.tsx';
import { svgPictures, svgUrl, useFigureTheme } from '../ui/figure-theme.tsx';
import { labelled, READER } from '../ui/said.ts';
import { useModelTypes } from './model-types.ts';

const FAMILY = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC"';
const SCREEN = { width: 800, size: 13, family: FAMILY, titled: false } as const;
const LIGHT = { ink: '#1a1a1a', dim: '#5c5f66', grid: '#e9ecef', paper: '#ffffff' };
const DARK = { ink: '#c9c9c9', dim: '#909296', grid: '#3a3a3a', paper: '#242424' };
const PRINT = { ink: '#000000', dim: '#444444', grid: '#dddddd', paper: '#ffffff' };

/** Every model by one measure: dots with intervals, ties with the best one marked, ceilings as lines. */
export function ForestChart({
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
  const { t } = useTranslation();
  const [theme] = useFigureTheme();
  const { stroke } = useModelTypes();
  const dark = useComputedColorScheme('light') === 'dark';
  const intervals = Object.values(result.statistics?.intervals ?? {});
  const withInterval = columnsOf(result, measures).filter((name) => intervals.some((own) => own[name]));
  const choices = [...new Set([...testedMeasures(result), ...withInterval])];
  const [chosen, choose] = useState<string | null>(null);
  const measure = chosen ?? choices[0];
  const plot = measure
    ? forestOf(result, measure, { measures, synthetic, strokeOf: strokeOf ?? stroke, reader: READER })
    : null;
  if (!plot) return null;
  const frame: ForestFrame = { ...SCREEN, ...(dark ? DARK : LIGHT) };
  const printed = () => {
    const width = theme.widthMm * POINTS_PER_MM;
    const family = FONT_FAMILIES[theme.font];
    return forestPlot(plot, { ...PRINT, width, size: 8, family, titled: true, writtenWidth: `${theme.widthMm}mm` });
  };
  return (
    <ChartFrame
      title={plot.title}
      table={{
        head: [t('training.model'), labelled(measureLabel(measure, measures)), t('chart.lower'), t('chart.upper')],
        rows: plot.rows.map(({ label, value, interval }) => [label, value, ...(interval ?? [null, null])]),
      }}
      height={320}
      options={
        <Select
          aria-label={t('experiments.measure')}
          w={150}
          allowDeselect={false}
          data={choices.map((value) => ({ value, label: labelled(measureLabel(value, measures)) }))}
          value={measure}
          onChange={choose}
        />
      }
      pictures={svgPictures(plot.title, theme.widthMm, printed)}
    >
      <img src={svgUrl(forestPlot(plot, frame))} alt={plot.title} style={{ display: 'block', width: '100%' }} />
    </ChartFrame>
  );
}
