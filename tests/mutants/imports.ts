import type { Mutant } from './mutant.ts';

const ROOM = 'src/core/recommender/import';
const AUDIO = 'tests/unit/audio-container.test.ts';
const TRIPLETS = 'tests/unit/triplets.test.ts';
const PLAYS = 'tests/import/plays.test.ts';

/** What is taken from files, and how it joins what is there. */
export const IMPORTS: readonly Mutant[] = [
  {
    name: 'imports/a count of 0 is taken',
    file: `${ROOM}/triplet-parser.ts`,
    from: 'count < 1 ||',
    to: 'count < 0 ||',
    tests: PLAYS,
  },
  {
    name: 'imports/counts beyond 2³¹ − 1 are taken',
    file: `${ROOM}/triplet-parser.ts`,
    from: 'count > LARGEST_COUNT ||',
    to: 'count > 4 * LARGEST_COUNT ||',
    tests: PLAYS,
  },
  {
    name: 'imports/broken UTF-8 is taken',
    file: `${ROOM}/triplet-parser.ts`,
    from: 'if (high > 127 &&',
    to: 'if (high > 1e9 &&',
    tests: PLAYS,
  },
  {
    name: 'imports/byte order mark is part of the first id',
    file: `${ROOM}/triplet-parser.ts`,
    from: 'chunk[2] === 0xbf) start = 3;',
    to: 'chunk[2] === 0xbf) start = 0;',
    tests: TRIPLETS,
  },
  {
    name: 'imports/the same listener by length only',
    file: `${ROOM}/triplet-parser.ts`,
    from: 'if (chunk[start + i] !== chunk[previous + i]) return false;',
    to: 'if (chunk[start + i] < chunk[previous + i]) return false;',
    tests: TRIPLETS,
  },
  {
    name: 'imports/duplicates in a file do not add up',
    file: `${ROOM}/plays-stager.ts`,
    from: "this.#join === 'sum' ? one + other",
    to: "this.#join === 'sum' ? other",
    tests: PLAYS,
  },
  {
    name: 'imports/two ratings of one pair add up',
    file: `${ROOM}/plays-stager.ts`,
    from: ': Math.max(one, other)',
    to: ': one + other',
    tests: PLAYS,
  },
  {
    name: "imports/a file's counts are added to the library's",
    file: `${ROOM}/plays-stager.ts`,
    from: 'add(song, pair % SONG_UNIT, old);',
    to: 'add(song, (pair % SONG_UNIT) + old, old);',
    tests: PLAYS,
  },
  {
    name: "imports/a listener's earlier plays are lost",
    file: `${ROOM}/plays-stager.ts`,
    from: 'for (; b < before.songs.length; b++) add(',
    to: 'for (; b < 0 * before.songs.length; b++) add(',
    tests: PLAYS,
  },
  {
    name: "imports/a song's plays count twice",
    file: `${ROOM}/plays-stager.ts`,
    from: 'this.#songPlays[song] += count - old;',
    to: 'this.#songPlays[song] += count;',
    tests: PLAYS,
  },
  {
    name: 'imports/ratings in any step',
    file: `${ROOM}/ratings.ts`,
    from: 'Number.isInteger(steps) && steps > 0',
    to: 'Number.isFinite(steps) && steps > 0',
    tests: PLAYS,
  },
  {
    name: 'imports/half steps are lost',
    file: `${ROOM}/ratings.ts`,
    from: 'Number(rating) * STEPS_A_UNIT,',
    to: 'Math.floor(Number(rating)) * STEPS_A_UNIT,',
    tests: PLAYS,
  },
  {
    name: 'imports/packed ids lose their high bits',
    file: 'src/core/recommender/rows/packed-plays.ts',
    from: 'while (rest > 127)',
    to: 'while (rest > 255)',
    tests: PLAYS,
  },
  {
    name: 'imports/no low-pass before a lower sampling rate',
    file: 'src/core/recommender/audio/resample.ts',
    from: 'ROLL_OFF * Math.min(1, ratio)',
    to: 'ROLL_OFF * Math.max(1, ratio)',
    tests: 'tests/unit/mel.test.ts',
  },
  {
    name: 'imports/sound that is not finite is taken',
    file: 'src/core/recommender/audio/decode.ts',
    from: '!excerpt.channels.every((samples) => samples.every(Number.isFinite))',
    to: 'excerpt.channels.length === 0',
    tests: AUDIO,
  },
  {
    name: 'imports/half a compressed file is taken for the whole',
    file: 'src/core/recommender/audio/decode.ts',
    from: 'present < promised / 2',
    to: 'present < promised / 1e9',
    tests: AUDIO,
  },
  {
    name: 'imports/a FLAC depth that is scaled wrongly is taken',
    file: 'src/core/recommender/audio/decode.ts',
    from: 'const FLAC_BITS = [8, 16, 24];',
    to: 'const FLAC_BITS = [8, 16, 20, 24];',
    tests: AUDIO,
  },
];
