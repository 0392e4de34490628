// The fuzz tests in parts of at most about twenty minutes of one processor at 10,000 inputs for each target;
// QUADRILLE_FUZZ_TIMES (tests/fuzz/mutate.ts) measures what each takes. Each target is in exactly one part.

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
const JSON_OF_PLAYS = 'plays, an object a line|a slice of playlists';
const SAVED = 'saved songs of Spotify|a record of NetEase|a playlist of NetEase';
const KNOWN_SERVICES = 'Spotify (?:extended )?history|ListenBrainz|YouTube Music';
const OTHER_SERVICES =
  'SoundCloud|days of Apple Music|lastfmstats|a page of Last\\.fm|Maloja|Rockbox log|Spotify, recently';
const VECTORS = '.*\\(vectors\\)$';
const OGG = 'tone\\.(?:ogg|oga|opus)$';
const RECORDINGS = 'tone\\.|WAV$|tags of [\\w.-]+\\.(?:mp3|flac|ogg|opus|wav|aiff)$';
/** Of all methods, the one that takes longest. */
const AUDIT = '> library/get-audit$';
const CVS = 'a CV|CVs|cv\\.txt';

export const FUZZ_PARTS: Record<string, FuzzPart> = {
  'fuzz-plays': music('tables of plays and of ratings', `${PLAIN}|.*\\(ratings\\)$`),
  'fuzz-plays-json': music('plays and playlists in JSON', JSON_OF_PLAYS),
  'fuzz-saved': music('what services say that somebody keeps', SAVED),
  'fuzz-plays-packed': music(
    'plays in archives, workbooks and other encodings',
    `zstd$|(?!${PLAIN}|${JSON_OF_PLAYS}|${SAVED}).*\\(triplets\\)$`,
  ),
  'fuzz-listens': music(
    'histories of listening in collections of research',
    `(?!${KNOWN_SERVICES}|${OTHER_SERVICES}).*\\(listens\\)$`,
  ),
  'fuzz-histories': music('histories of Spotify, ListenBrainz and YouTube Music', KNOWN_SERVICES),
  'fuzz-histories-others': music('histories of other services and players', OTHER_SERVICES),
  'fuzz-vectors': music('vectors of songs', VECTORS),
  'fuzz-songs': music('names and ids of songs', '.*\\(tracks\\)$'),
  'fuzz-tags': music('tags, metadata and listeners', '.*\\((?:tags|metadata|mismatches|listeners)\\)$'),
  'fuzz-recordings-ogg': music('recordings in Ogg', OGG),
  'fuzz-recordings': music('recordings of other formats, and their tags', `(?!${OGG})(?:${RECORDINGS})`),
  'fuzz-library': music(
    'libraries, archives, models and whatever else',
    `(?!zstd$|${RECORDINGS}|.*\\((?:triplets|ratings|listens|vectors|tracks|tags|metadata|mismatches|listeners)\\)$)`,
  ),
  'fuzz-study': study('files of a study', `(?!${CVS})`),
  'fuzz-cvs': study('texts of CVs', CVS),
  'fuzz-bundles': { what: 'bundles', file: 'experiments.test.ts', names: '> a bundle' },
  'fuzz-splits': {
    what: 'given splits and what was handed over',
    file: 'experiments.test.ts',
    names: '> (?!a bundle)',
  },
  'fuzz-audit': { what: "what the audit of a library's plays is asked", file: 'rpc.test.ts', names: AUDIT },
  'fuzz-rpc': {
    what: 'every other method, codebooks, what the shell reads',
    file: 'rpc.test.ts',
    names: `^(?!.*${AUDIT})`,
  },
};

/** The parts that run a test, by the file that it is in and its full name. */
export function partsOf(file: string, name: string): string[] {
  return Object.entries(FUZZ_PARTS)
    .filter(([, part]) => part.file === file && (part.names === undefined || new RegExp(part.names).test(name)))
    .map(([key]) => key);
}
