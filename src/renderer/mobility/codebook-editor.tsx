import {
  Alert,
  Button,
  Checkbox,
  Group,
  JsonInput,
  MultiSelect,
  NumberInput,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Table,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Codebook, INSTITUTION_KINDS, type InstitutionKind } from '../../shared/mobility/codebook.ts';
import type { CodebookPreview, StudyInfo } from '../../shared/mobility/study.ts';
import { call, useCall } from '../api.ts';
import { dateTime, NOT_APPLICABLE, number } from '../ui/format.ts';
import { StageRows } from './codebook-stages.tsx';
import { notifyErrors } from '../ui/notify.tsx';
import { useCoder, useNames } from './shared.tsx';

/** The rules as a form (and whole, as JSON). Before a change is saved, one sees what it changes. */
export function CodebookEditor({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const names = useNames(study);
  const { codebook: row } = study;
  const [book, setBook] = useState<Codebook>(row.codebook);
  const [json, setJson] = useState<string | null>(null);
  const [preview, setPreview] = useState<CodebookPreview | null>(null);
  const [note, setNote] = useState('');
  const [author, setAuthor] = useCoder();
  const presets = useCall('mobility/list-presets', {});
  const versions = useCall('mobility/list-codebooks', {});
  const change = (next: Codebook) => {
    setBook(next);
    setPreview(null);
  };
  const parsed = (): unknown => {
    if (json === null) return book;
    try {
      return JSON.parse(json);
    } catch {
      return json;
    }
  };
  const look = async () =>
    setPreview((await notifyErrors(call('mobility/preview-codebook', { codebook: parsed() }))) ?? null);
  const apply = async () => {
    const done = await notifyErrors(call('mobility/apply-codebook', { codebook: parsed(), note, author }));
    if (done) notifications.show({ message: t('codebook.saved', { version: done.version }) });
  };
  return (
    <div
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 400px), 1fr))',
        gap: 12,
        alignItems: 'start',
      }}
    >
      <Stack gap="sm">
        <Group>
          <Select
            placeholder={t('codebook.preset')}
            aria-label={t('codebook.preset')}
            w={220}
            value={null}
            data={Object.entries(presets.data ?? {}).map(([value, preset]) => ({ value, label: preset.name }))}
            onChange={(name) => {
              const preset = name === null ? undefined : presets.data?.[name];
              if (preset)
                change({
                  ...preset,
                  reputation: { ...preset.reputation, table: book.reputation.table },
                  cities: { ...preset.cities, edition: book.cities.edition, order: book.cities.order },
                });
            }}
          />
          <Switch
            label={t('codebook.asJson')}
            checked={json !== null}
            onChange={(event) => setJson(event.currentTarget.checked ? JSON.stringify(book, null, 2) : null)}
          />
        </Group>
        {json !== null ? (
          <JsonInput
            value={json}
            onChange={(text) => {
              setJson(text);
              setPreview(null);
            }}
            autosize
            minRows={12}
            maxRows={34}
            styles={{ input: { fontFamily: 'monospace', fontSize: 12 } }}
            aria-label={t('codebook.asJson')}
          />
        ) : (
          <Form book={book} study={study} onChange={change} />
        )}
      </Stack>
      <Stack gap="sm" pr="sm">
        <Paper withBorder p="sm">
          <Text fw={600} size="sm" mb={6}>
            {t('codebook.changeTitle')}
          </Text>
          <Button variant="default" onClick={() => void look()}>
            {t('codebook.preview')}
          </Button>
          {preview ? <Preview preview={preview} transition={names.transition} /> : null}
          {preview && preview.differences.length > 0 ? (
            <Stack gap={6} mt="sm">
              <TextInput
                label={t('coding.coder')}
                value={author}
                onChange={(event) => setAuthor(event.currentTarget.value)}
              />
              <TextInput
                label={t('codebook.note')}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              <Button disabled={author.trim() === '' || note.trim() === ''} onClick={() => void apply()}>
                {t('codebook.apply', { version: row.version + 1 })}
              </Button>
            </Stack>
          ) : null}
        </Paper>
        <Paper withBorder p="sm">
          <Text fw={600} size="sm">
            {t('codebook.versions')}
          </Text>
          {(versions.data ?? []).map((one) => (
            <Group key={one.version} gap="xs" wrap="nowrap" py={2}>
              <Text size="sm" w={24} className="number">
                {one.version}
              </Text>
              <Text size="sm" flex={1}>
                {one.note}{' '}
                <Text span size="xs" c="dimmed">
                  {one.author}, {dateTime(one.createdAt)}
                </Text>
              </Text>
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => (json === null ? change(one.codebook) : setJson(JSON.stringify(one.codebook, null, 2)))}
              >
                {t('codebook.load')}
              </Button>
            </Group>
          ))}
          {versions.data?.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('codebook.noVersion')}
            </Text>
          ) : null}
        </Paper>
      </Stack>
    </div>
  );
}

function Preview({ preview, transition }: { preview: CodebookPreview; transition(name: string): string }) {
  const { t } = useTranslation();
  if (preview.differences.length === 0) return <Text size="sm">{t('codebook.nothing')}</Text>;
  const { codes, levels, tiers, suggestions, orphaned } = preview.affected;
  return (
    <Stack gap={6} mt="xs">
      {preview.differences.map(({ path, before, after }) => (
        <Text key={path} size="xs" style={{ overflowWrap: 'anywhere' }}>
          <b>{path}</b>: {before || NOT_APPLICABLE} → {after || NOT_APPLICABLE}
        </Text>
      ))}
      <Alert color={codes > 0 || orphaned > 0 ? 'orange' : 'gray'} p="xs">
        <Text size="sm">
          {t('codebook.affected', {
            codes: number(codes),
            levels: number(levels),
            tiers: number(tiers),
            suggestions: number(suggestions),
          })}
        </Text>
        {orphaned > 0 ? <Text size="sm">{t('codebook.orphaned', { count: orphaned })}</Text> : null}
      </Alert>
      <Table fz="xs" verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('mobility.transition')}</Table.Th>
            <Table.Th className="number">{t('codebook.changed')}</Table.Th>
            {(['upward', 'downward', 'parallel', 'notComparable'] as const).map((name) => (
              <Table.Th key={name} className="number">
                {t(`flow.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.transitions.map((one) => (
            <Table.Tr key={one.transition}>
              <Table.Td>{transition(one.transition)}</Table.Td>
              <Table.Td className="number">{number(one.changed)}</Table.Td>
              {(['upward', 'downward', 'parallel', 'notComparable'] as const).map((name) => (
                <Table.Td key={name} className="number">
                  {one.before[name]} → {one.after[name]}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="sm">
      <Text fw={600} size="sm" mb={6}>
        {title}
      </Text>
      {children}
    </Paper>
  );
}

function Form({ book, study, onChange }: { book: Codebook; study: StudyInfo; onChange(book: Codebook): void }) {
  const { t } = useTranslation();
  const { reputation, cities, positions, identity, quadrant } = book;
  const rep = (part: Partial<Codebook['reputation']>) => onChange({ ...book, reputation: { ...reputation, ...part } });
  const pos = (part: Partial<Codebook['positions']>) => onChange({ ...book, positions: { ...positions, ...part } });
  const choices = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`codebook.choices.${name}.${value}`) }));
  const numbers = (texts: string[]) =>
    texts
      .map(Number)
      .filter((value) => value > 0)
      .sort((a, b) => a - b);
  const kinds = INSTITUTION_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }));
  const tables = [...new Set([...study.rankings.map(({ ranking }) => ranking), reputation.table])];
  return (
    <Stack gap="sm">
      <Section title={t('codebook.reputation')}>
        <SimpleGrid cols={3} spacing="xs">
          <Select
            label={t('codebook.table')}
            allowDeselect={false}
            value={reputation.table}
            data={tables}
            onChange={(table) => table && rep({ table })}
          />
          <NumberInput
            label={t('codebook.fromYear')}
            value={reputation.fromYear}
            onChange={(value) => rep({ fromYear: Number(value) })}
          />
          <NumberInput
            label={t('codebook.toYear')}
            value={reputation.toYear}
            onChange={(value) => rep({ toYear: Number(value) })}
          />
          <Select
            label={t('codebook.rule')}
            allowDeselect={false}
            value={reputation.rule}
            data={choices('rule', ['fixed-mean', 'near-move'])}
            onChange={(rule) => rep({ rule: rule as never })}
          />
          <Select
            label={t('codebook.band')}
            allowDeselect={false}
            value={reputation.band}
            data={choices('band', ['midpoint', 'lower', 'upper'])}
            onChange={(band) => rep({ band: band as never })}
          />
          <Select
            label={t('codebook.unranked')}
            allowDeselect={false}
            value={reputation.unranked}
            data={choices('unranked', ['cap', 'leave-out'])}
            onChange={(unranked) => rep({ unranked: unranked as never })}
          />
          <NumberInput
            label={t('codebook.cap')}
            value={reputation.cap}
            onChange={(value) => rep({ cap: Number(value) })}
          />
          <Select
            label={t('codebook.levels')}
            allowDeselect={false}
            value={reputation.levels}
            data={choices('levels', ['four', 'five'])}
            onChange={(levels) => rep({ levels: levels as never })}
          />
          <TagsInput
            label={t('codebook.cutPoints')}
            value={reputation.cutPoints[reputation.levels].map(String)}
            onChange={(texts) => rep({ cutPoints: { ...reputation.cutPoints, [reputation.levels]: numbers(texts) } })}
          />
        </SimpleGrid>
        <MultiSelect
          mt="xs"
          label={t('codebook.specialists')}
          value={reputation.specialistKinds}
          data={kinds}
          onChange={(values) => rep({ specialistKinds: values as InstitutionKind[] })}
        />
      </Section>
      <Section title={t('codebook.cities')}>
        <SimpleGrid cols={2} spacing="xs">
          <Select
            label={t('codebook.edition')}
            allowDeselect={false}
            value={cities.edition}
            data={[...new Set([...study.editions.map(({ edition }) => edition), cities.edition])]}
            onChange={(edition) => edition && onChange({ ...book, cities: { ...cities, edition } })}
          />
          <TagsInput
            label={t('codebook.notComparable')}
            value={cities.notComparable}
            onChange={(notComparable) => onChange({ ...book, cities: { ...cities, notComparable } })}
          />
        </SimpleGrid>
        <TagsInput
          mt="xs"
          label={t('codebook.order')}
          value={cities.order}
          onChange={(order) => onChange({ ...book, cities: { ...cities, order } })}
        />
      </Section>
      <Section title={t('codebook.positions')}>
        <SimpleGrid cols={3} spacing="xs">
          <Select
            label={t('roles.part-time')}
            allowDeselect={false}
            value={positions.partTime}
            data={choices('count', ['ignore', 'count'])}
            onChange={(value) => pos({ partTime: value as never })}
          />
          <Select
            label={t('roles.visiting')}
            allowDeselect={false}
            value={positions.visiting}
            data={choices('count', ['ignore', 'count'])}
            onChange={(value) => pos({ visiting: value as never })}
          />
          <Select
            label={t('codebook.concurrent')}
            allowDeselect={false}
            value={positions.concurrent}
            data={choices('concurrent', ['ask', 'earliest', 'longest'])}
            onChange={(value) => pos({ concurrent: value as never })}
          />
        </SimpleGrid>
        <Checkbox
          mt="xs"
          size="xs"
          label={t('codebook.postdoc')}
          checked={positions.postdocIsFirstJob}
          onChange={(event) => pos({ postdocIsFirstJob: event.currentTarget.checked })}
        />
      </Section>
      <Section title={t('codebook.identity')}>
        <Group>
          {(['mergers', 'parents', 'affiliates', 'campuses'] as const).map((name) => (
            <Checkbox
              key={name}
              size="xs"
              label={t(`codebook.same.${name}`)}
              checked={identity[name]}
              onChange={(event) =>
                onChange({ ...book, identity: { ...identity, [name]: event.currentTarget.checked } })
              }
            />
          ))}
        </Group>
      </Section>
      <Section title={t('codebook.quadrant')}>
        <SimpleGrid cols={2} spacing="xs">
          <Select
            label={t('codebook.mixed')}
            allowDeselect={false}
            value={quadrant.mixed}
            data={choices('apart', ['parallel', 'apart'])}
            onChange={(mixed) => onChange({ ...book, quadrant: { ...quadrant, mixed: mixed as never } })}
          />
          <Select
            label={t('codebook.sameBoth')}
            allowDeselect={false}
            value={quadrant.same}
            data={choices('apart', ['parallel', 'apart'])}
            onChange={(same) => onChange({ ...book, quadrant: { ...quadrant, same: same as never } })}
          />
        </SimpleGrid>
      </Section>
      <Section title={t('codebook.stages')}>
        <StageRows stages={book.stages} onChange={(stages) => onChange({ ...book, stages })} />
        <Text size="xs" c="dimmed">
          {t('codebook.stagesHint')}
        </Text>
      </Section>
    </Stack>
  );
}
