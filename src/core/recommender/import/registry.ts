import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Label } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { ImportKindInfo } from '../../../shared/contract/imports.ts';
import { acousticBrainzImporter } from './songs/acousticbrainz.ts';
import { appleDaysImporter } from './listens/apple-days.ts';
import { audioImporter } from './audio/audio.ts';
import { isMapping } from './audio/audio-mapping.ts';
import { sniffFolder, sniffZip } from './files/containers.ts';
import { delimitedTripletsImporter } from './plays/delimited-triplets.ts';
import { hdf5Importer } from './files/hdf5.ts';
import { type Importer, isKnownTo } from './importer.ts';
import { factorsImporter } from './vectors/factors.ts';
import { FORMAT_WORDS } from './format-words.ts';
import { genresImporter, lastfmJsonImporter } from './songs/key-tags.ts';
import type { ImportKind } from './kinds.ts';
import { type DelimitedHead, hasHeader, isTable, readDelimitedHead } from './text/delimited.ts';
import { tableHeadOf } from './text/json-table.ts';
import { jsonListensImporter } from './listens/listens-json.ts';
import { textListensImporter } from './listens/listens-text.ts';
import { thirtyMusicImporter, thirtyMusicTracksImporter } from './listens/thirty-music.ts';
import { playlistsImporter } from './listens/playlists.ts';
import { ratingsImporter } from './plays/ratings.ts';
import { refuseAlbums } from './songs/albums.ts';
import { songTableImporter, tagTableImporter } from './songs/song-tables.ts';
import { songNamesImporter, songTagsImporter } from './songs/song-text.ts';
import type { FileHead } from './files/source.ts';
import { artistTermsImporter, metadataImporter, tagsImporter } from './files/sqlite-sources.ts';
import {
  kaggleSongsImporter,
  kaggleUsersImporter,
  mismatchesImporter,
  songToTracksImporter,
  tracksPerYearImporter,
  uniqueTracksImporter,
} from './text/tables.ts';
import { tripletsImporter } from './plays/triplets.ts';
import { vectorsImporter } from './vectors/vectors.ts';

/** Columns that an error names. */
const COLUMNS_SHOWN = 12;

/** Every importer; a new one is a file and a line here. Order matters for sniffing: the strictest first. */
export const IMPORTERS: readonly Importer[] = [
  audioImporter,
  vectorsImporter,
  factorsImporter,
  metadataImporter,
  tagsImporter,
  artistTermsImporter,
  hdf5Importer,
  playlistsImporter,
  lastfmJsonImporter,
  acousticBrainzImporter,
  jsonListensImporter,
  thirtyMusicImporter,
  thirtyMusicTracksImporter,
  mismatchesImporter,
  tracksPerYearImporter,
  uniqueTracksImporter,
  songToTracksImporter,
  kaggleSongsImporter,
  kaggleUsersImporter,
  genresImporter,
  songTagsImporter,
  songNamesImporter,
  tagTableImporter,
  songTableImporter,
  appleDaysImporter,
  textListensImporter,
  ratingsImporter,
  delimitedTripletsImporter,
  tripletsImporter,
];

/** Every kind that an importer reads, in the order of lists. */
export const IMPORT_KINDS: readonly ImportKind[] = [...new Set(IMPORTERS.map(({ kind }) => kind))].sort(
  (a, b) => a.place - b.place,
);

/** @throws bad-request, listing the valid names */
export function importKind(name: string): ImportKind {
  const found = IMPORT_KINDS.find((kind) => kind.name === name);
  if (!found)
    throw new AppError(
      'bad-request',
      say('import.no-such-kind', { name, kinds: IMPORT_KINDS.map((kind) => kind.name) }),
    );
  return found;
}

/** Descriptions of the kinds, for pages and commands. */
export function importKinds(): ImportKindInfo[] {
  return IMPORT_KINDS.map((kind) => ({
    kind: kind.name,
    label: kind.label,
    formats: formatsOf(kind).map((format) => ({ format, label: formatLabel(format) })),
  }));
}

/** What people call a format: its name, if it has no words. */
export function formatLabel(format: string): Label {
  return FORMAT_WORDS[format] ?? format;
}

/** The formats that can be chosen for a kind; the first is `auto`. */
export function formatsOf(kind: ImportKind): string[] {
  return ['auto', ...IMPORTERS.filter((importer) => importer.kind === kind).flatMap((importer) => importer.formats)];
}

/**
 * The importer for a kind and format. With `auto`, the only importer of a kind is used even if it does not recognise
 * the file: it gives the best error.
 */
export function chooseImporter(
  kind: ImportKind,
  format: string,
  head: FileHead,
  file: string,
): { importer: Importer; format: string } {
  const ofKind = importersOf(kind);
  if (format !== 'auto') {
    const importer = ofKind.find((candidate) => candidate.formats.includes(format));
    if (!importer)
      throw new AppError(
        'bad-request',
        say('import.no-such-format', { format, kind: kind.name, formats: formatsOf(kind) }),
      );
    return { importer, format };
  }
  refuseAlbums(head, file);
  for (const importer of ofKind) {
    const sniffed = importer.sniff(head, file, true);
    if (sniffed) return { importer, format: sniffed };
  }
  const table = tableHeadOf(head);
  if (table) return chooseImporter(kind, format, table, file);
  const asking = ofKind.find((importer) => importer.asks?.(head));
  if (asking) return { importer: asking, format: asking.formats[0] };
  refuseOtherTable(kind, head, file);
  const importer = ofKind.find(({ formats }) => formats.includes(kind.usual ?? '')) ?? ofKind[0];
  if (kind.isText && head.kind !== 'text')
    throw new AppError(
      'bad-input',
      say('import.wrong-kind-of-file', { file: basename(file), found: head.kind, wanted: kind.name }),
      { file },
    );
  if (kind.hasUnlikeFormats)
    throw new AppError(
      'bad-input',
      say('import.unknown-history', { file: basename(file), formats: formatsOf(kind).slice(1).map(formatLabel) }),
      { file },
    );
  return { importer, format: importer.formats[0] };
}

/** Throws what `chooseImporter` does. A zip, and a folder of tables, are opened by the job. */
export async function assertReadable(kind: ImportKind, format: string, head: FileHead, file: string): Promise<void> {
  if (head.kind === 'zip') return;
  const importers = importersOf(kind);
  if (head.kind === 'folder' && !isKnownTo(importers, head, file) && (await sniffFolder(file, importers))) return;
  chooseImporter(kind, format, head, file);
}

/** A table with a header in which a kind finds nothing: the error says what columns it has, and what it needs. */
function refuseOtherTable(kind: ImportKind, head: FileHead, file: string): void {
  if (!kind.needs || head.kind !== 'text') return;
  const table = readDelimitedHead(head);
  if (table && isBare(table)) {
    const row = table.rows[0].slice(0, COLUMNS_SHOWN).join(' | ');
    const bare = say('import.table-without-header', { file: basename(file), row, needed: kind.needs });
    throw new AppError('bad-input', bare, { file });
  }
  if (!isTable(head)) return;
  const columns = (readDelimitedHead(head)?.rows[0] ?? []).filter((name) => name !== '').slice(0, COLUMNS_SHOWN);
  throw new AppError('bad-input', say('import.other-table', { file: basename(file), columns, needed: kind.needs }), {
    file,
  });
}

/** Rows of one width between separators that no running text has, and no names above them. */
function isBare(table: DelimitedHead): boolean {
  return table.separator !== ' ' && table.separator !== ',' && table.alike === 1 && !hasHeader(table);
}

/** The importers of a kind, the strictest first. */
export function importersOf(kind: ImportKind): Importer[] {
  return IMPORTERS.filter((importer) => importer.kind === kind);
}

/** The format of a text that belongs to audio: it says which track a file is of. */
const AUDIO_MAPPING = 'audio-mapping';

/** The most likely kind of a dropped file. */
export async function sniffKind(head: FileHead, file: string): Promise<{ kind: string | null; format: string }> {
  if (head.kind === 'zip') return (await sniffZip(file, IMPORTERS)) ?? { kind: null, format: 'unknown' };
  if (isMapping(head)) return { kind: null, format: AUDIO_MAPPING };
  refuseAlbums(head, file);
  for (const importer of IMPORTERS) {
    const format = importer.sniff(head, file);
    if (format) return { kind: importer.kind.name, format };
  }
  if (head.kind === 'folder') return (await sniffFolder(file, IMPORTERS)) ?? { kind: null, format: 'unknown' };
  const table = tableHeadOf(head);
  return table ? sniffKind(table, file) : { kind: null, format: 'unknown' };
}
