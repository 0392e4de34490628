import { Alert, Button, Collapse, Group, NumberInput, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { ConversionName, LibraryOverview, ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { MODEL_GROUPS, modelGroup } from '../../shared/option-words.ts';
import { call, useCall } from '../api.ts';
import { numberProblem, type TypedNumber, useKeptForm } from '../ui/form.ts';
import { moveByArrows } from '../ui/roving.ts';
import { said } from '../ui/said.ts';
import { checkInput } from './check-model.ts';
import { ConversionSelect } from './conversion-select.tsx';
import { OptionField, optionProblem, optionValue } from './option-field.tsx';
import { unlessBeyond, useJobStart } from './start-job.ts';

interface Values {
  /** Empty while the model is being chosen. */
  type: string;
  name: string;
  conversion: ConversionName | 'auto';
  seed: TypedNumber;
  /** Per type, so that switching types keeps the input; only values that differ from the defaults. */
  options: Record<string, Record<string, TypedNumber>>;
}

/** Of a model with more options, the rest are folded away. */
const SHOWN_OPTIONS = 5;
const HIGHEST_SEED = 0xffffffff;
const BEGINNING: Values = { type: '', name: '', conversion: 'auto', seed: 1, options: {} };

/** First which model, then its settings; what is typed is kept until it is sent. */
export function TrainForm({ types, onStarted }: { types: readonly ModelTypeInfo[]; onStarted(): void }) {
  const { t } = useTranslation();
  const [opened, advanced] = useDisclosure(false);
  const { data: overview } = useCall('library/get-overview', {});
  const optionsOf = (type: string) => types.find((candidate) => candidate.type === type)?.options ?? [];
  const { form, forget } = useKeptForm<Values>('train', {
    initialValues: BEGINNING,
    validateInputOnBlur: ['seed'],
    validate: (values) => ({
      seed: numberProblem(values.seed, { minimum: 0, maximum: HIGHEST_SEED, whole: true }),
      ...Object.fromEntries(
        optionsOf(values.type).map((option) => [
          `options.${values.type}.${option.name}`,
          optionProblem(option, optionValue(option, values.options[values.type])),
        ]),
      ),
    }),
  });
  const job = useJobStart();
  const { type } = form.values;
  const info = types.find((candidate) => candidate.type === type);
  const start = async ({ name, conversion, seed, options }: Values, check: boolean) => {
    const common = { options: options[type] ?? {}, conversion, seed: Number(seed) };
    // The check may be asked about when the training has begun.
    let trains = false;
    await job.start(
      async (anyway) => {
        if (!trains) await call('models/train', { type, name: name || type, ...common, anyway });
        trains = true;
        if (check && info) await call('evaluation/start', { ...checkInput(info, common), anyway }).catch(unlessBeyond);
      },
      () => {
        forget();
        onStarted();
      },
    );
  };
  const send = (check: boolean) => form.onSubmit((values) => void start(values, check))();
  const typed = form.values.options[type];
  const field = (option: ModelTypeInfo['options'][number]) => (
    <OptionField
      key={`${type}.${option.name}`}
      info={info as ModelTypeInfo}
      option={option}
      value={optionValue(option, typed)}
      error={form.errors[`options.${type}.${option.name}`] as string | undefined}
      onChange={(value) =>
        form.setFieldValue('options', (before) => ({ ...before, [type]: { ...before[type], [option.name]: value } }))
      }
    />
  );
  const further = optionsOf(type).slice(SHOWN_OPTIONS);
  // What is wrong is never hidden.
  const wrong = further.some((option) => optionProblem(option, optionValue(option, typed)) !== null);
  if (!info)
    return <Types types={types} overview={overview} onChoose={(chosen) => form.setFieldValue('type', chosen)} />;
  const lacking = lacks(info, overview);
  const alone = overview?.listeners === 1;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(!alone);
      }}
    >
      {job.dialog}
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="start">
          <div>
            <Text fw={600} size="sm">
              <Titled info={info} />
            </Text>
            <Text size="sm">{said(info.summary)}</Text>
          </div>
          <Button variant="subtle" onClick={() => form.setFieldValue('type', '')}>
            {t('training.otherModel')}
          </Button>
        </Group>
        {lacking.map((part) => (
          <Alert key={part} color="yellow" p="xs">
            {t(`training.lacks.${part}`)}
          </Alert>
        ))}
        <TextInput label={t('training.name')} placeholder={said(info.title)} {...form.getInputProps('name')} />
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
        <Text size="xs" c="dimmed">
          {t(alone ? 'training.alone' : 'training.checkHint')}
        </Text>
        <Group justify="flex-end" className="form-foot">
          <Button variant={alone ? 'filled' : 'default'} onClick={() => send(false)}>
            {t('training.start')}
          </Button>
          {alone ? null : <Button type="submit">{t('training.startAndCheck')}</Button>}
        </Group>
      </Stack>
    </form>
  );
}

function Titled({ info }: { info: ModelTypeInfo }) {
  return (
    <>
      {said(info.title)}{' '}
      <Text span c="dimmed" size="xs" fw={400}>
        {info.type}
      </Text>
    </>
  );
}

/** Every model under what it learns from, with what it needs. */
function Types({
  types,
  overview,
  onChoose,
}: {
  types: readonly ModelTypeInfo[];
  overview: LibraryOverview | undefined;
  onChoose(type: string): void;
}) {
  const { t } = useTranslation();
  const [first] = MODEL_GROUPS.flatMap((group) => types.filter((candidate) => modelGroup(candidate) === group));
  return (
    <Stack gap="md" data-roving onKeyDown={moveByArrows}>
      {overview?.listeners === 1 ? (
        <Alert color="yellow" p="xs">
          {t('training.alone')}
        </Alert>
      ) : null}
      {MODEL_GROUPS.map((group) => (
        <section key={group}>
          <Text fw={600} size="sm" component="h3" m={0}>
            {t(`training.groups.${group}`)}
          </Text>
          <Text size="xs" c="dimmed" mb={4}>
            {t(`training.groupHelp.${group}`)}
          </Text>
          {types
            .filter((candidate) => modelGroup(candidate) === group)
            .map((info) => (
              <UnstyledButton
                key={info.type}
                className="choice"
                tabIndex={info === first ? 0 : -1}
                onClick={() => onChoose(info.type)}
              >
                <Text size="sm" fw={500}>
                  <Titled info={info} />
                </Text>
                <Text size="xs">{said(info.summary)}</Text>
                <Needs info={info} overview={overview} />
              </UnstyledButton>
            ))}
        </section>
      ))}
    </Stack>
  );
}

function Needs({ info, overview }: { info: ModelTypeInfo; overview: LibraryOverview | undefined }) {
  const { t } = useTranslation();
  const lacking = lacks(info, overview);
  return info.needs.map((need) => (
    <Text key={need} size="xs" c={lacking.includes(need) ? 'orange' : 'dimmed'}>
      {lacking.includes(need) ? t(`training.lacks.${need}`) : t(`training.needs.${need}`)}
    </Text>
  ));
}

/** Needs of a model of which the library has nothing. */
function lacks({ needs }: ModelTypeInfo, overview: LibraryOverview | undefined): ModelTypeInfo['needs'] {
  return needs.filter((need) => overview?.coverage.some(({ part, have }) => part === need && have === 0));
}
