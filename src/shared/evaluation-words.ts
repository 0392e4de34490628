import type { EvaluationResult, MeasureInfo } from './contract/recommender.ts';
import { AUDIBLE_CEILING, CHANCE, COLLABORATIVE, NOISE_CEILING, TAG_COUNT, UPPER_BOUND } from './findings.ts';
import type { Label, Message } from './messages/message.ts';
import { type MessageId, say } from './messages/say.ts';

const PROTOCOLS: Readonly<Record<string, MessageId>> = {
  ratings: 'protocol.ratings',
  ranking: 'protocol.ranking',
  'leave-k-out': 'protocol.leave-k-out',
  'strong-generalization': 'protocol.strong-generalization',
  'user-k-fold': 'protocol.user-k-fold',
  temporal: 'protocol.temporal',
  'item-cold': 'protocol.item-cold',
  'artist-cold': 'protocol.artist-cold',
  'cold-among-all': 'protocol.cold-among-all',
  'given-lists': 'protocol.given-lists',
};

const CONVERSIONS: Readonly<Record<string, MessageId>> = {
  percentile: 'conversion.percentile',
  'log-count': 'conversion.log-count',
  binary: 'conversion.binary',
  share: 'conversion.share',
  explicit: 'conversion.explicit',
  auto: 'conversion.auto',
};

const FRAMES: Readonly<Record<string, MessageId>> = {
  [CHANCE]: 'frame.chance',
  [TAG_COUNT]: 'frame.tag-count',
  [COLLABORATIVE]: 'frame.collaborative',
  [UPPER_BOUND]: 'frame.upper-bound',
  [NOISE_CEILING]: 'frame.noise-ceiling',
  [AUDIBLE_CEILING]: 'frame.audible-ceiling',
};

const BANDS: Readonly<Record<string, MessageId>> = {
  head: 'band.head',
  middle: 'band.middle',
  tail: 'band.tail',
  new: 'band.new',
};

const ENGINES: Readonly<Record<string, MessageId>> = {
  native: 'engine.name-native',
  wasm: 'engine.name-wasm',
};

const wordOf = (words: Readonly<Record<string, MessageId>>, key: string): Label => (words[key] ? say(words[key]) : key);

/** Falls back to the protocol's id if there is no translation, as do all functions below. */
export function protocolLabel(protocol: string): Label {
  return wordOf(PROTOCOLS, protocol);
}

export function conversionLabel(conversion: string): Label {
  return wordOf(CONVERSIONS, conversion);
}

/** Null where nothing was trained. */
export function engineLabel(engine: string | null): Label {
  return engine === null ? say('report.no-engine') : wordOf(ENGINES, engine);
}

/**
 * What people call a model, or what frames the models. Titles are messages named by the type, so that no table of
 * models is needed here; a type without one keeps its id.
 */
export function modelLabel(model: string): Label {
  return FRAMES[model] ? say(FRAMES[model]) : { id: `model-title.${model.replaceAll('+', '-plus')}`, text: model };
}

/** What the rows of a result are called, where not as their models. */
export interface RowNames extends Pick<EvaluationResult, 'heard'> {
  labels?: Readonly<Record<string, Label>>;
}

/** The same in a result, where models whose encoder has heard the songs are marked. */
export function rowLabel({ heard = [], labels }: RowNames, model: string): Label {
  if (labels && Object.hasOwn(labels, model)) return labels[model];
  return heard.includes(model) ? say('frame.heard', { model: modelLabel(model) }) : modelLabel(model);
}

/** In English, for tables of the command line. */
export function modelText(model: string, result: Pick<EvaluationResult, 'heard'> = {}): string {
  if (result.heard?.includes(model)) return say('frame.heard', { model }).text;
  return FRAMES[model] ? say(FRAMES[model]).text : model;
}

/** A third of the songs by popularity. */
export function bandLabel(band: string): Label {
  return wordOf(BANDS, band);
}

/** The measure of a column such as `ndcg@10`. */
export function measureOf(column: string, measures: readonly MeasureInfo[]): MeasureInfo | undefined {
  const [name] = column.split('@');
  return measures.find((measure) => measure.name === name);
}

/** Column heading as in papers: `NDCG@10`, `RMSE`. */
export function measureLabel(column: string, measures: readonly MeasureInfo[]): Label {
  const [name, n] = column.split('@');
  const heading = measureOf(column, measures)?.heading ?? name;
  if (n === undefined) return heading;
  return typeof heading === 'string' ? `${heading}@${n}` : say('measure.at-length', { measure: heading, n });
}

/** Subtitle of a figure: sample size, and a note if the data is synthetic. */
export function figureNote(note: Message, synthetic: boolean): Message {
  return synthetic ? say('figure.synthetic', { note }) : note;
}
