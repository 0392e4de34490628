import { Checkbox, Group, MultiSelect, NumberInput, Select, SimpleGrid, Stack, TagsInput, Text } from '@mantine/core';
import { roleLabel, tableLabel } from '../../../shared/mobility/words.ts';
import { said, useWord } from '../../ui/said.ts';
import { say } from '../../../shared/messages/say.ts';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { CUT_POINTS, OWN_MOVES } from '../../../shared/mobility/codebook.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { numberProblem } from '../../ui/form.ts';
import { Panel } from '../../ui/panel.tsx';
import { type CodebookForm as Form, CodebookStages, type CodebookValues, stageKeyProblem } from './codebook-stages.tsx';
import { ComparableKinds, CutPoints, OwnTables } from './codebook-tables.tsx';
import { useKindChoices } from '../shared.tsx';

const YEARS = { minimum: 1900, maximum: 2100, whole: true };

/** Checked when a field is left; the backend checks the whole. */
export function codebookProblems({ book, json }: CodebookValues): Record<string, string | null> {
  if (json !== null) return {};
  const { reputation } = book;
  const needed = CUT_POINTS[reputation.levels];
  const given = reputation.cutPoints[reputation.levels].length;
  const keys = book.stages.map(({ key }, i) => {
    const problem = stageKeyProblem(key, book);
    return [`book.stages.${i}.key`, problem && i18next.t(`codebook.stageKeyProblem.${problem}`)] as const;
  });
  return {
    ...Object.fromEntries(keys),
    [`book.reputation.cutPoints.${reputation.levels}`]:
      given === needed ? null : i18next.t('codebook.cutPointsNeeded', { needed, given }),
    'book.reputation.nearYears': numberProblem(reputation.nearYears, { minimum: 0, maximum: 20, whole: true }),
    'book.reputation.fromYear': numberProblem(reputation.fromYear, YEARS),
    'book.reputation.toYear': numberProblem(reputation.toYear, YEARS),
    'book.reputation.cap': numberProblem(reputation.cap, { minimum: 2, whole: true }),
  };
}

/** The rules, section by section. */
export function CodebookForm({ form, study }: { form: Form; study: StudyInfo }) {
  return (
    <Stack gap="sm">
      <CodebookStages form={form} saved={study.codebook.codebook} />
      <Reputation form={form} study={study} />
      <Cities form={form} study={study} />
      <Positions form={form} />
      <Identity form={form} />
      <ComparableKinds form={form} />
      <Quadrant form={form} />
    </Stack>
  );
}

function useChoices() {
  const { t } = useTranslation();
  return (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`codebook.choices.${name}.${value}`) }));
}

function Reputation({ form, study }: { form: Form; study: StudyInfo }) {
  const { t } = useTranslation();
  const kinds = useKindChoices();
  const choices = useChoices();
  const { reputation } = form.values.book;
  const word = useWord();
  // Kinds with a table of ranks of their own are still ranked by its rules.
  const own = reputation.table === OWN_MOVES && reputation.ownTables.every(({ table }) => table === OWN_MOVES);
  const tables = [...new Set([...study.rankings.map(({ ranking }) => ranking), reputation.table, OWN_MOVES])].map(
    (value) => ({ value, label: word(tableLabel(value)) }),
  );
  return (
    <Panel title={t('codebook.reputation')}>
      <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="xs">
        <Select
          label={t('codebook.table')}
          allowDeselect={false}
          data={tables}
          {...form.getInputProps('book.reputation.table')}
        />
        {own ? null : <RankRule form={form} />}
        <Select
          label={t('codebook.levels')}
          allowDeselect={false}
          data={choices('levels', ['four', 'five'])}
          {...form.getInputProps('book.reputation.levels')}
        />
        {own ? null : (
          <>
            <CutPoints
              form={form}
              path={`book.reputation.cutPoints.${reputation.levels}`}
              points={reputation.cutPoints[reputation.levels]}
              label={t('codebook.cutPointsOf', { needed: CUT_POINTS[reputation.levels] })}
            />
            {reputation.rule === 'near-move' ? (
              <NumberInput label={t('codebook.nearYears')} {...form.getInputProps('book.reputation.nearYears')} />
            ) : null}
          </>
        )}
      </SimpleGrid>
      {own ? (
        <Text size="xs" c="dimmed" mt="xs">
          {said(say('analysis.own-moves'))}
        </Text>
      ) : (
        <>
          <MultiSelect
            mt="xs"
            label={t('codebook.specialists')}
            data={kinds}
            {...form.getInputProps('book.reputation.specialistKinds')}
          />
          <MultiSelect
            mt="xs"
            label={t('codebook.covered')}
            data={kinds}
            {...form.getInputProps('book.reputation.coveredKinds')}
            value={reputation.coveredKinds ?? ['university']}
          />
        </>
      )}
      <OwnTables form={form} tables={tables} />
      <Grades form={form} />
    </Panel>
  );
}

/** How ranks of several years become one. */
function RankRule({ form }: { form: Form }) {
  const { t } = useTranslation();
  const choices = useChoices();
  return (
    <>
      <NumberInput label={t('codebook.fromYear')} {...form.getInputProps('book.reputation.fromYear')} />
      <NumberInput label={t('codebook.toYear')} {...form.getInputProps('book.reputation.toYear')} />
      <Select
        label={t('codebook.rule')}
        allowDeselect={false}
        data={choices('rule', ['fixed-mean', 'near-move'])}
        {...form.getInputProps('book.reputation.rule')}
      />
      <Select
        label={t('codebook.band')}
        allowDeselect={false}
        data={choices('band', ['midpoint', 'lower', 'upper'])}
        {...form.getInputProps('book.reputation.band')}
      />
      <Select
        label={t('codebook.unranked')}
        allowDeselect={false}
        data={choices('unranked', ['cap', 'leave-out'])}
        {...form.getInputProps('book.reputation.unranked')}
      />
      <NumberInput label={t('codebook.cap')} {...form.getInputProps('book.reputation.cap')} />
    </>
  );
}

/** The order of the table's grades, where it has grades: a line a level, as A+ / A. */
function Grades({ form }: { form: Form }) {
  const { t } = useTranslation();
  const { table, gradeTables = [] } = form.values.book.reputation;
  const own = gradeTables.find((one) => one.table === table);
  const set = (change: Partial<NonNullable<typeof own>>) => {
    const next = { table, levels: [], unlisted: 'no-level' as const, ...own, ...change };
    const others = gradeTables.filter((one) => one.table !== table);
    form.setFieldValue('book.reputation.gradeTables', next.levels.length === 0 ? others : [...others, next]);
  };
  return (
    <SimpleGrid cols={2} spacing="xs" mt="xs">
      <TagsInput
        label={t('codebook.grades')}
        description={t('codebook.gradesHint')}
        splitChars={[',', '，']}
        value={(own?.levels ?? []).map((grades) => grades.join(' / '))}
        onChange={(texts) =>
          set({
            levels: texts.map((text) =>
              text
                .split('/')
                .map((grade) => grade.trim())
                .filter(Boolean),
            ),
          })
        }
      />
      <Checkbox
        size="xs"
        mt={28}
        disabled={!own}
        label={t('codebook.unlistedLowest')}
        checked={own?.unlisted === 'lowest'}
        onChange={(event) => set({ unlisted: event.currentTarget.checked ? 'lowest' : 'no-level' })}
      />
    </SimpleGrid>
  );
}

function Cities({ form, study }: { form: Form; study: StudyInfo }) {
  const { t } = useTranslation();
  const { edition } = form.values.book.cities;
  return (
    <Panel title={t('codebook.cities')}>
      <SimpleGrid cols={2} spacing="xs">
        <Select
          label={t('codebook.edition')}
          allowDeselect={false}
          data={[...new Set([...study.editions.map((one) => one.edition), edition])]}
          {...form.getInputProps('book.cities.edition')}
        />
        <TagsInput label={t('codebook.notComparable')} {...form.getInputProps('book.cities.notComparable')} />
      </SimpleGrid>
      <TagsInput
        mt="xs"
        label={t('codebook.order')}
        description={t('codebook.orderHint')}
        {...form.getInputProps('book.cities.order')}
      />
    </Panel>
  );
}

function Positions({ form }: { form: Form }) {
  const { t } = useTranslation();
  const word = useWord();
  const choices = useChoices();
  const choice = (name: 'partTime' | 'visiting' | 'concurrent', label: string, values: readonly string[]) => (
    <Select
      label={label}
      allowDeselect={false}
      data={choices(name === 'concurrent' ? name : 'count', values)}
      {...form.getInputProps(`book.positions.${name}`)}
    />
  );
  return (
    <Panel title={t('codebook.positions')}>
      <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="xs">
        {choice('partTime', word(roleLabel('part-time')), ['ignore', 'count'])}
        {choice('visiting', word(roleLabel('visiting')), ['ignore', 'count'])}
        {choice('concurrent', t('codebook.concurrent'), ['ask', 'earliest', 'longest'])}
        <Select
          label={t('codebook.awardInstitution')}
          allowDeselect={false}
          data={choices('awardInstitution', ['ask', 'employer', 'recommending'])}
          {...form.getInputProps('book.positions.awardInstitution')}
          value={form.values.book.positions.awardInstitution ?? 'ask'}
        />
      </SimpleGrid>
      <Checkbox
        mt="xs"
        size="xs"
        label={t('codebook.postdoc')}
        {...form.getInputProps('book.positions.postdocIsFirstJob', { type: 'checkbox' })}
      />
    </Panel>
  );
}

function Identity({ form }: { form: Form }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('codebook.identity')}>
      <Group>
        {(['mergers', 'parents', 'affiliates', 'campuses'] as const).map((name) => (
          <Checkbox
            key={name}
            size="xs"
            label={t(`codebook.same.${name}`)}
            {...form.getInputProps(`book.identity.${name}`, { type: 'checkbox' })}
          />
        ))}
      </Group>
    </Panel>
  );
}

function Quadrant({ form }: { form: Form }) {
  const { t } = useTranslation();
  const choices = useChoices();
  return (
    <Panel title={t('codebook.quadrant')}>
      <SimpleGrid cols={2} spacing="xs">
        <Select
          label={t('codebook.mixed')}
          allowDeselect={false}
          data={choices('apart', ['parallel', 'apart'])}
          {...form.getInputProps('book.quadrant.mixed')}
        />
        <Select
          label={t('codebook.sameBoth')}
          allowDeselect={false}
          data={choices('apart', ['parallel', 'apart'])}
          {...form.getInputProps('book.quadrant.same')}
        />
      </SimpleGrid>
    </Panel>
  );
}
