import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge, type Granted, grantDropped } from '../api.ts';
import { FileChooser } from './file-chooser.tsx';
import { notifyErrors } from './notify.tsx';

/** The system's dialog if there is one, otherwise the server's file chooser, rendered by `chooser`. */
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

interface Props {
  onPick(granted: Granted[]): void;
  /** What may be picked; files may be dropped too. */
  what?: 'files' | 'folder' | 'both';
  /** The button's label, if "Choose files…" or "Choose a folder…" is not clear enough. */
  label?: string;
  busy?: boolean;
  children?: ReactNode;
}

/** Files or a folder, from the system's dialog, the server's file chooser, or a drop; gives grants, never paths. */
export function FilePicker({ onPick, what = 'both', label, busy = false, children }: Props) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const { choose, chooser } = useFilePicker(onPick);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    void notifyErrors(grantDropped([...event.dataTransfer.files])).then((granted) => granted && onPick(granted));
  };
  const takesDrops =
    what === 'folder'
      ? {}
      : {
          onDragOver: (event: DragEvent) => {
            event.preventDefault();
            setOver(true);
          },
          onDragLeave: () => setOver(false),
          onDrop: drop,
        };
  return (
    <Paper
      withBorder
      p="xs"
      bg={over ? 'var(--mantine-primary-color-light)' : undefined}
      style={what === 'folder' ? undefined : { borderStyle: 'dashed' }}
      {...takesDrops}
    >
      <Stack gap="xs">
        <Group gap="xs">
          {what === 'folder' ? null : (
            <Button variant="default" loading={busy} onClick={() => choose(false)}>
              {(what === 'files' ? label : undefined) ?? t('imports.chooseFiles')}
            </Button>
          )}
          {what === 'files' ? null : (
            <Button variant="default" loading={busy} onClick={() => choose(true)}>
              {(what === 'folder' ? label : undefined) ?? t('imports.chooseFolder')}
            </Button>
          )}
          {what === 'folder' ? null : (
            <Text size="sm" c="dimmed">
              {t('files.drop')}
            </Text>
          )}
        </Group>
        {chooser}
        {children}
      </Stack>
    </Paper>
  );
}
