import { Badge, Modal, Stack, Textarea } from '@mantine/core';
import { IconFlagFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CodeValue, ScholarView } from '../../../shared/mobility/coding.ts';
import { call } from '../../api.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { useCheckedForm } from '../../ui/form.ts';

interface NoteChange {
  flagged?: boolean;
  memo?: string;
}

/** Writes it and answers the scholar as it then stands. */
export async function noted(coder: string, scholarId: number, change: NoteChange): Promise<ScholarView> {
  await call('mobility/note-scholars', { author: coder, scholarIds: [scholarId], ...change });
  return call('mobility/get-scholar', { coder, scholarId });
}

/** In the header, so that nothing on the page moves. */
export function NoteBadge({ view: { flagged, memo } }: { view: ScholarView }) {
  const { t } = useTranslation();
  if (!flagged && memo === '') return null;
  return (
    <Badge
      variant="light"
      color="orange"
      maw={220}
      title={memo || t('scholars.flagged')}
      leftSection={flagged ? <IconFlagFilled size={12} aria-hidden /> : null}
    >
      {memo || t('scholars.flagged')}
    </Badge>
  );
}

/** A memo on the scholar, and a note on the code of the active stage. */
export function MemoDialog({
  view,
  stage,
  onNote,
  onCode,
  onClose,
}: {
  view: ScholarView;
  stage: ScholarView['stages'][number] | undefined;
  onNote(change: NoteChange): Promise<unknown>;
  onCode(value: Partial<CodeValue>, how: { advance: boolean }): Promise<unknown>;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const before = { memo: view.memo, note: stage?.code?.note ?? '' };
  const form = useCheckedForm({ initialValues: before });
  const save = async ({ memo, note }: typeof before) => {
    onClose();
    if (memo !== before.memo) await onNote({ memo });
    if (note !== before.note) await onCode({ note }, { advance: false });
  };
  return (
    <Modal opened onClose={onClose} title={t('coding.memoTitle', { name: view.name })}>
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <Stack gap="sm">
          <Textarea
            data-autofocus
            autosize
            minRows={3}
            maxRows={8}
            maxLength={4000}
            label={t('scholars.memo')}
            {...form.getInputProps('memo')}
          />
          {stage?.code ? (
            <Textarea
              autosize
              minRows={2}
              maxRows={6}
              maxLength={4000}
              label={t('coding.noteOfCode')}
              {...form.getInputProps('note')}
            />
          ) : null}
          <DialogButtons action={t('coding.save')} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
