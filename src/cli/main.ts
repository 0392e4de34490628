import module from 'node:module';
import { join } from 'node:path';
import { toErrorBody } from '../shared/errors.ts';
import { anywayHint } from './anyway.ts';
import { parentPort } from './spawn-trainer.ts';
import { inTerminal, optionOf, printable, printableJson } from './in-terminal.ts';
import { commandError, type Command, exitCode, parseCommand, UsageError } from './command.ts';
import { dataFolderHere } from '../core/storage/data-folder.ts';
import { COMMANDS, type ListedCommand } from './registry.ts';

// From a checkout, Node strips the types of each file anew at every start. It keeps what it made, for the trainers and
// workers too; the installed app, whose files are checked, must not run code from a folder that can be written.
if (!parentPort && typeof module.enableCompileCache === 'function') {
  process.env.NODE_COMPILE_CACHE ??= join(dataFolderHere(), 'compile-cache');
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
}

function overview(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length)) + 2;
  return [
    'Quadrille: hybrid music recommendation and career mobility, offline.',
    '',
    'Usage: quadrille COMMAND [options]',
    '',
    ...COMMANDS.map((command) => `  ${command.name.padEnd(width)}${command.summary}`),
    '',
    '--help after a command tells more. --json prints one JSON object. Exit codes: 0 done, 1 failed, 2 bad ' +
      'options, 130 cancelled.',
  ].join('\n');
}

function helpOf({ summary }: ListedCommand, command: Command, args: readonly string[]): string {
  const help = command.helpFor?.(args) ?? command.help;
  return [
    `Usage: quadrille ${command.usage}`,
    '',
    summary,
    ...(help.length > 0 ? ['', ...help.map((line) => `  ${line}`)] : []),
  ].join('\n');
}

function find(args: string[]): { listed: ListedCommand; rest: string[] } {
  for (const words of [2, 1]) {
    const listed = COMMANDS.find((candidate) => candidate.name === args.slice(0, words).join(' '));
    if (listed) return { listed, rest: args.slice(words) };
  }
  throw new UsageError(
    args.length === 0
      ? 'No command given.'
      : `There is no command ${JSON.stringify(args[0])}. "quadrille --help" lists them.`,
  );
}

async function main(args: string[]): Promise<number> {
  const json = args.includes('--json');
  try {
    if (args.length === 0 || args[0] === '--help' || args[0] === '-h' || args[0] === 'help') {
      process.stdout.write(`${overview()}\n`);
      return args.length === 0 ? 2 : 0;
    }
    const { listed, rest } = find(args);
    const command = await listed.load();
    if (rest.includes('--help') || rest.includes('-h')) {
      process.stdout.write(
        `${helpOf(
          listed,
          command,
          rest.filter((arg) => !arg.startsWith('-')),
        )}\n`,
      );
      return 0;
    }
    const { positionals, values } = parseCommand(command, rest);
    let failed = false;
    const abort = new AbortController();
    const interrupt = () => abort.abort();
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    // A closed terminal; without one, SIGHUP stays as `nohup` left it.
    if (process.stdin.isTTY) process.on('SIGHUP', interrupt);
    const result = await command.run({
      positionals,
      values,
      json,
      signal: abort.signal,
      progress: progressLine(),
      print: (text) => void (json || process.stdout.write(`${printable(text)}\n`)),
      fail: () => {
        failed = true;
      },
    });
    clearProgress();
    if (json && result !== undefined) process.stdout.write(`${printableJson(result)}\n`);
    return failed ? 1 : 0;
  } catch (error) {
    clearProgress();
    const body = toErrorBody(error instanceof UsageError ? commandError('bad-request', error.message) : error);
    const option = optionOf(body.message);
    if (json)
      process.stdout.write(`${printableJson({ error: { ...body, ...(option === null ? {} : { option }) } })}\n`);
    else process.stderr.write(`quadrille: ${inTerminal(body.message)}${anywayHint(error)}\n`);
    if (process.env.QUADRILLE_DEBUG) console.error(error);
    return exitCode(error);
  }
}

let lineOpen = false;

/**
 * On a terminal, one line that is redrawn; otherwise a line every ten seconds or when the text before the colon
 * change.
 */
function progressLine(): (text: string) => void {
  let last = '';
  let at = Number.NEGATIVE_INFINITY;
  return (given) => {
    const text = printable(given);
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      lineOpen = true;
      return;
    }
    const topic = text.replace(/[0-9].*$/, '');
    if (topic === last && performance.now() - at < 10_000) return;
    last = topic;
    at = performance.now();
    process.stderr.write(`${text}\n`);
  };
}

function clearProgress(): void {
  if (lineOpen) process.stderr.write('\r\x1b[K');
  lineOpen = false;
}

// `| head` has read enough: what is left to say goes nowhere, and the command finishes its work. It does so as well if
// the file that it prints into cannot be written, but then it has failed.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.on('exit', () => {
      process.exitCode = 1;
    });
    if (stream === process.stdout) process.stderr.write(`quadrille: ${inTerminal(toErrorBody(error).message)}\n`);
  });

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // A utility process stays alive while main could send messages.
  if (parentPort) process.exit(code);
});
