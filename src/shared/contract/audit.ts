import { z } from 'zod';
import { message } from '../messages/schema.ts';
import { answers, question } from '../questions.ts';
import { startedJob as started } from './jobs.ts';

const share = z.number().nullable();
const spread = z.object({
  least: z.number(),
  median: z.number(),
  mean: z.number(),
  most: z.number(),
});

/**
 * What the data of a library are like. Shares are from 0 to 1; null where there is nothing to take a share of. Without
 * plays there is no audit.
 */
export const libraryAudit = z.object({
  values: z.enum(['plays', 'ratings']),
  listeners: z.number().int(),
  /** Songs that somebody played. */
  songs: z.number().int(),
  pairs: z.number().int(),
  plays: z.number(),
  /** Pairs of all listener–song pairs that could be. */
  density: share,
  songsPerListener: spread,
  listenersPerSong: spread,
  longTail: z.object({
    /** Of plays over songs, and of plays over listeners (of ratings: their numbers). */
    giniOfSongs: share,
    giniOfListeners: share,
    /** Share of the plays that the most played hundredth and tenth of the songs have. */
    topHundredth: share,
    topTenth: share,
  }),
  repeats: z.object({
    /** Plays beyond the first of their pair, and pairs that were played more than once. */
    plays: share,
    pairs: share,
  }),
  cold: z.object({
    /** Songs with one listener, with fewer than five; listeners with fewer than five songs. */
    songsOfOne: share,
    songsOfFew: share,
    listenersOfFew: share,
  }),
  /** Songs that share artist and title with another. */
  doubles: z.number().int(),
  /** Null where no listen has a time. */
  drift: z
    .object({
      listens: z.number().int(),
      first: z.string(),
      last: z.string(),
      /** The quarters of the listens by time: who and what was not heard before. */
      quarters: z.array(
        z.object({
          from: z.string(),
          listens: z.number().int(),
          listeners: z.number().int(),
          songs: z.number().int(),
          ofNewListeners: share,
          ofNewSongs: share,
        }),
      ),
      /** Share of the first half's most heard songs, at most 100, that are among the second half's. */
      topKept: share,
    })
    .nullable(),
});
export type LibraryAudit = z.infer<typeof libraryAudit>;

export const SPLIT_PARTS = ['training', 'known', 'validation', 'test'] as const;
export type SplitPart = (typeof SPLIT_PARTS)[number];

/**
 * What a split is like. What is learned are the training part, what is known of test listeners, and the validation
 * part. Shares are from 0 to 1; null where there is nothing to take a share of.
 */
export const splitAudit = z.object({
  /** `unknown`: numbers that may be either; then the plays of a row are not counted. */
  values: z.enum(['plays', 'ratings', 'unknown']),
  parts: z.array(
    z.object({ part: z.enum(SPLIT_PARTS), rows: z.number().int(), listeners: z.number(), songs: z.number() }),
  ),
  /** Null where the split has no such row. */
  learned: libraryAudit
    .pick({ density: true, songsPerListener: true, listenersPerSong: true, longTail: true, repeats: true, cold: true })
    .nullable(),
  test: z.object({ songsPerListener: spread, giniOfSongs: share }).nullable(),
  /** Of the test: listeners of whom, and songs of which, nothing is learned, and the rows of these songs. */
  cold: z.object({ listeners: share, songs: share, rows: share }),
  drift: z
    .object({
      /**
       * Share that the most learned tenth of the songs has of what is learned, and of the test; as often learned songs
       * share its last places.
       */
      tenthLearned: z.number(),
      tenthTested: z.number(),
      /** Share of the most learned songs, at most 100, that are among the most tested, at most 100. */
      topKept: share,
    })
    .nullable(),
  duplicates: z.object({
    /** Rows that their own part has already. */
    within: z.number().int(),
    /** Rows of what is learned that another part of it has already. */
    across: z.number().int(),
    /** Rows of the test that are learned too. */
    answers: z.number().int(),
  }),
  leaks: z.object({
    /** Test listeners with training rows, where whole listeners are held out; else null. */
    listeners: z.number().int().nullable(),
    /** Test songs that may not be recommended; null without a catalogue. */
    outsideCatalogue: z.number().int().nullable(),
  }),
  /** Null unless every row has a time. */
  times: z
    .object({
      learnedLast: z.string(),
      testFirst: z.string(),
      testLast: z.string(),
      /** Share of what is learned that is later than the first row of the test. */
      learnedLater: share,
      /** Share of the test that is earlier than the last that is learned of the same listener. */
      testEarlier: share,
    })
    .nullable(),
});
export type SplitAudit = z.infer<typeof splitAudit>;

/** What an experiment read, and the first fold of the split of each of its comparisons. */
export interface ReportAudits {
  library: LibraryAudit;
  splits: readonly { protocol: string; folds: number; audit: SplitAudit }[];
}

/** A split's folder: nothing is audited before its questions are answered. */
export const auditedSplit = z.object({
  audit: splitAudit.nullable(),
  questions: z.array(question),
  notes: z.array(message),
});
export type AuditedSplitFolder = z.infer<typeof auditedSplit>;

export const auditContract = {
  /** The job's result is an `AuditedSplitFolder`. */
  'split/start-audit': { input: z.object({ grant: z.string() }), output: started },
  /** The same again with answers to what the files left open. */
  'split/answer-audit': { input: z.object({ jobId: z.number().int(), answers }), output: started },
  'library/get-audit': { input: z.object({}), output: libraryAudit },
};
