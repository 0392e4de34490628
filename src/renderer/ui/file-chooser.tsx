import { Button, Group, Loader, NavLink, Paper, ScrollArea, Stack, Text } from '@mantine/core';
import { IconChevronRight, IconFile, IconFolder } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileEntry } from '../../shared/contract/app.ts';
import { call, type Granted, useCall } from '../api.ts';
import { bytes } from './format.ts';
import { notifyErrors } from './notify.tsx';
import { said } from './said.ts';

const ICON = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;

/** The server's own file chooser, for the app in a browser: folders and files as opaque entries, never paths. */
export function FileChooser({ onChoose, onClose }: { onChoose(granted: Granted): void; onClose(): void }) {
  const { t } = useTranslation();
  const [trail, setTrail] = useState<FileEntry[]>([]);
  const here = trail[trail.length - 1];
  const roots = useCall('files/list-roots', {}, { enabled: !here });
  const shown = { enabled: here !== undefined, changesUnseen: true };
  const entries = useCall('files/list-entries', { entry: here?.entry ?? '' }, shown);
  const list = here ? entries : roots;
  const shownList = useRef<HTMLDivElement>(null);
  // The pressed entry goes: without this the focus would be on nothing, and Tab begin anywhere.
  const go = (to: FileEntry[]) => {
    setTrail(to);
    shownList.current?.focus();
  };
  const grant = (entry: FileEntry) =>
    void notifyErrors(call('files/grant-entry', { entry: entry.entry })).then(
      (granted) => granted && onChoose(granted),
    );
  return (
    <Paper withBorder p="xs">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm" c="dimmed" truncate>
            {trail.map((entry) => entry.name).join(' / ') || t('files.roots')}
          </Text>
          <Group gap="xs">
            <Button variant="subtle" disabled={!here} onClick={() => go(trail.slice(0, -1))}>
              {t('files.up')}
            </Button>
            <Button variant="default" disabled={!here} onClick={() => here && grant(here)}>
              {t('files.useFolder')}
            </Button>
            <Button variant="subtle" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </Group>
        </Group>
        <ScrollArea h={220} viewportRef={shownList} viewportProps={{ tabIndex: -1 }}>
          {list.isLoading ? <Loader size="xs" /> : null}
          {list.error ? (
            <Text c="orange" size="sm">
              {said(list.error)}
            </Text>
          ) : null}
          {list.data?.map((entry) => (
            <NavLink
              key={entry.entry}
              component="button"
              py={3}
              label={entry.name}
              leftSection={entry.folder ? <IconFolder {...ICON} /> : <IconFile {...ICON} />}
              rightSection={entry.folder ? <IconChevronRight {...ICON} /> : null}
              description={entry.folder ? undefined : bytes(entry.bytes)}
              onClick={() => (entry.folder ? go([...trail, entry]) : grant(entry))}
            />
          ))}
        </ScrollArea>
      </Stack>
    </Paper>
  );
}
