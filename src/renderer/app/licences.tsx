import { Button, ScrollArea, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Licence {
  name: string;
  version: string;
  licence: string;
  note?: string;
}

/** What the app is made of, as `npm run licences` found it; read when first asked for. */
export function Licences() {
  const { t } = useTranslation();
  const [list, setList] = useState<Licence[] | null>(null);
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
  return (
    <ScrollArea h={260} viewportProps={{ tabIndex: 0, 'aria-label': t('about.licences') }}>
      <Table fz="xs" verticalSpacing={1}>
        <Table.Tbody>
          {list.map(({ name, version, licence, note }) => (
            <Table.Tr key={`${name} ${version}`}>
              <Table.Td>{name}</Table.Td>
              <Table.Td>{version}</Table.Td>
              <Table.Td>{licence}</Table.Td>
              <Table.Td>{note}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
