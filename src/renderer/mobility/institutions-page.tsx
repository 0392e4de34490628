import {
  Alert,
  Badge,
  Button,
  Group,
  Kbd,
  Paper,
  ScrollArea,
  SegmentedControl,
  Select,
  Skeleton,
  Stack,
  Tabs,
  Text,
  TextInput,
} from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { INSTITUTION_KINDS, type InstitutionKind } from '../../shared/mobility/codebook.ts';
import type { Mention } from '../../shared/mobility/study.ts';
import { call, useCall } from '../api.ts';
import { NOT_APPLICABLE, number } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { ResultTable } from '../ui/result-table.tsx';
import { isTyping } from './keys.ts';
import { Fictional, NoStudy, useCoder, useStudy } from './shared.tsx';
import { usePageState } from '../ui/page-state.ts';
import { Columns } from '../ui/columns.tsx';

const ROW_PX = 44;

/** Spellings in the résumés at the left, what they may mean at the right; digits settle, z takes back. */
export function Page() {
  const { t } = useTranslation();
  const { data: study } = useStudy();
  if (!study) return <Skeleton h={400} />;
  if (study.counts.scholars === 0 && study.counts.institutions === 0) return <NoStudy />;
  return (
    <Tabs defaultValue="mentions" h="100%" style={{ display: 'flex', flexDirection: 'column' }}>
      <Tabs.List>
        <Tabs.Tab value="mentions">{t('institutions.mentionsTab', { n: number(study.counts.openMentions) })}</Tabs.Tab>
        <Tabs.Tab value="list">{t('institutions.listTab', { n: number(study.counts.institutions) })}</Tabs.Tab>
        <Group ml="auto" pr="sm">
          <Fictional study={study} />
        </Group>
      </Tabs.List>
      <Tabs.Panel value="mentions" pt="sm" style={{ flex: 1, minHeight: 0 }}>
        <Reconcile />
      </Tabs.Panel>
      <Tabs.Panel value="list" pt="sm" style={{ flex: 1, minHeight: 0 }}>
        <ScrollArea h="100%">
          <InstitutionList />
        </ScrollArea>
      </Tabs.Panel>
    </Tabs>
  );
}

function Reconcile() {
  const { t } = useTranslation();
  const [author, setAuthor] = useCoder();
  const [filter, setFilter] = usePageState<'open' | 'all'>('institutions-filter', 'open');
  const [chosen, setChosen] = usePageState<string | null>('institutions-mention', null);
  const [adding, setAdding] = useState(false);
  const { data } = useCall('mobility/list-mentions', {}, { keep: true });
  const mentions = useMemo(
    () => (data ?? []).filter(({ state }) => filter === 'all' || state === 'open'),
    [data, filter],
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
      const candidate = candidates.data?.[Number(event.key) - 1];
      if (/^[1-6]$/.test(event.key) && candidate) void settle(candidate.institution, candidate.reasons.join(', '));
      else if (event.key === '0' && mention) void settle(null, 'not an institution');
      else if (event.key === 'z') undo();
      else if (event.key === '+') setAdding(true);
      else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && mention) {
        const next = mentions[mentions.indexOf(mention) + (event.key === 'ArrowDown' ? 1 : -1)];
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
            value={filter}
            onChange={(value) => setFilter(value as 'open' | 'all')}
            data={[
              { value: 'open', label: t('institutions.open') },
              { value: 'all', label: t('institutions.all') },
            ]}
          />
          <Button variant="default" size="compact-sm" onClick={undo} rightSection={<Kbd size="xs">z</Kbd>}>
            {t('coding.actions.undo')}
          </Button>
        </Group>
        <TextInput
          placeholder={t('institutions.who')}
          aria-label={t('institutions.who')}
          value={author}
          onChange={(event) => setAuthor(event.currentTarget.value)}
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
                  lines: number(mention.count),
                  scholars: number(mention.scholars),
                  from: mention.firstYear ?? '?',
                  to: mention.lastYear ?? '?',
                  cities: mention.cities.join(', ') || NOT_APPLICABLE,
                })}
              </Text>
              {mention.institutionName ? (
                <Badge variant="light" tt="none">
                  {t(`institutions.states.${mention.state}`)}: {mention.institutionName}
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
                      {candidate.reasons.map((reason) => t(`institutions.reasons.${reason}`)).join(', ')} (
                      {candidate.matched})
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
                  {t('institutions.allIdentical', { n: number(mention.count) })}
                </Text>
              </Group>
            </Paper>
            {adding ? (
              <NewInstitution
                mention={mention}
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
          <Alert color="green">{t('institutions.allSettled')}</Alert>
        )}
      </ScrollArea>
    </Columns>
  );
}

function MentionList({
  mentions,
  chosen,
  onChoose,
}: {
  mentions: Mention[];
  chosen: string | null;
  onChoose(key: string): void;
}) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: mentions.length,
    getScrollElement: () => host.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  return (
    <div
      ref={host}
      style={{ flex: 1, overflow: 'auto', minHeight: 0 }}
      role="listbox"
      aria-label={t('institutions.mentions')}
      tabIndex={-1}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map((item) => {
          const mention = mentions[item.index];
          return (
            <div
              key={mention.key}
              role="option"
              aria-selected={mention.key === chosen}
              tabIndex={-1}
              className="table-row"
              style={{
                display: 'block',
                height: ROW_PX,
                padding: '4px 8px',
                transform: `translateY(${item.start}px)`,
                cursor: 'pointer',
              }}
              onMouseDown={() => onChoose(mention.key)}
            >
              <Text size="sm" truncate>
                {mention.mention}
              </Text>
              <Text size="xs" c={mention.state === 'open' ? 'orange' : 'dimmed'} truncate>
                {t(`institutions.states.${mention.state}`)} · {number(mention.count)}{' '}
                {mention.institutionName ? `→ ${mention.institutionName}` : ''}
              </Text>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function NewInstitution({
  mention,
  onSaved,
  onCancel,
}: {
  mention: Mention;
  onSaved(key: string): void;
  onCancel(): void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(mention.mention);
  const [kind, setKind] = useState<InstitutionKind>('university');
  const [city, setCity] = useState(mention.cities[0] ?? '');
  const [country, setCountry] = useState('CN');
  const key = name
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  const save = async () => {
    if (
      await notifyErrors(
        call('mobility/save-institution', {
          key,
          name: name.trim(),
          kind,
          city: city.trim() || null,
          country: country.trim() || null,
        }),
      )
    )
      onSaved(key);
  };
  return (
    <Paper withBorder p="xs">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Group align="end" gap="xs">
          <TextInput
            autoFocus
            label={t('fields.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            flex={1}
          />
          <Select
            label={t('fields.kind')}
            w={150}
            allowDeselect={false}
            value={kind}
            onChange={(value) => setKind(value as InstitutionKind)}
            data={INSTITUTION_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
          <TextInput
            label={t('fields.city')}
            value={city}
            onChange={(event) => setCity(event.currentTarget.value)}
            w={120}
          />
          <TextInput
            label={t('fields.country')}
            value={country}
            onChange={(event) => setCountry(event.currentTarget.value)}
            w={70}
          />
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={key === ''}>
            {t('coding.save')}
          </Button>
        </Group>
      </form>
    </Paper>
  );
}

function InstitutionList() {
  const { t } = useTranslation();
  const { data } = useCall('mobility/list-institutions', {});
  const [filter, setFilter] = useState('');
  if (!data) return <Skeleton h={400} />;
  const wanted = filter.trim().toLowerCase();
  const rows = data.filter(
    ({ name, names, city }) =>
      wanted === '' ||
      [name, city ?? '', ...names.map((one) => one.name)].some((text) => text.toLowerCase().includes(wanted)),
  );
  const relation = ({ kind, otherName, year }: (typeof data)[number]['relations'][number]) =>
    `${t(`institutions.relations.${kind}`)} ${otherName}${year ? ` (${year})` : ''}`;
  const table = {
    name: 'institutions',
    title: t('institutions.listTab', { n: rows.length }),
    head: ['name', 'kind', 'city', 'tier', 'level', 'mean_rank', 'ranked_years', 'lines', 'other_names', 'relations'],
    rows: rows
      .slice(0, 1000)
      .map((one) => [
        one.name,
        t(`kinds.${one.kind}`),
        one.city,
        one.tier,
        one.level ?? t(`coding.reputation.${one.reputationStatus}`),
        one.meanRank === null ? null : Math.round(one.meanRank),
        `${one.rankedYears} / ${one.usableYears}`,
        one.mentions,
        one.names.map(({ name, from, to }) => `${name}${from || to ? ` (${from ?? ''}–${to ?? ''})` : ''}`).join('; '),
        one.relations.map(relation).join('; '),
      ]),
  };
  return (
    <Stack gap="xs" pr="sm">
      <TextInput
        placeholder={t('table.filter')}
        aria-label={t('table.filter')}
        w={260}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <ResultTable
        table={table}
        title={t('institutions.listTab', { n: number(rows.length) })}
        head={[
          t('fields.name'),
          t('fields.kind'),
          t('fields.city'),
          t('fields.tier'),
          t('quadrants.level'),
          t('institutions.meanRank'),
          t('institutions.rankedYears'),
          t('institutions.linesHead'),
          t('fields.aliases'),
          t('institutions.relationsHead'),
        ]}
        maxHeight={620}
      />
      <Text size="xs" c="dimmed">
        {t('institutions.rankNote')}
      </Text>
    </Stack>
  );
}
