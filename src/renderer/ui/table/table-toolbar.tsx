import { Group, Menu, Text, TextInput } from '@mantine/core';
import { IconColumns3, IconFilterOff } from '@tabler/icons-react';
import type { RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Table } from '../../../shared/table.ts';
import { ToolButton } from '../tool-button.tsx';
import type { Column } from './column.ts';
import type { AppTable } from './features.ts';
import { TableButtons } from './table-buttons.tsx';

interface Props<Row extends RowData> {
  title?: string;
  table: AppTable<Row>;
  columns: readonly Column<Row>[];
  count: number;
  /** Whether to show a field that searches all columns. */
  search: boolean;
  children?: ReactNode;
  /** All filtered rows, in the form for files and the clipboard. */
  contents(): Promise<Table>;
}

/** Toolbar of every table: title or search field, row count, and actions on all rows. */
export function TableToolbar<Row extends RowData>({
  title,
  table,
  columns,
  count,
  search,
  children,
  contents,
}: Props<Row>) {
  const { t } = useTranslation();
  const { globalFilter, columnFilters } = table.state;
  const filtered = columnFilters.length > 0 || globalFilter !== '';
  const selected = Object.keys(table.state.rowSelection).length;
  return (
    <Group gap="xs" wrap="nowrap" mih={28}>
      {title ? (
        <Text fw={600} size="sm" component="h3">
          {title}
        </Text>
      ) : null}
      {search ? (
        <TextInput
          placeholder={t('table.filter')}
          aria-label={t('table.filter')}
          value={String(globalFilter ?? '')}
          onChange={(event) => table.setGlobalFilter(event.currentTarget.value)}
          w={220}
        />
      ) : null}
      {search || filtered ? (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }} role="status">
          {t('table.rows', { count })}
          {selected > 0 ? ` · ${t('table.selected', { count: selected })}` : ''}
        </Text>
      ) : null}
      <div style={{ flex: 1 }} />
      {children}
      <Group gap={2} wrap="nowrap">
        {filtered ? (
          <ToolButton
            icon={IconFilterOff}
            label={t('table.clearAll')}
            onClick={() => {
              table.resetColumnFilters(true);
              table.setGlobalFilter('');
            }}
          />
        ) : null}
        <TableButtons contents={contents} />
        <ColumnMenu table={table} columns={columns} />
      </Group>
    </Group>
  );
}

function ColumnMenu<Row extends RowData>({
  table,
  columns,
}: {
  table: AppTable<Row>;
  columns: readonly Column<Row>[];
}) {
  const { t } = useTranslation();
  const choices = columns.filter(({ actions }) => !actions);
  if (choices.length < 3) return null;
  return (
    <Menu>
      <Menu.Target>
        <ToolButton icon={IconColumns3} label={t('table.columns')} />
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ id, head }) => {
          const own = table.getColumn(id);
          return (
            <Menu.CheckboxItem
              key={id}
              checked={own?.getIsVisible() ?? true}
              onChange={(shown) => own?.toggleVisibility(shown)}
            >
              {head}
            </Menu.CheckboxItem>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
