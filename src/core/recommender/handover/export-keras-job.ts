import { mkdirSync, readdirSync } from 'node:fs';
import { say } from '../../../shared/messages/say.ts';
import { AppError } from '../../../shared/errors.ts';
import type { JobKind } from '../../jobs/kind.ts';
import { folderOfResults } from '../../storage/output.ts';
import { placeOnce } from '../../storage/placing.ts';
import { gather } from '../data/gather-job.ts';
import { modelDefinition, MODELS } from '../models/registry.ts';
import type { JobServices } from '../training/job-services.ts';
import type { TrainSpec } from '../training/train-job.ts';

export interface ExportKerasSpec extends Omit<TrainSpec, 'name' | 'weightsFolder'> {
  folder: string;
}

/** Models whose fit trains one network, and nothing after it. */
export function networkModels(): string[] {
  return MODELS.filter((model) => 'fitAtEpochs' in model).map(({ type }) => type);
}

/** @throws bad-request for a model without a network of its own */
export function assertNetworkModel(type: string): void {
  const { type: known } = modelDefinition(type);
  if (!networkModels().includes(known))
    throw new AppError('bad-request', say('handover.no-network-model', { type, models: networkModels() }));
}

/** Writes what another machine trains a model's network from, with the Keras script that does. */
export function exportKerasJob({ library, trainer, settings, clock }: JobServices): JobKind<ExportKerasSpec> {
  return {
    kind: 'export-keras',
    lane: 'compute',
    resumable: true,
    async run({ folder, ...model }, context) {
      const { engine, threads } = settings();
      const destination = folderOfResults(folder, `${model.type} for Keras`, clock());
      const { path, result } = await placeOnce(context.folder, destination, async (output) => {
        mkdirSync(output);
        const datasetFile = await gather(library, context, true, [model.options]);
        const task = {
          kind: 'hand-over',
          datasetFile,
          folder: context.folder,
          engine,
          threads,
          ...model,
          output,
        } as const;
        const { songs } = await trainer.run(task, context.signal, (fraction) =>
          context.progress('exporting', 0.02 + 0.97 * fraction),
        );
        return { songs, files: readdirSync(output).sort() };
      });
      return { folder: path, ...result };
    },
  };
}
