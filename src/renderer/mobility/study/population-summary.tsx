import { Anchor, Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { linkTo } from '../../app/router.ts';
import { Panel } from '../../ui/panel.tsx';
import { PopulationCounts } from './population-counts.tsx';

/** On the overview: whom the study is about, or that nobody said. */
export function PopulationSummary() {
  const { t } = useTranslation();
  const { data } = useCall('mobility/get-population', {}, { keep: true });
  if (!data) return <Skeleton h={90} />;
  if (data.members > 0) return <PopulationCounts report={data} />;
  return (
    <Panel
      title={t('population.title')}
      actions={
        <Anchor href={linkTo('population')} size="sm">
          {t('population.say')}
        </Anchor>
      }
    >
      <Text size="sm">{t('population.noneText')}</Text>
    </Panel>
  );
}
