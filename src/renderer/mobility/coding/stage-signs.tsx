import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { STAGE_SIGNS, type StageSign } from '../../../shared/mobility/scholars.ts';
import { OKABE_ITO } from '../../../shared/palette.ts';

const SIZE = 14;
const MIDDLE = SIZE / 2;

/** Each sign has a shape of its own, so that colour is never needed to tell them apart. */
const SHAPES: Readonly<Record<StageSign, ReactNode>> = {
  open: <circle cx={MIDDLE} cy={MIDDLE} r={4.5} fill="none" stroke="currentColor" strokeWidth={1.2} opacity={0.55} />,
  coded: <circle cx={MIDDLE} cy={MIDDLE} r={5} fill={OKABE_ITO.green} />,
  unsure: (
    <>
      <circle cx={MIDDLE} cy={MIDDLE} r={4.5} fill="none" stroke={OKABE_ITO.orange} strokeWidth={1.6} />
      <path d={`M${MIDDLE} 2.5 A4.5 4.5 0 0 0 ${MIDDLE} 11.5 Z`} fill={OKABE_ITO.orange} />
    </>
  ),
  missing: <rect x={2} y={MIDDLE - 1} width={10} height={2} fill="currentColor" />,
  skipped: <path d="M3 3 L8 7 L3 11 M7 3 L12 7 L7 11" fill="none" stroke="currentColor" strokeWidth={1.4} />,
  disagreement: <path d="M7 1 L13 7 L7 13 L1 7 Z" fill={OKABE_ITO.vermilion} />,
  settled: <rect x={2} y={2} width={10} height={10} rx={1} fill={OKABE_ITO.blue} />,
  blind: (
    <>
      <circle cx={MIDDLE} cy={MIDDLE} r={4.5} fill="none" stroke="currentColor" strokeWidth={1.2} />
      <path d="M3 11 L11 3" stroke="currentColor" strokeWidth={1.4} />
    </>
  ),
};

export function SignMark({ sign, label }: { sign: StageSign; label?: string }) {
  return (
    <svg
      width={SIZE}
      height={SIZE}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      style={{ verticalAlign: 'middle', flexShrink: 0 }}
    >
      {SHAPES[sign]}
    </svg>
  );
}

/** What the signs mean. */
export function SignLegend() {
  const { t } = useTranslation();
  return (
    <Group gap="md" pt={6}>
      {STAGE_SIGNS.map((sign) => (
        <Group key={sign} gap={4} wrap="nowrap">
          <SignMark sign={sign} />
          <Text size="xs" c="dimmed">
            {t(`scholars.signs.${sign}`)}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
