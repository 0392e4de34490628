import { Alert, Group, MultiSelect, Select, Skeleton, Stack, Text } from '@mantine/core';
import { attributesOf } from '../../../shared/mobility/focus.ts';
import { attributeLabel, cautionLabel, comparisonHead } from '../../../shared/mobility/words.ts';
import { useWord } from '../../ui/said.ts';
import { useTranslation } from 'react-i18next';
import { pair } from '../../ui/format.ts';
import { effectLabel, methodLabel } from '../../../shared/mobility/sentences.ts';
import type { MarginalEffect, TestAnswer } from '../../../shared/mobility/analysis.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import type { Table } from '../../../shared/table.ts';
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

export const TEST_HEADS = ['test', 'statistic', 'df', 'p', 'effect', 'low', 'high', 'n', 'left out'] as const;
const COEFFICIENT_HEADS = ['term', 'log odds', 'SE', 'p', 'odds ratio', 'low', 'high'] as const;
const EFFECT_HEADS = ['marginal effect', 'SE of the effect'] as const;
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
  const rowName = (value: string | number | null) => (typeof value === 'string' ? head(value) : value);
  const notes = useTableNotes(data?.sentences ?? [], study.fictional);
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
            data={classes}
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
            title={t('analysis.dataOf', { question: chosen ? said(chosen.question) : name })}
          />
          <ResultTable
            table={{ ...testsTable(data.tests), head: TEST_HEADS.map(head), notes }}
            title={t('analysis.testsTitle')}
          />
          {data.tests
            .filter(({ estimate }) => estimate !== null && typeof estimate === 'object' && !Array.isArray(estimate))
            .map((test) => (
              <ResultTable
                key={test.name}
                table={{ ...coefficients(test, termName, head), notes }}
                title={t('analysis.coefficients')}
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
                title={t('analysis.marginalEffects')}
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

export function testsTable(
  tests: readonly {
    name: string;
    method: string;
    statistic: number | null;
    df: number | number[] | null;
    p: number | null;
    n: number;
    excluded: number;
    effect: Record<string, unknown>;
  }[],
): Table {
  return {
    name: 'tests',
    title: 'Tests',
    head: [...TEST_HEADS],
    numbers: [undefined, undefined, undefined, 'p', undefined, undefined, undefined, 'count', 'count'],
    rows: tests.map(({ method, statistic, df, p, n, excluded, effect }) => {
      const [name, value] = Object.entries(effect).find(
        ([key, one]) => typeof one === 'number' && `${key}Interval` in effect,
      ) ??
        Object.entries(effect).find(([, one]) => typeof one === 'number') ?? ['', null];
      const interval = effect[`${name}Interval`] as (number | null)[] | undefined;
      return [
        `${labelled(methodLabel(method))}${name ? ` · ${labelled(effectLabel(name))}` : ''}`,
        statistic,
        typeof df === 'number' ? df : null,
        p,
        value as number | null,
        interval?.[0] ?? null,
        interval?.[1] ?? null,
        n,
        excluded,
      ];
    }),
  };
}

type OfTerms = Record<string, MarginalEffect>;

/** Of a regression on several classes, each of them has its own. */
function byClass(given: NonNullable<TestAnswer['marginalEffects']>): given is Record<string, OfTerms> {
  return Object.values(given).every((one) => typeof (one as MarginalEffect).estimate !== 'number');
}

function effects(
  name: string,
  given: Record<string, OfTerms>,
  termName: (term: string) => string,
  className: (key: string) => string,
): Table {
  return {
    name,
    title: 'Marginal effects',
    head: ['term', ...EFFECT_HEADS, 'p', 'low', 'high'].map(className),
    numbers: [undefined, undefined, undefined, 'p', undefined, undefined],
    rows: Object.entries(given).flatMap(([level, terms]) =>
      Object.entries(terms).map(([term, one]) => [
        pair(className(level), termName(term)),
        one.estimate,
        one.se,
        one.p,
        ...one.interval,
      ]),
    ),
  };
}

/**
 * Of a regression: log odds with standard error and p, odds ratios with intervals; classes of a multinomial one below
 * each other.
 */
function coefficients(
  { name, estimate: found, se, pByCoefficient, marginalEffects, effect }: TestAnswer,
  termName: (term: string) => string,
  className: (key: string) => string,
): Table {
  const estimate = found as Record<string, unknown>;
  const nested = Object.values(estimate).some((value) => typeof value === 'object');
  const single = marginalEffects && !byClass(marginalEffects) ? (marginalEffects as OfTerms) : null;
  const blocks = nested ? Object.keys(estimate) : [''];
  const pick = (source: unknown, block: string) =>
    nested ? (source as Record<string, Record<string, unknown>>)[block] : (source as Record<string, unknown>);
  return {
    name: `${name}-coefficients`,
    title: 'Coefficients',
    head: [...COEFFICIENT_HEADS, ...(single ? EFFECT_HEADS : [])].map(className),
    numbers: [undefined, undefined, undefined, 'p', undefined, undefined, undefined],
    rows: blocks.flatMap((block) =>
      Object.entries(pick(estimate, block)).map(([term, value]) => {
        const interval = pick(effect.oddsRatioInterval, block)[term] as [number, number];
        return [
          block ? pair(className(block), termName(term)) : termName(term),
          value as number,
          pick(se, block)[term] as number,
          pick(pByCoefficient, block)[term] as number,
          pick(effect.oddsRatio, block)[term] as number,
          interval[0],
          interval[1],
          ...(single ? [single[term]?.estimate ?? null, single[term]?.se ?? null] : []),
        ];
      }),
    ),
  };
}
