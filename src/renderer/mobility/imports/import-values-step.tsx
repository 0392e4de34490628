import { Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, Mapping, ValueGroup } from '../../../shared/mobility/imports.ts';
import { list, number } from '../../ui/format.ts';
import { useWord } from '../../ui/said.ts';

/** What the cells that stand for something are read as, with counts; each can be said otherwise for all rows alike. */
export function ImportValuesStep({
  preview,
  mapping,
  onChange,
}: {
  preview: ImportPreview;
  mapping: Partial<Mapping>;
  onChange(mapping: Partial<Mapping>): void;
}) {
  const { t } = useTranslation();
  if (preview.values.length === 0) return <Text size="sm">{t('mobilityImport.noValues')}</Text>;
  const set = ({ field }: ValueGroup, text: string, meaning: string | null) => {
    const put = (given: Record<string, string> = {}) => {
      const { [text]: _before, ...others } = given;
      return meaning ? { ...others, [text]: meaning } : others;
    };
    if (field === 'role') onChange({ roles: put(mapping.roles) as Mapping['roles'] });
    else onChange({ values: { ...mapping.values, [field]: put(mapping.values?.[field]) } });
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{t('mobilityImport.valuesHelp')}</Text>
      {preview.values.map((group) => (
        <div key={group.field}>
          <Text size="sm" fw={600}>
            {t('mobilityImport.valuesOf', { field: t(`fields.${group.field}`), column: group.header })}
          </Text>
          <div className="import-table">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('mobilityImport.valueText')}</th>
                  <th scope="col">{t('mobilityImport.valueRows')}</th>
                  <th scope="col">{t('mobilityImport.valueMeaning')}</th>
                  <th scope="col">{t('mobilityImport.valueOther')}</th>
                </tr>
              </thead>
              <tbody>
                {group.entries.map((entry) => (
                  <ValueRow key={entry.text} group={group} entry={entry} onSet={(id) => set(group, entry.text, id)} />
                ))}
              </tbody>
            </table>
          </div>
        </div>
      ))}
    </Stack>
  );
}

function ValueRow({
  group: { choices },
  entry: { text, count, meanings, set },
  onSet,
}: {
  group: ValueGroup;
  entry: ValueGroup['entries'][number];
  onSet(meaning: string | null): void;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const nameOf = (id: string) => {
    const choice = choices.find((one) => one.id === id);
    return id === '' ? t('mobilityImport.valueUnknown') : choice ? word(choice.label) : id;
  };
  const isOpen = meanings.some(({ id }) => id === '');
  const told = meanings.map(({ id, count: rows }) =>
    meanings.length > 1 ? `${nameOf(id)} ${number(rows)}` : nameOf(id),
  );
  const label = t('mobilityImport.valueMeans', { text });
  return (
    <tr>
      <td>{text}</td>
      <td className="numeric">{number(count)}</td>
      <td>
        <Text span size="sm" c={isOpen ? 'orange' : undefined}>
          {list(told)}
        </Text>
      </td>
      <td>
        {choices.length > 0 ? (
          <Select
            aria-label={label}
            size="xs"
            w={190}
            clearable
            searchable
            placeholder={t('mobilityImport.asRead')}
            value={set && meanings.length === 1 ? meanings[0].id : null}
            data={choices.map((choice) => ({ value: choice.id, label: word(choice.label) }))}
            onChange={onSet}
          />
        ) : (
          <TextInput
            aria-label={label}
            size="xs"
            w={190}
            placeholder={t('mobilityImport.asRead')}
            defaultValue={set ? meanings[0].id : ''}
            onBlur={({ currentTarget }) => onSet(currentTarget.value.trim() || null)}
          />
        )}
      </td>
    </tr>
  );
}
