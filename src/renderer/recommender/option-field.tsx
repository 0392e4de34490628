import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { optionLabel } from '../../shared/option-words.ts';
import { useCall } from '../api.ts';
import { numberProblem, type TypedNumber } from '../ui/form.ts';
import { bracketed, list, number } from '../ui/format.ts';
import { labelled, said } from '../ui/said.ts';
import { modelChoices, titleOf, useModelTypes } from './model-types.ts';

type Option = ModelTypeInfo['options'][number];

const AUTOMATIC = 'auto';
const namesIn = (text: string) => text.split(',').flatMap((name) => name.trim() || []);
const isParts = ({ kind, name }: Option) => kind === 'list' && name === 'parts';
const partsOf = (value: TypedNumber) => (value === AUTOMATIC ? [] : namesIn(String(value)));
const isNumber = ({ kind }: Option) => kind === 'integer' || kind === 'number';

/** What songs are described by: of the network that hears, one encoder; of models of words, several inputs. */
const isEncoder = ({ kind, name }: Option) => kind === 'list' && name === 'encoder';
const isInputs = ({ kind, name, defaultValue }: Option) =>
  kind === 'list' && name === 'inputs' && defaultValue === 'tags';

/** What people call an input; sets of vectors have the names that somebody gave. */
function inputWord(name: string): string {
  const key = `training.inputs.${name}`;
  return i18next.exists(key) ? i18next.t(key) : name;
}

/** What is wrong with a value of an option. */
export function optionProblem(option: Option, value: TypedNumber): string | null {
  if (isParts(option)) return partsOf(value).length === 1 ? i18next.t('training.fewestParts') : null;
  if (isInputs(option)) return namesIn(String(value)).length === 0 ? i18next.t('training.fewestInputs') : null;
  if (!isNumber(option)) return null;
  const { minimum, maximum, kind } = option;
  return numberProblem(value, { minimum, maximum, whole: kind === 'integer' });
}

/** What people call a value of an option; the value itself where nothing better is known. */
export function optionWord(
  option: Option | undefined,
  value: string | number,
  types: readonly ModelTypeInfo[] = [],
): string {
  if (option && isParts(option))
    return list(partsOf(value).map((type) => titleOf(types, type))) || i18next.t('training.partsAutomatic');
  if (option && (isEncoder(option) || isInputs(option))) return list(namesIn(String(value)).map(inputWord));
  const key = `training.choices.${value}`;
  return option?.kind === 'choice' && i18next.exists(key) ? i18next.t(key) : String(value);
}

/** What was typed, or the default. */
export function optionValue(option: Option, typed: Record<string, TypedNumber> | undefined): TypedNumber {
  return typed?.[option.name] ?? (isNumber(option) ? Number(option.defaultValue) : String(option.defaultValue));
}

interface Props {
  info: ModelTypeInfo;
  option: Option;
  value: TypedNumber;
  error?: string | null;
  onChange(value: TypedNumber): void;
}

/** One setting of a model, with what it means and its range. */
export function OptionField({ info, option, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const { help, minimum, maximum, kind } = option;
  const described =
    minimum === undefined || maximum === undefined
      ? said(help)
      : bracketed(said(help), t('training.range', { minimum: rangeEnd(minimum), maximum: rangeEnd(maximum) }));
  if (isParts(option)) return <PartsField {...{ info, option, value, error, onChange }} />;
  if (isEncoder(option) || isInputs(option)) return <InputsField {...{ info, option, value, error, onChange }} />;
  const common = {
    label: labelled(optionLabel(info, option)),
    description: described,
    error: error ?? optionProblem(option, value),
  };
  if (isNumber(option))
    return <NumberInput {...common} value={value} allowDecimal={kind === 'number'} onChange={onChange} />;
  if (kind === 'choice')
    return (
      <Select
        {...common}
        value={String(value)}
        data={(option.choices ?? []).map((choice) => ({ value: choice, label: optionWord(option, choice) }))}
        allowDeselect={false}
        onChange={(chosen) => chosen && onChange(chosen)}
      />
    );
  return <TextInput {...common} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** Which models a hybrid is made of; none are named where it chooses itself. */
function PartsField({ info, option, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const { all = [] } = useModelTypes();
  const parts = partsOf(value);
  return (
    <MultiSelect
      label={labelled(optionLabel(info, option))}
      description={t('training.partsHelp')}
      placeholder={parts.length === 0 ? t('training.partsAutomatic') : undefined}
      error={error ?? optionProblem(option, value)}
      data={modelChoices(
        all.filter(({ combines }) => !combines),
        (group) => t(`training.groups.${group}`),
      )}
      value={parts}
      onChange={(chosen) => onChange(chosen.join(',') || AUTOMATIC)}
      clearable
    />
  );
}

/** What there is in the library that describes songs, by its name. */
function InputsField({ info, option, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const { data: sets = [] } = useCall('vectors/list-sets', {});
  const chosen = namesIn(String(value));
  const always = isEncoder(option) ? ['none', 'musicnn'] : ['tags'];
  const names = [...new Set([...always, ...sets.map(({ name }) => name), ...chosen])];
  const data = names.map((name) => ({ value: name, label: inputWord(name) }));
  const common = { label: labelled(optionLabel(info, option)), error: error ?? optionProblem(option, value), data };
  if (isEncoder(option))
    return (
      <Select
        {...common}
        description={t('training.encoderHelp')}
        value={chosen[0] ?? null}
        allowDeselect={false}
        onChange={(name) => name && onChange(name)}
      />
    );
  return (
    <MultiSelect
      {...common}
      description={t('training.inputsHelp')}
      value={chosen}
      onChange={(now) => onChange(now.join(','))}
    />
  );
}

/** All digits of a small number, and thousands apart. */
function rangeEnd(value: number): string {
  return Number.isInteger(value) ? number(value) : String(value);
}
