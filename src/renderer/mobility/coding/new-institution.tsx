import { Alert, Button, Group, Paper, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InstitutionKind } from '../../../shared/mobility/codebook.ts';
import { call, useCall } from '../../api.ts';
import { textProblem, useKeptForm } from '../../ui/form.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { institutionChoices } from './institution-choice.ts';
import { useKindChoices } from '../shared.tsx';

/**
 * A new institution. A name that another one bears is asked about: two can have the same name, and the one that is
 * there is never changed.
 */
export function NewInstitution({
  name: given,
  city: givenCity,
  onSaved,
  onCancel,
}: {
  /** As the résumés have it. */
  name: string;
  city: string | null;
  onSaved(key: string): void;
  onCancel(): void;
}) {
  const { t } = useTranslation();
  const kinds = useKindChoices();
  const { data: institutions } = useCall('mobility/list-institutions', {});
  const { form, forget } = useKeptForm(`new-institution-${given}`, {
    initialValues: { name: given, kind: 'university' as InstitutionKind, city: givenCity ?? '', country: 'CN' },
    validate: { name: (name) => textProblem(name) },
  });
  const typed = sameName(form.values.name);
  const alike = (institutions ?? []).filter(({ key, name, names }) =>
    [key, name, ...names.map((one) => one.name)].some((one) => sameName(one) === typed),
  );
  const labels = new Map(institutionChoices(institutions ?? []).map(({ key, label }) => [key, label]));
  const finish = (key: string) => {
    forget();
    onSaved(key);
  };
  const create = async ({ name, kind, city, country }: typeof form.values) => {
    const taken = new Set((institutions ?? []).map(({ key }) => key));
    const plain = sameName(name);
    let key = plain;
    for (let n = 2; taken.has(key); n++) key = `${plain}-${n}`;
    const row = { key, name: name.trim(), kind, city: city.trim() || null, country: country.trim() || null };
    if (await notifyErrors(call('mobility/save-institution', row))) finish(key);
  };
  const cancel = () => {
    forget();
    onCancel();
  };
  return (
    <Paper withBorder p="xs">
      <form onSubmit={form.onSubmit((values) => void (institutions && alike.length === 0 && create(values)))}>
        <Group align="start" gap="xs">
          <TextInput data-autofocus autoFocus label={t('institutions.name')} flex={1} {...form.getInputProps('name')} />
          <Select label={t('fields.kind')} w={150} allowDeselect={false} data={kinds} {...form.getInputProps('kind')} />
          <TextInput label={t('fields.city')} w={120} {...form.getInputProps('city')} />
          <TextInput label={t('fields.country')} w={80} {...form.getInputProps('country')} />
        </Group>
        {alike.length > 0 ? (
          <Alert color="orange" p="xs" mt="xs" title={t('institutions.alike')}>
            <Group gap="xs">
              {alike.map(({ key }) => (
                <Button key={key} variant="default" size="compact-sm" onClick={() => finish(key)}>
                  {labels.get(key)}
                </Button>
              ))}
            </Group>
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={cancel}>
            {t('common.cancel')}
          </Button>
          {alike.length > 0 ? (
            <Button onClick={() => void create(form.values)}>{t('institutions.another')}</Button>
          ) : (
            <Button type="submit">{t('coding.save')}</Button>
          )}
        </Group>
      </form>
    </Paper>
  );
}

/** Case, width, spaces and signs make no other name. */
function sameName(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-');
}
