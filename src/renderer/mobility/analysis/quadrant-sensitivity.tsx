import { Text } from '@mantine/core';
import { choiceLabel, choiceValueLabel, flowLabel } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { useTranslation } from 'react-i18next';
import type { SensitivityRow } from '../../../shared/mobility/study.ts';
import { FLOW_COLOURS } from '../../../shared/palette.ts';
import { ChartFrame } from '../../ui/chart-frame.tsx';
import { list, number, pair, percent } from '../../ui/format.ts';
import { shareText } from '../shared.tsx';

const DIRECTIONS = ['upward', 'parallel', 'downward'] as const;
const HEIGHT_PX = 160;
const NONE: readonly SensitivityRow[] = [];

/** The same shares under each choice that the codebook could have made. */
export function Sensitivity({ rows, title }: { rows: readonly SensitivityRow[] | undefined; title: string }) {
  const { t } = useTranslation();
  const word = useWord();
  const valueName = (value: string) => word(choiceValueLabel(value));
  const table = {
    head: [
      t('analysis.columns.choice'),
      t('analysis.columns.value'),
      ...DIRECTIONS.map((direction) => word(flowLabel(direction))),
      t('analysis.columns.changed'),
    ],
    rows: (rows ?? NONE).map(({ choice, value, changed, summary }) => [
      word(choiceLabel(choice)),
      valueName(value),
      ...DIRECTIONS.map((direction) => summary[direction].share),
      changed,
    ]),
  };
  return (
    <ChartFrame title={title} table={table} height={HEIGHT_PX} loading={rows === undefined}>
      <div className="sensitivity">
        {rows?.map(({ choice, value, isCurrent, changed, summary }) => (
          <div key={`${choice} ${value}`}>
            <Text size="xs" fw={isCurrent ? 700 : 400} truncate title={isCurrent ? t('quadrants.current') : ''}>
              {pair(word(choiceLabel(choice)), valueName(value))}
            </Text>
            <div
              style={{ display: 'flex', height: 14 }}
              role="img"
              aria-label={DIRECTIONS.map((direction) => percent(summary[direction].share)).join(' / ')}
            >
              {DIRECTIONS.map((direction) => (
                <div
                  key={direction}
                  title={pair(
                    word(flowLabel(direction)),
                    list([number(summary[direction].count), shareText(summary[direction])]),
                  )}
                  style={{
                    width: `${100 * (summary[direction].share ?? 0)}%`,
                    background: FLOW_COLOURS[direction],
                    opacity: isCurrent ? 1 : 0.7,
                  }}
                />
              ))}
            </div>
            <Text size="xs" className="number" c={changed > 0 ? 'orange' : 'dimmed'} title={t('quadrants.changedHint')}>
              {isCurrent ? t('quadrants.now') : t('quadrants.changed', { count: changed })}
            </Text>
          </div>
        ))}
      </div>
    </ChartFrame>
  );
}
