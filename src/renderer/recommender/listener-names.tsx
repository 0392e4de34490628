import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useCall } from '../api.ts';
import { NameForm } from '../ui/name-form.tsx';
import { notifyErrors } from '../ui/notify.tsx';
import { ToolButton } from '../ui/tool-button.tsx';

const LONGEST_ID = 20;

/** What a listener is called here: the name that somebody gave, else the id, shortened. */
export function useListenerNames(): { given: Record<string, string>; nameOf(listenerId: string): string } {
  const { data: given = {} } = useCall('library/list-listener-names', {});
  return {
    given,
    nameOf: (id) => given[id] ?? (id.length > LONGEST_ID ? `${id.slice(0, LONGEST_ID - 2)}…` : id),
  };
}

/** The chosen listener's name, which can be changed. */
export function ListenerName({ listenerId }: { listenerId: string }) {
  const { t } = useTranslation();
  const { given } = useListenerNames();
  const [typed, setTyped] = useState<string | null>(null);
  const save = async () => {
    await notifyErrors(call('library/name-listener', { listenerId, name: typed ?? '' }));
    setTyped(null);
  };
  if (typed === null)
    return (
      <ToolButton
        icon={IconPencil}
        label={t('recommend.nameListener')}
        onClick={() => setTyped(given[listenerId] ?? '')}
      />
    );
  return (
    <NameForm
      label={t('recommend.listenerName')}
      saveLabel={t('recommend.saveName')}
      value={typed}
      maxLength={80}
      onChange={setTyped}
      onSave={save}
      onCancel={() => setTyped(null)}
    />
  );
}
