import type { Mapping } from '../../shared/mobility/imports.ts';
import type { Answers } from '../../shared/questions.ts';
import type { JobKind } from '../jobs/kind.ts';
import { importFileInto } from './import/import-file.ts';
import { forgetPastedText } from './import/resumes/pasted-text.ts';
import { type ExportServices, exportJob } from './report/export-job.ts';

export interface MobilityJobServices extends ExportServices {
  /** Where files are kept that an import needs for a while. */
  workFolder: string;
  changed(what: 'study' | 'codes'): void;
}

export function mobilityJobs(services: MobilityJobServices): JobKind[] {
  return [importJob(services) as JobKind, exportJob(services) as JobKind];
}

export interface StudyImportSpec {
  file: string;
  mapping: Mapping;
  onError: 'skip' | 'abort';
  /** Absent in jobs of versions that asked nothing. */
  answers?: Answers;
}

/** Reads, checks and writes one file; all of it in one transaction, so a crash leaves all of it or nothing. */
function importJob({ study, changed, workFolder }: MobilityJobServices): JobKind<StudyImportSpec> {
  return {
    kind: 'mobility-import',
    lane: 'library',
    resumable: true,
    async run({ file, mapping, onError, answers }, context) {
      context.progress('reading', null);
      const result = await importFileInto(study, file, mapping, {
        onError,
        answers,
        beforeWriting: () => {
          context.signal.throwIfAborted();
          context.commit();
          context.progress('publishing', 0.5);
        },
      });
      changed('study');
      // With a question open, the file is read again.
      if (result.questions.length === 0) forgetPastedText(workFolder, file);
      return result;
    },
  };
}
