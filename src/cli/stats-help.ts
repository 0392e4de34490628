import { z } from 'zod';
import type { Statistic } from '../core/statistics/statistic.ts';

/** What of a JSON Schema stands in a form. */
interface Form {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  items?: Form;
  anyOf?: Form[];
  prefixItems?: Form[];
  properties?: Record<string, Form>;
  additionalProperties?: Form | boolean;
  required?: string[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

/** One statistic alone: what it computes, each part of its input with its form, an example to run. */
export function helpForStatistic({ name, summary, data, example }: Statistic): string[] {
  const form = z.toJSONSchema(data, { io: 'input', unrepresentable: 'any' }) as Form;
  return [
    `${name}: ${summary.text}`,
    '',
    '--data takes JSON, or the name of a file that holds it:',
    ...(form.anyOf ?? [form]).flatMap((one, i) => [...(i > 0 ? ['or'] : []), ...fieldsOf(one)]),
    '',
    `Example: quadrille stats ${name} --data '${JSON.stringify(example)}'`,
  ];
}

function fieldsOf({ properties = {}, required = [] }: Form): string[] {
  const width = Math.max(...Object.keys(properties).map((key) => key.length)) + 2;
  return Object.entries(properties).map(([key, field]) => {
    const given = field.default === undefined ? 'optional' : `${JSON.stringify(field.default)} unless given`;
    return `  ${key.padEnd(width)}${formOf(field)}${required.includes(key) ? '' : ` (${given})`}`;
  });
}

function formOf(form: Form): string {
  if (form.enum) return form.enum.map((one) => String(one)).join(' | ');
  if (form.const !== undefined) return JSON.stringify(form.const);
  if (form.anyOf) return [...new Set(form.anyOf.map(formOf))].join(' or ');
  if (Array.isArray(form.type)) return form.type.map((type) => formOf({ ...form, type })).join(' or ');
  if (form.prefixItems) return `[${form.prefixItems.map(formOf).join(', ')}]`;
  if (form.type === 'array') return `[${formOf(form.items ?? {})}, …]`;
  if (form.type === 'object') {
    if (form.properties) return `{${Object.entries(form.properties).map(([key, one]) => `${key}: ${formOf(one)}`)}}`;
    return `{"NAME": ${typeof form.additionalProperties === 'object' ? formOf(form.additionalProperties) : 'any'}, …}`;
  }
  if (form.type === 'integer' || form.type === 'number') return `${numberWord(form)}${boundsOf(form)}`;
  if (form.type === 'boolean') return 'true or false';
  if (form.type === 'string') return 'text';
  return form.type ?? 'any value';
}

const numberWord = ({ type }: Form) => (type === 'integer' ? 'whole number' : 'number');

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Form): string {
  const real = (bound: number | undefined) => (Math.abs(bound ?? 0) >= Number.MAX_SAFE_INTEGER ? undefined : bound);
  const parts = [
    ...(real(minimum) === undefined ? [] : [`≥ ${minimum}`]),
    ...(exclusiveMinimum === undefined ? [] : [`> ${exclusiveMinimum}`]),
    ...(real(maximum) === undefined ? [] : [`≤ ${maximum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`< ${exclusiveMaximum}`]),
  ];
  return parts.length === 0 ? '' : ` ${parts.join(' and ')}`;
}
