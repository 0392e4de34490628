import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ScholarFilter } from '../../../shared/mobility/scholars.ts';
import { number } from '../../ui/format.ts';
import { scholarsLink } from './scholar-links.ts';

const LABELS = {
  scholars: 'scholars.seeThem',
  lines: 'scholars.seeTheirLines',
  stages: 'scholars.seeTheirStages',
} as const;

/** A number of scholars, or of their lines or stages, which leads to them. */
export function ScholarCount({
  count,
  filter,
  what,
  of = 'scholars',
}: {
  count: number;
  filter: ScholarFilter;
  what: string;
  /** What the number counts. */
  of?: keyof typeof LABELS;
}) {
  const { t } = useTranslation();
  if (count === 0) return <>{number(0)}</>;
  return (
    <Anchor href={scholarsLink(filter)} className="number" aria-label={t(LABELS[of], { count, what })}>
      {number(count)}
    </Anchor>
  );
}
