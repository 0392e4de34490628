import type { FileGrants } from '../../../shared/grants.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Library } from '../../storage/library.ts';
import type { StudyThread } from '../reading/study-thread.ts';
import type { Study } from '../study/study.ts';

export interface MobilityServices {
  study: Study;
  /**
   * For results, for the one analysis that a person waits for and may end, for numbers that are typed in, and for how
   * far coders agree.
   */
  threads: Record<'results' | 'findings' | 'calculator' | 'agreement', StudyThread>;
  library: Library;
  jobs: JobQueue;
  /** File paths of a page's grants. */
  grants: FileGrants;
  /** `study`: scholars, institutions, tables or the codebook; `codes`: the coders' decisions. */
  changed(what: 'study' | 'codes'): void;
}
