import type { Interactions } from '../data/dataset.ts';
import { Random } from '../random.ts';

/** Training rows, and held-out rows as parallel arrays ordered by listener. */
export interface Split {
  training: Interactions;
  /** Row numbers of the original that are held out. */
  testListeners: Uint32Array;
  testItems: Uint32Array;
  testCounts: Uint32Array;
}

/** k folds of random triplets: every row is held out exactly once. With one fold, `share` of the rows are held out. */
export function ratingFolds(data: Interactions, folds: number, share: number, seed: number): (fold: number) => Split {
  const order = new Random(seed).shuffle(Uint32Array.from({ length: data.items.length }, (_, i) => i));
  const fold = new Uint8Array(data.items.length);
  if (folds === 1) for (let i = 0; i < Math.floor(order.length * share); i++) fold[order[i]] = 1;
  else for (let i = 0; i < order.length; i++) fold[order[i]] = 1 + (i % folds);
  return (index) => splitBy(data, (row) => fold[row] === index + 1);
}

/** Holds out `share` of each listener's songs (at least one, where there are `minimum`); with folds, each song of a listener is held out once. */
export function listenerFolds(data: Interactions, folds: number, share: number, minimum: number, seed: number): (fold: number) => Split {
  const random = new Random(seed);
  const fold = new Uint8Array(data.items.length);
  for (let u = 0; u < data.listeners; u++) {
    const from = data.offsets[u];
    const n = data.offsets[u + 1] - from;
    if (n < minimum) continue;
    const order = random.shuffle(Uint32Array.from({ length: n }, (_, i) => i));
    if (folds === 1) for (let i = 0; i < Math.max(1, Math.floor(n * share)); i++) fold[from + order[i]] = 1;
    else for (let i = 0; i < n; i++) fold[from + order[i]] = 1 + (i % folds);
  }
  return (index) => splitBy(data, (row) => fold[row] === index + 1);
}

export function splitBy(data: Interactions, held: (row: number) => boolean): Split {
  const offsets = new Uint32Array(data.listeners + 1);
  const keptItems: number[] = [];
  const keptCounts: number[] = [];
  const test = { listeners: [] as number[], items: [] as number[], counts: [] as number[] };
  for (let u = 0; u < data.listeners; u++) {
    for (let row = data.offsets[u]; row < data.offsets[u + 1]; row++) {
      if (held(row)) {
        test.listeners.push(u);
        test.items.push(data.items[row]);
        test.counts.push(data.counts[row]);
      } else {
        keptItems.push(data.items[row]);
        keptCounts.push(data.counts[row]);
      }
    }
    offsets[u + 1] = keptItems.length;
  }
  const training = { listeners: data.listeners, songs: data.songs, offsets, items: Uint32Array.from(keptItems), counts: Uint32Array.from(keptCounts) };
  return { training, testListeners: Uint32Array.from(test.listeners), testItems: Uint32Array.from(test.items), testCounts: Uint32Array.from(test.counts) };
}
