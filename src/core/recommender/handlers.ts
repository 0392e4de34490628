import { evaluationTitle, importTitle, trainingTitle } from './job-titles.ts';
import { fromStored } from '../../shared/messages/message.ts';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { ImportInput } from '../../shared/contract/imports.ts';
import type { recommenderContract } from '../../shared/contract/recommender.ts';
import type { vectorsContract } from '../../shared/contract/vectors.ts';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';
import type { Handlers } from '../../shared/rpc/server.ts';
import type { FileGrants } from '../../shared/grants.ts';
import { listImports } from '../imports/undo.ts';
import type { JobQueue } from '../jobs/queue.ts';
import { insideFolderOrNull } from '../storage/inside-folder.ts';
import type { Library } from '../storage/library.ts';
import { deleteModel, listModels, listResults, modelByName, type StoredModel } from './rows/model-rows.ts';
import { listenerNames, nameListener } from './rows/listener-names.ts';
import { libraryOverview } from './rows/overview-rows.ts';
import { listenerByKey, listListeners, listSongs, songByKey, songsById, songTags } from './rows/song-rows.ts';
import { readAudioExcerpt } from './audio/decode.ts';
import { melFile } from './audio/mel-file.ts';
import { readMel } from './networks/mel-input.ts';
import { recordingFile } from './audio/recording-file.ts';
import { CLIP_SECONDS, MEL_BANDS, MEL_FRAMES } from './audio/mel.ts';
import { encodeWav16, toMono } from './audio/wav.ts';
import type { ImportSpec } from './import/import-job.ts';
import { runPreview } from './import/run-preview.ts';
import { assertReadable, formatsOf, importKind, importKinds, sniffKind } from './import/registry.ts';
import { inspect } from './import/files/source.ts';
import { forgetImportsOfVectors, undoMusicImport } from './import/undo.ts';
import { assertFile } from './data/given-file.ts';
import { measureInfos } from './measures/registry.ts';
import { protocolInfos } from './protocols/registry.ts';
import { modelDefinition, modelTypes } from './models/registry.ts';
import { looksAtTestSetsOf } from './experiments/looks.ts';
import {
  assertLibraryFits,
  completeSpec,
  librarySize,
  optionsForLibrary,
  resolveConversion,
} from './experiments/complete-spec.ts';
import { removeFile } from '../storage/moves.ts';
import { deleteVectorSet, listVectorSets } from './rows/vector-rows.ts';

interface Services {
  library: Library;
  jobs: JobQueue;
  grants: FileGrants;
  changed(what: 'models' | 'songs' | 'listeners'): void;
}

const TAGS_IN_DETAIL = 40;
const LATEST_JOBS = 200;
const UNFINISHED = new Set(['queued', 'running']);

export function recommenderHandlers(services: Services): Pick<Handlers, keyof typeof recommenderContract> {
  return { ...libraryHandlers(services), ...importHandlers(services), ...modelHandlers(services) };
}

export function vectorHandlers({
  library: { db },
  jobs,
  changed,
}: Services): Pick<Handlers, keyof typeof vectorsContract> {
  return {
    'vectors/listen': (input) => ({ jobId: jobs.start('listen', say('job.listen'), input).id }),
    'vectors/list-sets': () => listVectorSets(db),
    'vectors/delete-set': ({ name }) => {
      db.transaction(() => {
        deleteVectorSet(db, name);
        forgetImportsOfVectors(db);
      });
      changed('songs');
      return {};
    },
  };
}

interface ClipRow {
  id: number;
  sampleRate: number;
  channels: number;
  durationSeconds: number;
  warning: string | null;
}

function libraryHandlers({ library: { db, paths }, changed }: Services) {
  return {
    'library/get-overview': () => libraryOverview(db),
    'library/list-songs': (input) => listSongs(db, input),
    'library/list-listeners': (input) => listListeners(db, input),
    'library/get-song': ({ songId }) => {
      const { id, mainTrack, ...song } = songByKey(db, songId);
      const track =
        mainTrack === null
          ? undefined
          : db.get<{ release: string | null }>('SELECT release FROM tracks WHERE id = ?', mainTrack);
      const clip =
        mainTrack === null
          ? undefined
          : db.get<ClipRow>(
              'SELECT id, sample_rate AS sampleRate, channels, duration_seconds AS durationSeconds, warning FROM ' +
                'clips WHERE track_id = ?',
              mainTrack,
            );
      return {
        song,
        release: track?.release ?? null,
        tags: songTags(db, id, TAGS_IN_DETAIL),
        tracks: db
          .all<{ track_key: string }>('SELECT track_key FROM tracks WHERE song_id = ? ORDER BY track_key', id)
          .map((row) => row.track_key),
        mismatched: db.get('SELECT 1 FROM mismatches WHERE song_key = ?', songId) !== undefined,
        clip: clip
          ? {
              sampleRate: clip.sampleRate,
              channels: clip.channels,
              durationSeconds: clip.durationSeconds,
              warning: clip.warning === null ? null : fromStored(clip.warning),
              mel: existsSync(melFile(paths.mel, clip.id)),
            }
          : null,
      };
    },
    'library/get-listener': ({ listenerId, limit }) => {
      const { id: _id, history, ...listener } = listenerByKey(db, listenerId);
      const order = Array.from(history.songs.keys())
        .sort((a, b) => history.counts[b] - history.counts[a] || history.songs[a] - history.songs[b])
        .slice(0, limit);
      const songs = songsById(
        db,
        order.map((i) => history.songs[i]),
      );
      return {
        listener,
        plays: order.map((i) => ({
          songId: songs.get(history.songs[i])?.songId ?? '',
          title: songs.get(history.songs[i])?.title ?? null,
          artist: songs.get(history.songs[i])?.artist ?? null,
          plays: history.counts[i],
        })),
      };
    },
    'library/list-listener-names': () => listenerNames(db),
    'library/name-listener': ({ listenerId, name }) => {
      nameListener(db, listenerByKey(db, listenerId).listenerId, name);
      changed('listeners');
      return {};
    },
    'library/get-mel': ({ songId }) => {
      const { mainTrack } = songByKey(db, songId);
      const clip = db.get<{ id: number }>('SELECT id FROM clips WHERE track_id = ?', mainTrack);
      if (!clip || !existsSync(melFile(paths.mel, clip.id)))
        throw new AppError('not-found', say('recommender.no-clip'));
      const data = Buffer.from(readMel(paths.mel, clip.id).map((value) => value >> 8));
      return { bands: MEL_BANDS, frames: MEL_FRAMES, data: data.toString('base64') };
    },
    'library/get-audio': async ({ songId }) => {
      const { mainTrack } = songByKey(db, songId);
      const clip = db.get<{ file: string }>('SELECT file FROM clips WHERE track_id = ?', mainTrack);
      if (!clip) throw new AppError('not-found', say('recommender.no-clip'));
      const file = recordingFile(clip.file);
      if (file === null)
        throw new AppError('not-found', say('import.file-moved', { file: basename(String(clip.file)) }));
      const { channels, sampleRate } = await readAudioExcerpt(file, 0, CLIP_SECONDS);
      return { mime: 'audio/wav', data: encodeWav16(toMono(channels), sampleRate).toString('base64') };
    },
  } satisfies Partial<Handlers>;
}

function importHandlers({ library, jobs, grants, changed }: Services) {
  return {
    'import/list': () => listImports(library.db, 'music'),
    'import/undo': ({ id }) => {
      const importing = jobs.list(LATEST_JOBS).some(({ kind, state }) => kind === 'import' && UNFINISHED.has(state));
      if (importing) throw new AppError('conflict', say('imports.wait-for-import'));
      const { file } = undoMusicImport(library, id);
      changed('songs');
      changed('listeners');
      return { file };
    },
    'import/sniff': async ({ grant }) => {
      const file = grants.resolve(grant);
      const head = await inspect(file);
      return { name: head.name, ...(await sniffKind(head, file)), bytes: head.bytes };
    },
    'import/list-kinds': () => importKinds(),
    'import/start': async (input) => {
      const spec = await importSpec(input, grants);
      return { jobId: jobs.start('import', importTitle(spec.kind, spec.file), spec).id };
    },
    'import/preview': async (input) => runPreview(library, await importSpec(input, grants)),
    'import/answer': ({ jobId, answers }) => {
      const spec = jobs.specOf<ImportSpec>(jobId, 'import');
      const again = { ...spec, answers: { ...spec.answers, ...answers } };
      return { jobId: jobs.start('import', importTitle(spec.kind, spec.file), again).id };
    },
  } satisfies Partial<Handlers>;
}

/** What a page asks for, checked, with its files. @throws bad-request, bad-input */
async function importSpec(input: ImportInput, grants: FileGrants): Promise<ImportSpec> {
  const { kind: name, format } = input;
  const file = grants.resolve(input.grant);
  const kind = importKind(name);
  if (!formatsOf(kind).includes(format))
    throw new AppError('bad-request', say('import.no-such-format', { format, kind: name, formats: formatsOf(kind) }));
  assertFile(file);
  const head = await inspect(file);
  await assertReadable(kind, format, head, file);
  return {
    kind: name,
    isKindSeen: input.isKindSeen,
    file,
    moreFiles: input.moreGrants.map((more) => grants.resolve(more)),
    format,
    mappingFile: input.mappingGrant ? grants.resolve(input.mappingGrant) : null,
    listener: input.listener ?? null,
    onError: input.onError,
    answers: input.answers,
    name: input.name ?? null,
    idsFile: input.idsGrant ? grants.resolve(input.idsGrant) : null,
  };
}

function modelHandlers({ library, jobs, grants, changed }: Services) {
  const { db, paths } = library;
  return {
    'models/list-types': () => modelTypes(),
    'models/list': () => listModels(db).map(publicModel),
    'models/delete': ({ name }) => {
      const { file } = modelByName(db, name);
      deleteModel(db, name);
      const unused = insideFolderOrNull(paths.models, file);
      if (unused) removeFile(unused);
      changed('models');
      return {};
    },
    'models/train': ({ type, name, options, conversion, seed, anyway }) => {
      const wanted = { models: [type], options: { [type]: options } };
      if (!anyway) assertLibraryFits(db, 'train', wanted);
      const spec = {
        type,
        name,
        options: optionsForLibrary(type, options, librarySize(db), false, modelDefinition),
        conversion: resolveConversion(db, conversion),
        seed,
      };
      return { jobId: jobs.start('train', trainingTitle(type, name), spec).id };
    },
    'evaluation/list-protocols': () => protocolInfos(),
    'evaluation/list-measures': () => measureInfos(),
    'evaluation/start': (input) => {
      const { splitGrant, lists, anyway, ...given } = input;
      const splitFolder = splitGrant ? grants.resolve(splitGrant) : null;
      const spec = completeSpec(db, given, splitFolder);
      // How large a part of the library is, is known only when it is gathered; beside a given split lies the whole.
      if (!anyway && spec.filter === null) assertLibraryFits(db, 'evaluate', spec);
      return {
        jobId: jobs.start('evaluate', evaluationTitle(spec.protocol, spec.models), {
          ...spec,
          splitFolder,
          ...(lists ? { lists: { folder: grants.resolve(lists.grant), form: lists.form } } : {}),
        }).id,
      };
    },
    'evaluation/list-looks': ({ hash }) => looksAtTestSetsOf(db, hash),
    'evaluation/list-results': () => listResults(db),
  } satisfies Partial<Handlers>;
}

function publicModel({ file: _file, ...model }: StoredModel) {
  return model;
}
