import { basename } from 'node:path';
import { say } from '../../../shared/messages/say.ts';
import type { ImportContext } from './importer.ts';

/** Clips that the library has from an earlier import and that an answer to this one takes back. */
export class TakenBackClips {
  readonly #context: ImportContext;

  constructor(context: ImportContext) {
    this.#context = context;
    context.staging.exec('CREATE TABLE removed_clips (id INTEGER PRIMARY KEY, track_id INTEGER NOT NULL UNIQUE)');
  }

  /** The clip of a track goes if it is of one of these files, wherever they lay then. */
  take(track: number, files: readonly string[]): void {
    const { library, staging, report } = this.#context;
    const stored = library.get<{ file: string }>('SELECT file FROM clips WHERE track_id = ?', track);
    if (!stored || !files.some((file) => basename(file) === basename(stored.file))) return;
    report.removed += staging.run('INSERT OR IGNORE INTO removed_clips (track_id) VALUES (?)', track).changes;
  }

  note(): void {
    const { report } = this.#context;
    if (report.removed > 0) report.notes.push(say('import.clips-taken-back', { clips: report.removed }));
  }
}
