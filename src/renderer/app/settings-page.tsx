import {
  Button,
  Code,
  Group,
  NumberInput,
  Paper,
  ScrollArea,
  SegmentedControl,
  Stack,
  Table,
  Text,
  Title,
  useMantineColorScheme,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NOT_APPLICABLE } from '../ui/format.ts';
import type { Settings } from '../../shared/contract/app.ts';
import { call, useCall } from '../api.ts';
import { notifyErrors } from '../ui/notify.tsx';
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
    <ScrollArea h="100%">
      <Stack gap="lg" maw={720}>
        <Title order={2} size="h4">
          {t('nav.settings')}
        </Title>
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
          <NumberInput
            w={120}
            min={0}
            max={64}
            aria-label={t('settings.threads')}
            defaultValue={settings.threads}
            onBlur={(event) =>
              set({ threads: Math.min(64, Math.max(0, Math.round(Number(event.currentTarget.value) || 0))) })
            }
          />
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
        <Paper withBorder p="sm">
          <Text fw={600} size="sm" mb="xs">
            {t('settings.about', { version: info.version, format: info.libraryFormat })}
          </Text>
          {report ? (
            <Table fz="sm">
              <Table.Tbody>
                {report.engines.map((engine) => (
                  <Table.Tr key={engine.name}>
                    <Table.Td>{t(`engine.${engine.name}`)}</Table.Td>
                    <Table.Td>{engine.available ? '✓' : NOT_APPLICABLE}</Table.Td>
                    <Table.Td>{said(engine.detail)}</Table.Td>
                  </Table.Tr>
                ))}
                <Table.Tr>
                  <Table.Td>Node · SQLite · Electron</Table.Td>
                  <Table.Td />
                  <Table.Td>
                    <Code>
                      {report.node} · {report.sqlite} · {report.electron.version ?? NOT_APPLICABLE}
                    </Code>
                  </Table.Td>
                </Table.Tr>
              </Table.Tbody>
            </Table>
          ) : null}
          <Group gap="xs" mt="xs">
            {(['about', 'log', 'copy-versions', 'shortcuts'] as const).map((id) => (
              <Button key={id} variant="default" onClick={() => run(id)}>
                {t(`command.${id}`)}
              </Button>
            ))}
          </Group>
        </Paper>
      </Stack>
    </ScrollArea>
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
