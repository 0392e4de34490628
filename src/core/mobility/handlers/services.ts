import type { JobQueue } from '../../jobs/queue.ts';
import type { Library } from '../../storage/library.ts';
import type { Study } from '../study/study.ts';

export interface MobilityServices {
  study: Study;
  library: Library;
  jobs: JobQueue;
  /** Paths behind the opaque names that a page was granted. */
  grants: { resolve(grant: string): string };
  /** `study`: scholars, institutions, tables or the codebook; `codes`: what coders decided. */
  changed(what: 'study' | 'codes'): void;
}
