import { Group, Paper, ScrollArea, Table as PlainTable, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NOT_APPLICABLE } from '../ui/format.ts';
import type { Table } from '../../shared/table.ts';
import { ChartButton } from './chart.tsx';
import { notifyErrors } from './notify.tsx';
import { copyTable, saveTable, TABLE_FORMATS } from './save.ts';

interface Props {
  table: Table;
  title: string;
  /** Cells that stand out, as "row column". */
  strong?: ReadonlySet<string>;
  headTitles?: (string | undefined)[];
  head?: string[];
  maxHeight?: number;
}

/** A table of results with its exports; numbers with four significant digits, the exports with all. */
export function ResultTable({ table, title, strong, headTitles, head = table.head, maxHeight }: Props) {
  const { t } = useTranslation();
  const numeric = table.head.map((_, column) => table.rows.some((row) => typeof row[column] === 'number'));
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Text fw={600} size="sm">
          {title}
        </Text>
        <Group gap={4} wrap="nowrap">
          {TABLE_FORMATS.map((format) => (
            <ChartButton
              key={format}
              label={t(`table.${format}`)}
              title={t('table.save', { format: t(`table.${format}`) })}
              onClick={() => void notifyErrors(saveTable({ ...table, title }, format))}
            />
          ))}
          <ChartButton
            label={t('table.copy')}
            title={t('table.copyHint')}
            onClick={() => void notifyErrors(copyTable(table))}
          />
        </Group>
      </Group>
      <ScrollArea.Autosize mah={maxHeight ?? 460}>
        <PlainTable fz="sm" verticalSpacing={3} stickyHeader={maxHeight !== undefined}>
          <PlainTable.Thead>
            <PlainTable.Tr>
              {head.map((name, column) => (
                <PlainTable.Th
                  key={table.head[column]}
                  className={numeric[column] ? 'number' : ''}
                  title={headTitles?.[column]}
                  style={{ whiteSpace: 'nowrap' }}
                >
                  {name || <VisuallyHidden>{table.head[column]}</VisuallyHidden>}
                </PlainTable.Th>
              ))}
            </PlainTable.Tr>
          </PlainTable.Thead>
          <PlainTable.Tbody>
            {table.rows.map((row, r) => (
              <PlainTable.Tr key={row.join('|')}>
                {row.map((value, column) => (
                  <PlainTable.Td
                    key={table.head[column]}
                    className={numeric[column] ? 'number' : ''}
                    fw={strong?.has(`${r} ${column}`) ? 700 : undefined}
                    style={{ whiteSpace: 'nowrap' }}
                  >
                    {shown(value)}
                  </PlainTable.Td>
                ))}
              </PlainTable.Tr>
            ))}
          </PlainTable.Tbody>
        </PlainTable>
      </ScrollArea.Autosize>
    </Paper>
  );
}

function shown(value: string | number | null): string {
  if (value === null) return NOT_APPLICABLE;
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  return Math.abs(value) < 0.0005 ? value.toExponential(1) : value.toFixed(Math.abs(value) >= 100 ? 1 : 4);
}
