import type { Grants } from '../../app/grants.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Library } from '../../storage/library.ts';
import type { Study } from '../study.ts';

export interface MobilityServices {
  study: Study;
  library: Library;
  jobs: JobQueue;
  grants: Grants;
  /** `study`: scholars, institutions, tables or the codebook; `codes`: what coders decided. */
  changed(what: 'study' | 'codes'): void;
}
