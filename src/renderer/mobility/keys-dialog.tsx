import { Button, Group, Kbd, Modal, Table, Text } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CODING_ACTIONS, type CodingAction, DEFAULT_KEYS, type KeyTable, keyName } from './keys.ts';

/**
 * Every key, and how to change it: press "change", then the new key. If another action has that key, the two are
 * swapped.
 */
export function KeysDialog({
  opened,
  onClose,
  keys,
  onChange,
}: {
  opened: boolean;
  onClose(): void;
  keys: KeyTable;
  onChange(keys: KeyTable): void;
}) {
  const { t } = useTranslation();
  const [waiting, setWaiting] = useState<CodingAction | null>(null);
  const take = (event: KeyboardEvent) => {
    if (!waiting) return;
    event.preventDefault();
    event.stopPropagation();
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    setWaiting(null);
    if (event.key === 'Escape' || event.key === 'Tab') return;
    const other = CODING_ACTIONS.find((action) => keys[action] === event.key);
    onChange({ ...keys, ...(other ? { [other]: keys[waiting] } : {}), [waiting]: event.key });
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('coding.keysTitle')} closeOnEscape={waiting === null}>
      <div onKeyDown={take} role="none">
        <Text size="sm" mb="xs">
          {t('coding.keysHelp')}
        </Text>
        <Table verticalSpacing={2} fz="sm">
          <Table.Tbody>
            {CODING_ACTIONS.map((action) => (
              <Table.Tr key={action}>
                <Table.Td>{t(`coding.actions.${action}`)}</Table.Td>
                <Table.Td>
                  <Kbd>{keyName(keys[action])}</Kbd>
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    variant={waiting === action ? 'filled' : 'subtle'}
                    size="compact-xs"
                    onClick={() => setWaiting(action)}
                  >
                    {waiting === action ? t('coding.pressKey') : t('coding.changeKey')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={() => onChange({ ...DEFAULT_KEYS })}>
            {t('coding.resetKeys')}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
