import { FILE_ORDER, type QueueOrder } from '../../../shared/mobility/work.ts';
import type { Position } from '../../../shared/mobility/coding.ts';
import { Random } from '../../statistics/random.ts';
import { factOf, setFactOf } from '../../storage/facts.ts';
import { suggest } from '../stages/suggest.ts';
import type { ReadableDb, WritableDb } from '../../storage/sqlite.ts';
import type { Study } from '../study/study.ts';

const FACT = 'queue-order';
const USED = 'queue-order-used';
/** The same draw whenever it is asked for. */
const SEED = 20_240_117;

export function queueOrder(db: ReadableDb): QueueOrder {
  const stored = factOf(db, FACT);
  return stored === null ? FILE_ORDER : (JSON.parse(stored) as QueueOrder);
}

export function setQueueOrder(db: WritableDb, order: QueueOrder): void {
  setFactOf(db, FACT, JSON.stringify(order));
  // What was coded in this order stays so, also when the queue goes by the file again.
  if (order.order !== 'file') setFactOf(db, USED, order.order);
}

/** The last order by use that a queue had; null if it always went by the file. */
export function orderUsed(db: ReadableDb): Exclude<QueueOrder['order'], 'file'> | null {
  const { order } = queueOrder(db);
  return order === 'file' ? (factOf(db, USED) as 'uncertain' | 'conflicts' | null) : order;
}

/** For each order the scholars that come first; computed once for the same lines and codebook. */
const urgent = new WeakMap<ReadonlyMap<number, Position[]>, Map<string, Set<number>>>();

export function urgentOf(study: Study, order: 'uncertain' | 'conflicts'): Set<number> {
  const positions = study.allPositions();
  const known = urgent.get(positions) ?? new Map<string, Set<number>>();
  urgent.set(positions, known);
  const { book } = study.placer();
  const found = known.get(order);
  if (found) return found;
  const ids = new Set<number>();
  for (const [id, own] of positions) {
    const questions = book.stages.flatMap((stage) => suggest(stage, own, book).question?.code ?? []);
    const counts = order === 'uncertain' ? questions.some((code) => code !== 'manual') : questions.includes(CONFLICT);
    if (counts) ids.add(id);
  }
  known.set(order, ids);
  return ids;
}

const CONFLICT = 'several-at-once';

/**
 * A coder's list in the order of the study: the urgent ones first, the others as imported, and at even distances the
 * scholars of a random draw, so that a part of whatever was coded so far stands for all. Blind lists keep their order,
 * since the order would say what the rule thinks.
 */
export function inQueueOrder(study: Study, coder: string, list: readonly number[]): number[] {
  const { order, randomShare } = queueOrder(study.db);
  if (order === 'file') return [...list];
  const blind = new Set(
    study.db
      .all<{ id: number }>("SELECT scholar_id AS id FROM assignments WHERE coder = ? AND suggestions = 'hidden'", coder)
      .map(({ id }) => id),
  );
  const first = urgentOf(study, order);
  const drawn = drawnFrom(list, randomShare);
  const random = new Set(drawn);
  const isFirst = (id: number) => first.has(id) && !blind.has(id);
  const others = list.filter((id) => !random.has(id));
  const sorted = [...others.filter(isFirst), ...others.filter((id) => !isFirst(id))];
  return interleaved(sorted, drawn);
}

/** The part of a coder's list that is drawn at random, in the order of the draw. */
export function drawnFrom(list: readonly number[], share: number): number[] {
  return new Random(SEED).shuffle([...list]).slice(0, Math.round(share * list.length));
}

/** Both in their order, the second spread evenly over the whole. */
function interleaved(many: readonly number[], few: readonly number[]): number[] {
  const all: number[] = [];
  let [taken, spread] = [0, 0];
  const total = many.length + few.length;
  for (let i = 1; i <= total; i++) {
    const due = Math.round((i * few.length) / total);
    all.push(spread < due ? few[spread++] : many[taken++]);
  }
  return all;
}
