import { Button, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConversionName, ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { call } from '../api.ts';
import { numberProblem, type TypedNumber, useKeptForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { said } from '../ui/said.ts';
import { ConversionSelect } from './conversion-select.tsx';

type Option = ModelTypeInfo['options'][number];

interface Values {
  type: string;
  name: string;
  conversion: ConversionName | 'auto';
  seed: TypedNumber;
  /** Per type, so that switching types keeps the input; only values that differ from the defaults. */
  options: Record<string, Record<string, TypedNumber>>;
}

const HIGHEST_SEED = 0xffffffff;
const BEGINNING: Values = { type: 'hybrid-weighted', name: '', conversion: 'auto', seed: 1, options: {} };

const isNumber = ({ kind }: Option) => kind === 'integer' || kind === 'number';

function optionProblem(option: Option, value: TypedNumber): string | null {
  if (!isNumber(option)) return null;
  const { minimum, maximum, kind } = option;
  return numberProblem(value, { minimum, maximum, whole: kind === 'integer' });
}

/** What to train and how, with the options of the selected type. */
export function TrainForm({ types }: { types: readonly ModelTypeInfo[] }) {
  const { t } = useTranslation();
  const optionsOf = (type: string) => types.find((candidate) => candidate.type === type)?.options ?? [];
  const optionValue = ({ options, type }: Values, option: Option): TypedNumber =>
    options[type]?.[option.name] ?? (isNumber(option) ? Number(option.defaultValue) : String(option.defaultValue));
  const { form } = useKeptForm<Values>('train', {
    initialValues: BEGINNING,
    validateInputOnBlur: ['seed'],
    validate: (values) => ({
      seed: numberProblem(values.seed, { minimum: 0, maximum: HIGHEST_SEED, whole: true }),
      ...Object.fromEntries(
        optionsOf(values.type).map((option) => [
          `options.${values.type}.${option.name}`,
          optionProblem(option, optionValue(values, option)),
        ]),
      ),
    }),
  });
  const { type } = form.values;
  const info = types.find((candidate) => candidate.type === type);
  const start = ({ name, conversion, seed, options }: Values) =>
    void notifyErrors(
      call('models/train', { type, name: name || type, options: options[type] ?? {}, conversion, seed: Number(seed) }),
    );
  const field = (option: Option) => {
    const path = `options.${type}.${option.name}`;
    const common = {
      label: option.name,
      description: said(option.help),
      error: form.errors[path] ?? optionProblem(option, optionValue(form.values, option)),
    };
    const change = (value: TypedNumber) =>
      form.setFieldValue('options', (before) => ({ ...before, [type]: { ...before[type], [option.name]: value } }));
    return isNumber(option) ? (
      <NumberInput
        key={path}
        {...common}
        value={optionValue(form.values, option)}
        allowDecimal={option.kind === 'number'}
        onChange={change}
      />
    ) : (
      <TextInput
        key={path}
        {...common}
        value={optionValue(form.values, option)}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  };
  return (
    <form onSubmit={form.onSubmit(start)}>
      <Stack gap="xs" pr="sm">
        <Select
          label={t('training.model')}
          allowDeselect={false}
          data={types.map((candidate) => candidate.type)}
          description={info ? said(info.summary) : ''}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('type')}
        />
        <TextInput label={t('training.name')} placeholder={type} {...form.getInputProps('name')} />
        <ConversionSelect {...form.getInputProps('conversion')} />
        {optionsOf(type).map(field)}
        <NumberInput label={t('training.seed')} allowDecimal={false} {...form.getInputProps('seed')} />
        <Button type="submit">{t('training.start')}</Button>
      </Stack>
    </form>
  );
}
