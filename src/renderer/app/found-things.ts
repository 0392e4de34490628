import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import { useCoder } from '../mobility/shared.tsx';
import { useFoundListeners } from '../recommender/listener-names.tsx';
import { modelName, titleOf, useModelTypes } from '../recommender/model-types.ts';
import { usePageState } from '../ui/page-state.ts';
import { go } from './router.ts';

/** What the library holds under a name, as an entry of the palette. */
export interface Found {
  id: string;
  label: string;
  description: string;
  keywords: string[];
  onClick(): void;
}

const MOST_OF_A_KIND = 5;
/** While a name is typed, not every letter is asked about. */
const CALM_MS = 150;
/** The list of scholars counts what a coder has done; here only their names are wanted. */
const NOBODY = '-';

/** Songs, listeners, models and scholars whose name or id holds what is sought: of each kind the first few. */
export function useFound(query: string): Found[] {
  const { t } = useTranslation();
  const [sought] = useDebouncedValue(query.trim(), CALM_MS);
  const asked = { enabled: sought !== '' };
  const songs = useCall('library/list-songs', { filter: sought, limit: MOST_OF_A_KIND }, asked);
  const listeners = useFoundListeners(sought, MOST_OF_A_KIND, asked);
  const models = useCall('models/list', {}, asked);
  const [coder] = useCoder();
  const scholars = useCall(
    'mobility/list-scholars',
    { coder: coder || NOBODY, search: sought, limit: MOST_OF_A_KIND },
    asked,
  );
  const types = useModelTypes();
  const [, showModel] = usePageState<string | null>('training-shown', null);
  if (sought === '') return [];
  const named = (text: string) => text.toLowerCase().includes(sought.toLowerCase());
  const found = (kind: string, id: string, label: string, more: string | null, onClick: () => void): Found => ({
    id: `${kind} ${id}`,
    label,
    description: [t(`palette.kinds.${kind}`), more].filter(Boolean).join(' · '),
    // It was found by what the library knows of it, which need not stand in what is shown.
    keywords: [sought],
    onClick,
  });
  return [
    ...(songs.data?.rows ?? []).map(({ songId, title, artist }) =>
      found('song', songId, title ?? songId, artist, () => go('song', songId)),
    ),
    ...listeners
      .slice(0, MOST_OF_A_KIND)
      .map(({ listenerId, name }) =>
        found('listener', listenerId, name ?? listenerId, name ? listenerId : null, () => go('recommend', listenerId)),
      ),
    ...(models.data ?? [])
      .map((model) => ({ ...model, label: modelName(types.all, model), title: titleOf(types.all, model.type) }))
      .filter(({ name, label, title }) => named(name) || named(label) || named(title))
      .slice(0, MOST_OF_A_KIND)
      .map(({ name, label }) =>
        found('model', name, label, name === label ? null : name, () => {
          showModel(name);
          go('training');
        }),
      ),
    ...(scholars.data ?? []).map(({ id, key, name }) =>
      found('scholar', String(id), name, key, () => go('career', String(id))),
    ),
  ];
}
