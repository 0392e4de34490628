import { Button, Group, Kbd, Modal, SimpleGrid, Text } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts.tsx';
import { pair } from '../../ui/format.ts';
import { CODING_ACTIONS, type CodingAction, DEFAULT_KEYS, type KeyTable, keyName } from './keys.ts';
import { keyOf } from './meant-key.ts';

const HALF = Math.ceil(CODING_ACTIONS.length / 2);

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
    const key = keyOf(event.nativeEvent);
    if (/^\d$/.test(key)) return; // digits take lines
    const other = CODING_ACTIONS.find((action) => keys[action] === key);
    onChange({ ...keys, ...(other ? { [other]: keys[waiting] } : {}), [waiting]: key });
  };
  const row = (action: CodingAction) => {
    const name = t(`coding.actions.${action}`);
    const button = t(waiting === action ? 'coding.pressKey' : 'coding.changeKey');
    return [
      name,
      <Group key={action} justify="space-between" wrap="nowrap">
        <Kbd>{keyName(keys[action])}</Kbd>
        <Button
          variant={waiting === action ? 'filled' : 'subtle'}
          size="compact-xs"
          aria-label={pair(name, button)}
          onClick={() => setWaiting(action)}
        >
          {button}
        </Button>
      </Group>,
    ] as const;
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('coding.keysTitle')} size="lg" closeOnEscape={waiting === null}>
      <div onKeyDown={take} role="none">
        <Text size="sm" mb="xs">
          {t('coding.keysHelp')}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing={0}>
          {[CODING_ACTIONS.slice(0, HALF), CODING_ACTIONS.slice(HALF)].map((actions) => (
            <Facts key={actions[0]} rows={actions.map(row)} />
          ))}
        </SimpleGrid>
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={() => onChange({ ...DEFAULT_KEYS })}>
            {t('coding.resetKeys')}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
