import type { ReadableDb } from '../../storage/sqlite.ts';
import { recordingFile } from '../audio/recording-file.ts';
import { ENCODER } from '../networks/musicnn-name.ts';

export interface ClipToHear {
  song: number;
  file: string;
}

export interface ClipsToHear {
  clips: ClipToHear[];
  /** Songs that have a vector of the encoder already. */
  heardBefore: number;
  /** Songs whose recording is not on this machine. */
  missing: number;
}

/** One clip a song, the one that networks hear too: of its first track with a clip. */
export function clipsToHear(db: ReadableDb, again: boolean): ClipsToHear {
  const heard = new Set(
    again
      ? []
      : db
          .all<{ song: number }>(
            'SELECT v.song_id AS song FROM song_vectors v JOIN vector_sets s ON s.id = v.set_id WHERE s.encoder = ?',
            ENCODER,
          )
          .map(({ song }) => song),
  );
  const clips: ClipToHear[] = [];
  let heardBefore = 0;
  let missing = 0;
  for (const row of db.iterate<{ song: number; file: unknown }>(
    `SELECT t.song_id AS song, c.file FROM clips c JOIN tracks t ON t.id = c.track_id WHERE c.track_id =
     (SELECT min(d.track_id) FROM clips d JOIN tracks u ON u.id = d.track_id WHERE u.song_id = t.song_id)
     ORDER BY c.track_id`,
  )) {
    if (heard.has(row.song)) heardBefore++;
    else {
      const file = recordingFile(row.file);
      if (file === null) missing++;
      else clips.push({ song: row.song, file });
    }
  }
  return { clips, heardBefore, missing };
}
