import { Button, Group, Paper, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge, type Granted, grantDropped } from '../api.ts';
import { FileChooser } from './file-chooser.tsx';
import { notifyErrors } from './notify.tsx';

/** The system's dialog where there is one, else the server's own chooser, to be shown where `chooser` stands. */
export function useFilePicker(onPick: (granted: Granted[]) => void): {
  choose(folder: boolean): void;
  chooser: ReactNode;
} {
  const [browsing, setBrowsing] = useState(false);
  const picked = (granted: Granted[]) => {
    setBrowsing(false);
    onPick(granted);
  };
  return {
    choose: (folder) =>
      bridge
        ? void notifyErrors(bridge.chooseFiles({ folder })).then((granted) => granted && onPick(granted))
        : setBrowsing(true),
    chooser: browsing ? (
      <FileChooser onChoose={(granted) => picked([granted])} onClose={() => setBrowsing(false)} />
    ) : null,
  };
}

/** Files or a folder, by the system's dialog, the server's own chooser, or a drop; answers grants. */
export function PickFiles({
  onPick,
  folderOnly = false,
  fileOnly = false,
  label,
}: {
  onPick(granted: Granted[]): void;
  folderOnly?: boolean;
  fileOnly?: boolean;
  label?: string;
}) {
  const { t } = useTranslation();
  const { choose, chooser } = useFilePicker(onPick);
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
        {fileOnly ? null : (
          <Button variant="default" onClick={() => choose(true)}>
            {label ?? t('imports.chooseFolder')}
          </Button>
        )}
        {folderOnly ? null : (
          <Text size="sm" c="dimmed">
            {t('files.drop')}
          </Text>
        )}
      </Group>
      {chooser}
    </Paper>
  );
}
