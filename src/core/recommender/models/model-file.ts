import { basename } from 'node:path';
import { type Arrays, readArrays, writeArrays } from '../data/arrays-file.ts';
import { type Dataset, playedSongs, type SongFeatures } from '../data/dataset.ts';
import type { RatingScale } from '../data/ratings.ts';
import { upTo } from '../data/unplayed.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { FittedModel, SavedModel } from './model.ts';
import { modelDefinition } from './registry.ts';
import { typesIn } from './within-trained.ts';

const FORMAT = 3;
const FEATURES = 'features/';
const MODEL = 'model/';

interface Meta {
  format: number;
  type: string;
  scale: RatingScale;
  libraryId: string;
  model: Record<string, unknown>;
  tagNames: string[];
  artistCount: number;
}

/** A fitted model as the app uses it: it knows the library's ids and can explain itself without the database. */
export interface LoadedModel {
  type: string;
  scale: RatingScale;
  model: FittedModel;
  features: SongFeatures;
  songIds: Uint32Array;
  songIndex: Map<number, number>;
  listenerIndex: Map<number, number>;
  listenerIds: Uint32Array;
  /** Those that it was trained among are the first so many; the others nobody had played. */
  trainedSongs: number;
  /** 1 for songs that somebody had played at training; models of before do not tell, and have 1 for all. */
  played: Uint8Array;
  /** Whether it knows songs by more than their plays. */
  placesUnplayed: boolean;
}

/** @param data the data set, with the songs and features of all that the model may recommend */
export function writeModelFile(file: string, type: string, scale: RatingScale, data: Dataset, saved: SavedModel): void {
  const { features } = data;
  const meta: Meta = {
    format: FORMAT,
    type,
    scale,
    libraryId: data.libraryId,
    model: saved.meta,
    tagNames: features.tagNames,
    artistCount: features.artistCount,
  };
  const played = upTo(playedSongs(data.interactions), data.songIds.length);
  const arrays: Arrays = { listenerIds: data.listenerIds, songIds: data.songIds, played };
  for (const name of ['tagOffsets', 'tags', 'tagWeights', 'artists', 'years', 'melTracks'] as const)
    arrays[FEATURES + name] = features[name];
  for (const [name, array] of Object.entries(saved.arrays)) arrays[MODEL + name] = array;
  writeArrays(file, meta, arrays, shapesOf(saved, data));
}

/** Factors are rows of k for every song or listener: other programs that read the file should see them so. */
function shapesOf(
  { meta, arrays }: SavedModel,
  { songIds, listenerIds, interactions }: Dataset,
): Record<string, number[]> {
  const parts = (meta.parts ?? []) as { meta: Record<string, unknown> }[];
  const widths = [meta, ...parts.map((part) => part.meta)]
    .flatMap(({ k, kPreference }) => [k, kPreference])
    .filter((k): k is number => typeof k === 'number' && k > 1);
  return Object.fromEntries(
    Object.entries(arrays).flatMap(([name, { length }]) => {
      for (const k of widths)
        for (const rows of [songIds.length, listenerIds.length, interactions.songs])
          if (length === rows * k) return [[MODEL + name, [rows, k]]];
      return [];
    }),
  );
}

/** @throws bad-input for a file of another version, or one that was trained on another library */
export function readModelFile(file: string, libraryId: string): LoadedModel {
  const { meta, arrays } = readArrays<Meta>(file);
  if (meta?.format !== FORMAT)
    throw new AppError('bad-input', say('model.other-version'), {
      file: basename(file),
    });
  if (meta.libraryId !== libraryId)
    throw new AppError('bad-input', say('model.other-library'), { file: basename(file) });
  try {
    return loaded(meta, arrays);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new AppError('bad-input', say('model.file-damaged', { file: basename(file), message: error.message }), {
      file: basename(file),
    });
  }
}

function loaded(meta: Meta, arrays: Arrays): LoadedModel {
  const part = (prefix: string) =>
    Object.fromEntries(
      Object.entries(arrays)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, array]) => [name.slice(prefix.length), array]),
    );
  const songIds = arrays.songIds as Uint32Array;
  const saved = { meta: meta.model, arrays: part(MODEL) };
  return {
    type: meta.type,
    scale: meta.scale,
    model: modelDefinition(meta.type).load(saved, modelDefinition),
    features: {
      ...(part(FEATURES) as unknown as SongFeatures),
      tagNames: meta.tagNames,
      artistCount: meta.artistCount,
      melFolder: '',
    },
    songIds,
    songIndex: new Map(Array.from(songIds, (id, index) => [id, index])),
    listenerIds: arrays.listenerIds as Uint32Array,
    listenerIndex: new Map(Array.from(arrays.listenerIds as Uint32Array, (id, index) => [id, index])),
    played: (arrays.played as Uint8Array | undefined) ?? new Uint8Array(songIds.length).fill(1),
    trainedSongs: (meta.model.trainedSongs as number | undefined) ?? songIds.length,
    placesUnplayed: typesIn(meta.type, saved).some((type) => modelDefinition(type).placesUnplayed),
  };
}
