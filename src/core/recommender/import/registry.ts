import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { ImportKind } from '../../../shared/contract/recommender.ts';
import { audioImporter } from './audio.ts';
import type { Importer } from './importer.ts';
import type { FileHead } from './source.ts';
import { metadataImporter, tagsImporter } from './sqlite-sources.ts';
import { mismatchesImporter, uniqueTracksImporter } from './tables.ts';
import { tripletsImporter } from './triplets.ts';

/** Every importer; a new one is a file and a line here. Order matters for sniffing: the strictest first. */
export const IMPORTERS: readonly Importer[] = [audioImporter, metadataImporter, tagsImporter, mismatchesImporter, uniqueTracksImporter, tripletsImporter];

export function formatsOf(kind: ImportKind): string[] {
  return ['auto', ...IMPORTERS.filter((importer) => importer.kind === kind).flatMap((importer) => importer.formats)];
}

/** The importer for a kind and format. With `auto`, the only importer of a kind is taken even where its sniffing fails: it explains best what is wrong. */
export function chooseImporter(kind: ImportKind, format: string, head: FileHead, file: string): { importer: Importer; format: string } {
  const ofKind = IMPORTERS.filter((importer) => importer.kind === kind);
  if (format !== 'auto') {
    const importer = ofKind.find((candidate) => candidate.formats.includes(format));
    if (!importer) throw new AppError('bad-request', `There is no format "${format}" for ${kind}. Known: ${formatsOf(kind).join(', ')}.`);
    return { importer, format };
  }
  for (const importer of ofKind) {
    const sniffed = importer.sniff(head, file);
    if (sniffed) return { importer, format: sniffed };
  }
  const importer = ofKind[0];
  const wantsText = importer.kind === 'triplets' || importer.kind === 'tracks' || importer.kind === 'mismatches';
  if (wantsText && head.kind !== 'text') throw new AppError('bad-input', `${basename(file)} is ${head.kind === 'folder' ? 'a folder' : 'an SQLite database'}, not a ${kind} file.`, { file });
  return { importer, format: importer.formats[0] };
}

/** What a dropped file most likely is. */
export function sniffKind(head: FileHead, file: string): { kind: ImportKind | null; format: string } {
  for (const importer of IMPORTERS) {
    const format = importer.sniff(head, file);
    if (format) return { kind: importer.kind, format };
  }
  return { kind: null, format: 'unknown' };
}
