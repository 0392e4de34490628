import { Alert, Checkbox, Group, NumberInput, Paper, Stack, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EXPORT_FORMATS } from '../../shared/contract/mobility.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { call, type Granted } from '../api.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { PickFiles } from '../ui/pick-files.tsx';

type Format = (typeof EXPORT_FORMATS)[number];

/** Choose what to write, then where. */
export function ExportView({ study }: { study: StudyInfo }) {
  const { t, i18n } = useTranslation();
  const [formats, setFormats] = useState<Format[]>(['csv', 'report']);
  const [bandYears, setBandYears] = useState(true);
  const [suppressBelow, setSuppressBelow] = useState<number | string>(5);
  const write = async ([granted]: Granted[]) => {
    if (!granted) return;
    const started = await notifyErrors(
      call('mobility/export', {
        grant: granted.grant,
        formats,
        language: i18n.language.startsWith('zh') ? 'zh-CN' : 'en',
        bandYears,
        suppressBelow: Number(suppressBelow),
      }),
    );
    if (started) notifications.show({ message: t('analysis.exportStarted', { folder: granted.name }) });
  };
  return (
    <Stack gap="sm" pr="sm" maw={720}>
      <Paper withBorder p="sm">
        <Stack gap={6}>
          {EXPORT_FORMATS.map((format) => (
            <Checkbox
              key={format}
              size="xs"
              label={t(`analysis.formats.${format}`)}
              checked={formats.includes(format)}
              onChange={(event) =>
                setFormats(event.currentTarget.checked ? [...formats, format] : formats.filter((one) => one !== format))
              }
            />
          ))}
        </Stack>
      </Paper>
      {formats.includes('pseudonymised') ? (
        <Alert color="orange" p="xs" title={t('analysis.pseudonymTitle')}>
          <Stack gap={6}>
            <Text size="sm">{t('analysis.pseudonymText')}</Text>
            <Group>
              <Switch
                label={t('analysis.bandYears')}
                checked={bandYears}
                onChange={(event) => setBandYears(event.currentTarget.checked)}
              />
              <NumberInput
                label={t('analysis.suppressBelow')}
                value={suppressBelow}
                onChange={setSuppressBelow}
                min={0}
                max={20}
                w={160}
              />
            </Group>
          </Stack>
        </Alert>
      ) : null}
      <Text size="sm">{t('analysis.exportWhere', { version: study.codebook.version })}</Text>
      {formats.length > 0 ? <PickFiles folderOnly onPick={(granted) => void write(granted)} /> : null}
    </Stack>
  );
}
