import type { ModelTypeInfo, OptionSpec } from './contract/recommender.ts';
import type { Label } from './messages/message.ts';
import { say } from './messages/say.ts';

/** Options that several models have under the same name and in the same meaning. */
const LABELS: Readonly<Record<string, Label>> = {
  epochs: say('option.epochs'),
  iterations: say('option.iterations'),
  rate: say('option.rate'),
  reg: say('option.reg'),
  shrinkage: say('option.shrinkage'),
  alpha: say('option.alpha'),
  confidence: say('option.confidence'),
  penalty: say('option.penalty'),
  lambda: say('option.lambda'),
  'memory-gib': say('option.memory-gib'),
  inputs: say('option.inputs'),
  encoder: say('option.encoder'),
  'artist-songs': say('option.artist-songs'),
  'network-epochs': say('option.network-epochs'),
  patience: say('option.patience'),
  batch: say('option.batch'),
  'network-rate': say('option.network-rate'),
  decay: say('option.decay'),
  'min-listeners': say('option.min-listeners'),
  'reg-preference': say('option.reg-preference'),
  'preference-k': say('option.preference-k'),
  'ranking-epochs': say('option.ranking-epochs'),
  'ranking-rate': say('option.ranking-rate'),
  'ranking-reg': say('option.ranking-reg'),
  'reg-songs': say('option.reg-songs'),
  'reg-listeners': say('option.reg-listeners'),
  beta: say('option.beta'),
  parts: say('option.parts'),
};

/** What people call an option of a model; its own name where nothing better is known. */
export function optionLabel({ capabilities }: Pick<ModelTypeInfo, 'capabilities'>, { name, label }: OptionSpec): Label {
  if (label) return label;
  if (name === 'k') return capabilities.includes('latent-factors') ? say('option.factors') : say('option.neighbours');
  return LABELS[name] ?? name;
}

/** The same where the model is not at hand. */
export function commonOptionLabel(name: string): Label {
  return name === 'k' ? 'K' : (LABELS[name] ?? name);
}

/** The groups of a list of models, in their order. */
export const MODEL_GROUPS = ['plays', 'content', 'hybrids'] as const;

/** What a model learns from: who played what; tags or sound as well; other models. */
export function modelGroup({ combines, needs }: ModelTypeInfo): (typeof MODEL_GROUPS)[number] {
  if (combines) return 'hybrids';
  return needs.length > 0 ? 'content' : 'plays';
}
