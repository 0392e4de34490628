import { label, message } from '../messages/schema.ts';
import { z } from 'zod';
import { testSetLook } from './looks.ts';
import { answers } from '../questions.ts';
import { defaultsEdition } from './default-settings.ts';
import { listsWanted } from './exports.ts';
import { statistics } from './evaluation-statistics.ts';
import { importInput, importKindInfo, importPreview, importRecord } from './imports.ts';
import { anyway, startedJob as job } from './jobs.ts';
import { columnFilter } from './listing.ts';

export const CONVERSIONS = ['percentile', 'log-count', 'binary', 'share', 'explicit'] as const;
export type ConversionName = (typeof CONVERSIONS)[number];

const page = {
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(100),
  filter: z.string().max(200).default(''),
  descending: z.boolean().default(false),
  /** All of them at once, and the text of `filter` besides. */
  filters: z.array(columnFilter).max(20).default([]),
};

export const songRow = z.object({
  songId: z.string(),
  trackId: z.string().nullable(),
  title: z.string().nullable(),
  artist: z.string().nullable(),
  year: z.number().int().nullable(),
  durationSeconds: z.number().nullable(),
  listeners: z.number().int(),
  plays: z.number().int(),
  hasClip: z.boolean(),
});
export type SongRow = z.infer<typeof songRow>;

export const listenerRow = z.object({ listenerId: z.string(), songs: z.number().int(), plays: z.number().int() });
export type ListenerRow = z.infer<typeof listenerRow>;

export const modelRow = z.object({
  name: z.string(),
  type: z.string(),
  seed: z.number().int(),
  options: z.record(z.string(), z.union([z.string(), z.number()])),
  conversion: z.enum(CONVERSIONS),
  engine: z.string().nullable(),
  createdAt: z.string(),
  seconds: z.number(),
  /** Training and validation loss per epoch; empty for models without epochs. */
  loss: z.array(z.number()),
  validationLoss: z.array(z.number()),
  /** How many songs it can recommend; null for models of before. */
  songs: z.number().int().nullable(),
});
export type ModelRow = z.infer<typeof modelRow>;

export const optionSpec = z.object({
  name: z.string(),
  /** What people call it, where its name alone does not say. */
  label: message.optional(),
  kind: z.enum(['integer', 'number', 'choice', 'list']),
  defaultValue: z.union([z.string(), z.number()]),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  choices: z.array(z.string()).optional(),
  help: message,
  /** Values that a search over settings tries. */
  search: z.array(z.union([z.string(), z.number()])).optional(),
});
export type OptionSpec = z.infer<typeof optionSpec>;

/** What a model can do besides ranking songs; pages and commands check these instead of model names. */
export const MODEL_CAPABILITIES = [
  /** Its option k is the number of latent factors. */
  'latent-factors',
  /** It has song vectors, close together for similar songs: they can be drawn as a map. */
  'song-vectors',
  /** It has, or can have, an audio network: a new recording can be placed. */
  'hears-recordings',
  /** The shares of its reasons, over all played songs, add up to the score. */
  'exact-shares',
] as const;
export type ModelCapability = (typeof MODEL_CAPABILITIES)[number];

export const modelType = z.object({
  type: z.string(),
  /** What people call it. */
  title: message,
  summary: message,
  /** Index into the palette, so that it has the same colour on every page. A new model takes the next one. */
  colour: z.number().int().min(0),
  capabilities: z.array(z.enum(MODEL_CAPABILITIES)),
  givesRatings: z.boolean(),
  /** What a recommendation's score means: a predicted rating, or a preference without a unit. */
  scoreMeaning: z.enum(['rating', 'preference']),
  neural: z.boolean(),
  /** Two fits with different seeds differ. */
  stochastic: z.boolean(),
  /** Its factors come from another program, which may have seen the plays that an evaluation holds out. */
  learnedElsewhere: z.boolean().optional(),
  /** Made of other models; takes their options as PART.OPTION. */
  combines: z.boolean().optional(),
  needs: z.array(z.enum(['tags', 'audio'])),
  options: z.array(optionSpec),
});
export type ModelTypeInfo = z.infer<typeof modelType>;

/** Why a song is recommended. `share` is the part of the score that this reason accounts for, if the model gives it. */
export const reason = z.object({
  kind: z.enum(['similar-played', 'shared-tags', 'popularity', 'component', 'neighbours']),
  label: z.string(),
  songId: z.string().optional(),
  value: z.number(),
  share: z.number().nullable(),
});
export type Reason = z.infer<typeof reason>;

export const recommendation = z.object({
  songId: z.string(),
  trackId: z.string().nullable(),
  title: z.string().nullable(),
  artist: z.string().nullable(),
  score: z.number(),
  /** 0: nobody has played it. */
  listeners: z.number().int(),
  hasClip: z.boolean(),
  tags: z.array(z.string()),
  reasons: z.array(reason),
});
export type Recommendation = z.infer<typeof recommendation>;

export const optionValues = z.record(z.string(), z.union([z.string(), z.number()]));

/** The part of the library to use; the library itself is not changed. */
export const dataFilter = z.object({
  /** Songs with fewer listeners, then listeners with fewer of the remaining songs, are left out: one pass. */
  minListeners: z.number().int().min(0).max(1_000_000).default(0),
  minSongs: z.number().int().min(0).max(1_000_000).default(0),
  /** A random share of the plays. */
  density: z.number().gt(0).max(1).default(1),
  seed: z.number().int().min(0).max(0xffffffff).default(1),
  tag: z.string().default(''),
  yearFrom: z.number().int().nullable().default(null),
  yearTo: z.number().int().nullable().default(null),
});
export type DataFilter = z.output<typeof dataFilter>;

export const evaluationSpec = z.object({
  protocol: z.string(),
  models: z.array(z.string()).min(1),
  conversion: z.enum(CONVERSIONS).default('log-count'),
  folds: z.number().int().min(1).max(20).default(1),
  /** Songs held out of each listener in leave-k-out. */
  leaveOut: z.number().int().min(1).max(1000).default(1),
  seed: z.number().int().min(0).max(0xffffffff).default(1),
  /** Fits of each stochastic model, each with a different seed; the spread over them is reported separately. */
  repeats: z.number().int().min(1).max(20).default(1),
  cutoffs: z.array(z.number().int().min(1).max(1000)).min(1).default([5, 10, 20, 50, 100]),
  /** Beyond so many test listeners, every n-th is taken. */
  mostTestListeners: z.number().int().min(1).max(10_000_000).default(10_000),
  filter: dataFilter.nullable().default(null),
  /**
   * Equal scores: in a seeded order of each listener, or by the songs' index, as numpy's stable sort does. `auto` takes
   * the index for a user-supplied split whose catalogue states the order, and else the seeded order.
   */
  ties: z.enum(['auto', 'seeded', 'index']).default('auto'),
  /** Also measure rating errors on a ranking split, so that one fit serves both. */
  withRatings: z.boolean().default(false),
  /** Name of a user-supplied split, for the record. */
  split: z.string().nullable().default(null),
  /** Of the rows of a user-supplied split; of before November 2026 there is none. */
  splitHash: z.string().optional(),
  /** Per model type, option values. */
  options: z.record(z.string(), optionValues).default({}),
  defaults: defaultsEdition,
  dropMismatches: z.boolean().default(true),
});
export type EvaluationSpec = z.output<typeof evaluationSpec>;

/** As a caller gives it. `auto`: ratings in a library of ratings, else log counts; folds default to the protocol's. */
export const conversionChoice = z.enum(['auto', ...CONVERSIONS]).default('auto');
export const evaluationInput = evaluationSpec.omit({ split: true, splitHash: true }).extend({
  conversion: conversionChoice,
  folds: z.number().int().min(1).max(20).optional(),
  splitGrant: z.string().optional(),
});

/** Description of a way to split the data into training and test rows. */
export const protocolInfo = z.object({
  name: z.string(),
  summary: message,
  ranks: z.boolean(),
  /** Measures rating errors, beside rankings or alone. */
  rates: z.boolean(),
  /** Results are framed by chance and by factors learned from the held-out songs' plays. */
  bounds: z.boolean(),
  /** Default number of folds. */
  folds: z.number().int().min(1),
  /** Takes a user-supplied split: of whole held-out listeners, or in a training and a test part. */
  takesSplit: z.enum(['listeners', 'parts']).nullable(),
  /** Needs play times. */
  needsTimes: z.boolean(),
  /** The page asks for rating errors on the same split, so that one fit serves both. */
  ratingsToo: z.boolean(),
});
export type ProtocolInfo = z.infer<typeof protocolInfo>;

/** Description of a measure: how it is named, ordered, plotted and compared. */
export const measureInfo = z.object({
  name: z.string(),
  summary: message,
  /**
   * What it measures: predicted ratings; one list of N songs (values named NAME@N); the whole ranking of one listener;
   * all lists of the primary length together (NAME@N too).
   */
  kind: z.enum(['rating', 'list', 'ranking', 'catalogue']),
  lowerIsBetter: z.boolean(),
  /** Column heading as in papers. */
  heading: label,
  /** Plotted against list length, or shown in a table only. */
  curve: z.enum(['figure', 'table']).optional(),
  /** Its position among the measures on which models are compared with paired tests. */
  tested: z.number().int().optional(),
  /** Gets a bootstrap interval although it is not tested. */
  interval: z.boolean().optional(),
  /** Lengths at which the command line prints it, beside the primary one (0). */
  printedAt: z.array(z.number().int()).optional(),
});
export type MeasureInfo = z.infer<typeof measureInfo>;

export const metricValues = z.record(z.string(), z.number().nullable());

export const evaluationResult = z.object({
  protocol: z.string(),
  conversion: z.string(),
  seed: z.number().int(),
  models: z.record(z.string(), metricValues),
  folds: z.record(z.string(), z.record(z.string(), z.array(z.number().nullable()))).optional(),
  counts: z.record(z.string(), z.number()),
  /** Over several folds, how many different listeners were tested; `counts` has one once for each of its folds. */
  testedListeners: z.number().int().optional(),
  range: z.object({ minimum: z.number(), maximum: z.number() }),
  engine: z.string().nullable(),
  /** Hash of the evaluated arrays: results with the same spec and data hash must be equal. */
  dataHash: z.string(),
  seconds: z.number(),
  notes: z.array(message),
  fits: z.record(
    z.string(),
    z.object({
      seconds: z.number(),
      loss: z.array(z.number()),
      validationLoss: z.array(z.number()).optional(),
      chosen: z.record(z.string(), z.unknown()),
    }),
  ),
  statistics: statistics.optional(),
  /**
   * Models whose encoder was trained on songs of the library, where new songs compete: rows of their own, no evidence
   * about new songs. Absent if there are none.
   */
  heard: z.array(z.string()).optional(),
});
export type EvaluationResult = z.infer<typeof evaluationResult>;

export const resultRow = z.object({
  id: z.number().int(),
  createdAt: z.string(),
  title: z.string(),
  spec: evaluationSpec,
  result: evaluationResult,
  engine: z.string().nullable(),
  hash: z.string(),
  versions: z.record(z.string(), z.string()),
});
export type ResultRow = z.infer<typeof resultRow>;

/** What a library can have of its songs; times, of its listeners. */
export const COVERAGE_PARTS = ['titles', 'years', 'tags', 'audio', 'vectors', 'times'] as const;

export const libraryOverview = z.object({
  songs: z.number().int(),
  playedSongs: z.number().int(),
  listeners: z.number().int(),
  plays: z.number(),
  coverage: z.array(z.object({ part: z.enum(COVERAGE_PARTS), have: z.number().int(), of: z.number().int() })),
});
export type LibraryOverview = z.infer<typeof libraryOverview>;

export const recommenderContract = {
  'library/get-overview': { input: z.object({}), output: libraryOverview },
  'library/list-songs': {
    input: z.object({
      ...page,
      sort: z.enum(['title', 'artist', 'year', 'listeners', 'plays', 'songId', 'duration']).default('listeners'),
    }),
    output: z.object({ total: z.number().int(), rows: z.array(songRow) }),
  },
  'library/list-listeners': {
    input: z.object({ ...page, sort: z.enum(['listenerId', 'songs', 'plays']).default('songs') }),
    output: z.object({ total: z.number().int(), rows: z.array(listenerRow) }),
  },
  'library/get-song': {
    input: z.object({ songId: z.string() }),
    output: z.object({
      song: songRow,
      release: z.string().nullable(),
      tags: z.array(z.object({ tag: z.string(), weight: z.number() })),
      tracks: z.array(z.string()),
      mismatched: z.boolean(),
      clip: z
        .object({
          durationSeconds: z.number(),
          sampleRate: z.number(),
          channels: z.number(),
          warning: message.nullable(),
          mel: z.boolean(),
        })
        .nullable(),
    }),
  },
  'library/get-listener': {
    input: z.object({ listenerId: z.string(), limit: z.number().int().min(1).max(5000).default(200) }),
    output: z.object({
      listener: listenerRow,
      plays: z.array(
        z.object({
          songId: z.string(),
          title: z.string().nullable(),
          artist: z.string().nullable(),
          plays: z.number().int(),
        }),
      ),
    }),
  },
  /** Names that people gave listeners, by their ids. */
  'library/list-listener-names': { input: z.object({}), output: z.record(z.string(), z.string()) },
  'library/name-listener': {
    input: z.object({ listenerId: z.string(), name: z.string().trim().max(80) }),
    output: z.object({}),
  },
  /** The 256 × 256 mel spectrogram, quantised to a byte for display: 0 = −80 dB, 255 = 0 dB; band major, base64. */
  'library/get-mel': {
    input: z.object({ songId: z.string() }),
    output: z.object({ bands: z.number(), frames: z.number(), data: z.string() }),
  },
  'library/get-audio': {
    input: z.object({ songId: z.string() }),
    output: z.object({ mime: z.string(), data: z.string() }),
  },
  'import/start': {
    input: importInput,
    output: job,
  },
  /** What an import would do; nothing is kept. */
  'import/preview': { input: importInput, output: importPreview },
  /** Imports a job's file again, with answers to the questions that it left open. */
  'import/answer': { input: z.object({ jobId: z.number().int(), answers }), output: job },
  /** Imports that are known by what they changed, the latest first; that one can be undone. */
  'import/list': { input: z.object({}), output: z.array(importRecord) },
  'import/undo': { input: z.object({ id: z.number().int() }), output: z.object({ file: z.string() }) },
  'import/list-kinds': { input: z.object({}), output: z.array(importKindInfo) },
  'import/sniff': {
    input: z.object({ grant: z.string() }),
    output: z.object({
      name: z.string(),
      kind: z.string().nullable(),
      format: z.string(),
      bytes: z.number(),
    }),
  },
  'models/list-types': { input: z.object({}), output: z.array(modelType) },
  'models/list': { input: z.object({}), output: z.array(modelRow) },
  'models/delete': { input: z.object({ name: z.string() }), output: z.object({}) },
  'models/train': {
    input: z.object({
      type: z.string(),
      name: z.string().min(1).max(80),
      options: optionValues.default({}),
      conversion: conversionChoice,
      seed: z.number().int().min(0).max(0xffffffff).default(1),
      anyway,
    }),
    output: job,
  },
  'evaluation/list-protocols': { input: z.object({}), output: z.array(protocolInfo) },
  'evaluation/list-measures': { input: z.object({}), output: z.array(measureInfo) },
  'evaluation/start': { input: evaluationInput.extend({ lists: listsWanted.optional(), anyway }), output: job },
  'evaluation/list-looks': { input: z.object({ hash: z.string() }), output: z.array(testSetLook) },
  'evaluation/list-results': { input: z.object({}), output: z.array(resultRow) },
};
