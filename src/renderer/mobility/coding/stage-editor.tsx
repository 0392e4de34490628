import { Autocomplete, Box, Button, Group, NumberInput, Paper, Select, Text, TextInput } from '@mantine/core';
import { roleLabel } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { POSITION_ROLES } from '../../../shared/mobility/codebook.ts';
import type { CodeValue } from '../../../shared/mobility/coding.ts';
import { useCall } from '../../api.ts';
import { numberProblem, type TypedNumber, useCheckedForm } from '../../ui/form.ts';
import { chosenInstitution, institutionChoices, matchingChoices } from './institution-choice.ts';
import { isComposing } from './meant-key.ts';
import { NewInstitution } from './new-institution.tsx';

const OFFERED = 12;

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

/** Types one stage by hand: Enter saves, Escape leaves. An institution that is not in the list can be added. */
export function StageEditor({
  name,
  initial,
  typed,
  onSave,
  onCancel,
}: {
  name: string;
  initial: CodeValue | null;
  /** What was typed before the field was there, or how the résumé names the institution. */
  typed: string;
  onSave(value: Partial<CodeValue>): void;
  onCancel(): void;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const { data: institutions } = useCall('mobility/list-institutions', {});
  const choices = useMemo(() => institutionChoices(institutions ?? []), [institutions]);
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<{ key: string; text: string } | null>(null);
  const field = useRef<HTMLInputElement>(null);
  // A click beside the editor takes the focus from it; Escape still leaves.
  const leave = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (event.key === 'Escape' && event.target === document.body) onCancel();
  });
  useEffect(() => {
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, []);
  const form = useCheckedForm<Values>({
    initialValues: {
      institution: typed || null,
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
  const labelled = choices.find(({ key }) => key === initial?.institution)?.label ?? '';
  const institution = form.values.institution ?? labelled;
  const untouched = institution === labelled;
  const key =
    added?.text === institution
      ? added.key
      : untouched
        ? (initial?.institution ?? null)
        : chosenInstitution(choices, institution);
  const unknown = institution.trim() !== '' && key === null;
  /** Another institution takes its city and country along. */
  const choose = (value: string) => {
    form.setFieldValue('institution', value);
    const chosen = chosenInstitution(choices, value);
    const one = (institutions ?? []).find((row) => row.key === chosen);
    if (!one || chosen === key) return;
    form.setFieldValue('city', one.city ?? '');
    form.setFieldValue('country', one.country ?? '');
  };
  const save = ({ city, country, year, role, note }: Values) => {
    if (unknown) return setAdding(institutions !== undefined);
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
        onKeyDownCapture={(event: KeyboardEvent) => {
          if (isComposing(event.nativeEvent)) event.stopPropagation();
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
            data={choices.map(({ label }) => label)}
            filter={({ search }) =>
              matchingChoices(choices, search, OFFERED).map(({ label }) => ({ value: label, label }))
            }
            ref={field}
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
          {unknown && institutions ? (
            <Button variant="default" onClick={() => setAdding(true)}>
              {t('coding.newInstitution', { name: institution.trim() })}
            </Button>
          ) : null}
          <Button type="submit">{t('coding.save')}</Button>
        </Group>
      </form>
      {adding && unknown ? (
        <Box mt="xs">
          <NewInstitution
            name={institution.trim()}
            city={form.values.city.trim() || null}
            onCancel={() => setAdding(false)}
            onSaved={(saved) => {
              setAdding(false);
              setAdded({ key: saved, text: institution });
              field.current?.focus();
            }}
          />
        </Box>
      ) : null}
    </Paper>
  );
}
