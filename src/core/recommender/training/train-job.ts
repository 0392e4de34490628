import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../../shared/messages/say.ts';
import type { ModelRow } from '../../../shared/contract/recommender.ts';
import { insideFolder, insideFolderOrNull } from '../../storage/inside-folder.ts';
import type { JobKind } from '../../jobs/kind.ts';
import { gather, UNPLAYED_FILE } from '../data/gather-job.ts';
import { vectorSetsNamed } from '../data/song-vectors.ts';
import { modelDefinition } from '../models/registry.ts';
import { placesUnplayed } from '../models/within-trained.ts';
import { putModel } from '../rows/model-rows.ts';
import { encodersOf } from '../rows/vector-rows.ts';
import type { JobServices } from './job-services.ts';
import { moveDurably } from '../../storage/durable.ts';
import { removeFile } from '../../storage/moves.ts';

export interface TrainSpec {
  type: string;
  name: string;
  options: Record<string, string | number>;
  conversion: ModelRow['conversion'];
  seed: number;
  /** A folder with weights that were trained elsewhere: they are taken, not trained again. */
  weightsFolder?: string;
}

/** Fits a model on the whole library and stores it under its name. */
export function trainJob(services: JobServices): JobKind<TrainSpec> {
  const { library, trainer, settings, clock, changed } = services;
  return {
    kind: 'train',
    lane: 'compute',
    resumable: true,
    keeps: () => true, // its checkpoint: somebody who stops a training may go on with it
    async run(spec, context) {
      const datasetFile = await gather(library, context, true, [spec.options], placesUnplayed(spec, modelDefinition));
      const unplayedFile = join(context.folder, UNPLAYED_FILE);
      const output = join(context.folder, 'model.bin');
      const { engine, threads } = settings();
      const { songs, unplayed, ...result } = await trainer.run(
        {
          kind: 'train',
          datasetFile,
          folder: context.folder,
          engine,
          threads,
          type: spec.type,
          options: spec.options,
          conversion: spec.conversion,
          seed: spec.seed,
          output,
          // A training that was begun before they were gathered goes on without them.
          ...(existsSync(unplayedFile) ? { unplayedFile } : {}),
          ...(spec.weightsFolder === undefined ? {} : { weightsFolder: spec.weightsFolder }),
        },
        context.signal,
        (fraction, live) =>
          context.progress('training', 0.02 + 0.97 * fraction, { live: { model: spec.type, ...live } }),
      );
      context.commit();
      const identity = `${spec.name} ${context.id} ${clock().toISOString()}`;
      const file = `${createHash('sha256').update(identity).digest('hex').slice(0, 16)}.model`;
      moveDurably(output, insideFolder(library.paths.models, file));
      const { weightsFolder: _weightsFolder, ...own } = spec;
      const replaced = putModel(library.db, {
        ...own,
        engine: result.engine,
        createdAt: clock().toISOString(),
        seconds: result.seconds,
        loss: result.loss,
        validationLoss: result.validationLoss,
        songs,
        file,
      });
      const unused = insideFolderOrNull(library.paths.models, replaced);
      if (unused) removeFile(unused);
      changed('models');
      const encoded = encodersOf(library.db, vectorSetsNamed([spec.options])).length > 0;
      const notes = [
        ...(encoded ? [say('encoder.has-heard-msd')] : []),
        ...(unplayed > 0 ? [say('train.places-unplayed', { songs: unplayed })] : []),
      ];
      return { name: spec.name, type: spec.type, ...result, ...(notes.length > 0 ? { notes } : {}) };
    },
  };
}
