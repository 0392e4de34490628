import { ActionIcon, Button, Checkbox, NumberInput, Popover, ScrollArea, Stack, TextInput } from '@mantine/core';
import { IconFilter, IconFilterFilled } from '@tabler/icons-react';
import type { RowData } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.ts';
import type { AppTable, FilterValue } from './features.ts';

/** With more distinct texts than this, the filter searches instead of listing them. */
const MOST_CHOICES = 12;

/** The filter button of a column header, and its popover: a text, a range, or a list of values. */
export function ColumnFilterButton<Row extends RowData>({
  table,
  column,
}: {
  table: AppTable<Row>;
  column: Column<Row>;
}) {
  const { t } = useTranslation();
  const own = table.getColumn(column.id);
  const value = own?.getFilterValue() as FilterValue | undefined;
  const set = (next: FilterValue) => {
    const given = Object.entries(next).filter(([, part]) => part !== undefined);
    own?.setFilterValue(given.length > 0 ? Object.fromEntries(given) : undefined);
  };
  const Funnel = value ? IconFilterFilled : IconFilter;
  return (
    <Popover position="bottom-end" withinPortal shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          className="table-funnel"
          data-active={value !== undefined}
          variant="transparent"
          color={value ? undefined : 'gray'}
          size="sm"
          aria-label={t('table.filterBy', { column: column.head })}
        >
          <Funnel size={14} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="xs" onKeyDown={(event) => event.stopPropagation()}>
        <Stack gap="xs" w={200}>
          <FilterFields table={table} column={column} value={value ?? {}} onChange={set} />
          <Button variant="default" disabled={!value} onClick={() => set({})}>
            {t('table.clear')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function FilterFields<Row extends RowData>({
  table,
  column,
  value,
  onChange,
}: {
  table: AppTable<Row>;
  column: Column<Row>;
  value: FilterValue;
  onChange(value: FilterValue): void;
}) {
  const { t } = useTranslation();
  if (column.numeric) {
    const bound = (which: 'minimum' | 'maximum') => (
      <NumberInput
        data-autofocus={which === 'minimum' ? true : undefined}
        label={t(which === 'minimum' ? 'table.from' : 'table.to')}
        value={value[which] ?? ''}
        hideControls
        onChange={(next) => onChange({ ...value, [which]: typeof next === 'number' ? next : undefined })}
      />
    );
    return (
      <>
        {bound('minimum')}
        {bound('maximum')}
      </>
    );
  }
  const choices = choicesOf(table, column);
  if (choices.length === 0)
    return (
      <TextInput
        data-autofocus
        label={t('table.contains')}
        value={value.contains ?? ''}
        onChange={(event) => onChange({ contains: event.currentTarget.value || undefined })}
      />
    );
  const chosen = value.oneOf ?? [];
  return (
    <ScrollArea.Autosize mah={260} type="auto">
      <Stack gap={6} role="group" aria-label={column.head}>
        {choices.map(([text, count]) => (
          <Checkbox
            key={text}
            size="xs"
            label={`${text === '' ? t('table.empty') : text} (${count})`}
            checked={chosen.includes(text)}
            onChange={(event) => {
              const next = event.currentTarget.checked ? [...chosen, text] : chosen.filter((one) => one !== text);
              onChange({ oneOf: next.length > 0 ? next : undefined });
            }}
          />
        ))}
      </Stack>
    </ScrollArea.Autosize>
  );
}

/** The distinct texts of a column of an in-memory table, with their row counts. */
function choicesOf<Row extends RowData>(table: AppTable<Row>, column: Column<Row>): [string, number][] {
  if (table.options.manualFiltering || column.text) return [];
  const counts = [...(table.getColumn(column.id)?.getFacetedUniqueValues() ?? [])].map(
    ([value, count]): [string, number] => [String(value ?? ''), count],
  );
  const rows = table.getPreFilteredRowModel().rows.length;
  return counts.length > 1 && counts.length <= MOST_CHOICES && counts.length < rows
    ? counts.sort(([a], [b]) => a.localeCompare(b, undefined, { numeric: true }))
    : [];
}
