import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { z } from 'zod';
import type { ConversionName, EvaluationSpec, evaluationInput } from '../../../shared/contract/recommender.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';
import type { DataSize } from '../data/dataset.ts';
import { valueUnit } from '../data/gather.ts';
import { countUnplayed } from '../data/gather-unplayed.ts';
import { sizesOfSets, vectorSetsNamed } from '../data/song-vectors.ts';
import { modelDefinition } from '../models/registry.ts';
import { placesUnplayed } from '../models/within-trained.ts';
import {
  assertFitsMachine,
  beyondMachine,
  machineMemory,
  type ContentSize,
  type MemoryJob,
  type MemorySpec,
} from '../training/memory-need.ts';
import { readSplitFolder } from './split-folder.ts';
import { formOfSplit } from './split-parts.ts';
import type { ModelLookup, Options } from '../models/model.ts';
import { definitionsOf, withDefaults } from '../models/default-settings.ts';
import { completeOptions, optionsForSize } from '../models/options.ts';
import type { ProtocolDefinition } from '../protocols/protocol.ts';
import { PROTOCOLS, protocolDefinition } from '../protocols/registry.ts';
import { noTimes, onlyFirstTimes } from '../protocols/temporal.ts';

/** Ratings in a library of ratings, log counts in one of plays. */
export function resolveConversion(db: ReadableDb, choice: ConversionName | 'auto'): ConversionName {
  return choice === 'auto' ? (valueUnit(db) === 1 ? 'log-count' : 'explicit') : choice;
}

/** Fills in defaults from the library and the protocol, and rejects invalid specs before any work starts. */
export function completeSpec(
  db: ReadableDb,
  given: Omit<z.output<typeof evaluationInput>, 'splitGrant'>,
  splitFolder: string | null,
): EvaluationSpec {
  const size = librarySize(db);
  if (size.listeners > 0 && (size.listeners < 2 || size.songs < 2))
    throw new AppError(
      'bad-input',
      say('evaluation.library-too-small', { listeners: size.listeners, songs: size.songs }),
    );
  const definition = definitionsOf(withDefaults(given));
  for (const type of given.models)
    optionsForLibrary(type, given.options[type] ?? {}, size, given.filter !== null || splitFolder !== null, definition);
  for (const type of Object.keys(given.options))
    if (!given.models.includes(type))
      throw new AppError('bad-request', say('evaluation.options-of-absent-model', { model: type }));
  const protocol = protocolDefinition(given.protocol);
  if (splitFolder && !protocol.takesSplit)
    throw new AppError(
      'bad-request',
      say('evaluation.split-of-other-protocol', {
        protocols: PROTOCOLS.filter(({ takesSplit }) => takesSplit).map(({ name }) => name),
        protocol: given.protocol,
      }),
    );
  if (protocol.needsTimes && db.get('SELECT 1 FROM listens LIMIT 1') === undefined)
    throw db.get('SELECT 1 FROM play_times LIMIT 1') === undefined ? noTimes() : onlyFirstTimes();
  if (splitFolder) checkSplit(db, splitFolder, protocol);
  return {
    ...withDefaults(given),
    conversion: resolveConversion(db, given.conversion),
    folds: given.folds ?? protocol.folds,
    split: splitFolder ? basename(splitFolder) : null,
    // A user-supplied split names its own songs.
    dropMismatches: splitFolder ? false : given.dropMismatches,
  };
}

/** @throws not-found or bad-input; rows of a split in parts are read when the job runs */
function checkSplit(db: ReadableDb, folder: string, { name, takesSplit }: ProtocolDefinition): void {
  if (!existsSync(folder)) throw new AppError('not-found', say('app.no-such-folder', { folder }));
  const form = formOfSplit(folder);
  if (form !== takesSplit) {
    const fitting = PROTOCOLS.filter((one) => one.takesSplit === form).map((one) => one.name);
    throw new AppError('bad-request', say('evaluation.split-of-other-form', { form, protocols: fitting, given: name }));
  }
  if (form === 'listeners') readSplitFolder(db, folder);
}

/**
 * Complete options for a library of this size; a filtered part is checked once its size is known.
 *
 * @throws bad-input for models that cannot be fitted on it
 */
export function optionsForLibrary(
  type: string,
  given: Options,
  size: DataSize,
  part: boolean,
  lookup: ModelLookup,
): Options {
  const definition = lookup(type);
  if (size.listeners === 0) return completeOptions(definition, given, lookup);
  const options = optionsForSize(definition, given, size, lookup);
  if (!part) definition.assertFits?.(options, size);
  return options;
}

/** Listeners and songs with plays, and pairs of the two. */
export function librarySize(db: ReadableDb): DataSize {
  return (
    db.get<DataSize>(
      'SELECT (SELECT count(*) FROM listeners WHERE songs > 0) AS listeners, (SELECT count(*) FROM songs WHERE ' +
        'listeners > 0) AS songs, (SELECT coalesce(sum(listeners), 0) FROM songs) AS plays',
    ) ?? {
      listeners: 0,
      songs: 0,
      plays: 0,
    }
  );
}

/**
 * Which songs nobody played is counted only where all of them would not fit: it takes seconds in a large library.
 *
 * @throws bad-input for a job with a library's plays that will not fit into this machine
 */
export function assertLibraryFits(db: ReadableDb, job: MemoryJob, spec: MemorySpec, total = machineMemory()): void {
  const all = () => db.get<{ n: number }>('SELECT count(*) AS n FROM songs WHERE listeners = 0')?.n ?? 0;
  if (beyondMachine(job, spec, sizeWithContent(db, job, spec, all), total))
    assertFitsMachine(job, spec, sizeWithContent(db, job, spec), total);
}

/** The same, and what the songs' content adds to the memory of a job with these models. */
export function sizeWithContent(
  db: ReadableDb,
  job: MemoryJob,
  { models, options }: Pick<EvaluationSpec, 'models' | 'options'>,
  unplayed = countUnplayed,
): DataSize & ContentSize {
  const wanted = models.map((type) => ({ type, options: options[type] ?? {} }));
  const names = vectorSetsNamed(wanted.map((one) => one.options));
  const counts = job === 'train' && wanted.some((one) => placesUnplayed(one, modelDefinition));
  return {
    ...librarySize(db),
    unplayed: counts ? unplayed(db, names) : 0,
    sets: sizesOfSets(db, names),
  };
}
