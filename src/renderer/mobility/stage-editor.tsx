import { Autocomplete, Button, Group, NumberInput, Paper, Select, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { POSITION_ROLES } from '../../shared/mobility/codebook.ts';
import type { CodeValue } from '../../shared/mobility/coding.ts';
import { useCall } from '../api.ts';

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
  const { data: institutions } = useCall('mobility/list-institutions', {});
  const labels = useMemo(
    () => new Map((institutions ?? []).map((one) => [`${one.name}${one.city ? ` · ${one.city}` : ''}`, one.key])),
    [institutions],
  );
  const labelOf = (key: string | null) => [...labels].find(([, value]) => value === key)?.[0] ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const institution = typed ?? labelOf(initial?.institution ?? null);
  const [city, setCity] = useState(initial?.city ?? '');
  const [year, setYear] = useState<number | string>(initial?.year ?? '');
  const [role, setRole] = useState<string | null>(initial?.role ?? null);
  const [note, setNote] = useState(initial?.note ?? '');
  const key = labels.get(institution.trim()) ?? null;
  const unknown = institution.trim() !== '' && key === null;
  const save = () => {
    if (unknown) return;
    onSave({
      state: 'coded',
      institution: key,
      city: city.trim() || null,
      year: year === '' ? null : Number(year),
      role: role as CodeValue['role'],
      note,
      ...(initial?.evidence ? { evidence: initial.evidence } : {}),
    });
  };
  return (
    <Paper withBorder p="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
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
            onChange={setTyped}
            error={unknown ? t('coding.unknownInstitution') : undefined}
          />
          <TextInput
            label={t('coding.fields.city')}
            value={city}
            onChange={(event) => setCity(event.currentTarget.value)}
            w={110}
          />
          <NumberInput
            label={t('coding.fields.year')}
            value={year}
            onChange={setYear}
            min={1800}
            max={2200}
            hideControls
            w={80}
          />
          <Select
            label={t('coding.fields.role')}
            value={role}
            onChange={setRole}
            clearable
            data={POSITION_ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
            w={130}
          />
          <TextInput
            label={t('coding.fields.note')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            flex={1}
            miw={120}
          />
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
