import { Alert, Group, MultiSelect, Select, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BAND_WIDTHS, EVERYBODY, type Focus, isEverybody } from '../../shared/mobility/focus.ts';
import type { ScholarFilter } from '../../shared/mobility/scholars.ts';
import { classLabels } from '../../shared/mobility/class-words.ts';
import { attributeLabel } from '../../shared/mobility/words.ts';
import { useCall } from '../api.ts';
import { bracketed, number, pair } from '../ui/format.ts';
import { usePageState } from '../ui/page-state.ts';
import { said, useWord } from '../ui/said.ts';

/** Between an attribute and a class in a choice of the bar; no text of a table holds it. */
const BETWEEN = '\u0000';

/** Whom results are about: one choice for quadrants, flows, tests and analyses, kept while the window is open. */
export function useFocus() {
  const [focus, setFocus] = usePageState<Focus>('focus', EVERYBODY);
  /** For the address of the scholars that a number counts. */
  const counted = useMemo((): ScholarFilter => (isEverybody(focus) ? {} : { focus: JSON.stringify(focus) }), [focus]);
  return { focus, setFocus, counted };
}

/** Narrows results to some scholars by any attribute, and reads numbers in bands. */
export function FocusBar() {
  const { t } = useTranslation();
  const word = useWord();
  const { focus, setFocus } = useFocus();
  const { data: choices, error } = useCall(
    'mobility/get-focus-choices',
    { bands: focus.bands, only: {} },
    { keep: true },
  );
  const { error: nobody } = useCall('mobility/get-sample', { transition: null, focus });
  if (error) return <Alert color="orange">{said(error)}</Alert>;
  if (!choices || choices.length === 0) return null;
  const name = (attribute: string) => word(attributeLabel(attribute));
  const options = choices
    .filter(({ classes }) => classes.length > 0)
    .map(({ attribute, classes }) => {
      const label = classLabels(
        attribute,
        classes.map(({ value }) => value),
      );
      return {
        group: name(attribute),
        items: classes.map(({ value, scholars }) => ({
          value: attribute + BETWEEN + value,
          label: bracketed(pair(name(attribute), word(label(value))), number(scholars)),
        })),
      };
    });
  const chosen = Object.entries(focus.only).flatMap(([attribute, classes]) =>
    classes.map((value) => attribute + BETWEEN + value),
  );
  const choose = (values: readonly string[]) => {
    const parts = values.map((value) => value.split(BETWEEN) as [string, string]);
    const only = Map.groupBy(parts, ([attribute]) => attribute);
    setFocus({
      ...focus,
      only: Object.fromEntries([...only].map(([attribute, own]) => [attribute, own.map(([, value]) => value)])),
    });
  };
  // Other bands are other classes: what was chosen of the old ones is chosen no more.
  const band = (attribute: string, width: string | null) => {
    const { [attribute]: _bands, ...bands } = focus.bands;
    const { [attribute]: _only, ...only } = focus.only;
    setFocus({ bands: width === null ? bands : { ...bands, [attribute]: Number(width) }, only });
  };
  return (
    <>
      <Group gap="xs" mb="xs" align="center">
        <Text size="sm">{t('focus.only')}</Text>
        <MultiSelect
          aria-label={t('focus.only')}
          placeholder={chosen.length === 0 ? t('focus.everybody') : undefined}
          miw={220}
          maw={620}
          clearable
          searchable
          hidePickedOptions
          value={chosen}
          data={options}
          onChange={choose}
        />
        {choices
          .filter(({ numeric }) => numeric)
          .map(({ attribute }) => (
            <Select
              key={attribute}
              aria-label={t('focus.bandsOf', { attribute: name(attribute) })}
              title={t('focus.bandsOf', { attribute: name(attribute) })}
              w={250}
              clearable
              placeholder={pair(name(attribute), t('focus.asNumber'))}
              value={focus.bands[attribute] === undefined ? null : String(focus.bands[attribute])}
              data={BAND_WIDTHS.map((width) => ({
                value: String(width),
                label: pair(name(attribute), t('focus.bands', { width })),
              }))}
              onChange={(width) => band(attribute, width)}
            />
          ))}
      </Group>
      {nobody ? (
        <Alert color="orange" p="xs" mb="xs">
          {said(nobody)}
        </Alert>
      ) : null}
    </>
  );
}
