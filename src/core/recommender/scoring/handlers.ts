import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Settings } from '../../../shared/contract/app.ts';
import { type scoringContract, SONGS_ON_MAP } from '../../../shared/contract/scoring.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import type { FileGrants } from '../../../shared/grants.ts';
import { insideFolder } from '../../storage/inside-folder.ts';
import type { Library } from '../../storage/library.ts';
import { songsWithVectors } from '../rows/vector-rows.ts';
import { listModels, modelByName, type StoredModel } from '../rows/model-rows.ts';
import { listenerByKey, songByKey, songsById, songTags } from '../rows/song-rows.ts';
import { entryFile } from '../../workers/entry.ts';
import { resourceFile } from '../../workers/resource.ts';
import type { MelAnswer, MelRequest } from '../audio/mel-worker.ts';
import { libraryId } from '../data/gather.ts';
import { assertFile } from '../data/given-file.ts';
import { modelDefinition, modelsThat } from '../models/registry.ts';
import type { ScorePart } from '../models/model.ts';
import type { TrainerClient } from '../training/trainer-client.ts';
import { unlikeHeard } from './scoring.ts';
import type { ScoringService } from './scoring-service.ts';
import { removeFolder } from '../../storage/moves.ts';

interface Services {
  library: Library;
  grants: FileGrants;
  scorer: ScoringService;
  trainer: TrainerClient;
  settings(): Settings;
}

const TAGS_SHOWN = 8;

export function scoringHandlers({
  library,
  grants,
  scorer,
  trainer,
  settings,
}: Services): Pick<Handlers, keyof typeof scoringContract> {
  const { db, paths } = library;
  const hearing = modelsThat('hears-recordings');
  const fileOf = (model: StoredModel) => insideFolder(paths.models, model.file);
  const nameIn = (songs: ReturnType<typeof songsById>) => (id: number) => ({
    songId: songs.get(id)?.songId ?? '',
    title: songs.get(id)?.title ?? null,
    artist: songs.get(id)?.artist ?? null,
    hasClip: songs.get(id)?.hasClip ?? false,
  });
  return {
    'models/recommend': async ({ model: name, listenerId, top }) => {
      const model = modelByName(db, name);
      const { id, history } = listenerByKey(db, listenerId);
      const answer = await scorer.ask('recommend', fileOf(model), {
        plays: { listenerId: id, songs: history.songs, counts: history.counts },
        top,
      });
      const songs = songsById(
        db,
        answer.items.flatMap((item) => [item.songId, ...item.reasons.flatMap((reason) => reason.song ?? [])]),
      );
      const { scoreMeaning } = modelDefinition(model.type);
      return {
        scoreMeaning,
        scoreRange: scoreMeaning === 'rating' ? { minimum: answer.minimum, maximum: answer.maximum } : null,
        items: answer.items.map((item) => {
          const song = songs.get(item.songId);
          return {
            songId: song?.songId ?? '',
            trackId: song?.trackId ?? null,
            title: song?.title ?? null,
            artist: song?.artist ?? null,
            score: item.score,
            listeners: song?.listeners ?? 0,
            hasClip: song?.hasClip ?? false,
            tags: songTags(db, item.songId, TAGS_SHOWN).map(({ tag }) => tag),
            reasons: item.reasons.map((reason) => publicReason(reason, songs)),
          };
        }),
      };
    },
    'models/explain': async ({ model: name, listenerId, songId }) => {
      const model = modelByName(db, name);
      const { id, history } = listenerByKey(db, listenerId);
      const song = songByKey(db, songId);
      const answer = await scorer.ask('explain', fileOf(model), {
        plays: { listenerId: id, songs: history.songs, counts: history.counts },
        song: { id: song.id, listeners: song.listeners },
      });
      const songs = songsById(db, [
        ...answer.soundsLike.map((one) => one.songId),
        ...answer.reasons.flatMap((reason) => reason.song ?? []),
      ]);
      const { scoreMeaning } = modelDefinition(model.type);
      const plays = history.songs.indexOf(song.id);
      return {
        model: name,
        type: model.type,
        listenerId,
        songId,
        title: song.title,
        artist: song.artist,
        score: answer.score,
        scoreMeaning,
        scoreRange: scoreMeaning === 'rating' ? { minimum: answer.minimum, maximum: answer.maximum } : null,
        rating: answer.rating,
        rank: answer.rank,
        candidates: answer.candidates,
        plays: plays >= 0 ? history.counts[plays] : null,
        reasons: answer.reasons.map((reason) => publicReason(reason, songs)),
        soundsLike: answer.soundsLike.map(({ songId: other, similarity }) => ({
          songId: songs.get(other)?.songId ?? '',
          title: songs.get(other)?.title ?? null,
          similarity,
        })),
        sharedTags: answer.sharedTags,
      };
    },
    'models/map': async ({ model: name, vectors, most }) => {
      if ((name === undefined) === (vectors === undefined))
        throw new AppError('bad-request', say('scoring.map-of-model-or-vectors'));
      const set = vectors === undefined ? null : songsWithVectors(db, vectors, most);
      const answer = set
        ? { ...(await scorer.ask('project-vectors', '', set)), known: set.known }
        : await scorer.ask('project', fileOf(modelByName(db, String(name))), { most });
      const songs = songsById(db, Array.from(answer.songIds));
      const song = nameIn(songs);
      const points = Array.from(answer.songIds, (id, i) => ({
        ...song(id),
        year: songs.get(id)?.year ?? null,
        listeners: songs.get(id)?.listeners ?? 0,
        x: answer.x[i],
        y: answer.y[i],
        tag: answer.tag[i],
      }));
      return { points, tags: answer.tags, explained: answer.explained, known: answer.known };
    },
    'audio/place': async ({ grant, model: name, onMap }) => {
      const file = grants.resolve(grant);
      assertFile(file);
      const candidates = name ? [modelByName(db, name)] : listModels(db).filter(({ type }) => hearing.includes(type));
      if (candidates.length === 0) throw new AppError('not-found', say('scoring.no-hearing-model'));
      const folder = mkdtempSync(join(tmpdir(), 'quadrille-place-'));
      try {
        const clip = await spectrogramOf(file, join(folder, '1.mel'));
        const { engine, threads } = settings();
        const vectorOf = async (model: StoredModel) => {
          const task = {
            kind: 'place',
            modelFile: fileOf(model),
            libraryId: libraryId(db),
            melFolder: folder,
            recording: file,
            weightsFile: resourceFile('musicnn.safetensors'),
            engine,
            threads,
            folder,
          } as const;
          return (await trainer.run(task, new AbortController().signal, () => {})).vector;
        };
        const { model, vector } = await firstThatHears(candidates, vectorOf);
        const answer = await scorer.ask('place', fileOf(model), { vector });
        const located = onMap ? await scorer.ask('locate', fileOf(model), { vector, most: SONGS_ON_MAP }) : null;
        const song = nameIn(
          songsById(
            db,
            answer.nearest.map(({ songId }) => songId),
          ),
        );
        const listener = (id: number) =>
          db.get<{ key: string }>('SELECT listener_key AS key FROM listeners WHERE id = ?', id)?.key ?? '';
        return {
          file: basename(file),
          model: model.name,
          ...(located ? { position: { x: located[0], y: located[1] } } : {}),
          clip,
          nearest: answer.nearest.map(({ songId, similarity }) => ({ ...song(songId), similarity })),
          audience: answer.audience.map(({ listenerId, score }) => ({ listenerId: listener(listenerId), score })),
          appealPercentile: answer.appealPercentile,
          certainty: answer.certainty,
          nearestSimilarity: answer.nearestSimilarity,
          usualNearest: answer.usualNearest,
          unlike: unlikeHeard(answer),
        };
      } finally {
        removeFolder(folder);
      }
    },
  };
}

/** A hybrid has ears only if one of its parts has: the first model that hears the recording answers. */
async function firstThatHears(
  candidates: readonly StoredModel[],
  vectorOf: (model: StoredModel) => Promise<Float32Array>,
): Promise<{ model: StoredModel; vector: Float32Array }> {
  let deaf: unknown;
  for (const model of candidates) {
    try {
      return { model, vector: await vectorOf(model) };
    } catch (error) {
      if (!(error instanceof AppError) || error.told.id !== 'engine.hears-nothing') throw error;
      deaf ??= error;
    }
  }
  throw candidates.length === 1 ? deaf : new AppError('not-found', say('scoring.no-hearing-model'));
}

/** Decodes in a worker: a long recording must not block requests. */
async function spectrogramOf(file: string, output: string) {
  const worker = new Worker(entryFile('core/recommender/audio/mel-worker', 'mel-worker'));
  try {
    const answer = await new Promise<MelAnswer>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', () => reject(new AppError('process-gone', say('scoring.decoder-stopped'))));
      worker.postMessage({ index: 0, file, output } satisfies MelRequest);
    });
    if (!answer.clip)
      throw new AppError('bad-input', answer.problem ?? say('scoring.not-decoded', { file: basename(file) }), {
        file,
      });
    return answer.clip;
  } finally {
    await worker.terminate();
  }
}

function publicReason({ song, ...reason }: ScorePart, songs: ReturnType<typeof songsById>) {
  if (song === undefined) return reason;
  const known = songs.get(song);
  return { ...reason, label: known?.title ?? known?.songId ?? '', ...(known ? { songId: known.songId } : {}) };
}
