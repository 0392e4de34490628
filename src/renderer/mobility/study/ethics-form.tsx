import { Button, Group, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { EthicsStatement } from '../../../shared/mobility/population.ts';
import { call, useCall } from '../../api.ts';
import { useKeptForm } from '../../ui/form.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';

export function EthicsForm() {
  const { data } = useCall('mobility/get-ethics', {}, { keep: true });
  return data ? <Statement stated={data} /> : <Skeleton h={300} />;
}

/** What an ethics board and the law on personal information ask to be stated; printed in the report. */
function Statement({ stated }: { stated: EthicsStatement }) {
  const { t } = useTranslation();
  const { form, forget } = useKeptForm<EthicsStatement>('ethics', { initialValues: stated });
  const save = async (values: EthicsStatement) => {
    const done = await notifyErrors(call('mobility/set-ethics', values));
    if (!done) return;
    forget();
    form.setValues(done);
    notifications.show({ message: t('population.ethics.saved') });
  };
  const isEmpty = form.values.personalInformation.trim() === '';
  return (
    <Panel title={t('population.ethics.title')} maw={900}>
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <Stack gap="sm">
          <Group grow align="start">
            <TextInput label={t('population.ethics.board')} {...form.getInputProps('board')} />
            <TextInput label={t('population.ethics.approval')} {...form.getInputProps('approval')} />
            <TextInput label={t('population.ethics.date')} {...form.getInputProps('date')} />
          </Group>
          <Textarea
            label={t('population.ethics.personalInformation')}
            description={t('population.ethics.personalInformationHint')}
            autosize
            minRows={10}
            maxRows={16}
            {...form.getInputProps('personalInformation')}
          />
          <Group gap="xs">
            <Button type="submit">{t('population.ethics.save')}</Button>
            {isEmpty ? (
              <Button
                variant="default"
                onClick={() => form.setFieldValue('personalInformation', t('population.ethics.draft'))}
              >
                {t('population.ethics.insertDraft')}
              </Button>
            ) : null}
            <Text size="xs" c="dimmed">
              {t('population.ethics.printed')}
            </Text>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
