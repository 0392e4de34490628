import type { Phase } from '../../shared/phases.ts';

export interface JobContext {
  id: number;
  signal: AbortSignal;
  /**
   * The job's folder. It survives a crash, so checkpoints go here. It is deleted when the job ends, unless its kind
   * `keeps` it for resuming; then thirty days later.
   */
  folder: string;
  /** Reports progress; throttled to ten times a second. */
  progress(
    phase: Phase,
    fraction: number | null,
    more?: { done?: number; total?: number; unit?: string; live?: Record<string, unknown> },
  ): void;
  /** From here on the job cannot be cancelled: it is writing to the library. */
  commit(): void;
}

export interface JobKind<Spec = never> {
  kind: string;
  /** Jobs of one lane run one after another. */
  lane: 'library' | 'compute' | 'demo';
  resumable: boolean;
  /**
   * Whether the folder of a job that stopped holds what resuming needs. Without this, all that a failed job left is
   * kept, and nothing of a cancelled one.
   */
  keeps?(folder: string, state: 'failed' | 'cancelled'): boolean;
  /** True when an interrupted job must resume automatically at the next start: it was writing to the library. */
  mustFinish?(folder: string): boolean;
  run(spec: Spec, context: JobContext): Promise<unknown>;
}
