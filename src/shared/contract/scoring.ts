import { z } from 'zod';
import { reason, recommendation } from './recommender.ts';
import { message } from '../messages/schema.ts';

/** Beyond so many songs a map shows a random part. */
export const SONGS_ON_MAP = 5000;

const scoreMeaning = z.enum(['rating', 'preference']);
const scoreRange = z.object({ minimum: z.number(), maximum: z.number() }).nullable();
const namedSong = z.object({
  songId: z.string(),
  title: z.string().nullable(),
  artist: z.string().nullable(),
  hasClip: z.boolean(),
});

export const explanation = z.object({
  model: z.string(),
  type: z.string(),
  listenerId: z.string(),
  songId: z.string(),
  title: z.string().nullable(),
  artist: z.string().nullable(),
  score: z.number(),
  scoreMeaning,
  scoreRange,
  /** Predicted rating, if the model predicts ratings. */
  rating: z.number().nullable(),
  /** 1 = the first that would be recommended; null if the listener has played the song. */
  rank: z.number().int().nullable(),
  candidates: z.number().int(),
  plays: z.number().int().nullable(),
  reasons: z.array(reason),
  /** Played songs nearby in the model's space. */
  soundsLike: z.array(z.object({ songId: z.string(), title: z.string().nullable(), similarity: z.number() })),
  /** The song's tags, with the share of each among the tags of what the listener played. */
  sharedTags: z.array(z.object({ tag: z.string(), share: z.number() })),
});
export type Explanation = z.infer<typeof explanation>;

export const placement = z.object({
  file: z.string(),
  model: z.string(),
  /** On the model's map, if asked for. */
  position: z.object({ x: z.number(), y: z.number() }).optional(),
  clip: z.object({
    sampleRate: z.number(),
    channels: z.number(),
    durationSeconds: z.number(),
    warning: message.nullable(),
  }),
  nearest: z.array(namedSong.extend({ similarity: z.number() })),
  audience: z.array(z.object({ listenerId: z.string(), score: z.number() })),
  appealPercentile: z.number(),
  /** How well the model found the listeners of songs that were held back in training: quartiles of AUC, ½ = chance. */
  certainty: z
    .object({
      songs: z.number(),
      lower: z.number().nullable(),
      median: z.number().nullable(),
      upper: z.number().nullable(),
    })
    .nullable(),
  nearestSimilarity: z.number(),
  usualNearest: z.object({ lower: z.number(), median: z.number(), upper: z.number() }),
  /** Why neither audience nor appeal is to be believed: the recording is unlike anything the model has heard. */
  unlike: message.nullable(),
});
export type Placement = z.infer<typeof placement>;

export const songMap = z.object({
  points: z.array(
    namedSong.extend({
      x: z.number(),
      y: z.number(),
      tag: z.number().int(),
      year: z.number().nullable(),
      listeners: z.number().int(),
    }),
  ),
  tags: z.array(z.string()),
  explained: z.tuple([z.number(), z.number()]),
  /** Number of songs with vectors; if larger than the number of points, a random sample is shown. */
  known: z.number().int(),
});
export type SongMap = z.infer<typeof songMap>;

export const scoringContract = {
  'models/recommend': {
    input: z.object({ model: z.string(), listenerId: z.string(), top: z.number().int().min(1).max(500).default(10) }),
    output: z.object({ scoreMeaning, scoreRange, items: z.array(recommendation) }),
  },
  'models/explain': {
    input: z.object({ model: z.string(), listenerId: z.string(), songId: z.string() }),
    output: explanation,
  },
  'models/map': {
    /** Of a model's song vectors, or of a set of vectors of the library. */
    input: z.object({
      model: z.string().optional(),
      vectors: z.string().optional(),
      most: z.number().int().min(10).max(50_000).default(SONGS_ON_MAP),
    }),
    output: songMap,
  },
  /** Places a new recording; by default with the newest model that has an audio network. */
  'audio/place': {
    input: z.object({
      grant: z.string(),
      model: z.string().optional(),
      /** Also where it lies on the map of `models/map` as asked by default. */
      onMap: z.boolean().default(false),
    }),
    output: placement,
  },
};
