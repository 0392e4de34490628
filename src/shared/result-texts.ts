import type { EvaluationResult, EvaluationSpec, MeasureInfo, ProtocolInfo } from './contract/recommender.ts';
import {
  conversionLabel,
  engineLabel,
  measureOf,
  modelLabel,
  protocolLabel,
  rowLabel,
  type RowNames,
} from './evaluation-words.ts';
import { type Finding, findingsOf, FRAMES } from './findings.ts';
import { distinct, type Message } from './messages/message.ts';
import { say } from './messages/say.ts';
import { alike } from './number-format.ts';
import { optionsLabel } from './result-tables.ts';
import { testedMeasures } from './comparison-tables.ts';
import { testedListeners } from './tested-listeners.ts';
import { aboutBest } from './verdict.ts';

/** What a comparison was computed with, as far as its methods are to be described. */
export interface Described {
  result: EvaluationResult;
  spec: Pick<EvaluationSpec, 'models' | 'repeats' | 'cutoffs' | 'options'>;
  folds: number;
  synthetic: boolean;
  hash: string;
  /** Of Quadrille. */
  version: string;
  engine: string | null;
}

/** The section on methods of a paper: data, split, models with their settings, measures and tests, software. */
export function methodsText(
  { result: evaluation, spec, folds, synthetic, hash, version, engine }: Described,
  protocols: readonly ProtocolInfo[],
): Message[] {
  const { counts, range, protocol, conversion, seed, notes } = evaluation;
  const { n: listeners, summed } = testedListeners(evaluation);
  const summary = protocols.find(({ name }) => name === protocol)?.summary;
  const settings = Object.entries(spec.options).filter(([, own]) => Object.keys(own).length > 0);
  return [
    ...(synthetic ? [say('methods.synthetic')] : []),
    say('methods.split', { protocol: protocolLabel(protocol), summary: summary ?? '', folds, seed }),
    say('methods.data', {
      training: counts.trainingRows ?? 0,
      test: counts.testRows ?? 0,
      listeners,
      summed,
      conversion: conversionLabel(conversion),
      minimum: alike([range.minimum])(range.minimum),
      maximum: alike([range.maximum])(range.maximum),
    }),
    say('methods.models', {
      models: spec.models.map(modelLabel),
      count: spec.models.length,
      repeats: spec.repeats,
      cutoffs: spec.cutoffs,
    }),
    ...settings.map(([model, own]) => say('report.chosen', { model: modelLabel(model), options: optionsLabel(own) })),
    say('report.how-measured'),
    ...distinct(notes),
    say('methods.software', { version, engine: engineLabel(engine), hash }),
  ];
}

/** The sentences of a results section: by each tested measure the best model, then its differences from the others. */
export function reportingText(
  { result: evaluation, synthetic }: Pick<Described, 'result' | 'synthetic'>,
  measures: readonly MeasureInfo[],
): Message[] {
  const sentences = testedMeasures(evaluation).flatMap((measure) => byMeasure(evaluation, measure, measures));
  return [...(synthetic ? [say('methods.synthetic')] : []), ...sentences];
}

function byMeasure(evaluation: EvaluationResult, measure: string, measures: readonly MeasureInfo[]): Message[] {
  const found = findingsOf(evaluation, {
    measure,
    lowerIsBetter: measureOf(measure, measures)?.lowerIsBetter ?? false,
  });
  if (!found) return [];
  const others = found.others.filter(({ other }) => !FRAMES.includes(other));
  if (others.length === 0) return [];
  return [
    say('reporting.best', {
      ...aboutBest(evaluation, found, measures),
      apart: others.filter(({ shown }) => shown).length,
      count: others.length,
    }),
    ...others.map((one) => differenceFrom(evaluation, one)),
  ];
}

function differenceFrom(names: RowNames, { other, difference, lower, upper, pHolm, simultaneous }: Finding): Message {
  const result = alike([difference, lower, upper]);
  const [low, high] = simultaneous ?? [lower, upper];
  return say('reporting.difference', {
    other: rowLabel(names, other),
    difference: result(difference),
    lower: result(lower),
    upper: result(upper),
    together: simultaneous ? 'yes' : 'no',
    low: result(low),
    high: result(high),
    p: { number: pHolm, style: 'p' },
  });
}
