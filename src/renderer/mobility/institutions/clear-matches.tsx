import { Button, Checkbox, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NameMatch } from '../../../shared/mobility/study.ts';
import { call, useCall } from '../../api.ts';
import { bracketed, number } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { useAuthor } from '../shared.tsx';

const METHOD = 'mobility/list-clear-matches';
const CALM_MS = 700;
const idOf = ({ kind, key }: NameMatch) => `${kind} ${key}`;

/** Matches with one candidate only, to be taken together; those that only look alike have to be ticked. */
export function ClearMatches() {
  const { t } = useTranslation();
  const { data = [] } = useCall(METHOD, {}, { enabled: useCalm(), keep: true });
  const [opened, setOpened] = useState(false);
  if (data.length === 0) return null;
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        {bracketed(t('institutions.clear'), number(data.length))}
      </Button>
      {opened ? <MatchDialog matches={data} onClose={() => setOpened(false)} /> : null}
    </>
  );
}

/**
 * Whether nothing else has been asked of the backend for a moment: among 10,000 spellings the matches take two seconds,
 * which neither the page's first rows nor the next key should wait for.
 */
function useCalm(): boolean {
  const others = useIsFetching({ predicate: ({ queryKey }) => queryKey[0] !== METHOD });
  const [isCalm, setCalm] = useState(false);
  useEffect(() => {
    setCalm(false);
    if (others > 0) return;
    const timer = setTimeout(() => setCalm(true), CALM_MS);
    return () => clearTimeout(timer);
  }, [others]);
  return isCalm;
}

function MatchDialog({ matches, onClose }: { matches: readonly NameMatch[]; onClose(): void }) {
  const { t } = useTranslation();
  const [coder] = useAuthor();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(matches.filter(({ sure }) => sure).map(idOf)),
  );
  const [busy, setBusy] = useState(false);
  const accept = async () => {
    setBusy(true);
    const done = await notifyErrors(
      call('mobility/accept-matches', {
        author: coder || t('institutions.anonymous'),
        matches: matches
          .filter((match) => chosen.has(idOf(match)))
          .map(({ kind, key, target, name }) => ({ kind, key, target, name })),
      }),
    );
    setBusy(false);
    if (!done) return;
    notifications.show({ message: t('institutions.accepted', { count: done.accepted }) });
    onClose();
  };
  const toggle = (id: string, on: boolean) =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)));
  return (
    <Modal opened onClose={onClose} size="xl" title={t('institutions.clearTitle')}>
      <Stack gap="sm">
        <Text size="sm">{t('institutions.clearText')}</Text>
        <ScrollArea.Autosize mah="50vh" type="auto">
          <Stack gap={6}>
            {matches.map((match) => (
              <Checkbox
                key={idOf(match)}
                size="xs"
                checked={chosen.has(idOf(match))}
                onChange={(event) => toggle(idOf(match), event.currentTarget.checked)}
                label={t(`institutions.clearRow.${match.kind}`, {
                  text: match.text,
                  name: match.name,
                  table: match.target,
                  score: number(match.score, 2),
                  count: match.count,
                })}
              />
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={busy} disabled={chosen.size === 0} onClick={() => void accept()}>
            {t('institutions.acceptMatches', { count: chosen.size })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
