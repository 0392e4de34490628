import { z } from 'zod';
import { label, message } from '../messages/schema.ts';
import { question } from '../questions.ts';

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
