import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { schemaProblems } from '../../../shared/messages/schema-problems.ts';
import { say } from '../../../shared/messages/say.ts';
import { type Codebook, codebookSchema } from '../../../shared/mobility/codebook.ts';
import { codeValue } from '../../../shared/mobility/coding.ts';
import { type EventRow, tickOf, tickShape } from '../rows/event-rows.ts';
import { plainFile } from '../../storage/plain-file.ts';

const FORMAT = 'quadrille-coding';

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));
const uid = z.string().min(1).max(100);
const institution = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.string(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
});
const year = z.number().int().nullable();
const common = {
  format: z.literal(FORMAT),
  study: z.object({ id: z.string(), name: z.string() }),
  coder: z.string().min(1),
  codebookVersion: z.number().int(),
  exportedAt: z.string(),
  /** SHA-256 of everything else. */
  checksum: z.string(),
};

/** Until format 30: a coder's codes as they stood, each with the events that had led to it. */
const version1 = z.object({
  ...common,
  version: z.literal(1),
  codes: z.array(
    z.object({
      scholar: z.string(),
      stage: z.string(),
      value: codeValue,
      eventUid: uid,
      updatedAt: time,
      suggestions: z.enum(['shown', 'hidden']),
      accepted: z.boolean(),
      codebookVersion: z.number().int(),
      history: z.array(uid),
    }),
  ),
  institutions: z.array(institution),
});

const version2 = z.object({
  ...common,
  version: z.literal(2),
  codebook: codebookSchema,
  /** Everything that the coder decided, undid and settled. */
  events: z.array(
    z.object({
      uid,
      tick: tickShape,
      kind: z.enum(['set', 'undo', 'redo', 'merge', 'adjudicate', 'withdraw']),
      scholar: z.string(),
      stage: z.string(),
      before: codeValue.nullable(),
      after: codeValue.nullable(),
      suggestions: z.enum(['shown', 'hidden']),
      accepted: z.boolean(),
      codebookVersion: z.number().int(),
      refersTo: uid.nullable(),
      reason: z.string().max(2000),
      basis: z.array(uid).nullable(),
      at: time,
    }),
  ),
  /** Scholars whose suggestions the coder saw. */
  shown: z.array(z.string()),
  reveals: z.array(
    z.object({
      uid,
      scholar: z.string(),
      coders: z.array(z.string()),
      tick: tickShape,
      author: z.string(),
      at: time,
    }),
  ),
  /** Names of the scholars, so that a merge notices another person under the same key. */
  scholars: z.array(z.object({ key: z.string(), name: z.string() })),
  /** Other names that the coder had before. */
  formerNames: z.array(z.string()).optional(),
  institutions: z.array(
    institution.extend({
      names: z.array(z.object({ name: z.string(), from: year, to: year })),
      relations: z.array(z.object({ kind: z.string(), other: z.string(), year })),
    }),
  ),
});
export type CodingFile = z.infer<typeof version2>;
export type CodingFileInstitution = CodingFile['institutions'][number];

/** A coding file of either version, as a merge takes it. */
export interface Exchange extends Omit<CodingFile, 'version' | 'codebook' | 'events' | 'checksum' | 'format'> {
  version: 1 | 2;
  /** Null in version 1. */
  codebook: Codebook | null;
  events: EventRow[];
  /** Events that the file's codes came after, also those that it does not hold. */
  known: Set<string>;
}

export function codingFileText(body: Omit<CodingFile, 'checksum' | 'format' | 'version'>): string {
  const whole = { format: FORMAT, version: 2, ...body } as const;
  return `${JSON.stringify({ ...whole, checksum: checksumOf(whole) })}\n`;
}

function checksumOf(body: object): string {
  return createHash('sha256').update(canonical(body)).digest('hex');
}

/** JSON that does not depend on the order of keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(sortedKeys(value));
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}

export function readExchange(file: string): Exchange {
  const name = basename(file);
  if (!existsSync(plainFile(file))) throw new AppError('not-found', say('app.no-such-file', { file }), { file });
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new AppError('bad-input', say('agreement.unreadable-export', { name, reason: (error as Error).message }), {
      file: name,
    });
  }
  if (newerThanOurs(parsed))
    throw new AppError('bad-input', say('agreement.newer-export', { name }), { file: name, field: 'version' });
  const checked = ((parsed as { version?: unknown } | null)?.version === 1 ? version1 : version2).safeParse(parsed);
  if (!checked.success) {
    const [{ path, problem }] = schemaProblems(checked.error, parsed);
    throw new AppError('bad-input', say('agreement.not-an-export', { name, path: path || 'quadrille', problem }), {
      file: name,
      field: path,
    });
  }
  const { checksum, ...body } = checked.data;
  if (checksumOf(body) !== checksum)
    throw new AppError('bad-input', say('agreement.checksum-differs', { name }), { file: name });
  return body.version === 1 ? ofVersion1(body) : ofVersion2(body);
}

function newerThanOurs(parsed: unknown): boolean {
  const { format, version } = (parsed ?? {}) as { format?: unknown; version?: unknown };
  return format === FORMAT && typeof version === 'number' && version > 2;
}

function ofVersion2({ format: _format, ...body }: Omit<CodingFile, 'checksum'>): Exchange {
  const events = body.events.map((event) => ({ ...event, author: body.coder }));
  return { ...body, events, known: new Set(events.map((event) => event.uid)) };
}

/** The codes as events of kind `merge`, at the time of the decision: the originals take their place where they come. */
function ofVersion1({ codes, institutions, ...body }: Omit<z.infer<typeof version1>, 'checksum'>): Exchange {
  const { study, coder, codebookVersion, exportedAt } = body;
  return {
    version: 1,
    study,
    coder,
    codebookVersion,
    exportedAt,
    codebook: null,
    shown: [],
    reveals: [],
    scholars: [],
    institutions: institutions.map((one) => ({ ...one, names: [], relations: [] })),
    known: new Set(codes.flatMap(({ eventUid, history }) => [eventUid, ...history])),
    events: codes.map(({ scholar, stage, value, eventUid, updatedAt, suggestions, accepted, ...code }) => ({
      uid: eventUid,
      tick: tickOf(updatedAt),
      kind: 'merge',
      author: coder,
      scholar,
      stage,
      before: null,
      after: value,
      suggestions,
      accepted,
      codebookVersion: code.codebookVersion,
      refersTo: null,
      reason: '',
      basis: null,
      at: updatedAt,
    })),
  };
}
