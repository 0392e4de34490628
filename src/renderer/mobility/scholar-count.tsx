import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ScholarFilter } from '../../shared/mobility/scholars.ts';
import { number } from '../ui/format.ts';
import { scholarsLink } from './scholar-links.ts';

/** A number of scholars, which leads to them. */
export function ScholarCount({ count, filter, what }: { count: number; filter: ScholarFilter; what: string }) {
  const { t } = useTranslation();
  if (count === 0) return <>{number(0)}</>;
  return (
    <Anchor href={scholarsLink(filter)} className="number" aria-label={t('scholars.seeThem', { count, what })}>
      {number(count)}
    </Anchor>
  );
}
