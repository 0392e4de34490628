import { formatsOf } from '../../core/recommender/import/registry.ts';
import { IMPORT_KINDS, type ImportKind, type ImportResult } from '../../shared/contract/recommender.ts';
import { callerPath, type Command, noMorePositionals, oneOf, positional, required, UsageError } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

export const importCommand: Command = {
  name: 'import',
  usage: 'import KIND PATH --library FOLDER [options]',
  summary: 'Read a file in its original format into a library.',
  help: [
    'triplets    Taste Profile and Kaggle challenge: listener, song and play count; tabs, or any separator with ' +
      'a header; plain or gzip',
    'listens     listening histories: Last.fm-1K and -360K, ListenBrainz, Spotify (both exports), scrobbles as ' +
      'CSV; a file, a folder or a zip',
    'ratings     explicit ratings as MovieLens writes them (u.data, ratings.csv, .inter); a library holds plays ' +
      'or ratings, not both',
    'metadata    track_metadata.db of the Million Song Dataset, or its HDF5 files (one song, many, summary; a ' +
      'file or a folder)',
    'tags        lastfm_tags.db, artist_term.db, Last.fm JSON (a folder), tagtraum and MAGD genres',
    'tracks      unique_tracks.txt, taste_profile_song_to_tracks.txt, kaggle_songs.txt',
    'listeners   kaggle_users.txt',
    'mismatches  sid_mismatches.txt; its songs are left out of training and evaluation',
    'audio       a folder of WAV, MP3, FLAC or Ogg files, named by track or song id, or mapped by --mapping ' +
      'FILE.csv (columns file, track_id)',
    '',
    '--format NAME         a format name instead of "auto"',
    '--listener NAME       whose history it is, where the file does not say (default: its name)',
    '--on-error skip|abort skip refuses single lines and imports the rest (default); abort imports nothing when ' +
      'one line is wrong',
  ],
  options: {
    library: { type: 'string' },
    format: { type: 'string' },
    'on-error': { type: 'string' },
    mapping: { type: 'string' },
    listener: { type: 'string' },
  },
  async run(input) {
    const kind = positional(input, 0, 'KIND') as ImportKind;
    if (!IMPORT_KINDS.includes(kind))
      throw new UsageError(`There is no import kind ${JSON.stringify(kind)}. Known: ${IMPORT_KINDS.join(', ')}.`);
    const file = callerPath(positional(input, 1, 'PATH'));
    noMorePositionals(input, 2);
    const format = oneOf(input, 'format', formatsOf(kind), 'auto');
    const onError = oneOf(input, 'on-error', ['skip', 'abort'], 'skip');
    const mapping = input.values.mapping as string | undefined;
    return withLibrary(input, async (app) => {
      const grants = {
        grant: app.grants.add(file),
        ...(mapping ? { mappingGrant: app.grants.add(callerPath(mapping)) } : {}),
      };
      const { jobId } = await app.call('import/start', {
        ...grants,
        kind,
        format,
        onError,
        ...(input.values.listener === undefined ? {} : { listener: required(input, 'listener') }),
      });
      const result = await finishJob<ImportResult>(app, input, jobId);
      const rate = Math.round(result.read / Math.max(0.001, result.seconds));
      input.print(
        `${result.read.toLocaleString('en')} read, ${result.imported.toLocaleString('en')} imported, ` +
          `${result.rejected.toLocaleString('en')} rejected in ${result.seconds.toFixed(2)} s ` +
          `(${rate.toLocaleString('en')} a second).`,
      );
      for (const note of result.notes) input.print(`  ${note.text}`);
      for (const { line, field, reason } of result.rejections.slice(0, 10))
        input.print(`  ${line === null ? '' : `line ${line}, `}${field}: ${reason.text}`);
      if (result.rejected > 10) input.print(`  … ${result.rejected - 10} more`);
      return result;
    });
  },
};
