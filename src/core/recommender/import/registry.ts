import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/say.ts';
import type { ImportKind } from '../../../shared/contract/recommender.ts';
import { audioImporter } from './audio.ts';
import { delimitedTripletsImporter } from './delimited-triplets.ts';
import { hdf5Importer } from './hdf5.ts';
import type { Importer } from './importer.ts';
import { genresImporter, lastfmJsonImporter } from './key-tags.ts';
import { jsonListensImporter } from './listens-json.ts';
import { textListensImporter } from './listens-text.ts';
import { ratingsImporter } from './ratings.ts';
import type { FileHead } from './source.ts';
import { artistTermsImporter, metadataImporter, tagsImporter } from './sqlite-sources.ts';
import {
  kaggleSongsImporter,
  kaggleUsersImporter,
  mismatchesImporter,
  songToTracksImporter,
  uniqueTracksImporter,
} from './tables.ts';
import { tripletsImporter } from './triplets.ts';

/** Every importer; a new one is a file and a line here. Order matters for sniffing: the strictest first. */
export const IMPORTERS: readonly Importer[] = [
  audioImporter,
  metadataImporter,
  tagsImporter,
  artistTermsImporter,
  hdf5Importer,
  lastfmJsonImporter,
  jsonListensImporter,
  mismatchesImporter,
  uniqueTracksImporter,
  songToTracksImporter,
  kaggleSongsImporter,
  kaggleUsersImporter,
  genresImporter,
  textListensImporter,
  ratingsImporter,
  delimitedTripletsImporter,
  tripletsImporter,
];

export function formatsOf(kind: ImportKind): string[] {
  return ['auto', ...IMPORTERS.filter((importer) => importer.kind === kind).flatMap((importer) => importer.formats)];
}

/**
 * The importer for a kind and format. With `auto`, the only importer of a kind is taken even where its sniffing fails:
 * it explains best what is wrong.
 */
export function chooseImporter(
  kind: ImportKind,
  format: string,
  head: FileHead,
  file: string,
): { importer: Importer; format: string } {
  const ofKind = IMPORTERS.filter((importer) => importer.kind === kind);
  if (format !== 'auto') {
    const importer = ofKind.find((candidate) => candidate.formats.includes(format));
    if (!importer)
      throw new AppError(
        'bad-request',
        say`There is no format "${format}" for ${kind}. Known: ${formatsOf(kind).join(', ')}.`,
      );
    return { importer, format };
  }
  for (const importer of ofKind) {
    const sniffed = importer.sniff(head, file);
    if (sniffed) return { importer, format: sniffed };
  }
  const importer = ofKind.find(({ formats }) => formats.includes(USUAL[kind] ?? '')) ?? ofKind[0];
  const wantsText =
    kind === 'triplets' || kind === 'tracks' || kind === 'mismatches' || kind === 'ratings' || kind === 'listeners';
  if (wantsText && head.kind !== 'text')
    throw new AppError('bad-input', say`${basename(file)} is ${WORDS[head.kind]}, not a ${kind} file.`, { file });
  if (kind === 'listens')
    throw new AppError(
      'bad-input',
      say`${basename(file)} is none of the listening histories that are known (${formatsOf(kind).slice(1).join(', ')}). Name its format if it is one of them.`,
      { file },
    );
  return { importer, format: importer.formats[0] };
}

/** The format whose reader explains best what is wrong with a file that none recognises. */
const USUAL: Partial<Record<ImportKind, string>> = {
  triplets: 'taste-profile',
  metadata: 'track-metadata-db',
  tags: 'lastfm-tags-db',
  tracks: 'unique-tracks',
};
const WORDS: Record<FileHead['kind'], string> = {
  folder: say`a folder`,
  sqlite: say`an SQLite database`,
  hdf5: say`an HDF5 file`,
  zip: say`a zip archive`,
  text: say`a text file`,
};

/** What a dropped file most likely is. */
export function sniffKind(head: FileHead, file: string): { kind: ImportKind | null; format: string } {
  for (const importer of IMPORTERS) {
    const format = importer.sniff(head, file);
    if (format) return { kind: importer.kind, format };
  }
  return { kind: null, format: 'unknown' };
}
