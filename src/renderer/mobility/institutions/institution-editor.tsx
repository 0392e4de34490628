import { Group, Modal, NumberInput, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InstitutionView } from '../../../shared/contract/mobility.ts';
import type { InstitutionKind } from '../../../shared/mobility/codebook.ts';
import { call } from '../../api.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { numberProblem, textProblem, type TypedNumber, useCheckedForm } from '../../ui/form.ts';
import { AddButton, RemoveButton } from '../../ui/list-buttons.tsx';
import { notifyErrors } from '../../ui/notify.tsx';
import { institutionChoices } from '../coding/institution-choice.ts';
import { useKindChoices } from '../shared.tsx';

const RELATIONS = ['merged-into', 'parent', 'affiliate', 'campus'] as const;
type RelationKind = (typeof RELATIONS)[number];
const YEARS = { minimum: 1000, maximum: 2200, whole: true, optional: true };

interface Values {
  name: string;
  kind: InstitutionKind;
  city: string;
  country: string;
  names: string[];
  relations: { kind: RelationKind; other: string | null; year: TypedNumber }[];
}

/** `Old College (1952-1998)`, as in an imported table. */
function nameText({ name, from, to }: InstitutionView['names'][number]): string {
  return from || to ? `${name} (${from ?? ''}-${to ?? ''})` : name;
}

function nameFrom(text: string): InstitutionView['names'][number] {
  const [, name = text, from, to] = /^(.*?)\s*[（(](\d{4})?\s*[-–]\s*(\d{4})?[)）]$/.exec(text) ?? [];
  return { name: name.trim(), from: from ? Number(from) : null, to: to ? Number(to) : null };
}

/** Names in other languages and rankings, kind, city, mergers and parents of one institution. */
export function InstitutionEditor({
  institution,
  institutions,
  onClose,
}: {
  institution: InstitutionView;
  institutions: readonly InstitutionView[];
  onClose(): void;
}) {
  const { t } = useTranslation();
  const kinds = useKindChoices();
  const { key, latitude, longitude } = institution;
  const form = useCheckedForm<Values>({
    initialValues: {
      name: institution.name,
      kind: institution.kind as InstitutionKind,
      city: institution.city ?? '',
      country: institution.country ?? '',
      names: institution.names.map(nameText),
      relations: institution.relations.map(({ kind, other, year }) => ({
        kind: kind as RelationKind,
        other,
        year: year ?? '',
      })),
    },
    validate: {
      name: textProblem,
      relations: {
        other: (other) => (other === null ? t('form.text') : null),
        year: (year) => numberProblem(year, YEARS),
      },
    },
  });
  const others = institutionChoices(institutions.filter((one) => one.key !== key)).map(({ key: value, label }) => ({
    value,
    label,
  }));
  const save = async ({ name, kind, city, country, names, relations }: Values) => {
    const row = {
      key,
      name: name.trim(),
      kind,
      city: city.trim() || null,
      country: country.trim() || null,
      latitude,
      longitude,
      aliases: names.map(nameFrom),
      relations: relations.map(({ kind: relation, other, year }) => ({
        kind: relation,
        other: other ?? '',
        year: year === '' ? null : Number(year),
      })),
      replace: true,
    };
    if (await notifyErrors(call('mobility/save-institution', row))) onClose();
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={institution.name}>
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <Stack gap="sm">
          <TextInput data-autofocus label={t('institutions.name')} {...form.getInputProps('name')} />
          <Group grow>
            <Select label={t('fields.kind')} allowDeselect={false} data={kinds} {...form.getInputProps('kind')} />
            <TextInput label={t('fields.city')} {...form.getInputProps('city')} />
            <TextInput label={t('fields.country')} {...form.getInputProps('country')} />
          </Group>
          <TagsInput
            label={t('fields.aliases')}
            description={t('institutions.namesHint')}
            splitChars={[';', '；']}
            {...form.getInputProps('names')}
          />
          <Stack gap={6}>
            <Text size="sm" fw={500}>
              {t('institutions.relationsHead')}
            </Text>
            {form.values.relations.map((relation, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a relation has no name, and all of it can change
              <Group key={i} gap={6} wrap="nowrap" align="start">
                <Select
                  aria-label={t('institutions.relationsHead')}
                  w={150}
                  allowDeselect={false}
                  data={RELATIONS.map((value) => ({ value, label: t(`institutions.relations.${value}`) }))}
                  {...form.getInputProps(`relations.${i}.kind`)}
                />
                <Select
                  aria-label={t('fields.institution')}
                  flex={1}
                  searchable
                  limit={50}
                  data={others}
                  {...form.getInputProps(`relations.${i}.other`)}
                />
                {relation.kind === 'merged-into' ? (
                  <NumberInput
                    aria-label={t('fields.mergedYear')}
                    placeholder={t('fields.year')}
                    w={90}
                    hideControls
                    {...form.getInputProps(`relations.${i}.year`)}
                  />
                ) : null}
                <RemoveButton
                  label={t('institutions.removeRelation', { n: i + 1 })}
                  mt={4}
                  onRemove={() => form.removeListItem('relations', i)}
                />
              </Group>
            ))}
            <AddButton
              label={t('institutions.addRelation')}
              onAdd={() => form.insertListItem('relations', { kind: 'merged-into', other: null, year: '' })}
            />
          </Stack>
          <DialogButtons action={t('coding.save')} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
