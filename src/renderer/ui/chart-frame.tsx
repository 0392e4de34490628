import { Button, Group, Popover, Skeleton, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChartDots, IconCopy, IconDownload, IconTable } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Table, toCsv } from '../../shared/table.ts';
import { FIGURE_DPI } from '../../shared/figures/print-theme.ts';
import { EmptyState } from './empty-state.tsx';
import { notifyErrors } from './notify.tsx';
import { Panel } from './panel.tsx';
import { type FigureFormat, FigureSettings } from './figure-theme.tsx';
import { fileName, saveFile } from './save.ts';
import { type CellLink, ResultTable } from './table/result-table.tsx';
import { ToolButton } from './tool-button.tsx';

export interface ChartTable extends Pick<Table, 'head' | 'rows' | 'numbers'> {
  linkOf?: CellLink;
}

export interface Pictures {
  /** @param dpi of a PNG or a PDF */
  save(format: FigureFormat, dpi: number): Promise<void>;
  copy(): Promise<void>;
}

interface Props {
  title: string;
  /** Shorter, above the picture, where its surroundings say the rest. */
  heading?: string;
  /** The chart's data, for the table and for files. */
  table: ChartTable;
  height: number;
  /** Saves the drawing as a file; without it only the data can be saved. */
  pictures?: Pictures;
  /** What the chart shows, to be chosen. */
  options?: ReactNode;
  loading?: boolean;
  /** Shown instead of the drawing if there is nothing to draw. */
  empty?: string | null;
  children: ReactNode;
}

/** Of the finer PNG. */
const PDF_DPI = FIGURE_DPI[1];

/** Frame of every chart: title, picture and data as files, and the data as a table. */
export function ChartFrame(props: Props) {
  const { title, heading, table, height, pictures, options, loading = false, empty, children } = props;
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const nothing = loading || Boolean(empty);
  const saveNumbers = () => saveFile(`${fileName(title)}.csv`, toCsv(table), 'text/csv;charset=utf-8');
  const actions = (
    <Group gap={2} wrap="nowrap">
      {options}
      {pictures && !asTable ? (
        <ToolButton icon={IconCopy} label={t('chart.copyHint')} onClick={() => void notifyErrors(pictures.copy())} />
      ) : null}
      {asTable ? null : <SaveChoices pictures={pictures} onSaveNumbers={saveNumbers} />}
      <ToolButton
        icon={asTable ? IconChartDots : IconTable}
        label={t(asTable ? 'chart.chart' : 'chart.table')}
        onClick={() => setAsTable(!asTable)}
      />
    </Group>
  );
  return (
    <Panel title={heading ?? title} actions={nothing ? null : actions}>
      {loading ? <Skeleton height={height} /> : null}
      {!loading && empty ? <EmptyState>{empty}</EmptyState> : null}
      {!nothing && asTable ? (
        <ResultTable
          table={{ name: fileName(title), ...table }}
          linkOf={table.linkOf}
          label={title}
          maxHeight={height}
        />
      ) : null}
      {!nothing && !asTable ? children : null}
    </Panel>
  );
}

/** What a figure is to look like, and what it can be saved as: no menu, which holds nothing but its entries. */
function SaveChoices({ pictures, onSaveNumbers }: { pictures: Pictures | undefined; onSaveNumbers(): void }) {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  const choice = (label: string, save: () => unknown) => (
    <Button
      key={label}
      variant="subtle"
      justify="flex-start"
      onClick={() => {
        close();
        save();
      }}
    >
      {label}
    </Button>
  );
  const picture = (format: FigureFormat, dpi: number) => void (pictures && notifyErrors(pictures.save(format, dpi)));
  return (
    <Popover opened={opened} onChange={(next) => !next && close()} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ToolButton icon={IconDownload} label={t('chart.save')} onClick={toggle} />
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label={t('chart.save')}>
        <Stack gap={2}>
          {pictures ? (
            <>
              <FigureSettings />
              {FIGURE_DPI.map((dpi) => choice(t('chart.png', { dpi }), () => picture('png', dpi)))}
              {choice(t('chart.pdf', { dpi: PDF_DPI }), () => picture('pdf', PDF_DPI))}
              {choice(t('chart.svg'), () => picture('svg', 0))}
            </>
          ) : null}
          {choice(t('chart.csv'), onSaveNumbers)}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
