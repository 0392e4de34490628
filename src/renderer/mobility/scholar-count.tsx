import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ScholarFilter } from '../../shared/mobility/scholars.ts';
import { number } from '../ui/format.ts';
import { scholarsLink } from './scholar-links.ts';

/** A number of scholars, or of their lines, which leads to them. */
export function ScholarCount({
  count,
  filter,
  what,
  lines = false,
}: {
  count: number;
  filter: ScholarFilter;
  what: string;
  /** The number counts lines. */
  lines?: boolean;
}) {
  const { t } = useTranslation();
  if (count === 0) return <>{number(0)}</>;
  return (
    <Anchor
      href={scholarsLink(filter)}
      className="number"
      aria-label={t(lines ? 'scholars.seeTheirLines' : 'scholars.seeThem', { count, what })}
    >
      {number(count)}
    </Anchor>
  );
}
