import type { CommandInput, OptionTable } from './command.ts';

/** What a command takes that starts a job for which this machine may have too little memory. */
export const ANYWAY: OptionTable = { anyway: { type: 'boolean' } };
export const ANYWAY_HELP = '--anyway              starts also what this machine seems to have too little memory for';

export function anywayOf(input: CommandInput): { anyway: boolean } {
  return { anyway: input.values.anyway === true };
}
