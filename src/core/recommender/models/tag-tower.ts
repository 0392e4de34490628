import { derivedSeed } from '../../statistics/random.ts';
import { playedSongs } from '../data/dataset.ts';
import { TAGS_INPUT } from '../data/song-vectors.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { catalogueOf, upTo } from '../data/unplayed.ts';
import type { Confidence } from '../factors/als.ts';
import { SoftmaxTower } from '../factors/softmax-tower.ts';
import { partOf } from '../numeric/yielding.ts';
import { ArtistSongs, chooseShare, hasArtistSongs } from './artist-songs.ts';
import { heldBackAuc } from './held-back-auc.ts';
import { coldSongs, innerColdQuality, innerColdSplit } from './inner-split.ts';
import { type Certainty, type FitContext, numberOption, type Options } from './model.ts';
import { predict, sharedTerms, songTerms, songsWithTerms } from './song-terms.ts';

/** Epochs without a better list for a new song, after which no more are tried. */
const PATIENCE = 2;
const EPOCHS_WITHOUT_INNER_SPLIT = 3;
const CONFIDENCE: Confidence = 'binary';

/** The listeners' vectors, the songs' from their plays (for folding in new listeners), and from their terms. */
export interface TowerFit {
  k: number;
  p: Float32Array;
  played: Float32Array;
  predicted: Float32Array;
  known: Uint8Array;
  alpha: number;
  reg: number;
  confidence: Confidence;
  certainty: Certainty | null;
  chosen: { rankingEpoch: number; artistShare?: number; edge?: string };
  /** Mean softmax loss of a play, by epoch. */
  loss: number[];
}

/**
 * A linear tower over tags, artist and decade, trained on the ranking loss against the ALS vectors of the listeners. It
 * gives all songs their vectors, so that new songs and old ones can be compared. The number of epochs is the one with
 * the best lists of songs that were held out of everything, the factorisation too.
 */
export async function fitTagTower(set: TrainingSet, options: Options, context: FitContext): Promise<TowerFit> {
  const inner = innerColdSplit(set, context);
  const most = numberOption(options, 'ranking-epochs');
  let chosen: TowerFit['chosen'] = { rankingEpoch: Math.min(most, EPOCHS_WITHOUT_INNER_SPLIT) };
  let certainty: Certainty | null = null;
  const withArtists = hasArtistSongs(set, options);
  let artistShare = 0;
  if (inner) {
    const trial = await openTower(inner.set, options, partOf(context, 0, 0.2));
    const cold = coldSongs(inner);
    const judging = partOf(context, 0.5, 0.5);
    const qualityOf = (vectors: Float32Array) => innerColdQuality(inner, trial.p, vectors, trial.k, judging);
    let best: { quality: number; epoch: number; predicted: Float32Array } = {
      quality: Number.NEGATIVE_INFINITY,
      epoch: 0,
      predicted: new Float32Array(0),
    };
    let epoch = 0;
    while (epoch < most && epoch - best.epoch < PATIENCE) {
      await trial.tower.epoch(partOf(context, 0.2 + (0.3 * epoch) / most, 0.2 + (0.3 * (epoch + 1)) / most));
      epoch++;
      const predicted = predict(trial.terms, trial.tower.map(), trial.k);
      const quality = await qualityOf(predicted);
      if (quality > best.quality) best = { quality, epoch, predicted };
    }
    if (withArtists) {
      const songs = new ArtistSongs(set.features.artists, trial.played, trial.k);
      const { share, vectors } = await chooseShare(songs, best.predicted, songsWithTerms(trial.terms), qualityOf);
      best.predicted = vectors;
      artistShare = share;
    }
    chosen = {
      rankingEpoch: best.epoch,
      ...(artistShare > 0 ? { artistShare } : {}),
      ...(best.epoch === most ? { edge: 'ranking-epochs' } : {}),
    };
    const { k, p } = trial;
    certainty = await heldBackAuc(
      set,
      ({ listener }) => p.subarray(listener * k, (listener + 1) * k),
      best.predicted,
      k,
      cold,
      judging,
    );
  }
  const { tower, terms, ...rest } = await openTower(set, options, partOf(context, 0.5, 0.7));
  const loss: number[] = [];
  for (let epoch = 0; epoch < chosen.rankingEpoch; epoch++)
    loss.push(await tower.epoch(partOf(context, 0.7 + (0.3 * epoch) / chosen.rankingEpoch, 1)));
  const all = catalogueOf(set);
  const described = all === set ? terms : termsOf(all, options).terms;
  const played = upTo(rest.played, all.interactions.songs * rest.k);
  const mixed = new ArtistSongs(all.features.artists, played, rest.k).mixedInto(
    predict(described, tower.map(), rest.k),
    songsWithTerms(described),
    artistShare,
  );
  return {
    ...rest,
    played,
    predicted: mixed.vectors,
    known: mixed.known,
    certainty,
    chosen,
    loss,
  };
}

async function openTower(set: TrainingSet, options: Options, context: FitContext) {
  const { listeners, songs } = set.interactions;
  const settings = {
    k: Math.min(numberOption(options, 'preference-k'), listeners, songs),
    alpha: numberOption(options, 'alpha'),
    reg: numberOption(options, 'reg-preference'),
    confidence: CONFIDENCE,
  };
  const als = await context.fit('als', set, settings, context.progress);
  const p = als.listenerSpace?.vectors as Float32Array;
  const played = als.songSpace?.vectors as Float32Array;
  const { terms, rows } = termsOf(set, options);
  const { tagNames, artistCount } = set.features;
  const tower = new SoftmaxTower(
    {
      terms,
      columns: terms.termCount,
      masked: {
        from: firstAtLeast(terms.columns, tagNames.length),
        to: firstAtLeast(terms.columns, tagNames.length + artistCount),
      },
      rows: rows.filter((song) => terms.offsets[song + 1] > terms.offsets[song]),
      interactions: set.interactions,
      p,
      k: settings.k,
    },
    {
      rate: numberOption(options, 'ranking-rate'),
      reg: numberOption(options, 'ranking-reg'),
      seed: derivedSeed(context.seed, 'tags/ranking'),
    },
  );
  return { ...settings, p, played, terms, tower };
}

/** What is known of every song in terms that several played songs have, and the played songs. */
function termsOf(set: TrainingSet, options: Options) {
  const trained = playedSongs(set.interactions);
  const inputs = String(options.inputs ?? TAGS_INPUT);
  // Vectors beside tags, or alone: unit length, so that their many values do not outweigh the rate.
  const all = songTerms(set, inputs, true, inputs !== TAGS_INPUT);
  const rows = Uint32Array.from(Array.from(trained.keys()).filter((song) => trained[song]));
  return { terms: sharedTerms(all, rows), rows };
}

/** Where the ascending numbers reach a value. */
function firstAtLeast(ascending: Uint32Array, value: number): number {
  const found = ascending.findIndex((one) => one >= value);
  return found < 0 ? ascending.length : found;
}
