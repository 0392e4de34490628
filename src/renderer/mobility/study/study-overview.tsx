import { Anchor, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type StudyInfo, UNDATED } from '../../../shared/mobility/study.ts';
import { linkTo } from '../../app/router.ts';
import { bracketed, list, number, pair } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { ImportList } from '../imports/import-list.tsx';
import { PopulationSummary } from './population-summary.tsx';
import { TodoList } from './todo-list.tsx';

/** The study's contents, what it still needs, and the tables its rules use. */
export function StudyOverview({ study, onImport }: { study: StudyInfo; onImport(): void }) {
  const { t } = useTranslation();
  const { counts } = study;
  const rankings = [...new Set(study.rankings.map(({ ranking }) => ranking))];
  const links: Partial<Record<keyof StudyInfo['counts'], string>> = {
    scholars: linkTo('scholars'),
    positions: linkTo('scholars'),
    institutions: linkTo('institutions', 'list'),
    codes: linkTo('trail'),
    coders: linkTo('work'),
    edges: linkTo('analysis'),
  };
  return (
    <Stack gap="sm" pr="sm">
      <SimpleGrid cols={{ base: 3, md: 6 }} spacing="xs">
        {(['scholars', 'positions', 'institutions', 'codes', 'coders', 'edges'] as const).map((name) => {
          const href = links[name];
          const value = number(counts[name]);
          return (
            <Paper withBorder p="xs" key={name}>
              <Text size="xl" fw={700}>
                {href ? (
                  <Anchor href={href} inherit aria-label={pair(t(`study.counts.${name}`), value)}>
                    {value}
                  </Anchor>
                ) : (
                  value
                )}
              </Text>
              <Text size="xs" c="dimmed">
                {t(`study.counts.${name}`)}
              </Text>
            </Paper>
          );
        })}
      </SimpleGrid>
      <TodoList onImport={onImport} />
      <PopulationSummary />
      <ImportList />
      <Panel title={t('study.rankings')}>
        {rankings.map((name) => {
          const years = study.rankings.filter(({ ranking }) => ranking === name);
          return (
            <div key={name}>
              <Text size="sm" mt={4}>
                {years[0].year === UNDATED
                  ? name
                  : `${name} · ${t('study.years', {
                      from: years[0].year,
                      to: years[years.length - 1].year,
                      count: years.length,
                    })}`}
              </Text>
              <Group gap={3}>
                {years.map(({ year, rows, deepest, complete }) => (
                  <Text
                    key={year}
                    size="xs"
                    px={4}
                    title={t('study.yearHint', { rows, deepest })}
                    style={{ border: '1px solid var(--mantine-color-default-border)', borderRadius: 3 }}
                    c={complete ? undefined : 'orange'}
                  >
                    {year === UNDATED ? number(rows) : year}
                    {complete ? '' : ` ${t('study.cut')}`}
                  </Text>
                ))}
              </Group>
            </div>
          );
        })}
        {rankings.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('study.noRankings')}
          </Text>
        ) : null}
        <Text fw={600} size="sm" mt="sm">
          {t('study.editions')}
        </Text>
        <Text size="sm">
          {list(
            study.editions.map(({ edition, cities }) => bracketed(edition, t('study.cities', { count: cities }))),
          ) || t('study.noEditions')}
        </Text>
      </Panel>
    </Stack>
  );
}
