import { Alert, Badge, Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CodeValue } from '../../shared/mobility/coding.ts';
import type { Career } from '../../shared/mobility/scholars.ts';
import { attributeLabel, codeStateLabel, levelLabel, roleLabel, tierLabel } from '../../shared/mobility/words.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { useCall } from '../api.ts';
import type { PageProps } from '../app/page-view.tsx';
import { linkTo } from '../app/router.ts';
import { dateTime, list, NOT_APPLICABLE, pair } from '../ui/format.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { Panel } from '../ui/panel.tsx';
import { said, useWord } from '../ui/said.ts';
import { EventTable } from './quality/audit-trail.tsx';
import { CareerTimeline } from './scholars/career-timeline.tsx';
import { MoveSketch } from './analysis/plane.tsx';
import { Fictional, useNames, useStudy } from './shared.tsx';
import { SignMark } from './coding/stage-signs.tsx';

/** One scholar to read: lines, timeline, what was coded and what was decided. Nothing here changes anything. */
export function Page({ id }: PageProps) {
  const { t } = useTranslation();
  const word = useWord();
  const { data: study } = useStudy();
  const { data, error } = useCall('mobility/get-career', { scholarId: Number(id) }, { enabled: id !== null });
  const back = (
    <Button
      component="a"
      href={linkTo('scholars')}
      variant="default"
      size="compact-sm"
      leftSection={<IconChevronLeft size={14} aria-hidden />}
    >
      {t('nav.scholars')}
    </Button>
  );
  const code = data ? (
    <Button component="a" href={linkTo('coding', String(data.id))} variant="default" size="compact-sm">
      {t('scholars.code')}
    </Button>
  ) : null;
  return (
    <PageLayout
      page="career"
      title={data?.name}
      about={
        data
          ? list([
              data.key,
              ...Object.entries(data.attributes).map(([name, value]) => pair(word(attributeLabel(name)), value)),
            ])
          : undefined
      }
      badges={<Fictional study={study} />}
      actions={
        <>
          {code}
          {back}
        </>
      }
      scrolls
    >
      {error ? <Text c="orange">{said(error)}</Text> : null}
      {study && data ? <CareerView study={study} career={data} /> : error ? null : <Skeleton h={400} />}
    </PageLayout>
  );
}

function CareerView({ study, career }: { study: StudyInfo; career: Career }) {
  const { t } = useTranslation();
  const names = useNames(study);
  return (
    <Stack gap="sm" pr="sm">
      {career.stages.some(({ sign }) => sign === 'blind') ? (
        <Alert color="gray" p="xs">
          {t('scholars.closed')}
        </Alert>
      ) : null}
      {career.flagged || career.memo !== '' ? (
        <Alert color="orange" p="xs" title={career.flagged ? t('scholars.flagged') : t('scholars.memo')}>
          {career.memo}
        </Alert>
      ) : null}
      <Stages study={study} career={career} />
      <div className="side-by-side">
        <CareerTimeline career={career} study={study} />
        <Evidence career={career} />
      </div>
      {career.moves.length > 0 ? (
        <Group gap="md" align="flex-start">
          {career.moves.map((move) => (
            <MoveSketch
              key={`${move.from.stage} ${move.to.stage}`}
              move={move}
              title={names.transition(`${move.from.stage}:${move.to.stage}`)}
            />
          ))}
        </Group>
      ) : null}
      {career.events.length > 0 ? <EventTable study={study} events={career.events} name="career-events" ofOne /> : null}
    </Stack>
  );
}

function useCodeWords() {
  const { t } = useTranslation();
  const word = useWord();
  return (value: CodeValue, institution: string | null) =>
    value.state !== 'coded'
      ? word(codeStateLabel(value.state))
      : list(
          [
            institution ?? '',
            value.city ?? '',
            value.year === null ? '' : String(value.year),
            value.role === null ? '' : word(roleLabel(value.role)),
            value.uncertain ? t('scholars.signs.unsure') : '',
          ].filter(Boolean),
        );
}

/** For short cells beside long ones. */
const UNBROKEN = { whiteSpace: 'nowrap' } as const;

function Stages({ study, career }: { study: StudyInfo; career: Career }) {
  const { t } = useTranslation();
  const word = useWord();
  const names = useNames(study);
  const codeWords = useCodeWords();
  const tier = (stage: Career['stages'][number]) =>
    stage.place?.tier == null ? NOT_APPLICABLE : word(tierLabel(stage.place.tier));
  return (
    <Panel title={t('scholars.decisions')}>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing={4} fz="sm">
          <Table.Thead>
            <Table.Tr>
              {['stage', 'counts', 'level', 'tier', 'codes', 'decision'].map((name) => (
                <Table.Th key={name} style={UNBROKEN}>
                  {t(`scholars.heads.${name}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {career.stages.map((stage) => (
              <Table.Tr key={stage.key} style={{ verticalAlign: 'top' }}>
                <Table.Td>
                  <Group gap={6} wrap="nowrap">
                    <SignMark sign={stage.sign} label={t(`scholars.signs.${stage.sign}`)} />
                    {names.stage(stage.key)}
                  </Group>
                </Table.Td>
                <Table.Td>
                  {stage.final ? codeWords(stage.final, stage.institutionName) : t(`scholars.signs.${stage.sign}`)}
                </Table.Td>
                <Table.Td style={UNBROKEN}>
                  {stage.place ? word(levelLabel(stage.place.level, stage.place.reputationStatus)) : NOT_APPLICABLE}
                </Table.Td>
                <Table.Td style={UNBROKEN}>{tier(stage)}</Table.Td>
                <Table.Td>
                  {stage.codes.map(({ coder, value, institutionName }) => (
                    <div key={coder}>
                      <Badge variant="default" size="sm" tt="none" mr={6}>
                        {coder}
                      </Badge>
                      {codeWords(value, institutionName)}
                      {value.note === '' ? null : (
                        <Text span size="xs" c="dimmed">
                          {' '}
                          {value.note}
                        </Text>
                      )}
                    </div>
                  ))}
                </Table.Td>
                <Table.Td>
                  {stage.decision ? (
                    <>
                      {t('agreement.settledBy', {
                        author: stage.decision.author,
                        when: dateTime(stage.decision.decidedAt, 'short'),
                      })}
                      <Text size="xs" c="dimmed">
                        {stage.decision.reason}
                      </Text>
                    </>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function Evidence({ career }: { career: Career }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('coding.evidence')}>
      {career.evidence.length === 0 ? <Text size="sm">{t('coding.noEvidence')}</Text> : null}
      <ol className="evidence-lines">
        {career.evidence.map(({ id, text, file, line, withdrawn }) => (
          <li key={id}>
            <Text span size="sm" td={withdrawn ? 'line-through' : undefined}>
              {text}
            </Text>{' '}
            <Text span size="xs" c="dimmed">
              {file}:{line}
            </Text>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
