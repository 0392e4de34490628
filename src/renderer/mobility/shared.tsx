import { Alert, Badge, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Share } from '../../shared/mobility/results.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { call, useCall } from '../api.ts';
import { linkTo } from '../app/router.ts';
import { NOT_APPLICABLE, number, percent } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { usePreference } from '../ui/page-state.ts';
import { MobilityImportDialog } from './import-dialog.tsx';

export function useStudy() {
  return useCall('mobility/get-study', {});
}

/** Who is coding at this machine. */
export function useCoder(): [string, (name: string) => void] {
  return usePreference('mobility-coder', '');
}

export function useNames(study: StudyInfo | undefined) {
  const { i18n } = useTranslation();
  const zh = i18n.language.startsWith('zh');
  const stage = (key: string) => {
    const found = study?.codebook.codebook.stages.find((one) => one.key === key);
    return found ? (zh ? found.label.zh : found.label.en) : key;
  };
  return { stage, transition: (name: string) => name.split(':').map(stage).join(' → ') };
}

export function Fictional({ study }: { study: StudyInfo | undefined }) {
  const { t } = useTranslation();
  return study?.fictional ? (
    <Badge color="orange" variant="light" title={t('mobility.fictionalHint')}>
      {t('mobility.fictional')}
    </Badge>
  ) : null;
}

/** What a page of the study shows before there is one: what to do next. */
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
    <Stack maw={620} p="lg">
      <Title order={2} size="h4">
        {t('mobility.emptyTitle')}
      </Title>
      <Text size="sm">{t('mobility.emptyText')}</Text>
      <Group>
        <Button onClick={() => setImporting(true)}>{t('mobility.import')}</Button>
        <Button variant="default" loading={busy} onClick={() => void demo()}>
          {t('mobility.makeDemo')}
        </Button>
      </Group>
      <Alert color="gray" p="xs">
        {t('mobility.emptyHint')}
      </Alert>
      <MobilityImportDialog opened={importing} onClose={() => setImporting(false)} />
    </Stack>
  );
}

/** Results need codes: says so, and where they are given. */
export function NoCodes() {
  const { t } = useTranslation();
  return (
    <Alert color="gray" maw={520}>
      {t('quadrants.noCodes')} <a href={linkTo('coding')}>{t('nav.coding')}</a>
    </Alert>
  );
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
  const [name, setName] = useState('');
  return (
    <Stack maw={420} p="lg">
      <Title order={2} size="h4">
        {t('coding.whoTitle')}
      </Title>
      <Text size="sm">{t('coding.whoText')}</Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) onName(name.trim());
        }}
      >
        <Group align="end">
          <TextInput
            label={t('coding.coder')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            autoFocus
            flex={1}
          />
          <Button type="submit" disabled={!name.trim()}>
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
