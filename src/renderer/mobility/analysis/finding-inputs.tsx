import { Group, MultiSelect, NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  type FindingInfo,
  type FindingOptions,
  findingOptions,
  GROUPINGS,
  STATE_PARTS,
} from '../../../shared/mobility/findings.ts';
import { attributesOf } from '../../../shared/mobility/focus.ts';
import type { StudyInfo } from '../../../shared/mobility/study.ts';
import { attributeLabel } from '../../../shared/mobility/words.ts';
import { useCall } from '../../api.ts';
import { usePageState } from '../../ui/page-state.ts';
import { said, useWord } from '../../ui/said.ts';
import { useFocus } from '../focus-bar.tsx';
import { TransitionSelect, useTransition } from '../shared.tsx';

type Inputs = FindingInfo['inputs'];
type Change = (part: Partial<FindingOptions>) => void;

const CLUSTER_NUMBERS = ['2', '3', '4', '5', '6', '7', '8', '9', '10'];

/** What is asked: kept while the window is open; what the chosen analysis does not read is left at its default. */
export function useFindingOptions(study: StudyInfo) {
  const { attributes } = study.codebook.codebook;
  const [transition, setTransition] = useTransition(study);
  const [chosen, setChosen] = usePageState<Partial<FindingOptions>>('findings-options', {});
  const { data: infos = [] } = useCall('mobility/list-findings', {});
  const name = chosen.name ?? 'careers';
  const inputs = infos.find((one) => one.name === name)?.inputs;
  const reads = (input: Inputs[number]) => inputs?.includes(input) ?? false;
  const defaults = findingOptions.parse({ name, transition: '' });
  const { focus } = useFocus();
  const options: FindingOptions = {
    ...defaults,
    focus,
    ...(reads('transition') ? { transition } : {}),
    ...(reads('attribute') ? { attribute: chosen.attribute ?? '' } : {}),
    ...(reads('covariates') ? { covariates: chosen.covariates ?? attributes.slice(0, 2) } : {}),
    ...(reads('group') ? { group: chosen.group ?? defaults.group } : {}),
    ...(reads('sequences')
      ? {
          states: chosen.states ?? defaults.states,
          years: chosen.years ?? defaults.years,
          clusters: chosen.clusters ?? null,
          method: chosen.method ?? defaults.method,
          costs: chosen.costs ?? defaults.costs,
          linkage: chosen.linkage ?? defaults.linkage,
        }
      : {}),
    ...(reads('programme') ? { programmeStart: chosen.programmeStart ?? null, ageLimit: chosen.ageLimit ?? null } : {}),
  };
  return {
    options,
    inputs,
    infos,
    change: ((part) => setChosen({ ...chosen, ...part })) as Change,
    setTransition,
  };
}

interface Props {
  study: StudyInfo;
  options: FindingOptions;
  inputs: Inputs | undefined;
  infos: readonly FindingInfo[];
  change: Change;
  setTransition(transition: string): void;
}

export function FindingInputs({ study, options, inputs, infos, change, setTransition }: Props) {
  const { t } = useTranslation();
  const word = useWord();
  const reads = (input: Inputs[number]) => inputs?.includes(input) ?? false;
  const attributes = attributesOf(study.codebook.codebook).map((value) => ({
    value,
    label: word(attributeLabel(value)),
  }));
  return (
    <>
      <Group align="end">
        <Select
          label={t('findings.question')}
          w={460}
          allowDeselect={false}
          value={options.name}
          data={infos.map((one) => ({ value: one.name, label: said(one.question) }))}
          onChange={(name) => name && change({ name })}
        />
        {reads('transition') ? (
          <TransitionSelect study={study} value={options.transition} onChange={setTransition} />
        ) : null}
        {reads('attribute') ? (
          <Select
            label={t('findings.attribute')}
            w={180}
            clearable
            placeholder={t('findings.none')}
            value={options.attribute || null}
            data={attributes}
            onChange={(attribute) => change({ attribute: attribute ?? '' })}
          />
        ) : null}
        {reads('covariates') ? (
          <MultiSelect
            label={t('analysis.explainedBy')}
            w={280}
            value={options.covariates}
            data={attributes}
            onChange={(covariates) => change({ covariates })}
          />
        ) : null}
        {reads('group') ? (
          <Select
            label={t('findings.group')}
            w={200}
            allowDeselect={false}
            value={options.group}
            data={[...GROUPINGS.map((value) => ({ value, label: t(`findings.groups.${value}`) })), ...attributes]}
            onChange={(group) => group && change({ group })}
          />
        ) : null}
        {reads('programme') ? <ProgrammeInputs options={options} change={change} /> : null}
      </Group>
      {reads('sequences') ? <SequenceInputs options={options} change={change} /> : null}
    </>
  );
}

function ProgrammeInputs({ options, change }: Pick<Props, 'options' | 'change'>) {
  const { t } = useTranslation();
  return (
    <>
      <NumberInput
        label={t('findings.programmeStart')}
        w={150}
        min={1900}
        max={2100}
        hideControls
        thousandSeparator=""
        value={options.programmeStart ?? ''}
        onChange={(value) => change({ programmeStart: inside(value, 1900, 2100) })}
      />
      <NumberInput
        label={t('findings.ageLimit')}
        w={120}
        min={20}
        max={99}
        hideControls
        value={options.ageLimit ?? ''}
        onChange={(value) => change({ ageLimit: inside(value, 20, 99) })}
      />
    </>
  );
}

/** Null until the number is one that can be asked for. */
function inside(value: number | string, least: number, most: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : null;
}

function SequenceInputs({ options, change }: Pick<Props, 'options' | 'change'>) {
  const { t } = useTranslation();
  return (
    <Group align="end">
      <MultiSelect
        label={t('findings.stateParts')}
        w={300}
        value={options.states}
        data={STATE_PARTS.map((value) => ({ value, label: t(`findings.parts.${value}`) }))}
        onChange={(states) =>
          states.length > 0 && change({ states: STATE_PARTS.filter((one) => states.includes(one)) })
        }
      />
      <NumberInput
        label={t('findings.years')}
        w={90}
        min={2}
        max={60}
        value={options.years}
        onChange={(value) => {
          const years = inside(value, 2, 60);
          if (years !== null) change({ years });
        }}
      />
      <Select
        label={t('findings.distance')}
        w={190}
        allowDeselect={false}
        value={options.method}
        data={(['OM', 'HAM', 'LCS'] as const).map((value) => ({ value, label: t(`findings.distanceOf.${value}`) }))}
        onChange={(method) => method && change({ method: method as FindingOptions['method'] })}
      />
      {options.method === 'LCS' ? null : (
        <Select
          label={t('findings.costs')}
          w={170}
          allowDeselect={false}
          value={options.costs}
          data={(['constant', 'transition-rates'] as const).map((value) => ({
            value,
            label: t(`findings.costsOf.${value}`),
          }))}
          onChange={(costs) => costs && change({ costs: costs as FindingOptions['costs'] })}
        />
      )}
      <Select
        label={t('findings.linkage')}
        w={130}
        allowDeselect={false}
        value={options.linkage}
        data={(['ward', 'pam'] as const).map((value) => ({ value, label: t(`findings.linkages.${value}`) }))}
        onChange={(linkage) => linkage && change({ linkage: linkage as FindingOptions['linkage'] })}
      />
      <Select
        label={t('findings.clusters')}
        w={130}
        clearable
        placeholder={t('findings.judged')}
        value={options.clusters === null ? null : String(options.clusters)}
        data={CLUSTER_NUMBERS}
        onChange={(value) => change({ clusters: value === null ? null : Number(value) })}
      />
    </Group>
  );
}
