// The fuzz tests in parts of at most about seven minutes of one processor at 10,000 inputs for each target, which a
// busy machine does within the forty minutes of a part; QUADRILLE_FUZZ_TIMES (tests/fuzz/mutate.ts) measures what each
// target takes. Each is in exactly one part.

export interface FuzzPart {
  what: string;
  /** In tests/fuzz. */
  file: string;
  /** Of the full names of its targets, " > " between describe and test; without it, all of the file. */
  names?: string;
}

const FILES = 'files.test.ts';
/** Targets of music files end with the kind that they are imported as: "(listens)". */
const music = (what: string, names: string): FuzzPart => ({
  what,
  file: FILES,
  names: `files of music data, changed at random > (?:${names})`,
});
const study = (what: string, names: string): FuzzPart => ({
  what,
  file: FILES,
  names: `files of a study, changed at random > (?:${names})`,
});

const PLAIN = 'Taste Profile triplets |triplets, gzip|delimited triplets';
const SERVICES =
  'Spotify (?:extended )?history|ListenBrainz|YouTube Music|' +
  'SoundCloud|days of Apple Music|lastfmstats|a page of Last\\.fm|Maloja|Rockbox log|Spotify, recently';
const RECORDINGS = 'tone\\.|WAV$|tags of [\\w.-]+\\.(?:mp3|flac|ogg|opus|wav|aiff)$';
const CVS = 'a CV|cv\\.txt';
const CAREERS = 'résumés|wide\\.csv|gb18030\\.csv|CVs in cells|a workbook';

export const FUZZ_PARTS: Record<string, FuzzPart> = {
  'fuzz-plays': music('tables of plays and of ratings', `${PLAIN}|.*\\(ratings\\)$`),
  'fuzz-plays-others': music(
    'plays in JSON, archives, workbooks and other encodings, and what services say that somebody keeps',
    `zstd$|(?!${PLAIN}).*\\(triplets\\)$`,
  ),
  'fuzz-listens': music('histories of listening in collections of research', `(?!${SERVICES}).*\\(listens\\)$`),
  'fuzz-histories': music('histories of services and players', SERVICES),
  'fuzz-songs': music('vectors, names and ids of songs', '.*\\((?:vectors|tracks)\\)$'),
  'fuzz-tags': music('tags, metadata and listeners', '.*\\((?:tags|metadata|mismatches|listeners)\\)$'),
  'fuzz-recordings': music('recordings, and their tags', RECORDINGS),
  'fuzz-library': music(
    'libraries, archives, models and whatever else',
    `(?!zstd$|${RECORDINGS}|.*\\((?:triplets|ratings|listens|vectors|tracks|tags|metadata|mismatches|listeners)\\)$)`,
  ),
  'fuzz-careers': study('tables of careers', CAREERS),
  'fuzz-study': study('the other files of a study', `(?!${CVS}|${CAREERS})`),
  'fuzz-cvs': study('texts of CVs', CVS),
  'fuzz-experiments': { what: 'bundles, given splits and what was handed over', file: 'experiments.test.ts' },
  'fuzz-rpc': { what: 'every method, codebooks, what the shell reads', file: 'rpc.test.ts' },
};

/** The parts that run a test, by the file that it is in and its full name. */
export function partsOf(file: string, name: string): string[] {
  return Object.entries(FUZZ_PARTS)
    .filter(([, part]) => part.file === file && (part.names === undefined || new RegExp(part.names).test(name)))
    .map(([key]) => key);
}
