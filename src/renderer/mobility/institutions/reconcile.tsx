import {
  Alert,
  Badge,
  Button,
  Group,
  Kbd,
  Paper,
  ScrollArea,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../shared/mobility/study.ts';
import { call, useCall } from '../../api.ts';
import { Columns } from '../../ui/columns.tsx';
import { useKeptForm } from '../../ui/form.ts';
import { bracketed, list, NOT_APPLICABLE, number, pair } from '../../ui/format.ts';
import { notifyErrors } from '../../ui/notify.tsx';
import { usePageState } from '../../ui/page-state.ts';
import { isTyping, keyOf } from '../coding/meant-key.ts';
import { MentionList } from './mention-list.tsx';
import { NewInstitution } from '../coding/new-institution.tsx';
import { pinyinInitials } from '../coding/pinyin.ts';
import { useAuthor } from '../shared.tsx';

interface Values {
  author: string;
  filter: 'open' | 'all';
  search: string;
}

/** Spellings on the left, candidate institutions on the right; digits decide, z undoes. */
export function Reconcile() {
  const { t } = useTranslation();
  const [known, setAuthor] = useAuthor();
  const { form } = useKeptForm<Values>('reconcile', {
    initialValues: { author: known, filter: 'open', search: '' },
    onValuesChange: ({ author }) => setAuthor(author),
  });
  const { author, filter, search } = form.values;
  const [chosen, setChosen] = usePageState<string | null>('institutions-mention', null);
  const [adding, setAdding] = useState(false);
  const { data } = useCall('mobility/list-mentions', {}, { keep: true });
  const mentions = useMemo(
    () => (data ?? []).filter((one) => (filter === 'all' || one.state === 'open') && holds(one, search)),
    [data, filter, search],
  );
  const mention = mentions.find(({ key }) => key === chosen) ?? mentions[0] ?? null;
  const candidates = useCall(
    'mobility/list-candidates',
    { mentionKey: mention?.key ?? '' },
    { enabled: mention !== null },
  );
  const lines = useCall(
    'mobility/list-mention-lines',
    { mentionKey: mention?.key ?? '' },
    { enabled: mention !== null },
  );
  const who = author || t('institutions.anonymous');
  const settle = async (institution: string | null, reason: string, positionId: number | null = null) => {
    if (!mention) return;
    const index = mentions.indexOf(mention);
    if (
      await notifyErrors(
        call('mobility/reconcile', { mentionKey: mention.key, institution, positionId, author: who, reason }),
      )
    ) {
      setAdding(false);
      if (positionId === null) setChosen(mentions[filter === 'open' ? index + 1 : index]?.key ?? null);
    }
  };
  const undo = () =>
    void notifyErrors(call('mobility/undo-reconcile', {})).then((done) => done && setChosen(done.mentionKey));
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.repeat || adding) return;
      const key = keyOf(event);
      const candidate = candidates.data?.[Number(key) - 1];
      if (/^[1-6]$/.test(key) && candidate) void settle(candidate.institution, candidate.reasons.join(', '));
      else if (key === '0' && mention) void settle(null, 'not an institution');
      else if (key === 'z') undo();
      else if (key === '+') setAdding(true);
      else if ((key === 'ArrowDown' || key === 'ArrowUp') && mention) {
        const next = mentions[mentions.indexOf(mention) + (key === 'ArrowDown' ? 1 : -1)];
        if (next) setChosen(next.key);
      } else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });
  if (!data) return <Skeleton h={400} />;
  return (
    <Columns template="minmax(180px, 340px) minmax(0, 1fr)" gap={12}>
      <Stack gap="xs" style={{ minHeight: 0 }}>
        <Group gap="xs">
          <SegmentedControl
            data={[
              { value: 'open', label: t('institutions.open') },
              { value: 'all', label: t('institutions.all') },
            ]}
            {...form.getInputProps('filter')}
          />
          <Button variant="default" size="compact-sm" onClick={undo} rightSection={<Kbd size="xs">z</Kbd>}>
            {t('coding.actions.undo')}
          </Button>
        </Group>
        <TextInput label={t('institutions.who')} {...form.getInputProps('author')} />
        <TextInput
          placeholder={t('institutions.search')}
          aria-label={t('institutions.search')}
          {...form.getInputProps('search')}
        />
        <MentionList mentions={mentions} chosen={mention?.key ?? null} onChoose={setChosen} />
      </Stack>
      <ScrollArea h="100%">
        {mention ? (
          <Stack gap="sm" pr="sm">
            <Group gap="xs">
              <Text fw={700}>{mention.mention}</Text>
              <Text size="sm" c="dimmed">
                {t('institutions.facts', {
                  lines: mention.count,
                  scholars: mention.scholars,
                  from: mention.firstYear ?? '?',
                  to: mention.lastYear ?? '?',
                  cities: list(mention.cities) || NOT_APPLICABLE,
                })}
              </Text>
              {mention.institutionName ? (
                <Badge variant="light" tt="none">
                  {pair(t(`institutions.states.${mention.state}`), mention.institutionName)}
                </Badge>
              ) : null}
            </Group>
            <Paper withBorder p="xs">
              {candidates.data?.map((candidate, i) => (
                <Group key={candidate.institution} gap="sm" wrap="nowrap" py={3}>
                  <Button
                    size="compact-sm"
                    variant={i === 0 ? 'filled' : 'default'}
                    onClick={() => void settle(candidate.institution, candidate.reasons.join(', '))}
                    rightSection={<Kbd size="xs">{i + 1}</Kbd>}
                  >
                    {t('institutions.thisOne')}
                  </Button>
                  <div style={{ minWidth: 0, flex: 1 }}>
                    <Text size="sm" truncate>
                      {candidate.name}
                      {candidate.city ? ` · ${candidate.city}` : ''}
                    </Text>
                    <Text size="xs" c="dimmed" truncate>
                      {bracketed(
                        list(candidate.reasons.map((reason) => t(`institutions.reasons.${reason}`))),
                        candidate.matched,
                      )}
                    </Text>
                  </div>
                  <Text size="sm" className="number">
                    {number(candidate.score, 2)}
                  </Text>
                </Group>
              ))}
              {candidates.data?.length === 0 ? (
                <Text size="sm" c="dimmed">
                  {t('institutions.noCandidate')}
                </Text>
              ) : null}
              <Group gap="xs" mt="xs">
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => void settle(null, 'not an institution')}
                  rightSection={<Kbd size="xs">0</Kbd>}
                >
                  {t('institutions.none')}
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => setAdding(true)}
                  rightSection={<Kbd size="xs">+</Kbd>}
                >
                  {t('institutions.addNew')}
                </Button>
                <Text size="xs" c="dimmed">
                  {t('institutions.allIdentical', { count: mention.count })}
                </Text>
              </Group>
            </Paper>
            {adding ? (
              <NewInstitution
                key={mention.key}
                name={mention.mention}
                city={mention.cities[0] ?? null}
                onCancel={() => setAdding(false)}
                onSaved={(key) => void settle(key, 'new institution')}
              />
            ) : null}
            <Paper withBorder p="xs">
              <Text size="xs" c="dimmed" mb={4}>
                {t('institutions.lines')}
              </Text>
              {lines.data?.map((line) => (
                <Group key={line.positionId} gap="xs" wrap="nowrap" align="baseline">
                  <Text size="sm" flex={1} style={{ overflowWrap: 'anywhere' }}>
                    <Text span fw={600} size="sm">
                      {line.scholar}
                    </Text>{' '}
                    {line.text}
                  </Text>
                  {candidates.data?.[0] ? (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      title={candidates.data[0].name}
                      onClick={() =>
                        void settle(candidates.data?.[0].institution ?? null, 'this line only', line.positionId)
                      }
                    >
                      {t('institutions.onlyThis')}
                    </Button>
                  ) : null}
                </Group>
              ))}
            </Paper>
          </Stack>
        ) : (
          <Alert color="teal">{t('institutions.allSettled')}</Alert>
        )}
      </ScrollArea>
    </Columns>
  );
}

/** Whether a spelling, its institution or a city of it holds the typed letters; so does pinyin: qhdx. */
function holds({ mention, institutionName, cities }: Mention, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return true;
  return [mention, institutionName ?? '', ...cities].some(
    (text) => text.toLowerCase().includes(wanted) || pinyinInitials(text).includes(wanted),
  );
}
