import { NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { optionLabel } from '../../shared/option-words.ts';
import { numberProblem, type TypedNumber } from '../ui/form.ts';
import { bracketed, number } from '../ui/format.ts';
import { labelled, said } from '../ui/said.ts';

type Option = ModelTypeInfo['options'][number];

const isNumber = ({ kind }: Option) => kind === 'integer' || kind === 'number';

/** What is wrong with a value of an option. */
export function optionProblem(option: Option, value: TypedNumber): string | null {
  if (!isNumber(option)) return null;
  const { minimum, maximum, kind } = option;
  return numberProblem(value, { minimum, maximum, whole: kind === 'integer' });
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
        data={[...(option.choices ?? [])]}
        allowDeselect={false}
        onChange={(chosen) => chosen && onChange(chosen)}
      />
    );
  return <TextInput {...common} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** All digits of a small number, and thousands apart. */
function rangeEnd(value: number): string {
  return Number.isInteger(value) ? number(value) : String(value);
}
