import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CAREER_FIGURES,
  type CareerFigure,
  careerFigure,
  mostFrequent,
} from '../../../shared/figures/career-figure.ts';
import { CAREER_HEADS, careerTexts } from '../../../shared/figures/career-texts.ts';
import type { CareerPlot } from '../../../shared/mobility/findings.ts';
import { ChartFrame, type ChartTable } from '../../ui/chart-frame.tsx';
import { svgPictures, svgUrl, useFigureTheme } from '../../ui/figure-theme.tsx';
import { labelled, READER } from '../../ui/said.ts';

const HEIGHT = 420;

/** Figures of careers as they are printed, whatever the screen: one of five at a time. */
export function CareerFigures({ plot, fictional }: { plot: CareerPlot; fictional: boolean }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<CareerFigure>('states');
  const [theme] = useFigureTheme();
  const texts = careerTexts(kind, plot, fictional, READER);
  const svg = careerFigure(kind, plot, texts, theme);
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('findings.figures')}
        value={kind}
        data={CAREER_FIGURES.map((value) => ({ value, label: t(`findings.figure.${value}`) }))}
        onChange={(value) => setKind(value as CareerFigure)}
      />
      <ChartFrame
        title={texts.title}
        height={HEIGHT}
        table={tableOf(kind, plot, texts.states)}
        pictures={svgPictures(texts.title, theme.widthMm, () => svg)}
      >
        <img
          src={svgUrl(svg)}
          alt={texts.title}
          style={{ display: 'block', margin: '0 auto', maxWidth: '100%', height: HEIGHT, objectFit: 'contain' }}
        />
      </ChartFrame>
    </>
  );
}

function tableOf(kind: CareerFigure, plot: CareerPlot, states: readonly string[]): ChartTable {
  const { years, shares, entropy, meanTimes, careers } = plot;
  if (kind === 'states')
    return { head: [labelled(CAREER_HEADS.year), ...states], rows: years.map((year, i) => [year, ...shares[i]]) };
  if (kind === 'entropy')
    return {
      head: [labelled(CAREER_HEADS.year), labelled(CAREER_HEADS.entropy)],
      rows: years.map((year, i) => [year, entropy[i]]),
    };
  if (kind === 'times')
    return {
      head: [labelled(CAREER_HEADS.state), labelled(CAREER_HEADS.meanYears)],
      rows: states.map((state, i) => [state, meanTimes[i]]),
    };
  const shown = kind === 'frequent' ? mostFrequent(plot) : careers;
  return {
    head: ['n', ...years.map(String)],
    rows: shown.map(({ states: own, count }) => [count, ...years.map((_, at) => states[own[at]] ?? null)]),
  };
}
