import { Alert, Checkbox, NumberInput, Radio, Stack, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { EXPORT_FORMATS, FORMATS_FOR_OTHERS } from '../../../shared/contract/mobility.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { call, type Granted } from '../../api.ts';
import { FilePicker } from '../../ui/file-picker.tsx';
import { numberProblem, type TypedNumber, useKeptForm } from '../../ui/form.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';

type Format = (typeof EXPORT_FORMATS)[number];
const FOR_US: Format[] = ['csv', 'report'];

function isForOthers(format: Format): format is (typeof FORMATS_FOR_OTHERS)[number] {
  return FORMATS_FOR_OTHERS.some((one) => one === format);
}

interface Values {
  formats: Format[];
  bandYears: boolean;
  suppressBelow: TypedNumber;
}

/** Choose what to write, then where. */
export function ExportView({ study }: { study: StudyInfo }) {
  const { t, i18n } = useTranslation();
  const { form } = useKeptForm<Values>('study-export', {
    initialValues: { formats: FOR_US, bandYears: true, suppressBelow: 5 },
    validate: {
      suppressBelow: (fewest) => numberProblem(fewest, { minimum: 0, maximum: 20, whole: true }),
    },
  });
  const { formats, bandYears, suppressBelow } = form.values;
  const forOthers = formats.find(isForOthers);
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
        <Radio.Group
          label={t('analysis.exportFor')}
          value={forOthers ?? 'team'}
          onChange={(who) => form.setFieldValue('formats', who === 'team' ? FOR_US : [who as Format])}
        >
          <Stack gap={6} mt={6}>
            <Radio size="xs" value="team" label={t('analysis.exportForTeam')} />
            {FORMATS_FOR_OTHERS.map((format) => (
              <Radio key={format} size="xs" value={format} label={t(`analysis.formats.${format}`)} />
            ))}
          </Stack>
        </Radio.Group>
      </Panel>
      {forOthers === undefined ? (
        <Panel>
          <Checkbox.Group {...form.getInputProps('formats')} aria-label={t('analysis.tabs.export')}>
            <Stack gap={6}>
              {EXPORT_FORMATS.filter((format) => !isForOthers(format)).map((format) => (
                <Checkbox key={format} size="xs" value={format} label={t(`analysis.formats.${format}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
        </Panel>
      ) : (
        <Alert color="orange" p="xs" title={t('analysis.pseudonymTitle')}>
          <Stack gap={6}>
            <Text size="sm">
              {t(forOthers === 'pseudonymised' ? 'analysis.pseudonymText' : 'analysis.suppressedText')}
            </Text>
            {forOthers === 'pseudonymised' ? (
              <Switch label={t('analysis.bandYears')} {...form.getInputProps('bandYears', { type: 'checkbox' })} />
            ) : (
              <NumberInput label={t('analysis.suppressBelow')} w={160} {...form.getInputProps('suppressBelow')} />
            )}
          </Stack>
        </Alert>
      )}
      <Text size="sm">{t('analysis.exportWhere', { version: study.codebook.version })}</Text>
      {formats.length > 0 ? <FilePicker what="folder" onPick={(granted) => void write(granted)} /> : null}
    </Stack>
  );
}
