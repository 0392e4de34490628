import { Alert, Button, Group, JsonInput, Modal, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { CodebookPreview, StudyInfo } from '../../../shared/mobility/study.ts';
import { call, useCall } from '../../api.ts';
import { guardLeaving } from '../../app/router.ts';
import { setUnsaved, useUnsaved } from '../../app/unsaved.ts';
import { useKeptForm } from '../../ui/form.ts';
import { dateTime } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';
import { CodebookForm, codebookProblems } from './codebook-form.tsx';
import type { CodebookValues } from './codebook-stages.tsx';
import { PreviewOfChange } from './codebook-preview.tsx';
import { useAuthor, useNames } from '../shared.tsx';

/** The rules as a form (and whole, as JSON). Shows the effects of a change before it is saved. */
export function CodebookEditor({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const names = useNames(study);
  const { codebook: row } = study;
  const [preview, setPreview] = useState<CodebookPreview | null>(null);
  const [known, setAuthor] = useAuthor();
  const { form, forget: empty } = useKeptForm<CodebookValues>(`codebook-${row.version}`, {
    initialValues: { book: row.codebook, json: null, note: '', author: known },
    validate: codebookProblems,
    onValuesChange: (values, before) => {
      if (values.author !== before.author) setAuthor(values.author);
      // The preview no longer matches what would be saved.
      if (values.book !== before.book || values.json !== before.json) setPreview(null);
    },
  });
  const { book, json, note, author } = form.values;
  const changed =
    JSON.stringify(book) !== JSON.stringify(row.codebook) ||
    (json !== null && json !== JSON.stringify(row.codebook, null, 2));
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useUnsaved('codebook', changed);
  const forget = () => {
    setUnsaved('codebook', false);
    empty();
  };
  useEffect(() => (changed ? guardLeaving((go) => setLeave(() => go)) : undefined), [changed]);
  const load = (next: Codebook) =>
    json === null ? form.setFieldValue('book', next) : form.setFieldValue('json', JSON.stringify(next, null, 2));
  const look = async () => {
    if (form.validate().hasErrors) return;
    setPreview((await notifyErrors(call('mobility/preview-codebook', { codebook: edited(form.values) }))) ?? null);
  };
  const apply = async () => {
    const input = { codebook: edited(form.values), note, author };
    const done = await notifyErrors(call('mobility/apply-codebook', input));
    if (!done) return;
    forget();
    notifications.show({ message: t('codebook.saved', { version: done.version }) });
  };
  return (
    <div className="side-by-side wide-first">
      <Stack gap="sm">
        <Group>
          <Presets book={book} onChoose={load} />
          <Switch
            label={t('codebook.asJson')}
            checked={json !== null}
            onChange={(event) =>
              form.setFieldValue('json', event.currentTarget.checked ? JSON.stringify(book, null, 2) : null)
            }
          />
        </Group>
        {json !== null ? (
          <JsonInput
            autosize
            minRows={12}
            maxRows={34}
            styles={{ input: { fontFamily: 'monospace', fontSize: 12 } }}
            aria-label={t('codebook.asJson')}
            {...form.getInputProps('json')}
          />
        ) : (
          <CodebookForm form={form} study={study} />
        )}
      </Stack>
      <Stack gap="sm" pr="sm">
        <Panel title={t('codebook.changeTitle')}>
          {changed ? (
            <Alert color="orange" p="xs" mb="xs">
              <Group gap="xs" justify="space-between">
                <Text size="sm">{t('codebook.unsaved')}</Text>
                <Button size="compact-sm" variant="default" onClick={forget}>
                  {t('codebook.discard')}
                </Button>
              </Group>
            </Alert>
          ) : null}
          <Modal opened={leave !== null} onClose={() => setLeave(null)} title={t('codebook.leaveTitle')}>
            <Stack gap="sm">
              <Text size="sm">{t('codebook.leaveText')}</Text>
              <Group justify="flex-end">
                <Button
                  variant="default"
                  onClick={() => {
                    forget();
                    leave?.();
                  }}
                >
                  {t('codebook.discard')}
                </Button>
                <Button variant="default" onClick={() => leave?.()}>
                  {t('codebook.keepForLater')}
                </Button>
                <Button data-autofocus onClick={() => setLeave(null)}>
                  {t('codebook.stay')}
                </Button>
              </Group>
            </Stack>
          </Modal>
          <Button variant="default" onClick={() => void look()}>
            {t('codebook.preview')}
          </Button>
          {preview ? <PreviewOfChange preview={preview} transition={names.transition} /> : null}
          {preview && preview.differences.length > 0 ? (
            <Stack gap={6} mt="sm">
              <TextInput label={t('coding.coder')} {...form.getInputProps('author')} />
              <TextInput label={t('codebook.note')} {...form.getInputProps('note')} />
              <Button disabled={author.trim() === '' || note.trim() === ''} onClick={() => void apply()}>
                {t('codebook.apply', { version: row.version + 1 })}
              </Button>
            </Stack>
          ) : null}
        </Panel>
        <Versions onLoad={load} />
      </Stack>
    </div>
  );
}

/** The codebook as it would be saved; invalid JSON is passed on as text, so that the backend reports the problem. */
function edited({ book, json }: CodebookValues): unknown {
  if (json === null) return book;
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** A preset of rules, applied to the study's tables. */
function Presets({ book, onChoose }: { book: Codebook; onChoose(book: Codebook): void }) {
  const { t } = useTranslation();
  const presets = useCall('mobility/list-presets', {});
  return (
    <Select
      placeholder={t('codebook.preset')}
      aria-label={t('codebook.preset')}
      w={220}
      value={null}
      data={Object.entries(presets.data ?? {}).map(([value, preset]) => ({ value, label: preset.name }))}
      onChange={(name) => {
        const preset = name === null ? undefined : presets.data?.[name];
        if (preset)
          onChoose({
            ...preset,
            reputation: { ...preset.reputation, table: book.reputation.table },
            cities: { ...preset.cities, edition: book.cities.edition, order: book.cities.order },
          });
      }}
    />
  );
}

function Versions({ onLoad }: { onLoad(book: Codebook): void }) {
  const { t } = useTranslation();
  const { data } = useCall('mobility/list-codebooks', {});
  return (
    <Panel title={t('codebook.versions')}>
      {data?.map((one) => (
        <Group key={one.version} gap="xs" wrap="nowrap" py={2}>
          <Text size="sm" w={24} className="number">
            {one.version}
          </Text>
          <Text size="sm" flex={1}>
            {one.note}{' '}
            <Text span size="xs" c="dimmed">
              {one.author}, {dateTime(one.createdAt)}
            </Text>
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={() => onLoad(one.codebook)}>
            {t('codebook.load')}
          </Button>
        </Group>
      ))}
      {data?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('codebook.noVersion')}
        </Text>
      ) : null}
    </Panel>
  );
}
