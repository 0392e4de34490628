import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MergePreview, MergeResult } from '../../../shared/mobility/agreement.ts';
import { call, type Granted } from '../../api.ts';
import { FilePicker } from '../../ui/file-picker.tsx';
import { list, NOT_APPLICABLE, pair } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';
import { said } from '../../ui/said.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';

const CONFLICTS_SHOWN = 30;

interface Chosen {
  file: Granted;
  preview: MergePreview;
}

/** Another machine's work: what a merge would do is shown first, then it is done or left. */
export function MergePanel() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [result, setResult] = useState<MergeResult | null>(null);
  const look = async ([file]: Granted[]) => {
    if (!file) return;
    setResult(null);
    const preview = await notifyErrors(call('mobility/preview-merge', { grant: file.grant }));
    setChosen(preview ? { file, preview } : null);
  };
  const merge = async ({ file, preview }: Chosen) => {
    const despiteCodebook = preview.comparison.differences.length > 0;
    const done = await notifyErrors(call('mobility/merge-coding', { grant: file.grant, despiteCodebook }));
    if (!done) return;
    setResult(done);
    setChosen(null);
  };
  return (
    <Panel title={t('agreement.mergeTitle')}>
      <Text size="sm" mb={6}>
        {t('agreement.mergeHelp')}
      </Text>
      <FilePicker onPick={(granted) => void look(granted)} />
      {chosen ? <Preview chosen={chosen} onMerge={() => void merge(chosen)} onLeave={() => setChosen(null)} /> : null}
      {result ? (
        <Alert color={result.conflicts.length > 0 ? 'orange' : 'teal'} p="xs" mt="xs">
          {t('agreement.merged', { ...result, conflicts: result.conflicts.length })}
          <Details {...result} />
        </Alert>
      ) : null}
    </Panel>
  );
}

function Preview({
  chosen: { file, preview },
  onMerge,
  onLeave,
}: {
  chosen: Chosen;
  onMerge(): void;
  onLeave(): void;
}) {
  const { t } = useTranslation();
  const { comparison, stops } = preview;
  const impossible = comparison.unknownStages.length > 0;
  return (
    <Alert color={stops.length > 0 ? 'orange' : 'blue'} p="xs" mt="xs" title={file.name}>
      {t('agreement.wouldMerge', { ...preview, conflicts: preview.conflicts.length })}
      <Details {...preview} />
      {impossible ? (
        <Text size="sm">{t('agreement.unknownStages', { stages: list(comparison.unknownStages) })}</Text>
      ) : null}
      {comparison.differences.length > 0 ? <Differences rows={comparison.differences} /> : null}
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" disabled={impossible} onClick={onMerge}>
          {t(comparison.differences.length > 0 ? 'agreement.mergeDespite' : 'agreement.mergeNow')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onLeave}>
          {t('common.cancel')}
        </Button>
      </Group>
    </Alert>
  );
}

type Difference = MergePreview['comparison']['differences'][number];

function Differences({ rows }: { rows: Difference[] }) {
  const { t } = useTranslation();
  const columns: Column<Difference>[] = (['path', 'before', 'after'] as const).map((id) => ({
    id,
    head: t(`agreement.book.${id}`),
    value: (row) => row[id],
    text: (row) => row[id] || NOT_APPLICABLE,
  }));
  return (
    <>
      <Text size="sm" mb={4}>
        {t('agreement.otherCodebook')}
      </Text>
      <DataTable
        name="codebooks-compared"
        label={t('agreement.otherCodebook')}
        columns={columns}
        rows={rows}
        rowKey={({ path }) => path}
        maxHeight={220}
      />
    </>
  );
}

function Details({ conflicts, notes }: Pick<MergeResult, 'conflicts' | 'notes'>) {
  return (
    <>
      {conflicts.slice(0, CONFLICTS_SHOWN).map(({ scholar, stage, problem }) => (
        <Text key={`${scholar} ${stage}`} size="xs">
          {pair(list([scholar, stage]), said(problem))}
        </Text>
      ))}
      {notes.map((note) => (
        <Text key={note.text} size="xs">
          {said(note)}
        </Text>
      ))}
    </>
  );
}
