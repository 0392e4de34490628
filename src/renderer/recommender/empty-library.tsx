import { Anchor, Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { run } from '../app/commands.ts';
import { linkTo } from '../app/router.ts';
import { EmptyState } from '../ui/empty-state.tsx';

/** What to do with a library without songs. */
export function EmptyLibrary({ onImport }: { onImport(): void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('library.emptyTitle')}
      actions={
        <>
          <Button onClick={onImport}>{t('imports.open')}</Button>
          <Button variant="default" onClick={() => run('start-demo')}>
            {t('library.demo')}
          </Button>
        </>
      }
    >
      <Stack gap="xs">
        <span>{t('library.emptyText')}</span>
        <span>
          {t('library.demoHint')}{' '}
          <Anchor href={linkTo('guide', 'import-music')} size="sm">
            {t('nav.guide')}
          </Anchor>
        </span>
      </Stack>
    </EmptyState>
  );
}
