import { Anchor, Group, Paper, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PopulationReport } from '../../../shared/mobility/population.ts';
import { missingCvLabel } from '../../../shared/mobility/words.ts';
import { linkTo } from '../../app/router.ts';
import { number, pair, percent } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useWord } from '../../ui/said.ts';
import { scholarsLink } from '../scholars/scholar-links.ts';

/** How many are in the population, found, coded, missing; each number leads to those whom it counts. */
export function PopulationCounts({ report }: { report: PopulationReport }) {
  const { t } = useTranslation();
  const word = useWord();
  const { members, found, missing, unclear, coded, outside, reasons } = report;
  const people = (filter: string) => linkTo('population', filter);
  const tiles: [string, number, string, string?][] = [
    ['members', members, people('all')],
    ['found', found.count, scholarsLink({ population: 'found' }), percent(found.share, 0)],
    ['coded', coded, scholarsLink({ population: 'found', state: 'done' })],
    ['missing', missing, people('missing')],
    ['unclear', unclear, people('unclear')],
    ['outside', outside, scholarsLink({ population: 'outside' })],
  ];
  return (
    <Panel title={t('population.title')}>
      <SimpleGrid cols={{ base: 3, md: 6 }} spacing="xs">
        {tiles.map(([name, count, href, share]) => (
          <Paper key={name} p={4}>
            <Text size="lg" fw={700}>
              <Anchor href={href} inherit aria-label={pair(t(`population.counts.${name}`), number(count))}>
                {number(count)}
              </Anchor>
              {share ? (
                <Text span size="sm" c="dimmed" ml={6}>
                  {share}
                </Text>
              ) : null}
            </Text>
            <Text size="xs" c="dimmed">
              {t(`population.counts.${name}`)}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      {reasons.length > 0 ? (
        <Group gap="md" mt="xs">
          <Text size="sm">{t('population.why')}</Text>
          {reasons.map(({ reason, count }) => (
            <Anchor key={reason} size="sm" href={people(reason || 'none')}>
              {pair(word(missingCvLabel(reason)), number(count))}
            </Anchor>
          ))}
        </Group>
      ) : null}
    </Panel>
  );
}
