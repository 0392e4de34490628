/** The encoder of ours, and the set of vectors that it fills. */
export const ENCODER = 'musicnn';
