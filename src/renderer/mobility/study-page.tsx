import { Alert, Button, Group, Paper, ScrollArea, SimpleGrid, Skeleton, Stack, Table, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodingEvent } from '../../shared/mobility/coding.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { type Granted, useCall } from '../api.ts';
import { useRequest } from '../app/requests.ts';
import { linkTo } from '../app/router.ts';
import { dateTime, NOT_APPLICABLE, number } from '../ui/format.ts';
import { usePageState } from '../ui/page-state.ts';
import { CodebookEditor } from './codebook-editor.tsx';
import { MobilityImportDialog } from './import-dialog.tsx';
import { Fictional, NoStudy, useNames, useStudy } from './shared.tsx';
import { TabBar } from '../ui/tab-bar.tsx';

/** What the study holds, the tables that its rules lean on, the codebook and its versions, and the audit trail. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const [tab, setTab] = usePageState<string | null>('study-tab', 'overview');
  const [importing, setImporting] = useState(false);
  const [dropped, setDropped] = useState<Granted | null>(null);
  useRequest('import-study', ([file]) => {
    setDropped(file ?? null);
    setImporting(true);
  });
  const dialog = <MobilityImportDialog opened={importing} onClose={() => setImporting(false)} dropped={dropped} />;
  if (!study) return <Skeleton h={400} />;
  const empty = study.counts.scholars === 0 && study.counts.institutions === 0 && study.rankings.length === 0;
  if (empty)
    return (
      <>
        <NoStudy />
        {dialog}
      </>
    );
  return (
    <Tabs value={tab} onChange={setTab} h="100%" style={{ display: 'flex', flexDirection: 'column' }}>
      <TabBar
        tabs={
          <>
            <Tabs.Tab value="overview">{t('study.overview')}</Tabs.Tab>
            <Tabs.Tab value="codebook">{t('study.codebook', { version: study.codebook.version })}</Tabs.Tab>
            <Tabs.Tab value="trail">{t('study.trail')}</Tabs.Tab>
          </>
        }
      >
        <Fictional study={study} />
        <Button onClick={() => setImporting(true)}>{t('mobility.import')}</Button>
      </TabBar>
      <Tabs.Panel value="overview" pt="sm" style={{ flex: 1, minHeight: 0 }}>
        <ScrollArea h="100%">
          <Overview study={study} />
        </ScrollArea>
      </Tabs.Panel>
      <Tabs.Panel value="codebook" pt="sm" style={{ flex: 1, minHeight: 0 }}>
        <ScrollArea h="100%">
          <CodebookEditor key={study.codebook.version} study={study} />
        </ScrollArea>
      </Tabs.Panel>
      <Tabs.Panel value="trail" pt="sm" style={{ flex: 1, minHeight: 0 }}>
        <ScrollArea h="100%">
          <Trail study={study} />
        </ScrollArea>
      </Tabs.Panel>
      {dialog}
    </Tabs>
  );
}

function Overview({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const { counts, codebook } = study;
  const needed = codebook.codebook.stages.filter(({ optional }) => !optional).length * counts.scholars;
  const rankings = [...new Set(study.rankings.map(({ ranking }) => ranking))];
  const missingTable = !rankings.includes(codebook.codebook.reputation.table);
  const missingEdition = !study.editions.some(({ edition }) => edition === codebook.codebook.cities.edition);
  const next: [boolean, string, Parameters<typeof linkTo>[0] | null][] = [
    [missingTable, t('study.next.table', { table: codebook.codebook.reputation.table }), null],
    [missingEdition, t('study.next.edition', { edition: codebook.codebook.cities.edition }), null],
    [counts.scholars === 0, t('study.next.scholars'), null],
    [counts.openMentions > 0, t('study.next.mentions', { count: counts.openMentions }), 'institutions'],
    [
      counts.scholars > 0 && counts.codes < needed,
      t('study.next.coding', { done: number(counts.codes), needed: number(needed) }),
      'coding',
    ],
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
          {next
            .filter(([needs]) => needs)
            .map(([, text, page]) => (
              <Text key={text} size="sm">
                • {page ? <a href={linkTo(page)}>{text}</a> : text}
              </Text>
            ))}
        </Alert>
      ) : null}
      <Paper withBorder p="sm">
        <Text fw={600} size="sm">
          {t('study.rankings')}
        </Text>
        {rankings.map((name) => {
          const years = study.rankings.filter(({ ranking }) => ranking === name);
          return (
            <div key={name}>
              <Text size="sm" mt={4}>
                {name} ·{' '}
                {t('study.years', { from: years[0].year, to: years[years.length - 1].year, count: years.length })}
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
                    {year}
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
          {study.editions.map(({ edition, cities }) => `${edition} (${t('study.cities', { n: cities })})`).join(', ') ||
            t('study.noEditions')}
        </Text>
      </Paper>
    </Stack>
  );
}

function Trail({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const names = useNames(study);
  const { data } = useCall('mobility/list-events', { scholarId: null, limit: 300 });
  const value = (code: CodingEvent['after']) =>
    code === null
      ? NOT_APPLICABLE
      : code.state === 'coded'
        ? [code.institution, code.city, code.year].filter((part) => part !== null).join(' · ')
        : t(`coding.states.${code.state}`);
  if (!data) return <Skeleton h={300} />;
  return (
    <Table fz="xs" verticalSpacing={2} pr="sm">
      <Table.Thead>
        <Table.Tr>
          {(['at', 'who', 'what', 'scholar', 'stage', 'before', 'after', 'version'] as const).map((name) => (
            <Table.Th key={name}>{t(`study.trailHeads.${name}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.map((event) => (
          <Table.Tr key={event.uid} style={{ opacity: event.state === 'live' ? 1 : 0.5 }}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>{dateTime(event.at)}</Table.Td>
            <Table.Td>{event.author}</Table.Td>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>
              {t(`study.events.${event.kind}`)}
              {event.accepted ? ` · ${t('study.accepted')}` : ''}
            </Table.Td>
            <Table.Td>{event.scholar}</Table.Td>
            <Table.Td>{names.stage(event.stage)}</Table.Td>
            <Table.Td>{value(event.before)}</Table.Td>
            <Table.Td>{value(event.after)}</Table.Td>
            <Table.Td className="number">{event.codebookVersion}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
