import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { type InnerSplit, innerSplit } from './inner-split.ts';
import type { FitContext, FitFacts, FittedModel, ModelDefinition, ModelLookup, Options, SavedModel } from './model.ts';
import { completeOptions, optionsOfPart } from './options.ts';
import { withinTrained } from './within-trained.ts';

const FEWEST_SONGS = 5;

export const PARTS_OPTION: ModelDefinition['options'][number] = {
  name: 'parts',
  kind: 'list',
  defaultValue: 'auto',
  help: say('model.hybrid-parts'),
};

/** Parts of a hybrid, and whether the hybrid chose them itself. */
export interface PartChoice {
  types: string[];
  automatic: boolean;
}

/**
 * The parts that were named or, for `auto`, every ranker that fits into memory and every model of the songs' content
 * that the library can feed. Where only new songs compete, models that know songs by their plays alone have no part.
 *
 * @throws bad-request for options of a part that is not there
 */
export function partTypes(hybrid: string, options: Options, set: TrainingSet, context: FitContext): PartChoice {
  const { definition } = context;
  const choice = String(options.parts);
  const automatic = choice === 'auto';
  const types = automatic
    ? automaticParts(set, options, context, set.holdsOut)
    : namedParts(hybrid, choice, definition);
  const possible = automatic ? automaticParts(set, options, context, undefined) : types;
  for (const name of Object.keys(options)) {
    const part = name.slice(0, Math.max(0, name.indexOf('.')));
    if (part && !possible.includes(part))
      throw new AppError('bad-request', say('model.option-of-absent-part', { hybrid, name, parts: possible }));
  }
  return { types, automatic };
}

function namedParts(hybrid: string, choice: string, definition: ModelLookup): string[] {
  const types = choice
    .split(',')
    .map((type) => type.trim())
    .filter(Boolean);
  for (const type of types)
    if (definition(type).combines) throw new AppError('bad-request', say('model.hybrid-of-hybrids'));
  if (types.length < 2) throw new AppError('bad-request', say('model.hybrid-needs-parts', { hybrid }));
  return types;
}

function automaticParts(
  { features, interactions }: TrainingSet,
  options: Options,
  { definition, network }: FitContext,
  holdsOut: TrainingSet['holdsOut'],
): string[] {
  const hasTags = features.tags.length > 0;
  const hasAudio = features.melTracks.some((track) => track !== 0);
  const content = [
    // Without tags they can be fed with sets of vectors, if these are named.
    ...['content', 'ridge'].filter((type) => hasTags || `${type}.inputs` in options),
    ...(hasAudio && network ? ['cnn'] : []),
    ...((hasTags || 'tags.inputs' in options) && network ? ['tags'] : []),
  ];
  const onlyNewSongs = holdsOut === 'songs' || holdsOut === 'artists';
  if (onlyNewSongs && content.length > 0) return content;
  const fits = (type: string) => {
    const model = definition(type);
    try {
      const own = completeOptions(model, optionsOfPart(options, type), definition);
      const { listeners, songs, items } = interactions;
      model.assertFits?.(own, { listeners, songs, plays: items.length });
      return true;
    } catch {
      return false;
    }
  };
  return ['funk-svd', 'user-cf', 'item-knn', 'als', 'bpr', 'rp3beta', ...(fits('ease') ? ['ease'] : []), ...content];
}

/** @throws bad-input if there is too little to set aside */
export function innerSplitOf(hybrid: string, set: TrainingSet, context: FitContext): InnerSplit {
  const inner = innerSplit(set, context);
  if (!inner)
    throw new AppError('bad-input', say('model.hybrid-needs-listeners', { hybrid, fewestSongs: FEWEST_SONGS }));
  return inner;
}

/**
 * Fits the parts on a set, as the half of the run that starts at `from`. A part that a hybrid chose itself and that
 * cannot be fitted on these data is left out.
 */
export async function fitParts(
  { types, automatic }: PartChoice,
  set: TrainingSet,
  options: Options,
  context: FitContext,
  from: number,
): Promise<FittedModel[]> {
  const parts: FittedModel[] = [];
  for (const [done, type] of types.entries()) {
    const progress: FitContext['progress'] = (fraction, live) =>
      context.progress(from + (0.5 * (done + fraction)) / types.length, { ...live, model: type });
    try {
      parts.push(await context.fit(type, set, optionsOfPart(options, type), progress));
    } catch (error) {
      if (!automatic || !(error instanceof AppError) || error.code !== 'bad-input') throw error;
    }
    context.progress(from + (0.5 * (done + 1)) / types.length);
  }
  if (parts.length === 0) throw new AppError('bad-input', say('model.hybrid-without-parts'));
  return parts;
}

/** How many songs a hybrid was trained among, if others come after them that nobody played; absent in older models. */
export interface TrainedAmong {
  trainedSongs?: number;
}

export function trainedAmong({ catalogue, interactions }: TrainingSet): TrainedAmong {
  return catalogue ? { trainedSongs: interactions.songs } : {};
}

export function trainedIn({ meta }: { meta: TrainedAmong }): TrainedAmong {
  return meta.trainedSongs === undefined ? {} : { trainedSongs: meta.trainedSongs };
}

/** Parts inside a hybrid's own file, each under its number. */
export function saveParts(
  parts: readonly FittedModel[],
  meta: Record<string, unknown>,
  arrays: SavedModel['arrays'] = {},
): SavedModel {
  const saved = parts.map((part) => part.save());
  return {
    meta: { ...meta, parts: parts.map((part, m) => ({ type: part.type, meta: saved[m].meta })) },
    arrays: {
      ...arrays,
      ...Object.fromEntries(
        saved.flatMap((one, m) => Object.entries(one.arrays).map(([name, array]) => [`${m}/${name}`, array])),
      ),
    },
  };
}

export function loadParts({ meta, arrays }: SavedModel, definition: ModelLookup): FittedModel[] {
  const trained = meta.trainedSongs as number | undefined;
  return (meta.parts as { type: string; meta: Record<string, unknown> }[]).map(({ type, meta: saved }, m) => {
    const prefix = `${m}/`;
    const mine = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
    const part = {
      meta: saved,
      arrays: Object.fromEntries(mine.map(([name, array]) => [name.slice(prefix.length), array])),
    };
    const own = definition(type);
    const loaded = own.load(part, definition);
    return trained === undefined || own.placesUnplayed ? loaded : withinTrained(loaded, trained, own);
  });
}

/** Details of a hybrid's fit: the loss and engine of its network, and its own choices. */
export function fitFactsOf(parts: readonly FittedModel[], chosen: Record<string, unknown>): FitFacts {
  return { ...parts.find((part) => part.facts?.engine)?.facts, chosen };
}

/** Properties of a hybrid that come from its parts. */
export function partFacts(
  parts: readonly FittedModel[],
): Pick<FittedModel, 'songSpace' | 'listenerSpace' | 'network' | 'certainty'> {
  const heard = parts.find((part) => part.network?.hears) ?? parts.find((part) => part.songSpace);
  const { songSpace, listenerSpace, network, certainty } = heard ?? {};
  return {
    ...(songSpace ? { songSpace } : {}),
    ...(listenerSpace ? { listenerSpace } : {}),
    ...(network ? { network } : {}),
    ...(certainty ? { certainty } : {}),
  };
}
