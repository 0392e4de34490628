import { Badge, Button, CloseButton, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { flowLabel, kindLabel, reasonLabel, stageStateLabel } from '../../shared/mobility/words.ts';
import { SCHOLAR_STATES, type ScholarFilter, type ScholarSummary } from '../../shared/mobility/scholars.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { linkTo } from '../app/router.ts';
import { bracketed, list, number, pair } from '../ui/format.ts';
import { useWord } from '../ui/said.ts';
import { useNames } from './shared.tsx';

/** The parts of a filter in words. */
function useFilterWords(study: StudyInfo): (filter: ScholarFilter) => string[] {
  const { t } = useTranslation();
  const word = useWord();
  const names = useNames(study);
  return (filter) => {
    const words: Partial<Record<keyof ScholarFilter, string>> = {
      state: filter.state && t(`scholars.states.${filter.state}`),
      stage: filter.stage && names.stage(filter.stage),
      sign: filter.sign && t(`scholars.signs.${filter.sign}`),
      coder: filter.coder && pair(t('coding.coder'), filter.coder),
      work: filter.work && t(`scholars.work.${filter.work}`),
      mention: filter.mention && pair(t('institutions.mentions'), filter.mention),
      institution: filter.institution && pair(t('fields.institution'), filter.institution),
      move: filter.move && names.transition(filter.move),
      kinds:
        filter.kinds &&
        filter.kinds
          .split('>')
          .map((kind) => word(kindLabel(kind)))
          .join(' → '),
      outcome: filter.outcome && word(flowLabel(filter.outcome === 'missing' ? 'unknown' : filter.outcome)),
      cityChanged: filter.cityChanged && word(flowLabel('stayedOtherCity')),
      comparable: filter.comparable && t(`scholars.comparable.${filter.comparable}`),
      direction: filter.direction && word(flowLabel(filter.direction)),
      subtype: filter.subtype && word(flowLabel(filter.subtype)),
      reason: filter.reason && word(reasonLabel(filter.reason)),
      missing: filter.missing && word(stageStateLabel(filter.missing)),
      level: filter.level === undefined ? undefined : t('scholars.fromLevel', { level: filter.level }),
      keys: filter.keys && t('scholars.chosenKeys', { count: filter.keys.split(',').length }),
    };
    return (Object.keys(filter) as (keyof ScholarFilter)[]).flatMap((name) => words[name] ?? []);
  };
}

/** Which scholars the table shows: by how far they are, or those that a number elsewhere counts. */
export function ScholarFilterBar({
  study,
  filter,
  rows,
}: {
  study: StudyInfo;
  filter: ScholarFilter;
  rows: readonly ScholarSummary[] | undefined;
}) {
  const { t } = useTranslation();
  const words = useFilterWords(study);
  const { state, ...others } = filter;
  if (Object.keys(others).length > 0)
    return (
      <Group gap="xs" mih={28} mb={6}>
        <Text size="sm">{t('scholars.only')}</Text>
        <Badge
          variant="light"
          tt="none"
          size="lg"
          rightSection={
            <CloseButton
              size="xs"
              aria-label={t('scholars.showAll')}
              onClick={() => {
                window.location.hash = linkTo('scholars');
              }}
            />
          }
        >
          {list(words(filter))}
        </Badge>
        <Text size="sm" c="dimmed">
          {rows ? t('scholars.ofAll', { count: rows.length, all: study.counts.scholars }) : ''}
        </Text>
      </Group>
    );
  return (
    <Group gap={6} mih={28} mb={6} role="group" aria-label={t('scholars.state')}>
      {([undefined, ...SCHOLAR_STATES] as const).map((one) => (
        <Button
          key={one ?? 'all'}
          component="a"
          size="compact-sm"
          variant={one === state ? 'filled' : 'default'}
          aria-current={one === state ? 'true' : undefined}
          href={one ? linkTo('scholars', `state=${one}`) : linkTo('scholars')}
        >
          {one
            ? t(`scholars.states.${one}`)
            : state
              ? t('scholars.all')
              : bracketed(t('scholars.all'), number(rows?.length ?? study.counts.scholars))}
        </Button>
      ))}
    </Group>
  );
}
