import { join, resolve } from 'node:path';

/** Where things are inside a library folder: `library.sqlite` plus caches that can be rebuilt. */
export interface LibraryPaths {
  folder: string;
  database: string;
  backups: string;
  /** Spectrograms, each named after the number of its clip. */
  mel: string;
  /** The largest number that a spectrogram ever had. Only rises, and restoring a backup leaves it. */
  lastMel: string;
  /** Where earlier versions kept them, named after the number of the track. */
  melOfTracks: string;
  /** Data sets gathered for trainings and evaluations. */
  gathered: string;
  models: string;
  work: string;
  logs: string;
  /** Exists if damage was seen in the database: the next opening then checks the whole file. */
  suspect: string;
}

export function libraryPaths(folder: string): LibraryPaths {
  const root = resolve(folder);
  return {
    folder: root,
    database: join(root, 'library.sqlite'),
    backups: join(root, 'backups'),
    mel: join(root, 'cache', 'spectrograms'),
    lastMel: join(root, 'cache', 'last-spectrogram'),
    melOfTracks: join(root, 'cache', 'mel'),
    gathered: join(root, 'cache', 'gathered'),
    models: join(root, 'models'),
    work: join(root, 'work'),
    logs: join(root, 'logs'),
    suspect: join(root, 'check-at-next-opening'),
  };
}

/** Of a database: the file itself, and what SQLite keeps beside it while it is open or after it was cut off. */
export const DATABASE_FILES = ['', '-wal', '-shm', '-journal'] as const;
