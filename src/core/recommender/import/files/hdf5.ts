import { createTrackStaging, stageTrack } from '../songs/track-staging.ts';
import { YearReader } from '../text/years.ts';
import { basename, join } from 'node:path';
import { namesBelow } from '../../../storage/files-below.ts';
import type { Dataset as H5Dataset, File as H5File, Group as H5Group } from 'h5wasm';
import { AppError, toErrorBody } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { ImportContext, Importer } from '../importer.ts';
import { METADATA } from '../kinds.ts';
import { KeyTagStaging } from '../songs/key-tags.ts';

const ROWS_A_READ = 2000;
const ENDING = /\.(h5|hdf5)$/i;
/** HDF5's type class of strings. */
const STRING_CLASS = 3;
const UTF_8 = 1;
/** Numbers of HDF5's own filters: deflate, shuffle, Fletcher32, szip, n-bit, scale-offset. */
const OWN_FILTERS: readonly number[] = [1, 2, 3, 4, 5, 6];

type Row = Record<string, unknown>;

/**
 * The Million Song Dataset's HDF5 files: one song, many, or the summary (which has no arrays, and so no terms); a file,
 * or a folder of them.
 */
export const hdf5Importer: Importer = {
  kind: METADATA,
  formats: ['msd-hdf5'],
  sniff: (head, file) =>
    head.kind === 'hdf5' || (head.kind === 'folder' && tablesBelow(file).length > 0) ? 'msd-hdf5' : null,
  async stage(context) {
    createTrackStaging(context);
    const tags = new KeyTagStaging(context);
    const years = new YearReader();
    const files = context.head.kind === 'folder' ? tablesBelow(context.file) : [''];
    const h5wasm = await checkedHdf5();
    context.staging.exec('BEGIN');
    files.forEach((name, i) => {
      context.checkpoint(i / files.length, 'reading');
      const file = name ? join(context.file, name) : context.file;
      context.seen.add(file);
      try {
        stageFile(context, new h5wasm.File(file, 'r') as unknown as H5File, file, tags, years, (fraction) =>
          context.checkpoint((i + fraction) / files.length, 'reading'),
        );
      } catch (error) {
        if (!name || (error as AppError).code === 'cancelled') throw error;
        context.report.read++;
        context.report.reject(i + 1, name, toErrorBody(error).message);
      }
    });
    context.staging.exec('COMMIT');
    if (years.unread) context.report.notes.push(say('import.unread-years', years.unread));
  },
};

/**
 * HDF5 with reads that fail if the data cannot be read: h5wasm drops the library's status and hands over whatever
 * the memory held.
 */
async function checkedHdf5() {
  const { default: h5wasm } = await import('h5wasm/node');
  const module = (await h5wasm.ready) as unknown as { get_dataset_data: HdfRead };
  const read = module.get_dataset_data;
  if (!read.isChecked) {
    const checked: HdfRead = (...details) => {
      const status = read(...details);
      if (Number(status) < 0) throw new UnreadableChunk(details[1] as string);
      return status;
    };
    checked.isChecked = true;
    module.get_dataset_data = checked;
  }
  return h5wasm;
}

type HdfRead = ((...details: unknown[]) => unknown) & { isChecked?: boolean };

class UnreadableChunk extends Error {}

/** Whatever h5wasm throws for a damaged table, of no class of its own, is damage of that table. */
function readable<T>(table: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UnreadableChunk ? error : new UnreadableChunk(table);
  }
}

function tablesBelow(folder: string): string[] {
  return namesBelow(folder).filter((name) => ENDING.test(name));
}

function stageFile(
  context: ImportContext,
  file: H5File,
  path: string,
  tags: KeyTagStaging,
  years: YearReader,
  progress: (fraction: number) => void,
): void {
  // A file that HDF5 cannot read does not throw when it is opened.
  if (file.file_id === -1n)
    throw new AppError('bad-input', say('import.not-hdf5', { file: basename(path) }), {
      file: path,
    });
  try {
    const metadata = table(file, 'metadata/songs', path);
    const analysis = table(file, 'analysis/songs', path);
    const musicbrainz = table(file, 'musicbrainz/songs', path);
    const total = metadata.shape?.[0] ?? 0;
    const terms = array(file, 'metadata/artist_terms', path);
    const weights = array(file, 'metadata/artist_terms_weight', path);
    for (let from = 0; from < total; from += ROWS_A_READ) {
      const to = Math.min(total, from + ROWS_A_READ);
      const [songs, sounds, dates] = [rows(metadata, from, to), rows(analysis, from, to), rows(musicbrainz, from, to)];
      songs.forEach((song, i) => {
        const next =
          i + 1 < songs.length
            ? Number(songs[i + 1].idx_artist_terms)
            : from + i + 1 < total
              ? Number(rows(metadata, to, to + 1)[0]?.idx_artist_terms)
              : terms.length;
        const list = terms
          .slice(Number(song.idx_artist_terms ?? 0), next)
          .map((name, t) => ({ name, weight: Number(weights[Number(song.idx_artist_terms ?? 0) + t] ?? 1) }));
        stageSong(
          context,
          { ...song, ...pick(sounds[i], ['track_id', 'duration']), year: dates[i]?.year },
          list,
          tags,
          path,
          years,
        );
      });
      progress(to / total);
    }
  } catch (error) {
    if (!(error instanceof UnreadableChunk)) throw error;
    const damage = say('import.hdf5-damaged', { file: basename(path), table: error.message });
    throw new AppError('bad-input', damage, { file: path, table: error.message });
  } finally {
    file.close();
  }
}

function stageSong(
  { report, staging }: ImportContext,
  song: Row,
  terms: { name: string; weight: number }[],
  tags: KeyTagStaging,
  path: string,
  years: YearReader,
): void {
  report.read++;
  const at = report.read;
  const track = text(song.track_id);
  const key = text(song.song_id);
  if (!track) return report.reject(at, `${basename(path)}: analysis/songs track_id`, say('import.is-empty'));
  if (!key) return report.reject(at, `${basename(path)}: metadata/songs song_id`, say('import.is-empty'));
  stageTrack(
    { staging },
    {
      key: track,
      song: key,
      title: text(song.title),
      artist: text(song.artist_name),
      artistKey: text(song.artist_id),
      release: text(song.release),
      durationSeconds: positive(song.duration),
      year: years.year(song.year),
      familiarity: positive(song.artist_familiarity),
      hotttnesss: positive(song.artist_hotttnesss),
    },
  );
  for (const { name, weight } of terms) if (name) tags.add(track, name, 100 * Math.min(1, Math.max(0, weight)));
  report.imported++;
}

function table(file: H5File, name: string, path: string): H5Dataset {
  const found = readable(name, () => {
    const one = file.get(name) as H5Dataset | H5Group | null;
    return one && 'metadata' in one && one.metadata ? one : null;
  });
  if (!found)
    throw new AppError('bad-input', say('import.hdf5-without-table', { file: basename(path), table: name }), {
      file: path,
      table: name,
    });
  refuseUnknownFilter(found, name, path);
  return found;
}

/** A chunk behind a filter that HDF5 itself does not bring reads like a damaged one. */
function refuseUnknownFilter(dataset: H5Dataset, table: string, path: string): void {
  const unknown = readable(table, () => dataset.filters)?.find(({ id }) => !OWN_FILTERS.includes(id));
  if (!unknown) return;
  const filter = unknown.name || String(unknown.id);
  throw new AppError('bad-input', say('import.hdf5-compression', { file: basename(path), table, filter }), {
    file: path,
    table,
  });
}

/** Rows of a compound table as objects. Its strings are UTF-8 but typed as ASCII. */
function rows(dataset: H5Dataset, from: number, to: number): Row[] {
  return readable(dataset.path ?? '', () => {
    const { compound_type: compound } = dataset.metadata as {
      compound_type?: { members: { name: string; type: number; cset?: number }[] };
    };
    const members = compound?.members ?? [];
    for (const member of members) if (member.type === STRING_CLASS) member.cset = UTF_8;
    const values = dataset.slice([[from, to]]) as unknown as unknown[][];
    return Array.from(values, (row) => Object.fromEntries(members.map(({ name }, i) => [name, row[i]])));
  });
}

/** A whole array, empty if the file has none. */
function array(file: H5File, name: string, path: string): string[] {
  const found = readable(name, () => file.get(name) as H5Dataset | null);
  if (found && 'metadata' in found) refuseUnknownFilter(found, name, path);
  return readable(name, () => {
    if (!found || !('metadata' in found) || (found.shape?.[0] ?? 0) === 0) return [];
    const own = found.metadata as { type: number; cset?: number };
    if (own.type === STRING_CLASS) own.cset = UTF_8;
    return Array.from(found.value as ArrayLike<unknown>, (value) => String(value).replace(/\0+$/, ''));
  });
}

function pick(row: Row | undefined, names: string[]): Row {
  return Object.fromEntries(names.map((name) => [name, row?.[name]]));
}

function text(value: unknown): string | null {
  const plain = typeof value === 'string' ? value.replace(/\0+$/, '') : '';
  return plain === '' ? null : plain;
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
