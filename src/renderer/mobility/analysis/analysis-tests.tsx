import { Alert, Group, MultiSelect, Select, Skeleton, Stack, Text } from '@mantine/core';
import { classLabels } from '../../../shared/mobility/class-words.ts';
import { attributesOf } from '../../../shared/mobility/focus.ts';
import { NO_INTERCEPT_RATIO } from '../../../shared/mobility/intercept.ts';
import { attributeLabel, cautionLabel, comparisonHead } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { useTranslation } from 'react-i18next';
import { pair } from '../../ui/format.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { useCall } from '../../api.ts';
import { ResultTable } from '../../ui/table/result-table.tsx';
import { CodePanel } from '../coding/code-panel.tsx';
import { useFocus } from '../focus-bar.tsx';
import { LedgerNotes } from './ledger-notes.tsx';
import { useTableNotes } from './table-notes.ts';
import { Telling } from './telling.tsx';
import { say } from '../../../shared/messages/say.ts';
import { TransitionSelect, useTransition } from '../shared.tsx';
import { usePageState } from '../../ui/page-state.ts';
import { labelled, said } from '../../ui/said.ts';
import { methodLabel } from '../../../shared/mobility/sentences.ts';
import { byClass, coefficients, effects, hasIntercept, TEST_HEADS, testsTable } from './test-tables.ts';

/** One question at a time: its table, its tests, a sentence for each, and its caveats. */
export function TestsView({ study }: { study: StudyInfo }) {
  const { t } = useTranslation();
  const word = useWord();
  const { attributes } = study.codebook.codebook;
  const [name, setName] = usePageState('tests-comparison', 'direction-by-group');
  const [transition, setTransition] = useTransition(study);
  const [attribute, setAttribute] = usePageState('tests-attribute', attributes[0] ?? '');
  const [covariates, setCovariates] = usePageState<string[]>('tests-covariates', attributes.slice(0, 2));
  const [references, setReferences] = usePageState<Record<string, string>>('tests-references', {});
  const { focus } = useFocus();
  const { data: comparisons = [] } = useCall('mobility/list-comparisons', {});
  const chosen = comparisons.find((one) => one.name === name);
  const inputs = chosen?.inputs;
  const grouped = inputs?.includes('attribute') ?? false;
  const regression = inputs?.includes('covariates') ?? false;
  const { data, error, isLoading } = useCall(
    'mobility/get-comparison',
    {
      name,
      transition,
      attribute: grouped ? attribute : '',
      covariates: regression ? covariates : [],
      references: regression ? references : {},
      focus,
    },
    { enabled: inputs !== undefined },
  );
  const choices = attributesOf(study.codebook.codebook).map((value) => ({ value, label: word(attributeLabel(value)) }));
  /** Heads that have translations; groups and stages are data and stay unchanged. */
  const head = (text: string): string => {
    const [of, outcome] = text.split(': ');
    if (outcome !== undefined && study.transitions.includes(of)) return pair(head(of), head(outcome));
    return word(comparisonHead(study.codebook.codebook, text));
  };
  /** A row's name: a translated word or a group from the data. */
  const rowName = (value: string | number | null) => {
    if (typeof value !== 'string' || !data) return value;
    const label = classLabels(
      data.table.head[0],
      data.table.rows.map(([first]) => first),
    )(value);
    return typeof label === 'string' ? head(label) : word(label);
  };
  const tableNotes = useTableNotes(study.fictional);
  const notes = tableNotes(data?.sentences ?? []);
  const question = chosen ? said(chosen.question) : name;
  const termName = (term: string) => (data?.terms[term] ? said(data.terms[term]) : term);
  return (
    <Stack gap="sm" pr="sm">
      <Group>
        <Select
          aria-label={t('analysis.question')}
          w={330}
          allowDeselect={false}
          value={name}
          data={comparisons.map((one) => ({
            value: one.name,
            label: said(one.question),
          }))}
          onChange={(value) => value && setName(value)}
        />
        <TransitionSelect study={study} value={transition} onChange={setTransition} />
        {grouped ? (
          <Select
            aria-label={t('analysis.group')}
            w={180}
            allowDeselect={false}
            value={attribute}
            data={choices}
            onChange={(value) => value && setAttribute(value)}
          />
        ) : null}
        {regression ? (
          <MultiSelect
            aria-label={t('analysis.explainedBy')}
            w={320}
            value={covariates}
            data={choices}
            onChange={setCovariates}
          />
        ) : null}
        {Object.entries(regression && data ? data.references : {}).map(([variable, { chosen: reference, classes }]) => (
          <Select
            key={variable}
            aria-label={t('analysis.reference', { variable: word(attributeLabel(variable)) })}
            leftSection={<Text size="xs">{t('analysis.against')}</Text>}
            leftSectionWidth={70}
            w={220}
            allowDeselect={false}
            value={reference}
            data={classes.map((one) => ({ value: one, label: word(classLabels(variable, classes)(one)) }))}
            onChange={(value) => value && setReferences({ ...references, [variable]: value })}
          />
        ))}
      </Group>
      {error ? <Alert color="orange">{said(error)}</Alert> : null}
      {isLoading ? <Skeleton h={260} /> : null}
      {data && !error ? (
        <>
          <Telling title={t('findings.result')} messages={data.sentences} />
          <ResultTable
            table={{
              name: data.name,
              head: data.table.head.map(head),
              rows: data.table.rows.map(([first, ...rest]) => [rowName(first), ...rest]),
              notes,
            }}
            title={t('analysis.dataOf', { question })}
          />
          <ResultTable
            table={{ ...testsTable(data.tests), head: TEST_HEADS.map(head), notes }}
            title={t('analysis.testsOf', { question })}
          />
          {data.tests
            .filter(({ estimate }) => estimate !== null && typeof estimate === 'object' && !Array.isArray(estimate))
            .map((test) => (
              <ResultTable
                key={test.name}
                table={{
                  ...coefficients(test, termName, head),
                  notes: hasIntercept(test) ? tableNotes([...data.sentences, NO_INTERCEPT_RATIO]) : notes,
                }}
                title={t('analysis.coefficientsOf', { method: labelled(methodLabel(test.method)), question })}
              />
            ))}
          {data.tests.flatMap(({ name: test, marginalEffects }) =>
            marginalEffects && byClass(marginalEffects) ? (
              <ResultTable
                key={test}
                table={{
                  ...effects(`${test}-effects`, marginalEffects, termName, (level) =>
                    /^\d+$/.test(level) ? said(say('finding.level', { level: Number(level) })) : head(level),
                  ),
                  notes,
                }}
                title={t('analysis.marginalEffectsOf', { question })}
              />
            ) : (
              []
            ),
          )}
          <Telling title={t('findings.methods')} messages={data.methods} />
          <CodePanel name={data.name} code={data.code} />
          <LedgerNotes after={data} />
          <Alert color="gray" p="xs" title={t('analysis.beware')}>
            <ul className="list">
              {[...data.notes.map(said), ...data.cautions.map((caution) => said(cautionLabel(caution)))].map(
                (warning) => (
                  <li key={warning}>{warning}</li>
                ),
              )}
            </ul>
          </Alert>
        </>
      ) : null}
    </Stack>
  );
}
