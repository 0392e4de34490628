import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { JobKind } from '../../jobs/kind.ts';
import { insideFolder } from '../../storage/inside-folder.ts';
import { plainName } from '../../storage/library.ts';
import { freeName } from '../../storage/output.ts';
import { type Destination, placeOnce } from '../../storage/placing.ts';
import { entryFile } from '../../workers/entry.ts';
import { resourceFile } from '../../workers/resource.ts';
import { runInWorker } from '../../workers/worker-task.ts';
import { ENCODER } from '../networks/musicnn-name.ts';
import { modelByName } from '../rows/model-rows.ts';
import type { JobServices } from '../training/job-services.ts';
import type { ExportedOnnx, ExportOnnxTask } from './export-onnx-worker.ts';

export interface ExportOnnxSpec {
  /** A model of the library; null for the encoder. */
  name: string | null;
  /** A new file, or a folder that gets one. */
  target: string;
}

/** Writes the network of a model as an ONNX file. */
export function exportOnnxJob({ library }: JobServices): JobKind<ExportOnnxSpec> {
  return {
    kind: 'export-onnx',
    lane: 'library',
    resumable: true,
    async run({ name, target }, context) {
      const source =
        name === null
          ? { encoderFile: resourceFile(`${ENCODER}.safetensors`) }
          : { modelFile: insideFolder(library.paths.models, modelByName(library.db, name).file), name };
      const { path, result } = await placeOnce(context.folder, destination(target, name ?? ENCODER), (output) => {
        const task: ExportOnnxTask = { libraryFile: library.paths.database, source, output };
        return runInWorker<ExportedOnnx>(
          entryFile('core/recommender/onnx/export-onnx-worker', 'export-onnx-worker'),
          task,
          ({ fraction }) => context.progress('exporting', fraction),
          context.signal,
        ).result;
      });
      return { file: path, ...result };
    },
  };
}

/** A file that does not exist yet, or one named after the model in a folder that does. */
function destination(target: string, name: string): Destination {
  const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder) {
    const wanted = `${plainName(name)}.onnx`;
    return { folder: target, name: wanted, path: () => freeName(target, wanted) };
  }
  return {
    folder: dirname(target),
    name: basename(target),
    path: () => {
      if (existsSync(target))
        throw new AppError('conflict', say('library.file-exists', { file: target }), { file: target });
      return target;
    },
  };
}
