import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Share, SUBTYPES, type Summary } from '../../shared/mobility/results.ts';
import { FLOW_COLOURS } from '../../shared/palette.ts';
import { number } from '../ui/format.ts';
import { Panel } from '../ui/panel.tsx';
import { shareText } from './shared.tsx';

/** Counts by direction, with intervals, and who is excluded and why. */
export function Counts({ summary }: { summary: Summary }) {
  const { t } = useTranslation();
  const row = (name: string, share: Share, colour?: string, inner = false) => (
    <Table.Tr key={name}>
      <Table.Td style={{ paddingLeft: inner ? 22 : undefined, borderLeft: colour ? `4px solid ${colour}` : undefined }}>
        {name}
      </Table.Td>
      <Table.Td className="number">{number(share.count)}</Table.Td>
      <Table.Td className="number" style={{ whiteSpace: 'nowrap' }}>
        {shareText(share)}
      </Table.Td>
    </Table.Tr>
  );
  const plain = (name: string, count: number) => (
    <Table.Tr key={name}>
      <Table.Td>{name}</Table.Td>
      <Table.Td className="number">{number(count)}</Table.Td>
      <Table.Td />
    </Table.Tr>
  );
  const reasons = Object.entries(summary.notComparable.reasons)
    .map(([reason, count]) => `${t(`flow.reasons.${reason}`)}: ${count}`)
    .join(', ');
  const missing = Object.entries(summary.missingReasons)
    .map(([reason, count]) => `${t(`flow.missing.${reason}`)}: ${count}`)
    .join(', ');
  return (
    <Panel>
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('quadrants.what')}</Table.Th>
            <Table.Th className="number">n</Table.Th>
            <Table.Th className="number">{t('quadrants.share')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plain(t('quadrants.scholars'), summary.scholars)}
          {plain(t('flow.stayed'), summary.stayed)}
          {summary.stayedCityChanged > 0 ? plain(t('flow.stayedOtherCity'), summary.stayedCityChanged) : null}
          {plain(t('flow.moved'), summary.moved)}
          {plain(t('flow.notComparable'), summary.notComparable.count)}
          {plain(t('flow.unknown'), summary.missing)}
          {plain(t('quadrants.comparable'), summary.comparableMoves)}
          {row(t('flow.upward'), summary.upward, FLOW_COLOURS.upward)}
          {row(t('flow.downward'), summary.downward, FLOW_COLOURS.downward)}
          {row(t('flow.parallel'), summary.parallel, FLOW_COLOURS.parallel)}
          {SUBTYPES.map((name) => row(t(`flow.${name}`), summary.parallel[name], undefined, true))}
          {summary.mixed.count > 0 ? row(t('flow.mixed'), summary.mixed, FLOW_COLOURS.mixed) : null}
          {summary.same.count > 0 ? row(t('flow.same'), summary.same, FLOW_COLOURS.same) : null}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt={6}>
        {t('quadrants.sharesOf')}
        {reasons ? ` ${t('flow.notComparable')}: ${reasons}.` : ''}
        {missing ? ` ${t('flow.unknown')}: ${missing}.` : ''}
      </Text>
      <Text size="xs" c="dimmed">
        {t('quadrants.postdoc', { count: summary.postdoc.count, home: summary.postdoc.continuedAtAlmaMater })}
      </Text>
    </Panel>
  );
}
