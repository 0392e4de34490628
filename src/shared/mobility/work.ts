export const QUEUE_ORDERS = ['file', 'uncertain', 'conflicts'] as const;

/** In which order a coder gets the scholars. */
export interface QueueOrder {
  /** As imported; those first where the rule must ask; those first whose lines contradict each other. */
  order: (typeof QUEUE_ORDERS)[number];
  /** Share of every stretch of the queue that is drawn at random, so that what is coded first can stand for all. */
  randomShare: number;
}

export const FILE_ORDER: QueueOrder = { order: 'file', randomShare: 0.2 };

export interface CoderWork {
  name: string;
  /** Null: no list, so everybody. */
  assigned: number | null;
  blind: number;
  done: number;
  left: number;
  unsure: number;
  flagged: number;
}

/** Who codes whom, and how far they are. */
export interface Work {
  scholars: number;
  /** On nobody's list. */
  rest: number;
  coders: CoderWork[];
  /** Scholars that two coders have in common, in the order of `coders`. */
  common: number[][];
  queue: QueueOrder;
}

export interface Split {
  coder: string;
  own: number;
  common: number;
  /** Of their own: assigned blind before, and left so. */
  keptBlind: number;
}
