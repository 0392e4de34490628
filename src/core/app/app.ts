import type { Input, Method, Output } from '../../shared/contract/index.ts';
import type { FileGrants } from '../../shared/grants.ts';
import type { Emitter, handlerMap } from '../../shared/rpc/server.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Study } from '../mobility/study/study.ts';
import type { Library } from '../storage/library.ts';

/** One open library and everything that can be done with it: what windows, command line and browser are served. */
export interface App {
  /** As every transport serves them. */
  handlers: ReturnType<typeof handlerMap>;
  /** The same from inside this process: input is parsed as at any other edge. */
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>;
  events: Emitter;
  grants: FileGrants;
  jobs: JobQueue;
  library: Library;
  study: Study;
  setFact(name: string, value: string): void;
  close(): Promise<void>;
}
