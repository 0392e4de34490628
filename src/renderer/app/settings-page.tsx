import { Button, Group, NumberInput, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NOT_APPLICABLE } from '../ui/format.ts';
import type { Settings } from '../../shared/contract/app.ts';
import { call, useCall } from '../api.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { Facts } from '../ui/facts.tsx';
import { numberProblem, type TypedNumber, useCheckedForm } from '../ui/form.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { Panel } from '../ui/panel.tsx';
import { LibraryPanel } from './backups-panel.tsx';
import { run } from './commands.ts';
import { changeLanguage } from './i18n.ts';
import { said } from '../ui/said.ts';

export function Page() {
  const { t } = useTranslation();
  const { data: info } = useCall('app/info', {});
  const { data: report } = useCall('app/doctor', {});
  const { setColorScheme } = useMantineColorScheme();
  if (!info) return null;
  const { settings } = info;
  const set = (change: Partial<Settings>) => void notifyErrors(call('settings/set', change));
  return (
    <PageLayout page="settings" scrolls>
      <Stack gap="lg" maw={720} pr="sm">
        <Setting label={t('settings.engine')} hint={t('settings.engineHint')}>
          <SegmentedControl
            value={settings.engine}
            onChange={(engine) => set({ engine: engine as Settings['engine'] })}
            data={(['auto', 'native', 'wasm'] as const).map((value) => ({
              value,
              label: t(`settings.engines.${value}`),
            }))}
          />
        </Setting>
        <Setting label={t('settings.threads')} hint={t('settings.threadsHint')}>
          <Threads threads={settings.threads} onChange={(threads) => set({ threads })} />
        </Setting>
        <Setting label={t('settings.theme')}>
          <SegmentedControl
            value={settings.theme}
            onChange={(theme) => {
              setColorScheme(theme as Settings['theme']);
              set({ theme: theme as Settings['theme'] });
            }}
            data={(['auto', 'light', 'dark'] as const).map((value) => ({
              value,
              label: t(`settings.themes.${value}`),
            }))}
          />
        </Setting>
        <Setting label={t('settings.language')}>
          <SegmentedControl
            value={settings.language}
            onChange={(language) => {
              void changeLanguage(language as Settings['language']);
              set({ language: language as Settings['language'] });
            }}
            data={[
              { value: 'auto', label: t('settings.system') },
              { value: 'en', label: 'English' },
              { value: 'zh-CN', label: '简体中文' },
            ]}
          />
        </Setting>
        <LibraryPanel key={info.libraryName} name={info.libraryName} />
        <Panel title={t('settings.about', { version: info.version, format: info.libraryFormat })}>
          {report ? (
            <Facts
              rows={[
                ...report.engines.map(
                  ({ name, available, detail }) =>
                    [t(`engine.${name}`), <Engine key={name} available={available} detail={said(detail)} />] as const,
                ),
                [
                  'Node · SQLite · Electron',
                  `${report.node} · ${report.sqlite} · ${report.electron.version ?? NOT_APPLICABLE}`,
                ],
              ]}
            />
          ) : null}
          <Group gap="xs" mt="xs">
            {(['about', 'log', 'copy-versions', 'shortcuts'] as const).map((id) => (
              <Button key={id} variant="default" onClick={() => run(id)}>
                {t(`command.${id}`)}
              </Button>
            ))}
          </Group>
        </Panel>
      </Stack>
    </PageLayout>
  );
}

const MOST_THREADS = 64;

function Threads({ threads, onChange }: { threads: number; onChange(threads: number): void }) {
  const { t } = useTranslation();
  const form = useCheckedForm({
    initialValues: { threads: threads as TypedNumber },
    validate: { threads: (value) => numberProblem(value, { minimum: 0, maximum: MOST_THREADS, whole: true }) },
  });
  return (
    <NumberInput
      w={160}
      aria-label={t('settings.threads')}
      {...form.getInputProps('threads')}
      onBlur={() => {
        if (!form.validate().hasErrors) onChange(Number(form.values.threads));
      }}
    />
  );
}

function Setting({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <div>{children}</div>
      {hint ? (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      ) : null}
    </Stack>
  );
}

function Engine({ available, detail }: { available: boolean; detail: string }) {
  const { t } = useTranslation();
  const Sign = available ? IconCheck : IconMinus;
  return (
    <Group gap="xs" wrap="nowrap" align="start">
      <Sign
        size={16}
        stroke={1.6}
        role="img"
        aria-label={t(available ? 'engine.there' : 'engine.missing')}
        style={{ flexShrink: 0, marginTop: 3 }}
      />
      <span>{detail}</span>
    </Group>
  );
}
