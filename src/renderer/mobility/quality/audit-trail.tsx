import { Skeleton, Text } from '@mantine/core';
import { codeStateLabel, eventLabel } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodingEvent } from '../../../shared/mobility/coding.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { useCall } from '../../api.ts';
import { dateTime, NOT_APPLICABLE } from '../../ui/format.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { institutionNames } from '../coding/institution-choice.ts';
import { useNames } from '../shared.tsx';

const EVENTS_SHOWN = 300;

/** Who decided what and when, newest first; undone decisions are greyed out. */
export function AuditTrail({ study }: { study: StudyInfo }) {
  const { data } = useCall('mobility/list-events', { scholarId: null, limit: EVENTS_SHOWN });
  return data ? <EventTable study={study} events={data} name="trail" /> : <Skeleton h={300} />;
}

/** What an institution is called by its key. */
function useInstitutionNames() {
  const { data } = useCall('mobility/list-institutions', {});
  return useMemo(() => {
    const names = institutionNames(data ?? []);
    return (key: string | null) => (key === null ? null : (names.get(key) ?? key));
  }, [data]);
}

/** `ofOne`: all are of one scholar, so that need not be told. */
export function EventTable({
  study,
  events,
  name,
  ofOne = false,
}: {
  study: StudyInfo;
  events: CodingEvent[];
  name: string;
  ofOne?: boolean;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const { stage } = useNames(study);
  const institution = useInstitutionNames();
  const columns = useMemo((): Column<CodingEvent>[] => {
    const code = (value: CodingEvent['after']) =>
      value === null
        ? NOT_APPLICABLE
        : value.state === 'coded'
          ? [institution(value.institution), value.city, value.year].filter((part) => part !== null).join(' · ')
          : word(codeStateLabel(value.state));
    const plain = (
      id: 'who' | 'what' | 'scholar' | 'stage' | 'before' | 'after',
      value: (event: CodingEvent) => string,
    ): Column<CodingEvent> => ({
      id,
      head: t(`study.trailHeads.${id}`),
      value,
      cell: (event) => (
        <Text span size="sm" c={event.state === 'live' ? undefined : 'dimmed'}>
          {value(event)}
        </Text>
      ),
    });
    return [
      {
        id: 'at',
        head: t('study.trailHeads.at'),
        fixed: true,
        value: ({ at }) => at,
        text: ({ at }) => dateTime(at),
      },
      plain('who', ({ author }) => author),
      plain('what', ({ kind, accepted }) => `${word(eventLabel(kind))}${accepted ? ` · ${t('study.accepted')}` : ''}`),
      ...(ofOne ? [] : [plain('scholar', (event) => event.scholar)]),
      plain('stage', (event) => stage(event.stage)),
      plain('before', ({ before }) => code(before)),
      plain('after', ({ after }) => code(after)),
      {
        id: 'version',
        head: t('study.trailHeads.version'),
        numeric: true,
        value: ({ codebookVersion }) => codebookVersion,
      },
    ];
  }, [t, stage, word, ofOne, institution]);
  return (
    <DataTable
      name={name}
      title={ofOne ? t('study.trail') : undefined}
      label={t('study.trail')}
      columns={columns}
      rows={events}
      rowKey={({ uid }) => uid}
      maxHeight={ofOne ? 280 : undefined}
    />
  );
}
