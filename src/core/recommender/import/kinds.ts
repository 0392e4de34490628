import type { Label, Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';

/** A kind of file. Several importers may read one kind; an importer for a new kind defines it in its file. */
export interface ImportKind {
  name: string;
  /** Its short name on pages and in the titles of jobs. */
  label: Label;
  /** What its files contain, for the command line's help. */
  summary: string;
  /** Its place in lists. */
  place: number;
  /** The meaning of its listener–song counts: a library has plays or ratings, not both. */
  pairs?: 'plays' | 'ratings';
  /** All its files are text. */
  isText?: boolean;
  /** The format whose reader gives the best error for a file that none recognises. */
  usual?: string;
  /** What a table of it needs, if its files may be other things besides. */
  needs?: Message;
  /** Its formats have nothing in common: an unrecognised file is rejected with a list of them. */
  hasUnlikeFormats?: boolean;
}

export const TRIPLETS: ImportKind = {
  name: 'triplets',
  label: say('import-kind.triplets'),
  summary: 'listener, song and play count (Taste Profile, Kaggle); tabs, or any separator with a header',
  place: 0,
  pairs: 'plays',
  isText: true,
  usual: 'taste-profile',
};

export const LISTENS: ImportKind = {
  name: 'listens',
  label: say('import-kind.listens'),
  summary:
    'listening histories: Last.fm-1K and -360K, Last.fm’s service, ListenBrainz, Spotify, YouTube Music, Maloja, ' +
    '30Music, scrobbles as CSV; file, folder or zip',
  place: 1,
  pairs: 'plays',
  needs: say('import.needs-listens'),
  hasUnlikeFormats: true,
};

export const RATINGS: ImportKind = {
  name: 'ratings',
  label: say('import-kind.ratings'),
  summary: 'ratings as MovieLens writes them (u.data, ratings.csv, .inter); a library holds plays or ratings, not both',
  place: 2,
  pairs: 'ratings',
  isText: true,
};

export const METADATA: ImportKind = {
  name: 'metadata',
  label: say('import-kind.metadata'),
  summary: 'track_metadata.db of the Million Song Dataset, or its HDF5 files (one song, many, summary; or a folder)',
  place: 3,
  usual: 'track-metadata-db',
};

export const TAGS: ImportKind = {
  name: 'tags',
  label: say('import-kind.tags'),
  summary:
    'lastfm_tags.db, artist_term.db, Last.fm JSON and AcousticBrainz (a folder), tagtraum and MAGD genres; song, tag ' +
    'and count',
  place: 4,
  usual: 'lastfm-tags-db',
  needs: say('import.needs-tags'),
};

export const TRACKS: ImportKind = {
  name: 'tracks',
  label: say('import-kind.tracks'),
  summary: 'unique_tracks.txt, taste_profile_song_to_tracks.txt, kaggle_songs.txt; song and name',
  place: 5,
  isText: true,
  usual: 'unique-tracks',
  needs: say('import.needs-songs'),
};

export const LISTENERS: ImportKind = {
  name: 'listeners',
  label: say('import-kind.listeners'),
  summary: 'kaggle_users.txt',
  place: 6,
  isText: true,
};

export const MISMATCHES: ImportKind = {
  name: 'mismatches',
  label: say('import-kind.mismatches'),
  summary: 'sid_mismatches.txt; its songs are left out of training and evaluation',
  place: 7,
  isText: true,
};

export const VECTORS: ImportKind = {
  name: 'vectors',
  label: say('import-kind.vectors'),
  summary: 'vectors of songs (MERT, CLAP, OpenL3 …): npy with --ids, CSV or TSV (song,v0,v1,…), Parquet; --name NAME',
  place: 9,
};

export const FACTORS: ImportKind = {
  name: 'factors',
  label: say('import-kind.factors'),
  summary: 'factors of songs that another program learned: a folder with songs.parquet or songs.npy; --name NAME',
  place: 10,
};

export const AUDIO: ImportKind = {
  name: 'audio',
  label: say('import-kind.audio'),
  summary: 'a folder of WAV, AIFF, AU, MP3, FLAC, Ogg or Opus files, named by track or song id, or mapped by --mapping',
  place: 8,
};
