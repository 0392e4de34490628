import { readArrays, writeArrays } from './arrays-file.ts';
import type { Dataset, SongFeatures, VectorSet } from './dataset.ts';
import type { Interactions } from './dataset.ts';
import type { TrainingSet } from './training-set.ts';

/** An artist of whom no song is in the training data: the artist's share of what is known of a song says nothing. */
export const UNHEARD_ARTIST = -2;

/**
 * Songs that nobody played and that have no clip, but of which tags or vectors are known. Nothing is learned from them
 * and they take part in no evaluation: a model that has been fitted gives them vectors and scores, if it can.
 */
export interface Unplayed {
  /** The library's. */
  songIds: Uint32Array;
  /** Tags and artists have the numbers of the data set; artists that it does not know are `UNHEARD_ARTIST`. */
  features: Pick<SongFeatures, 'tagOffsets' | 'tags' | 'tagWeights' | 'artists' | 'years'> & {
    /** The sets of the data set, in its order; `values` has rows only of the songs that are known. */
    vectorSets: Pick<VectorSet, 'values' | 'known'>[];
  };
}

export function writeUnplayed(file: string, { songIds, features }: Unplayed): void {
  const { vectorSets, tagOffsets, tags, tagWeights, artists, years } = features;
  const vectors = vectorSets.flatMap(({ values, known }, i) => [
    [`vectors/${i}/values`, values],
    [`vectors/${i}/known`, known],
  ]);
  writeArrays(
    file,
    { sets: vectorSets.length },
    {
      ...{ songIds, tagOffsets, tags, tagWeights, artists, years },
      ...Object.fromEntries(vectors),
    },
  );
}

export function readUnplayed(file: string): Unplayed {
  const { meta, arrays } = readArrays<{ sets: number }>(file);
  const { songIds, tagOffsets, tags, tagWeights, artists, years } = arrays as unknown as Unplayed['features'] &
    Unplayed;
  const vectorSets = Array.from({ length: meta.sets }, (_, i) => ({
    values: arrays[`vectors/${i}/values`] as Float32Array,
    known: arrays[`vectors/${i}/known`] as Uint8Array,
  }));
  return { songIds, features: { tagOffsets, tags, tagWeights, artists, years, vectorSets } };
}

/** The data set's songs, and after them those that nobody played. */
export function withUnplayed(
  data: Dataset,
  { songIds, features: more }: Unplayed,
): Pick<Dataset, 'songIds' | 'features'> {
  const own = data.features;
  const tagCount = own.tags.length;
  const features: SongFeatures = {
    ...own,
    tagOffsets: joined(
      own.tagOffsets,
      more.tagOffsets.subarray(1).map((at) => at + tagCount),
    ),
    tags: joined(own.tags, more.tags),
    tagWeights: joined(own.tagWeights, more.tagWeights),
    artists: joined(own.artists, more.artists),
    years: joined(own.years, more.years),
    melTracks: joined(own.melTracks, new Uint32Array(songIds.length)),
  };
  if (own.vectorSets)
    features.vectorSets = own.vectorSets.map((set, i) => ({
      ...set,
      values: withKnownRows(set, more.vectorSets[i]),
      known: joined(set.known, more.vectorSets[i].known),
    }));
  return { songIds: joined(data.songIds, songIds), features };
}

/** The values of a set, and below them a row for each further song: of zeros where nothing is known. */
function withKnownRows({ values, width }: VectorSet, more: Pick<VectorSet, 'values' | 'known'>): Float32Array {
  const all = new Float32Array(values.length + more.known.length * width);
  all.set(values);
  // A training that goes on may have a file of before, with a row for each song.
  const everySong = more.values.length === more.known.length * width;
  let next = 0;
  more.known.forEach((has, song) => {
    const row = everySong ? song : next;
    if (has) all.set(more.values.subarray(row * width, (row + 1) * width), values.length + song * width);
    next += has;
  });
  return all;
}

/**
 * The set with all songs that its models may recommend: what they learn from is the same, and songs that nobody played
 * come after the others. For what is made of a song's features after everything has been learned.
 */
export function catalogueOf(set: TrainingSet): TrainingSet {
  const { catalogue, ...own } = set;
  if (!catalogue) return set;
  const interactions: Interactions = { ...set.interactions, songs: catalogue.years.length };
  return { ...own, interactions, features: catalogue };
}

/** What was learned of each song, with zeros for songs that only the catalogue has. */
export function upTo<Values extends Float32Array | Float64Array | Uint8Array>(values: Values, length: number): Values {
  if (values.length >= length) return values;
  const all = new (values.constructor as new (length: number) => Values)(length);
  all.set(values);
  return all;
}

function joined<Values extends Uint32Array | Float32Array | Int32Array | Uint16Array | Uint8Array>(
  first: Values,
  then: Values,
): Values {
  const all = new (first.constructor as new (length: number) => Values)(first.length + then.length);
  all.set(first);
  all.set(then, first.length);
  return all;
}
