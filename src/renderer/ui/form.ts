import { type UseFormInput, type UseFormReturnType, useForm } from '@mantine/form';
import i18next from 'i18next';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from './format.ts';
import { usePageState } from './page-state.ts';

/** Value of a number field: the number, or text that is not yet a number. */
export type TypedNumber = number | string;

interface Range {
  minimum?: number;
  maximum?: number;
  /** Only whole numbers. */
  whole?: boolean;
  /** May stay empty. */
  optional?: boolean;
}

/** Reports what is wrong with a number; never changes it. */
export function numberProblem(value: TypedNumber, { minimum, maximum, whole, optional }: Range): string | null {
  if (value === '') return optional ? null : i18next.t('form.number');
  if (typeof value !== 'number' || !Number.isFinite(value)) return i18next.t('form.number');
  if (whole && !Number.isInteger(value)) return i18next.t('form.whole');
  const [low, high] = [minimum ?? Number.NEGATIVE_INFINITY, maximum ?? Number.POSITIVE_INFINITY];
  if (value >= low && value <= high) return null;
  if (maximum === undefined) return i18next.t('form.atLeast', { minimum: plain(low) });
  if (minimum === undefined) return i18next.t('form.atMost', { maximum: plain(high) });
  return i18next.t('form.between', { minimum: plain(low), maximum: plain(high) });
}

function plain(value: number): string {
  return number(value, Number.isInteger(value) ? 0 : Math.min(6, String(value).split('.')[1]?.length ?? 0));
}

export function textProblem(value: string): string | null {
  return value.trim() === '' ? i18next.t('form.text') : null;
}

export interface KeptForm<Values extends object> {
  form: UseFormReturnType<Values>;
  /** Resets the form to its initial values, for example after it was sent. */
  forget(): void;
}

/** A value that keeps a form from being sent may stand where it is out of sight. */
function showFirstWrong(): void {
  requestAnimationFrame(() => {
    const wrong = [...document.querySelectorAll<HTMLElement>('[aria-invalid="true"]')];
    wrong.find((field) => field.checkVisibility({ visibilityProperty: true }))?.focus();
  });
}

/**
 * A form whose error messages follow the language: a change of language checks the marked fields again. Where it
 * cannot be sent, the first wrong field gets the focus.
 */
export function useCheckedForm<Values extends object>(options: UseFormInput<Values>): UseFormReturnType<Values> {
  const { language } = useTranslation().i18n;
  const form = useForm<Values>(options);
  const written = useRef(language);
  const checkAgain = useEffectEvent(() => {
    for (const field of Object.keys(form.errors)) form.validateField(field);
  });
  useEffect(() => {
    if (written.current === language) return;
    written.current = language;
    checkAgain();
  }, [language]);
  const onSubmit: typeof form.onSubmit = (send, refuse) =>
    form.onSubmit(send, (...told) => {
      refuse?.(...told);
      showFirstWrong();
    });
  return { ...form, onSubmit };
}

/** Its fields are checked when left and when it is sent; input is kept while the user visits another page. */
export function useKeptForm<Values extends object>(
  name: string,
  { initialValues, ...options }: UseFormInput<Values> & { initialValues: Values },
): KeptForm<Values> {
  const [kept, keep] = usePageState<Partial<Values> | null>(`form-${name}`, null);
  const form = useCheckedForm<Values>({
    validateInputOnBlur: true,
    ...options,
    initialValues: { ...initialValues, ...kept },
    onValuesChange: (values, previous) => {
      keep(values);
      options.onValuesChange?.(values, previous);
    },
  });
  return {
    form,
    forget: () => {
      form.setValues(initialValues);
      form.clearErrors();
      keep(null);
    },
  };
}
