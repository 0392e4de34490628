import { Anchor, Text } from '@mantine/core';
import type { Label } from '../../../shared/messages/message.ts';
import type { ScholarFilter } from '../../../shared/mobility/scholars.ts';
import { flowLabel, reasonLabel, stageStateLabel } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Share, SUBTYPES, type Summary } from '../../../shared/mobility/results.ts';
import { FLOW_COLOURS } from '../../../shared/palette.ts';
import { bracketed, number, pair } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { ScholarCount } from '../scholars/scholar-count.tsx';
import { scholarsLink } from '../scholars/scholar-links.ts';
import { shareText } from '../shared.tsx';

interface Row {
  name: string;
  count: number;
  share?: Share;
  colour?: string;
  /** A part of the row above. */
  part?: boolean;
  /** Which scholars it counts. */
  filter: ScholarFilter;
}

export interface CountsProps {
  summary: Summary;
  title: string;
  /** The transition and kinds that all rows are about. */
  among: Pick<ScholarFilter, 'move' | 'kinds'>;
}

/** Counts by direction, with intervals, and who is excluded and why. */
export function Counts({ summary, title, among }: CountsProps) {
  const { t } = useTranslation();
  const word = useWord();
  const rows = useMemo((): Row[] => {
    const plain = (name: string, count: number, filter: ScholarFilter): Row => ({ name, count, filter });
    const direction = (name: 'upward' | 'downward' | 'parallel' | 'mixed' | 'same'): Row => ({
      name: word(flowLabel(name)),
      count: summary[name].count,
      share: summary[name],
      colour: FLOW_COLOURS[name],
      filter: { direction: name },
    });
    return [
      plain(t('quadrants.scholars'), summary.scholars, {}),
      plain(word(flowLabel('stayed')), summary.stayed, { outcome: 'stayed' }),
      ...(summary.stayedCityChanged > 0
        ? [plain(word(flowLabel('stayedOtherCity')), summary.stayedCityChanged, { cityChanged: 'inside' })]
        : []),
      plain(word(flowLabel('moved')), summary.moved, { outcome: 'moved' }),
      {
        name: word(flowLabel('notComparable')),
        count: summary.notComparable.count,
        share: summary.notComparable,
        filter: { comparable: 'no' },
      },
      plain(word(flowLabel('unknown')), summary.missing, { outcome: 'missing' }),
      plain(t('quadrants.comparable'), summary.comparableMoves, { comparable: 'yes' }),
      direction('upward'),
      direction('downward'),
      direction('parallel'),
      ...SUBTYPES.map((name): Row => {
        const share = summary.parallel[name];
        return { name: word(flowLabel(name)), count: share.count, share, part: true, filter: { subtype: name } };
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
        cell: ({ count, filter, name }) => <ScholarCount count={count} filter={{ ...among, ...filter }} what={name} />,
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
    [t, among],
  );
  const parts = (counts: Partial<Record<string, number>>, part: 'reason' | 'missing', label: (name: string) => Label) =>
    Object.entries(counts).map(([name, count]) => (
      <Anchor key={name} size="xs" mr={8} href={scholarsLink({ ...among, [part]: name })}>
        {bracketed(word(label(name)), number(count))}
      </Anchor>
    ));
  const reasons = parts(summary.notComparable.reasons, 'reason', reasonLabel);
  const missing = parts(summary.missingReasons, 'missing', stageStateLabel);
  return (
    <Panel>
      <DataTable name="quadrant-counts" title={title} frame={false} columns={columns} rows={rows} maxHeight={600} />
      <Text size="xs" c="dimmed" mt={6}>
        {t('quadrants.sharesOf')}
      </Text>
      {reasons.length > 0 ? (
        <Text size="xs" c="dimmed">
          {pair(word(flowLabel('notComparable')), '')}
          {reasons}
        </Text>
      ) : null}
      {missing.length > 0 ? (
        <Text size="xs" c="dimmed">
          {pair(word(flowLabel('unknown')), '')}
          {missing}
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
