import { DEFAULT_SETTINGS } from '../../../shared/contract/default-settings.ts';
import type { ModelDefinition, ModelLookup } from './model.ts';
import { modelDefinition } from './registry.ts';

/** Default values of before, by the last edition in which they held. */
const FORMER: readonly { edition: number; type: string; values: Readonly<Record<string, number>> }[] = [
  { edition: 1, type: 'als', values: { k: 64, alpha: 4, reg: 10 } },
  { edition: 1, type: 'bpr', values: { k: 64, rate: 0.05 } },
];

/** A spec that states no edition was written when there was only one. */
const FIRST = 1;

/** Adds the present edition to a new spec, so that settings it does not name keep the values that they have today. */
export function withDefaults<Spec extends { defaults?: number | undefined }>(spec: Spec): Spec & { defaults: number } {
  const { defaults = DEFAULT_SETTINGS, ...rest } = spec;
  return { ...(rest as Spec), defaults };
}

/** The model types with the default settings of the edition that a spec states. */
export function definitionsOf({ defaults = FIRST }: { defaults?: number | undefined }): ModelLookup {
  const known = new Map<string, ModelDefinition>();
  return (type) => {
    const found = known.get(type) ?? asOf(modelDefinition(type), defaults);
    known.set(type, found);
    return found;
  };
}

function asOf(definition: ModelDefinition, edition: number): ModelDefinition {
  // Later editions first: where two apply, the earlier one held.
  const former = FORMER.filter(({ type, edition: last }) => type === definition.type && last >= edition);
  if (former.length === 0) return definition;
  const values = Object.assign({}, ...former.toSorted((a, b) => b.edition - a.edition).map((one) => one.values));
  return {
    ...definition,
    options: definition.options.map((option) =>
      option.name in values ? { ...option, defaultValue: values[option.name] } : option,
    ),
  };
}
