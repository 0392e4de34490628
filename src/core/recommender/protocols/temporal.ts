import { dataFilter, type EvaluationSpec } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { derivedSeed, Random } from '../../statistics/random.ts';
import { type Dataset, type Interactions, type Listens, playedSongs } from '../data/dataset.ts';
import { listensOfRows, nothingPasses, rowsThatPass, songsWanted } from '../data/filter.ts';
import type { Fold } from '../splits/fold.ts';
import type { TestCase } from '../splits/held-out.ts';
import { type ProtocolDefinition, TEST_SHARE } from './protocol.ts';

const NO_FILTER = dataFilter.parse({});

/** Raised before any work if the library is known, otherwise by the protocol. */
export function noTimes(): AppError {
  return new AppError('bad-input', say('evaluation.no-times'));
}

/** Of a library whose histories were imported by a version that kept the first time of each pair only. */
export function onlyFirstTimes(): AppError {
  return new AppError('bad-input', say('evaluation.only-first-times'));
}

/**
 * One cut-off for all. Training has the plays before it, with the counts they had come to; what a listener heard first
 * after it is held out. Songs that nobody had played by then do not exist, and filters count what there was then.
 */
export const temporal: ProtocolDefinition = {
  name: 'temporal',
  summary: say('protocol-summary.temporal'),
  ranks: true,
  rates: false,
  bounds: false,
  folds: 1,
  takesSplit: null,
  needsTimes: true,
  ratingsToo: false,
  filtersItself: true,
  make(data, spec) {
    const wanted = songsWanted(data, spec.filter ?? NO_FILTER);
    const cutOff = cutOffOf(data, wanted);
    return () => foldAt(data, spec, wanted, cutOff);
  },
};

/** By which four fifths of the pairs had been heard for the first time. */
function cutOffOf({ interactions, listens }: Dataset, wanted: Uint8Array): number {
  if (!listens || listens.seconds.length === 0) throw noTimes();
  const first = new Uint32Array(interactions.items.length);
  let n = 0;
  for (let row = 0; row < interactions.items.length; row++)
    if (wanted[interactions.items[row]] && listens.offsets[row + 1] > listens.offsets[row])
      first[n++] = listens.seconds[listens.offsets[row]];
  if (n === 0) throw noTimes();
  return first.subarray(0, n).sort()[Math.floor(n * (1 - TEST_SHARE))];
}

function foldAt(data: Dataset, spec: EvaluationSpec, wanted: Uint8Array, cutOff: number): Fold {
  const filter = spec.filter ?? NO_FILTER;
  const before = playsBefore(data, wanted, cutOff);
  if (before.rows.offsets[before.rows.listeners] === 0)
    throw new AppError('bad-input', say('evaluation.nothing-before-cut-off', { time: minuteOf(cutOff) }));
  const { keepRow, left } = rowsThatPass(before.rows, filter, wanted);
  if (left === 0) throw nothingPasses(filter);
  const { training, listens } = kept(before, keepRow, left);
  const catalogue = playedSongs(training);
  const { cases, newSongs } = casesAfter(data, spec, training, catalogue, cutOff);
  return {
    training,
    cases,
    candidates: catalogue,
    asOf: { catalogue, listens },
    notes: [
      say('evaluation.cut-off', { time: minuteOf(cutOff) }),
      ...(newSongs > 0 ? [say('evaluation.plays-of-later-songs', { plays: newSongs })] : []),
      ...(before.undated > 0 ? [say('evaluation.plays-without-times', { pairs: before.undated })] : []),
      ...(data.features.tagNames.length > 0 ? [say('evaluation.tags-without-times')] : []),
    ],
  };
}

function minuteOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

interface Dated {
  rows: Interactions;
  listens: Listens;
}

/** The pairs played before the cut-off, with what they had come to by then. */
function playsBefore(data: Dataset, wanted: Uint8Array, cutOff: number): Dated & { undated: number } {
  const { interactions, valueUnit } = data;
  const listens = data.listens as Listens;
  const { items, listeners, songs } = interactions;
  const offsets = new Uint32Array(listeners + 1);
  const rows = { items: new Uint32Array(items.length), counts: new Uint32Array(items.length) };
  const times = {
    offsets: new Uint32Array(items.length + 1),
    seconds: new Uint32Array(listens.seconds.length),
    counts: new Uint32Array(listens.seconds.length),
  };
  let heard = 0;
  let n = 0;
  let undated = 0;
  for (let u = 0; u < listeners; u++) {
    for (let row = interactions.offsets[u]; row < interactions.offsets[u + 1]; row++) {
      const [from, to] = [listens.offsets[row], listens.offsets[row + 1]];
      if (from === to && wanted[items[row]]) undated++;
      let count = 0;
      for (let at = from; at < to && listens.seconds[at] < cutOff; at++) {
        count = valueUnit === 1 ? count + listens.counts[at] : Math.max(count, listens.counts[at]);
        times.seconds[heard] = listens.seconds[at];
        times.counts[heard++] = listens.counts[at];
      }
      if (count === 0) continue;
      rows.items[n] = items[row];
      rows.counts[n++] = count;
      times.offsets[n] = heard;
    }
    offsets[u + 1] = n;
  }
  return {
    rows: { listeners, songs, offsets, items: rows.items.slice(0, n), counts: rows.counts.slice(0, n) },
    listens: {
      offsets: times.offsets.slice(0, n + 1),
      seconds: times.seconds.slice(0, heard),
      counts: times.counts.slice(0, heard),
    },
    undated,
  };
}

function kept(
  { rows, listens }: Dated,
  keepRow: Uint8Array,
  left: number,
): { training: Interactions; listens: Listens } {
  const offsets = new Uint32Array(rows.listeners + 1);
  for (let u = 0; u < rows.listeners; u++) {
    offsets[u + 1] = offsets[u];
    for (let row = rows.offsets[u]; row < rows.offsets[u + 1]; row++) offsets[u + 1] += keepRow[row];
  }
  const training = {
    listeners: rows.listeners,
    songs: rows.songs,
    offsets,
    items: rows.items.filter((_, row) => keepRow[row] === 1),
    counts: rows.counts.filter((_, row) => keepRow[row] === 1),
  };
  return { training, listens: listensOfRows(listens, keepRow, left) };
}

/** What listeners of the training part heard for the first time from the cut-off on, of songs that there were then. */
function casesAfter(
  { interactions, listens, valueUnit }: Dataset,
  { filter }: EvaluationSpec,
  training: Interactions,
  catalogue: Uint8Array,
  cutOff: number,
): { cases: TestCase[]; newSongs: number } {
  const { offsets: starts, seconds, counts: plays } = listens as Listens;
  const random = new Random(derivedSeed(filter?.seed ?? 1, 'after-the-cut-off'));
  const cases: TestCase[] = [];
  let newSongs = 0;
  for (let who = 0; who < interactions.listeners; who++) {
    if (training.offsets[who + 1] === training.offsets[who]) continue;
    const items: number[] = [];
    const counts: number[] = [];
    for (let row = interactions.offsets[who]; row < interactions.offsets[who + 1]; row++) {
      const [from, to] = [starts[row], starts[row + 1]];
      if (from === to || seconds[from] < cutOff) continue;
      const drawn = !filter || filter.density === 1 || random.uniform() < filter.density;
      const song = interactions.items[row];
      if (!catalogue[song]) newSongs++;
      if (!drawn || !catalogue[song]) continue;
      items.push(song);
      const own = plays.subarray(from, to);
      counts.push(own.reduce((count, one) => (valueUnit === 1 ? count + one : Math.max(count, one)), 0));
    }
    if (items.length > 0)
      cases.push({ who, foldIn: null, items: Uint32Array.from(items), counts: Uint32Array.from(counts) });
  }
  return { cases, newSongs };
}
