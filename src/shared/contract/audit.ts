import { z } from 'zod';

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
      /** Share of the first half's 100 most heard songs that are among the second half's. */
      topKept: share,
    })
    .nullable(),
});
export type LibraryAudit = z.infer<typeof libraryAudit>;

export const auditContract = {
  'library/get-audit': { input: z.object({}), output: libraryAudit },
};
