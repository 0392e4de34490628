import { Button, Collapse, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { ConversionName, ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { optionLabel } from '../../shared/option-words.ts';
import { call } from '../api.ts';
import { numberProblem, type TypedNumber, useKeptForm } from '../ui/form.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { number } from '../ui/format.ts';
import { labelled, said } from '../ui/said.ts';
import { ConversionSelect } from './conversion-select.tsx';
import { modelChoices } from './model-types.ts';

type Option = ModelTypeInfo['options'][number];

interface Values {
  type: string;
  name: string;
  conversion: ConversionName | 'auto';
  seed: TypedNumber;
  /** Per type, so that switching types keeps the input; only values that differ from the defaults. */
  options: Record<string, Record<string, TypedNumber>>;
}

/** Of a model with more options, the rest are folded away. */
const SHOWN_OPTIONS = 4;
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
  const [opened, advanced] = useDisclosure(false);
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
  const rangeOf = ({ minimum, maximum }: Option) =>
    minimum === undefined || maximum === undefined
      ? ''
      : ` ${t('training.range', { minimum: rangeEnd(minimum), maximum: rangeEnd(maximum) })}`;
  const field = (option: Option) => {
    const path = `options.${type}.${option.name}`;
    const common = {
      label: info ? labelled(optionLabel(info, option)) : option.name,
      description: `${said(option.help)}${rangeOf(option)}`,
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
  const further = optionsOf(type).slice(SHOWN_OPTIONS);
  // What is wrong is never hidden.
  const wrong = further.some((option) => optionProblem(option, optionValue(form.values, option)) !== null);
  return (
    <form onSubmit={form.onSubmit(start)}>
      <Stack gap="xs" pr="sm">
        <Select
          label={t('training.model')}
          allowDeselect={false}
          data={modelChoices(types, (group) => t(`training.groups.${group}`))}
          description={info ? `${said(info.summary)} (${info.type})` : ''}
          maxDropdownHeight={420}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('type')}
        />
        <TextInput label={t('training.name')} placeholder={type} {...form.getInputProps('name')} />
        <ConversionSelect {...form.getInputProps('conversion')} />
        {optionsOf(type).slice(0, SHOWN_OPTIONS).map(field)}
        {further.length > 0 ? (
          <>
            <Button variant="subtle" size="compact-sm" onClick={advanced.toggle} aria-expanded={opened || wrong}>
              {t('training.advanced', { count: further.length })}
            </Button>
            <Collapse expanded={opened || wrong}>
              <Stack gap="xs">{further.map(field)}</Stack>
            </Collapse>
          </>
        ) : null}
        <NumberInput label={t('training.seed')} allowDecimal={false} {...form.getInputProps('seed')} />
        <Button type="submit">{t('training.start')}</Button>
      </Stack>
    </form>
  );
}

/** All digits of a small number, and thousands apart. */
function rangeEnd(value: number): string {
  return Number.isInteger(value) ? number(value) : String(value);
}
