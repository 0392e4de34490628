import { Button, Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Granted, useCall, versionsHere } from '../api.ts';
import { Facts } from '../ui/facts.tsx';
import { ExportArchive, ImportArchive } from './archive-dialogs.tsx';
import { availableCommands, commandLabel, keyLabel, run } from './commands.ts';
import { Licences } from './licences.tsx';
import { LogViewer } from './log-viewer.tsx';
import { type Request, useRequest } from './requests.ts';
import { UnsavedDialog } from './unsaved-dialog.tsx';

type Shown = Exclude<Request, 'import-music' | 'import-study' | 'tour'>;

/** The dialogs that belong to no page, opened by commands. */
export function Dialogs() {
  const [shown, setShown] = useState<Shown | null>(null);
  const [files, setFiles] = useState<Granted[]>([]);
  const show = (what: Shown) => (granted: Granted[]) => {
    setFiles(granted);
    setShown(what);
  };
  useRequest('about', show('about'));
  useRequest('log', show('log'));
  useRequest('shortcuts', show('shortcuts'));
  useRequest('export-archive', show('export-archive'));
  useRequest('import-archive', show('import-archive'));
  const close = () => setShown(null);
  return (
    <>
      <UnsavedDialog />
      {shown === 'about' ? <About onClose={close} /> : null}
      {shown === 'log' ? <LogViewer onClose={close} /> : null}
      {shown === 'shortcuts' ? <Shortcuts onClose={close} /> : null}
      {shown === 'export-archive' ? <ExportArchive onClose={close} /> : null}
      {shown === 'import-archive' ? <ImportArchive dropped={files[0] ?? null} onClose={close} /> : null}
    </>
  );
}

/** What is no product has a name in the language. */
const TOLD = ['platform', 'system', 'window'];

function properName(part: string): string {
  return part === 'sqlite' ? 'SQLite' : part.charAt(0).toUpperCase() + part.slice(1);
}

function About({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { data } = useCall('app/about', {});
  const rows: [string, string][] = data
    ? [
        ...Object.entries({ ...data.versions, ...versionsHere() }).map(([part, version]): [string, string] => [
          TOLD.includes(part) ? t(`about.names.${part}`) : properName(part),
          part === 'window' ? t(`about.windows.${version}`) : version,
        ]),
        [t('about.format'), String(data.libraryFormat)],
        [t('about.folder'), data.libraryFolder],
      ]
    : [];
  return (
    <Modal opened onClose={onClose} title={t('command.about')} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t('about.text')}</Text>
        <Facts rows={rows} />
        <Text size="sm">{t('about.noUpdate')}</Text>
        <Licences />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => run('copy-versions')}>
            {t('command.copy-versions')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Shortcuts({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t('command.shortcuts')}>
      <Text size="sm" mb="xs">
        {t('shortcuts.help')}
      </Text>
      <Facts
        rows={availableCommands()
          .filter(({ key }) => key)
          .map(({ id, key }) => [commandLabel(id), <Kbd key={id}>{keyLabel(key as string)}</Kbd>])}
      />
    </Modal>
  );
}
