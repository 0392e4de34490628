import { Alert, Anchor, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PageId } from '../../shared/pages.ts';
import { type StudyInfo, UNDATED } from '../../shared/mobility/study.ts';
import { linkTo } from '../app/router.ts';
import { bracketed, list, number } from '../ui/format.ts';
import { Panel } from '../ui/panel.tsx';
import { ImportList } from './import-list.tsx';

/** The study's contents, what it still needs, and the tables its rules use. */
export function StudyOverview({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const { counts, codebook } = study;
  const needed = codebook.codebook.stages.filter(({ optional }) => !optional).length * counts.scholars;
  const rankings = [...new Set(study.rankings.map(({ ranking }) => ranking))];
  const missingTable = !rankings.includes(codebook.codebook.reputation.table);
  const missingEdition = !study.editions.some(({ edition }) => edition === codebook.codebook.cities.edition);
  const next: [boolean, string, PageId | null][] = [
    [missingTable, t('study.next.table', { table: codebook.codebook.reputation.table }), null],
    [missingEdition, t('study.next.edition', { edition: codebook.codebook.cities.edition }), null],
    [counts.scholars === 0, t('study.next.scholars'), null],
    [counts.openMentions > 0, t('study.next.mentions', { count: counts.openMentions }), 'institutions'],
    [counts.scholars > 0 && counts.codes < needed, t('study.next.coding', { done: counts.codes, needed }), 'coding'],
  ];
  const fact = (label: string, value: string) => (
    <Paper withBorder p="xs" key={label}>
      <Text size="xl" fw={700}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </Paper>
  );
  return (
    <Stack gap="sm" pr="sm">
      <SimpleGrid cols={{ base: 3, md: 6 }} spacing="xs">
        {(['scholars', 'positions', 'institutions', 'codes', 'coders', 'edges'] as const).map((name) =>
          fact(t(`study.counts.${name}`), number(counts[name])),
        )}
      </SimpleGrid>
      {next.some(([needs]) => needs) ? (
        <Alert color="gray" p="xs" title={t('study.nextTitle')}>
          <ul className="list">
            {next
              .filter(([needs]) => needs)
              .map(([, text, page]) => (
                <li key={text}>{page ? <Anchor href={linkTo(page)}>{text}</Anchor> : text}</li>
              ))}
          </ul>
        </Alert>
      ) : null}
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
