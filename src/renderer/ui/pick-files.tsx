import { Button, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge, type Granted, grantDropped } from '../api.ts';
import { FileChooser } from './file-chooser.tsx';
import { notifyErrors } from './notify.ts';

/** Files or a folder, by the system's dialog, the server's own chooser, or a drop; answers grants. */
export function PickFiles({ onPick, folderOnly = false, label }: { onPick(granted: Granted[]): void; folderOnly?: boolean; label?: string }) {
  const { t } = useTranslation();
  const [browsing, setBrowsing] = useState(false);
  const choose = (folder: boolean) => (bridge ? void notifyErrors(bridge.chooseFiles({ folder })).then((granted) => granted && onPick(granted)) : setBrowsing(true));
  return (
    <Paper
      withBorder
      p="xs"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void notifyErrors(grantDropped([...event.dataTransfer.files])).then((granted) => granted && onPick(granted));
      }}
    >
      <Group gap="xs">
        {folderOnly ? null : (
          <Button variant="default" onClick={() => choose(false)}>
            {t('imports.chooseFiles')}
          </Button>
        )}
        <Button variant="default" onClick={() => choose(true)}>
          {label ?? t('imports.chooseFolder')}
        </Button>
        {folderOnly ? null : (
          <Text size="sm" c="dimmed">
            {t('files.drop')}
          </Text>
        )}
      </Group>
      {browsing ? (
        <FileChooser
          onChoose={(granted) => {
            setBrowsing(false);
            onPick([granted]);
          }}
          onClose={() => setBrowsing(false)}
        />
      ) : null}
    </Paper>
  );
}
