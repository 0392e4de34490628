import { Button, Group, ScrollArea, Select, Skeleton, Slider, Stack, Table, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { type CoderWork, QUEUE_ORDERS, type Work } from '../../shared/mobility/work.ts';
import type { ScholarFilter } from '../../shared/mobility/scholars.ts';
import { call, useCall } from '../api.ts';
import { Bar } from '../ui/bar.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { number, percent } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { Panel } from '../ui/panel.tsx';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { notifications } from '@mantine/notifications';
import { ScholarCount } from './scholars/scholar-count.tsx';
import { Fictional, NoStudy, useStudy } from './shared.tsx';
import { DrawPilot } from './quality/draw-pilot.tsx';
import { AssignList, SplitWork } from './work/work-forms.tsx';

/** Who codes whom, how far they are, and dividing what is left. */
export function Page() {
  const { data: study } = useStudy();
  const { data: work } = useCall('mobility/get-work', {}, { keep: true });
  return (
    <PageLayout page="work" badges={<Fictional study={study} />}>
      {study && work ? null : <Skeleton h={400} />}
      {study?.counts.scholars === 0 ? <NoStudy /> : null}
      {study && work && study.counts.scholars > 0 ? (
        <ScrollArea h="100%">
          <WorkView study={study} work={work} />
        </ScrollArea>
      ) : null}
    </PageLayout>
  );
}

function WorkView({ study, work }: { study: StudyInfo; work: Work }) {
  return (
    <Stack gap="sm" pr="sm">
      <Coders work={work} />
      <div className="side-by-side">
        <SplitWork study={study} work={work} />
        <AssignList study={study} work={work} />
      </div>
      <DrawPilot study={study} />
      <div className="side-by-side">
        <Common work={work} />
        <Order work={work} />
      </div>
    </Stack>
  );
}

function Coders({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { ask, dialog } = useConfirm();
  const columns = useMemo((): Column<CoderWork>[] => {
    const counted = (
      id: 'assigned' | 'done' | 'left' | 'unsure' | 'flagged',
      of: (row: CoderWork) => number | null,
    ): Column<CoderWork> => ({
      id,
      head: t(`work.heads.${id}`),
      numeric: true,
      value: of,
      cell: (row) => {
        const count = of(row);
        if (count === null) return t('agreement.everyone');
        const filter: ScholarFilter = { coder: row.name, work: id };
        return <ScholarCount count={count} filter={filter} what={`${row.name}, ${t(`work.heads.${id}`)}`} />;
      },
    });
    const share = ({ done, left }: CoderWork) => (done + left === 0 ? null : done / (done + left));
    const takeBack = ({ name }: CoderWork) =>
      ask({
        title: t('work.takeBackTitle', { coder: name }),
        text: t('work.takeBackText'),
        action: t('work.takeBack'),
        act: async () => {
          const done = await notifyErrors(call('mobility/take-back', { coder: name }));
          if (done) notifications.show({ message: t('work.taken', { count: done.taken, coder: name }) });
        },
      });
    return [
      { id: 'name', head: t('coding.coder'), width: 'minmax(140px, 1fr)', value: ({ name }) => name },
      counted('assigned', ({ assigned }) => assigned),
      {
        id: 'blind',
        head: t('work.heads.blind'),
        numeric: true,
        value: ({ blind }) => blind,
        text: ({ blind }) => number(blind),
      },
      counted('done', ({ done }) => done),
      counted('left', ({ left }) => left),
      {
        id: 'progress',
        head: t('work.heads.progress'),
        width: '180px',
        value: share,
        text: (row) => percent(share(row), 0),
        cell: (row) => (
          <Group gap={8} wrap="nowrap">
            <div style={{ flex: 1 }}>
              <Bar value={100 * (share(row) ?? 0)} label={t('work.heads.progress')} />
            </div>
            <Text span size="sm" className="number" w={44}>
              {percent(share(row), 0)}
            </Text>
          </Group>
        ),
      },
      counted('unsure', ({ unsure }) => unsure),
      counted('flagged', ({ flagged }) => flagged),
      {
        id: 'take-back',
        head: t('work.takeBack'),
        actions: true,
        width: '130px',
        value: () => null,
        cell: (row) => (
          <Button size="compact-xs" variant="subtle" disabled={row.assigned === null} onClick={() => takeBack(row)}>
            {t('work.takeBack')}
          </Button>
        ),
      },
    ];
  }, [t, ask]);
  return (
    <>
      <DataTable<CoderWork>
        name="work"
        title={t('agreement.codersTab')}
        columns={columns}
        rows={work.coders}
        rowKey={({ name }) => name}
        maxHeight={280}
        toolbar={
          <Text size="sm" c="dimmed">
            {t('work.rest', { count: work.rest, all: work.scholars })}
          </Text>
        }
      />
      {dialog}
    </>
  );
}

/** Scholars that two coders have in common. */
function Common({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { coders, common } = work;
  return (
    <Panel title={t('work.common')}>
      {coders.length < 2 ? <Text size="sm">{t('work.nobodyInCommon')}</Text> : null}
      {coders.length > 1 ? (
        <Table.ScrollContainer minWidth={200}>
          <Table verticalSpacing={4} fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('coding.coder')}</Table.Th>
                {coders.map(({ name }) => (
                  <Table.Th key={name} ta="right">
                    {name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {coders.map(({ name }, i) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row">{name}</Table.Th>
                  {coders.map((other, j) => (
                    <Table.Td key={other.name} ta="right" className="number" c={i === j ? 'dimmed' : undefined}>
                      {number(common[i][j])}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
    </Panel>
  );
}

const TENTHS = [0, 0.5, 1].map((value) => ({ value, label: `${100 * value}` }));

function Order({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { order, randomShare } = work.queue;
  const set = (change: Partial<Work['queue']>) =>
    void notifyErrors(call('mobility/set-queue-order', { order, randomShare, ...change }));
  return (
    <Panel title={t('work.order')}>
      <Stack gap="sm">
        <Select
          label={t('work.first')}
          allowDeselect={false}
          value={order}
          data={QUEUE_ORDERS.map((value) => ({ value, label: t(`work.orders.${value}`) }))}
          onChange={(value) => value && set({ order: value as typeof order })}
        />
        {order === 'file' ? null : (
          <div>
            <Text size="sm" fw={500} id="random-share">
              {t('work.randomShare')}
            </Text>
            <Slider
              key={randomShare}
              mb="md"
              min={0}
              max={1}
              step={0.05}
              marks={TENTHS}
              label={(value) => percent(value, 0)}
              thumbProps={{ 'aria-labelledby': 'random-share' }}
              defaultValue={randomShare}
              onChangeEnd={(value) => set({ randomShare: value })}
            />
          </div>
        )}
        <Text size="xs" c="dimmed">
          {t('work.orderHint')}
        </Text>
      </Stack>
    </Panel>
  );
}
