import type { EvaluationSpec } from './contract/recommender.ts';
import { protocolLabel } from './evaluation-words.ts';
import type { Label } from './messages/message.ts';
import { say } from './messages/say.ts';

/** What a comparison is stored under until somebody names it. */
export function generatedTitle(spec: EvaluationSpec): string {
  return (
    `${spec.protocol}, ${spec.conversion}${spec.folds > 1 ? `, ${spec.folds} folds` : ''}, ` +
    `${spec.models.length} models`
  );
}

/** The name that a person gave a comparison, or what it compares. */
export function comparisonName({ title, spec }: { title: string; spec: EvaluationSpec }): Label {
  if (title !== '' && title !== generatedTitle(spec)) return title;
  return say('result.name', { protocol: protocolLabel(spec.protocol), models: spec.models.length, folds: spec.folds });
}
