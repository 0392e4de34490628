import { Button, Group, Paper, Select, TextInput } from '@mantine/core';
import { kindLabel } from '../../shared/mobility/words.ts';
import { useWord } from '../ui/said.ts';
import { useTranslation } from 'react-i18next';
import { INSTITUTION_KINDS, type InstitutionKind } from '../../shared/mobility/codebook.ts';
import type { Mention } from '../../shared/mobility/study.ts';
import { call } from '../api.ts';
import { textProblem, useKeptForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';

/** A new institution, with the name used in the résumés. */
export function NewInstitution({
  mention,
  onSaved,
  onCancel,
}: {
  mention: Mention;
  onSaved(key: string): void;
  onCancel(): void;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const { form, forget } = useKeptForm(`new-institution-${mention.key}`, {
    initialValues: {
      name: mention.mention,
      kind: 'university' as InstitutionKind,
      city: mention.cities[0] ?? '',
      country: 'CN',
    },
    validate: { name: (name) => textProblem(name) },
  });
  const save = async ({ name, kind, city, country }: typeof form.values) => {
    const key = name
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-');
    const row = { key, name: name.trim(), kind, city: city.trim() || null, country: country.trim() || null };
    if (!(await notifyErrors(call('mobility/save-institution', row)))) return;
    forget();
    onSaved(key);
  };
  const cancel = () => {
    forget();
    onCancel();
  };
  return (
    <Paper withBorder p="xs">
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <Group align="start" gap="xs">
          <TextInput data-autofocus autoFocus label={t('institutions.name')} flex={1} {...form.getInputProps('name')} />
          <Select
            label={t('fields.kind')}
            w={150}
            allowDeselect={false}
            data={INSTITUTION_KINDS.map((value) => ({ value, label: word(kindLabel(value)) }))}
            {...form.getInputProps('kind')}
          />
          <TextInput label={t('fields.city')} w={120} {...form.getInputProps('city')} />
          <TextInput label={t('fields.country')} w={80} {...form.getInputProps('country')} />
        </Group>
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={cancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit">{t('coding.save')}</Button>
        </Group>
      </form>
    </Paper>
  );
}
