import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Encoding, ENCODINGS, type ImportPreview, type Mapping } from '../../../shared/mobility/imports.ts';
import { call, useCall } from '../../api.ts';
import { bracketed } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { said } from '../../ui/said.ts';
import { saveFile } from '../../ui/save.ts';

/** How a file is read: its encoding or sheet, and the row of its headings, which is clicked. */
export function ImportFileStep({
  preview,
  mapping,
  onChange,
}: {
  preview: ImportPreview;
  mapping: Partial<Mapping>;
  onChange(mapping: Partial<Mapping>): void;
}) {
  const { t } = useTranslation();
  const { sheets, sheet, encoding, top, headerRow } = preview;
  // Another sheet or heading has other columns and cells.
  const reread = (part: Partial<Mapping>) =>
    onChange({ headerRow: undefined, columns: {}, attributes: {}, stages: {}, corrections: [], ...part });
  return (
    <Stack gap="xs">
      <Group align="end">
        {sheets.length > 0 ? (
          <Select
            label={t('mobilityImport.sheet')}
            w={280}
            allowDeselect={false}
            value={sheet}
            data={sheets.map(({ name, hidden, rows }) => ({
              value: name,
              label: bracketed(
                name,
                t(hidden ? 'mobilityImport.hiddenSheetRows' : 'mobilityImport.sheetRows', { count: rows }),
              ),
            }))}
            onChange={(name) => name && reread({ sheet: name })}
          />
        ) : (
          <Select
            label={t('mobilityImport.encoding')}
            description={t('mobilityImport.readAs', { encoding })}
            w={200}
            allowDeselect={false}
            value={mapping.encoding ?? 'auto'}
            data={ENCODINGS.map((value) => ({ value, label: value === 'auto' ? t('mobilityImport.auto') : value }))}
            onChange={(chosen) => reread({ encoding: chosen as Encoding })}
          />
        )}
      </Group>
      {top.length > 0 ? (
        <>
          <Text size="sm">{t('mobilityImport.clickHeadings')}</Text>
          <div className="import-table">
            <table aria-label={t('mobilityImport.sample')}>
              <tbody>
                {top.map(({ line, cells }) => (
                  <tr
                    key={line}
                    data-chosen={line === headerRow || undefined}
                    onClick={() => line !== headerRow && reread({ headerRow: line })}
                  >
                    <th scope="row">
                      <Button
                        size="compact-xs"
                        variant={line === headerRow ? 'filled' : 'subtle'}
                        aria-pressed={line === headerRow}
                        aria-label={t('mobilityImport.headingsInRow', { row: line })}
                      >
                        {line}
                      </Button>
                    </th>
                    {preview.headers.map((header, column) => (
                      <td key={header || String(column)}>{cells[column] ?? ''}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </Stack>
  );
}

/** Empty tables with the headings that each kind knows, in the page's language. */
export function ImportTemplates() {
  const { t, i18n } = useTranslation();
  const { data: kinds = [] } = useCall('mobility/list-import-kinds', {});
  const withTables = kinds.filter(({ fields }) => fields.length > 0);
  const [kind, setKind] = useState<string | null>(null);
  const save = async (chosen: string) => {
    const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
    const made = await notifyErrors(call('mobility/get-template', { kind: chosen, language }));
    if (made) saveFile(made.name, made.text, 'text/csv;charset=utf-8');
  };
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {t('mobilityImport.templates')}
      </Text>
      <Select
        aria-label={t('mobilityImport.templates')}
        size="xs"
        w={220}
        value={kind}
        data={withTables.map((one) => ({ value: one.kind, label: said(one.label) }))}
        onChange={setKind}
      />
      <Button
        variant="default"
        size="xs"
        leftSection={<IconDownload size={14} />}
        disabled={kind === null}
        onClick={() => kind && void save(kind)}
      >
        {t('mobilityImport.template')}
      </Button>
    </Group>
  );
}
