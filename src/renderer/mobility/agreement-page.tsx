import type { Message } from '../../shared/messages/message.ts';
import {
  Alert,
  Badge,
  Button,
  Group,
  NumberInput,
  Paper,
  ScrollArea,
  SegmentedControl,
  Select,
  Skeleton,
  Stack,
  Table,
  Tabs,
  Text,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgreementReport, AgreementRow, Coefficient, Disagreement } from '../../shared/mobility/agreement.ts';
import type { CodeValue } from '../../shared/mobility/coding.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { call, useCall } from '../api.ts';
import { dateTime, NOT_APPLICABLE, number, percent } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { usePageState } from '../ui/page-state.ts';
import { PickFiles } from '../ui/pick-files.tsx';
import { Fictional, NoStudy, useCoder, useNames, useStudy } from './shared.tsx';
import { TabBar } from '../ui/tab-bar.tsx';
import { said } from '../ui/said.ts';

/** Agreement with intervals, the disagreements to settle, and coders' work going from machine to machine. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  const [tab, setTab] = usePageState<string | null>('agreement-tab', 'agreement');
  const { data: report } = useCall('mobility/get-agreement', {}, { enabled: (study?.counts.codes ?? 0) > 0 });
  if (!study) return <Skeleton h={400} />;
  if (study.counts.scholars === 0) return <NoStudy />;
  return (
    <Tabs value={tab} onChange={setTab} h="100%" style={{ display: 'flex', flexDirection: 'column' }}>
      <TabBar
        tabs={
          <>
            <Tabs.Tab value="agreement">{t('agreement.tab')}</Tabs.Tab>
            <Tabs.Tab value="settle">
              {t('agreement.settleTab')}{' '}
              {report
                ? `(${report.disagreements - report.adjudicated < 0 ? 0 : report.disagreements - report.adjudicated})`
                : ''}
            </Tabs.Tab>
            <Tabs.Tab value="coders">{t('agreement.codersTab')}</Tabs.Tab>
          </>
        }
      >
        <Fictional study={study} />
      </TabBar>
      <Tabs.Panel value="agreement" pt="sm" style={{ flex: 1, minHeight: 0 }}>
        <ScrollArea h="100%">
          {report ? <Report report={report} /> : <Alert color="gray">{t('agreement.none')}</Alert>}
        </ScrollArea>
      </Tabs.Panel>
      <Tabs.Panel value="settle" pt="sm" style={{ flex: 1, minHeight: 0 }}>
        <Settle study={study} />
      </Tabs.Panel>
      <Tabs.Panel value="coders" pt="sm" style={{ flex: 1, minHeight: 0 }}>
        <ScrollArea h="100%">
          <Coders study={study} report={report} />
        </ScrollArea>
      </Tabs.Panel>
    </Tabs>
  );
}

function Report({ report }: { report: AgreementReport }) {
  const { t } = useTranslation();
  const [group, setGroup] = useState<'hidden' | 'shown' | 'all'>('hidden');
  const rows = report.groups[group];
  if (report.doubleCodedUnits === 0) return <Alert color="gray">{t('agreement.none')}</Alert>;
  return (
    <Stack gap="sm" pr="sm">
      <Group>
        <SegmentedControl
          value={group}
          onChange={(value) => setGroup(value as typeof group)}
          data={(['hidden', 'shown', 'all'] as const).map((value) => ({
            value,
            label: t(`agreement.groups.${value}`),
          }))}
        />
        <Text size="sm" c="dimmed">
          {t('agreement.counts', {
            units: number(report.doubleCodedUnits),
            disagreements: number(report.disagreements),
            adjudicated: number(report.adjudicated),
          })}
        </Text>
      </Group>
      {group !== 'hidden' ? (
        <Alert color="orange" p="xs">
          {t('agreement.shownWarning')}
        </Alert>
      ) : null}
      {(['judgement', 'derived'] as const).map((kind) => (
        <Paper key={kind} withBorder p="sm">
          <Text fw={600} size="sm">
            {t(`agreement.${kind}`)}
          </Text>
          <RowsTable rows={rows.filter((row) => row.kind === kind)} />
        </Paper>
      ))}
      <Text size="xs" c="dimmed">
        {t('agreement.method')}
      </Text>
    </Stack>
  );
}

function RowsTable({ rows }: { rows: AgreementRow[] }) {
  const { t } = useTranslation();
  const cell = (coefficient: Coefficient | null) => (
    <Table.Td className="number" style={{ whiteSpace: 'nowrap' }}>
      {coefficient === null
        ? NOT_APPLICABLE
        : coefficient.estimate === null
          ? NOT_APPLICABLE
          : number(coefficient.estimate, 3)}
      {coefficient?.interval ? (
        <Text span size="xs" c="dimmed">
          {' '}
          ({number(coefficient.interval[0], 2)}–{number(coefficient.interval[1], 2)})
        </Text>
      ) : null}
    </Table.Td>
  );
  return (
    <ScrollArea>
      <Table fz="sm" verticalSpacing={3}>
        <Table.Thead>
          <Table.Tr>
            {[
              'field',
              'units',
              'excluded',
              'percent',
              'kappa',
              'kappaLinear',
              'kappaQuadratic',
              'fleiss',
              'alpha',
              'ac1',
            ].map((name) => (
              <Table.Th
                key={name}
                className={name === 'field' ? '' : 'number'}
                title={t(`agreement.hints.${name}`)}
                style={{ whiteSpace: 'nowrap' }}
              >
                {t(`agreement.heads.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.field} title={row.notes.map(said).join(' ')}>
              <Table.Td>
                {t(`agreement.fields.${row.field}`)}
                {row.notes.length > 0 ? ' *' : ''}
              </Table.Td>
              <Table.Td className="number">{number(row.units)}</Table.Td>
              <Table.Td className="number">{number(row.excluded)}</Table.Td>
              <Table.Td className="number">{percent(row.percent.share)}</Table.Td>
              {cell(row.kappa)}
              {cell(row.kappaLinear)}
              {cell(row.kappaQuadratic)}
              {cell(row.fleiss)}
              {cell(row.alpha)}
              {cell(row.ac1)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function Settle({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const names = useNames(study);
  const [judge, setJudge] = useCoder();
  const [settled, setSettled] = useState<'open' | 'all'>('open');
  const [reason, setReason] = useState('');
  const { data } = useCall('mobility/list-disagreements', { settled }, { keep: true });
  const decide = async (one: Disagreement, value: CodeValue) => {
    if (
      await notifyErrors(
        call('mobility/adjudicate', { scholarId: one.scholarId, stage: one.stage, value, author: judge, reason }),
      )
    )
      setReason('');
  };
  const show = (value: CodeValue, institution: string | null) =>
    value.state === 'coded'
      ? [institution, value.city, value.year, value.role ? t(`roles.${value.role}`) : null]
          .filter((part) => part !== null && part !== undefined)
          .join(' · ')
      : t(`coding.states.${value.state}`);
  return (
    <Stack h="100%" gap="sm">
      <Group align="end">
        <TextInput
          label={t('agreement.judge')}
          value={judge}
          onChange={(event) => setJudge(event.currentTarget.value)}
          w={200}
        />
        <TextInput
          label={t('agreement.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          flex={1}
          placeholder={t('agreement.reasonHint')}
        />
        <SegmentedControl
          value={settled}
          onChange={(value) => setSettled(value as 'open' | 'all')}
          data={[
            { value: 'open', label: t('agreement.open') },
            { value: 'all', label: t('agreement.all') },
          ]}
        />
      </Group>
      <ScrollArea flex={1}>
        {data?.length === 0 ? <Alert color="green">{t('agreement.nothingOpen')}</Alert> : null}
        <Stack gap="xs" pr="sm">
          {data?.map((one) => (
            <Paper key={`${one.scholarId} ${one.stage}`} withBorder p="xs">
              <Group gap="xs">
                <Text fw={600} size="sm">
                  {one.name} · {names.stage(one.stage)}
                </Text>
                <Text size="xs" c="orange">
                  {one.fields.map((field) => t(`agreement.fields.${field}`)).join(', ')}
                </Text>
                {one.adjudicated ? (
                  <Badge variant="light" color="green" title={one.adjudicated.reason} tt="none">
                    {t('agreement.settledBy', {
                      author: one.adjudicated.author,
                      when: dateTime(one.adjudicated.decidedAt),
                    })}
                  </Badge>
                ) : null}
              </Group>
              {one.values.map(({ coder, value, institutionName }) => (
                <Group key={coder} gap="xs" wrap="nowrap" py={2}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    disabled={judge.trim() === ''}
                    onClick={() => void decide(one, value)}
                  >
                    {t('agreement.take')}
                  </Button>
                  <Text size="sm" w={160} truncate c="dimmed">
                    {coder}
                  </Text>
                  <Text size="sm" flex={1}>
                    {show(value, institutionName)}
                  </Text>
                </Group>
              ))}
              <details>
                <summary style={{ fontSize: 12, cursor: 'pointer' }}>{t('coding.evidence')}</summary>
                {one.evidence.map((line) => (
                  <Text key={line.id} size="xs">
                    {line.text} <span style={{ opacity: 0.6 }}>{`${line.file}:${line.line}`}</span>
                  </Text>
                ))}
              </details>
            </Paper>
          ))}
        </Stack>
      </ScrollArea>
    </Stack>
  );
}

function Coders({ study, report }: { study: StudyInfo; report: AgreementReport | undefined }) {
  const { t } = useTranslation();
  const [coder, setCoder] = useState('');
  const [what, setWhat] = useState<'all' | 'sample' | 'overlap'>('sample');
  const [share, setShare] = useState<number | string>(10);
  const [other, setOther] = useState<string | null>(null);
  const [suggestions, setSuggestions] = useState<'shown' | 'hidden'>('hidden');
  const [exporting, setExporting] = useState<string | null>(null);
  const assign = async () => {
    const done = await notifyErrors(
      call('mobility/assign', { coder, what, share: Number(share) / 100, other, suggestions }),
    );
    if (done) notifications.show({ message: t('agreement.assigned', { coder, count: done.assigned }) });
  };
  return (
    <Stack gap="sm" pr="sm" maw={900}>
      <Paper withBorder p="sm">
        <Table fz="sm" verticalSpacing={3}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('coding.coder')}</Table.Th>
              <Table.Th className="number">{t('agreement.codes')}</Table.Th>
              <Table.Th className="number">{t('agreement.assignedHead')}</Table.Th>
              <Table.Th className="number" title={t('agreement.acceptanceHint')}>
                {t('agreement.acceptance')}
              </Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {study.coders.map((one) => (
              <Table.Tr key={one.name}>
                <Table.Td>{one.name}</Table.Td>
                <Table.Td className="number">{number(one.codes)}</Table.Td>
                <Table.Td className="number">
                  {one.assigned === 0 ? t('agreement.everyone') : number(one.assigned)}
                </Table.Td>
                <Table.Td className="number">
                  {percent(report?.coders.find(({ name }) => name === one.name)?.acceptanceRate)}
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    disabled={one.codes === 0}
                    onClick={() => setExporting(one.name)}
                  >
                    {t('agreement.export')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {exporting ? (
          <Stack gap={4} mt="sm">
            <Text size="sm">{t('agreement.exportWhere', { coder: exporting })}</Text>
            <PickFiles
              folderOnly
              onPick={([granted]) => {
                if (granted)
                  void notifyErrors(call('mobility/export-coding', { coder: exporting, grant: granted.grant })).then(
                    (done) => {
                      if (done)
                        notifications.show({
                          message: t('agreement.exported', { file: done.file, count: done.codes }),
                        });
                      setExporting(null);
                    },
                  );
              }}
            />
          </Stack>
        ) : null}
      </Paper>
      <Paper withBorder p="sm">
        <Text fw={600} size="sm">
          {t('agreement.assignTitle')}
        </Text>
        <Group align="end">
          <TextInput
            label={t('coding.coder')}
            value={coder}
            onChange={(event) => setCoder(event.currentTarget.value)}
            w={180}
          />
          <Select
            label={t('agreement.whom')}
            w={220}
            allowDeselect={false}
            value={what}
            onChange={(value) => setWhat(value as typeof what)}
            data={(['all', 'sample', 'overlap'] as const).map((value) => ({
              value,
              label: t(`agreement.assign.${value}`),
            }))}
          />
          {what !== 'all' ? (
            <NumberInput label={t('agreement.share')} w={90} min={1} max={100} value={share} onChange={setShare} />
          ) : null}
          {what === 'overlap' ? (
            <Select
              label={t('agreement.other')}
              w={180}
              value={other}
              onChange={setOther}
              data={study.coders.map(({ name }) => name)}
            />
          ) : null}
          <Select
            label={t('agreement.suggestions')}
            w={150}
            allowDeselect={false}
            value={suggestions}
            onChange={(value) => setSuggestions(value as typeof suggestions)}
            data={(['hidden', 'shown'] as const).map((value) => ({ value, label: t(`agreement.groups.${value}`) }))}
          />
          <Button disabled={coder.trim() === '' || (what === 'overlap' && !other)} onClick={() => void assign()}>
            {t('agreement.assignButton')}
          </Button>
        </Group>
      </Paper>
      <Merge />
    </Stack>
  );
}

function Merge() {
  const { t } = useTranslation();
  const [result, setResult] = useState('');
  const [conflicts, setConflicts] = useState<{ scholar: string; stage: string; problem: Message }[]>([]);
  return (
    <Paper withBorder p="sm">
      <Text fw={600} size="sm">
        {t('agreement.mergeTitle')}
      </Text>
      <Text size="sm" mb={6}>
        {t('agreement.mergeHelp')}
      </Text>
      <PickFiles
        onPick={([granted]) => {
          if (!granted) return;
          void notifyErrors(call('mobility/merge-coding', { grant: granted.grant })).then((done) => {
            if (!done) return;
            setResult(
              t('agreement.merged', {
                coder: done.coder,
                added: done.added,
                updated: done.updated,
                unchanged: done.unchanged,
                conflicts: done.conflicts.length,
                backup: done.backup,
              }),
            );
            setConflicts(done.conflicts);
          });
        }}
      />
      {result ? (
        <Alert color={conflicts.length > 0 ? 'orange' : 'green'} p="xs" mt="xs">
          {result}
          {conflicts.slice(0, 30).map(({ scholar, stage, problem }) => (
            <Text key={`${scholar} ${stage}`} size="xs">
              {scholar}, {stage}: {said(problem)}
            </Text>
          ))}
        </Alert>
      ) : null}
    </Paper>
  );
}
