import '@mantine/spotlight/styles.css';
import { Kbd } from '@mantine/core';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../api.ts';
import { availableCommands, commandLabel, keyLabel, run } from './commands.ts';
import { useFound } from './found-things.ts';

/** Every command by name, and what the library holds under it; in the desktop app also the recent libraries. */
export function Palette({ opened }: { opened: number }) {
  const { t } = useTranslation();
  const [recent, setRecent] = useState<string[]>([]);
  const [query, setQuery] = useState('');
  const found = useFound(query);
  const search = useRef<HTMLInputElement>(null);
  const first = found[0]?.id;
  useEffect(() => {
    // The first entry is chosen as letters are typed; what comes from the library comes later than that.
    const field = search.current;
    if (first && !field?.closest('[role="dialog"]')?.querySelector('[data-selected]'))
      field?.dispatchEvent(new KeyboardEvent('keydown', { code: 'ArrowDown', bubbles: true }));
  }, [first]);
  useEffect(() => {
    if (opened === 0) return;
    spotlight.open();
    void bridge?.recentLibraries().then(setRecent);
  }, [opened]);
  const commands = availableCommands()
    .filter(({ id }) => id !== 'palette')
    .map(({ id, key }) => ({
      id,
      label: commandLabel(id),
      keywords: [id],
      onClick: () => run(id),
      rightSection: key ? <Kbd size="xs">{keyLabel(key)}</Kbd> : undefined,
    }));
  const libraries = recent.map((name, index) => ({
    id: `recent-${index}`,
    label: t('palette.openRecent', { name }),
    onClick: () => bridge?.openRecent(index),
  }));
  return (
    <Spotlight
      actions={[...commands, ...libraries, ...found]}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      attributes={{ content: { 'aria-label': t('palette.search') }, header: { role: 'none' } }}
      scrollable
      maxHeight={420}
      highlightQuery
      nothingFound={t('palette.nothing')}
      searchProps={{ ref: search, placeholder: t('palette.search'), 'aria-label': t('palette.search') }}
    />
  );
}
