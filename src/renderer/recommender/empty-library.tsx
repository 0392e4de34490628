import { Anchor, Button, Group, List, SimpleGrid, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Granted } from '../api.ts';
import { useCall } from '../api.ts';
import { run } from '../app/commands.ts';
import { isEnded } from '../app/job-outcome.ts';
import { useJobs } from '../app/live.ts';
import { linkTo } from '../app/router.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { Panel } from '../ui/panel.tsx';

/** What to do with a library without songs: the demo, in a library of its own, or one's own files. */
export function EmptyLibrary() {
  const { t } = useTranslation();
  const { data: info } = useCall('app/info', {});
  const isMaking = useJobs().some((job) => job.kind === 'demo' && !isEnded(job));
  return (
    <Stack gap="sm" py="xs" maw={980}>
      <Text fw={600} component="h3">
        {t(info?.demo && isMaking ? 'library.demoComing' : 'library.emptyTitle')}
      </Text>
      {info?.demo ? null : (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <Panel title={t('library.ownTile')}>
            <OwnData />
          </Panel>
          <Panel title={t('library.demoTile')}>
            <Stack gap="sm" align="flex-start">
              <Text size="sm">{t('library.demoText')}</Text>
              <Button variant="default" onClick={() => run('start-demo')}>
                {t('library.demo')}
              </Button>
            </Stack>
          </Panel>
        </SimpleGrid>
      )}
      <Text size="sm">
        {t('library.guideHint')}{' '}
        <Anchor href={linkTo('guide', 'import-music')} size="sm" underline="always">
          {t('nav.guide')}
        </Anchor>
      </Text>
    </Stack>
  );
}

/** A place to drop files, and what has come of what a library needs. */
function OwnData() {
  const { t } = useTranslation();
  const { data: overview } = useCall('library/get-overview', {});
  const has = (part: string) => (overview?.coverage.find((one) => one.part === part)?.have ?? 0) > 0;
  const parts = [
    { part: 'plays', isThere: (overview?.listeners ?? 0) > 0 },
    ...['titles', 'tags', 'audio'].map((part) => ({ part, isThere: has(part) })),
  ];
  return (
    <Stack gap="sm">
      <Text size="sm">{t('library.emptyText')}</Text>
      <FilePicker onPick={(granted: Granted[]) => run('import-music', granted)} />
      <List spacing={2} size="sm" listStyleType="none" aria-label={t('library.parts')}>
        {parts.map(({ part, isThere }) => {
          const Sign = isThere ? IconCheck : IconMinus;
          return (
            <List.Item key={part}>
              <Group gap="xs" wrap="nowrap">
                <ThemeIcon size={16} variant="transparent" color={isThere ? 'teal' : 'gray'}>
                  <Sign size={14} role="img" aria-label={t(isThere ? 'library.there' : 'library.missing')} />
                </ThemeIcon>
                {t(part === 'plays' ? 'library.playsPart' : `overview.parts.${part}`)}
              </Group>
            </List.Item>
          );
        })}
      </List>
    </Stack>
  );
}
