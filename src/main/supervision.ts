import type { Death } from '../shared/backend-protocol.ts';

/**
 * The rules by which the backend is started, closed and started again, without a process or a clock: `supervisor.ts`
 * has both. A backend that dies is restarted, each time after a longer wait; after the last one it stays down
 * until a page needs it.
 */
export const RESTART_DELAYS_MS = [500, 1000, 2000, 4000, 8000];
/** A backend that ran this long was healthy: its exit counts as the first in a row. */
export const WELL_AFTER_MS = 60_000;
/** Time allowed for closing a library; then the process is killed. */
export const CLOSE_GRACE_MS = 4000;

export interface LibraryChoice {
  folder: string;
  /** Create the library if there is none. */
  create: boolean;
}

export interface Supervision {
  /** Idle: no library is wanted. Waiting: for the restart. Down: it died too often and waits until a page needs it. */
  phase: 'idle' | 'running' | 'closing' | 'waiting' | 'down';
  /** The library that is open or will be opened next. */
  library: LibraryChoice | null;
  /** When the process was started. */
  since: number;
  /** When to kill a closing backend or start a waiting one; null if nothing is due. */
  due: number | null;
  deathsInARow: number;
  /** Exits not yet written into the library's log. */
  untold: readonly Death[];
}

export type SupervisionEvent =
  | { type: 'open'; library: LibraryChoice }
  | { type: 'close' }
  /** A page wants to connect. */
  | { type: 'needed' }
  /** The backend has logged the exits it was told about. */
  | { type: 'told' }
  /** The library is open: if it is missing at a later start, it was moved or lost, and no empty one takes its place. */
  | { type: 'library-open' }
  | { type: 'exited'; why: string }
  /** Time has passed. */
  | { type: 'time' };

export type SupervisionEffect =
  | { type: 'start' }
  | { type: 'ask-to-close' }
  | { type: 'kill' }
  | { type: 'log'; line: string };

export interface Step {
  state: Supervision;
  effects: SupervisionEffect[];
}

export const IDLE: Supervision = {
  phase: 'idle',
  library: null,
  since: 0,
  due: null,
  deathsInARow: 0,
  untold: [],
};

/** @param now milliseconds of any monotonic clock */
export function supervise(state: Supervision, event: SupervisionEvent, now: number): Step {
  switch (event.type) {
    case 'open':
      return opened({ ...state, library: event.library, deathsInARow: 0, untold: [] }, now);
    case 'close':
      return closed({ ...state, library: null }, now);
    case 'needed':
      return state.phase === 'waiting' || state.phase === 'down' ? started(state, now) : unchanged(state);
    case 'told':
      return unchanged({ ...state, untold: [] });
    case 'library-open':
      return unchanged(createdOnce(state));
    case 'exited':
      return exited(state, event.why, now);
    case 'time':
      return timePassed(state, now);
  }
}

function unchanged(state: Supervision): Step {
  return { state, effects: [] };
}

function createdOnce(state: Supervision): Supervision {
  if (state.phase !== 'running' || !state.library) return state; // another library is to be opened next
  return { ...state, library: { ...state.library, create: false } };
}

function started(state: Supervision, now: number): Step {
  return { state: { ...state, phase: 'running', since: now, due: null }, effects: [{ type: 'start' }] };
}

function opened(state: Supervision, now: number): Step {
  if (state.phase === 'closing') return unchanged(state);
  return state.phase === 'running' ? askedToClose(state, now) : started(state, now);
}

function closed(state: Supervision, now: number): Step {
  if (state.phase === 'closing') return unchanged(state);
  return state.phase === 'running' ? askedToClose(state, now) : unchanged(IDLE);
}

function askedToClose(state: Supervision, now: number): Step {
  return { state: { ...state, phase: 'closing', due: now + CLOSE_GRACE_MS }, effects: [{ type: 'ask-to-close' }] };
}

function timePassed(state: Supervision, now: number): Step {
  if (state.due === null || now < state.due) return unchanged(state);
  if (state.phase === 'waiting') return started(state, now);
  const line = `the backend did not close its library within ${CLOSE_GRACE_MS / 1000} s and is ended`;
  return { state: { ...state, due: null }, effects: [{ type: 'log', line }, { type: 'kill' }] };
}

function exited(state: Supervision, why: string, now: number): Step {
  if (state.phase === 'closing') return state.library ? started(state, now) : unchanged(IDLE);
  if (state.phase !== 'running') return unchanged(state);
  const aliveMs = now - state.since;
  const deathsInARow = aliveMs >= WELL_AFTER_MS ? 1 : state.deathsInARow + 1;
  const delay = RESTART_DELAYS_MS[deathsInARow - 1];
  const death: Death = { why, aliveSeconds: Math.round(aliveMs / 1000), inARow: deathsInARow };
  const next = delay === undefined ? 'it stays down until a page asks for it' : `it starts again in ${delay / 1000} s`;
  const line = `the backend ended unexpectedly (${why}) after ${death.aliveSeconds} s; ${next}`;
  return {
    state: {
      ...state,
      phase: delay === undefined ? 'down' : 'waiting',
      due: delay === undefined ? null : now + delay,
      deathsInARow,
      untold: [...state.untold, death].slice(-2 * RESTART_DELAYS_MS.length),
    },
    effects: [{ type: 'log', line }],
  };
}
