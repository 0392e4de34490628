import type { TrainingSet } from '../data/training-set.ts';

/** What is drawn beside the listeners: held-out songs, or artists where whole artists are held out. */
export interface SongUnits {
  kind: 'songs' | 'artists';
  /** Of each song. */
  of: Uint32Array;
  count: number;
}

/** Null where no songs are held out whole: listeners are the only sample then. */
export function songUnits({ holdsOut, features, interactions }: TrainingSet): SongUnits | null {
  if (holdsOut === undefined || holdsOut === 'listeners') return null;
  const kind = holdsOut === 'artists' ? 'artists' : 'songs';
  const units = new Map<number, number>();
  const of = Uint32Array.from({ length: interactions.songs }, (_, song) => {
    const artist = kind === 'artists' ? features.artists[song] : -1;
    const key = artist >= 0 ? interactions.songs + artist : song;
    if (!units.has(key)) units.set(key, units.size);
    return units.get(key) as number;
  });
  return { kind, of, count: units.size };
}

/** Of a list from which songs may be missing in a resample: as many songs as are surely enough to fill it again. */
export function depthToRedraw(length: number): number {
  return 2 * length + 30;
}
