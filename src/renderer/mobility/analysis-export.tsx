import { Alert, Checkbox, Group, NumberInput, Stack, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { EXPORT_FORMATS } from '../../shared/contract/mobility.ts';
import type { StudyInfo } from '../../shared/mobility/study.ts';
import { call, type Granted } from '../api.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { numberProblem, type TypedNumber, useKeptForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { Panel } from '../ui/panel.tsx';

interface Values {
  formats: (typeof EXPORT_FORMATS)[number][];
  bandYears: boolean;
  suppressBelow: TypedNumber;
}

/** Choose what to write, then where. */
export function ExportView({ study }: { study: StudyInfo }) {
  const { t, i18n } = useTranslation();
  const { form } = useKeptForm<Values>('study-export', {
    initialValues: { formats: ['csv', 'report'], bandYears: true, suppressBelow: 5 },
    validate: {
      suppressBelow: (fewest) => numberProblem(fewest, { minimum: 0, maximum: 20, whole: true }),
    },
  });
  const { formats, bandYears, suppressBelow } = form.values;
  const write = async ([granted]: Granted[]) => {
    if (!granted || form.validate().hasErrors) return;
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
      <Panel>
        <Checkbox.Group {...form.getInputProps('formats')} aria-label={t('analysis.tabs.export')}>
          <Stack gap={6}>
            {EXPORT_FORMATS.map((format) => (
              <Checkbox key={format} size="xs" value={format} label={t(`analysis.formats.${format}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Panel>
      {formats.includes('pseudonymised') ? (
        <Alert color="orange" p="xs" title={t('analysis.pseudonymTitle')}>
          <Stack gap={6}>
            <Text size="sm">{t('analysis.pseudonymText')}</Text>
            <Group align="start">
              <Switch label={t('analysis.bandYears')} {...form.getInputProps('bandYears', { type: 'checkbox' })} />
              <NumberInput label={t('analysis.suppressBelow')} w={160} {...form.getInputProps('suppressBelow')} />
            </Group>
          </Stack>
        </Alert>
      ) : null}
      <Text size="sm">{t('analysis.exportWhere', { version: study.codebook.version })}</Text>
      {formats.length > 0 ? <FilePicker what="folder" onPick={(granted) => void write(granted)} /> : null}
    </Stack>
  );
}
