/** `1 scholar`, `2 scholars`: a count with its noun, as the command line prints it. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}
