import type { ModelCapability, ModelTypeInfo } from '../../shared/contract/recommender.ts';
import { CLASS_COLOURS, NEUTRAL_COLOUR } from '../../shared/palette.ts';
import { useCall } from '../api.ts';

/** Model types from the registry, and how each is drawn. */
export interface ModelTypes {
  /** Undefined while loading. */
  all: readonly ModelTypeInfo[] | undefined;
  can(type: string, capability: ModelCapability): boolean;
  /** The same colour on every page; reference rows are grey. */
  colour(type: string): string;
  /** Lines of the second ten models are dashed, reference lines dotted. */
  dash(type: string): 'solid' | 'dash' | 'dot';
}

export function useModelTypes(): ModelTypes {
  const { data: all } = useCall('models/list-types', {});
  const find = (type: string) => all?.find((candidate) => candidate.type === type);
  return {
    all,
    can: (type, capability) => find(type)?.capabilities.includes(capability) ?? false,
    colour: (type) => {
      const place = find(type)?.colour;
      return place === undefined ? NEUTRAL_COLOUR : CLASS_COLOURS[place % CLASS_COLOURS.length];
    },
    dash: (type) => {
      const place = find(type)?.colour;
      return place === undefined ? 'dot' : place < CLASS_COLOURS.length ? 'solid' : 'dash';
    },
  };
}
