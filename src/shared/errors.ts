import { say } from './messages/say.ts';
import type { Message } from './messages/message.ts';
/** The closed list of error codes that cross the RPC boundary and that the command line prints. */
export const ERROR_CODES = [
  'bad-request',
  'bad-input',
  'not-found',
  'conflict',
  'library-locked',
  'library-newer',
  'library-damaged',
  'library-gone',
  'disk-full',
  'cancelled',
  'process-gone',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorBody {
  code: ErrorCode;
  message: Message;
  details?: unknown;
}

/** An error the user can act on: the message says what is wrong and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Shown to the user; `message` is the English text, for logs. */
  readonly told: Message;
  readonly details: unknown;

  constructor(code: ErrorCode, told: Message, details?: unknown) {
    super(told.text);
    this.told = told;
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/**
 * SQLite's codes for a damaged database; for an unreadable header it only reports SQLITE_ERROR.
 */
export function isDatabaseDamage(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code !== 'string') return false;
  return (
    code.startsWith('SQLITE_CORRUPT') ||
    code === 'SQLITE_NOTADB' ||
    (code === 'SQLITE_ERROR' && /unsupported file format|malformed/.test(String(message)))
  );
}

/** Turns anything thrown into a body without a stack; system errors get the code that fits them. */
export function toErrorBody(error: unknown): ErrorBody {
  if (error instanceof AppError) {
    return error.details === undefined
      ? { code: error.code, message: error.told }
      : { code: error.code, message: error.told, details: error.details };
  }
  const thrown = error as { code?: unknown; message?: unknown };
  const systemCode = typeof thrown?.code === 'string' ? thrown.code : '';
  const reason = typeof thrown?.message === 'string' ? thrown.message : String(error);
  if (systemCode === 'ENOSPC' || systemCode === 'SQLITE_FULL' || systemCode === 'EDQUOT') {
    return { code: 'disk-full', message: say('error.disk-full', { reason }) };
  }
  // Links that lead to each other lead to nothing; nor is there a file whose name is too long to be one.
  if (['ENOENT', 'ELOOP', 'ENAMETOOLONG'].includes(systemCode))
    return { code: 'not-found', message: say('error.no-such-file', { reason }) };
  if (
    systemCode === 'EACCES' ||
    systemCode === 'EPERM' ||
    systemCode === 'EROFS' ||
    systemCode.startsWith('SQLITE_READONLY')
  ) {
    return {
      code: 'bad-input',
      message: say('error.no-permission', { reason }),
    };
  }
  if (isDatabaseDamage(error)) {
    return {
      code: 'library-damaged',
      message: say('error.database-damaged', { reason }),
    };
  }
  if (
    systemCode.startsWith('SQLITE_IOERR') ||
    systemCode === 'SQLITE_CANTOPEN' ||
    systemCode === 'EIO' ||
    systemCode === 'ENODEV' ||
    systemCode === 'ENXIO'
  ) {
    return {
      code: 'library-gone',
      message: say('error.disk-gone', { reason }),
    };
  }
  if (systemCode === 'ABORT_ERR' || (thrown as { name?: unknown })?.name === 'AbortError')
    return { code: 'cancelled', message: say('app.cancelled') };
  return { code: 'internal', message: say('error.internal', { reason }) };
}

export function fromErrorBody(body: ErrorBody): AppError {
  return new AppError(body.code, body.message, body.details);
}

/** An error of another thread of the same program; its stack is for the log, and goes no further. */
export interface ThreadError extends ErrorBody {
  stack?: string | undefined;
}

export function toThreadError(error: unknown): ThreadError {
  return { ...toErrorBody(error), stack: error instanceof Error ? error.stack : undefined };
}

export function fromThreadError({ stack, ...body }: ThreadError): AppError {
  const error = fromErrorBody(body);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** Makes the compiler prove that every case is handled. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
