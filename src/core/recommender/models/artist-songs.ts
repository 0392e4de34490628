import { say } from '../../../shared/messages/say.ts';
import { namesIn, TAGS_INPUT } from '../data/song-vectors.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { knownRows } from '../numeric/vectors.ts';
import type { ModelDefinition, Options } from './model.ts';

/** Shares of a song's vector that its artist's other songs may be given, beside none. */
const SHARES = [0.1, 0.25, 0.5, 0.75, 1];

export const ARTIST_SONGS_OPTION: ModelDefinition['options'][number] = {
  name: 'artist-songs',
  kind: 'choice',
  defaultValue: 'auto',
  choices: ['auto', 'off'],
  help: say('model.artist-songs'),
};

/** Whether any song has another of its artist to learn from. Not where artists are held out: theirs have none. */
export function hasArtistSongs(set: TrainingSet, options: Options): boolean {
  if (options['artist-songs'] === 'off' || set.holdsOut === 'artists') return false;
  if (options.inputs !== undefined && !namesIn(options.inputs).includes(TAGS_INPUT)) return false;
  const songOf = new Map<number, number>();
  return set.interactions.items.some((song) => {
    const artist = set.features.artists[song];
    if (artist < 0) return false;
    const other = songOf.get(artist);
    songOf.set(artist, song);
    return other !== undefined && other !== song;
  });
}

/**
 * A known artist's new song (arXiv 2604.07090): the mean of the factors that plays gave to the artist's other songs,
 * brought to the average length of the predicted vectors.
 *
 * @param played factors learned from plays; zeros for songs without a play
 */
export class ArtistSongs {
  readonly #artists: Int32Array;
  readonly #k: number;
  readonly #played: Float32Array;
  readonly #taught: Uint8Array;
  readonly #sums = new Map<number, { songs: number; sum: Float64Array }>();

  constructor(artists: Int32Array, played: Float32Array, k: number) {
    this.#artists = artists;
    this.#k = k;
    this.#played = played;
    this.#taught = knownRows(played, k);
    this.#taught.forEach((taught, song) => {
      if (!taught || artists[song] < 0) return;
      const own = this.#sums.get(artists[song]) ?? { songs: 0, sum: new Float64Array(k) };
      this.#sums.set(artists[song], own);
      own.songs++;
      for (let f = 0; f < k; f++) own.sum[f] += played[song * k + f];
    });
  }

  /** Of the other songs only: what is known of a song itself is no evidence of how its artist predicts it. */
  meanOf(song: number): Float64Array | null {
    const own = this.#sums.get(this.#artists[song]);
    const others = (own?.songs ?? 0) - this.#taught[song];
    if (!own || others < 1) return null;
    return own.sum.map((sum, f) => (sum - this.#taught[song] * this.#played[song * this.#k + f]) / others);
  }

  /** The predicted vectors with this share of what the artist's other songs say, where there are some. */
  mixedInto(predicted: Float32Array, known: Uint8Array, share: number): { vectors: Float32Array; known: Uint8Array } {
    const vectors = predicted.slice();
    const all = known.slice();
    if (share === 0) return { vectors, known: all };
    const k = this.#k;
    const scale = this.#scale(predicted, known);
    for (let song = 0; song < known.length; song++) {
      const others = this.meanOf(song);
      if (!others) continue;
      const own = known[song] ? 1 - share : 0;
      for (let f = 0; f < k; f++) vectors[song * k + f] = own * predicted[song * k + f] + (1 - own) * scale * others[f];
      all[song] = 1;
    }
    return { vectors, known: all };
  }

  /** Over songs with a training play. */
  #scale(predicted: Float32Array, known: Uint8Array): number {
    let [ofPredicted, ofOthers] = [0, 0];
    for (let song = 0; song < known.length; song++) {
      const others = known[song] && this.#taught[song] ? this.meanOf(song) : null;
      if (!others) continue;
      for (let f = 0; f < this.#k; f++) {
        ofPredicted += predicted[song * this.#k + f] ** 2;
        ofOthers += others[f] ** 2;
      }
    }
    return ofOthers > 0 ? Math.sqrt(ofPredicted / ofOthers) : 0;
  }
}

/** The share that gives songs that were held out the best lists; 0 unless one is better than none. */
export async function chooseShare(
  songs: ArtistSongs,
  predicted: Float32Array,
  known: Uint8Array,
  quality: (vectors: Float32Array, known: Uint8Array) => Promise<number>,
): Promise<{ share: number; vectors: Float32Array }> {
  let best = { share: 0, vectors: predicted, quality: await quality(predicted, known) };
  for (const share of SHARES) {
    const mixed = songs.mixedInto(predicted, known, share);
    const own = await quality(mixed.vectors, mixed.known);
    if (own > best.quality) best = { share, vectors: mixed.vectors, quality: own };
  }
  return best;
}
