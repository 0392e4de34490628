import { Badge, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import type { Label } from '../../../shared/messages/message.ts';
import { codeStateLabel, levelLabel, roleLabel, stageStateLabel, tierLabel } from '../../../shared/mobility/words.ts';
import { said, useWord } from '../../ui/said.ts';
import { IconArrowForwardUp, IconCheck, IconCircleOff, IconPoint, IconQuestionMark } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ScholarView, SettledCode, Suggestion } from '../../../shared/mobility/coding.ts';
import type { Place } from '../../../shared/mobility/results.ts';
import { list, NOT_APPLICABLE, number } from '../../ui/format.ts';
import { type KeyTable, keyName } from './keys.ts';

type StageView = ScholarView['stages'][number];

/** One stage: its code, or the rule's suggestion and reason. */
export function StageRow({
  name,
  stage,
  active,
  keys,
  problem,
  onPick,
}: {
  name: string;
  stage: StageView;
  active: boolean;
  keys: KeyTable;
  /** What is odd about the code, such as a year before that of the stage before. */
  problem: string | null;
  onPick(): void;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const { code, suggestion } = stage;
  const differs =
    code?.state === 'coded' &&
    suggestion?.value &&
    (code.institution !== suggestion.value.institution || code.year !== suggestion.value.year);
  return (
    <UnstyledButton className="stage-row" aria-current={active ? 'step' : undefined} onClick={onPick}>
      <Group gap="sm" wrap="nowrap" align="baseline">
        <Text fw={600} size="sm" w={92} style={{ flexShrink: 0 }}>
          {name}
        </Text>
        <div style={{ flex: 1, minWidth: 0 }}>
          {code ? (
            code.state === 'coded' ? (
              <PlaceLine place={stage.place} />
            ) : (
              <Text size="sm">{word(codeStateLabel(code.state))}</Text>
            )
          ) : null}
          {!code && stage.suggestedPlace ? <PlaceLine place={stage.suggestedPlace} suggested /> : null}
          {!code && suggestion?.question ? (
            <Text size="sm" c="orange">
              {t(`coding.questions.${suggestion.question.code}`, { detail: suggestion.question.detail })}
            </Text>
          ) : null}
          {!code && !suggestion ? (
            <Text size="sm" c="dimmed">
              {t('coding.notCoded')}
            </Text>
          ) : null}
          {suggestion && (!code || differs) ? (
            <Text size="xs" c="dimmed">
              {differs ? `${t('coding.ruleSays', { place: stage.suggestedPlace?.institution ?? '' })} · ` : ''}
              {reasonText(t, suggestion)}
            </Text>
          ) : null}
          {problem ? (
            <Text size="xs" c="orange">
              {problem}
            </Text>
          ) : null}
          {stage.cityDoubt ? (
            <Text size="xs" c="orange">
              {said(stage.cityDoubt)}
            </Text>
          ) : null}
          {stage.settled ? (
            <Text size="xs" c="grape" title={stage.settled.reason}>
              {t(stage.settled.reopened ? 'coding.settledReopened' : 'coding.settledOtherwise', {
                author: stage.settled.author,
                value: settledText(stage.settled, word),
              })}
            </Text>
          ) : null}
          {code?.note ? (
            <Text size="xs" c="dimmed" fs="italic">
              {code.note}
            </Text>
          ) : null}
        </div>
        {!code && suggestion?.value ? (
          <Badge
            variant="outline"
            color="gray"
            size="sm"
            rightSection={<Kbd size="xs">{keyName(keys.accept)}</Kbd>}
            tt="none"
          >
            {t('coding.suggested')}
          </Badge>
        ) : null}
        <StageMark code={code} />
      </Group>
    </UnstyledButton>
  );
}

/** What was decided in the fields that the coder had otherwise. */
function settledText({ value, institutionName, changed }: SettledCode, word: (of: Label) => string): string {
  if (value.state !== 'coded') return word(codeStateLabel(value.state));
  const { institution, city, country, year, role } = value;
  const shown = [
    ['institution', institutionName ?? institution],
    ['city', city],
    ['country', country],
    ['year', year],
    ['role', role ? word(roleLabel(role)) : null],
  ] as const;
  return list(shown.flatMap(([field, text]) => (changed.includes(field) ? [String(text ?? NOT_APPLICABLE)] : [])));
}

/** A stage's status, as an icon with a name. */
function StageMark({ code }: { code: StageView['code'] }) {
  const { t } = useTranslation();
  const word = useWord();
  if (!code) return <IconPoint size={16} stroke={1.6} color="var(--mantine-color-dimmed)" aria-hidden />;
  const open = code.uncertain || code.state === 'skipped';
  const Sign =
    code.state === 'skipped'
      ? IconArrowForwardUp
      : code.uncertain
        ? IconQuestionMark
        : code.state === 'missing'
          ? IconCircleOff
          : IconCheck;
  const name = word(codeStateLabel(code.state));
  return (
    <Sign
      size={16}
      stroke={2}
      color={open ? 'var(--mantine-color-orange-text)' : 'var(--mantine-color-teal-light-color)'}
      style={{ flexShrink: 0, alignSelf: 'center' }}
      role="img"
      aria-label={code.uncertain ? `${name}, ${t('coding.actions.uncertain')}` : name}
    />
  );
}

function PlaceLine({ place, suggested = false }: { place: Place | null; suggested?: boolean }) {
  const { t } = useTranslation();
  const word = useWord();
  if (!place) return null;
  if (place.state === 'missing') return <Text size="sm">{word(stageStateLabel(place.missing ?? ''))}</Text>;
  const level = word(levelLabel(place.level, place.reputationStatus));
  const basis =
    place.meanRank === null
      ? ''
      : t('coding.basis', { mean: number(place.meanRank), ranked: place.rankedYears, usable: place.usableYears });
  return (
    <Group gap={10} style={{ rowGap: 0 }} c={suggested ? 'dimmed' : undefined}>
      <Text size="sm" truncate flex="1 1 150px" miw={0} title={place.institution ?? ''}>
        {place.institution}
      </Text>
      <Text size="xs" style={{ whiteSpace: 'nowrap' }} title={basis}>
        {level}
      </Text>
      <Text size="xs" truncate maw={150} title={place.city ?? ''}>
        {place.tier === null ? t('coding.noTier') : word(tierLabel(place.tier))}
        {place.city ? ` · ${place.city}` : ''}
        {place.country && place.country !== 'CN' ? ` · ${place.country}` : ''}
      </Text>
      <Text size="xs" w={38} className="number">
        {place.year ?? NOT_APPLICABLE}
      </Text>
    </Group>
  );
}

export function reasonText(t: TFunction, { reasons }: Suggestion): string {
  return reasons.map(({ code, detail }) => t(`coding.reasons.${code}`, { detail })).join(' · ');
}
