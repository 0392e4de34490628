import { Badge, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconClipboardData, IconPencilCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { INSTITUTION_KINDS } from '../../shared/mobility/codebook.ts';
import type { About } from '../../shared/mobility/focus.ts';
import type { Share } from '../../shared/mobility/results.ts';
import { say } from '../../shared/messages/say.ts';
import {
  kindLabel,
  stageLabel,
  studyFigureNote,
  suggestionsLabel,
  transitionLabel,
} from '../../shared/mobility/words.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { call, useCall } from '../api.ts';
import { linkTo } from '../app/router.ts';
import { textProblem, useCheckedForm } from '../ui/form.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { NOT_APPLICABLE, number, percent } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { useWord } from '../ui/said.ts';
import { usePageState, usePreference } from '../ui/page-state.ts';
import { MobilityImportDialog } from './imports/import-dialog.tsx';

export function useStudy() {
  return useCall('mobility/get-study', {});
}

/** Who is coding at this machine. */
export function useCoder(): [string, (name: string) => void] {
  return usePreference('mobility-coder', '');
}

/** Who decides about institutions and rules at this machine: the coder, unless another name was typed there. */
export function useAuthor(): [string, (name: string) => void] {
  const [coder] = useCoder();
  const [author, setAuthor] = usePreference('mobility-author', '');
  return [author || coder, setAuthor];
}

export function useNames(study: StudyInfo | undefined) {
  const word = useWord();
  const stages = study?.codebook.codebook.stages;
  return useMemo(() => {
    const book = { stages: stages ?? [] };
    return {
      stage: (key: string) => word(stageLabel(book, key)),
      transition: (name: string) => word(transitionLabel(book, name)),
    };
  }, [stages, word]);
}

/** For a drop-down: the kinds of institution. */
export function useKindChoices() {
  const word = useWord();
  return INSTITUTION_KINDS.map((value) => ({ value, label: word(kindLabel(value)) }));
}

/** For a drop-down: whether a coder sees what the rules suggest. */
export function useSuggestionChoices() {
  const word = useWord();
  return (['shown', 'hidden'] as const).map((value) => ({ value, label: word(suggestionsLabel(value)) }));
}

/** Subtitle of a figure: whom it is about, and how many scholars or moves. */
export function useNote({ fictional }: StudyInfo) {
  const word = useWord();
  return (of: 'scholars' | 'moves', counts: readonly number[], { whom }: About) => {
    const n = counts.reduce((sum, count) => sum + count, 0);
    const counted = of === 'moves' ? say('study-figure.moves', { n }) : say('study-figure.scholars', { n });
    return word(studyFigureNote(counted, { whom, fictional }));
  };
}

/** Names of columns in the tables beside the charts. */
export function useColumnNames() {
  const { t } = useTranslation();
  return (name: string) => t(`analysis.columns.${name}`);
}

export function Fictional({ study }: { study: StudyInfo | undefined }) {
  const { t } = useTranslation();
  return study?.fictional ? (
    <Badge color="orange" variant="light" title={t('mobility.fictionalHint')}>
      {t('mobility.fictional')}
    </Badge>
  ) : null;
}

/** Shown on study pages before there is a study: what to do next. */
export function NoStudy() {
  const { t } = useTranslation();
  const [importing, setImporting] = useState(false);
  const [busy, setBusy] = useState(false);
  const demo = async () => {
    setBusy(true);
    await notifyErrors(call('mobility/make-demo', {}));
    setBusy(false);
  };
  return (
    <>
      <EmptyState
        title={t('mobility.emptyTitle')}
        icon={IconClipboardData}
        actions={
          <>
            <Button onClick={() => setImporting(true)}>{t('mobility.import')}</Button>
            <Button variant="default" loading={busy} onClick={() => void demo()}>
              {t('mobility.makeDemo')}
            </Button>
          </>
        }
      >
        <Stack gap="xs">
          <span>{t('mobility.emptyText')}</span>
          <Text size="xs" c="dimmed">
            {t('mobility.emptyHint')}
          </Text>
        </Stack>
      </EmptyState>
      <MobilityImportDialog opened={importing} onClose={() => setImporting(false)} />
    </>
  );
}

/** Says that results need codes, and links to coding. */
export function NoCodes() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconPencilCheck}
      actions={
        <Button component="a" href={linkTo('coding')} variant="default">
          {t('nav.coding')}
        </Button>
      }
    >
      {t('quadrants.noCodes')}
    </EmptyState>
  );
}

/** The selected transition, shared by all results. */
export function useTransition(study: StudyInfo | undefined): [string, (transition: string) => void] {
  const [chosen, setChosen] = usePageState<string | null>('transition', null);
  const all = study?.transitions ?? [];
  return [chosen && all.includes(chosen) ? chosen : (all[0] ?? ''), setChosen];
}

export function TransitionSelect({
  study,
  value,
  onChange,
}: {
  study: StudyInfo;
  value: string;
  onChange(transition: string): void;
}) {
  const { t } = useTranslation();
  const { transition } = useNames(study);
  return (
    <Select
      aria-label={t('mobility.transition')}
      w={220}
      allowDeselect={false}
      value={value}
      data={study.transitions.map((name) => ({ value: name, label: transition(name) }))}
      onChange={(name) => name && onChange(name)}
    />
  );
}

/** Asks for a coder's name before any code can be given. */
export function CoderPrompt({ study, onName }: { study: StudyInfo; onName(name: string): void }) {
  const { t } = useTranslation();
  const form = useCheckedForm({ initialValues: { name: '' }, validate: { name: textProblem } });
  return (
    <Stack maw={420} p="lg">
      <Title order={3} size="sm">
        {t('coding.whoTitle')}
      </Title>
      <Text size="sm">{t('coding.whoText')}</Text>
      <form onSubmit={form.onSubmit(({ name }) => onName(name.trim()))}>
        <Group align="start">
          <TextInput label={t('coding.coder')} autoFocus flex={1} {...form.getInputProps('name')} />
          <Button type="submit" mt={22}>
            {t('coding.begin')}
          </Button>
        </Group>
      </form>
      {study.coders.length > 0 ? (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t('coding.known')}
          </Text>
          {study.coders.map((coder) => (
            <Button key={coder.name} variant="default" onClick={() => onName(coder.name)}>
              {coder.name} · {number(coder.codes)}
            </Button>
          ))}
        </Group>
      ) : null}
    </Stack>
  );
}

/** 33.0 % (28.2–38.2) */
export function shareText({ share, interval }: Share): string {
  return share === null || interval === null
    ? NOT_APPLICABLE
    : `${percent(share)} (${number(100 * interval[0], 1)} – ${number(100 * interval[1], 1)})`;
}
