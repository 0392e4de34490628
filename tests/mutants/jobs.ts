import type { Mutant } from './mutant.ts';

const JOBS = 'tests/unit/jobs.test.ts';
const SUPERVISOR = 'tests/unit/supervisor.test.ts';

/** Long work: the queue, worker threads, the training process, the backend's supervisor. */
export const JOBS_AND_PROCESSES: readonly Mutant[] = [
  {
    name: 'jobs/committed job cancellable',
    file: 'src/core/jobs/queue.ts',
    from: 'if (running.committed) throw',
    to: 'if (running.committed && id < 0) throw',
    tests: JOBS,
  },
  {
    name: 'jobs/committed job offered for cancelling',
    file: 'src/core/jobs/queue.ts',
    from: 'running !== undefined && !running.committed',
    to: 'running !== undefined',
    tests: JOBS,
  },
  {
    name: 'jobs/lanes do not wait',
    file: 'src/core/jobs/queue.ts',
    from: 'if (this.#busyLanes.has(lane)) return;',
    to: '',
    tests: JOBS,
  },
  {
    name: 'jobs/checkpoints lost when a job fails',
    file: 'src/core/jobs/queue.ts',
    from: 'const body = running.abort.signal.aborted',
    to: 'rmSync(folder, { recursive: true, force: true }); const body = running.abort.signal.aborted',
    tests: JOBS,
  },
  {
    name: 'jobs/writing job does not go on after a crash',
    file: 'src/core/jobs/queue.ts',
    from: 'mustFinish?.(this.#folder(job.id))) this.resume(job.id)',
    to: 'mustFinish?.(this.#folder(job.id))) void job',
    tests: JOBS,
  },
  {
    name: 'jobs/what was cut off still counts as running',
    file: 'src/core/jobs/store.ts',
    from: "UPDATE jobs SET state = 'interrupted' WHERE state IN ('running', 'queued')",
    to: "UPDATE jobs SET state = 'interrupted' WHERE state IN ('queued')",
    tests: JOBS,
  },
  {
    name: 'jobs/closing cancels for good',
    file: 'src/core/jobs/queue.ts',
    from: "if (this.#closing && body.code === 'cancelled') this.#release(id);",
    to: "if (this.#closing && body.code === 'internal') this.#release(id);",
    tests: JOBS,
  },
  {
    name: 'jobs/worker exit rejects nothing',
    file: 'src/core/workers/worker-task.ts',
    from: "worker.on('exit', (code) => reject(",
    to: "worker.on('exit', (code) => void (",
    tests: JOBS,
  },
  {
    name: 'jobs/deaf trainer not killed',
    file: 'src/core/recommender/training/trainer-client.ts',
    from: 'setTimeout(() => trainer.kill(), CANCEL_GRACE_MS)',
    to: 'setTimeout(() => {}, CANCEL_GRACE_MS)',
    tests: JOBS,
  },
  {
    name: 'jobs/dead trainer leaves tasks waiting',
    file: 'src/core/recommender/training/trainer-client.ts',
    from: 'this.#process = null; for (const { reject } of this.#owed.values())',
    to: 'this.#process = null; for (const { reject } of [...this.#owed.values()].slice(1))',
    tests: JOBS,
  },
  {
    name: 'jobs/trainer put to rest while it works',
    file: 'src/core/recommender/training/trainer-client.ts',
    from: 'if (this.#owed.size > 0) return;',
    to: '',
    tests: JOBS,
  },
  {
    name: 'jobs/dead backend not started again',
    file: 'src/main/supervision.ts',
    from: "phase: delay === undefined ? 'down' : 'waiting',",
    to: "phase: 'down',",
    tests: SUPERVISOR,
  },
  {
    name: 'jobs/restarts of the backend without end',
    file: 'src/main/supervision.ts',
    from: 'const delay = RESTART_DELAYS_MS[deathsInARow - 1];',
    to: 'const delay = RESTART_DELAYS_MS[deathsInARow - 1] ?? RESTART_DELAYS_MS[0];',
    tests: SUPERVISOR,
  },
  {
    name: 'jobs/restarts of the backend without longer waits',
    file: 'src/main/supervision.ts',
    from: 'due: delay === undefined ? null : now + delay,',
    to: 'due: delay === undefined ? null : now + RESTART_DELAYS_MS[0],',
    tests: SUPERVISOR,
  },
  {
    name: 'jobs/next library opened while the last one is open',
    file: 'src/main/supervision.ts',
    from: "return state.phase === 'running' ? askedToClose(state, now) : started(state, now);",
    to: 'return started(state, now);',
    tests: SUPERVISOR,
  },
  {
    name: 'jobs/backend that does not close lives on',
    file: 'src/main/supervisor.ts',
    from: "if (effect.type === 'kill') this.#backend?.kill();",
    to: '',
    tests: SUPERVISOR,
  },
  {
    name: 'jobs/death of a backend not handed to the log',
    file: 'src/main/supervisor.ts',
    from: 'deaths: [...untold]',
    to: 'deaths: []',
    tests: SUPERVISOR,
  },
];
