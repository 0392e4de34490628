import type { Interactions } from '../data/dataset.ts';
import { Random } from '../../statistics/random.ts';

/** Training rows, and held-out rows as parallel arrays ordered by listener. */
export interface Split {
  training: Interactions;
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

/**
 * Holds out `share` of each listener's songs (at least one, if there are `minimum`); with folds, each song of a
 * listener is held out once.
 */
export function listenerFolds(
  data: Interactions,
  folds: number,
  share: number,
  minimum: number,
  seed: number,
): (fold: number) => Split {
  const fold = new Uint8Array(data.items.length);
  eachListener(data, minimum, seed, (from, order) => {
    if (folds === 1) for (let i = 0; i < Math.max(1, Math.floor(order.length * share)); i++) fold[from + order[i]] = 1;
    else for (let i = 0; i < order.length; i++) fold[from + order[i]] = 1 + (i % folds);
  });
  return (index) => splitBy(data, (row) => fold[row] === index + 1);
}

/**
 * Holds out `k` songs of every listener with at least `minimum`; fold after fold takes the next k of the listener's
 * shuffled songs.
 */
export function leaveOutFolds(data: Interactions, k: number, minimum: number, seed: number): (fold: number) => Split {
  const place = new Uint32Array(data.items.length).fill(0xffffffff);
  eachListener(data, minimum, seed, (from, order) => {
    order.forEach((row, i) => {
      place[from + row] = i;
    });
  });
  return (index) => splitBy(data, (row) => place[row] >= index * k && place[row] < (index + 1) * k);
}

function eachListener(
  data: Interactions,
  minimum: number,
  seed: number,
  visit: (from: number, order: Uint32Array) => void,
): void {
  const random = new Random(seed);
  for (let u = 0; u < data.listeners; u++) {
    const n = data.offsets[u + 1] - data.offsets[u];
    if (n < minimum) continue;
    visit(data.offsets[u], random.shuffle(Uint32Array.from({ length: n }, (_, i) => i)));
  }
}

export function splitBy(data: Interactions, held: (row: number, listener: number) => boolean): Split {
  const isHeld = new Uint8Array(data.items.length);
  let out = 0;
  for (let u = 0; u < data.listeners; u++) {
    for (let row = data.offsets[u]; row < data.offsets[u + 1]; row++) {
      if (!held(row, u)) continue;
      isHeld[row] = 1;
      out++;
    }
  }
  const offsets = new Uint32Array(data.listeners + 1);
  const items = new Uint32Array(data.items.length - out);
  const counts = new Uint32Array(items.length);
  const [testListeners, testItems, testCounts] = [new Uint32Array(out), new Uint32Array(out), new Uint32Array(out)];
  let kept = 0;
  let test = 0;
  for (let u = 0; u < data.listeners; u++) {
    for (let row = data.offsets[u]; row < data.offsets[u + 1]; row++) {
      if (isHeld[row]) {
        testListeners[test] = u;
        testItems[test] = data.items[row];
        testCounts[test++] = data.counts[row];
      } else {
        items[kept] = data.items[row];
        counts[kept++] = data.counts[row];
      }
    }
    offsets[u + 1] = kept;
  }
  return {
    training: { listeners: data.listeners, songs: data.songs, offsets, items, counts },
    testListeners,
    testItems,
    testCounts,
  };
}
