import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Share, SUBTYPES, type Summary } from '../../shared/mobility/results.ts';
import { FLOW_COLOURS } from '../../shared/palette.ts';
import { bracketed, list, number, pair } from '../ui/format.ts';
import { Panel } from '../ui/panel.tsx';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { shareText } from './shared.tsx';

interface Row {
  name: string;
  count: number;
  share?: Share;
  colour?: string;
  /** A part of the row above. */
  part?: boolean;
}

/** Counts by direction, with intervals, and who is excluded and why. */
export function Counts({ summary, title }: { summary: Summary; title: string }) {
  const { t } = useTranslation();
  const rows = useMemo((): Row[] => {
    const plain = (name: string, count: number): Row => ({ name: t(name), count });
    const direction = (name: 'upward' | 'downward' | 'parallel' | 'mixed' | 'same'): Row => ({
      name: t(`flow.${name}`),
      count: summary[name].count,
      share: summary[name],
      colour: FLOW_COLOURS[name],
    });
    return [
      plain('quadrants.scholars', summary.scholars),
      plain('flow.stayed', summary.stayed),
      ...(summary.stayedCityChanged > 0 ? [plain('flow.stayedOtherCity', summary.stayedCityChanged)] : []),
      plain('flow.moved', summary.moved),
      plain('flow.notComparable', summary.notComparable.count),
      plain('flow.unknown', summary.missing),
      plain('quadrants.comparable', summary.comparableMoves),
      direction('upward'),
      direction('downward'),
      direction('parallel'),
      ...SUBTYPES.map((name): Row => {
        const share = summary.parallel[name];
        return { name: t(`flow.${name}`), count: share.count, share, part: true };
      }),
      ...(['mixed', 'same'] as const).filter((name) => summary[name].count > 0).map(direction),
    ];
  }, [summary, t]);
  const columns = useMemo(
    (): Column<Row>[] => [
      {
        id: 'what',
        head: t('quadrants.what'),
        value: ({ name }) => name,
        cell: ({ name, colour, part }) => (
          <span style={{ borderLeft: `4px solid ${colour ?? 'transparent'}`, paddingLeft: part ? 20 : 6 }}>{name}</span>
        ),
        ...UNSORTED,
      },
      {
        id: 'count',
        head: 'n',
        numeric: true,
        value: ({ count }) => count,
        text: ({ count }) => number(count),
        ...UNSORTED,
      },
      {
        id: 'share',
        head: t('quadrants.share'),
        numeric: true,
        width: '170px',
        value: ({ share }) => share?.share ?? null,
        text: ({ share }) => (share ? shareText(share) : ' '),
        ...UNSORTED,
      },
    ],
    [t],
  );
  const reasons = Object.entries(summary.notComparable.reasons).map(([reason, count]) =>
    bracketed(t(`flow.reasons.${reason}`), number(count)),
  );
  const missing = Object.entries(summary.missingReasons).map(([reason, count]) =>
    bracketed(t(`flow.missing.${reason}`), number(count)),
  );
  return (
    <Panel>
      <DataTable name="quadrant-counts" title={title} frame={false} columns={columns} rows={rows} maxHeight={600} />
      <Text size="xs" c="dimmed" mt={6}>
        {t('quadrants.sharesOf')}
      </Text>
      {reasons.length > 0 ? (
        <Text size="xs" c="dimmed">
          {pair(t('flow.notComparable'), list(reasons))}
        </Text>
      ) : null}
      {missing.length > 0 ? (
        <Text size="xs" c="dimmed">
          {pair(t('flow.unknown'), list(missing))}
        </Text>
      ) : null}
      <Text size="xs" c="dimmed">
        {t('quadrants.postdoc', { count: summary.postdoc.count, home: summary.postdoc.continuedAtAlmaMater })}
      </Text>
    </Panel>
  );
}

/** The rows are in the order of the scheme: parts follow their whole. */
const UNSORTED = { sortable: false, filterable: false } as const;
