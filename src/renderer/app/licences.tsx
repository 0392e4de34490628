import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/data-table.tsx';

interface Licence {
  name: string;
  version: string;
  licence: string;
  note?: string;
}

/** The app's components and licences, from `npm run licences`; loaded on first use. */
export function Licences() {
  const { t } = useTranslation();
  const [list, setList] = useState<Licence[] | null>(null);
  const columns = useMemo(
    (): Column<Licence>[] => [
      { id: 'name', head: t('about.part'), value: ({ name }) => name },
      { id: 'version', head: t('about.version'), width: '100px', value: ({ version }) => version },
      { id: 'licence', head: t('about.licence'), value: ({ licence }) => licence },
      { id: 'note', head: t('about.licenceNote'), value: ({ note }) => note ?? '' },
    ],
    [t],
  );
  if (!list) {
    return (
      <div>
        <Button
          variant="subtle"
          onClick={() => void import('../../../resources/licences.json').then(({ default: found }) => setList(found))}
        >
          {t('about.licences')}
        </Button>
      </div>
    );
  }
  return <DataTable name="licences" label={t('about.licences')} columns={columns} rows={list} maxHeight={280} />;
}
