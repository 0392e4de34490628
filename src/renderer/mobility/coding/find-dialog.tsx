import { Modal, NavLink, ScrollArea, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useCheckedForm } from '../../ui/form.ts';

const SHOWN = 30;

/** Finds a scholar by id or name; Enter opens the first. */
export function FindDialog({
  coder,
  opened,
  onClose,
  onChoose,
}: {
  coder: string;
  opened: boolean;
  onClose(): void;
  onChoose(scholarId: number): void;
}) {
  const { t } = useTranslation();
  const form = useCheckedForm({ initialValues: { search: '' } });
  const { search } = form.values;
  const { data } = useCall('mobility/list-scholars', { coder, search, limit: SHOWN }, { enabled: opened, keep: true });
  // Until the answer is there, the list is that of fewer letters: Enter must not open its first.
  const wanted = search.trim().toLowerCase();
  const first = data?.find(({ key, name }) => `${key}\n${name}`.toLowerCase().includes(wanted));
  const choose = (id: number) => {
    onClose();
    form.reset();
    onChoose(id);
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('coding.actions.find')}>
      <form onSubmit={form.onSubmit(() => first && choose(first.id))}>
        <TextInput
          data-autofocus
          placeholder={t('coding.findHint')}
          aria-label={t('coding.actions.find')}
          {...form.getInputProps('search')}
        />
      </form>
      <ScrollArea h={320} mt="xs">
        {data?.map(({ id, key, name, coded, uncertain, skipped }) => (
          <NavLink
            key={id}
            component="button"
            py={3}
            label={name}
            description={[
              key,
              t('coding.codedStages', { count: coded }),
              ...(uncertain ? ['?'] : []),
              ...(skipped ? ['↷'] : []),
            ].join(' · ')}
            onClick={() => choose(id)}
          />
        ))}
        {data?.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('table.nothing')}
          </Text>
        ) : null}
      </ScrollArea>
    </Modal>
  );
}
