import { Button, Group, NumberInput, TagsInput, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { call } from '../../api.ts';
import { numberProblem, type TypedNumber, useKeptForm } from '../../ui/form.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';

interface Values {
  coders: string[];
  count: TypedNumber;
}

/** A pilot round: the same few scholars for everybody, blind, before the coding begins. */
export function DrawPilot({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const { form, forget } = useKeptForm<Values>('draw-pilot', {
    initialValues: { coders: [], count: 20 },
    validate: {
      coders: (coders) => (coders.length < 2 ? t('work.atLeastTwo') : null),
      count: (count) => numberProblem(count, { minimum: 1, maximum: 1000, whole: true }),
    },
  });
  const draw = async ({ coders, count }: Values) => {
    const done = await notifyErrors(call('mobility/draw-pilot', { coders, count: Number(count) }));
    if (!done) return;
    forget();
    notifications.show({ message: t('work.pilotDrawn', { count: done.drawn }) });
  };
  return (
    <Panel title={t('work.pilot')}>
      <Text size="sm" mb="xs">
        {t('work.pilotText')}
      </Text>
      <form onSubmit={form.onSubmit((values) => void draw(values))}>
        <Group align="start">
          <TagsInput
            label={t('agreement.codersTab')}
            flex={1}
            data={study.coders.map(({ name }) => name)}
            {...form.getInputProps('coders')}
          />
          <NumberInput label={t('work.pilotCount')} w={130} {...form.getInputProps('count')} />
          <Button type="submit" variant="default" mt={22}>
            {t('work.drawPilot')}
          </Button>
        </Group>
      </form>
    </Panel>
  );
}
