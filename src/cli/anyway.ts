import { AppError } from '../shared/errors.ts';
import type { CommandInput, OptionTable } from './command.ts';

/** What a command takes that starts a job for which this machine may have too little memory. */
export const ANYWAY: OptionTable = { anyway: { type: 'boolean' } };
export const ANYWAY_HELP = '--anyway              starts also what this machine seems to have too little memory for';

/** What the window says by its buttons. */
export function anywayHint(error: unknown): string {
  const { beyondMemory } = ((error instanceof AppError && error.details) || {}) as {
    beyondMemory?: { handOver: string };
  };
  return beyondMemory ? ` ("--anyway" starts it; "export ${beyondMemory.handOver}" hands it over.)` : '';
}

export function anywayOf(input: CommandInput): { anyway: boolean } {
  return { anyway: input.values.anyway === true };
}
