import { Button, CloseButton, Group, Paper, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageId } from '../../shared/pages.ts';
import { usePreference } from '../ui/page-state.ts';
import { useRequest } from './requests.ts';
import { go } from './router.ts';

/** One stop per page, in the order of the work. */
const STOPS: readonly { key: string; page: PageId }[] = [
  { key: 'welcome', page: 'overview' },
  { key: 'recommend', page: 'recommend' },
  { key: 'training', page: 'training' },
  { key: 'experiments', page: 'experiments' },
  { key: 'study', page: 'study' },
  { key: 'coding', page: 'coding' },
  { key: 'quadrants', page: 'quadrants' },
  { key: 'guide', page: 'guide' },
];

/** A dialog, an open list or a field that was typed in takes Escape for itself. */
function isForAnother(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || document.querySelector('[aria-modal="true"]')) return true;
  return event.target instanceof Element && event.target.matches('input, textarea, [aria-expanded="true"]');
}

/** A card in the corner that walks through the pages without covering what it describes. Offered once, on the demo. */
export function Tour({ offer }: { offer: boolean }) {
  const { t } = useTranslation();
  const [seen, setSeen] = usePreference('tour-seen', '');
  const [at, setAt] = useState<number | null>(null);
  const next = useRef<HTMLButtonElement>(null);
  const show = (stop: number) => {
    setAt(stop);
    go(STOPS[stop].page);
  };
  const close = () => {
    setAt(null);
    setSeen('yes');
  };
  useRequest('tour', () => show(0));
  useEffect(() => {
    if (offer && seen === '') setAt((stop) => stop ?? 0);
  }, [offer, seen]);
  useEffect(() => {
    if (at !== null && at > 0) next.current?.focus();
  }, [at]);
  const isOpen = at !== null;
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !isForAnother(event)) close();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  if (at === null) return null;
  const last = at === STOPS.length - 1;
  return (
    <Paper withBorder shadow="md" p="sm" role="dialog" aria-label={t('command.tour')} className="tour">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} size="sm">
          {t(`tour.${STOPS[at].key}.title`)}
        </Text>
        <CloseButton size="sm" aria-label={t('tour.close')} onClick={close} />
      </Group>
      <Text size="sm" my="xs">
        {t(`tour.${STOPS[at].key}.text`)}
      </Text>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {at + 1} / {STOPS.length}
        </Text>
        <Group gap="xs">
          <Button variant="default" disabled={at === 0} onClick={() => show(at - 1)}>
            {t('tour.back')}
          </Button>
          <Button ref={next} onClick={() => (last ? close() : show(at + 1))}>
            {t(last ? 'tour.done' : 'tour.next')}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
