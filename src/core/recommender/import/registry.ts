import type { Message } from '../../../shared/messages/message.ts';
import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
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
        say('recommender.there-is-no-format-for-known', { format, kind, kind2: formatsOf(kind) }),
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
    throw new AppError(
      'bad-input',
      say('import.is-not-file', { file: basename(file), kind: WORDS[head.kind], kind2: kind }),
      { file },
    );
  if (kind === 'listens')
    throw new AppError(
      'bad-input',
      say('import.is-none-of-listening-histories-that', { file: basename(file), kind: formatsOf(kind).slice(1) }),
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
const WORDS: Record<FileHead['kind'], Message> = {
  folder: say('import.folder'),
  sqlite: say('import.sqlite-database'),
  hdf5: say('import.hdf5-file'),
  zip: say('import.zip-archive'),
  text: say('import.text-file'),
};

/** What a dropped file most likely is. */
export function sniffKind(head: FileHead, file: string): { kind: ImportKind | null; format: string } {
  for (const importer of IMPORTERS) {
    const format = importer.sniff(head, file);
    if (format) return { kind: importer.kind, format };
  }
  return { kind: null, format: 'unknown' };
}
