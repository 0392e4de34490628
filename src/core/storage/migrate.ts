import { existsSync, statSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import * as m0010 from './migrations/0010-foundation.ts';
import * as m0020 from './migrations/0020-play-times.ts';
import * as m0030 from './migrations/0030-mobility.ts';
import * as m0040 from './migrations/0040-listens.ts';
import * as m0050 from './migrations/0050-coding-events.ts';
import * as m0060 from './migrations/0060-grades-and-roles.ts';
import * as m0070 from './migrations/0070-withdrawn-evidence.ts';
import * as m0080 from './migrations/0080-import-records.ts';
import * as m0090 from './migrations/0090-song-vectors.ts';
import * as m0100 from './migrations/0100-scholar-notes.ts';
import * as m0110 from './migrations/0110-job-marks.ts';
import * as m0120 from './migrations/0120-population.ts';
import * as m0130 from './migrations/0130-coder-names.ts';
import * as m0140 from './migrations/0140-ledger.ts';
import { APPLICATION_ID } from './identity.ts';
import type { OpenDb, ReadableDb, WritableDb } from './sqlite.ts';

export interface Migration {
  version: number;
  up(db: WritableDb): void;
}

/** Append-only, numbered by tens. */
export const MIGRATIONS: readonly Migration[] = [
  m0010,
  m0020,
  m0030,
  m0040,
  m0050,
  m0060,
  m0070,
  m0080,
  m0090,
  m0100,
  m0110,
  m0120,
  m0130,
  m0140,
];
export const LIBRARY_FORMAT = MIGRATIONS[MIGRATIONS.length - 1].version;

/** Brings a database to the newest format; `user_version` changes inside the same transaction as the tables. */
export function migrate(db: OpenDb, migrations: readonly Migration[] = MIGRATIONS): void {
  const current = assertKnownFormat(db, migrations);
  for (const migration of migrations) {
    if (migration.version <= current) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    });
  }
  if (Number(db.pragma('application_id')) !== APPLICATION_ID)
    db.transaction(() => db.pragma(`application_id = ${APPLICATION_ID}`));
}

/** @throws AppError `library-newer` @returns the database's format */
export function assertKnownFormat(db: ReadableDb, migrations: readonly Migration[] = MIGRATIONS): number {
  const newest = migrations[migrations.length - 1].version;
  const current = db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (current > newest)
    throw new AppError('library-newer', say('library.too-new', { current, newest }), {
      libraryFormat: current,
      supported: newest,
    });
  return current;
}

export function needsMigration(db: OpenDb): boolean {
  const current = Number(db.pragma('user_version'));
  return current > 0 && current < LIBRARY_FORMAT;
}

export function fileSize(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
