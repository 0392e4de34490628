import { fromStored, type Message } from '../../src/shared/messages/message.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BackendProcess } from '../../src/main/processes.ts';
import {
  CLOSE_GRACE_MS,
  IDLE,
  RESTART_DELAYS_MS,
  type Supervision,
  type SupervisionEvent,
  supervise,
  WELL_AFTER_MS,
} from '../../src/main/supervision.ts';
import { Supervisor } from '../../src/main/supervisor.ts';
import type { FromBackend, ToBackend } from '../../src/shared/backend-protocol.ts';

const A = { folder: '/a', create: true };
const B = { folder: '/b', create: false };

/** Sends events, each at its time; answers the last state and every effect with the time of its event. */
function play(events: [number, SupervisionEvent][], from: Supervision = IDLE) {
  let state = from;
  const effects: string[] = [];
  for (const [now, event] of events) {
    const step = supervise(state, event, now);
    state = step.state;
    for (const effect of step.effects) if (effect.type !== 'log') effects.push(`${now} ${effect.type}`);
  }
  return { state, effects };
}

const open = (library = A): SupervisionEvent => ({ type: 'open', library });
const exited: SupervisionEvent = { type: 'exited', why: 'SIGSEGV' };
const [close, needed, time, told] = (['close', 'needed', 'time', 'told'] as const).map((type) => ({ type }));

describe('the rules by which the backend is supervised', () => {
  it('start one for a library, and close it before the next one is opened', () => {
    const { state, effects } = play([
      [0, open(A)],
      [10, open(B)],
      [20, exited],
    ]);
    expect(effects).toEqual(['0 start', '10 ask-to-close', '20 start']);
    expect(state).toMatchObject({ phase: 'running', library: B, deathsInARow: 0, due: null });
  });

  it('end one that does not close in time, once, and start no other after a close', () => {
    const { state, effects } = play([
      [0, open()],
      [10, close],
      [11, close],
      [9 + CLOSE_GRACE_MS, time],
      [10 + CLOSE_GRACE_MS, time],
      [99 + CLOSE_GRACE_MS, time],
      [100 + CLOSE_GRACE_MS, exited],
    ]);
    expect(effects).toEqual(['0 start', '10 ask-to-close', `${10 + CLOSE_GRACE_MS} kill`]);
    expect(state).toEqual(IDLE);
  });

  it('create a library once: where it is missing at a later start, it was moved or lost', () => {
    const opened: SupervisionEvent = { type: 'library-open' };
    expect(play([[0, open(A)]]).state.library).toEqual(A);
    expect(
      play([
        [0, open(A)],
        [1, opened],
        [2, exited],
        [999, time],
      ]).state,
    ).toMatchObject({
      phase: 'running',
      library: { folder: '/a', create: false },
    });
    // One that is closing says nothing about the next.
    expect(
      play([
        [0, open(B)],
        [1, open(A)],
        [2, opened],
        [3, exited],
      ]).state.library,
    ).toEqual(A);
  });

  it('open what was asked for last, when that changes while the one before closes', () => {
    const closing: [number, SupervisionEvent][] = [
      [0, open(A)],
      [10, open(B)],
    ];
    expect(play([...closing, [15, close], [20, exited]]).state).toEqual(IDLE);
    expect(play([...closing, [15, open(A)], [20, exited]])).toMatchObject({
      state: { phase: 'running', library: A },
      effects: ['0 start', '10 ask-to-close', '20 start'],
    });
  });

  it('start a dead one again after longer and longer waits, and give up after the last', () => {
    let now = 0;
    let step = supervise(IDLE, open(), now);
    const waits: number[] = [];
    for (const _ of RESTART_DELAYS_MS) {
      step = supervise(step.state, exited, now);
      expect(step.state.phase).toBe('waiting');
      waits.push((step.state.due as number) - now);
      expect(supervise(step.state, time, (step.state.due as number) - 1).effects).toEqual([]);
      now = step.state.due as number;
      step = supervise(step.state, time, now);
      expect(step.effects).toEqual([{ type: 'start' }]);
    }
    expect(waits).toEqual(RESTART_DELAYS_MS);
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    step = supervise(step.state, exited, now);
    expect(step.state).toMatchObject({ phase: 'down', due: null, library: A });
    expect(supervise(step.state, time, now + 1e9).effects).toEqual([]);
  });

  it('log a line for each death, and none for a close', () => {
    const running = supervise(IDLE, open(), 1000).state;
    expect(supervise(running, exited, 4000).effects).toEqual([
      { type: 'log', line: 'the backend ended unexpectedly (SIGSEGV) after 3 s; it starts again in 0.5 s' },
    ]);
    expect(supervise(supervise(running, close, 2000).state, exited, 3000).effects).toEqual([]);
  });

  it('start at once for a page, whether the restart waits or was given up', () => {
    const dead: [number, SupervisionEvent][] = [
      [0, open()],
      [1, exited],
    ];
    expect(play([...dead, [2, needed], [3, needed]]).effects).toEqual(['0 start', '2 start']);
    const down: Supervision = { ...IDLE, phase: 'down', library: A, deathsInARow: RESTART_DELAYS_MS.length + 1 };
    expect(play([[5, needed]], down)).toMatchObject({ effects: ['5 start'], state: { phase: 'running' } });
    expect(play([[5, needed]]).effects).toEqual([]);
  });

  it('count deaths anew after one that was well for long', () => {
    const running: Supervision = { ...IDLE, phase: 'running', library: A, since: 0, deathsInARow: 4 };
    expect(supervise(running, exited, WELL_AFTER_MS - 1).state.deathsInARow).toBe(5);
    expect(supervise(running, exited, WELL_AFTER_MS).state).toMatchObject({
      deathsInARow: 1,
      due: WELL_AFTER_MS + RESTART_DELAYS_MS[0],
    });
  });

  it('keep deaths until a backend has written them down, and start with none for another library', () => {
    const dead = play([
      [0, open()],
      [2000, exited],
      [2500, time],
      [2600, exited],
    ]).state;
    expect(dead.untold).toEqual([
      { why: 'SIGSEGV', aliveSeconds: 2, inARow: 1 },
      { why: 'SIGSEGV', aliveSeconds: 0, inARow: 2 },
    ]);
    expect(play([[4000, told]], dead).state.untold).toEqual([]);
    expect(play([[4000, open(B)]], dead).state.untold).toEqual([]);
  });

  it('close and open while a restart waits', () => {
    const waiting = play([
      [0, open()],
      [1, exited],
    ]).state;
    expect(play([[2, close]], waiting)).toEqual({ state: IDLE, effects: [] });
    expect(play([[2, open(B)]], waiting)).toMatchObject({ effects: ['2 start'], state: { library: B } });
  });
});

/** A process of the test's making. */
class FakeBackend implements BackendProcess {
  readonly sent: ToBackend[] = [];
  readonly #messages: ((message: FromBackend) => void)[] = [];
  readonly #exits: ((why: Message, code: number | null) => void)[] = [];
  killed = false;
  send = (message: ToBackend) => void this.sent.push(message);
  onMessage = (listener: (message: FromBackend) => void) => void this.#messages.push(listener);
  onExit = (listener: (why: Message, code: number | null) => void) => void this.#exits.push(listener);
  kill = () => {
    this.killed = true;
    this.exit('SIGKILL');
  };
  say(message: FromBackend): void {
    for (const listener of this.#messages) listener(message);
  }
  exit(why: string): void {
    for (const listener of this.#exits) listener(fromStored(why), null);
  }
}

describe('the supervisor of the backend', () => {
  let started: FakeBackend[] = [];
  let gone = 0;
  let lines: string[] = [];
  let supervisor: Supervisor;

  beforeEach(() => {
    vi.useFakeTimers();
    [started, gone, lines] = [[], 0, []];
    supervisor = new Supervisor({
      start: () => {
        started.push(new FakeBackend());
        return started[started.length - 1];
      },
      onStarted: () => {},
      onGone: () => void gone++,
      log: (line) => void lines.push(line),
    });
  });

  afterEach(() => void vi.useRealTimers());

  it('opens another library only after the process of the one before has ended', async () => {
    await supervisor.open(A);
    expect(started[0].sent).toEqual([{ type: 'open', libraryFolder: '/a', create: true, deaths: [] }]);
    let done = false;
    const opening = supervisor.open(B).then(() => (done = true));
    expect(started[0].sent[1]).toEqual({ type: 'close' });
    await vi.advanceTimersByTimeAsync(1000);
    expect([started.length, done, supervisor.library]).toEqual([1, false, '/b']);
    started[0].exit('exit code 0');
    await opening;
    expect(started[1].sent).toEqual([{ type: 'open', libraryFolder: '/b', create: false, deaths: [] }]);
    expect([gone, lines]).toEqual([1, []]);
  });

  it('passes on why a process ended, by its own last words, and that the next one answers', async () => {
    const [whys, back] = [[] as string[], vi.fn()];
    supervisor = new Supervisor({
      start: () => started[started.push(new FakeBackend()) - 1],
      onStarted: () => {},
      onGone: (why) => void whys.push(why?.text ?? 'asked to'),
      onBack: back,
      log: (line) => void lines.push(line),
    });
    await supervisor.open(A);
    started[0].say({ type: 'opened' });
    expect(back).not.toHaveBeenCalled();
    started[0].say({ type: 'dying', why: fromStored('a rejection') });
    started[0].exit('exit code 1');
    expect(whys).toEqual(['a rejection']);
    expect(lines[0]).toContain('ended unexpectedly (a rejection)');
    await vi.advanceTimersByTimeAsync(RESTART_DELAYS_MS[0]);
    expect(started[1].sent[0]).toMatchObject({ deaths: [{ why: 'a rejection' }] });
    expect(back).not.toHaveBeenCalled();
    started[1].say({ type: 'opened' });
    expect(back).toHaveBeenCalledTimes(1);
    started[1].exit('SIGKILL');
    expect(whys).toEqual(['a rejection', 'SIGKILL']);
    // Another library is opened: nothing has gone wrong, and nobody is told so.
    await supervisor.open(A);
    const opening = supervisor.open(B);
    started[2].exit('exit code 0');
    await opening;
    expect(whys).toEqual(['a rejection', 'SIGKILL', 'asked to']);
  });

  it('kills a process that does not close, and is idle then', async () => {
    await supervisor.open(A);
    const closing = supervisor.close();
    await vi.advanceTimersByTimeAsync(CLOSE_GRACE_MS - 1);
    expect([started[0].killed, supervisor.idle]).toEqual([false, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect([started[0].killed, supervisor.idle, started.length]).toEqual([true, true, 1]);
    await closing;
    expect(lines).toEqual(['the backend did not close its library within 4 s and is ended']);
  });

  it('starts a dead one again by the clock, tells the next one of it, and gives up in the end', async () => {
    await supervisor.open(A);
    started[0].say({ type: 'opened' });
    await vi.advanceTimersByTimeAsync(3000);
    started[0].exit('exit code 7');
    await vi.advanceTimersByTimeAsync(RESTART_DELAYS_MS[0] - 1);
    expect(started.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    const death = { why: 'exit code 7', aliveSeconds: 3, inARow: 1 };
    expect(started[1].sent).toEqual([{ type: 'open', libraryFolder: '/a', create: true, deaths: [death] }]);
    started[1].say({ type: 'opened' });
    started[1].say({ type: 'library-open' });
    for (const delay of RESTART_DELAYS_MS.slice(1)) {
      started[started.length - 1].exit('SIGSEGV');
      await vi.advanceTimersByTimeAsync(delay);
    }
    expect(started[2].sent[0]).toMatchObject({ create: false, deaths: [{ why: 'SIGSEGV', inARow: 2 }] });
    expect(started.length).toBe(RESTART_DELAYS_MS.length + 1);
    started[started.length - 1].exit('SIGSEGV');
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(started.length).toBe(RESTART_DELAYS_MS.length + 1);
    expect(lines.length).toBe(RESTART_DELAYS_MS.length + 1);
    expect(lines[lines.length - 1]).toMatch(/SIGSEGV.*stays down until a page asks/);
    supervisor.need();
    expect(started.length).toBe(RESTART_DELAYS_MS.length + 2);
  });

  it('refuses to open where no process can be started', async () => {
    const none = new Supervisor({
      start: () => {
        throw new Error('no Node');
      },
      onStarted: () => {},
      onGone: () => {},
      log: (line) => void lines.push(line),
    });
    await expect(none.open(A)).rejects.toThrow('no Node');
    await none.close();
    expect(none.idle).toBe(true);
  });
});
