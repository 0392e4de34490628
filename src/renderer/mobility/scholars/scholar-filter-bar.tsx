import { Badge, Button, CloseButton, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  fieldLabel,
  flowLabel,
  kindLabel,
  levelLabel,
  placeLabel,
  reasonLabel,
  stageStateLabel,
  suggestionsLabel,
  tierLabel,
} from '../../../shared/mobility/words.ts';
import { SCHOLAR_STATES, type ScholarFilter, type ScholarSummary } from '../../../shared/mobility/scholars.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { linkTo } from '../../app/router.ts';
import { bracketed, list, number, pair } from '../../ui/format.ts';
import { useWord } from '../../ui/said.ts';
import { useNames } from '../shared.tsx';

/** The parts of a filter in words. */
function useFilterWords(study: StudyInfo): (filter: ScholarFilter) => string[] {
  const { t } = useTranslation();
  const word = useWord();
  const names = useNames(study);
  return (filter) => {
    const inTable = (label: string) =>
      word(filter.table === 'tier' ? tierLabel(label) : levelLabel(Number(label), null));
    const onPath = (node: string) => {
      const [stage, ...label] = node.split(' ');
      const place = word(placeLabel(filter.flow ?? 'city', label.join(' ')));
      return t('scholars.atStage', { stage: names.stage(stage), place });
    };
    const words: Partial<Record<keyof ScholarFilter, string>> = {
      state: filter.state && t(`scholars.states.${filter.state}`),
      stage: filter.stage && filter.city === undefined ? names.stage(filter.stage) : undefined,
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
      school: filter.school === undefined ? undefined : t('scholars.schoolChange', { change: filter.school }),
      cityChange: filter.cityChange === undefined ? undefined : t('scholars.cityChange', { change: filter.cityChange }),
      table: filter.table && pair(t(`analysis.units.${filter.table}`), arrow(filter.before, filter.after, inTable)),
      years: filter.years === undefined ? undefined : t('scholars.tookYears', { years: filter.years }),
      arrival: filter.arrival === undefined ? undefined : t('scholars.arrived', { year: String(filter.arrival) }),
      flow: filter.flow && arrow(filter.source, filter.target, onPath),
      city:
        filter.city && t('scholars.atStage', { stage: names.stage(filter.stage ?? ''), place: cityOf(filter.city) }),
      fromCity: filter.fromCity && arrow(filter.fromCity, filter.toCity, cityOf),
      twice: filter.twice && t(`scholars.twice.${filter.twice}`),
      field: filter.field && word(fieldLabel(filter.field)),
      group: filter.group && word(suggestionsLabel(filter.group)),
      keys: filter.keys && t('scholars.chosenKeys', { count: filter.keys.split(',').length }),
    };
    return (Object.keys(filter) as (keyof ScholarFilter)[]).flatMap((name) => words[name] ?? []);
  };
}

function arrow(from: string | undefined, to: string | undefined, worded: (text: string) => string): string {
  return [from, to].flatMap((end) => (end === undefined ? [] : [worded(end)])).join(' → ');
}

/** A city's key without its country. */
function cityOf(key: string): string {
  return key.split('|')[0];
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
