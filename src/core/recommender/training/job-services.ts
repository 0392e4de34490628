import type { Settings } from '../../../shared/contract/app.ts';
import type { PrintPdf } from '../../report/pdf.ts';
import type { Library } from '../../storage/library.ts';
import type { SpawnTrainer, TrainerClient } from './trainer-client.ts';

/** What jobs of one library need from the app. */
export interface JobServices {
  library: Library;
  trainer: TrainerClient;
  spawnTrainer: SpawnTrainer;
  settings(): Settings;
  clock(): Date;
  /** Milliseconds since the app was last asked for something: work on its thread makes way for who is there. */
  sinceAsked(): number;
  changed(what: 'songs' | 'listeners' | 'models' | 'results'): void;
  print: PrintPdf;
}
