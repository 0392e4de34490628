import { Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { ImportPreview, Mapping } from '../../../shared/mobility/imports.ts';
import { attributeLabel, stageLabel } from '../../../shared/mobility/words.ts';
import { list } from '../../ui/format.ts';
import { useWord } from '../../ui/said.ts';
import { lackingFields } from './lacking-fields.ts';

const STAGE_FIELDS = ['institution', 'city', 'country', 'year', 'role'];

type Found = Pick<Mapping, 'columns' | 'attributes' | 'stages'>;

/** What a column is: `columns field`, `attributes name` or `stages key field`, as one text for the drop-down. */
function meaningOf(header: string, { columns, attributes, stages }: Found): string | null {
  const named = (given: Record<string, string>) => Object.keys(given).find((field) => given[field] === header);
  const field = named(columns);
  if (field !== undefined) return `columns ${field}`;
  const attribute = named(attributes);
  if (attribute !== undefined) return `attributes ${attribute}`;
  for (const [stage, fields] of Object.entries(stages)) {
    const found = named(fields);
    if (found !== undefined) return `stages ${stage} ${found}`;
  }
  return null;
}

/** The mapping with this header as that; what the header was before is empty, so that it is not guessed again. */
function withMeaning(found: Found, header: string, meaning: string | null): Found {
  const cleared = (given: Record<string, string>) =>
    Object.fromEntries(Object.entries(given).map(([field, name]) => [field, name === header ? '' : name]));
  const columns = cleared(found.columns);
  const attributes = cleared(found.attributes);
  const stages = Object.fromEntries(Object.entries(found.stages).map(([key, fields]) => [key, cleared(fields)]));
  const [where, name, field] = meaning?.split(' ') ?? [];
  if (where === 'columns') columns[name] = header;
  if (where === 'attributes') attributes[name] = header;
  if (where === 'stages') stages[name] = { ...stages[name], [field]: header };
  return { columns, attributes, stages };
}

/** The first rows with a drop-down above each column. */
export function ImportColumnsStep({
  preview,
  book,
  onChange,
}: {
  preview: ImportPreview;
  book: Codebook;
  onChange(mapping: Partial<Mapping>): void;
}) {
  const { t } = useTranslation();
  const word = useWord();
  const { fields, headers, sample, kind, mapping } = preview;
  const found = { columns: mapping.columns, attributes: mapping.attributes, stages: mapping.stages };
  const isResume = kind === 'long' || kind === 'wide';
  const attributes = [...new Set([...book.attributes, ...Object.keys(mapping.attributes)])];
  const groups = [
    {
      group: t('mobilityImport.columnsOfTable'),
      items: fields.map(({ name, required }) => ({
        value: `columns ${name}`,
        label: `${t(`fields.${name}`)}${required ? ' *' : ''}`,
      })),
    },
    ...(kind === 'wide'
      ? book.stages.map((stage) => ({
          group: word(stageLabel(book, stage.key)),
          items: STAGE_FIELDS.map((field) => ({
            value: `stages ${stage.key} ${field}`,
            label: `${word(stageLabel(book, stage.key))}: ${t(`fields.${field}`)}`,
          })),
        }))
      : []),
    ...(isResume
      ? [
          {
            group: t('mobilityImport.attributes'),
            items: attributes.map((name) => ({ value: `attributes ${name}`, label: word(attributeLabel(name)) })),
          },
        ]
      : []),
  ];
  const lacking = lackingFields(fields, mapping.columns);
  const unused = headers.filter((header) => header !== '' && meaningOf(header, found) === null);
  return (
    <Stack gap="xs">
      {lacking.length > 0 ? (
        <Text size="sm" c="orange">
          {t('mobilityImport.lacking', { fields: list(lacking.map((name) => t(`fields.${name}`))) })}
        </Text>
      ) : null}
      <div className="import-table">
        <table aria-label={t('mobilityImport.sample')}>
          <thead>
            <tr>
              {headers.map((header, column) => (
                <td key={header || String(column)}>
                  {header === '' || fields.length === 0 ? null : (
                    <Select
                      aria-label={t('mobilityImport.columnMeans', { column: header })}
                      size="xs"
                      w={150}
                      clearable
                      searchable
                      placeholder={t('mobilityImport.notUsed')}
                      comboboxProps={{ width: 240, position: 'bottom-start' }}
                      value={meaningOf(header, found)}
                      data={groups}
                      onChange={(meaning) => onChange(withMeaning(found, header, meaning))}
                    />
                  )}
                </td>
              ))}
            </tr>
            <tr>
              {headers.map((header, column) => (
                <th key={header || String(column)} scope="col">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the first rows of a file have no other name
              <tr key={row}>
                {headers.map((header, column) => (
                  <td key={header || String(column)}>{cells[column] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {unused.length > 0 && fields.length > 0 ? (
        <Text size="sm" c="dimmed">
          {t('mobilityImport.unused', { columns: list(unused) })}
        </Text>
      ) : null}
    </Stack>
  );
}
