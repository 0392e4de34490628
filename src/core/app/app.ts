import type { Input, Method, Output } from '../../shared/contract/index.ts';
import type { FileGrants } from '../../shared/grants.ts';
import type { Emitter, handlerMap } from '../../shared/rpc/server.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Study } from '../mobility/study/study.ts';
import type { Library } from '../storage/library.ts';

/** One open library and all its operations, as served to windows, command line and browser. */
export interface App {
  handlers: ReturnType<typeof handlerMap>;
  /** The same from inside this process: input is parsed as at any other boundary. */
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>;
  events: Emitter;
  grants: FileGrants;
  jobs: JobQueue;
  library: Library;
  study: Study;
  setFact(name: string, value: string): void;
  close(): Promise<void>;
}

/** Operations that close the library: they belong to whoever opened it. */
export interface AppHost {
  restore(name: string): Promise<{ movedAside: string | null }>;
  /** Opens the demo's library in place of this one. */
  openDemo(): Promise<void>;
  /** Opens the library of before the demo. */
  leaveDemo(): Promise<void>;
}
