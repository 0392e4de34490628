import { Text } from '@mantine/core';
import { flowLabel, reasonLabel, stageStateLabel } from '../../shared/mobility/words.ts';
import { useWord } from '../ui/said.ts';
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
  const word = useWord();
  const rows = useMemo((): Row[] => {
    const plain = (name: string, count: number): Row => ({ name, count });
    const direction = (name: 'upward' | 'downward' | 'parallel' | 'mixed' | 'same'): Row => ({
      name: word(flowLabel(name)),
      count: summary[name].count,
      share: summary[name],
      colour: FLOW_COLOURS[name],
    });
    return [
      plain(t('quadrants.scholars'), summary.scholars),
      plain(word(flowLabel('stayed')), summary.stayed),
      ...(summary.stayedCityChanged > 0 ? [plain(word(flowLabel('stayedOtherCity')), summary.stayedCityChanged)] : []),
      plain(word(flowLabel('moved')), summary.moved),
      {
        name: word(flowLabel('notComparable')),
        count: summary.notComparable.count,
        share: summary.notComparable,
      },
      plain(word(flowLabel('unknown')), summary.missing),
      plain(t('quadrants.comparable'), summary.comparableMoves),
      direction('upward'),
      direction('downward'),
      direction('parallel'),
      ...SUBTYPES.map((name): Row => {
        const share = summary.parallel[name];
        return { name: word(flowLabel(name)), count: share.count, share, part: true };
      }),
      ...(['mixed', 'same'] as const).filter((name) => summary[name].count > 0).map(direction),
    ];
  }, [summary, t, word]);
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
    bracketed(word(reasonLabel(reason)), number(count)),
  );
  const missing = Object.entries(summary.missingReasons).map(([reason, count]) =>
    bracketed(word(stageStateLabel(reason)), number(count)),
  );
  return (
    <Panel>
      <DataTable name="quadrant-counts" title={title} frame={false} columns={columns} rows={rows} maxHeight={600} />
      <Text size="xs" c="dimmed" mt={6}>
        {t('quadrants.sharesOf')}
      </Text>
      {reasons.length > 0 ? (
        <Text size="xs" c="dimmed">
          {pair(word(flowLabel('notComparable')), list(reasons))}
        </Text>
      ) : null}
      {missing.length > 0 ? (
        <Text size="xs" c="dimmed">
          {pair(word(flowLabel('unknown')), list(missing))}
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
