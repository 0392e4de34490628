import { z } from 'zod';
import { label, message } from '../messages/schema.ts';
import { answers, question } from '../questions.ts';

/** A file to be imported, with what belongs to it. */
export const importInput = z.object({
  grant: z.string(),
  kind: z.string(),
  /** Nobody said the kind: it is what `import/sniff` took the file for. */
  isKindSeen: z.boolean().default(false),
  format: z.string().default('auto'),
  onError: z.enum(['skip', 'abort']).default('skip'),
  /** Audio files beside the first. */
  moreGrants: z.array(z.string()).max(10_000).default([]),
  /** A second grant: a CSV that maps file names to track ids, for audio. */
  mappingGrant: z.string().optional(),
  /** The listener, for a listening history that does not name one. */
  listener: z.string().min(1).max(200).optional(),
  /** The name of a set of vectors, and a file of ids beside values that have none. */
  name: z.string().min(1).max(60).optional(),
  idsGrant: z.string().optional(),
  answers: answers.default({}),
});
export type ImportInput = z.infer<typeof importInput>;

export const rejection = z.object({ line: z.number().int().nullable(), field: z.string(), reason: message });
export type Rejection = z.infer<typeof rejection>;

export const importResult = z.object({
  read: z.number().int(),
  imported: z.number().int(),
  rejected: z.number().int(),
  /** What the library had and an answer took out of it. Absent in results of before. */
  removed: z.number().int().optional(),
  rejections: z.array(rejection),
  seconds: z.number(),
  format: z.string(),
  /** Notes that are not rejections: duplicates summed, lines replaced, a truncated end. */
  notes: z.array(message),
  /** What the file leaves open; with none imported, nothing is taken before they are answered. */
  questions: z.array(question),
});
export type ImportResult = z.infer<typeof importResult>;

/** Something that a file would bring. */
export const understood = z.object({ label: message, count: z.number().int(), examples: z.array(z.string()) });
export type Understood = z.infer<typeof understood>;

/** What an import of a file would do, without having done anything. */
export const importPreview = importResult.extend({
  /** How much of the file was read for it. */
  extent: z.enum(['whole', 'part', 'none']),
  understood: z.array(understood),
  /** The first rows as they stand in the file, if it is a table. */
  rows: z.array(z.array(z.string())),
  /** Whether the first of them names the columns. */
  header: z.boolean(),
});
export type ImportPreview = z.infer<typeof importPreview>;

/** An import that is known by what it changed. */
export const importRecord = z.object({
  id: z.number().int(),
  kind: z.string(),
  file: z.string(),
  imported: z.number().int(),
  at: z.string(),
  /** Only the latest can be undone; then the one before it. */
  canBeUndone: z.boolean(),
});
export type ImportRecord = z.infer<typeof importRecord>;

/** Description of a kind of file. */
export const importKindInfo = z.object({
  kind: z.string(),
  label,
  /** The formats that can be chosen; the first is `auto`. */
  formats: z.array(z.object({ format: z.string(), label })),
});
export type ImportKindInfo = z.infer<typeof importKindInfo>;
