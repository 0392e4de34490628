import { statSync } from 'node:fs';
import { basename, extname, relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../../shared/errors.ts';
import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import { AUDIO_FILE, UNREAD_AUDIO_FILE } from '../../audio/file-names.ts';
import type { MelAnswer, MelRequest } from '../../audio/mel-worker.ts';
import { melFile } from '../../audio/mel-file.ts';
import { makeFolder } from '../../../storage/durable.ts';
import { filesBelow } from '../../../storage/files-below.ts';
import { entryFile } from '../../../workers/entry.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { AUDIO } from '../kinds.ts';
import { type Match, RecordingTracks } from '../songs/recording-tracks.ts';
import { TakenBackClips } from '../taken-back.ts';

/** Examples of tracks with several files in the question about them. */
const EXAMPLES = 3;

/**
 * A folder of recordings (WAV, AIFF, AU, MP3, FLAC, Ogg, Opus), or such files themselves. A file belongs to the track
 * or song whose id is its name (without extension), or the one named in the mapping CSV, or whose artist and title its
 * tags have.
 */
export const audioImporter: Importer = {
  kind: AUDIO,
  formats: ['audio-folder'],
  sniff: (head, file) =>
    head.kind === 'audio' || (head.kind === 'folder' && audioFiles(file).length > 0) ? 'audio-folder' : null,
  async stage(context) {
    if (context.head.kind !== 'folder' && context.head.kind !== 'audio')
      throw new AppError('bad-input', say('import.folder-of-audio-needed', { file: basename(context.file) }), {
        file: context.file,
      });
    const files = context.head.kind === 'audio' ? [context.file, ...context.moreFiles] : audioFiles(context.file);
    if (files.length === 0) throw new AppError('bad-input', noAudio(context), { file: context.file });
    context.staging.exec(
      'CREATE TABLE clips (id INTEGER PRIMARY KEY, track_id INTEGER NOT NULL, file TEXT NOT NULL, sample_rate ' +
        'INTEGER NOT NULL, channels INTEGER NOT NULL, duration_seconds REAL NOT NULL, warning TEXT)',
    );
    makeFolder(context.melFolder);
    if (context.head.kind === 'folder') noteUnread(context);
    for (const file of [...files, context.mappingFile ?? '']) context.seen.add(file);
    const takenBack = new TakenBackClips(context);
    const tracks = new RecordingTracks(context, (file) => nameOf(context, file), takenBack);
    const matched = oneFileATrack(context, tracks.match(files), takenBack);
    takenBack.note();
    noteReplaced(context, matched);
    tracks.fill(matched);
    await computeSpectrograms(context, matched);
  },
};

/** A track has one recording: that of an earlier import gives way, which may have been of another file. */
function noteReplaced({ library, report }: ImportContext, matched: readonly Match[]): void {
  const had = ({ track }: Match) => library.get('SELECT 1 FROM clips WHERE track_id = ?', track) !== undefined;
  const clips = matched.filter(had).length;
  if (clips > 0) report.notes.push(say('import.clips-replaced', { clips }));
}

function unreadAudio(folder: string): string[] {
  return filesBelow(folder).filter((name) => UNREAD_AUDIO_FILE.test(name));
}

function counted(files: readonly string[]): { files: number; endings: string[] } {
  return { files: files.length, endings: [...new Set(files.map((name) => extname(name).toLowerCase()))].sort() };
}

/** Audio of kinds that are not read is counted, so that nobody takes it for imported. */
function noteUnread({ file, report, seen }: ImportContext): void {
  const unread = unreadAudio(file);
  for (const one of unread) seen.add(one);
  if (unread.length > 0) report.notes.push(say('import.audio-not-read', counted(unread)));
}

function noAudio({ file, head }: ImportContext): Message {
  const unread = head.kind === 'folder' ? unreadAudio(file) : [];
  return unread.length > 0
    ? say('import.only-unread-audio', { file, ...counted(unread) })
    : say('import.no-audio-files', { file });
}

interface Warned {
  file: string;
  warning: Message;
}

/** Of several files of one track, the one that was answered; the first by name is taken until there is an answer. */
function oneFileATrack(context: ImportContext, matched: readonly Match[], takenBack: TakenBackClips): Match[] {
  const byTrack = Map.groupBy(matched, ({ track }) => track);
  const several = [...byTrack.values()].filter((files) => files.length > 1);
  if (several.length === 0) return [...matched];
  const examples = several
    .slice(0, EXAMPLES)
    .map((files) => files.map(({ file }) => nameOf(context, file)).join(' = '));
  const answer = context.questions.ask(
    say('ask.files-of-a-track', { examples }),
    [
      { id: 'first', label: say('ask.first-by-name') },
      { id: 'largest', label: say('ask.largest-file') },
      { id: 'none', label: say('ask.none-of-them') },
    ],
    several.reduce((sum, files) => sum + files.length - 1, 0),
  );
  return [...byTrack.values()].flatMap((files) => {
    if (files.length === 1) return files;
    const chosen = answer === 'none' ? null : answer === 'largest' ? largest(files) : files[0];
    for (const match of files)
      if (match !== chosen)
        context.report.reject(
          match.line,
          nameOf(context, match.file),
          say('import.another-file-of-the-track', { files: files.map(({ file }) => nameOf(context, file)) }),
        );
    if (chosen === null)
      takenBack.take(
        files[0].track,
        files.map(({ file }) => file),
      );
    return chosen ? [chosen] : [];
  });
}

function largest(files: readonly Match[]): Match {
  const bytes = files.map(({ file }) => statSync(file).size);
  return files[bytes.indexOf(Math.max(...bytes))];
}

/** Relative to the folder that was given. */
function nameOf({ file: given, head }: Pick<ImportContext, 'file' | 'head'>, file: string): string {
  return head.kind === 'folder' ? relative(given, file) : basename(file);
}

function audioFiles(folder: string): string[] {
  return filesBelow(folder)
    .filter((file) => AUDIO_FILE.test(file))
    .sort();
}

async function computeSpectrograms(context: ImportContext, clips: readonly Match[]): Promise<void> {
  const { report, staging } = context;
  const threads = Math.max(1, Math.min(context.threads, clips.length));
  let next = 0;
  let done = 0;
  const answers = new Map<number, MelAnswer>();
  const workers = Array.from(
    { length: threads },
    () => new Worker(entryFile('core/recommender/audio/mel-worker', 'mel-worker')),
  );
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            const give = () => {
              if (next >= clips.length) return resolve();
              const index = next++;
              worker.postMessage({
                index,
                file: clips[index].file,
                output: melFile(context.melFolder, clips[index].track),
              } satisfies MelRequest);
            };
            worker.on('error', reject);
            worker.on('exit', () => reject(new AppError('process-gone', say('import.mel-worker-stopped'))));
            worker.on('message', (answer: MelAnswer) => {
              try {
                answers.set(answer.index, answer);
                context.checkpoint(++done / clips.length, 'spectrograms');
                give();
              } catch (error) {
                reject(error);
              }
            });
            give();
          }),
      ),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  const warned: Warned[] = [];
  staging.transaction(() => {
    clips.forEach((clip, index) => {
      const answer = answers.get(index);
      const warning = answer?.clip?.warning;
      if (warning) warned.push({ file: basename(clip.file), warning });
      if (answer?.clip) stageClip(context, clip, answer.clip);
      else report.reject(clip.line, nameOf(context, clip.file), answer?.problem ?? say('import.not-decoded'));
    });
  });
  noteWarned(context, warned);
}

/** What was noticed of many files is told once. */
function noteWarned({ report }: ImportContext, warned: readonly Warned[]): void {
  for (const alike of Map.groupBy(warned, ({ warning }) => warning.id).values()) {
    const [{ warning: note }, ...others] = alike;
    const names = alike.slice(0, EXAMPLES).map(({ file }) => file);
    if (others.length >= EXAMPLES) report.notes.push(say('import.note-on-files', { count: alike.length, names, note }));
    else
      for (const one of alike) report.notes.push(say('import.note-on-a-file', { file: one.file, note: one.warning }));
  }
}

function stageClip(
  { report, staging }: ImportContext,
  { file, track }: Match,
  { sampleRate, channels, durationSeconds, warning }: NonNullable<MelAnswer['clip']>,
): void {
  const row = [track, file, sampleRate, channels, durationSeconds, warning && JSON.stringify(warning)];
  const columns = 'track_id, file, sample_rate, channels, duration_seconds, warning';
  staging.run(`INSERT INTO clips (${columns}) VALUES (?, ?, ?, ?, ?, ?)`, ...row);
  report.imported++;
}
