import type { ReadableDb } from '../../storage/sqlite.ts';
import { type Dataset, type SongFeatures, type TagRows, tagsOfSongs } from './dataset.ts';
import { artistNames, gatherTags, mismatchedSongs } from './gather.ts';
import { gatherKnownVectors } from './song-vectors.ts';
import { UNHEARD_ARTIST, type Unplayed } from './unplayed.ts';

/**
 * The songs beside a data set of which a tag that it knows, or one of its vectors, is known. An artist or a year alone
 * tells too little to recommend a song by.
 *
 * @param vectorNames the sets that the data set was gathered with
 */
export function gatherUnplayed(
  db: ReadableDb,
  data: Dataset,
  dropMismatches: boolean,
  vectorNames: readonly string[],
): Unplayed {
  const ids = candidates(db, data, dropMismatches ? mismatchedSongs(db) : new Set(), vectorNames);
  const index = indexOf(ids);
  const tags = withNumbersOf(data.features.tagNames, gatherTags(db, ids.length, index, ids));
  const vectorSets = gatherKnownVectors(db, vectorNames, index, ids.length);
  const kept = Uint32Array.from(
    Array.from(ids.keys()).filter(
      (song) => tags.tagOffsets[song + 1] > tags.tagOffsets[song] || vectorSets.some(({ known }) => known[song] === 1),
    ),
  );
  const songIds = Uint32Array.from(kept, (song) => ids[song]);
  const tagRows = kept.length === ids.length ? tags : tagsOfSongs(tags, kept);
  return {
    songIds,
    features: {
      ...tagRows,
      ...artistsAndYears(db, data, songIds),
      // Who has a vector is kept, so that the rows stay as they are.
      vectorSets: vectorSets.map(({ values, known }) => ({ values, known: Uint8Array.from(kept, (s) => known[s]) })),
    },
  };
}

/** Songs that nobody played and that have a tag or a vector of the sets that a JSON list names. */
const CANDIDATES =
  'songs s WHERE s.listeners = 0 AND (' +
  'EXISTS (SELECT 1 FROM tracks t JOIN track_tags g ON g.track_id = t.id WHERE t.song_id = s.id) OR ' +
  'EXISTS (SELECT 1 FROM song_vectors v JOIN vector_sets x ON x.id = v.set_id WHERE v.song_id = s.id AND x.name ' +
  'IN (SELECT value FROM json_each(?))))';

/** How many songs there are at most that nobody played and that a training gathers. */
export function countUnplayed(db: ReadableDb, vectorNames: readonly string[]): number {
  return db.get<{ n: number }>(`SELECT count(*) AS n FROM ${CANDIDATES}`, JSON.stringify(vectorNames))?.n ?? 0;
}

/** In order of their ids as text, as the data set's. */
function candidates(db: ReadableDb, data: Dataset, dropped: Set<number>, vectorNames: readonly string[]): Uint32Array {
  const known = new Set(data.songIds);
  const ids: number[] = [];
  for (const { id } of db.iterate<{ id: number }>(
    `SELECT s.id FROM ${CANDIDATES} ORDER BY s.song_key`,
    JSON.stringify(vectorNames),
  ))
    if (!known.has(id) && !dropped.has(id)) ids.push(id);
  return Uint32Array.from(ids);
}

/** −1 for library ids that are not among them. */
function indexOf(ids: Uint32Array): Int32Array {
  const index = new Int32Array(ids.reduce((largest, id) => Math.max(largest, id), 0) + 1).fill(-1);
  ids.forEach((id, song) => {
    index[id] = song;
  });
  return index;
}

/** Tags that are not among the names are left out: nothing can be learned of them. */
function withNumbersOf(names: readonly string[], own: TagRows & Pick<SongFeatures, 'tagNames'>): TagRows {
  const numbers = new Map(names.map((name, number) => [name, number]));
  const numberOf = own.tagNames.map((name) => numbers.get(name) ?? -1);
  const { tags, tagOffsets, tagWeights } = own;
  const kept = Uint32Array.from(Array.from(tags.keys()).filter((at) => numberOf[tags[at]] >= 0));
  let passed = 0;
  return {
    tagOffsets: tagOffsets.map((end) => {
      while (passed < kept.length && kept[passed] < end) passed++;
      return passed;
    }),
    tags: Uint32Array.from(kept, (at) => numberOf[tags[at]]),
    tagWeights: Float32Array.from(kept, (at) => tagWeights[at]),
  };
}

function artistsAndYears(db: ReadableDb, data: Dataset, songIds: Uint32Array): Pick<SongFeatures, 'artists' | 'years'> {
  const [trained, own] = [indexOf(data.songIds), indexOf(songIds)];
  const numbers = new Map<string, number>();
  const named: { song: number; artist: string }[] = [];
  const artists = new Int32Array(songIds.length).fill(-1);
  const years = new Uint16Array(songIds.length);
  for (const { id, artist, year } of artistNames(db)) {
    const [song, known] = [own[id] ?? -1, trained[id] ?? -1];
    if (song >= 0) years[song] = year ?? 0;
    if (artist === null) continue;
    if (song >= 0) named.push({ song, artist });
    else if (known >= 0) numbers.set(artist, data.features.artists[known]);
  }
  for (const { song, artist } of named) artists[song] = numbers.get(artist) ?? UNHEARD_ARTIST;
  return { artists, years };
}
