import { join } from 'node:path';
import { expect, it } from 'vitest';
import { libraryOverview } from '../../src/core/recommender/rows/overview-rows.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { onCleanup, temporaryFolder } from '../support/fixtures.ts';

it('the overview counts each part once a song, among the songs that were played', async () => {
  const library = await createLibrary(join(temporaryFolder(), 'library'));
  onCleanup(() => library.close());
  const { db } = library;
  const parts = () =>
    Object.fromEntries(libraryOverview(db).coverage.map(({ part, have, of }) => [part, `${have}/${of}`]));
  expect(libraryOverview(db)).toMatchObject({ songs: 0, listeners: 0, plays: 0 });
  for (const song of [1, 2, 3]) {
    db.run('INSERT INTO songs (id, song_key) VALUES (?, ?)', song, `S${song}`);
    db.run('INSERT INTO tracks (id, track_key, song_id, title) VALUES (?, ?, ?, ?)', song, `T${song}`, song, 'A title');
    db.run('UPDATE songs SET main_track_id = id WHERE id = ?', song);
  }
  expect(parts()).toMatchObject({ titles: '3/3', years: '0/3', times: '0/0' });
  db.exec(`
    UPDATE songs SET listeners = 1, plays = 5 WHERE id < 3;
    UPDATE tracks SET year = 1999 WHERE id > 1;
    INSERT INTO listeners (id, listener_key, songs, plays) VALUES (1, 'ann', 2, 5), (2, 'bob', 0, 0);
    INSERT INTO listens (listener_id, data) VALUES (1, x'00');
    INSERT INTO tags (id, name) VALUES (1, 'jazz'), (2, 'slow');
    INSERT INTO tracks (id, track_key, song_id) VALUES (4, 'T4', 1);
    INSERT INTO track_tags VALUES (1, 1, 1), (1, 2, 1), (4, 1, 1);
    INSERT INTO clips (track_id, file, sample_rate, channels, duration_seconds) VALUES (3, 'c.wav', 22050, 1, 3);
    INSERT INTO vector_sets (id, name, width, source) VALUES (1, 'one', 1, 'a'), (2, 'two', 1, 'b');
    INSERT INTO song_vectors (set_id, song_id, data) VALUES (1, 2, x'00000000'), (2, 2, x'00000000');
  `);
  expect(libraryOverview(db)).toMatchObject({ songs: 3, playedSongs: 2, listeners: 1, plays: 5 });
  expect(parts()).toEqual({ titles: '2/2', years: '1/2', tags: '1/2', audio: '0/2', vectors: '1/2', times: '1/1' });
});
