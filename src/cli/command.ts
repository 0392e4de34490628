import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { plainFile } from '../core/storage/plain-file.ts';
import { AppError, type ErrorCode } from '../shared/errors.ts';

export type OptionTable = NonNullable<ParseArgsConfig['options']>;

export interface Command {
  usage: string;
  /** Shown by `--help` after the usage: one line per option. */
  help: readonly string[];
  /** In its place where `--help` stands after a name, such as a statistic's; null for all of it. */
  helpFor?(args: readonly string[]): readonly string[] | null;
  options: OptionTable;
  run(input: CommandInput): Promise<unknown>;
}

export interface CommandInput {
  positionals: string[];
  values: Record<string, unknown>;
  json: boolean;
  signal: AbortSignal;
  /** Progress, on stderr. */
  progress(text: string): void;
  /** Text output without `--json`, on stdout. */
  print(text: string): void;
  /** The command ends with exit code 1 though it has a result. */
  fail(): void;
}

/** Invalid command-line arguments: exit code 2. */
export class UsageError extends Error {}

export function parseCommand(
  command: Command,
  args: string[],
): { positionals: string[]; values: Record<string, unknown> } {
  refuseLibraryOption(command, args);
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      strict: true,
      options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return { positionals, values };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Commands about a library as a whole take its folder as it stands. */
function refuseLibraryOption({ usage, options }: Command, args: readonly string[]): void {
  const isSaid = args.some((one) => one === '--library' || one.startsWith('--library='));
  if (isSaid && options.library === undefined && usage.startsWith('library '))
    throw new UsageError(`The folder of the library stands by itself, without --library: quadrille ${usage}`);
}

/** The path of a file that has to be there. */
export function givenFile(name: string, what = 'file'): string {
  const file = callerPath(name);
  if (!existsSync(file)) throw commandError('not-found', `There is no ${what} ${file}.`, { file });
  return file;
}

/** What a JSON file holds; a byte order mark is passed over. */
export function readJsonFile(file: string): unknown {
  const text = readGivenText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw commandError('bad-input', `${file} is no valid JSON: ${(error as Error).message}.`, { file });
  }
}

/** The text of a file in UTF-8 without a byte order mark. @throws bad-input for a pipe by its name, and a device */
export function readGivenText(file: string): string {
  return readFileSync(isHandedOver(file) ? file : plainFile(file), 'utf8').replace(/^\uFEFF/, '');
}

/** What the shell opened for us, such as the output of another program: `<(…)`. Somebody writes to that. */
export function isHandedOver(file: string): boolean {
  return /^\/(?:dev\/(?:fd\/\d+|stdin)|proc\/self\/fd\/\d+)$/.test(file);
}

/** npm changes to the package root; relative paths refer to the caller's folder. */
export function callerPath(path: string): string {
  return isAbsolute(path) ? path : resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

export function required(input: CommandInput, option: string): string {
  const value = input.values[option];
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${option} is missing.`);
  return value;
}

export function positional(input: CommandInput, index: number, name: string): string {
  const value = input.positionals[index];
  if (value === undefined) throw new UsageError(`${name} is missing.`);
  return value;
}

export function noMorePositionals(input: CommandInput, expected: number): void {
  if (input.positionals.length > expected)
    throw new UsageError(`Unexpected argument ${JSON.stringify(input.positionals[expected])}.`);
}

export function wholeNumber(
  input: CommandInput,
  option: string,
  fallback: number,
  minimum: number,
  maximum: number,
): number {
  const text = input.values[option];
  if (text === undefined) return fallback;
  const value = typeof text === 'string' && /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= minimum && value <= maximum))
    throw new UsageError(
      `--${option} takes a whole number from ${minimum} to ${maximum}, not ${JSON.stringify(text)}.`,
    );
  return value;
}

export function oneOf<T extends string>(input: CommandInput, option: string, choices: readonly T[], fallback: T): T {
  const value = input.values[option] ?? fallback;
  if (!choices.includes(value as T))
    throw new UsageError(`--${option} takes one of ${choices.join(', ')}, not ${JSON.stringify(value)}.`);
  return value as T;
}

/** Comma-separated names, at least one. */
export function nameList(input: CommandInput, option: string): string[] {
  const names = required(input, option)
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new UsageError(`--${option} is empty.`);
  return names;
}

/** Comma-separated whole numbers above 0. */
export function numberList(input: CommandInput, option: string): number[] {
  return nameList(input, option).map((text) => {
    if (!/^[1-9][0-9]*$/.test(text))
      throw new UsageError(`--${option} takes whole numbers above 0, not ${JSON.stringify(text)}.`);
    return Number(text);
  });
}

/** `--set name=value`, several times. */
export function assignments(input: CommandInput): [string, string][] {
  return ((input.values.set as string[] | undefined) ?? []).map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--set takes NAME=VALUE, not ${JSON.stringify(text)}.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

/** 0 done, 1 failed, 2 bad options, 130 cancelled. */
export function exitCode(error: unknown): number {
  if (error instanceof UsageError) return 2;
  if (error instanceof AppError && error.code === 'bad-request') return 2;
  if (error instanceof AppError && error.code === 'cancelled') return 130;
  return 1;
}

/** An error of the command line itself, which speaks English. */
export function commandError(code: ErrorCode, text: string, details?: unknown): AppError {
  return new AppError(code, { id: '', text }, details);
}
