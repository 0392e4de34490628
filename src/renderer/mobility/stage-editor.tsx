import { Autocomplete, Button, Group, NumberInput, Paper, Select, Text, TextInput } from '@mantine/core';
import { roleLabel } from '../../shared/mobility/words.ts';
import { useWord } from '../ui/said.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { POSITION_ROLES } from '../../shared/mobility/codebook.ts';
import type { CodeValue } from '../../shared/mobility/coding.ts';
import { useCall } from '../api.ts';
import { numberProblem, type TypedNumber, useCheckedForm } from '../ui/form.ts';

interface Values {
  /** Null until the user types. */
  institution: string | null;
  city: string;
  country: string;
  year: TypedNumber;
  role: string | null;
  note: string;
}

const YEARS = { minimum: 1800, maximum: 2200, whole: true };

/** Types one stage by hand: Enter saves, Escape leaves. */
export function StageEditor({
  name,
  initial,
  onSave,
  onCancel,
}: {
  name: string;
  initial: CodeValue | null;
  onSave(value: Partial<CodeValue>): void;
  onCancel(): void;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const { data: institutions } = useCall('mobility/list-institutions', {});
  const labels = useMemo(
    () => new Map((institutions ?? []).map((one) => [`${one.name}${one.city ? ` · ${one.city}` : ''}`, one.key])),
    [institutions],
  );
  const form = useCheckedForm<Values>({
    initialValues: {
      institution: null,
      city: initial?.city ?? '',
      country: initial?.country ?? '',
      year: initial?.year ?? '',
      role: initial?.role ?? null,
      note: initial?.note ?? '',
    },
    validate: {
      year: (year) => numberProblem(year, { ...YEARS, optional: true }),
    },
  });
  // Until edited, the field shows the code's institution, whose name may load later.
  const labelled = [...labels].find(([, key]) => key === initial?.institution)?.[0] ?? '';
  const institution = form.values.institution ?? labelled;
  const key = labels.get(institution.trim()) ?? null;
  const unknown = institution.trim() !== '' && key === null;
  /** Another institution takes its city and country along. */
  const choose = (value: string) => {
    form.setFieldValue('institution', value);
    const chosen = labels.get(value.trim());
    const one = (institutions ?? []).find((row) => row.key === chosen);
    if (!one || chosen === key) return;
    form.setFieldValue('city', one.city ?? '');
    form.setFieldValue('country', one.country ?? '');
  };
  const save = ({ city, country, year, role, note }: Values) => {
    if (unknown) return;
    onSave({
      state: 'coded',
      institution: key,
      city: city.trim() || null,
      country: country.trim() || null,
      year: year === '' ? null : Number(year),
      role: role as CodeValue['role'],
      note,
      ...(initial?.evidence ? { evidence: initial.evidence } : {}),
    });
  };
  return (
    <Paper withBorder p="sm">
      <form
        onSubmit={form.onSubmit(save)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
        }}
      >
        <Text fw={600} size="sm" mb={4}>
          {t('coding.editing', { name })}
        </Text>
        <Group align="start" gap="xs">
          <Autocomplete
            size="xs"
            flex={2}
            miw={220}
            label={t('coding.fields.institution')}
            value={institution}
            data={[...labels.keys()]}
            limit={12}
            autoFocus
            onChange={choose}
            error={unknown ? t('coding.unknownInstitution') : undefined}
          />
          <TextInput label={t('coding.fields.city')} w={110} {...form.getInputProps('city')} />
          <TextInput label={t('coding.fields.country')} w={80} {...form.getInputProps('country')} />
          <NumberInput label={t('coding.fields.year')} hideControls w={90} {...form.getInputProps('year')} />
          <Select
            label={t('coding.fields.role')}
            {...form.getInputProps('role')}
            clearable
            data={POSITION_ROLES.map((value) => ({ value, label: word(roleLabel(value)) }))}
            w={130}
          />
          <TextInput label={t('coding.fields.note')} {...form.getInputProps('note')} flex={1} miw={120} />
        </Group>
        <Group mt="xs" justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={unknown}>
            {t('coding.save')}
          </Button>
        </Group>
      </form>
    </Paper>
  );
}
