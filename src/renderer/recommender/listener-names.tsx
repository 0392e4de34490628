import { IconPencil } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
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

export interface FoundListener {
  listenerId: string;
  /** That somebody gave. */
  name: string | undefined;
  /** Null where it was found by its name: the library itself finds by ids only. */
  songs: number | null;
}

/** Listeners whose name or id holds what is sought, those with a name first. */
export function useFoundListeners(
  sought: string,
  limit: number,
  options: { enabled?: boolean; keep?: boolean },
): FoundListener[] {
  const { given } = useListenerNames();
  const { data } = useCall(
    'library/list-listeners',
    { filter: sought, limit, sort: 'songs', descending: true },
    options,
  );
  const named = Object.entries(given)
    .filter(([, name]) => sought !== '' && name.toLowerCase().includes(sought.toLowerCase()))
    .map(([listenerId, name]) => ({ listenerId, name, songs: null }));
  const found = (data?.rows ?? [])
    .filter((row) => !named.some(({ listenerId }) => listenerId === row.listenerId))
    .map(({ listenerId, songs }) => ({ listenerId, name: given[listenerId], songs }));
  return [...named, ...found];
}

/** The chosen listener's name, which can be changed; what stands beside it gives way while it is typed. */
export function ListenerName({ listenerId, children }: { listenerId: string; children: ReactNode }) {
  const { t } = useTranslation();
  const { given } = useListenerNames();
  const [typed, setTyped] = useState<string | null>(null);
  const save = async () => {
    await notifyErrors(call('library/name-listener', { listenerId, name: typed ?? '' }));
    setTyped(null);
  };
  if (typed === null)
    return (
      <>
        {children}
        <ToolButton
          icon={IconPencil}
          label={t('recommend.nameListener')}
          onClick={() => setTyped(given[listenerId] ?? '')}
        />
      </>
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
