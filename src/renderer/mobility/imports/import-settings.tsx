import { Button, Group, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Mapping, ROWS_THAT_DIFFER } from '../../../shared/mobility/imports.ts';
import { call, type Granted, useCall } from '../../api.ts';
import { useCheckedForm } from '../../ui/form.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { said } from '../../ui/said.ts';

/** A file's kind, and settings that are not in its columns. */
export function ImportSettings({
  file,
  kind,
  mapping,
  found,
  onChange,
  onReplace,
}: {
  file: Granted;
  kind: string | null;
  mapping: Partial<Mapping>;
  /** As the file was read, with what was not given. */
  found: Partial<Mapping>;
  onChange(part: Partial<Mapping>): void;
  onReplace(mapping: Partial<Mapping>): void;
}) {
  const { t } = useTranslation();
  const { data: kinds = [] } = useCall('mobility/list-import-kinds', {});
  const form = useCheckedForm({
    initialValues: {
      ranking: mapping.ranking ?? '',
      edition: mapping.edition ?? '',
      year: (mapping.year ?? '') as number | string,
    },
  });
  // Read again only when the field is left: each reading looks at the whole file.
  const take = (name: 'ranking' | 'edition') => () => {
    const value = form.values[name].trim();
    if (value) onChange({ [name]: value });
  };
  const takeYear = () => {
    const { year } = form.values;
    if (year === '' || Number.isInteger(year)) onChange({ year: year === '' ? undefined : Number(year) });
  };
  const replace = (next: Partial<Mapping>) => {
    form.setValues({ ranking: next.ranking ?? '', edition: next.edition ?? '', year: next.year ?? '' });
    onReplace(next);
  };
  const settings = kinds.find((one) => one.kind === kind)?.settings ?? [];
  return (
    <Group align="end">
      <Text size="sm" fw={600} w="100%">
        {file.name}
      </Text>
      <Select
        label={t('imports.kind')}
        w={220}
        value={kind}
        data={kinds.map(({ kind, label }) => ({ value: kind, label: said(label) }))}
        onChange={(chosen) => chosen && onChange({ kind: chosen })}
      />
      {settings.includes('ranking') ? (
        <TextInput
          label={t('mobilityImport.ranking')}
          w={160}
          placeholder={found.ranking}
          {...form.getInputProps('ranking')}
          onBlur={take('ranking')}
        />
      ) : null}
      {settings.includes('year') ? (
        <NumberInput
          label={t('mobilityImport.year')}
          w={90}
          hideControls
          allowDecimal={false}
          {...form.getInputProps('year')}
          onBlur={takeYear}
        />
      ) : null}
      {settings.includes('edition') ? (
        <TextInput
          label={t('mobilityImport.edition')}
          w={120}
          {...form.getInputProps('edition')}
          onBlur={take('edition')}
        />
      ) : null}
      <Select
        label={t('mobilityImport.existing')}
        w={210}
        allowDeselect={false}
        value={mapping.existing ?? 'ask'}
        data={ROWS_THAT_DIFFER.map((value) => ({
          value,
          label: t(`mobilityImport.existingChoices.${value}`),
        }))}
        onChange={(existing) => onChange({ existing: existing as Mapping['existing'] })}
      />
      <SavedMappings mapping={{ ...mapping, ...(kind ? { kind } : {}) }} onUse={replace} />
    </Group>
  );
}

function SavedMappings({ mapping, onUse }: { mapping: Partial<Mapping>; onUse(mapping: Partial<Mapping>): void }) {
  const { t } = useTranslation();
  const { data: saved, refetch } = useCall('mobility/list-mappings', {});
  const form = useCheckedForm({ initialValues: { name: '' } });
  const name = form.values.name.trim();
  const save = async () => {
    await notifyErrors(call('mobility/save-mapping', { name, mapping: mapping as never }));
    form.reset();
    void refetch();
  };
  return (
    <>
      {saved && saved.length > 0 ? (
        <Select
          label={t('mobilityImport.saved')}
          w={150}
          value={null}
          data={saved.map((one) => one.name)}
          onChange={(chosen) => {
            const found = saved.find((one) => one.name === chosen);
            if (found) onUse(found.mapping);
          }}
        />
      ) : null}
      <Group gap={4} align="end">
        <TextInput label={t('mobilityImport.saveAs')} w={120} {...form.getInputProps('name')} />
        <Button variant="default" disabled={name === ''} onClick={() => void save()}>
          {t('mobilityImport.save')}
        </Button>
      </Group>
    </>
  );
}
