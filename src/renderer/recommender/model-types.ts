import type { ModelCapability, ModelRow, ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { FRAMES } from '../../shared/findings.ts';
import { fillOf, type Stroke, strokeOf } from '../../shared/palette.ts';
import { MODEL_GROUPS, modelGroup } from '../../shared/option-words.ts';
import { useCall } from '../api.ts';
import { said } from '../ui/said.ts';

/** Model types from the registry, and how each is drawn. */
export interface ModelTypes {
  /** Undefined while loading. */
  all: readonly ModelTypeInfo[] | undefined;
  can(type: string, capability: ModelCapability): boolean;
  /** Of its areas, the same on every page: colour and stripes. */
  fill(type: string): string;
  /** The same colour on every page, with the dash of its lines; reference rows are grey. */
  stroke(type: string): Stroke;
}

export function useModelTypes(): ModelTypes {
  const { data: all } = useCall('models/list-types', {});
  const find = (type: string) => all?.find((candidate) => candidate.type === type);
  return {
    all,
    can: (type, capability) => find(type)?.capabilities.includes(capability) ?? false,
    fill: (type) => fillOf(find(type)?.colour),
    stroke: (type) => strokeOf(find(type)?.colour, FRAMES.indexOf(type)),
  };
}

/** Choices of a list of model types, grouped by what they learn from. */
export function modelChoices(
  types: readonly ModelTypeInfo[],
  groupName: (group: (typeof MODEL_GROUPS)[number]) => string,
): { group: string; items: { value: string; label: string }[] }[] {
  return MODEL_GROUPS.map((group) => ({
    group: groupName(group),
    items: types
      .filter((candidate) => modelGroup(candidate) === group)
      .map(({ type, title }) => ({ value: type, label: said(title) })),
  })).filter(({ items }) => items.length > 0);
}

/** What people call it; the id of a type that there is not. */
export function titleOf(types: readonly ModelTypeInfo[] | undefined, type: string): string {
  const found = types?.find((candidate) => candidate.type === type);
  return found ? said(found.title) : type;
}

type Named = Pick<ModelRow, 'name' | 'type'>;

/** What a trained model was called, or what people call its type. */
export function modelName(types: readonly ModelTypeInfo[] | undefined, { name, type }: Named): string {
  return name === type ? titleOf(types, type) : name;
}

/** Choices of a list of trained models, each with its type. */
export function trainedChoices(
  types: readonly ModelTypeInfo[] | undefined,
  models: readonly Named[],
): { value: string; label: string }[] {
  return models.map(({ name, type }) => ({
    value: name,
    label: name === type ? titleOf(types, type) : `${name} · ${titleOf(types, type)}`,
  }));
}
