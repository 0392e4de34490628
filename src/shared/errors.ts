import { say } from './say.ts';
/** The closed list of error codes that cross the RPC edge and that the command line prints. */
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
  message: string;
  details?: unknown;
}

/** An error that a person can act on: the message says what is wrong and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, details?: unknown) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/**
 * What SQLite throws over a file that is no sound database; of a header that it cannot read it only says SQLITE_ERROR.
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
      ? { code: error.code, message: error.message }
      : { code: error.code, message: error.message, details: error.details };
  }
  const thrown = error as { code?: unknown; message?: unknown };
  const systemCode = typeof thrown?.code === 'string' ? thrown.code : '';
  const message = typeof thrown?.message === 'string' ? thrown.message : String(error);
  if (systemCode === 'ENOSPC' || systemCode === 'SQLITE_FULL' || systemCode === 'EDQUOT') {
    return { code: 'disk-full', message: say`The disk is full (${message}). Free some space, then resume the job.` };
  }
  if (systemCode === 'ENOENT') return { code: 'not-found', message: say`No such file or folder: ${message}` };
  if (
    systemCode === 'EACCES' ||
    systemCode === 'EPERM' ||
    systemCode === 'EROFS' ||
    systemCode.startsWith('SQLITE_READONLY')
  ) {
    return {
      code: 'bad-input',
      message: say`No permission to write or read there (${message}). Choose another folder, or change its permissions.`,
    };
  }
  if (isDatabaseDamage(error)) {
    return {
      code: 'library-damaged',
      message: say`The database is damaged (${message}). Close the library and open it again: it is checked then, and a backup can be restored.`,
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
      message: say`The disk does not answer (${message}). If it was removed, connect it again, then open the library again.`,
    };
  }
  if (systemCode === 'ABORT_ERR' || (thrown as { name?: unknown })?.name === 'AbortError')
    return { code: 'cancelled', message: say`Cancelled.` };
  return { code: 'internal', message };
}

export function fromErrorBody(body: ErrorBody): AppError {
  return new AppError(body.code, body.message, body.details);
}

/** Makes the compiler prove that every case is handled. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
