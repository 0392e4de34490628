import {
  Button,
  Code,
  Group,
  Kbd,
  Modal,
  ScrollArea,
  SegmentedControl,
  Stack,
  Switch,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOG_LEVELS, type LogLevel } from '../../shared/contract/app.ts';
import { bridge, call, type Granted, useCall, versionsHere } from '../api.ts';
import { dateTime } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { PickFiles } from '../ui/pick-files.tsx';
import { availableCommands, commandLabel, keyLabel, run } from './commands.ts';
import { Licences } from './licences.tsx';
import { type Request, useRequest } from './requests.ts';
import { go } from './router.ts';

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
      {shown === 'about' ? <About onClose={close} /> : null}
      {shown === 'log' ? <LogViewer onClose={close} /> : null}
      {shown === 'shortcuts' ? <Shortcuts onClose={close} /> : null}
      {shown === 'export-archive' ? <ExportArchive onClose={close} /> : null}
      {shown === 'import-archive' ? <ImportArchive dropped={files[0] ?? null} onClose={close} /> : null}
    </>
  );
}

function About({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { data } = useCall('app/about', {});
  const rows = data
    ? [
        ...Object.entries({ ...data.versions, ...versionsHere() }),
        [t('about.format'), String(data.libraryFormat)],
        [t('about.folder'), data.libraryFolder],
      ]
    : [];
  return (
    <Modal opened onClose={onClose} title={t('command.about')} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t('about.text')}</Text>
        <Table fz="sm" verticalSpacing={2}>
          <Table.Tbody>
            {rows.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
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

function LogViewer({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const [level, setLevel] = useState<LogLevel | 'all'>('all');
  const { data, refetch } = useCall('app/get-log', { limit: 500, ...(level === 'all' ? {} : { level }) });
  const text = (data ?? [])
    .map(({ at, level: of, what, details }) => `${at}\t${of}\t${what}${details ? `\t${details}` : ''}`)
    .join('\n');
  return (
    <Modal opened onClose={onClose} title={t('log.title')} size="xl">
      <Stack gap="sm">
        <Text size="sm">{t('log.help')}</Text>
        <Group>
          <SegmentedControl
            size="xs"
            aria-label={t('log.level')}
            value={level}
            onChange={(value) => setLevel(value as LogLevel | 'all')}
            data={(['all', ...LOG_LEVELS] as const).map((value) => ({ value, label: t(`log.levels.${value}`) }))}
          />
          <Button variant="default" onClick={() => void refetch()}>
            {t('log.refresh')}
          </Button>
          <Button variant="default" onClick={() => void navigator.clipboard.writeText(text)}>
            {t('log.copy')}
          </Button>
        </Group>
        <ScrollArea h={420} viewportProps={{ tabIndex: 0, 'aria-label': t('log.title') }}>
          {data?.length === 0 ? <Text size="sm">{t('log.empty')}</Text> : null}
          {data?.map(({ at, level: of, what, details }, i) => (
            <div key={`${at} ${data.length - i}`}>
              <Text size="xs" c={of === 'info' ? undefined : 'orange'} style={{ overflowWrap: 'anywhere' }}>
                <span className="mono">{dateTime(at)}</span> {t(`log.levels.${of}`)} · {what}
              </Text>
              {details ? (
                <Code block fz={11} mb={4}>
                  {details.replaceAll('\\n', '\n')}
                </Code>
              ) : null}
            </div>
          ))}
        </ScrollArea>
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
      <Table fz="sm" verticalSpacing={2}>
        <Table.Tbody>
          {availableCommands()
            .filter(({ key }) => key)
            .map(({ id, key }) => (
              <Table.Tr key={id}>
                <Table.Td>{commandLabel(id)}</Table.Td>
                <Table.Td>
                  <Kbd>{keyLabel(key as string)}</Kbd>
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

function ExportArchive({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const [folder, setFolder] = useState<Granted | null>(null);
  const [withSpectrograms, setWith] = useState(true);
  const start = async () => {
    if (folder && (await notifyErrors(call('library/export-archive', { folder: folder.grant, withSpectrograms })))) {
      onClose();
      go('jobs');
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('archive.exportTitle')} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t('archive.exportHelp')}</Text>
        <PickFiles folderOnly onPick={([granted]) => granted && setFolder(granted)} />
        {folder ? <Text size="sm">{t('archive.into', { name: folder.name })}</Text> : null}
        <Switch
          label={t('archive.withSpectrograms')}
          checked={withSpectrograms}
          onChange={(event) => setWith(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={!folder} onClick={() => void start()}>
            {t('archive.export')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function ImportArchive({ dropped, onClose }: { dropped: Granted | null; onClose(): void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<Granted | null>(dropped);
  const [folder, setFolder] = useState<Granted | null>(null);
  const [name, setName] = useState('');
  const suggested = file?.name.replace(/(-\d{4}-\d\d-\d\d)?( \(\d+\))?\.quadrille-archive$/, '') ?? '';
  const wanted = name.trim() || suggested;
  const start = async () => {
    if (
      file &&
      folder &&
      wanted &&
      (await notifyErrors(call('library/import-archive', { grant: file.grant, folder: folder.grant, name: wanted })))
    ) {
      onClose();
      go('jobs');
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('archive.importTitle')} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t(bridge ? 'archive.importHelp' : 'archive.importHelpBrowser')}</Text>
        <PickFiles onPick={([granted]) => granted && setFile(granted)} fileOnly />
        {file ? <Text size="sm">{file.name}</Text> : null}
        <PickFiles folderOnly label={t('archive.chooseTarget')} onPick={([granted]) => granted && setFolder(granted)} />
        <TextInput
          label={t('archive.name')}
          placeholder={suggested}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {folder && wanted ? <Text size="sm">{t('archive.into', { name: `${folder.name}/${wanted}` })}</Text> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={!file || !folder || !wanted} onClick={() => void start()}>
            {t('archive.import')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
