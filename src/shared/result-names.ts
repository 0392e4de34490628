import type { EvaluationSpec } from './contract/recommender.ts';
import { modelLabel, protocolLabel } from './evaluation-words.ts';
import type { Label } from './messages/message.ts';
import { say } from './messages/say.ts';

/** What a comparison is stored under until somebody names it. */
export function generatedTitle(spec: EvaluationSpec): string {
  return (
    `${spec.protocol}, ${spec.conversion}${spec.folds > 1 ? `, ${spec.folds} folds` : ''}, ` +
    `${spec.models.length} models`
  );
}

/** More models than these are counted instead. */
const MOST_NAMED = 3;

/** The name that a person gave a comparison, or what it compares. */
export function comparisonName({ title, spec }: { title: string; spec: EvaluationSpec }): Label {
  if (title !== '' && title !== generatedTitle(spec)) return title;
  const [protocol, models] = [protocolLabel(spec.protocol), spec.models.map(modelLabel)];
  if (models.length <= MOST_NAMED) return say('result.name-of', { protocol, models, folds: spec.folds });
  return say('result.name', { protocol, models: models.length, folds: spec.folds });
}
